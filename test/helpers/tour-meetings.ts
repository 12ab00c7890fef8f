import type { Page } from 'puppeteer';
import { fillIn, follow, press } from './browser.ts';
import { authorsIn, type Tour, withRole } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** The secretary's way through the branch meeting, from the empty plan to the closed minutes. */
export async function meetingStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const accountId = await withRole(deps, 'secretary');
  const { unit_id: unitId } = await deps.store.db
    .selectFrom('role')
    .where('account_id', '=', accountId)
    .where('role', '=', 'secretary')
    .select('unit_id')
    .executeTakeFirstOrThrow();
  const base = `/chi-bo/${unitId}/hop`;
  const handedIn = await subjectWithRecord(tour, unitId);
  const leader = (name: string, visit: Visit) => stop(tour, 'bí thư chi bộ', name, { accountId }, visit);
  return [
    leader('họp: chưa có kế hoạch', (_, go) => go(base)),
    leader('họp: kế hoạch', (_, go) => go(`${base}/ke-hoach`)),
    leader('họp: kế hoạch, có lỗi', (page) => follow(page, 'main button.button--primary')),
    leader('họp: việc phải làm', async (page) => {
      const { year, month, day } = todayIn(deps.now());
      await page.$eval('#o-ngay', (box) => ((box as HTMLInputElement).value = ''));
      await fillIn(page, '#o-ngay', `${day}/${month}/${year}`);
      await fillIn(page, '#o-gio', '8h');
      await fillIn(page, '#o-dia_diem', 'Nhà văn hóa Tổ dân phố');
      await fillIn(page, '#o-thu_ky', 'Trần Văn Thư Ký');
      await follow(page, 'main button.button--primary');
    }),
    leader('họp: kiểm phiếu khi chưa điểm danh', (_, go) => go(`${base}/kiem-phieu`)),
    leader('họp: điểm danh', (_, go) => go(`${base}/diem-danh`)),
    leader('họp: điểm danh, có lỗi', async (page) => {
      await fillIn(page, '.attendance__reason input', 'đi xa');
      await follow(page, '.pager button');
    }),
    leader('họp: điểm danh, điền sẵn', async (page, go) => {
      await go(`${base}/diem-danh`);
      await press(page, '.attendance__row:nth-child(3) .choice__option:nth-child(2) label');
      await fillIn(page, '.attendance__row:nth-child(3) .attendance__reason input', 'nằm viện');
      await follow(page, 'button[value="co_mat"]');
    }),
    leader('họp: điểm danh, đã lưu', (page) => follow(page, '.pager button')),
    leader('họp: trình chiếu, khai mạc', (_, go) => go(`${base}/trinh-chieu?ai=opening`)),
    leader('họp: trình chiếu, tập thể', (page) => follow(page, '#tiep')),
    leader('họp: trình chiếu, một đồng chí', async (page, go) => {
      await go(`${base}/trinh-chieu?ai=${handedIn}`);
      await fillIn(page, 'textarea', 'Đồng chí A: đề nghị làm rõ việc chậm trả kết quả quý II.');
      await page.keyboard.press('Tab');
      await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Đã lưu'));
    }),
    leader('họp: trình chiếu, chọn người', async (page) => {
      await press(page, '.stage__jumps summary');
    }),
    leader('họp: trình chiếu, kết luận', (_, go) => go(`${base}/trinh-chieu?ai=closing`)),
    leader('họp: kiểm phiếu', (_, go) => go(`${base}/kiem-phieu`)),
    leader('họp: kiểm phiếu, có lỗi và đã lưu', async (page) => {
      await typeRow(page, 0, [12, 12, 12, 0, 2, 10, 0, 0]);
      await typeRow(page, 1, [99, 12, 12, 0, 2, 9, 0, 0]);
      await page.focus('tr[data-row]:nth-child(3) [data-column]');
      await page.waitForSelector('tr[data-row]:nth-child(2).counts__wrong');
    }),
    leader('họp: kiểm phiếu, gửi cả trang', (page) => follow(page, '.pager button')),
    leader('họp: kiểm phiếu từng người', (_, go) => go(`${base}/kiem-phieu?nguoi=${handedIn}`)),
    leader('họp: sắp kết thúc', async (page, go) => {
      await go(base);
      await press(page, 'details summary.button');
    }),
    leader('họp: đã kết thúc', (page) => follow(page, 'details[open] form button')),
    leader('họp: mở lại, chưa ghi lý do', async (page) => {
      await press(page, 'details summary.button');
      await follow(page, 'details[open] form button');
    }),
    leader('họp: kiểm phiếu, đã khóa', (_, go) => go(`${base}/kiem-phieu`)),
    leader('họp: trình chiếu, đã khóa', (_, go) => go(`${base}/trinh-chieu?ai=${handedIn}`)),
  ];
}

async function typeRow(page: Page, row: number, numbers: readonly number[]): Promise<void> {
  const boxes = await page.$$(`tr[data-row]:nth-child(${row + 1}) input[data-column]`);
  for (const [index, box] of boxes.entries()) {
    await box.focus();
    await page.keyboard.sendCharacter(String(numbers[index] ?? 0));
  }
}

/** Somebody of the branch who has handed in this year. */
async function subjectWithRecord({ live }: Tour, unitId: string): Promise<string> {
  const { db } = live.deps.store;
  const authors = [...(await authorsIn(live.deps, 'accepted')), ...(await authorsIn(live.deps, 'submitted'))];
  for (const { reviewId } of authors) {
    const row = await db
      .selectFrom('review')
      .where('id', '=', reviewId)
      .select(['member_id', 'unit_id'])
      .executeTakeFirst();
    if (row?.unit_id === unitId && row.member_id) return row.member_id;
  }
  throw new Error('nobody of the branch has handed in');
}

function todayIn(now: Date): { year: number; month: string; day: string } {
  const there = new Date(now.getTime() + 7 * 3_600_000);
  const two = (number: number) => String(number).padStart(2, '0');
  return { year: there.getUTCFullYear(), month: two(there.getUTCMonth() + 1), day: two(there.getUTCDate()) };
}
