import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findField } from '../../src/reviews/queries.ts';
import { formatTime } from '../../src/views/formats.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
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
import { type Office, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { actorFor, type Author } from '../helpers/tour.ts';

/** What becomes of typed words: the pause, two tabs, a server that is away, a session that ends, a review handed in. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let author: Author;
let person: BrowserContext;
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer();
  office = await seedOffice(live.deps);
  await seedCampaign(live.deps, office.committee);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

/** A fresh author with an empty review, on section I. */
beforeEach(async () => {
  person = await browser.newPerson();
  const { accountId } = await seedPerson(live.deps, office.branch, 'Nguyễn Thị Gõ');
  await signInAs(person, live, accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  author = { accountId, reviewId: new URL(page.url()).pathname.split('/').at(-1) ?? '' };
  await open(page, 'muc-i');
});

afterEach(() => person.close());

async function open(where: Page, step: string): Promise<void> {
  // Left with unsaved words, a page asks; the answer here is always to leave.
  where.on('dialog', (dialog) => void dialog.accept());
  await where.goto(`${live.origin}/ban-kiem-diem/${author.reviewId}/ghi/${step}`);
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, author.reviewId, key))?.value ?? '';
}

/** Waits for the line at the foot of the form to say so. */
async function saysSaved(where: Page, words = 'Đã lưu lúc'): Promise<void> {
  await where.waitForFunction(
    (wanted) => document.querySelector('[data-saved]')?.textContent?.includes(wanted),
    {},
    words,
  );
}

async function saysAtTheTop(where: Page, words: string): Promise<void> {
  await where.waitForFunction(
    (wanted) => document.querySelector('[data-page-message]')?.textContent?.includes(wanted),
    {},
    words,
  );
}

/** The fields whose saves the page asked for, in order. */
function savesOf(where: Page): { key: string; value: string }[] {
  const saves: { key: string; value: string }[] = [];
  where.on('request', (request) => {
    if (request.url().endsWith('/o'))
      saves.push(JSON.parse(request.postData() ?? '{}') as { key: string; value: string });
  });
  return saves;
}

describe('while typing', () => {
  test('a field is saved after a pause, and the time is shown', async () => {
    const saves = savesOf(page);
    await page.focus('#o-I-1');
    await page.keyboard.type('Dự đủ mười hai kỳ');
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('Dự đủ mười hai kỳ');
    const field = await findField(live.deps.store.db, author.reviewId, 'I.1');
    await saysSaved(page, `Đã lưu lúc ${formatTime(field?.saved_at ?? '')}`);
    expect(saves).toHaveLength(1);
    await page.reload();
    expect(await valueOf(page, '#o-I-1')).toBe('Dự đủ mười hai kỳ');
  });

  test('leaving a field saves it at once', async () => {
    const answer = page.waitForResponse((response) => response.url().endsWith('/o'), { timeout: 1_200 });
    await fillIn(page, '#o-I-2', 'Làm xong 12 việc');
    await page.focus('#o-I-3');
    expect((await answer).status()).toBe(200);
    expect(await stored('I.2')).toBe('Làm xong 12 việc');
  });

  test('the words of an input method are not sent half made', async () => {
    const saves = savesOf(page);
    await page.focus('#o-I-1');
    const session = await page.createCDPSession();
    await session.send('Input.imeSetComposition', { text: 'nguyê', selectionStart: 5, selectionEnd: 5 });
    // Longer than the pause after which a finished word is saved.
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_900)));
    expect(saves).toEqual([]);
    await session.send('Input.insertText', { text: 'nguyễn' });
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe('nguyễn');
    expect(await valueOf(page, '#o-I-1')).toBe('nguyễn');
    expect(saves.map(({ value }) => value)).toEqual(['nguyễn']);
  });

  test('a value that cannot be is named at its field and the others are saved', async () => {
    await page.goto(page.url().replace('muc-i', 'tu-danh-gia'));
    await fillIn(page, '#o-B-I-1', '31');
    await fillIn(page, '#o-B-I-2', '60,5');
    await page.focus('#o-B-I-1');
    await page.waitForSelector('#loi-o-B-I-1:not([hidden])');
    expect(await textOf(page, '#loi-o-B-I-1')).toContain('30');
    expect(await valueOf(page, '#o-B-I-1')).toBe('31');
    await expect.poll(() => stored('B.I.2')).toBe('60.5');
    expect(await stored('B.I.1')).toBe('');
  });

  test('a button on a page with nothing new goes on at the first press', async () => {
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
  });

  test('a button pressed in the middle of a word takes the word along', async () => {
    await page.focus('#o-I-3');
    await page.keyboard.type('Bốn trong năm điều');
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored('I.3')).toBe('Bốn trong năm điều');
  });
});

describe('in two windows', () => {
  let other: Page;

  beforeEach(async () => {
    other = await person.newPage();
    other.setDefaultTimeout(10_000);
    await open(other, 'muc-i');
  });

  async function bothWrite(): Promise<void> {
    await fillIn(other, '#o-I-1', 'Bản ở máy cơ quan');
    await other.focus('#o-I-2');
    await expect.poll(() => stored('I.1')).toBe('Bản ở máy cơ quan');
    await page.bringToFront();
    await fillIn(page, '#o-I-1', 'Bản ở nhà');
    await page.focus('#o-I-2');
    await page.waitForSelector('[data-conflict] [data-theirs]');
  }

  test('the same field shows both texts and keeps the stored one until somebody chooses', async () => {
    await bothWrite();
    expect(await textOf(page, '[data-conflict] [data-mine]')).toBe('Bản ở nhà');
    expect(await textOf(page, '[data-conflict] [data-theirs]')).toBe('Bản ở máy cơ quan');
    expect(await stored('I.1')).toBe('Bản ở máy cơ quan');
  });

  test.each([
    { choice: 'mine', kept: 'Bản ở nhà' },
    { choice: 'theirs', kept: 'Bản ở máy cơ quan' },
    { choice: 'both', kept: 'Bản ở máy cơ quan\n\nBản ở nhà' },
  ])('chosen “$choice”, that is what is kept', async ({ choice, kept }) => {
    await bothWrite();
    await press(page, `[data-conflict] [value="${choice}"]`);
    await page.waitForSelector('[data-conflict]', { hidden: true });
    expect(await valueOf(page, '#o-I-1')).toBe(kept);
    await expect.poll(() => stored('I.1')).toBe(kept);
  });

  test('different fields do not disturb each other', async () => {
    await fillIn(other, '#o-I-1', 'Mục một ở máy cơ quan');
    await other.focus('#o-I-2');
    await expect.poll(() => stored('I.1')).toBe('Mục một ở máy cơ quan');
    await page.bringToFront();
    await fillIn(page, '#o-I-2', 'Mục hai ở nhà');
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored('I.1')).toBe('Mục một ở máy cơ quan');
    expect(await stored('I.2')).toBe('Mục hai ở nhà');
  });
});

describe('when something is in the way', () => {
  test('a server that stops keeps the words on the page, and saves them when it is back', async () => {
    await live.stop();
    await fillIn(page, '#o-I-1', 'Gõ khi máy chủ dừng');
    await page.focus('#o-I-2');
    await saysSaved(page, 'Chưa lưu được, đang thử lại');
    const here = page.url();
    await press(page, '.pager button.button--primary');
    await saysSaved(page, 'Chưa lưu được, đang thử lại');
    expect(page.url()).toBe(here);
    expect(await valueOf(page, '#o-I-1')).toBe('Gõ khi máy chủ dừng');
    await live.start();
    await saysSaved(page);
    expect(await stored('I.1')).toBe('Gõ khi máy chủ dừng');
  });

  test('a session that ends keeps the words, and saves them after signing in again', async () => {
    const cookies = await person.cookies();
    await person.deleteCookie(...cookies);
    await fillIn(page, '#o-I-1', 'Gõ sau khi hết phiên');
    await page.focus('#o-I-2');
    await saysAtTheTop(page, 'Phiên làm việc đã hết');
    expect(await valueOf(page, '#o-I-1')).toBe('Gõ sau khi hết phiên');
    expect(await page.$eval('[data-page-message] a', (link) => link.getAttribute('target'))).toBe('_blank');
    await signInAs(person, live, author.accountId);
    // Coming back to the window is what makes the page try again.
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await saysSaved(page);
    expect(await stored('I.1')).toBe('Gõ sau khi hết phiên');
    expect(await page.$eval('[data-page-message]', (message) => message.hasAttribute('hidden'))).toBe(true);
  });

  test('after the review is handed in elsewhere, a save is refused with the reason', async () => {
    await completeReview(live.deps, actorFor(author.accountId), author.reviewId);
    await page.reload();
    const before = await stored('I.1');
    await submitReview(live.deps, actorFor(author.accountId), await loadReview(live.deps, author.reviewId), '');
    await fillIn(page, '#o-I-1', 'Gõ sau khi đã nộp. ');
    await page.focus('#o-I-2');
    await saysAtTheTop(page, 'đã nộp');
    expect(await textOf(page, '[data-saved]')).toContain('Chưa lưu được');
    expect(await valueOf(page, '#o-I-1')).toContain('Gõ sau khi đã nộp.');
    expect(await stored('I.1')).toBe(before);
  });

  test('the browser asks before unsaved words are left', async () => {
    const asked = new Promise((resolve) => page.once('dialog', (dialog) => resolve(dialog.type())));
    await live.stop();
    await page.focus('#o-I-1');
    await page.keyboard.type('chưa lưu');
    await live.start();
    await page.reload();
    expect(await asked).toBe('beforeunload');
  });
});

describe('the line that says when it was saved', () => {
  test('pushes no button away under the pointer when it appears', async () => {
    // One field, and two words do not make it grow.
    await open(page, 'muc-v');
    const button = () =>
      page.$eval('.pager button.button--primary', (one) => one.getBoundingClientRect().top + window.scrollY);
    const before = await button();
    expect(await textOf(page, '[data-saved]')).toBe('');
    await fillIn(page, 'textarea[data-key="V"]', 'Không có.');
    await saysSaved(page);
    expect(await button()).toBe(before);
  });
});
