import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { endSessions, tellOwner } from '../../src/accounts/statements.ts';
import { codeAt, newTotpSecret } from '../../src/accounts/totp.ts';
import { findField } from '../../src/reviews/queries.ts';
import {
  fillIn,
  follow,
  type LiveBrowser,
  type LiveServer,
  press,
  signInAs,
  startBrowser,
  startServer,
  textOf,
  valueOf,
} from '../helpers/browser.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

/** A session that ends while somebody writes, and what a browser keeps after signing out. */
const PASSWORD = 'trời xanh mây trắng';
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let hashed: string;
/** How far the server's clock stands before the real one, in milliseconds. */
let ahead = 0;

let author: Person;
let reviewId: string;
let person: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer({
    fill: (deps) => Promise.resolve({ ...deps, now: () => new Date(Date.now() + ahead) }),
  });
  office = await seedOffice(live.deps);
  await seedCampaign(live.deps, office.committee);
  hashed = await hashPassword(PASSWORD);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

beforeEach(async () => {
  ahead = 0;
  person = await browser.newPerson();
  author = await withPassword('Nguyễn Thị Viết');
  await signInAs(person, live, author.accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  reviewId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/ghi/muc-i`);
  await page.waitForSelector('[data-session-cover]', { hidden: true });
});

afterEach(() => person.close());

async function withPassword(name: string): Promise<Person> {
  const made = await seedPerson(live.deps, office.branch, name);
  await live.deps.store.db.updateTable('account').set({ password: hashed }).where('id', '=', made.accountId).execute();
  return made;
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

/** The server's clock moves on, and the page looks at it, as when somebody comes back to his window. */
async function minutesPass(minutes: number): Promise<void> {
  ahead += minutes * 60_000;
  await page.evaluate(() => window.dispatchEvent(new Event('focus')));
}

function covered(): Promise<unknown> {
  return page.waitForSelector('[data-session-cover][open]');
}

async function uncovered(): Promise<void> {
  await page.waitForFunction(() => !document.querySelector('[data-session-cover]')?.hasAttribute('open'));
}

async function signInOver(secret: string, userName?: string): Promise<void> {
  if (userName) {
    await page.$eval('#phien-ten', (input) => ((input as HTMLInputElement).value = ''));
    await fillIn(page, '#phien-ten', userName);
  }
  await fillIn(page, '#phien-mat-khau', secret);
  await page.click('[data-session-password] button');
}

describe('two minutes before the end', () => {
  test('a warning stands there that takes no focus, and its button goes on', async () => {
    await page.focus('#o-I-1');
    await minutesPass(28.5);
    await page.waitForSelector('[data-session-warning]:not([hidden])');
    expect(await textOf(page, '[data-session-warning]')).toMatch(
      /Phiên làm việc sẽ hết lúc \d\d:\d\d\..*Tiếp tục làm việc/,
    );
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('o-I-1');
    await press(page, '[data-session-on]');
    await page.waitForSelector('[data-session-warning]', { hidden: true });
    await minutesPass(25);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await page.$('[data-session-cover][open]')).toBeNull();
  });

  test('it comes by itself, without anybody touching anything', async () => {
    await minutesPass(27.97);
    await page.waitForSelector('[data-session-warning]:not([hidden])');
    expect(await page.$('[data-session-cover][open]')).toBeNull();
  });

  test('there is none while there is time', async () => {
    await minutesPass(27);
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 500)));
    expect(await page.$('[data-session-warning]:not([hidden])')).toBeNull();
  });
});

describe('when the session ends in the middle of a sentence', () => {
  test('the words are covered, signing in goes over the page, and they are there and saved', async () => {
    await page.focus('#o-I-1');
    await page.keyboard.type('Tôi đã dự đủ');
    ahead += 31 * 60_000;
    await page.keyboard.type(' mười hai');
    await covered();
    expect(await stored('I.1')).toBe('');
    expect(await page.$eval('#o-I-1', (area) => getComputedStyle(area).visibility)).toBe('hidden');
    expect(await valueOf(page, '#phien-ten')).toBe(author.userName);
    await page.keyboard.press('Escape');
    await page.keyboard.press('Escape');
    await covered();
    await signInOver('đoán bừa');
    await page.waitForSelector('[data-session-error]:not([hidden])');
    expect(await textOf(page, '[data-session-error]')).toContain('chưa đúng');
    await signInOver(PASSWORD);
    await uncovered();
    expect(await page.$eval('#o-I-1', (area) => getComputedStyle(area).visibility)).toBe('visible');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('o-I-1');
    expect(await valueOf(page, '#o-I-1')).toBe('Tôi đã dự đủ mười hai');
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('Tôi đã dự đủ mười hai');
    await page.keyboard.type(' kỳ');
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('Tôi đã dự đủ mười hai kỳ');
  });

  test('another account wipes them, unsaved and unseen, and comes to its own home', async () => {
    const other = await withPassword('Trần Văn Khác');
    await page.focus('#o-I-1');
    ahead += 31 * 60_000;
    await page.keyboard.type('Điều chỉ tôi biết');
    await covered();
    await Promise.all([page.waitForNavigation(), signInOver(PASSWORD, other.userName)]);
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await textOf(page, '.masthead__person')).toContain('Trần Văn Khác');
    expect(await page.content()).not.toContain('Điều chỉ tôi biết');
    expect(await stored('I.1')).toBe('');
    await page.goBack();
    expect(await page.content()).not.toContain('Điều chỉ tôi biết');
  });

  test('another account signed in at another window wipes them, too', async () => {
    await page.focus('#o-I-1');
    await signInAs(person, live, (await withPassword('Trần Thị Sau')).accountId);
    await Promise.all([page.waitForNavigation(), page.keyboard.type('Chưa kịp lưu')]);
    expect(await textOf(page, '.masthead__person')).toContain('Trần Thị Sau');
    expect(await stored('I.1')).toBe('');
  });

  test('the second factor is asked for over the page', async () => {
    const secret = newTotpSecret();
    const factor = { account_id: author.accountId, secret, last_step: 0, enabled_at: '2026-11-01T00:00:00.000Z' };
    await live.deps.store.db.insertInto('second_factor').values(factor).execute();
    await page.focus('#o-I-1');
    ahead += 31 * 60_000;
    await page.keyboard.type('Câu dở dang');
    await covered();
    await signInOver(PASSWORD);
    await page.waitForSelector('[data-session-code]:not([hidden])');
    await fillIn(page, '#phien-ma', '000000');
    await page.click('[data-session-code] button');
    await page.waitForSelector('[data-session-error]:not([hidden])');
    await fillIn(page, '#phien-ma', codeAt(secret, live.deps.now()));
    await page.click('[data-session-code] button');
    await uncovered();
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('Câu dở dang');
  });

  test('what somebody else did to the account is read in another window first, and the words are still there', async () => {
    await page.focus('#o-I-1');
    const told = { accountId: author.accountId, kind: 'second-factor-off' as const, reason: 'Mất điện thoại.' };
    const by = { accountId: author.accountId, displayName: 'Đỗ Quản Trị' };
    const { store } = live.deps;
    await store.atomic([endSessions(store.db, author.accountId), tellOwner(live.deps, by, told)]);
    await page.keyboard.type('Câu đang viết');
    await covered();
    await signInOver(PASSWORD);
    await page.waitForSelector('[data-session-duty]:not([hidden])');
    const opened = new Promise<Page>((resolve) =>
      person.once('targetcreated', (made) => resolve(made.page() as Promise<Page>)),
    );
    await page.click('[data-session-duty] a');
    const other = await opened;
    await other.waitForSelector('form[action="/tai-khoan/thong-bao"]');
    expect(await textOf(other)).toContain('Đồng chí Đỗ Quản Trị đã tắt đăng nhập hai bước');
    await follow(other, 'main button.button--primary');
    await other.close();
    await page.bringToFront();
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await uncovered();
    expect(await valueOf(page, '#o-I-1')).toBe('Câu đang viết');
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('Câu đang viết');
  });

  test('a page nobody touches is covered by itself', async () => {
    await minutesPass(29.97);
    await covered();
    expect(await page.$eval('#o-I-1', (area) => getComputedStyle(area).visibility)).toBe('hidden');
  });
});

describe('after signing out', () => {
  async function writeAndLeave(): Promise<void> {
    await fillIn(page, '#o-I-1', 'Lời riêng của tôi');
    await page.focus('#o-I-2');
    await expect.poll(() => stored('I.1')).toBe('Lời riêng của tôi');
    await follow(page, 'form[action="/dang-xuat"] button');
  }

  test('nothing is left in any store of the browser, not even the size of its letters', async () => {
    await follow(page, 'button[name="co"][value="24"]');
    await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/ghi/muc-i`);
    await writeAndLeave();
    const left = await page.evaluate(async () => ({
      local: localStorage.length,
      session: sessionStorage.length,
      caches: await caches.keys(),
      databases: await indexedDB.databases(),
      cookies: document.cookie,
    }));
    expect(left).toEqual({ local: 0, session: 0, caches: [], databases: [], cookies: '' });
    const cookies = await person.cookies();
    expect(cookies.map(({ name }) => name)).toEqual([]);
  });

  test('the way back in the history shows no personal page, nor does the cache', async () => {
    await writeAndLeave();
    for (let back = 0; back < 3; back += 1) {
      await page.goBack();
      expect(await page.content()).not.toContain('Lời riêng của tôi');
      expect(await page.content()).not.toContain('Nguyễn Thị Viết');
    }
    const answer = await page.evaluate(async (path) => {
      return fetch(path, { cache: 'only-if-cached', mode: 'same-origin' }).then(
        (response) => response.status,
        () => 'nothing kept',
      );
    }, `/ban-kiem-diem/${reviewId}/ghi/muc-i`);
    expect(['nothing kept', 504]).toContain(answer);
  });

  test('another window that is still open is emptied by itself, and leads to sign-in', async () => {
    await fillIn(page, '#o-I-1', 'Lời riêng của tôi');
    const other = await person.newPage();
    await other.goto(`${live.origin}/tai-khoan`);
    await follow(other, 'form[action="/dang-xuat"] button');
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 5_000 }).toBe('/dang-nhap');
    expect(await page.content()).not.toContain('Lời riêng của tôi');
    await other.close();
  });

  test('a page out of the browser’s memory is asked for anew', async () => {
    const again = page.waitForNavigation();
    const hidden = await page.evaluate(() => {
      window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
      return document.body.classList.contains('is-covered');
    });
    expect(hidden).toBe(true);
    expect((await again)?.status()).toBe(200);
  });
});
