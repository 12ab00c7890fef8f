import type { Page } from 'puppeteer';
import { codeAt } from '../../src/accounts/totp.ts';
import { oneTimeCode, tellOwner } from '../../src/accounts/statements.ts';
import { saveFields } from '../../src/reviews/saving.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { follow, fillIn, press } from './browser.ts';
import { ratingStops } from './tour-ratings.ts';
import { summaryStops } from './tour-summaries.ts';
import { reportStops } from './tour-reports.ts';
import { officeStops } from './tour-office.ts';
import { assistanceStops } from './tour-assistance.ts';
import { batchStops } from './tour-batches.ts';
import { actorFor, type Author, authorsIn, notBegun, type Tour, withRole } from './tour.ts';
import { exchangeStops } from './tour-exchange.ts';
import { campaignStops, residenceStop } from './tour-campaigns.ts';
import { collectiveStops } from './tour-collective.ts';
import { meetingStops } from './tour-meetings.ts';
import { noSeasonStops } from './tour-no-season.ts';
import { operationStops } from './tour-operation.ts';
import { leaderStops } from './tour-leader.ts';
import { verificationStops } from './tour-verification.ts';

/** One page in one state, as one kind of person sees it. */
export interface Stop {
  who: string;
  name: string;
  /** Leads there and hands over the page. */
  open(): Promise<Page>;
}

/** Every page of the app as each person who may come there, in an order in which later stops spoil no earlier one. */
export async function stopsOf(tour: Tour): Promise<Stop[]> {
  return [
    ...(await strangerStops(tour)),
    ...(await newcomerStops(tour)),
    ...(await writingStops(tour)),
    ...(await leaderStops(tour)),
    ...(await submissionStops(tour)),
    ...(await collectiveStops(tour)),
    ...(await administratorStops(tour)),
    ...(await meetingStops(tour)),
    ...(await operationStops(tour)),
    ...realStops(tour),
    ...(await assistanceStops(tour)),
    ...(await campaignStops(tour)),
    await residenceStop(tour),
    ...(await officeStops(tour)),
    ...(await ratingStops(tour)),
    ...(await summaryStops(tour)),
    ...(await reportStops(tour)),
    ...(await exchangeStops(tour)),
    ...(await batchStops(tour)),
    ...(await verificationStops(tour)),
    ...(await noSeasonStops(tour)),
    ...(await lastStops(tour)),
  ];
}

export type Visit = (page: Page, go: (path: string) => Promise<unknown>) => Promise<unknown>;

export function stop(tour: Tour, who: string, name: string, person: Parameters<Tour['as']>[0], visit: Visit): Stop {
  return {
    who,
    name,
    open: async () => {
      const page = await tour.as(person);
      const origin = (person?.server ?? tour.live).origin;
      await visit(page, (path) => page.goto(`${origin}${path}`));
      await page.evaluate(() => document.fonts.ready.then(() => undefined));
      return page;
    },
  };
}

/** Sends a form as it stands, past our scripts, as a browser without JavaScript would. */
async function sendPlain(page: Page, form = 'main form'): Promise<void> {
  await Promise.all([page.waitForNavigation(), page.$eval(form, (element) => (element as HTMLFormElement).submit())]);
}

async function setValue(page: Page, selector: string, value: string): Promise<void> {
  await page.$eval(selector, (element, text) => ((element as HTMLInputElement).value = text), value);
}

async function strangerStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const first = oneTimeCode(deps, { purpose: 'first_administrator', accountId: null, minutes: 30 });
  const member = (await authorsIn(deps, 'draft'))[0] as Author;
  const link = oneTimeCode(deps, { purpose: 'rehearsal', accountId: member.accountId, minutes: 30 });
  await deps.store.atomic([...first.statements, ...link.statements]);
  const stranger = (name: string, visit: Visit) => stop(tour, 'chưa đăng nhập', name, null, visit);
  return [
    stranger('đăng nhập', (_, go) => go('/dang-nhap')),
    stranger('đăng nhập, sai mật khẩu', async (page, go) => {
      await go('/dang-nhap');
      await fillIn(page, '#o-ten_dang_nhap', 'nguyen.van.a');
      await fillIn(page, '#o-mat_khau', 'không phải');
      await follow(page, 'main button.button--primary');
    }),
    stranger('người quản trị đầu tiên', (_, go) => go(`/thiet-lap/${first.secret}`)),
    stranger('người quản trị đầu tiên, có lỗi', async (page, go) => {
      await go(`/thiet-lap/${first.secret}`);
      await follow(page, 'main button.button--primary');
    }),
    stranger('liên kết đã dùng', (_, go) => go('/thiet-lap/da-dung-roi')),
    stranger('liên kết tập huấn', (_, go) => go(`/vao/${link.secret}`)),
    stranger('không tìm thấy trang', (_, go) => go('/khong-co-trang-nay')),
  ];
}

/** From the code on the slip to the home page before this year's review has begun. */
async function newcomerStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const accountId = await notBegun(deps);
  const account = await deps.store.db
    .selectFrom('account')
    .where('id', '=', accountId)
    .selectAll()
    .executeTakeFirstOrThrow();
  const code = oneTimeCode(deps, { purpose: 'first_sign_in', accountId, minutes: 30 });
  await deps.store.atomic(code.statements);
  await deps.store.db.deleteFrom('notice_acknowledgement').where('account_id', '=', accountId).execute();
  const newcomer = (name: string, visit: Visit) => stop(tour, 'đảng viên', name, null, visit);
  return [
    newcomer('chọn mật khẩu lần đầu', async (page, go) => {
      await go('/dang-nhap');
      await fillIn(page, '#o-ten_dang_nhap', account.user_name);
      await fillIn(page, '#o-mat_khau', code.secret);
      await follow(page, 'main button.button--primary');
    }),
    newcomer('chọn mật khẩu, có lỗi', async (page) => {
      await fillIn(page, '#o-mat_khau_moi', 'ngắn');
      await follow(page, 'main button.button--primary');
    }),
    newcomer('thông báo', async (page) => {
      await fillIn(page, '#o-mat_khau_moi', 'mùa thu Hà Nội 2026');
      await fillIn(page, '#o-nhap_lai', 'mùa thu Hà Nội 2026');
      await follow(page, 'main button.button--primary');
    }),
    newcomer('thông báo, chưa đánh dấu', (page) => follow(page, 'main button.button--primary')),
    newcomer('trang chính, chưa bắt đầu', async (page) => {
      await press(page, '#o-da_doc');
      await follow(page, 'main button.button--primary');
    }),
    newcomer('đổi mật khẩu', (_, go) => go('/mat-khau')),
    ...accountStops(newcomer, accountId, deps),
    newcomer('trang chính, vừa bắt đầu', async (page, go) => {
      await go('/');
      await follow(page, 'main button.button--primary');
    }),
    newcomer('mục II, chưa có gì', async (page) => {
      await page.goto(`${page.url()}/ghi/muc-ii`);
    }),
    newcomer('đăng xuất', async (page) => {
      await follow(page, 'form[action="/dang-xuat"] button');
    }),
  ];
}

/** One's own account, with the second factor turned on and off again. */
function accountStops(
  person: (name: string, visit: Visit) => Stop,
  accountId: string,
  deps: Tour['live']['deps'],
): Stop[] {
  const code = async (later: number) => {
    const factors = deps.store.db.selectFrom('second_factor').where('account_id', '=', accountId);
    const { secret } = await factors.select('secret').executeTakeFirstOrThrow();
    return codeAt(secret, new Date(deps.now().getTime() + later));
  };
  const give = async (page: Page, ma: string) => {
    await fillIn(page, '#o-mat_khau_cu', 'mùa thu Hà Nội 2026');
    await fillIn(page, '#o-ma', ma);
    await follow(page, 'main form button');
  };
  return [
    person('tài khoản', (_, go) => go('/tai-khoan')),
    person('đăng nhập hai bước', (_, go) => go('/tai-khoan/hai-buoc')),
    person('đăng nhập hai bước, khóa mới', (page) => follow(page, 'main form button')),
    person('đăng nhập hai bước, có lỗi', (page) => give(page, '000000')),
    person('mã dự phòng', async (page) => give(page, await code(0))),
    person('đăng nhập hai bước, đang bật', (_, go) => go('/tai-khoan/hai-buoc')),
    person('mã xác nhận', async (page, go) => {
      const [name] = await page.$$eval('[data-account]', (all) => all.map((each) => each.getAttribute('data-account')));
      await follow(page, 'form[action="/dang-xuat"] button');
      await go('/dang-nhap');
      await fillIn(page, '#o-ten_dang_nhap', name ?? '');
      await fillIn(page, '#o-mat_khau', 'mùa thu Hà Nội 2026');
      await follow(page, 'main button.button--primary');
    }),
    person('tài khoản, hai bước đang bật', async (page, go) => {
      await fillIn(page, '#o-ma', await code(30_000));
      await follow(page, 'main button.button--primary');
      await go('/tai-khoan');
    }),
  ];
}

const STEPS = [
  ['ca-nhan', 'thông tin cá nhân'],
  ['bieu-hien-a-1', '27 biểu hiện, nhóm I'],
  ['bieu-hien-b-1', '25 biểu hiện, nhóm I'],
  ['muc-i', 'mục I'],
  ['muc-ii', 'mục II'],
  ['muc-iii', 'mục III'],
  ['muc-iv', 'mục IV'],
  ['muc-v', 'mục V'],
  ['muc-vi', 'mục VI'],
  ['phu-luc-pl', 'phụ lục'],
  ['ban-cam-ket', 'bản cam kết năm sau'],
  ['tu-danh-gia', 'tự đánh giá'],
] as const;

async function writingStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const drafts = await authorsIn(deps, 'draft');
  const [returned] = (await authorsIn(deps, 'returned')) as [Author];
  const draft = drafts.at(-1) as Author;
  const base = `/ban-kiem-diem/${draft.reviewId}`;
  const author = (name: string, visit: Visit) => stop(tour, 'đảng viên', name, draft, visit);
  return [
    author('thông báo về tài khoản', async (_, go) => {
      const by = { accountId: draft.accountId, displayName: 'Đỗ Quản Trị' };
      const reason = 'Mất điện thoại và tờ mã dự phòng, đã đến văn phòng nhờ tắt.';
      await deps.store.atomic([
        tellOwner(deps, by, { accountId: draft.accountId, kind: 'new-code', reason: '' }),
        tellOwner(deps, by, { accountId: draft.accountId, kind: 'second-factor-off', reason }),
      ]);
      return go('/');
    }),
    author('tài khoản, người khác đã làm', async (page, go) => {
      await follow(page, 'main button.button--primary');
      return go('/tai-khoan');
    }),
    author('trang chính, đang soạn', (_, go) => go('/')),
    stop(tour, 'đảng viên', 'trang chính, được đề nghị bổ sung', returned, (_, go) => go('/')),
    ...STEPS.map(([step, name]) => author(name, (_, go) => go(`${base}/ghi/${step}`))),
    author('25 biểu hiện, đang trả lời', async (page, go) => {
      await go(`${base}/ghi/bieu-hien-b-3`);
      await press(page, 'input[name="B22"][value="present"]');
      await press(page, 'input[name="B23"][value="prevent"]');
      await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Đã lưu'));
    }),
    author('mục I, mở năm trước', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await page.$$eval('details.aside', (all) => all.forEach((each) => (each.open = true)));
    }),
    author('mục II, mở những điều đã tự nhận', async (page, go) => {
      await go(`${base}/ghi/muc-ii`);
      await page.$$eval('details.aside', (all) => all.forEach((each) => (each.open = true)));
    }),
    author('mỗi trang một biểu hiện', async (page, go) => {
      await go(`${base}/ghi/bieu-hien-b-1`);
      await follow(page, 'button[name="xem"]');
      await go(`${base}/ghi/bieu-hien-b-1?so=2`);
      await page.$eval('details.aside', (each) => (each.open = true));
    }),
    author('27 biểu hiện, mở lời giải thích', async (page, go) => {
      await go(`${base}/ghi/bieu-hien-a-3?so=19`);
      await page.$$eval('details.glossary', (all) => all.forEach((each) => (each.open = true)));
    }),
    author('trở lại cả nhóm một trang', (page) => follow(page, 'button[name="xem"]')),
    author('phiên sắp hết', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await page.evaluate(() => {
        const warning = document.querySelector('[data-session-warning]');
        const words = warning?.querySelector('[data-session-words]');
        if (words) words.textContent = 'Phiên làm việc sẽ hết lúc 09:41.';
        const why = warning?.querySelector('[data-session-why]');
        if (why) why.textContent = 'Bấm nút bên để viết tiếp.';
        warning?.removeAttribute('hidden');
      });
    }),
    author('phiên đã hết, trang bị che', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      const cookies = await page.browserContext().cookies();
      await page.browserContext().deleteCookie(...cookies.filter(({ httpOnly }) => httpOnly));
      await page.evaluate(() => window.dispatchEvent(new Event('focus')));
      await page.waitForSelector('[data-session-cover][open]');
      await page.browserContext().setCookie(...cookies);
    }),
    author('mục I, chữ không in được và chữ phông cũ', async (page, go) => {
      await saveElsewhere(tour, draft, 'I.1', '\uF0B7\tDự đủ 12 kỳ sinh hoạt 👍');
      await saveElsewhere(tour, draft, 'I.2', '§¶ng bé ph­êng ®· hoµn thµnh tèt nhiÖm vô.');
      await go(`${base}/ghi/muc-i`);
    }),
    author('kiểm tra, có chữ không in được', (_, go) => go(`${base}/kiem-tra`)),
    author('mục VI, vừa bỏ một mục', async (page, go) => {
      await go(`${base}/ghi/muc-vi`);
      await follow(page, 'button[name="them"]');
      await follow(page, 'button[name="bo"]');
    }),
    author('tự đánh giá, có lỗi', async (page, go) => {
      await go(`${base}/ghi/tu-danh-gia`);
      await setValue(page, '#o-B-I-1', '31');
      await setValue(page, '#o-B-I-2', 'bảy mươi');
      await sendPlain(page);
    }),
    author('mục I, hai bản khác nhau (gửi cả trang)', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await saveElsewhere(tour, draft, 'I.1', 'Bản gõ ở máy cơ quan: dự đủ 12 kỳ sinh hoạt chi bộ.');
      await setValue(page, '#o-I-1', 'Bản gõ ở nhà: dự 11 trên 12 kỳ sinh hoạt chi bộ.');
      await sendPlain(page);
    }),
    author('mục I, hai bản khác nhau (đang gõ)', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await saveElsewhere(tour, draft, 'I.2', 'Bản gõ ở máy cơ quan: giải quyết 3.128 hồ sơ.');
      await fillIn(page, '#o-I-2', 'Bản gõ ở nhà: giải quyết 3.100 hồ sơ. ');
      await page.focus('#o-I-3');
      await page.waitForSelector('[data-conflict]');
    }),
    author('mục I, mất mạng', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await page.setOfflineMode(true);
      await fillIn(page, '#o-I-3', 'Đã làm bốn trong năm điều cam kết. ');
      await page.focus('#o-I-1');
      await page.waitForSelector('.saved--waiting');
    }),
    author('kiểm tra, còn thiếu', async (page, go) => {
      await page.setOfflineMode(false);
      await page.waitForSelector('.saved:not(.saved--waiting)');
      await go(`${base}/kiem-tra`);
    }),
    author('bước mở từ trang kiểm tra', (page) => follow(page, 'a.change, .change a')),
    author('mục I, hết phiên khi đang gõ', async (page, go) => {
      await go(`${base}/ghi/muc-i`);
      await page.browserContext().deleteCookie(...(await page.browserContext().cookies()));
      await fillIn(page, '#o-I-3', 'Chữ gõ sau khi hết phiên. ');
      await page.focus('#o-I-1');
      await page.waitForSelector('[data-page-message]:not([hidden])');
    }),
    author('gửi trang sau khi hết phiên', (page) => sendPlain(page)),
    author('gửi trang sau khi hết phiên, sai mật khẩu', async (page) => {
      await fillIn(page, '#o-mat_khau', 'không phải');
      await follow(page, 'main button.button--primary');
    }),
  ];
}

async function saveElsewhere(tour: Tour, author: Author, key: string, value: string): Promise<void> {
  const { deps } = tour.live;
  const review = await loadReview(deps, author.reviewId);
  const typed = { key, value, version: review.fields.get(key)?.version ?? 0 };
  await saveFields(deps, actorFor(author.accountId), review, [typed]);
}

async function submissionStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const [returned] = (await authorsIn(deps, 'returned')) as [Author];
  const [accepted] = (await authorsIn(deps, 'accepted')) as [Author];
  const [closed] = (await authorsIn(deps, 'closed', 2025)) as [Author];
  const author = (name: string, visit: Visit) => stop(tour, 'đảng viên', name, returned, visit);
  const base = `/ban-kiem-diem/${returned.reviewId}`;
  return [
    author('kiểm tra, nên xem lại', async (_, go) => {
      await saveElsewhere(tour, returned, 'A3', '');
      return go(`${base}/kiem-tra`);
    }),
    author('kiểm tra, chưa khớp nhau', async (_, go) => {
      await saveElsewhere(tour, returned, 'B.I.1', '10');
      return go(`${base}/kiem-tra`);
    }),
    author('kiểm tra, chưa ghi lý do', (page) => follow(page, '#o-nop button.button--primary')),
    author('kiểm tra, lý do đã lưu', async (page) => {
      await fillIn(page, '#o-NOP-reason', 'Chi bộ chưa yêu cầu trả lời hết danh mục này.');
      await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Đã lưu'));
    }),
    author('đã nộp', async (page) => {
      await follow(page, '#o-nop button.button--primary');
    }),
    author('đọc bản đã nộp', (_, go) => go('/')),
    author('các năm', (_, go) => go('/cac-nam')),
    stop(tour, 'đảng viên', 'đọc bản đã tiếp nhận', accepted, (_, go) => go('/')),
    stop(tour, 'đảng viên', 'đọc bản năm trước', closed, (_, go) => go(`/ban-kiem-diem/${closed.reviewId}`)),
    stop(tour, 'đảng viên', 'hai danh mục', accepted, (_, go) => go('/danh-muc')),
    stop(tour, 'đảng viên', 'danh mục 27 biểu hiện', accepted, (_, go) => go('/danh-muc/a-27-v1')),
    stop(tour, 'đảng viên', 'danh mục 25 biểu hiện', accepted, (_, go) => go('/danh-muc/b-25-v1')),
    stop(tour, 'đảng viên', 'trang của người khác', accepted, (_, go) => go(base)),
  ];
}

async function administratorStops(tour: Tour): Promise<Stop[]> {
  const { deps } = tour.live;
  const administrator = { accountId: await withRole(deps, 'administrator') };
  const units = await deps.store.db.selectFrom('unit').selectAll().execute();
  // Not the one at the top: nobody of the rehearsal keeps that in order.
  const unitId = (kind: string) => units.find((unit) => unit.kind === kind && unit.parent_id !== null)?.id ?? '';
  const campaigns = await deps.store.db.selectFrom('campaign').selectAll().orderBy('year', 'desc').execute();
  const office = (name: string, visit: Visit) => stop(tour, 'quản trị', name, administrator, visit);
  return [
    office('tổng quan', (_, go) => go('/quan-tri')),
    office('cấp ủy', (_, go) => go(`/quan-tri/to-chuc/${unitId('committee')}`)),
    office('chi bộ', (_, go) => go(`/quan-tri/to-chuc/${unitId('branch')}`)),
    office('lập tổ chức', (_, go) => go('/quan-tri/to-chuc/moi')),
    office('lập tổ chức, có lỗi', (page) => follow(page, 'main button.button--primary')),
    office('ghi đảng viên', (_, go) => go('/quan-tri/dang-vien/moi')),
    office('ghi đảng viên, có lỗi', (page) => follow(page, 'main button.button--primary')),
    office('phiếu đăng nhập', async (page, go) => {
      await go(`/quan-tri/to-chuc/${unitId('branch')}`);
      await page.$eval('details summary', (summary) => (summary as HTMLElement).click());
      await follow(page, 'details[open] button');
    }),
    office('tắt đăng nhập hai bước', async (_, go) => {
      // The newcomer, who has turned it on and signed out.
      const on = await deps.store.db
        .selectFrom('second_factor')
        .innerJoin('account', 'account.id', 'second_factor.account_id')
        .select('account.member_id')
        .executeTakeFirstOrThrow();
      return go(`/quan-tri/dang-vien/${on.member_id}/tat-hai-buoc`);
    }),
    office('tắt đăng nhập hai bước, chưa ghi lý do', (page) => follow(page, 'main button.button--primary')),
    office('chi bộ, có người bật hai bước', (page) => follow(page, 'main a.button--secondary')),
    office('chi bộ, vừa tắt hai bước', async (page) => {
      await follow(page, 'a[href$="/tat-hai-buoc"]');
      await fillIn(page, '#o-ly_do', 'Mất điện thoại và tờ mã dự phòng.');
      await follow(page, 'main button.button--primary');
    }),
    office('lập đợt', (_, go) => go('/quan-tri/dot/moi')),
    office('lập đợt, có lỗi', (page) => follow(page, 'main button.button--primary')),
    office('đợt đang mở', (_, go) => go(`/quan-tri/dot/${campaigns[0]?.id}`)),
    office('đợt đang mở, đổi mẫu của bí thư nghỉ hưu', async (page, go) => {
      await go(`/quan-tri/dot/${campaigns[0]?.id}`);
      await page.$eval('#bi-thu-nghi-huu ~ details', (each) => ((each as HTMLDetailsElement).open = true));
    }),
    office('đợt đã kết thúc', (_, go) => go(`/quan-tri/dot/${campaigns.at(-1)?.id}`)),
  ];
}

function realStops(tour: Tour): Stop[] {
  const { server, member, decided, administrator, newAdministrator, reviews, preparing } = tour.real;
  const at = (person: { accountId: string }) => ({ server, accountId: person.accountId });
  const real = (who: string, name: string, person: { accountId: string }, path: string) =>
    stop(tour, who, name, at(person), (_, go) => go(path));
  return [
    real('đảng viên', 'đợt thật: trang chính', member, '/'),
    real('đảng viên', 'đợt thật: 25 biểu hiện, nhóm I', member, `/ban-kiem-diem/${reviews.member}/ghi/bieu-hien-b-1`),
    real('đảng viên', 'đợt thật: 25 biểu hiện, nhóm II', member, `/ban-kiem-diem/${reviews.member}/ghi/bieu-hien-b-2`),
    real('đảng viên', 'đợt thật: danh mục 25', member, '/danh-muc/b-25-v1'),
    real('đảng viên', 'dùng lời tạm: 25, nhóm I', decided, `/ban-kiem-diem/${reviews.decided}/ghi/bieu-hien-b-1`),
    real('đảng viên', 'dùng lời tạm: danh mục 25', decided, '/danh-muc/b-25-v1'),
    real('quản trị', 'đợt thật: tổng quan', administrator, '/quan-tri'),
    real('quản trị', 'đợt đang chuẩn bị', administrator, `/quan-tri/dot/${preparing}`),
    stop(tour, 'quản trị', 'mở đợt, có lỗi', at(administrator), (page) => follow(page, 'form[action$="/mo"] button')),
    real('quản trị', 'tổng quan, chi bộ mới', newAdministrator, '/quan-tri'),
  ];
}

/** What cannot be mended afterwards comes last. */
async function lastStops(tour: Tour): Promise<Stop[]> {
  const [submitted] = (await authorsIn(tour.live.deps, 'submitted')) as [Author];
  const author = (name: string, visit: Visit) => stop(tour, 'đảng viên', name, submitted, visit);
  return [
    author('bản in chưa xong', (_, go) => {
      tour.breakPdf();
      return go(`/ban-kiem-diem/${submitted.reviewId}/ban-in-phu-luc.pdf`);
    }),
    author('chưa tạo được mẫu trống', (_, go) => go('/bieu-mau/2b-2025/mau-trong.pdf')),
    author('không được vào', (_, go) => go('/quan-tri')),
    author('không tìm thấy trang', (_, go) => go('/khong-co-trang-nay')),
  ];
}
