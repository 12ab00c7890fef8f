import { beforeAll, describe, expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps, type NodeDeps } from '../../src/node/deps.ts';
import { cookieFrom, fakePdf } from '../helpers/app.ts';
import { freePort, freshFolder, run } from '../helpers/commands.ts';
import { wordsOn } from '../helpers/author.ts';
import { type Office, type Person, seedOffice, seedPerson } from '../helpers/people.ts';

/** `npm run user`, as who keeps the server uses it: real processes on a real folder, most of them beside a running server. */
const CODE = /\b[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}\b/;
const PASSWORD = 'trời xanh mây trắng';

interface Place {
  folder: string;
  office: Office;
  person: Person;
  look: <Result>(at: (deps: NodeDeps) => Promise<Result>) => Promise<Result>;
}

let hashed = '';
beforeAll(async () => {
  hashed = await hashPassword(PASSWORD);
});

async function place(): Promise<Place> {
  const folder = freshFolder();
  const look: Place['look'] = async (at) => {
    const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, folder), { pdf: fakePdf() });
    try {
      return await at(deps);
    } finally {
      await deps.store.close();
    }
  };
  const { office, person } = await look(async (deps) => {
    const office = await seedOffice(deps);
    const person = await seedPerson(deps, office.branch, 'Vũ Văn Khóa');
    await deps.store.db.updateTable('account').set({ password: hashed }).where('id', '=', person.accountId).execute();
    return { office, person };
  });
  return { folder, office, person, look };
}

async function user(folder: string, words: string[]): Promise<{ code: number | null; printed: string }> {
  const command = run(['user', ...words], { DATA_DIR: folder, PUBLIC_ORIGIN: 'http://tu-soi.lan:2424' });
  const code = await command.ended;
  return { code, printed: command.printed() };
}

/** The server itself, without a browser for PDF. */
async function serving(folder: string): Promise<string> {
  const port = String(await freePort());
  const env = { DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent', CHROMIUM_PATH: '/khong/co' };
  await run(['serve'], env).until('đang chạy tại');
  return `http://127.0.0.1:${port}`;
}

async function signIn(origin: string, userName: string, secret: string): Promise<Response> {
  return fetch(`${origin}/dang-nhap`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ ten_dang_nhap: userName, mat_khau: secret }).toString(),
  });
}

function get(origin: string, path: string, cookie: string): Promise<Response> {
  return fetch(`${origin}${path}`, { redirect: 'manual', headers: { cookie } });
}

async function logged({ store }: Pick<Deps, 'store'>) {
  return store.db
    .selectFrom('audit')
    .where('address', '=', 'máy chủ')
    .where('request_id', '=', 'user')
    .orderBy('id')
    .select(['action', 'account_id', 'subject_id', 'unit_id', 'detail'])
    .execute();
}

test('make: an office account with its duty, whose code opens it once, beside the running server', async () => {
  const { folder, office, look } = await place();
  const origin = await serving(folder);
  const unit = await look((deps) =>
    deps.store.db.selectFrom('unit').where('id', '=', office.committee).selectAll().executeTakeFirstOrThrow(),
  );
  const made = await user(folder, ['make', 'lan.vp', 'Nguyễn Thị Lan', 'van-phong', unit.name.toLowerCase()]);
  expect(made).toMatchObject({ code: 0 });
  expect(made.printed).toContain(
    `Đã lập tài khoản lan.vp cho đồng chí Nguyễn Thị Lan: Văn phòng đảng ủy, ${unit.name}.`,
  );
  expect(made.printed).toContain('Mở http://tu-soi.lan:2424/dang-nhap');
  const code = CODE.exec(made.printed)?.[0] ?? '';
  const first = await signIn(origin, 'lan.vp', code);
  expect(first.status).toBe(303);
  expect((await get(origin, '/quan-tri', cookieFrom(first))).headers.get('location')).toBe('/mat-khau');
  expect((await signIn(origin, 'lan.vp', code)).status).toBe(422);
  const lines = await look(logged);
  expect(lines.map(({ action, unit_id: at, detail }) => [action, at, detail])).toEqual([
    ['account-made', office.committee, ''],
    ['role-given', office.committee, 'office'],
    ['code-made', office.committee, 'first_sign_in'],
  ]);
  expect(lines.every((line) => line.account_id === null)).toBe(true);

  const again = await user(folder, ['make', 'lan.vp', 'Ai Khác', 'van-phong', office.committee]);
  expect(again).toMatchObject({ code: 1 });
  expect(again.printed).toContain('Đã có tài khoản lan.vp');
}, 60_000);

test('link: a fresh code; the old one and open sessions end, the password stays, and the owner is told', async () => {
  const { folder, person, look } = await place();
  const origin = await serving(folder);
  const session = cookieFrom(await signIn(origin, person.userName, PASSWORD));
  const before = CODE.exec((await user(folder, ['link', person.userName])).printed)?.[0] ?? '';
  const answer = await user(folder, ['link', person.userName.toUpperCase()]);
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.printed).toContain('Mật khẩu giữ nguyên.');
  expect((await get(origin, '/tai-khoan', session)).headers.get('location')).toContain('/dang-nhap');
  expect((await signIn(origin, person.userName, before)).status).toBe(422);
  const own = await signIn(origin, person.userName, PASSWORD);
  expect(own.status).toBe(303);
  await look((deps) =>
    deps.store.db
      .insertInto('notice_acknowledgement')
      .values({ account_id: person.accountId, notice_version: '2026-11', acknowledged_at: '2026-11-22T03:00:00.000Z' })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  const told = await (await get(origin, '/tai-khoan/thong-bao', cookieFrom(own))).text();
  expect(wordsOn(told)).toContain('Đồng chí vận hành máy chủ đã cấp một mã đăng nhập dùng một lần mới');
  const code = CODE.exec(answer.printed)?.[0] ?? '';
  expect((await signIn(origin, person.userName, code)).status).toBe(303);
  expect((await look(logged)).map(({ action }) => action)).toEqual(['code-made', 'code-made']);
}, 60_000);

test('reset: the password, the second factor and every session are gone; only the new code opens it', async () => {
  const { folder, person, look } = await place();
  const origin = await serving(folder);
  const session = cookieFrom(await signIn(origin, person.userName, PASSWORD));
  await look(async ({ store }) => {
    const factor = { account_id: person.accountId, secret: 'JBSWY3DPEHPK3PXP', last_step: 0, enabled_at: '2026-11-01' };
    await store.db.insertInto('second_factor').values(factor).execute();
  });
  const answer = await user(folder, ['reset', person.userName]);
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.printed).toContain('mật khẩu cũ và đăng nhập hai bước đã bỏ, mọi phiên đã kết thúc');
  expect((await get(origin, '/tai-khoan', session)).headers.get('location')).toContain('/dang-nhap');
  expect((await signIn(origin, person.userName, PASSWORD)).status).toBe(422);
  const entered = await signIn(origin, person.userName, CODE.exec(answer.printed)?.[0] ?? '');
  // Straight to choosing a password: no second factor is asked for.
  expect(entered.headers.get('location')).not.toContain('/dang-nhap');
  expect((await get(origin, '/', cookieFrom(entered))).headers.get('location')).toBe('/mat-khau');
  expect((await look(logged)).map(({ action }) => action)).toEqual(['account-reset', 'code-made']);
  const notices = await look(({ store }) => store.db.selectFrom('account_notice').selectAll().execute());
  expect(notices).toMatchObject([{ kind: 'account-reset', by_account: null, account_id: person.accountId }]);
}, 60_000);

test('end-sessions: everybody who is in is out, and the password still opens it', async () => {
  const { folder, person, look } = await place();
  const origin = await serving(folder);
  const sessions = [];
  for (let time = 0; time < 2; time += 1) sessions.push(cookieFrom(await signIn(origin, person.userName, PASSWORD)));
  const answer = await user(folder, ['end-sessions', person.userName]);
  expect(answer).toMatchObject({ code: 0 });
  for (const session of sessions) {
    expect((await get(origin, '/tai-khoan', session)).headers.get('location')).toContain('/dang-nhap');
  }
  expect((await signIn(origin, person.userName, PASSWORD)).status).toBe(303);
  expect((await look(logged)).map(({ action, detail }) => [action, detail])).toEqual([['session-ended', 'all']]);
}, 60_000);

test('list: user names, duties and what is not in order, and no number of anybody', async () => {
  const { folder, person, office, look } = await place();
  await look(async (deps) => {
    const roles = [{ unitId: office.branch, role: 'secretary' as const }];
    await seedPerson(deps, office.branch, 'Hà Thị Bí Thư 001085012345', { roles });
    await deps.store.db.updateTable('account').set({ disabled: 1 }).where('id', '=', person.accountId).execute();
  });
  const answer = await user(folder, ['list']);
  expect(answer).toMatchObject({ code: 0 });
  expect(answer.printed).toContain(`${person.userName}  Vũ Văn Khóa – ĐANG KHÓA`);
  expect(answer.printed).toMatch(/Hà Thị Bí Thư 00…45 – Bí thư chi bộ \(/);
  expect(answer.printed).toContain('Có 2 tài khoản.');
  expect((await user(folder, ['reset', person.userName])).printed).toContain('đang khóa nên chưa làm gì cả');
}, 60_000);

describe('a mistake changes nothing, exits 1 and says what to do', () => {
  test.each<[string, string[], string]>([
    ['nothing at all', [], 'Cách dùng:'],
    ['an act that is none', ['xoa', 'ai.do'], 'Cách dùng:'],
    ['a word too many', ['link', 'a.b', 'c'], 'Cách dùng:'],
    ['a name of the language', ['constructor'], 'Cách dùng:'],
    ['nobody of that name', ['reset', 'khong.co'], 'Không có tài khoản “khong.co”'],
    ['a user name with marks', ['make', 'Lân', 'Lân', 'van-phong', 'Đảng ủy'], '3–40 chữ thường không dấu'],
    ['no name', ['make', 'lan.vp', ' ', 'van-phong', 'Đảng ủy'], 'ghi họ tên'],
    ['a duty of a branch', ['make', 'lan.vp', 'Lan', 'bi-thu', 'Đảng ủy'], 'giao cho đảng viên ở trang Quản trị'],
    ['a unit that is none', ['make', 'lan.vp', 'Lan', 'van-phong', 'Chi bộ Trên Trời'], 'Không có tổ chức'],
  ])('%s', async (_what, words, sentence) => {
    const { folder, look } = await place();
    const rows = () => look(({ store }) => store.db.selectFrom('account').selectAll().execute());
    const before = await rows();
    const answer = await user(folder, words);
    expect(answer.printed).toContain(sentence);
    expect(answer.printed).not.toMatch(/\n\s+at /);
    expect(answer.code).toBe(1);
    expect(await rows()).toEqual(before);
    expect(await look(logged)).toEqual([]);
  });

  test('a folder without a database is not made into one', async () => {
    const answer = await user(freshFolder(), ['list']);
    expect(answer).toMatchObject({ code: 1 });
    expect(answer.printed).toContain('Hãy đặt DATA_DIR cho đúng.');
  });
});
