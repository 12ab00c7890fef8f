import { seedOffice, seedPerson } from './people.ts';
import type { Tour } from './tour.ts';
import { type Stop, stop } from './tour-stops.ts';

/** The pages of a branch in an office that has not had a campaign yet, and its secretary's own home page. */
export async function noSeasonStops(tour: Tour): Promise<Stop[]> {
  const { server } = tour.real;
  const { branch } = await seedOffice(server.deps);
  const secretary = await seedPerson(server.deps, branch, 'Lại Văn Mới', {
    roles: [{ unitId: branch, role: 'secretary' }],
  });
  const leader = (name: string, path: string) =>
    stop(tour, 'bí thư', name, { server, accountId: secretary.accountId }, (_, go) => go(path));
  return [
    leader('chưa có đợt: trang chính', '/'),
    leader('chưa có đợt: theo dõi', `/chi-bo/${branch}`),
    leader('chưa có đợt: kiểm điểm tập thể', `/chi-bo/${branch}/tap-the`),
    leader('chưa có đợt: nơi cư trú', `/chi-bo/${branch}/cu-tru`),
    leader('chưa có đợt: họp chi bộ', `/chi-bo/${branch}/hop`),
    leader('chưa có đợt: xếp loại', `/chi-bo/${branch}/xep-loai`),
  ];
}
