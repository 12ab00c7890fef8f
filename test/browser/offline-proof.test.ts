import type { Page } from 'puppeteer';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  foreignRequests,
  LAN_NAME,
  type LiveBrowser,
  type LiveServer,
  startBrowser,
  startServer,
  watch,
} from '../helpers/browser.ts';

/**
 * An office without internet. That no page asks anybody else is shown on every page in axe.test.ts and on the whole
 * walk in member.test.ts; here, that a page could not even if it wanted to, and that those tests would see it.
 */
let browser: LiveBrowser;
let live: LiveServer;

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer();
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

async function signInPage(origin = live.origin): Promise<Page> {
  const page = await (await browser.newPerson()).newPage();
  await page.goto(`${origin}/dang-nhap`);
  return page;
}

const ATTEMPTS: { what: string; attempt: string }[] = [
  {
    what: 'a picture',
    attempt: `document.body.append(Object.assign(new Image(), { src: 'https://example.org/1.png' }))`,
  },
  { what: 'a question to another server', attempt: `void fetch('https://example.org/').catch(() => undefined)` },
  {
    what: 'a script of another server',
    attempt: `document.body.append(Object.assign(document.createElement('script'), { src: 'https://example.org/1.js' }))`,
  },
  {
    what: 'a script in the page',
    attempt: `document.body.append(Object.assign(document.createElement('script'), { text: 'document.title = "x"' }))`,
  },
];

test.each(ATTEMPTS)('$what is refused by the page itself, and the refusal is seen', async ({ attempt }) => {
  const page = await (await browser.newPerson()).newPage();
  const watched = watch(page);
  await page.goto(`${live.origin}/dang-nhap`);
  expect(watched.complaints).toEqual([]);
  await page.evaluate(attempt);
  await expect.poll(() => watched.complaints.join(' ')).toContain('Content Security Policy');
  expect(await page.title()).toContain('Đăng nhập');
});

test('a request to another server would be seen', async () => {
  const page = await (await browser.newPerson()).newPage();
  const watched = watch(page, /ERR_NAME_NOT_RESOLVED/);
  await page.setContent('<img src="http://example.org/1.png" alt="">');
  await expect.poll(() => foreignRequests(watched, live.origin)).toContain('http://example.org/1.png');
});

test('the screen letters are our own: Vietnamese words load them from our server', async () => {
  const page = await signInPage();
  const loaded = await page.evaluate(async () => {
    await document.fonts.ready;
    return [...document.fonts].filter((face) => face.status === 'loaded').map((face) => face.family);
  });
  expect(loaded.join()).toContain('Be Vietnam Pro');
});

test('asked for under another name, the server leads to the one people use', async () => {
  const page = await (await browser.newPerson()).newPage();
  await page.goto(`http://${LAN_NAME}:${live.port}/dang-nhap`);
  expect(page.url()).toBe(`${live.origin}/dang-nhap`);
});
