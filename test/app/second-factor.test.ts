import { describe, expect, test } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT } from '../../src/accounts/rules.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { PENDING_MINUTES, RECOVERY_CODES } from '../../src/accounts/second-factor.ts';
import { oneTimeCode } from '../../src/accounts/statements.ts';
import { codeAt } from '../../src/accounts/totp.ts';
import type { RoleName } from '../../db/schema.ts';
import { type Browser, browserFor, cookieFrom, createTestApp, type TestApp } from '../helpers/app.ts';
import { actionsLogged, wordsOn } from '../helpers/author.ts';
import { type Person, seedOffice, seedPerson } from '../helpers/people.ts';

const PASSWORD = 'trời xanh mây trắng';
let hashed: Promise<string> | undefined;

interface Home extends TestApp {
  person: Person;
  own: Browser;
}

async function home(role?: RoleName): Promise<Home> {
  const test = await createTestApp();
  const office = await seedOffice(test.deps);
  const roles = role ? [{ unitId: office.committee, role }] : [];
  const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Khóa', { roles });
  hashed ??= hashPassword(PASSWORD);
  await test.deps.store.db
    .updateTable('account')
    .set({ password: await hashed })
    .execute();
  return { ...test, person, own: await test.as(person) };
}

async function factorOf({ deps, person }: Home) {
  const query = deps.store.db.selectFrom('second_factor').where('account_id', '=', person.accountId).selectAll();
  return query.executeTakeFirst();
}

/** What the phone shows now. */
async function phone(here: Home): Promise<string> {
  return codeAt((await factorOf(here))?.secret ?? '', here.clock.now);
}

/** Sets the second factor up as a person would; returns the recovery codes on the page. */
async function turnedOn(here: Home): Promise<string[]> {
  await here.own.post('/tai-khoan/hai-buoc', {});
  const typed = { mat_khau_cu: PASSWORD, ma: await phone(here) };
  const answer = await here.own.post('/tai-khoan/hai-buoc/bat', typed);
  expect(answer.status).toBe(200);
  const codes = (await answer.text()).match(/[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/g) ?? [];
  here.clock.forward(1);
  return codes;
}

async function passPassword(here: Home, secret = PASSWORD): Promise<Browser> {
  const typed = { ten_dang_nhap: here.person.userName, mat_khau: secret, ve: '/danh-muc' };
  const answer = await browserFor(here.app, '').post('/dang-nhap', typed);
  expect(answer.headers.get('location')).toBe('/dang-nhap/ma?ve=%2Fdanh-muc');
  return browserFor(here.app, cookieFrom(answer));
}

function giveCode(half: Browser, ma: string): Promise<Response> {
  return half.post('/dang-nhap/ma', { ma, ve: '/danh-muc' });
}

async function sessions({ deps }: Home): Promise<number> {
  return (await deps.store.db.selectFrom('session').select('id').execute()).length;
}

describe('turning the second factor on', () => {
  test('shows a key and a picture, takes the phone’s code, and gives ten codes once', async () => {
    const here = await home();
    await here.own.post('/tai-khoan/hai-buoc', {});
    const page = await (await here.own.get('/tai-khoan/hai-buoc')).text();
    const secret = (await factorOf(here))?.secret ?? '';
    expect(page).toContain(secret.match(/.{4}/g)?.join(' '));
    expect(page).toContain('<svg class="qr"');
    const codes = await turnedOn(here);
    expect(new Set(codes).size).toBe(RECOVERY_CODES);
    expect(await (await here.own.get('/tai-khoan/hai-buoc')).text()).not.toContain(secret.slice(0, 4) + ' ');
    const stored = await here.deps.store.db.selectFrom('recovery_code').selectAll().execute();
    expect(stored).toHaveLength(RECOVERY_CODES);
    expect(JSON.stringify(stored)).not.toContain(codes[0]);
    expect(wordsOn(await (await here.own.get('/tai-khoan')).text())).toContain('Đang bật, còn 10 mã dự phòng');
    expect(await actionsLogged(here.deps)).toContain('second-factor-on');
  });

  test.each([
    ['a wrong code', { mat_khau_cu: PASSWORD, ma: '000000' }, 'Mã chưa đúng'],
    ['no code', { mat_khau_cu: PASSWORD, ma: '' }, 'Đồng chí gõ mã xác nhận'],
    ['a wrong password', { mat_khau_cu: 'đoán bừa', ma: '' }, 'Mật khẩu đang dùng chưa đúng'],
  ])('is refused with %s, and sign-in stays as it was', async (_, typed, words) => {
    const here = await home();
    await here.own.post('/tai-khoan/hai-buoc', {});
    const ma = words.startsWith('Mật khẩu') ? await phone(here) : typed.ma;
    const answer = await here.own.post('/tai-khoan/hai-buoc/bat', { ...typed, ma });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
    expect((await factorOf(here))?.enabled_at).toBeNull();
    const signIn = { ten_dang_nhap: here.person.userName, mat_khau: PASSWORD, ve: '' };
    expect((await browserFor(here.app, '').post('/dang-nhap', signIn)).headers.get('location')).toBe('/');
  });

  test('a key that is on is not replaced by starting again', async () => {
    const here = await home();
    await turnedOn(here);
    const before = await factorOf(here);
    expect((await here.own.post('/tai-khoan/hai-buoc', {})).status).toBe(409);
    expect(await factorOf(here)).toEqual(before);
  });

  test.each(['office', 'administrator'] as const)('is advised to the role %s', async (role) => {
    const here = await home(role);
    expect(wordsOn(await (await here.own.get('/tai-khoan')).text())).toContain('nên bật');
  });

  test('is not pressed on a member', async () => {
    expect(wordsOn(await (await (await home()).own.get('/tai-khoan')).text())).not.toContain('nên bật');
  });
});

describe('signing in with a second factor', () => {
  test('has no session before the code, and one after it, at the page one wanted', async () => {
    const here = await home();
    await turnedOn(here);
    const half = await passPassword(here);
    expect(await sessions(here)).toBe(1);
    expect((await half.get('/danh-muc')).status).toBe(303);
    expect(await (await half.get('/dang-nhap/ma')).text()).toContain('Mã xác nhận');
    const answer = await giveCode(half, await phone(here));
    expect(answer.headers.get('location')).toBe('/danh-muc');
    expect(await sessions(here)).toBe(2);
    expect((await browserFor(here.app, cookieFrom(answer)).get('/danh-muc')).status).toBe(200);
    const left = await here.deps.store.db.selectFrom('pending_sign_in').select('id').execute();
    expect(left).toEqual([]);
  });

  test('a wrong code is refused and logged', async () => {
    const here = await home();
    await turnedOn(here);
    const answer = await giveCode(await passPassword(here), '000000');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Mã chưa đúng');
    expect((await actionsLogged(here.deps)).at(-1)).toBe('sign-in-failed');
    expect(await sessions(here)).toBe(1);
  });

  test('a code once taken, and one older than it, is never taken again', async () => {
    const here = await home();
    await turnedOn(here);
    const older = codeAt((await factorOf(here))?.secret ?? '', new Date(here.clock.now.getTime() - 30_000));
    const code = await phone(here);
    const halves = [await passPassword(here), await passPassword(here), await passPassword(here)] as const;
    expect((await giveCode(halves[0], code)).status).toBe(303);
    expect((await giveCode(halves[1], code)).status).toBe(422);
    expect((await giveCode(halves[2], older)).status).toBe(422);
  });

  test('of two posts of one code at once, one comes in', async () => {
    const here = await home();
    await turnedOn(here);
    const halves = [await passPassword(here), await passPassword(here)];
    const code = await phone(here);
    const answers = await Promise.all(halves.map((half) => giveCode(half, code)));
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
  });

  test('a recovery code stands in for the phone, once, however it is typed', async () => {
    const here = await home();
    const [code = ''] = await turnedOn(here);
    const typed = ` ${code.toLowerCase().replaceAll('-', ' ')} `;
    expect((await giveCode(await passPassword(here), typed)).status).toBe(303);
    expect((await giveCode(await passPassword(here), code)).status).toBe(422);
    expect(await actionsLogged(here.deps)).toContain('recovery-code-used');
    expect(wordsOn(await (await here.own.get('/tai-khoan')).text())).toContain('còn 9 mã dự phòng');
  });

  test('guessing closes the account, and typing the password again does not open it', async () => {
    const here = await home();
    await turnedOn(here);
    const half = await passPassword(here);
    for (let attempt = 1; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      expect((await giveCode(half, '000000')).status).toBe(422);
    }
    expect((await giveCode(half, await phone(here))).status).toBe(429);
    const again = { ten_dang_nhap: here.person.userName, mat_khau: PASSWORD };
    expect((await browserFor(here.app, '').post('/dang-nhap', again)).status).toBe(429);
  });

  test('after ten minutes the password is asked for again', async () => {
    const here = await home();
    await turnedOn(here);
    const half = await passPassword(here);
    here.clock.forward(PENDING_MINUTES + 1);
    expect((await half.get('/dang-nhap/ma')).headers.get('location')).toBe('/dang-nhap');
    expect((await giveCode(half, await phone(here))).headers.get('location')).toBe('/dang-nhap');
    expect((await browserFor(here.app, '').get('/dang-nhap/ma')).headers.get('location')).toBe('/dang-nhap');
  });

  test('the code of a slip needs the second factor too, and is used up only with it', async () => {
    const here = await home();
    await turnedOn(here);
    const slip = oneTimeCode(here.deps, { purpose: 'first_sign_in', accountId: here.person.accountId, minutes: 60 });
    await here.deps.store.atomic(slip.statements);
    await giveCode(await passPassword(here, slip.secret), '000000');
    const answer = await giveCode(await passPassword(here, slip.secret), await phone(here));
    expect(answer.status).toBe(303);
    const inside = browserFor(here.app, cookieFrom(answer));
    expect((await inside.get('/danh-muc')).headers.get('location')).toBe('/mat-khau');
    const again = { ten_dang_nhap: here.person.userName, mat_khau: slip.secret };
    expect((await browserFor(here.app, '').post('/dang-nhap', again)).status).toBe(422);
  });

  test('over a page it is asked for in the same way', async () => {
    const here = await home();
    await turnedOn(here);
    const typed = { ten_dang_nhap: here.person.userName, mat_khau: PASSWORD };
    const first = await browserFor(here.app, '').json('/phien/vao', typed);
    expect(await first.json()).toEqual({ next: 'code' });
    const half = browserFor(here.app, cookieFrom(first));
    expect((await half.json('/phien/ma', { ma: '000000' })).status).toBe(422);
    const second = await half.json('/phien/ma', { ma: await phone(here) });
    expect(await second.json()).toEqual({ next: 'in' });
    expect((await browserFor(here.app, cookieFrom(second)).get('/danh-muc')).status).toBe(200);
    expect(await (await browserFor(here.app, '').json('/phien/ma', { ma: '123456' })).json()).toEqual({
      next: 'password',
    });
  });
});

describe('turning it off', () => {
  test('takes the password and a code, and leaves nothing behind', async () => {
    const here = await home();
    await turnedOn(here);
    const typed = { mat_khau_cu: PASSWORD, ma: await phone(here) };
    expect((await here.own.post('/tai-khoan/hai-buoc/tat', typed)).headers.get('location')).toBe('/tai-khoan');
    expect(await factorOf(here)).toBeUndefined();
    expect(await here.deps.store.db.selectFrom('recovery_code').select('id').execute()).toEqual([]);
    expect((await actionsLogged(here.deps)).at(-1)).toBe('second-factor-off');
  });

  test.each(['password', 'code'])('is refused with a wrong %s', async (wrong) => {
    const here = await home();
    await turnedOn(here);
    const right = { mat_khau_cu: PASSWORD, ma: await phone(here) };
    const typed = wrong === 'code' ? { ...right, ma: '000000' } : { ...right, mat_khau_cu: 'đoán bừa' };
    const answer = await here.own.post('/tai-khoan/hai-buoc/tat', typed);
    expect(answer.status).toBe(422);
    expect((await factorOf(here))?.enabled_at).not.toBeNull();
  });
});
