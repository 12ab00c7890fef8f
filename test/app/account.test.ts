import { describe, expect, test } from 'vitest';
import { browserInWords } from '../../src/accounts/browser-words.ts';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { browserFor, createTestApp } from '../helpers/app.ts';
import { actionsLogged, wordsOn } from '../helpers/author.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

async function home() {
  const test = await createTestApp();
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Vũ Văn Nhà');
  const other = await seedPerson(test.deps, office.branch, 'Vũ Thị Khác');
  return { ...test, person, other };
}

type Home = Awaited<ReturnType<typeof home>>;

async function sessionsOf({ deps }: Home, accountId: string): Promise<string[]> {
  const query = deps.store.db.selectFrom('session').where('account_id', '=', accountId).orderBy('id').select('id');
  return (await query.execute()).map((row) => row.id);
}

describe('my sessions', () => {
  test('are listed with time, address and browser in words, this one marked, others’ left out', async () => {
    const here = await home();
    await here.as(here.person);
    here.clock.forward(5);
    const own = await here.as(here.person);
    await here.as(here.other);
    await here.deps.store.db
      .updateTable('session')
      .set({ agent: 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0', address: '10.0.0.7' })
      .where('account_id', '=', here.person.accountId)
      .execute();
    const page = wordsOn(await (await own.get('/tai-khoan')).text());
    expect(page.match(/Firefox trên máy tính Windows – nơi đồng chí đang dùng/g)).toHaveLength(1);
    expect(page.match(/Địa chỉ mạng 10\.0\.0\.7/g)).toHaveLength(2);
    expect(page).toContain('Đăng nhập lúc 10:00:00 ngày 22/11/2026');
    expect(page).toContain('Đăng nhập lúc 10:05:00 ngày 22/11/2026');
  });

  test('one of them can be ended, twice without harm', async () => {
    const here = await home();
    const away = await here.as(here.person);
    const own = await here.as(here.person);
    const [first = ''] = await sessionsOf(here, here.person.accountId);
    const end = () => own.post(`/tai-khoan/phien/${first}/ket-thuc`, {});
    expect((await end()).headers.get('location')).toBe('/tai-khoan');
    expect((await end()).headers.get('location')).toBe('/tai-khoan');
    expect((await away.get('/danh-muc')).status).toBe(303);
    expect((await own.get('/danh-muc')).status).toBe(200);
    expect(await actionsLogged(here.deps)).toEqual(['session-ended']);
  });

  test('somebody else’s cannot be ended, and the reach for it is logged', async () => {
    const here = await home();
    const own = await here.as(here.person);
    const stranger = await here.as(here.other);
    const [theirs = ''] = await sessionsOf(here, here.other.accountId);
    expect((await own.post(`/tai-khoan/phien/${theirs}/ket-thuc`, {})).status).toBe(404);
    expect((await stranger.get('/danh-muc')).status).toBe(200);
    expect(await actionsLogged(here.deps)).toEqual(['access-refused']);
  });

  test('all others can be ended at once, and nobody else’s', async () => {
    const here = await home();
    const away = [await here.as(here.person), await here.as(here.person)];
    const own = await here.as(here.person);
    const stranger = await here.as(here.other);
    expect((await own.post('/tai-khoan/phien-khac/ket-thuc', {})).status).toBe(303);
    for (const browser of away) expect((await browser.get('/danh-muc')).status).toBe(303);
    expect((await own.get('/danh-muc')).status).toBe(200);
    expect((await stranger.get('/danh-muc')).status).toBe(200);
    expect((await browserFor(here.app, '').post('/tai-khoan/phien-khac/ket-thuc', {})).status).toBe(401);
  });

  test.each([
    ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge trên máy tính Windows'],
    ['Mozilla/5.0 (Linux; Android 14) Chrome/140.0 Mobile Safari/537.36', 'Chrome trên điện thoại Android'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Safari/604.1', 'Safari trên điện thoại iPhone'],
    ['curl/8', 'Trình duyệt không rõ'],
    ['', 'Trình duyệt không rõ'],
  ])('“%s” is told as “%s”', (agent, words) => expect(browserInWords(agent)).toBe(words));
});

describe('the type size', () => {
  test('is kept for the account and set again at the next sign-in, on any computer', async () => {
    const here = await home();
    const own = await here.as(here.person);
    expect((await own.post('/co-chu', { co: '24' })).status).toBe(303);
    const password = 'trời xanh mây trắng';
    await here.deps.store.db
      .updateTable('account')
      .set({ password: await hashPassword(password) })
      .where('id', '=', here.person.accountId)
      .execute();
    const typed = { ten_dang_nhap: here.person.userName, mat_khau: password };
    const answer = await browserFor(here.app, '').post('/dang-nhap', typed);
    expect(answer.headers.getSetCookie().join()).toContain('co-chu=24');
  });

  test('one that does not exist is kept nowhere, and a stranger’s is kept for nobody', async () => {
    const here = await home();
    expect((await (await here.as(here.person)).post('/co-chu', { co: '99' })).status).toBe(422);
    expect((await browserFor(here.app, '').post('/co-chu', { co: '21' })).status).toBe(303);
    expect(await here.deps.store.db.selectFrom('preference').selectAll().execute()).toEqual([]);
  });
});
