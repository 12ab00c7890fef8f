import type { Browser } from './app.ts';
import { formOn } from './author.ts';

/** Opens a unit's "Thiết lập in", changes some of it and saves; `off` takes ticks away. */
export async function setPrint(
  clerk: Browser,
  unitId: string,
  changes: Record<string, string>,
  off: readonly string[] = [],
): Promise<void> {
  const path = `/quan-tri/to-chuc/${unitId}/in-an`;
  const form = formOn(await (await clerk.get(path)).text());
  const kept = Object.entries({ chuc_danh: 'so', ...form, ...changes }).filter(([name]) => !off.includes(name));
  const answer = await clerk.post(path, Object.fromEntries(kept));
  if (answer.status !== 303) throw new Error(`not saved: ${answer.status}`);
}

/** How the branch is to print in these tests. */
export const BRANCH_PRINT = {
  ten_van_ban: 'Chi bộ Thử\nSố Một',
  cap_tren_van_ban: 'Đảng bộ phường\nThử Nghiệm',
  noi: 'Đông Anh',
  hai_mat: '1',
  ky_thay_mat: 'branch',
  chuc_danh: 'PHÓ BÍ THƯ',
  nguoi_ky: 'Ngô Thị Phó',
};

/** How the committee above it is to. */
export const COMMITTEE_PRINT = {
  ten_van_ban: 'Đảng ủy phường\nThử Nghiệm Mới',
  cap_tren_van_ban: 'Đảng bộ Thành phố\nHà Nội',
  noi: 'Sóc Sơn',
  hai_mat: '1',
  chuc_danh: 'BÍ THƯ',
  nguoi_ky: 'Đinh Văn Đảng Ủy',
};

/** What such a sheet has of it, in the order of the page, to be compared as a whole. */
export function looksOf(html: string) {
  const all = (name: string) =>
    [...html.matchAll(new RegExp(`<p class="${name}">([^<]*)</p>`, 'g'))].map(([, is]) => is);
  const signed = [
    ...html.matchAll(
      /<p class="signer">([^<]*)<\/p>\s*(?:<p>([^<]*)<\/p>\s*)?(?:<p class="note">[^<]*<\/p>\s*)?<p class="name">([^<]*)<\/p>/g,
    ),
  ];
  return {
    superior: all('superior'),
    issuer: all('branch'),
    place: all('date')[0]?.split(',')[0],
    star: html.includes('<p class="star">'),
    backPage: [...html.matchAll(/@page :left \{ ([^}]*) \}/g)].at(-1)?.[1] ?? null,
    signed: signed.map(([, ...parts]) => parts.filter(Boolean).join(' / ')).at(-1),
  };
}
