import type { Page } from 'puppeteer';
import { follow } from './browser.ts';
import type { Tour } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** A leader prints everything in one go: what is asked, while it runs, what came of it. */
export async function batchStops(tour: Tour): Promise<Stop[]> {
  const { db } = tour.live.deps.store;
  const branch = await db
    .selectFrom('unit')
    .where('kind', '=', 'branch')
    .orderBy('id')
    .select('id')
    .executeTakeFirstOrThrow();
  const secretary = await db
    .selectFrom('role')
    .where('role', '=', 'secretary')
    .where('unit_id', '=', branch.id)
    .select('account_id')
    .executeTakeFirstOrThrow();
  const lead = (name: string, visit: Visit) =>
    stop(tour, 'bí thư', `in hồ sơ: ${name}`, { accountId: secretary.account_id }, visit);
  const start = `/chi-bo/${branch.id}/in`;
  return [
    lead('chọn giấy tờ', (_, go) => go(start)),
    lead('chưa đánh dấu', async (page) => {
      await tick(page, () => false);
      await follow(page, '#in-tat-ca');
    }),
    lead('đang in', async (page, go) => {
      await go(start);
      await tick(page, (kind) => kind === 'kiem-diem');
      await follow(page, '#in-tat-ca');
      // The page would load itself anew in the middle of being looked at.
      await page.evaluate(() => (globalThis.fetch = () => new Promise(() => undefined)));
    }),
    lead('đã xong', async (page) => {
      while (!(await page.$('.batch-files'))) {
        await new Promise((resolve) => setTimeout(resolve, 300));
        await page.reload();
      }
    }),
    lead('các lần in', (_, go) => go(start)),
  ];
}

async function tick(page: Page, wanted: (kind: string) => boolean): Promise<void> {
  const boxes = await page.$$eval('input[name="loai"]', (all) => all.map((each) => (each as HTMLInputElement).value));
  for (const kind of boxes.filter((each) => !wanted(each))) await page.click(`#o-loai-${kind}`);
}
