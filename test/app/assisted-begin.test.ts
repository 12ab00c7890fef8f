import { describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { codeAt, newTotpSecret } from '../../src/accounts/totp.ts';
import type { RoleName } from '../../db/schema.ts';
import { browserFor, cookieFrom } from '../helpers/app.ts';
import {
  assistedSession,
  type AssistedWorld,
  assistedWorld,
  goOn,
  openFor,
  sheetOf,
  slipOf,
} from '../helpers/assisted.ts';
import { begin, submitAs, tableContents, wordsOn } from '../helpers/author.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { actorFor } from '../helpers/author.ts';

const PASSWORD = 'trời xanh mây trắng';

interface Table extends AssistedWorld {
  id: string;
  maker: Person;
}

/** The author has begun, a sheet of codes is printed, the helper is signed in at his own computer. */
async function table(): Promise<Table> {
  const world = await assistedWorld();
  const id = await begin(world);
  const maker = await seedPerson(world.deps, world.office.branch, 'Hoàng Thị Bí Thư', {
    roles: [{ unitId: world.office.branch, role: 'secretary' }],
  });
  return { ...world, id, maker };
}

async function audit(here: Table): Promise<{ action: string; account_id: string | null; detail: string }[]> {
  return here.deps.store.db.selectFrom('audit').orderBy('id').select(['action', 'account_id', 'detail']).execute();
}

async function sessions(here: Table) {
  return here.deps.store.db.selectFrom('session').select(['account_id', 'helper_account_id']).execute();
}

describe('the page “Nhập giúp”', () => {
  test('says in plain words what it means, with nothing ticked and two fields for the author', async () => {
    const here = await table();
    const html = await (await (await here.as(here.helper)).get('/nhap-giup')).text();
    const words = wordsOn(html);
    for (const sentence of [
      'Bản kiểm điểm vẫn là của đồng chí ấy.',
      'Những gì thấy ở đây, đồng chí giữ kín.',
      'đồng chí ấy thấy ai đã nhập giúp và lúc nào',
      'khi để yên 10 phút, hoặc sau 4 giờ',
    ]) {
      expect(words).toContain(sentence);
    }
    expect(html).toMatch(/name="giu_kin"/);
    expect(html).not.toContain(' checked');
  });

  test('is closed to those who hand out ways into accounts, and says why', async () => {
    const here = await table();
    for (const role of ['administrator', 'office'] as const) {
      const person = await seedPerson(here.deps, here.office.branch, `Người ${role}`, {
        roles: [{ unitId: here.office.committee, role }],
      });
      const browser = await here.as(person);
      const page = await (await browser.get('/nhap-giup')).text();
      expect(wordsOn(page)).toContain('Đồng chí giữ việc cấp mã đăng nhập');
      expect(page).not.toContain('name="mat_khau"');
      const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
      expect((await openFor(browser, here.author, code)).status).toBe(409);
    }
    expect(await here.deps.store.db.selectFrom('assistance').selectAll().execute()).toEqual([]);
  });

  test('asks for the promise and both fields, and keeps the name that was typed', async () => {
    const here = await table();
    const browser = await here.as(here.helper);
    const answer = await browser.post('/nhap-giup', { ten_dang_nhap: here.author.userName, mat_khau: '' });
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain('Đồng chí nhập giúp đọc phần trên rồi đánh dấu vào ô này.');
    expect(html).toContain(`value="${here.author.userName}"`);
    expect(html).not.toContain(' checked');
    expect((await browser.get('/nhap-giup')).status).toBe(200);
  });
});

describe('opening', () => {
  test('by a code of the sheet begins a session for that review in the place of the helper’s own, and says who', async () => {
    const here = await table();
    const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
    const own = await here.as(here.helper);
    const opened = await openFor(own, here.author, code);
    expect(opened.headers.get('location')).toBe('/');
    const browser = goOn(here, opened);
    expect((await browser.get('/')).headers.get('location')).toBe(`/ban-kiem-diem/${here.id}`);
    const words = wordsOn(await (await browser.get(`/ban-kiem-diem/${here.id}`)).text());
    expect(words).toContain(
      'Đồng chí Lê Văn Giúp đang nhập giúp đồng chí Phạm Thị Tự Soi . Bản này là của đồng chí Phạm Thị Tự Soi .',
    );
    // His own session in that browser is over.
    expect((await own.get('/tai-khoan')).status).toBe(303);
    const { accountId } = here.author;
    const helper = here.helper.accountId;
    expect(await sessions(here)).toEqual([
      { account_id: accountId, helper_account_id: null },
      { account_id: accountId, helper_account_id: helper },
    ]);
    const rows = (await audit(here)).filter(({ detail }) => detail.startsWith('assisted'));
    expect(rows.map(({ action, account_id }) => [action, account_id])).toEqual([
      ['sign-in', accountId],
      ['assistance-begun', accountId],
    ]);
    expect(rows.every(({ detail }) => detail === `assisted ${helper}`)).toBe(true);
  });

  test('by a code leaves the author’s password as it is and asks for none; each code once', async () => {
    const here = await table();
    const [first = '', second = ''] = await sheetOf(here.deps, here.author, here.maker);
    const opened = await openFor(await here.as(here.helper), here.author, first);
    expect((await goOn(here, opened).get(`/ban-kiem-diem/${here.id}`)).status).toBe(200);
    const again = await openFor(await here.as(here.helper), here.author, first);
    expect(again.status).toBe(422);
    expect(await again.text()).toContain('chưa đúng');
    expect((await openFor(await here.as(here.helper), here.author, second)).status).toBe(303);
    const account = here.deps.store.db.selectFrom('account').where('id', '=', here.author.accountId);
    expect(await account.select('password').executeTakeFirst()).toEqual({ password: null });
  });

  test('by the slip of the first sign-in works once, and the duty waits for the author’s own sign-in', async () => {
    const here = await table();
    const code = await slipOf(here.deps, here.author);
    const browser = goOn(here, await openFor(await here.as(here.helper), here.author, code));
    expect((await browser.get(`/ban-kiem-diem/${here.id}`)).status).toBe(200);
    expect((await browser.get('/mat-khau')).status).toBe(403);
    const typed = { ten_dang_nhap: here.author.userName, mat_khau: code };
    expect((await browserFor(here.app, '').post('/dang-nhap', typed)).status).toBe(422);
    const fresh = { ...typed, mat_khau: await slipOf(here.deps, here.author) };
    const own = goOn(here, await browserFor(here.app, '').post('/dang-nhap', fresh));
    expect((await own.get('/')).headers.get('location')).toBe('/mat-khau');
  });

  test('a code of the sheet never opens the account itself', async () => {
    const here = await table();
    const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
    const typed = { ten_dang_nhap: here.author.userName, mat_khau: code };
    expect((await browserFor(here.app, '').post('/dang-nhap', typed)).status).toBe(422);
    expect((await browserFor(here.app, '').json('/phien/vao', typed)).status).toBe(422);
    expect((await openFor(await here.as(here.helper), here.author, code)).status).toBe(303);
  });

  test('by the password works; a wrong one is refused, logged and counted like any other', async () => {
    const here = await table();
    const query = here.deps.store.db.updateTable('account').where('id', '=', here.author.accountId);
    await query.set({ password: await hashPassword(PASSWORD) }).execute();
    const browser = await here.as(here.helper);
    for (let tries = 0; tries < 6; tries += 1) {
      const answer = await openFor(browser, here.author, 'đoán bừa');
      expect(answer.status).toBe(422);
      expect(await answer.text()).not.toContain('đoán bừa');
    }
    expect((await openFor(browser, here.author, PASSWORD)).status).toBe(429);
    // The same count as at the author's own sign-in.
    const typed = { ten_dang_nhap: here.author.userName, mat_khau: PASSWORD };
    expect((await browserFor(here.app, '').post('/dang-nhap', typed)).status).toBe(429);
    here.clock.forward(16);
    expect((await openFor(await here.as(here.helper), here.author, PASSWORD)).status).toBe(303);
    const failed = (await audit(here)).filter(({ action }) => action === 'sign-in-failed');
    expect(failed).toHaveLength(6);
    expect(failed[0]).toEqual({
      action: 'sign-in-failed',
      account_id: here.helper.accountId,
      detail: 'to be assisted',
    });
  });

  test('asks the author’s second factor, too; begun here it is finished nowhere else', async () => {
    const here = await table();
    const { db } = here.deps.store;
    const secret = newTotpSecret();
    const enabled_at = '2026-11-01T00:00:00.000Z';
    await db
      .insertInto('second_factor')
      .values({ account_id: here.author.accountId, secret, last_step: 0, enabled_at })
      .execute();
    const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
    const own = await here.as(here.helper);
    const half = await openFor(own, here.author, code);
    expect(half.headers.get('location')).toBe('/nhap-giup/ma');
    const pending = cookieFrom(half);
    const ma = codeAt(secret, here.clock.now);
    // Neither as a sign-in of the author's own, nor for another helper.
    expect((await browserFor(here.app, pending).post('/dang-nhap/ma', { ma })).headers.get('location')).toBe(
      '/dang-nhap',
    );
    const other = await here.as(here.maker);
    const stolen = browserFor(here.app, `${other.cookie}; ${pending}`);
    expect((await stolen.post('/nhap-giup/ma', { ma })).headers.get('location')).toBe('/nhap-giup');
    const both = browserFor(here.app, `${own.cookie}; ${pending}`);
    expect((await both.get('/nhap-giup/ma')).status).toBe(200);
    expect((await both.post('/nhap-giup/ma', { ma: '000000' })).status).toBe(422);
    const inside = await both.post('/nhap-giup/ma', { ma });
    expect(inside.headers.get('location')).toBe('/');
    expect((await goOn(here, inside).get(`/ban-kiem-diem/${here.id}`)).status).toBe(200);
  });
});

describe('nobody', () => {
  test.each<[string, (here: Table) => Promise<{ helper: Person; author: Person }>, string]>([
    ['of another branch', async (here) => ({ helper: await stranger(here), author: here.author }), 'không cùng chi bộ'],
    ['who is the author himself', (here) => Promise.resolve({ helper: here.author, author: here.author }), 'chính'],
    [
      'who printed the sheet',
      (here) => Promise.resolve({ helper: here.maker, author: here.author }),
      'chính đồng chí in',
    ],
  ])(
    '%s types for him, even with the right code; it is not spent, and the attempt is logged',
    async (_, who, words) => {
      const here = await table();
      const { helper, author } = await who(here);
      const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
      const before = await tableContents(here.deps.store);
      const answer = await openFor(await here.as(helper), author, code);
      expect(answer.status).toBe(409);
      expect(wordsOn(await answer.text())).toContain(words);
      expect(await tableContents(here.deps.store)).toEqual(before);
      expect((await audit(here)).at(-1)).toMatchObject({ action: 'access-refused', account_id: helper.accountId });
      expect((await openFor(await here.as(here.helper), here.author, code)).status).toBe(303);
    },
  );

  test('types by a disabled account, or for one', async () => {
    const here = await table();
    const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
    const disable = (person: Person, disabled: number) =>
      here.deps.store.db.updateTable('account').set({ disabled }).where('id', '=', person.accountId).execute();
    const own = await here.as(here.helper);
    await disable(here.author, 1);
    expect((await openFor(own, here.author, code)).status).toBe(422);
    await disable(here.author, 0);
    const browser = goOn(here, await openFor(own, here.author, code));
    expect((await browser.get(`/ban-kiem-diem/${here.id}`)).status).toBe(200);
    await disable(here.helper, 1);
    expect((await browser.get(`/ban-kiem-diem/${here.id}`)).headers.get('location')).toBe('/nhap-giup/xong');
    expect((await openFor(await here.as(here.helper), here.author, code)).status).toBe(401);
  });

  test('types in what was handed in, or where no campaign is open', async () => {
    const here = await table();
    const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
    await completeReview(here.deps, actorFor(here.author), here.id);
    await submitAs(here.deps, here.author, here.id);
    const late = await openFor(await here.as(here.helper), here.author, code);
    expect(wordsOn(await late.text())).toContain('đã nộp nên không nhập thêm được');
    const other = await seedPerson(here.deps, here.office.branch, 'Vũ Văn Chưa Viết');
    const [another = ''] = await sheetOf(here.deps, other, here.maker);
    await here.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const none = await openFor(await here.as(here.helper), other, another);
    expect([none.status, wordsOn(await none.text())]).toEqual([
      409,
      expect.stringContaining('chưa có đợt kiểm điểm nào đang mở'),
    ]);
    // One that came back from the closed campaign can be finished.
    await here.deps.store.db.updateTable('review').set({ state: 'returned' }).execute();
    expect((await openFor(await here.as(here.helper), here.author, code)).status).toBe(303);
  });
});

test.each<RoleName>(['secretary', 'deputy', 'committee_member'])('a %s of the branch may type', async (role) => {
  const here = await table();
  const roles = [{ unitId: here.office.branch, role }];
  const helper = await seedPerson(here.deps, here.office.branch, 'Đỗ Thị Chi Ủy', { roles });
  const [code = ''] = await sheetOf(here.deps, here.author, here.maker);
  expect((await openFor(await here.as(helper), here.author, code)).status).toBe(303);
});

describe('an author who has never signed in', () => {
  test('reads the notice, begins, and from then on that review is open', async () => {
    const here = await table();
    const elder = await seedPerson(here.deps, here.office.branch, 'Cụ Nguyễn Văn Già');
    await here.deps.store.db.deleteFrom('notice_acknowledgement').where('account_id', '=', elder.accountId).execute();
    const [code = ''] = await sheetOf(here.deps, elder, here.maker);
    const browser = goOn(here, await openFor(await here.as(here.helper), elder, code));
    expect((await browser.get('/')).headers.get('location')).toBe('/thong-bao');
    expect((await browser.post('/thong-bao', { da_doc: '1' })).headers.get('location')).toBe('/');
    expect(wordsOn(await (await browser.get('/')).text())).toContain('Bắt đầu bản kiểm điểm');
    const begun = (await browser.post(`/dot/${here.campaignId}/bat-dau`, {})).headers.get('location') ?? '';
    expect((await browser.get(begun)).status).toBe(200);
    // Pressed again, it leads to the same.
    expect((await browser.post(`/dot/${here.campaignId}/bat-dau`, {})).headers.get('location')).toBe(begun);
    expect((await browser.get(`/ban-kiem-diem/${here.id}`)).status).toBe(404);
    const own = wordsOn(await (await (await here.as(elder)).get(begun)).text());
    expect(own).toContain('Đồng chí Lê Văn Giúp, từ 10:00:00 ngày 22/11/2026');
  });

  test('has nothing opened that was handed in meanwhile elsewhere', async () => {
    const here = await table();
    const elder = await seedPerson(here.deps, here.office.branch, 'Cụ Nguyễn Văn Già');
    const browser = await assistedSession({ ...here, author: elder }, null);
    const id = await begin({ browser: await here.as(elder), campaignId: here.campaignId });
    await completeReview(here.deps, actorFor(elder), id);
    await submitAs(here.deps, elder, id);
    expect((await browser.post(`/dot/${here.campaignId}/bat-dau`, {})).status).toBe(409);
    expect((await browser.get(`/ban-kiem-diem/${id}`)).status).toBe(404);
  });
});

test('a second sitting ends the first: one helper at a time', async () => {
  const here = await table();
  const [first = '', second = ''] = await sheetOf(here.deps, here.author, here.maker);
  const other = await seedPerson(here.deps, here.office.branch, 'Trần Thị Giúp Sau');
  const one = goOn(here, await openFor(await here.as(here.helper), here.author, first));
  const two = goOn(here, await openFor(await here.as(other), here.author, second));
  expect((await one.get(`/ban-kiem-diem/${here.id}`)).headers.get('location')).toBe('/nhap-giup/xong');
  expect((await two.get(`/ban-kiem-diem/${here.id}`)).status).toBe(200);
  expect((await audit(here)).filter(({ action }) => action === 'assistance-ended')).toHaveLength(1);
});

async function stranger(here: Table): Promise<Person> {
  return seedPerson(here.deps, here.office.otherBranch, 'Ngô Văn Chi Bộ Khác');
}
