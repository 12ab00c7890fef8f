import type { Deps } from '../../src/deps.ts';
import { loadTable } from '../../src/ratings/table.ts';
import { branchSummary } from '../../src/ratings/summary.ts';
import { summaryText } from '../../src/summaries/content.ts';
import { insertSummary } from '../../src/summaries/statements.ts';
import { unitAndAbove } from '../../src/units/queries.ts';
import { fillIn, follow } from './browser.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';
import type { Tour } from './tour.ts';

/** What the committee's office sums up; one branch has handed up on its own page, the other straight into the database. */
export async function summaryStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const { db } = deps.store;
  const campaign = await db.selectFrom('campaign').where('year', '=', 2026).selectAll().executeTakeFirstOrThrow();
  const office = await db.selectFrom('role').where('role', '=', 'office').selectAll().executeTakeFirstOrThrow();
  const branches = await db.selectFrom('unit').where('kind', '=', 'branch').orderBy('id').selectAll().execute();
  const base = `/quan-tri/dot/${campaign.id}/tong-hop`;
  const clerk = (name: string, visit: Visit) => stop(tour, 'văn phòng', name, { accountId: office.account_id }, visit);
  return [
    clerk('tổng hợp của cấp ủy', async (_, go) => {
      for (const { id } of branches) await writeMissing(deps, campaign.id, id);
      return go(base);
    }),
    clerk('tổng hợp: một chi bộ', (_, go) => go(`${base}/chi-bo/${branches[1]?.id}`)),
    clerk('tổng hợp: đọc bản kiểm điểm', (page) => follow(page, 'td a[href$="/doc"]')),
    clerk('tổng hợp: báo cáo', (_, go) => go(`${base}/bao-cao`)),
    clerk('tổng hợp: báo cáo, đã lưu', async (page) => {
      await fillIn(page, '#o-danh_gia', 'Các chi bộ kiểm điểm nghiêm túc, đúng thời gian, đúng quy trình.');
      await follow(page, 'main button.button--primary');
    }),
    clerk('tổng hợp: quyết định công nhận', (_, go) => go(`${base}/quyet-dinh`)),
    clerk('tổng hợp: quyết định công nhận, có lỗi', async (page) => {
      await fillIn(page, '#o-so', 'QĐ/ĐU');
      await page.$eval('#o-noi', (field) => ((field as HTMLInputElement).value = ''));
      await follow(page, 'main button.button--primary');
    }),
  ];
}

/** A hand-up that was laid into the database without a page has no summary yet. */
async function writeMissing(deps: Deps, campaignId: string, unitId: string): Promise<void> {
  const { db } = deps.store;
  const [handUp, known, campaign, path] = await Promise.all([
    db.selectFrom('hand_up').where('unit_id', '=', unitId).selectAll().executeTakeFirst(),
    db.selectFrom('branch_summary').where('unit_id', '=', unitId).selectAll().executeTakeFirst(),
    db.selectFrom('campaign').where('id', '=', campaignId).selectAll().executeTakeFirstOrThrow(),
    unitAndAbove(db, unitId),
  ]);
  const [unit, superior = null] = path;
  if (!handUp || known || !unit) return;
  const table = await loadTable(deps, { unit, superior, campaign });
  const summary = await branchSummary(deps, table, { at: handUp.handed_at, reason: '' });
  const row = { campaign_id: campaignId, unit_id: unitId, ...summaryText(summary), written_at: handUp.handed_at };
  await deps.store.atomic([insertSummary(db, row)]);
}
