import { describe, expect, test } from 'vitest';
import { ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS } from '../../src/accounts/rules.ts';
import { hashPassword, hashSecret } from '../../src/accounts/secrets.ts';
import { countAttempt, oneTimeCode } from '../../src/accounts/statements.ts';
import type { Deps } from '../../src/deps.ts';
import { CODE_DAYS } from '../../src/units/codes.ts';
import { type Browser, browserFor, cookieFrom, createTestApp, type TestApp } from '../helpers/app.ts';
import { actionsLogged, tableContents, wordsOn } from '../helpers/author.ts';
import { type Person, seedOffice, seedPerson } from '../helpers/people.ts';

const PASSWORD = 'trời xanh mây trắng';

interface Door extends TestApp {
  person: Person;
  /** Nobody yet: a browser at the sign-in page. */
  nobody: Browser;
  from: { address: string };
}

async function door(overrides: Partial<Deps> = {}): Promise<Door> {
  const from = { address: '10.0.0.9' };
  const test = await createTestApp({ addressOf: () => from.address, ...overrides });
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Cửa');
  return { ...test, person, from, nobody: browserFor(test.app, '') };
}

let hashed: Promise<string> | undefined;

/** scrypt is slow on purpose: one hash serves the whole file. */
async function withPassword(here: Door): Promise<Door> {
  hashed ??= hashPassword(PASSWORD);
  const account = here.deps.store.db.updateTable('account').set({ password: await hashed });
  await account.where('id', '=', here.person.accountId).execute();
  return here;
}

async function slip({ deps, person }: Door): Promise<string> {
  const made = oneTimeCode(deps, {
    purpose: 'first_sign_in',
    accountId: person.accountId,
    minutes: CODE_DAYS * 24 * 60,
  });
  await deps.store.atomic(made.statements);
  return made.secret;
}

function signIn({ nobody, person }: Door, secret: string, more: Record<string, string> = {}): Promise<Response> {
  return nobody.post('/dang-nhap', { ten_dang_nhap: person.userName, mat_khau: secret, ve: '', ...more });
}

function enter({ app }: Door, answer: Response): Browser {
  return browserFor(app, cookieFrom(answer));
}

async function sessions({ deps }: Door): Promise<number> {
  return (await deps.store.db.selectFrom('session').select('id').execute()).length;
}

describe('the first sign-in', () => {
  test('goes by the code on the slip, then an own password, and from then on by the password only', async () => {
    const here = await door();
    const code = await slip(here);
    const first = enter(here, await signIn(here, ` ${code.toLowerCase().replaceAll('-', ' ')} `));
    expect((await first.get('/danh-muc')).headers.get('location')).toBe('/mat-khau');
    expect(await (await first.get('/mat-khau')).text()).toContain('Chọn mật khẩu của riêng đồng chí');

    const chosen = { mat_khau_moi: PASSWORD, nhap_lai: PASSWORD };
    expect((await first.post('/mat-khau', chosen)).headers.get('location')).toBe('/');
    expect((await first.get('/danh-muc')).status).toBe(200);

    expect((await signIn(here, code)).status).toBe(422);
    expect((await signIn(here, PASSWORD)).status).toBe(303);
    expect(await actionsLogged(here.deps)).toEqual(['sign-in', 'password-chosen', 'sign-in-failed', 'sign-in']);
  });

  test('of two posts of one code at once, one comes in', async () => {
    const here = await door();
    const code = await slip(here);
    const answers = await Promise.all([signIn(here, code), signIn(here, code)]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 422]);
    expect(await sessions(here)).toBe(1);
  });

  test('a code past its days opens nothing', async () => {
    const here = await door();
    const code = await slip(here);
    here.clock.forward(CODE_DAYS * 24 * 60 + 1);
    expect((await signIn(here, code)).status).toBe(422);
  });

  test('somebody else’s code opens nothing', async () => {
    const here = await door();
    const code = await slip(here);
    const other = await seedPerson(here.deps, here.person.unitId, 'Vũ Thị Khác');
    expect((await signIn(here, code, { ten_dang_nhap: other.userName })).status).toBe(422);
    expect(await sessions(here)).toBe(0);
  });

  test.each([
    ['ngắn quá', 'ngắn quá', 'Mật khẩu cần ít nhất 10 ký tự'],
    ['aaaaaaaaaaaaaa', 'aaaaaaaaaaaaaa', 'lặp lại quá ít ký tự'],
    [PASSWORD, 'trời xanh mây đen', 'Hai lần gõ chưa giống nhau'],
  ])('the password “%s” typed again as “%s” is not taken', async (next, again, words) => {
    const here = await door();
    const first = enter(here, await signIn(here, await slip(here)));
    const answer = await first.post('/mat-khau', { mat_khau_moi: next, nhap_lai: again });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(words);
    expect((await first.get('/danh-muc')).headers.get('location')).toBe('/mat-khau');
  });

  test('a disabled account comes in by neither code nor an open session', async () => {
    const here = await door();
    const code = await slip(here);
    const open = await here.as(here.person);
    await here.deps.store.db.updateTable('account').set({ disabled: 1 }).execute();
    expect((await signIn(here, code)).status).toBe(422);
    expect((await open.get('/danh-muc')).headers.get('location')).toContain('/dang-nhap');
  });
});

describe('a wrong password', () => {
  test('gets the same words as an unknown user name, and both are logged', async () => {
    const here = await withPassword(await door());
    const wrong = await signIn(here, 'không phải mật khẩu');
    const unknown = await signIn(here, 'không phải mật khẩu', { ten_dang_nhap: 'khong.co.ai' });
    expect([wrong.status, unknown.status]).toEqual([422, 422]);
    const [first, second] = await Promise.all([wrong.text(), unknown.text()]);
    expect(first).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng.');
    expect(second.replaceAll('khong.co.ai', here.person.userName)).toBe(first);
    expect(first).not.toContain('không phải mật khẩu');
    const logged = await here.deps.store.db.selectFrom('audit').selectAll().orderBy('id').execute();
    expect(logged.map((row) => [row.action, row.subject_id, row.address])).toEqual([
      ['sign-in-failed', here.person.accountId, '10.0.0.9'],
      ['sign-in-failed', null, '10.0.0.9'],
    ]);
    expect(logged.every((row) => row.detail === '')).toBe(true);
  });

  test('nothing typed at all is asked for at its field', async () => {
    const here = await door();
    const page = await (await here.nobody.post('/dang-nhap', { ten_dang_nhap: '', mat_khau: '' })).text();
    expect(page).toContain('Đồng chí gõ tên đăng nhập.');
    expect(page).toContain('Đồng chí gõ mật khẩu hoặc mã dùng một lần.');
  });
});

describe('too many attempts', () => {
  test('close an account for a while, and say for how long; afterwards it opens again', async () => {
    const here = await withPassword(await door());
    for (let attempt = 0; attempt < ATTEMPTS_PER_ACCOUNT; attempt += 1) {
      expect((await signIn(here, `sai lần ${attempt}`)).status).toBe(422);
    }
    here.clock.forward(5);
    const limited = await signIn(here, PASSWORD);
    expect(limited.status).toBe(429);
    expect(limited.headers.get('retry-after')).toBe('600');
    expect(await limited.text()).toContain('Đã thử quá nhiều lần');
    expect((await actionsLogged(here.deps)).at(-1)).toBe('sign-in-limited');

    here.clock.forward(11);
    expect((await signIn(here, PASSWORD)).status).toBe(303);
  });

  test('from one address close that address for every account, and no other', async () => {
    const here = await withPassword(await door());
    const at = here.clock.now.toISOString();
    const counted = () =>
      countAttempt(here.deps.store.db, hashSecret('address:10.0.0.9'), at, '2026-11-22T02:45:00.000Z');
    await here.deps.store.atomic(Array.from({ length: ATTEMPTS_PER_ADDRESS }, counted));
    expect((await signIn(here, PASSWORD)).status).toBe(429);
    expect((await signIn(here, 'sai', { ten_dang_nhap: 'nguoi.khac' })).status).toBe(429);
    here.from.address = '10.0.0.10';
    expect((await signIn(here, PASSWORD)).status).toBe(303);
  });

  test('made all at once slip under no limit', async () => {
    const here = await withPassword(await door());
    const guesses = Array.from({ length: 12 }, (_, index) => `sai lần ${index}`);
    const answers = await Promise.all(guesses.map((guess) => signIn(here, guess)));
    const judged = answers.filter((answer) => answer.status !== 429);
    expect(judged.length).toBeLessThanOrEqual(ATTEMPTS_PER_ACCOUNT);
    expect(judged.map((answer) => answer.status)).toEqual(judged.map(() => 422));
    expect((await signIn(here, PASSWORD)).status).toBe(429);
  });

  test('a success forgets the account’s mistakes before it', async () => {
    const here = await withPassword(await door());
    await signIn(here, 'sai một lần');
    await signIn(here, PASSWORD);
    const left = await here.deps.store.db.selectFrom('attempt').select(['key', 'failures']).execute();
    expect(left).toEqual([{ key: hashSecret('address:10.0.0.9'), failures: 1 }]);
  });
});

describe('a session', () => {
  test('ends after 30 idle minutes, and leaves the database', async () => {
    const here = await door();
    const browser = await here.as(here.person);
    here.clock.forward(29);
    expect((await browser.get('/danh-muc')).status).toBe(200);
    here.clock.forward(29);
    expect((await browser.get('/danh-muc')).status).toBe(200);
    here.clock.forward(31);
    expect(await sessions(here)).toBe(1);
    expect((await browser.get('/danh-muc')).headers.get('location')).toBe('/dang-nhap?ve=%2Fdanh-muc');
    expect(await sessions(here)).toBe(0);
  });

  test('ends after 12 hours however busy its person is', async () => {
    const here = await door();
    const browser = await here.as(here.person);
    for (let minutes = 0; minutes < 12 * 60; minutes += 20) {
      expect((await browser.get('/danh-muc')).status).toBe(200);
      here.clock.forward(20);
    }
    here.clock.forward(1);
    expect((await browser.get('/danh-muc')).status).toBe(303);
    expect(await sessions(here)).toBe(0);
  });

  test('ends with signing out, and the cookie goes', async () => {
    const here = await door();
    const browser = await here.as(here.person);
    const answer = await browser.post('/dang-xuat', {});
    expect(answer.headers.get('location')).toBe('/dang-nhap?da-xuat=1');
    expect(answer.headers.getSetCookie().join()).toMatch(/^tu-soi=;.*Max-Age=0/);
    expect(answer.headers.get('clear-site-data')).toContain('"storage"');
    expect((await browser.get('/danh-muc')).status).toBe(303);
    expect(await sessions(here)).toBe(0);
    expect(await actionsLogged(here.deps)).toEqual(['sign-out']);
  });

  test('nobody signed in cannot sign out', async () => {
    const here = await door();
    expect((await here.nobody.post('/dang-xuat', {})).status).toBe(401);
  });

  test('a changed password ends every other session of the account, and only with the old one in hand', async () => {
    const here = await withPassword(await door());
    const [own, other] = [await here.as(here.person), await here.as(here.person)];
    const stranger = await here.as(await seedPerson(here.deps, here.person.unitId, 'Vũ Thị Khác'));
    const next = { mat_khau_moi: 'một câu khác hẳn', nhap_lai: 'một câu khác hẳn' };
    const refused = await own.post('/mat-khau', { ...next, mat_khau_cu: 'đoán bừa' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Mật khẩu đang dùng chưa đúng.');
    expect((await other.get('/danh-muc')).status).toBe(200);

    expect((await own.post('/mat-khau', { ...next, mat_khau_cu: PASSWORD })).status).toBe(303);
    expect((await own.get('/danh-muc')).status).toBe(200);
    expect((await other.get('/danh-muc')).status).toBe(303);
    expect((await stranger.get('/danh-muc')).status).toBe(200);
    expect((await signIn(here, PASSWORD)).status).toBe(422);
  });

  test('a made-up cookie is nobody’s', async () => {
    const here = await door();
    const answer = await browserFor(here.app, `tu-soi=${'0'.repeat(64)}`).get('/danh-muc');
    expect(answer.headers.get('location')).toContain('/dang-nhap');
  });
});

describe('the first-use notice', () => {
  async function unread(): Promise<Door & { browser: Browser }> {
    const here = await door();
    await here.deps.store.db.deleteFrom('notice_acknowledgement').execute();
    return { ...here, browser: await here.as(here.person) };
  }

  test('stands before everything else, and its box is never ticked beforehand', async () => {
    const { browser } = await unread();
    expect((await browser.get('/')).headers.get('location')).toBe('/thong-bao');
    expect((await browser.get('/danh-muc')).headers.get('location')).toBe('/thong-bao');
    const page = await (await browser.get('/thong-bao')).text();
    expect(page).toMatch(/<input type="checkbox"[^>]*name="da_doc"/);
    expect(page).not.toMatch(/<input type="checkbox"[^>]* checked/);
    expect(wordsOn(page)).toContain('Đây là dữ liệu nhạy cảm');
  });

  test('without the tick nothing is stored and the way stays shut', async () => {
    const here = await unread();
    const answer = await here.browser.post('/thong-bao', {});
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Đồng chí đánh dấu vào ô');
    expect(page).not.toMatch(/<input type="checkbox"[^>]* checked/);
    expect((await tableContents(here.deps.store)).notice_acknowledgement).toEqual([]);
    expect((await here.browser.get('/danh-muc')).status).toBe(303);
  });

  test('acknowledged, it is stored with its version and time, once', async () => {
    const here = await unread();
    expect((await here.browser.post('/thong-bao', { da_doc: '1' })).headers.get('location')).toBe('/');
    here.clock.forward(5);
    await here.browser.post('/thong-bao', { da_doc: '1' });
    expect((await tableContents(here.deps.store)).notice_acknowledgement).toEqual([
      { account_id: here.person.accountId, notice_version: '2026-11', acknowledged_at: '2026-11-22T03:00:00.000Z' },
    ]);
    expect((await here.browser.get('/danh-muc')).status).toBe(200);
  });
});

describe('after sign-in', () => {
  test('one arrives where one wanted to go', async () => {
    const here = await withPassword(await door());
    const asked = await here.nobody.get('/danh-muc/a-27-v1');
    const path = asked.headers.get('location') ?? '';
    expect(path).toBe('/dang-nhap?ve=%2Fdanh-muc%2Fa-27-v1');
    expect(await (await here.nobody.get(path)).text()).toContain('name="ve" value="/danh-muc/a-27-v1"');
    expect((await signIn(here, PASSWORD, { ve: '/danh-muc/a-27-v1' })).headers.get('location')).toBe(
      '/danh-muc/a-27-v1',
    );
  });

  test('never anywhere but at a page of ours', async () => {
    const here = await withPassword(await door());
    const elsewhere = [
      'https://xau.example/',
      '//xau.example',
      '/\\xau.example',
      'javascript:alert(1)',
      '/dang-xuat',
      '/vao/x',
    ];
    for (const ve of elsewhere) {
      const shown = await (await here.nobody.get(`/dang-nhap?ve=${encodeURIComponent(ve)}`)).text();
      expect(shown).toContain('name="ve" value="/"');
      expect((await signIn(here, PASSWORD, { ve })).headers.get('location')).toBe('/');
    }
  });
});

describe('the session cookie', () => {
  test.each([
    ['http://tu-soi.test:2424', false, /^tu-soi=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/],
    ['https://tu-soi.test', false, /^__Host-tu-soi=[0-9a-f]{64}; Path=\/; HttpOnly; Secure; SameSite=Lax$/],
    ['http://tu-soi.test:2424', true, /^tu-soi-tap-huan=[0-9a-f]{64}; Path=\/; HttpOnly; SameSite=Lax$/],
  ])('on %s, rehearsal %s, is kept from scripts and other sites', async (publicOrigin, rehearsal, expected) => {
    const plain = await createTestApp();
    const here = await door({ config: { ...plain.deps.config, publicOrigin }, rehearsal });
    const headers = { host: new URL(publicOrigin).host, origin: publicOrigin };
    const typed = { ten_dang_nhap: here.person.userName, mat_khau: await slip(here) };
    const answer = await here.nobody.post('/dang-nhap', typed, headers);
    expect(answer.headers.getSetCookie()).toEqual([expect.stringMatching(expected)]);
  });
});

test('the database holds no password, code or token as it is', async () => {
  const here = await door();
  const code = await slip(here);
  const answer = await signIn(here, code);
  const token = cookieFrom(answer).split('=')[1] ?? '';
  await enter(here, answer).post('/mat-khau', { mat_khau_moi: PASSWORD, nhap_lai: PASSWORD });
  const everything = JSON.stringify(await tableContents(here.deps.store, []));
  expect(token).toMatch(/^[0-9a-f]{64}$/);
  expect(everything).toContain('scrypt-15-8-3$');
  for (const secret of [code, code.replaceAll('-', ''), token, PASSWORD]) expect(everything).not.toContain(secret);
});
