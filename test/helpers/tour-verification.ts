import type { Deps } from '../../src/deps.ts';
import { frozenPaper } from '../../src/reviews/papers.ts';
import { shownCode } from '../../src/records/rules.ts';
import { fillIn, follow } from './browser.ts';
import type { Tour } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** Verifying a sheet, by strangers and by those who may hear more, and the signed sheets of a branch. */
export async function verificationStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const { secretary, author, code, unitId } = await aFrozenPaper(deps);
  const at = (who: string, accountId: string | null) => (name: string, visit: Visit) =>
    stop(tour, who, name, accountId === null ? null : { accountId }, visit);
  const [stranger, owns, leads] = [at('chưa đăng nhập', null), at('đảng viên', author), at('bí thư', secretary)];
  const clerk = await deps.store.db
    .selectFrom('role')
    .where('role', '=', 'office')
    .selectAll()
    .executeTakeFirstOrThrow();
  const keeps = at('văn phòng', clerk.account_id);
  const list = `/chi-bo/${unitId}/ban-ky`;
  const print = (id: string) => `/quan-tri/to-chuc/${id}/in-an`;
  return [
    stranger('xác minh', (_, go) => go('/xac-minh')),
    stranger('xác minh: chưa chọn tệp', (page) => follow(page, 'main button.button--primary')),
    owns('xác minh', (_, go) => go('/xac-minh')),
    owns('xác minh: mã của mình', async (page) => {
      await fillIn(page, '#o-ma', shownCode(code));
      await follow(page, 'form[action="/xac-minh/ma"] button');
    }),
    leads('xác minh: không có mã này', async (page, go) => {
      await go('/xac-minh');
      await fillIn(page, '#o-ma', 'ACDE-FHJK-MNPQ-RTWX');
      await follow(page, 'form[action="/xac-minh/ma"] button');
    }),
    leads('bản giấy có chữ ký', (_, go) => go(list)),
    leads('bản giấy có chữ ký: chưa đánh dấu', (page) => follow(page, 'main form button.button--primary')),
    leads('bản giấy có chữ ký: ngày ở tương lai', async (page, go) => {
      await go(`${list}?chon=tat-ca`);
      await page.$eval('#o-ngay', (field) => ((field as HTMLInputElement).value = '31/12/2098'));
      await follow(page, 'main form button.button--primary');
    }),
    leads('bản giấy có chữ ký: đã ghi một', async (page, go) => {
      await go(list);
      await page.$eval('main input[type="checkbox"]', (tick) => (tick as HTMLInputElement).click());
      await follow(page, 'main form button.button--primary');
    }),
    owns('các năm, có mã bản lưu', async (page, go) => {
      await go('/cac-nam');
      await page.$$eval('main details', (all) => all.forEach((each) => (each.open = true)));
    }),
    keeps('thiết lập in: cấp ủy', (_, go) => go(print(clerk.unit_id))),
    keeps('thiết lập in: chi bộ', (_, go) => go(print(unitId))),
    keeps('thiết lập in: tên quá dài', async (page) => {
      await page.$eval('#o-ten_van_ban', (field) => ((field as HTMLTextAreaElement).value = 'A\nB\nC\nD'));
      await follow(page, 'main form .pager button');
    }),
    keeps('thiết lập in: đã lưu', async (page, go) => {
      await go(print(unitId));
      await page.$eval('#o-nguoi_ky', (field) => ((field as HTMLInputElement).value = 'Nguyễn Văn Thử'));
      await page.$eval('input[name="nhan_mau"][value="off"]', (field) => (field as HTMLInputElement).click());
      await follow(page, 'main form .pager button');
    }),
  ];
}

/** Of the first branch of the rehearsal: a review handed in, printed, with its code. */
async function aFrozenPaper(deps: Deps) {
  const { db } = deps.store;
  const leader = await db.selectFrom('role').where('role', '=', 'secretary').orderBy('unit_id').selectAll().execute();
  const review = await db
    .selectFrom('review')
    .innerJoin('account', 'account.member_id', 'review.member_id')
    .innerJoin('record', (join) =>
      join.onRef('record.review_id', '=', 'review.id').onRef('record.submission', '=', 'review.submissions'),
    )
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('campaign.year', '=', 2026)
    .where('record.superseded', '=', 0)
    .where(
      'review.unit_id',
      'in',
      leader.map(({ unit_id }) => unit_id),
    )
    .where('review.state', 'in', ['submitted', 'accepted'])
    .orderBy('review.id')
    .select(['review.unit_id', 'record.id', 'account.id as author'])
    .executeTakeFirstOrThrow();
  if (!(await frozenPaper(deps, review.id, 'plain'))) throw new Error('the paper could not be made');
  const { code } = await db
    .selectFrom('paper')
    .where('record_id', '=', review.id)
    .where('variant', '=', 'plain')
    .select('code')
    .executeTakeFirstOrThrow();
  const secretary = leader.find(({ unit_id }) => unit_id === review.unit_id)?.account_id ?? '';
  return { secretary, author: review.author, code: code ?? '', unitId: review.unit_id };
}
