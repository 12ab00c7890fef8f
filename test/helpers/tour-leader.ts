import { fillIn, follow, press } from './browser.ts';
import { type Author, authorsIn, type Tour } from './tour.ts';
import { type Stop, stop, type Visit } from './tour-stops.ts';

/** The branch's leader at his board and over a review, and the author who answers him. Before anybody hands in again. */
export async function leaderStops(tour: Tour): Promise<Stop[]> {
  const { db } = tour.live.deps.store;
  const secretary = await db
    .selectFrom('role')
    .innerJoin('unit', 'unit.id', 'role.unit_id')
    .where('role.role', '=', 'secretary')
    .where('unit.has_branch_committee', '=', 1)
    .select(['role.account_id as accountId', 'role.unit_id as unitId'])
    .executeTakeFirstOrThrow();
  const board = `/chi-bo/${secretary.unitId}`;
  const submitted = await reviewsHere(tour, await authorsIn(tour.live.deps, 'submitted'), secretary.unitId);
  // The last page of the tour is of the one with the fewest words.
  const [read, judged] = [submitted.at(-1), submitted.at(-2)] as [Author, Author];
  const [returned] = (await authorsIn(tour.live.deps, 'returned')) as [Author];
  const open = await db
    .selectFrom('member')
    .where('unit_id', '=', secretary.unitId)
    .where(
      'id',
      'not in',
      db.selectFrom('review').where('member_id', 'is not', null).select('member_id').$castTo<{ member_id: string }>(),
    )
    .select('id')
    .executeTakeFirstOrThrow();
  const person = `${board}/dang-vien/${open.id}`;
  const leader = (name: string, visit: Visit) => stop(tour, 'bí thư', name, secretary, visit);
  return [
    leader('theo dõi chi bộ', (_, go) => go(board)),
    leader('theo dõi, tìm tên khi đang gõ', async (page, go) => {
      await go(board);
      await fillIn(page, '#o-tim', 'thi');
    }),
    leader('theo dõi, không ai khớp', (_, go) => go(`${board}?tim=khongcoai`)),
    leader('theo dõi, nhắc nộp, có lỗi', async (page, go) => {
      await go(board);
      await press(page, '.board-acts summary');
      await fillIn(page, '#o-truoc_ngay', 'x');
      await follow(page, '.remind button');
    }),
    leader('theo dõi, vừa nhắc', async (page, go) => {
      await go(board);
      await press(page, '.board-acts summary');
      await follow(page, '.remind button');
    }),
    leader('theo dõi, đợt năm trước', async (page, go) => {
      await go(board);
      await follow(page, '.board-due a');
    }),
    leader('một đồng chí', (_, go) => go(person)),
    leader('ghi kết luận, có lỗi', (page) => follow(page, 'form[action*="/ket-luan"] button')),
    leader('ghi kết luận, đã ghi', async (page) => {
      await press(page, 'input[name="cap"][value="branch"]');
      await fillIn(page, '#o-noi_dung', 'Chậm nộp báo cáo quý I; chi bộ đã nhắc nhở tại kỳ họp tháng 4.');
      await follow(page, 'form[action*="/ket-luan"] button');
    }),
    leader('rút kết luận, chưa ghi lý do', async (page) => {
      await press(page, '.conclusions summary');
      await follow(page, '.conclusions form button');
    }),
    leader('đọc bản đã nộp', (_, go) => go(`/ban-kiem-diem/${read.reviewId}/doc`)),
    leader('đọc, mở 25 biểu hiện', (page) => press(page, '#tu-soi ~ details:last-of-type summary')),
    leader('đề nghị bổ sung, chưa ghi', (page) => follow(page, 'form[action$="/bo-sung"] button')),
    leader('đã đề nghị bổ sung', async (page, go) => {
      await go(`/ban-kiem-diem/${judged.reviewId}/doc`);
      await fillIn(page, '#o-dieu_bo_sung', 'Mục II.1 còn chung chung; ghi rõ việc, thời gian.');
      await follow(page, 'form[action$="/bo-sung"] button');
    }),
    leader('đã tiếp nhận', async (page, go) => {
      await go(`/ban-kiem-diem/${read.reviewId}/doc`);
      await follow(page, 'form[action$="/tiep-nhan"] button');
    }),
    leader('đồng chí khác đã làm trước', async (page, go) => {
      await go(`/ban-kiem-diem/${read.reviewId}/ket-qua`);
      await page.evaluate((action) => {
        const form = document.createElement('form');
        form.method = 'post';
        form.action = action;
        form.innerHTML = '<textarea name="dieu_bo_sung">Mục VI chưa ghi thời hạn.</textarea><button>Gửi</button>';
        document.querySelector('main')?.append(form);
      }, `/ban-kiem-diem/${read.reviewId}/bo-sung`);
      await follow(page, 'form[action$="/bo-sung"] button');
    }),
    stop(tour, 'đảng viên', 'trả lời lời đề nghị', returned, (_, go) =>
      go(`/ban-kiem-diem/${returned.reviewId}/tra-loi`),
    ),
  ];
}

async function reviewsHere(tour: Tour, authors: readonly Author[], unitId: string): Promise<Author[]> {
  const rows = await tour.live.deps.store.db.selectFrom('review').where('unit_id', '=', unitId).select('id').execute();
  const here = new Set(rows.map(({ id }) => id));
  return authors.filter(({ reviewId }) => here.has(reviewId));
}
