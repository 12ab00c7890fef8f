import { describe, expect, test } from 'vitest';
import { insertRole } from '../../src/accounts/statements.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { codeAt, newTotpSecret } from '../../src/accounts/totp.ts';
import { type Browser, browserFor, cookieFrom, createTestApp, type TestApp } from '../helpers/app.ts';
import { formOn, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { type Office, type Person, seedOffice, seedPerson } from '../helpers/people.ts';

/** A lost telephone and lost recovery codes; and what others did to an account, shown to its owner. */

const PASSWORD = 'trời xanh mây trắng';
const REASON = 'Mất điện thoại và tờ mã dự phòng.';
const NOTICES = '/tai-khoan/thong-bao';
let hashed: Promise<string> | undefined;

interface Place extends TestApp {
  office: Office;
  person: Person;
  own: Browser;
  administrator: Person;
  admin: Browser;
  path: string;
}

async function place(): Promise<Place> {
  const test = await createTestApp();
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Khóa');
  const roles = [{ unitId: office.committee, role: 'administrator' as const }];
  const administrator = await seedPerson(test.deps, office.branch, 'Đỗ Quản Trị', { roles });
  hashed ??= hashPassword(PASSWORD);
  const password = await hashed;
  await test.deps.store.db.updateTable('account').set({ password }).execute();
  await turnOn(test, person);
  const [own, admin] = [await test.as(person), await test.as(administrator)];
  return {
    ...test,
    office,
    person,
    own,
    administrator,
    admin,
    path: `/quan-tri/dang-vien/${person.memberId}/tat-hai-buoc`,
  };
}

async function turnOn(
  { deps }: Pick<TestApp, 'deps'>,
  { accountId }: Person,
  at: string | null = '2026-11-01',
): Promise<void> {
  const factor = { account_id: accountId, secret: newTotpSecret(), last_step: 0, enabled_at: at };
  await deps.store.db.insertInto('second_factor').values(factor).execute();
  const code = { id: deps.newId(), account_id: accountId, code_hash: deps.newId(), used_at: null };
  await deps.store.db.insertInto('recovery_code').values(code).execute();
}

function signIn({ app, person }: Place, secret = PASSWORD): Promise<Response> {
  return browserFor(app, '').post('/dang-nhap', { ten_dang_nhap: person.userName, mat_khau: secret, ve: '/danh-muc' });
}

async function signedIn(here: Place, secret = PASSWORD): Promise<Browser> {
  return browserFor(here.app, cookieFrom(await signIn(here, secret)));
}

async function text(browser: Browser, path: string): Promise<string> {
  return wordsOn(await (await browser.get(path)).text());
}

/** Presses "Tôi đã đọc" on the page as it was shown. */
async function acknowledge(browser: Browser): Promise<Response> {
  return browser.post(NOTICES, formOn(await (await browser.get(NOTICES)).text()));
}

describe('an administrator switches a lost second factor off', () => {
  test('after which the password alone lets its owner in, whose open sessions have ended', async () => {
    const here = await place();
    const half = browserFor(here.app, cookieFrom(await signIn(here)));
    const secret = (await here.deps.store.db.selectFrom('second_factor').select('secret').executeTakeFirst())?.secret;
    const page = await text(here.admin, `/quan-tri/to-chuc/${here.office.branch}`);
    expect(page).toContain('Tắt đăng nhập hai bước của đồng chí Vũ Văn Khóa');
    expect(await text(here.admin, here.path)).toContain('Đồng chí phải gặp tận mặt người nhờ');

    const done = await here.admin.post(here.path, { ly_do: REASON });
    expect(done.status).toBe(303);
    const after = await text(here.admin, done.headers.get('location') ?? '');
    expect(after).toContain('Đã tắt đăng nhập hai bước của đồng chí Vũ Văn Khóa.');
    expect(after).not.toContain('Tắt đăng nhập hai bước của');

    expect((await here.own.get('/danh-muc')).headers.get('location')).toContain('/dang-nhap?ve=');
    const tables = await tableContents(here.deps.store, []);
    expect([tables.second_factor, tables.recovery_code, tables.pending_sign_in]).toEqual([[], [], []]);
    const stale = await half.post('/dang-nhap/ma', { ma: codeAt(secret ?? '', here.clock.now), ve: '' });
    expect(stale.headers.get('location')).toBe('/dang-nhap');
    expect((await signIn(here)).headers.get('location')).toBe('/danh-muc');
  });

  test('it is logged: who, whose, and that it was not the owner; the reason stays out of the log', async () => {
    const here = await place();
    await here.admin.post(here.path, { ly_do: REASON });
    const log = (await tableContents(here.deps.store, [])).audit as Record<string, string>[];
    expect(log.find(({ action }) => action === 'second-factor-off')).toMatchObject({
      account_id: here.administrator.accountId,
      subject_id: here.person.accountId,
      unit_id: here.office.branch,
      detail: 'by administrator',
    });
    expect(JSON.stringify(log)).not.toContain('điện thoại');
  });

  test.each([
    ['no reason', '', 'Đồng chí ghi lý do tắt'],
    ['spaces for a reason', '   ', 'Đồng chí ghi lý do tắt'],
    ['a reason of 201 letters', 'ạ'.repeat(201), 'ô này nhận nhiều nhất 200 chữ'],
  ])('is refused with %s, with the words kept and nothing changed', async (_, typed, words) => {
    const here = await place();
    const before = await tableContents(here.deps.store);
    const answer = await here.admin.post(here.path, { ly_do: typed });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(wordsOn(page)).toContain(words);
    expect(formOn(page).ly_do?.trim()).toBe(typed.trim());
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('not for oneself', async () => {
    const here = await place();
    await turnOn(here, here.administrator);
    const self = `/quan-tri/dang-vien/${here.administrator.memberId}/tat-hai-buoc`;
    const before = await tableContents(here.deps.store);
    const answer = await here.admin.post(self, { ly_do: REASON });
    expect(answer.status).toBe(403);
    expect(wordsOn(await answer.text())).toContain('Không ai tự tắt bước thứ hai của mình ở đây.');
    expect((await here.admin.get(self)).status).toBe(403);
    expect(await (await here.admin.get(`/quan-tri/to-chuc/${here.office.branch}`)).text()).not.toContain(self);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('not for somebody with a duty beyond one’s own units', async () => {
    const here = await place();
    const role = { account_id: here.person.accountId, unit_id: here.office.foreignCommittee, role: 'office' as const };
    await here.deps.store.atomic([insertRole(here.deps.store.db, role)]);
    const before = await tableContents(here.deps.store);
    const answer = await here.admin.post(here.path, { ly_do: REASON });
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('ngoài phạm vi của đồng chí');
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('in another committee the person does not exist, and the attempt is logged', async () => {
    const here = await place();
    const roles = [{ unitId: here.office.foreignCommittee, role: 'administrator' as const }];
    const foreign = await here.as(await seedPerson(here.deps, here.office.foreignBranch, 'Lê Láng Giềng', { roles }));
    const before = await tableContents(here.deps.store);
    expect((await foreign.get(here.path)).status).toBe(404);
    expect((await foreign.post(here.path, { ly_do: REASON })).status).toBe(404);
    expect(await tableContents(here.deps.store)).toEqual(before);
    const log = (await tableContents(here.deps.store, [])).audit as { action: string }[];
    expect(log.filter(({ action }) => action === 'access-refused')).toHaveLength(2);
  });

  test.each<[string, (here: Place) => Promise<unknown>]>([
    ['where it is not on', ({ deps }) => deps.store.db.deleteFrom('second_factor').execute()],
    [
      'where it is only being set up',
      ({ deps }) => deps.store.db.updateTable('second_factor').set({ enabled_at: null }).execute(),
    ],
    [
      'on a locked account',
      ({ deps, person }) =>
        deps.store.db.updateTable('account').set({ disabled: 1 }).where('id', '=', person.accountId).execute(),
    ],
  ])('%s there is nothing to switch off', async (_, change) => {
    const here = await place();
    await change(here);
    const before = await tableContents(here.deps.store);
    expect((await here.admin.get(here.path)).status).toBe(409);
    expect((await here.admin.post(here.path, { ly_do: REASON })).status).toBe(409);
    expect(await tableContents(here.deps.store)).toEqual(before);
    expect(await (await here.admin.get(`/quan-tri/to-chuc/${here.office.branch}`)).text()).not.toContain(here.path);
  });

  test('of two posts at once one does it, and the owner is told once', async () => {
    const here = await place();
    const answers = await Promise.all([1, 2].map(() => here.admin.post(here.path, { ly_do: REASON })));
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
    expect((await tableContents(here.deps.store)).account_notice).toHaveLength(1);
  });
});

describe('the owner', () => {
  test('is told at the next sign-in who did it, when and why, before anything else', async () => {
    const here = await place();
    here.clock.forward(5);
    await here.admin.post(here.path, { ly_do: REASON });
    here.clock.forward(60);
    const own = await signedIn(here);
    for (const path of ['/', '/danh-muc', '/tai-khoan'])
      expect((await own.get(path)).headers.get('location')).toBe(NOTICES);
    const page = await text(own, NOTICES);
    expect(page).toContain('Đồng chí Đỗ Quản Trị đã tắt đăng nhập hai bước của tài khoản này lúc 10:05');
    expect(page).toContain(`Lý do ghi lại: ${REASON}`);
    expect(page).toContain('nên bật lại');
    expect((await acknowledge(own)).headers.get('location')).toBe('/');
    expect((await own.get('/danh-muc')).status).toBe(200);
    expect((await (await signedIn(here)).get('/danh-muc')).status).toBe(200);
    const account = await text(own, '/tai-khoan');
    expect(account).toContain('Người khác đã làm với tài khoản này');
    expect(account).toMatch(
      /Lúc 10:05:00 ngày 22\/11\/2026: đồng chí Đỗ Quản Trị đã tắt đăng nhập hai bước.*Đã đọc lúc 11:05/,
    );
    expect((await own.get(NOTICES)).headers.get('location')).toBe('/tai-khoan');
  });

  test('is told of a new one-time code, after choosing a password', async () => {
    const here = await place();
    await here.deps.store.db.deleteFrom('second_factor').execute();
    const slip = await (await here.admin.post(here.path.replace('tat-hai-buoc', 'ma-moi'), {})).text();
    const code = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(slip)?.[0] ?? '';
    const own = await signedIn(here, code);
    expect((await own.get(NOTICES)).headers.get('location')).toBe('/mat-khau');
    await own.post('/mat-khau', { mat_khau_moi: 'mùa thu Hà Nội 2026', nhap_lai: 'mùa thu Hà Nội 2026' });
    expect((await own.get('/')).headers.get('location')).toBe(NOTICES);
    expect(await text(own, NOTICES)).toContain(
      'Đồng chí Đỗ Quản Trị đã cấp một mã đăng nhập dùng một lần mới cho tài khoản này lúc 10:00',
    );
    await acknowledge(own);
    expect((await own.get('/danh-muc')).status).toBe(200);
  });

  test('reads the notice about personal data first, then this one', async () => {
    const here = await place();
    await here.admin.post(here.path, { ly_do: REASON });
    await here.deps.store.db.deleteFrom('notice_acknowledgement').execute();
    const own = await signedIn(here);
    expect((await own.get(NOTICES)).headers.get('location')).toBe('/thong-bao');
    await own.post('/thong-bao', { da_doc: '1' });
    expect((await own.get('/')).headers.get('location')).toBe(NOTICES);
  });

  test('is not told of the first code, with which the account was made', async () => {
    const here = await place();
    const person = { ho_ten: 'Lê Thị Mới', ngay_sinh: '1990', doi_tuong: 'no_post', chinh_thuc: '1' };
    const made = await here.admin.post('/quan-tri/dang-vien/moi', { ...person, to_chuc: here.office.branch });
    const slip = wordsOn(await made.text());
    const [, userName = '', code = ''] = /Tên đăng nhập (\S+) Mã dùng một lần (\S+)/.exec(slip) ?? [];
    const typed = { ten_dang_nhap: userName, mat_khau: code, ve: '' };
    const own = browserFor(here.app, cookieFrom(await browserFor(here.app, '').post('/dang-nhap', typed)));
    await own.post('/mat-khau', { mat_khau_moi: 'mùa thu Hà Nội 2026', nhap_lai: 'mùa thu Hà Nội 2026' });
    await own.post('/thong-bao', { da_doc: '1' });
    expect((await own.get('/danh-muc')).status).toBe(200);
    expect(await text(own, '/tai-khoan')).not.toContain('Người khác đã làm');
  });

  test('sees all that was done, the newest first, and what comes in while he reads stays to be read', async () => {
    const here = await place();
    await here.admin.post(here.path, { ly_do: REASON });
    const own = await signedIn(here);
    const first = formOn(await (await own.get(NOTICES)).text());
    await here.admin.post(here.path.replace('tat-hai-buoc', 'ma-moi'), {});
    const again = await here.as(here.person);
    expect(await text(again, NOTICES)).toMatch(/đã cấp một mã.*đã tắt đăng nhập hai bước/);
    await again.post(NOTICES, first);
    const left = await text(again, NOTICES);
    expect(left).toContain('đã cấp một mã');
    expect(left).not.toContain('đã tắt đăng nhập hai bước');
    await acknowledge(again);
    expect((await again.get('/danh-muc')).status).toBe(200);
  });

  test('alone can say that he has read it', async () => {
    const here = await place();
    await here.admin.post(here.path, { ly_do: REASON });
    const before = (await tableContents(here.deps.store)).account_notice as { id: string }[];
    const answer = await here.admin.post(NOTICES, { den: before[0]?.id ?? '' });
    expect(answer.status).toBe(303);
    expect((await tableContents(here.deps.store)).account_notice).toEqual(before);
    const own = await signedIn(here);
    expect((await own.post(NOTICES, { den: 'x' })).status).toBe(422);
    expect((await own.post(NOTICES, {})).status).toBe(422);
    expect((await tableContents(here.deps.store)).account_notice).toEqual(before);
  });

  test('signing in over a page is not ready before it is read, and the page then goes on', async () => {
    const here = await place();
    await here.admin.post(here.path, { ly_do: REASON });
    const typed = { ten_dang_nhap: here.person.userName, mat_khau: PASSWORD };
    const answer = await browserFor(here.app, '').json('/phien/vao', typed);
    expect(await answer.json()).toEqual({ next: 'in' });
    const own = browserFor(here.app, cookieFrom(answer));
    expect(await (await own.get('/phien')).json()).toMatchObject({ account: here.person.userName, ready: false });
    await acknowledge(own);
    expect(await (await own.get('/phien')).json()).toMatchObject({ ready: true });
  });

  test('a name that looks like markup is only a name', async () => {
    const here = await place();
    await here.deps.store.db
      .updateTable('account')
      .set({ display_name: '<b>Đỗ</b>' })
      .where('id', '=', here.administrator.accountId)
      .execute();
    await here.admin.post(here.path, { ly_do: 'Mất <i>máy</i> & mã.' });
    const page = await (await (await signedIn(here)).get(NOTICES)).text();
    expect(page).not.toMatch(/<b>|<i>/);
    expect(unescaped(page)).toContain('<b>Đỗ</b>');
    expect(unescaped(page)).toContain('Mất <i>máy</i> & mã.');
  });
});
