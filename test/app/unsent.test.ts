import { describe, expect, test } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT } from '../../src/accounts/rules.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { oneTimeCode } from '../../src/accounts/statements.ts';
import { codeAt, newTotpSecret } from '../../src/accounts/totp.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { REASON_KEY } from '../../src/reviews/questions.ts';
import { browserFor, cookieFrom } from '../helpers/app.ts';
import {
  actionsLogged,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  formOn,
  tableContents,
  unescaped,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';

/** A page of writing sent after the session's end, by a browser without JavaScript: nothing else holds what was typed. */
const PASSWORD = 'trời xanh mây trắng';
const RESUME = '/dang-nhap/luu-tiep';
let hashed: Promise<string> | undefined;

interface Desk extends AuthorWorld {
  id: string;
  base: string;
}

type Form = Record<string, string>;

async function desk(beginWith: typeof beginComplete = begin): Promise<Desk> {
  const world = await authorWorld();
  const id = await beginWith(world);
  hashed ??= hashPassword(PASSWORD);
  await world.deps.store.db
    .updateTable('account')
    .set({ password: await hashed })
    .execute();
  return { ...world, id, base: `/ban-kiem-diem/${id}` };
}

/** Fills in a page, lets half an hour go by, and presses its button. */
async function tooLate(here: Desk, end: string, typed: Form, path = end): Promise<{ answer: Response; page: string }> {
  const form = formOn(await (await here.browser.get(`${here.base}${end}`)).text());
  here.clock.forward(31);
  const answer = await here.browser.post(`${here.base}${path}`, { ...form, ...typed });
  return { answer, page: await answer.text() };
}

function signIn(here: Desk, page: string, typed: Form, cookie = ''): Promise<Response> {
  return browserFor(here.app, cookie).post(RESUME, { ...formOn(page), ...typed });
}

/** What a browser does on 307: the same form once more, now with the cookie it was just given. */
async function sentOn(here: Desk, answer: Response, form: Form): Promise<Response> {
  expect(answer.status).toBe(307);
  return browserFor(here.app, cookieFrom(answer)).post(answer.headers.get('location') ?? '', form);
}

async function stored({ deps, id }: Desk, key: string): Promise<string | undefined> {
  return (await loadReview(deps, id)).fields.get(key)?.value;
}

/** Label → text, as a person reads the page. */
function textsOn(page: string): [string, string][] {
  const fields = page.matchAll(/<label for="([^"]+)">([^<]*)<\/label>\s*<textarea id="([^"]+)"[^>]*>\n?([^<]*)</g);
  return [...fields].map(([, forId, label = '', id, text = '']) => {
    expect(forId).toBe(id);
    return [unescaped(label), unescaped(text)];
  });
}

describe('what was typed stands under the label of its field', () => {
  test('texts of a section, and only those that are not saved', async () => {
    const here = await desk();
    await write(here.browser, here.id, 'muc-i', { 'I.2': 'Đã lưu từ trước.' });
    const { answer, page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.\nMột lần muộn.' });
    expect(answer.status).toBe(401);
    expect(textsOn(page)).toEqual([
      [expect.stringMatching(/^Mục I\.1: Về phẩm chất chính trị/), 'Dự đủ 12 kỳ.\nMột lần muộn.'],
    ]);
    expect(wordsOn(page)).toContain('Phần đồng chí vừa gõ chưa được lưu nhưng chưa mất.');
    expect(await stored(here, 'I.1')).toBeUndefined();
  });

  test('signs by list and number, their answers in words; entries by their place in the list', async () => {
    const here = await desk();
    const signs = await tooLate(here, '/ghi/bieu-hien-a-1', { A5: 'present', 'A5.evidence': 'Né tránh góp ý.' });
    expect(textsOn(signs.page)).toEqual([['27 biểu hiện, số 5: Biểu hiện cụ thể', 'Né tránh góp ý.']]);
    expect(wordsOn(signs.page)).toContain('Lựa chọn chưa lưu 27 biểu hiện, số 5: Có biểu hiện');

    const again = { ...here, browser: await here.as(here.author) };
    for (let made = 0; made < 2; made += 1) await write(again.browser, here.id, 'muc-vi', { them: 'VI:written' });
    const form = formOn(await (await again.browser.get(`${here.base}/ghi/muc-vi`)).text());
    const [, second = ''] = Object.keys(form).filter((key) => /^VI\..+\.text$/.test(key));
    const list = await tooLate(again, '/ghi/muc-vi', { [second]: 'Góp ý thẳng thắn.' });
    expect(textsOn(list.page)).toEqual([['Mục VI, phương hướng, biện pháp 2', 'Góp ý thẳng thắn.']]);
  });

  test('also where the review has been handed in meanwhile', async () => {
    const here = await desk(beginComplete);
    const form = formOn(await (await here.browser.get(`${here.base}/ghi/muc-v`)).text());
    await here.browser.post(`${here.base}/nop`, { di: 'nop' });
    const late = await here.browser.post(`${here.base}/ghi/muc-v`, { ...form, V: 'Viết sau khi nộp.' });
    expect(late.status).toBe(409);
    expect(textsOn(await late.text())).toEqual([
      [expect.stringMatching(/^Mục V: Làm rõ trách nhiệm/), 'Viết sau khi nộp.'],
    ]);
  });

  test('by the place alone where the page names no form, or one that does not exist', async () => {
    const here = await desk();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.', mau: 'khong-co' });
    expect(textsOn(page)).toEqual([['Mục I.1', 'Dự đủ 12 kỳ.']]);
  });

  test('and tells a stranger nothing: the same for a review that exists and for one that does not', async () => {
    const here = await desk();
    const typed = { mau: '2b-2025', 'v:I.1': '0', 'I.1': 'Chữ của người lạ.', nguoi: 'nguoi.la' };
    const ask = async (id: string) => {
      const answer = await browserFor(here.app, '').post(`/ban-kiem-diem/${id}/ghi/muc-i`, typed);
      return (await answer.text()).replaceAll(id, 'ID');
    };
    expect(await ask(here.id)).toBe(await ask(here.deps.newId()));
  });
});

describe('signing in on that page', () => {
  test('saves what was typed and goes on where the button was to lead', async () => {
    const here = await desk();
    const typed = { 'I.1': 'Dự đủ 12 kỳ.\nMột lần muộn.', 'I.3': '"Trích" & <thẻ>.', di: 've' };
    const { page } = await tooLate(here, '/ghi/muc-i', typed);
    const form = { ...formOn(page), mat_khau: PASSWORD };
    expect(form).toMatchObject({ ten_dang_nhap: here.author.userName, 'I.1': typed['I.1'] });
    const done = await sentOn(here, await signIn(here, page, { mat_khau: PASSWORD }), form);
    expect(done.headers.get('location')).toBe(here.base);
    expect(await stored(here, 'I.1')).toBe('Dự đủ 12 kỳ.\nMột lần muộn.');
    expect(await stored(here, 'I.3')).toBe('"Trích" & <thẻ>.');
  });

  test('with a wrong password keeps everything, and is limited like the sign-in page', async () => {
    const here = await desk();
    let { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.' });
    for (let attempt = 0; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      const answer = await signIn(here, page, { mat_khau: 'đoán bừa' });
      page = await answer.text();
      expect(answer.status).toBe(422);
      expect(page).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng.');
      expect(page).not.toContain('đoán bừa');
      expect(textsOn(page)).toEqual([[expect.stringContaining('Mục I.1'), 'Dự đủ 12 kỳ.']]);
    }
    const limited = await signIn(here, page, { mat_khau: PASSWORD });
    expect(limited.status).toBe(429);
    expect(textsOn(await limited.text())).toHaveLength(1);
  });

  test('takes the texts through the second factor', async () => {
    const here = await desk();
    const secret = newTotpSecret();
    const factor = { account_id: here.author.accountId, secret, last_step: 0, enabled_at: '2026-11-01T00:00:00.000Z' };
    await here.deps.store.db.insertInto('second_factor').values(factor).execute();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.' });
    const half = await signIn(here, page, { mat_khau: PASSWORD });
    const asked = await half.text();
    expect(asked).toContain('Mã xác nhận');
    expect(asked).not.toContain(PASSWORD);
    expect((await signIn(here, asked, { ma: '000000' }, cookieFrom(half))).status).toBe(422);
    const ma = codeAt(secret, here.clock.now);
    const done = await sentOn(here, await signIn(here, asked, { ma }, cookieFrom(half)), formOn(asked));
    expect(done.status).toBe(303);
    expect(await stored(here, 'I.1')).toBe('Dự đủ 12 kỳ.');
  });

  test('too late for the code begins again with the password, the texts still there', async () => {
    const here = await desk();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.' });
    const answer = await signIn(here, page, { ma: '123456' });
    expect(answer.status).toBe(401);
    const again = await answer.text();
    expect(again).toContain('name="mat_khau"');
    expect(textsOn(again)).toHaveLength(1);
  });

  test('is not needed where the person has signed in at another window: the form is sent as it is', async () => {
    const here = await desk();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.' });
    const path = unescaped(/ formaction="([^"]+)"/.exec(page)?.[1] ?? '');
    const notYet = await browserFor(here.app, '').post(path, formOn(page));
    expect(notYet.status).toBe(401);
    expect(textsOn(await notYet.text())).toHaveLength(1);
    expect((await (await here.as(here.author)).post(path, formOn(page))).status).toBe(303);
    expect(await stored(here, 'I.1')).toBe('Dự đủ 12 kỳ.');
  });

  test('while the same field was saved at another computer shows both texts', async () => {
    const here = await desk();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Bản ở nhà.' });
    await write(await here.as(here.author), here.id, 'muc-i', { 'I.1': 'Bản ở cơ quan.' });
    const sent = await sentOn(here, await signIn(here, page, { mat_khau: PASSWORD }), formOn(page));
    expect(sent.status).toBe(409);
    expect(wordsOn(await sent.text())).toContain('Bản đang gõ Bản ở nhà.');
    expect(await stored(here, 'I.1')).toBe('Bản ở cơ quan.');
  });

  test('hands nothing in: a reason sent too late is saved, and the button is pressed again', async () => {
    const here = await desk(beginComplete);
    await here.deps.store.db.deleteFrom('review_field').where('key', '=', 'A5').execute();
    const reason = 'Chi bộ chưa yêu cầu.';
    const { page } = await tooLate(here, '/kiem-tra', { [REASON_KEY]: reason, di: 'nop' }, '/nop');
    expect(textsOn(page)).toEqual([['Tôi đã xem lại và vẫn nộp, vì', reason]]);
    expect(wordsOn(page)).toContain('Bản kiểm điểm chưa nộp');
    const done = await sentOn(here, await signIn(here, page, { mat_khau: PASSWORD }), formOn(page));
    expect(done.headers.get('location')).toBe(`${here.base}/kiem-tra#o-nop`);
    expect(await stored(here, REASON_KEY)).toBe(reason);
    expect((await loadReview(here.deps, here.id)).row.state).toBe('draft');
  });

  test('with a slip’s one-time code first leads to the password, and the texts wait on the page', async () => {
    const here = await desk();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Dự đủ 12 kỳ.' });
    const code = oneTimeCode(here.deps, {
      purpose: 'first_sign_in',
      accountId: here.author.accountId,
      minutes: 30,
    });
    await here.deps.store.atomic(code.statements);
    const entered = await signIn(here, page, { mat_khau: code.secret });
    const waiting = await sentOn(here, entered, formOn(page));
    const shown = await waiting.text();
    expect(waiting.status).toBe(409);
    expect(shown).toContain('href="/mat-khau" target="_blank"');
    expect(textsOn(shown)).toHaveLength(1);
    const own = browserFor(here.app, cookieFrom(entered));
    await own.post('/mat-khau', { mat_khau_moi: 'mùa thu Hà Nội', nhap_lai: 'mùa thu Hà Nội' });
    expect((await own.post(`${here.base}/ghi/muc-i`, formOn(shown))).status).toBe(303);
    expect(await stored(here, 'I.1')).toBe('Dự đủ 12 kỳ.');
  });
});

describe('another account on that page', () => {
  async function others() {
    const here = await desk();
    const other = await seedPerson(here.deps, here.office.branch, 'Trần Văn Khác');
    await here.deps.store.db
      .updateTable('account')
      .set({ password: await hashPassword(PASSWORD) })
      .execute();
    const { page } = await tooLate(here, '/ghi/muc-i', { 'I.1': 'Điều chỉ tôi biết.' });
    return { here, page, typed: { ten_dang_nhap: other.userName, mat_khau: PASSWORD } };
  }

  test('comes to its own home: the texts are saved nowhere and shown to nobody', async () => {
    const { here, page, typed } = await others();
    const answer = await signIn(here, page, typed);
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/']);
    const home = await browserFor(here.app, cookieFrom(answer)).get('/');
    expect(await home.text()).not.toContain('Điều chỉ tôi biết');
    expect(JSON.stringify(await tableContents(here.deps.store, []))).not.toContain('Điều chỉ tôi biết');
  });

  test('is refused by the review itself, whatever the page was made to say', async () => {
    const { here, page, typed } = await others();
    const forged = { ...formOn(page), ...typed, nguoi: typed.ten_dang_nhap };
    const sent = await sentOn(here, await browserFor(here.app, '').post(RESUME, forged), forged);
    expect(sent.status).toBe(404);
    expect(await sent.text()).not.toContain('Điều chỉ tôi biết');
    expect(await stored(here, 'I.1')).toBeUndefined();
    expect((await actionsLogged(here.deps)).at(-1)).toBe('access-refused');
  });
});

test.each(['https://xau.example/x', '//xau.example', '/quan-tri/dot/moi', '/tai-khoan', ''])(
  'a form goes on to pages of writing and nowhere else: %j is refused',
  async (trang) => {
    const here = await desk();
    const typed = { trang, ten_dang_nhap: here.author.userName, mat_khau: PASSWORD };
    const answer = await browserFor(here.app, '').post(RESUME, typed);
    expect(answer.status).toBe(422);
    expect(answer.headers.getSetCookie()).toEqual([]);
  },
);
