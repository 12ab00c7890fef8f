import type { Deps } from '../../src/deps.ts';
import { guarded } from '../../src/storage/statement.ts';
import { fillIn, follow } from './browser.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';
import type { Tour } from './tour.ts';

/** The branch's report: looked over, begun, written, signed, opened again, and read by the office. */
export async function reportStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const { campaign, unitId } = await firstBranch(deps);
  const leader = { accountId: await holderOf(deps, 'secretary', unitId) };
  const clerk = { accountId: await holderOf(deps, 'office') };
  const report = `/chi-bo/${unitId}/bao-cao?dot=${campaign.id}`;
  const lead = (name: string, visit: Visit) => stop(tour, 'bí thư', name, leader, visit);
  return [
    lead('báo cáo: soát trước khi lập', (_, go) => go(`/chi-bo/${unitId}/bao-cao/soat?dot=${campaign.id}`)),
    lead('báo cáo: chưa lập', (_, go) => go(report)),
    lead('báo cáo: đang viết', async (page, go) => {
      await decideSignTotals(deps, campaign);
      await go(report);
      const begin = await page.$('#lap-bao-cao');
      if (begin) await follow(page, '#lap-bao-cao');
      await fillIn(page, '#o-strengths', 'Chi bộ giữ nền nếp sinh hoạt 12/12 tháng.\nMọi việc lớn đều bàn tập thể.');
      await fillIn(page, '#o-date', '10/11/2026');
      await follow(page, '#luu-bao-cao');
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
    }),
    lead('báo cáo: ghi đã ký, có lỗi', async (page, go) => {
      await go(report);
      await page.$eval('#ky ~ details', (each) => ((each as HTMLDetailsElement).open = true));
      await follow(page, '#ghi-da-ky');
    }),
    lead('báo cáo: đã ký', async (page, go) => {
      await go(report);
      await page.$eval('#ky ~ details', (each) => ((each as HTMLDetailsElement).open = true));
      const day = await page.evaluate(() => document.querySelector<HTMLInputElement>('#o-ngay_ky')?.value ?? '');
      for (const [name, value] of Object.entries({ nhiem_ky_tu: '2025', nhiem_ky_den: '2030', ngay_ky: day })) {
        await page.$eval(`#o-${name}`, (field, text) => ((field as HTMLInputElement).value = text), value);
      }
      await follow(page, '#ghi-da-ky');
    }),
    stop(tour, 'văn phòng', 'báo cáo: của chi bộ đã chuyển', clerk, (_, go) => go(report)),
    lead('báo cáo: mở lại, chưa ghi lý do', async (page, go) => {
      await go(report);
      await page.$eval('#mo-lai ~ details', (each) => ((each as HTMLDetailsElement).open = true));
      await follow(page, '#mo-lai-bao-cao');
    }),
  ];
}

async function firstBranch(deps: Deps) {
  const { db } = deps.store;
  const campaign = await db.selectFrom('campaign').where('year', '=', 2026).selectAll().executeTakeFirstOrThrow();
  const branch = await db
    .selectFrom('unit')
    .where('kind', '=', 'branch')
    .orderBy('id')
    .selectAll()
    .executeTakeFirstOrThrow();
  return { campaign, unitId: branch.id };
}

async function holderOf(deps: Deps, role: 'secretary' | 'office', unitId?: string): Promise<string> {
  const holders = await deps.store.db.selectFrom('role').where('role', '=', role).selectAll().execute();
  const holder = holders.find((each) => unitId === undefined || each.unit_id === unitId);
  if (!holder) throw new Error(`nobody is ${role}`);
  return holder.account_id;
}

/** As the office decides it on the campaign's settings page. */
async function decideSignTotals(deps: Deps, campaign: { id: string; settings: string }): Promise<void> {
  const signTotals = { decisionNumber: '15-QĐ/ĐU', decisionDate: '2026-10-20' };
  const settings = JSON.stringify({ ...(JSON.parse(campaign.settings) as object), signTotals });
  const { db } = deps.store;
  await deps.store.atomic([guarded(db.updateTable('campaign').set({ settings }).where('id', '=', campaign.id))]);
}
