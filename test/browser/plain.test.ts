import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { findField } from '../../src/reviews/queries.ts';
import {
  fillIn,
  follow,
  type LiveBrowser,
  type LiveServer,
  signInAs,
  startBrowser,
  startServer,
  textOf,
  valueOf,
} from '../helpers/browser.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

/** A browser in which no script runs: what is typed is held by the page alone, and must not go with it. */
const PASSWORD = 'trời xanh mây trắng';
const NEXT = '.pager button.button--primary';
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let hashed: string;
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
  author = await withPassword('Nguyễn Thị Giấy');
  await signInAs(person, live, author.accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  await page.setJavaScriptEnabled(false);
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  reviewId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await open('muc-i');
});

afterEach(() => person.close());

async function withPassword(name: string): Promise<Person> {
  const made = await seedPerson(live.deps, office.branch, name);
  await live.deps.store.db.updateTable('account').set({ password: hashed }).where('id', '=', made.accountId).execute();
  return made;
}

async function open(step: string): Promise<void> {
  await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/ghi/${step}`);
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

describe('sent after the session’s end', () => {
  const TEXT = 'Dự đủ 12/12 kỳ sinh hoạt chi bộ.\nMột lần đến muộn: "xin lỗi" & <rút kinh nghiệm>.';

  async function sendTooLate(): Promise<void> {
    await fillIn(page, '#o-I-1', TEXT);
    ahead += 31 * 60_000;
    await follow(page, NEXT);
  }

  test('stands under its label; signing in right there saves it and goes on', async () => {
    await sendTooLate();
    expect(await textOf(page, 'h1')).toBe('Phiên làm việc đã hết');
    expect(await textOf(page, 'label[for="o-I-1"]')).toMatch(/^Mục I\.1: Về phẩm chất chính trị/);
    expect(await valueOf(page, '#o-I-1')).toBe(TEXT);
    expect(await valueOf(page, '#o-ten_dang_nhap')).toBe(author.userName);
    await fillIn(page, '#o-mat_khau', 'đoán bừa');
    await follow(page, 'main button.button--primary');
    expect(await textOf(page)).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng.');
    expect(await valueOf(page, '#o-I-1')).toBe(TEXT);
    await fillIn(page, '#o-mat_khau', PASSWORD);
    await follow(page, 'main button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored('I.1')).toBe(TEXT);
    await open('muc-i');
    expect(await valueOf(page, '#o-I-1')).toBe(TEXT);
  });

  test('is nobody else’s: another account on that page comes to its own home, and the way back shows nothing', async () => {
    const other = await withPassword('Trần Văn Khác');
    await sendTooLate();
    await page.$eval('#o-ten_dang_nhap', (input) => ((input as HTMLInputElement).value = ''));
    await fillIn(page, '#o-ten_dang_nhap', other.userName);
    await fillIn(page, '#o-mat_khau', PASSWORD);
    await follow(page, 'main button.button--primary');
    expect(new URL(page.url()).pathname).toBe('/');
    expect(await textOf(page, '.masthead__person')).toContain('Trần Văn Khác');
    expect(await stored('I.1')).toBe('');
    for (let back = 0; back < 3; back += 1) {
      await page.goBack().catch(() => undefined);
      expect(await page.content()).not.toContain('sinh hoạt chi bộ');
    }
  });
});

test('larger letters save first what stands on the page', async () => {
  await fillIn(page, '#o-I-2', 'Đang gõ dở');
  await follow(page, 'button[name="co"][value="24"]');
  expect(page.url()).toMatch(/\/ghi\/muc-i$/);
  expect(await valueOf(page, '#o-I-2')).toBe('Đang gõ dở');
  expect(await page.$eval('html', (html) => html.getAttribute('data-size'))).toBe('24');
  expect(await stored('I.2')).toBe('Đang gõ dở');
});

test('an answer is taken back by its button, what stands beside it stays in sight', async () => {
  await open('bieu-hien-a-1');
  expect(await page.$eval('button[name="xoa"][value="A4"]', (button) => button.hasAttribute('hidden'))).toBe(true);
  await page.click('input[name="A4"][value="present"]');
  await fillIn(page, '#o-A4-evidence', 'Làm qua loa một việc.');
  await follow(page, NEXT);
  await open('bieu-hien-a-1');
  await follow(page, 'button[name="xoa"][value="A4"]');
  expect(page.url()).toMatch(/\/ghi\/bieu-hien-a-1\?so=4#o-A4$/);
  expect(await page.$$('input[name="A4"]:checked')).toHaveLength(0);
  expect(await valueOf(page, '#o-A4-evidence')).toBe('Làm qua loa một việc.');
  expect([await stored('A4'), await stored('A4.evidence')]).toEqual(['', 'Làm qua loa một việc.']);
});
