import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { findField, findReview } from '../../src/reviews/queries.ts';
import { REASON_KEY } from '../../src/reviews/questions.ts';
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
import { completeReview } from '../helpers/reviews.ts';
import { actorFor } from '../helpers/tour.ts';

/** The reason on the check page, an answer taken back, larger letters: saved like everything else that is typed. */
const PASSWORD = 'trời xanh mây trắng';
const REASON = '#o-NOP-reason';
const WORDS = 'Chi bộ chưa yêu cầu trả lời danh mục này.';
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
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
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

/** Somebody whose review is complete but for one sign, at the check page. */
beforeEach(async () => {
  ahead = 0;
  person = await browser.newPerson();
  author = await seedPerson(live.deps, office.branch, 'Nguyễn Thị Kiểm');
  await signInAs(person, live, author.accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  reviewId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  await completeReview(live.deps, actorFor(author.accountId), reviewId);
  const { db } = live.deps.store;
  await db.deleteFrom('review_field').where('review_id', '=', reviewId).where('key', '=', 'A5').execute();
  await open('kiem-tra');
});

afterEach(() => person.close());

async function open(end: string, where = page): Promise<void> {
  await where.goto(`${live.origin}/ban-kiem-diem/${reviewId}/${end}`);
}

async function stored(key = REASON_KEY): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

async function state(): Promise<string | undefined> {
  return (await findReview(live.deps.store.db, reviewId))?.state;
}

async function saysSaved(words = 'Đã lưu lúc'): Promise<void> {
  await page.waitForFunction(
    (wanted) => document.querySelector('[data-saved]')?.textContent?.includes(wanted),
    {},
    words,
  );
}

describe('the reason', () => {
  test('is saved within two seconds of a pause, with the time, and is there when the page is opened anew', async () => {
    await page.focus(REASON);
    await page.keyboard.type(WORDS);
    const asked = Date.now();
    await expect.poll(() => stored(), { timeout: 5_000, interval: 20 }).toBe(WORDS);
    expect(Date.now() - asked).toBeLessThan(2_500);
    await saysSaved();
    expect(await textOf(page, '[data-saved]')).toMatch(/^Đã lưu lúc \d\d:\d\d:\d\d$/);
    await page.reload();
    expect(await valueOf(page, REASON)).toBe(WORDS);
  });

  test('is saved at once on leaving the field', async () => {
    const answer = page.waitForResponse((response) => response.url().endsWith('/o'), { timeout: 1_200 });
    await fillIn(page, REASON, WORDS);
    await page.focus('#o-nop button.button--primary');
    expect((await answer).status()).toBe(200);
    expect(await stored()).toBe(WORDS);
  });

  test('typed and handed in with one press goes along', async () => {
    await fillIn(page, REASON, WORDS);
    await follow(page, '#o-nop button.button--primary');
    expect(await textOf(page)).toMatch(/^ĐÃ NỘP/);
    const steps = await live.deps.store.db
      .selectFrom('review_step')
      .where('review_id', '=', reviewId)
      .orderBy('id')
      .select('remark')
      .execute();
    expect(steps.map(({ remark }) => remark)).toEqual(['', WORDS]);
  });

  test('outlives the session: covered, signed in over the page, still there and saved', async () => {
    const { db } = live.deps.store;
    const password = await hashPassword(PASSWORD);
    await db.updateTable('account').set({ password }).where('id', '=', author.accountId).execute();
    await page.focus(REASON);
    ahead += 31 * 60_000;
    await page.keyboard.type(WORDS);
    await page.waitForSelector('[data-session-cover][open]');
    expect(await page.$eval(REASON, (area) => getComputedStyle(area).visibility)).toBe('hidden');
    expect(await stored()).toBe('');
    await fillIn(page, '#phien-mat-khau', PASSWORD);
    await page.click('[data-session-password] button');
    await page.waitForFunction(() => !document.querySelector('[data-session-cover]')?.hasAttribute('open'));
    expect(await valueOf(page, REASON)).toBe(WORDS);
    await expect.poll(() => stored(), { timeout: 5_000 }).toBe(WORDS);
  });

  test('waits for a server that is away, and nothing is handed in meanwhile', async () => {
    await live.stop();
    await fillIn(page, REASON, WORDS);
    await press(page, '#o-nop button.button--primary');
    await saysSaved('Chưa lưu được, đang thử lại');
    await live.start();
    await saysSaved();
    expect(await stored()).toBe(WORDS);
    expect(await state()).toBe('draft');
  });

  test('typed otherwise in another window stands beside it until one is chosen', async () => {
    const other = await person.newPage();
    await open('kiem-tra', other);
    await fillIn(other, REASON, 'Bản ở máy cơ quan');
    await other.focus('#o-nop button.button--primary');
    await expect.poll(() => stored()).toBe('Bản ở máy cơ quan');
    await page.bringToFront();
    await fillIn(page, REASON, 'Bản ở nhà');
    await page.focus('#o-nop button.button--primary');
    await page.waitForSelector('[data-conflict] [data-theirs]');
    expect(await textOf(page, '[data-conflict] [data-theirs]')).toBe('Bản ở máy cơ quan');
    await follow(page, '#o-nop button.button--primary');
    expect(await textOf(page, '[data-conflict] [data-mine]')).toBe('Bản ở nhà');
    expect([await stored(), await state()]).toEqual(['Bản ở máy cơ quan', 'draft']);
    await follow(page, '[data-conflict] [value="mine"]');
    expect([await stored(), await state()]).toEqual(['Bản ở nhà', 'draft']);
    await other.close();
  });
});

describe('an answer taken back', () => {
  const CLEAR = 'button[name="xoa"][value="A4"]';

  beforeEach(() => open('ghi/bieu-hien-a-1'));

  test('is saved by itself; what was written beside it is put away and comes back with the answer', async () => {
    expect(await page.$eval('button[name="xoa"][value="A5"]', (button) => button.hasAttribute('hidden'))).toBe(true);
    await press(page, 'input[name="A4"][value="present"]');
    await fillIn(page, '#o-A4-evidence', 'Làm qua loa một việc.');
    await press(page, CLEAR);
    await expect.poll(() => stored('A4'), { timeout: 5_000 }).toBe('');
    expect(await stored('A4.evidence')).toBe('Làm qua loa một việc.');
    expect(await page.$$('input[name="A4"]:checked')).toHaveLength(0);
    expect(await page.$eval(CLEAR, (button) => button.hasAttribute('hidden'))).toBe(true);
    expect(await page.$eval('#o-A4-evidence', (area) => (area as HTMLElement).offsetParent === null)).toBe(true);
    await saysSaved();
    await press(page, 'input[name="A4"][value="present"]');
    expect(await valueOf(page, '#o-A4-evidence')).toBe('Làm qua loa một việc.');
    expect(await page.$eval('#o-A4-evidence', (area) => (area as HTMLElement).offsetParent !== null)).toBe(true);
  });

  test('by keyboard leaves the focus on the question', async () => {
    await page.focus(CLEAR);
    await page.keyboard.press('Enter');
    await expect.poll(() => stored('A4'), { timeout: 5_000 }).toBe('');
    expect(await page.evaluate(() => (document.activeElement as HTMLInputElement).name)).toBe('A4');
    await page.reload();
    expect(await page.$$('input[name="A4"]:checked')).toHaveLength(0);
  });
});

test('larger letters chosen in the middle of a sentence lose no word, and come on the same page', async () => {
  await open('ghi/muc-v');
  await page.focus('#o-V');
  await page.keyboard.type('Câu đang gõ dở');
  await follow(page, 'button[name="co"][value="24"]');
  expect(page.url()).toMatch(/\/ghi\/muc-v$/);
  expect(await valueOf(page, '#o-V')).toBe('Câu đang gõ dở');
  expect(await page.evaluate(() => document.documentElement.dataset.size)).toBe('24');
  await open('kiem-tra');
  await fillIn(page, REASON, WORDS);
  await follow(page, 'button[name="co"][value="18"]');
  expect(await valueOf(page, REASON)).toBe(WORDS);
  expect(await state()).toBe('draft');
});
