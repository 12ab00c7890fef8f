import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { oneTimeCodes } from '../../src/accounts/statements.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findField, findReview } from '../../src/reviews/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import {
  download,
  fillIn,
  follow,
  type LiveBrowser,
  type LiveServer,
  press,
  signInAs,
  startBrowser,
  startServer,
  textOf,
} from '../helpers/browser.ts';
import { actorFor } from '../helpers/author.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { completeReview } from '../helpers/reviews.ts';

/** At one computer: the helper's screen and keyboard, and the author beside him with his sheet of codes. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let campaignId: string;
/** How far the server's clock stands before the real one, in milliseconds. */
let ahead = 0;

let author: Person;
let helper: Person;
let reviewId: string;
let codes: string[];
let desk: BrowserContext;
let page: Page;

const SAID = 'Tôi đã dự đủ mười hai kỳ sinh hoạt, tuổi cao nhưng không vắng buổi nào.';

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer({
    fill: (deps) => Promise.resolve({ ...deps, now: () => new Date(Date.now() + ahead) }),
  });
  office = await seedOffice(live.deps);
  campaignId = await seedCampaign(live.deps, office.committee);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

beforeEach(async () => {
  ahead = 0;
  const { deps } = live;
  author = await seedPerson(deps, office.branch, 'Trịnh Văn Cao Tuổi');
  helper = await seedPerson(deps, office.branch, 'Lưu Thị Nhập Giúp');
  const [campaign, member] = await Promise.all([
    findCampaign(deps.store.db, campaignId),
    findMember(deps.store.db, author.memberId),
  ]);
  if (!campaign || !member) throw new Error('nobody to write for');
  reviewId = await beginReview(deps, actorFor(author), campaign, member);
  await completeReview(deps, actorFor(author), reviewId);
  const made = oneTimeCodes(deps, { purpose: 'assisted_entry', accountId: author.accountId, minutes: 60 }, 2);
  await deps.store.atomic(made.statements);
  codes = made.secrets;
  desk = await browser.newPerson();
  await signInAs(desk, live, helper.accountId);
  page = await desk.newPage();
  page.setDefaultTimeout(10_000);
  page.on('dialog', (dialog) => void dialog.accept());
});

afterEach(() => desk.close());

async function openAssisted(): Promise<void> {
  await page.goto(`${live.origin}/tai-khoan`);
  await follow(page, 'footer a[href="/nhap-giup"]');
  await press(page, '#o-giu_kin');
  await fillIn(page, '#o-ten_dang_nhap', author.userName);
  await fillIn(page, '#o-mat_khau', codes[0] ?? '');
  await follow(page, 'main button.button--primary');
}

async function stored(key: string): Promise<string> {
  return (await findField(live.deps.store.db, reviewId, key))?.value ?? '';
}

async function state(): Promise<string | undefined> {
  return (await findReview(live.deps.store.db, reviewId))?.state;
}

test('the whole walk: opened by the author, typed, read back in large letters, signed, handed in, closed', async () => {
  const base = `${live.origin}/ban-kiem-diem/${reviewId}`;
  await openAssisted();
  expect(page.url()).toBe(base);
  expect(await textOf(page, '.assisted')).toBe(
    'Đồng chí Lưu Thị Nhập Giúp đang nhập giúp đồng chí Trịnh Văn Cao Tuổi. Bản này là của đồng chí Trịnh Văn Cao Tuổi.',
  );
  await page.goto(`${base}/ghi/muc-v`);
  await fillIn(page, '#o-V', SAID);
  await expect.poll(() => stored('V'), { timeout: 5_000 }).toBe(SAID);
  await page.goto(`${base}/kiem-tra`);
  await follow(page, '#o-nop button.button--primary');
  expect(new URL(page.url()).pathname).toMatch(/\/doc-lai$/);

  const sizes = await page.$$eval('.read-back dt, .read-back dd p', (all) =>
    all.map((each) => Number.parseFloat(getComputedStyle(each).fontSize)),
  );
  expect(sizes.length).toBeGreaterThan(60);
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
  expect(await textOf(page, '.read-back')).toContain(SAID);
  const large = await download(page, live, `/ban-kiem-diem/${reviewId}/ban-chu-lon.pdf`);
  expect((await readPdf(large.body)).text.replaceAll(/\s+/g, ' ')).toContain(SAID);

  // A change on the way: back here, and it is handed in as it reads now.
  await follow(page, '.read-back a[href*="/ghi/muc-v"]');
  await fillIn(page, '#o-V', ' Xin nhận.');
  await follow(page, '.pager button.button--primary');
  expect(new URL(page.url()).pathname).toMatch(/\/doc-lai$/);
  await follow(page, '#ky-nop button.button--primary');
  expect(await textOf(page, '.error-summary')).toContain('Chưa nộp.');
  expect(await page.$eval('#o-da_ky', (box) => (box as HTMLInputElement).checked)).toBe(false);
  expect(await state()).toBe('draft');
  await press(page, '#o-da_ky');
  await follow(page, '#ky-nop button.button--primary');
  expect(await state()).toBe('submitted');
  expect(await textOf(page)).toContain('ĐÃ NỘP lúc');
  expect(await textOf(page)).toContain('Trịnh Văn Cao Tuổi');
  expect(await stored('V')).toContain('Xin nhận.');

  for (let back = 0; back < 6; back += 1) {
    await page.goBack();
    const words = await page.content();
    expect(words).not.toContain('Tôi đã dự đủ');
    expect(words).not.toContain('Còn nể nang');
  }
  for (const end of ['', '/doc-lai', '/ghi/muc-v', '/ban-nhap.pdf', '/ban-chu-lon.pdf', '/ban-in.pdf']) {
    expect((await download(page, live, `/ban-kiem-diem/${reviewId}${end}`)).status).toBe(303);
  }
  const kept = await page.evaluate(async (path) => {
    const answer = fetch(path, { cache: 'only-if-cached', mode: 'same-origin' });
    return answer.then(
      (response) => response.status,
      () => 'nothing kept',
    );
  }, `/ban-kiem-diem/${reviewId}/doc-lai`);
  expect(['nothing kept', 504]).toContain(kept);
  const left = await desk.cookies();
  expect(left.map(({ name }) => name)).toEqual(['tu-soi-nhap-giup']);
});

describe('at the end of an assisted session', () => {
  test('another window of the same browser is emptied by itself', async () => {
    await openAssisted();
    await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/ghi/muc-i`);
    await page.waitForSelector('[data-session-warning]', { hidden: true });
    const other = await desk.newPage();
    await other.goto(`${live.origin}/ban-kiem-diem/${reviewId}`);
    await follow(other, 'form[action="/dang-xuat"] button');
    expect(await textOf(other)).toContain('Phiên nhập giúp đã kết thúc');
    await expect.poll(() => new URL(page.url()).pathname, { timeout: 5_000 }).toBe('/nhap-giup/xong');
    expect(await page.content()).not.toContain('Giữ gìn phẩm chất');
    await other.close();
  });

  test('ten idle minutes warn, then empty the page; nowhere is a sign-in for the whole account', async () => {
    await openAssisted();
    await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/ghi/muc-i`);
    expect(await page.$('#phien-mat-khau')).toBeNull();
    ahead += 8.5 * 60_000;
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('[data-session-warning]:not([hidden])');
    ahead += 2 * 60_000;
    await Promise.all([page.waitForNavigation(), page.evaluate(() => window.dispatchEvent(new Event('focus')))]);
    expect(new URL(page.url()).pathname).toBe('/nhap-giup/xong');
    expect(await textOf(page)).toContain('chưa nộp trong phiên này');
    await page.goBack();
    expect(await page.content()).not.toContain('Giữ gìn phẩm chất');
  });

  test('the helper signs in again as himself, and nothing of it is in his pages', async () => {
    await openAssisted();
    await follow(page, 'form[action="/dang-xuat"] button');
    await signInAs(desk, live, helper.accountId);
    await page.goto(`${live.origin}/`);
    expect(await textOf(page, '.masthead__person')).toContain('Lưu Thị Nhập Giúp');
    const answer = await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}`);
    expect(answer?.status()).toBe(404);
  });
});
