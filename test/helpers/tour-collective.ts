import type { NodeDeps } from '../../src/node/deps.ts';
import { collectiveReview } from '../../src/branches/queries.ts';
import { fillIn, follow } from './browser.ts';
import { completeCollective } from './collective.ts';
import { actorFor, type Tour } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** A branch with a chi ủy writes its own report, sends it, changes it and passes it; another one is still to begin. */
export async function collectiveStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const secretary = await leaderOf(deps, 'secretary', 1);
  const member = await leaderOf(deps, 'committee_member', 1);
  const small = await leaderOf(deps, 'secretary', 0);
  const hub = `/chi-bo/${secretary.unitId}/tap-the`;
  const leader = (name: string, visit: Visit) => stop(tour, 'bí thư', name, secretary, visit);
  const reader = (name: string, visit: Visit) => stop(tour, 'dự họp', name, member, visit);
  const review = async () => {
    const { id: campaignId } = await newestCampaign(deps);
    const row = await collectiveReview(deps.store.db, campaignId, secretary.unitId);
    if (!row) throw new Error('the collective has not begun');
    return `/ban-kiem-diem/${row.id}`;
  };
  const step = (slug: string, name: string) => leader(name, async (_, go) => go(`${await review()}/ghi/${slug}`));
  return [
    stop(tour, 'bí thư', 'kiểm điểm tập thể: chi bộ không có chi ủy', small, (_, go) =>
      go(`/chi-bo/${small.unitId}/tap-the`),
    ),
    leader('kiểm điểm tập thể: chưa bắt đầu', (_, go) => go(hub)),
    leader('kiểm điểm tập thể: danh sách việc', (page) => follow(page, 'main form button.button--primary')),
    step('tap-the', 'kiểm điểm tập thể: thông tin về tập thể'),
    step('bieu-hien-b-1', 'kiểm điểm tập thể: 25 biểu hiện, nhóm I'),
    step('muc-iii', 'kiểm điểm tập thể: mục III'),
    step('tu-danh-gia', 'kiểm điểm tập thể: tự đánh giá'),
    leader('kiểm điểm tập thể: còn thiếu, chưa gửi được', (_, go) => go(`${hub}/gui`)),
    leader('kiểm điểm tập thể: gửi dự thảo', async (_, go) => {
      const id = (await review()).split('/').at(-1) ?? '';
      await completeCollective(deps, actorFor(secretary.accountId), id);
      return go(`${hub}/gui`);
    }),
    leader('kiểm điểm tập thể: gửi muộn, chưa ghi lý do', async (page) => {
      await fillIn(page, '#o-ngay_hop', tomorrow(deps));
      await follow(page, '#o-nop button');
    }),
    leader('kiểm điểm tập thể: đã gửi', async (page) => {
      await fillIn(page, '#o-ly_do_muon', 'Cấp ủy đẩy lịch họp lên sớm.');
      await follow(page, '#o-nop button');
    }),
    reader('kiểm điểm tập thể: trang chính của người dự họp', (_, go) => go('/')),
    reader('kiểm điểm tập thể: đọc dự thảo', (_, go) => go(`${hub}/ban-gui`)),
    leader('kiểm điểm tập thể: ngày thông qua có lỗi', async (page, go) => {
      await go(hub);
      await follow(page, 'form[action*="/thong-qua"] button');
    }),
    leader('kiểm điểm tập thể: sửa sau góp ý', async (page) => {
      await fillIn(page, '#o-gop_y', 'Mục V nói rõ đồng chí nào phụ trách.');
      await follow(page, 'form[action*="/sua"] button');
    }),
    leader('kiểm điểm tập thể: đang sửa', (_, go) => go(hub)),
    leader('kiểm điểm tập thể: đã thông qua', async (page, go) => {
      await go(`${hub}/gui`);
      if (await page.$('#o-ly_do_muon')) await fillIn(page, '#o-ly_do_muon', 'Cấp ủy đẩy lịch họp lên sớm.');
      await follow(page, '#o-nop button');
      await fillIn(page, '#o-ngay_thong_qua', dayOf(deps, 0));
      await follow(page, 'form[action*="/thong-qua"] button');
    }),
    reader('kiểm điểm tập thể: đọc báo cáo đã thông qua', (_, go) => go(`${hub}/ban-gui`)),
  ];
}

/** Of the branch with a chi ủy (1), or of the one without (0). */
async function leaderOf(deps: NodeDeps, role: 'secretary' | 'committee_member', hasCommittee: 0 | 1) {
  return deps.store.db
    .selectFrom('role')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .where('role.role', '=', role)
    .where('unit.has_branch_committee', '=', hasCommittee)
    .where('unit.kind', '=', 'branch')
    .select(['role.account_id as accountId', 'role.unit_id as unitId'])
    .executeTakeFirstOrThrow();
}

async function newestCampaign(deps: NodeDeps) {
  return deps.store.db.selectFrom('campaign').orderBy('year', 'desc').select('id').executeTakeFirstOrThrow();
}

function tomorrow(deps: NodeDeps): string {
  return dayOf(deps, 1);
}

/** dd/mm/yyyy in Hà Nội, so many days from now. */
function dayOf(deps: NodeDeps, days: number): string {
  const there = new Date(deps.now().getTime() + 7 * 3_600_000 + days * 86_400_000).toISOString();
  return `${there.slice(8, 10)}/${there.slice(5, 7)}/${there.slice(0, 4)}`;
}
