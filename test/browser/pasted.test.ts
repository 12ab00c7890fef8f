import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
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
import { type Office, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

/** Text pasted from an old Word file, and letters that cannot be printed. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let person: BrowserContext;
let page: Page;
let accountId: string;
let reviewId: string;

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

beforeEach(async () => {
  person = await browser.newPerson();
  ({ accountId } = await seedPerson(live.deps, office.branch, 'Đỗ Thị Dán'));
  await signInAs(person, live, accountId);
  page = await person.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => void dialog.accept());
  await page.goto(`${live.origin}/`);
  await follow(page, 'main button.button--primary');
  reviewId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
});

afterEach(() => person.close());

async function open(path: string): Promise<void> {
  await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}${path}`);
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

describe('text pasted from an old Word file', () => {
  const OLD = '§¶ng bé ph­êng ®· hoµn thµnh tèt nhiÖm vô.';
  const NEW = 'Đảng bộ phường đã hoàn thành tốt nhiệm vụ.';
  const CONVERT = '[data-offer] button[value="unicode"]';

  beforeEach(() => open('/ghi/muc-i'));

  test('is saved as typed, and converted in place when asked', async () => {
    await fillIn(page, '#o-I-1', OLD);
    await page.focus('#o-I-2');
    await page.waitForSelector(CONVERT);
    expect(await textOf(page, '[data-converted]')).toBe(NEW);
    expect([await valueOf(page, '#o-I-1'), await stored('I.1')]).toEqual([OLD, OLD]);
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('o-I-2');
    if (process.env.PICTURES) await page.screenshot({ path: `${process.env.PICTURES}/offer.png`, fullPage: true });
    await press(page, CONVERT);
    await expect.poll(() => stored('I.1')).toBe(NEW);
    expect(await valueOf(page, '#o-I-1')).toBe(NEW);
    expect(await page.$('[data-offer]')).toBeNull();
  });

  test('stays as it is when its author says so, and is not asked about again', async () => {
    await fillIn(page, '#o-I-1', OLD);
    await page.focus('#o-I-2');
    await page.waitForSelector(CONVERT);
    await press(page, '[data-offer] button[value="nguyen"]');
    await fillIn(page, '#o-I-1', ' Thêm.');
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
    expect(await stored('I.1')).toContain('§¶ng bé');
    await open('/ghi/muc-i');
    expect(await page.$('[data-offer]')).toBeNull();
  });

  test('kept as it is on a page that is left at once, it is not asked about on the next visit', async () => {
    await fillIn(page, '#o-I-1', OLD);
    await page.focus('#o-I-2');
    await page.waitForSelector(CONVERT);
    const answer = page.waitForResponse((response) => response.url().endsWith('/o'));
    await press(page, '[data-offer] button[value="nguyen"]');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('o-I-1');
    expect((await answer).status()).toBe(200);
    await page.reload();
    expect(await page.$('[data-offer]')).toBeNull();
    expect([await valueOf(page, '#o-I-1'), await stored('I.1')]).toEqual([OLD, OLD]);
    await fillIn(page, '#o-I-2', OLD);
    await page.focus('#o-I-1');
    await page.waitForSelector(CONVERT);
  });

  test('kept while the server is away, it is remembered when the server is back', async () => {
    await fillIn(page, '#o-I-1', OLD);
    await page.focus('#o-I-2');
    await page.waitForSelector(CONVERT);
    await live.stop();
    await press(page, '[data-offer] button[value="nguyen"]');
    await page.waitForSelector('.saved--waiting');
    await live.start();
    await page.waitForSelector('.saved:not(.saved--waiting)');
    await page.reload();
    expect(await page.$('[data-offer]')).toBeNull();
  });

  test('a button pressed at once waits for the answer to the offer, once', async () => {
    await fillIn(page, '#o-I-1', OLD);
    await press(page, '.pager button.button--primary');
    await page.waitForSelector(CONVERT);
    expect(page.url()).toMatch(/\/ghi\/muc-i$/);
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
  });

  test('bullets that cannot be printed are saved and named, and cleaned when asked', async () => {
    await fillIn(page, '#o-I-1', '\uF0B7  Việc một');
    await page.focus('#o-I-2');
    await page.waitForSelector('[data-offer] button[value="gon"]');
    expect(await stored('I.1')).toBe('\uF0B7  Việc một');
    expect(await textOf(page, '#nhac-o-I-1')).toContain('Ký hiệu riêng của Word (U+F0B7) không in được');
    expect(await textOf(page, '[data-saved]')).toContain('Có chữ không in được, xin xem ở ô đó.');
    await press(page, '[data-offer] button[value="gon"]');
    await expect.poll(() => stored('I.1')).toBe('- Việc một');
    await page.waitForSelector('#nhac-o-I-1', { hidden: true });
  });

  test('an input method at work is not disturbed by the offer', async () => {
    await fillIn(page, '#o-I-1', `${OLD} `);
    await page.waitForSelector(CONVERT);
    const session = await page.createCDPSession();
    await session.send('Input.imeSetComposition', { text: 'nguyê', selectionStart: 5, selectionEnd: 5 });
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1_900)));
    await session.send('Input.insertText', { text: 'nguyễn' });
    expect(await valueOf(page, '#o-I-1')).toBe(`${OLD} nguyễn`);
    await expect.poll(() => stored('I.1'), { timeout: 5_000 }).toBe(`${OLD} nguyễn`);
  });

  test('an emoji is saved and named; a button pressed at once stays at it, once', async () => {
    await fillIn(page, '#o-I-1', 'Rất tốt 👍');
    await press(page, '.pager button.button--primary');
    await page.waitForFunction(() => document.activeElement?.id === 'nhac-o-I-1');
    expect(await textOf(page, '#nhac-o-I-1')).toContain('Ký tự “👍” không in được trên giấy');
    expect(await stored('I.1')).toBe('Rất tốt 👍');
    await follow(page, '.pager button.button--primary');
    expect(page.url()).toMatch(/\/ghi\/muc-ii$/);
    await open('/ghi/muc-i');
    expect(await textOf(page, '#nhac-o-I-1')).toContain('“👍”');
    const described = await page.$eval('#o-I-1', (box) => box.getAttribute('aria-describedby'));
    expect(described).toContain('nhac-o-I-1');
    await page.focus('#o-I-1');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.type('Rất tốt');
    await page.waitForSelector('#nhac-o-I-1', { hidden: true });
    expect(await stored('I.1')).toBe('Rất tốt');
  });
});
