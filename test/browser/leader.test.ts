import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { findReview } from '../../src/reviews/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import { type LiveBrowser, type LiveServer, signInAs, startBrowser, startServer, textOf } from '../helpers/browser.ts';
import { pressAndFollow, tabTo } from '../helpers/keyboard.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { actorFor } from '../helpers/tour.ts';

/** The leader's evening without a mouse: the board, a review read, sent back, answered, and accepted. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let leads: Person;
let author: Person;
let reviewId: string;
let people: BrowserContext[];
let unseen: string[];

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer();
  office = await seedOffice(live.deps);
  const campaignId = await seedCampaign(live.deps, office.committee);
  const roles = [{ unitId: office.branch, role: 'secretary' as const }];
  leads = await seedPerson(live.deps, office.branch, 'Lương Văn Bí Thư', { roles });
  author = await seedPerson(live.deps, office.branch, 'Đỗ Thị Bàn Phím');
  for (const name of ['Đinh Văn Hòa', 'Trần Thị Ước', 'Hoàng Văn Đức'])
    await seedPerson(live.deps, office.branch, name);
  reviewId = await handIn(campaignId);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

beforeEach(() => {
  people = [];
  unseen = [];
});

afterEach(async () => {
  await Promise.all(people.map((each) => each.close()));
  expect(unseen).toEqual([]);
});

async function handIn(campaignId: string): Promise<string> {
  const { deps } = live;
  const [campaign, member] = [
    await findCampaign(deps.store.db, campaignId),
    await findMember(deps.store.db, author.memberId),
  ];
  if (!campaign || !member) throw new Error('nothing to begin');
  const actor = actorFor(author.accountId);
  const id = await beginReview(deps, actor, campaign, member);
  await completeReview(deps, actor, id);
  await submitReview(deps, actor, await loadReview(deps, id), 'đã xem lại');
  return id;
}

async function pageOf(person: Person): Promise<Page> {
  const context = await browser.newPerson();
  people.push(context);
  await signInAs(context, live, person.accountId);
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  return page;
}

async function shownNames(page: Page): Promise<string[]> {
  return page.$$eval('[data-board-row]', (rows) =>
    rows
      .filter((row) => (row as HTMLElement).checkVisibility())
      .map((row) => row.querySelector('th a')?.textContent?.trim() ?? ''),
  );
}

describe('the board by keyboard only', () => {
  test('has a way past its filter, and each row is reached in the order it is read', async () => {
    const page = await pageOf(leads);
    await page.goto(`${live.origin}/chi-bo/${office.branch}`);
    await tabTo(page, '.skip-link--here', unseen);
    const box = await (await page.$('.skip-link--here'))?.boundingBox();
    expect(box && box.x >= 0 && box.y >= 0).toBe(true);
    await page.keyboard.press('Enter');
    const reached: string[] = [];
    for (let row = 0; row < 6; row += 1) {
      await tabTo(page, '[data-board-row] a', unseen);
      reached.push(await page.evaluate(() => document.activeElement?.textContent?.trim() ?? ''));
    }
    expect(reached).toEqual([
      'Lương Văn Bí Thư',
      'Hoàng Văn Đức',
      'Đinh Văn Hòa',
      'Đỗ Thị Bàn Phím',
      'Đọc bản kiểm điểm của đồng chí Đỗ Thị Bàn Phím',
      'Trần Thị Ước',
    ]);
  });

  test('narrows while a name is typed, with or without marks, and says how many are left', async () => {
    const page = await pageOf(leads);
    await page.goto(`${live.origin}/chi-bo/${office.branch}`);
    await tabTo(page, '#o-tim', unseen);
    await page.keyboard.type('van hoa');
    expect(await shownNames(page)).toEqual(['Hoàng Văn Đức', 'Đinh Văn Hòa']);
    await page.keyboard.type(' di');
    expect(await shownNames(page)).toEqual(['Đinh Văn Hòa']);
    expect(await textOf(page, '[data-board-shown]')).toBe('Đang hiện 1 trong 5 đồng chí');
    await page.keyboard.down('Control');
    await page.keyboard.press('a');
    await page.keyboard.up('Control');
    await page.keyboard.sendCharacter('ĐỨC');
    expect(await shownNames(page)).toEqual(['Hoàng Văn Đức']);
    await page.keyboard.sendCharacter('xyz');
    expect(await shownNames(page)).toEqual([]);
    expect(await textOf(page)).toContain('Không có đồng chí nào khớp.');
    for (let letter = 0; letter < 6; letter += 1) await page.keyboard.press('Backspace');
    expect(await shownNames(page)).toHaveLength(5);
    await tabTo(page, '#o-tt', unseen);
    for (let option = 0; option < 4; option += 1) await page.keyboard.press('ArrowDown');
    expect(await page.$eval('#o-tt', (select) => (select as HTMLSelectElement).selectedOptions[0]?.text)).toBe(
      'Đã nộp',
    );
    expect(await shownNames(page)).toEqual(['Đỗ Thị Bàn Phím']);
  });

  test('does the same by its button without JavaScript', async () => {
    const page = await pageOf(leads);
    await page.setJavaScriptEnabled(false);
    await page.goto(`${live.origin}/chi-bo/${office.branch}`);
    await page.focus('#o-tim');
    await page.keyboard.type('uoc');
    await pressAndFollow(page, 'Enter');
    expect(await shownNames(page)).toEqual(['Trần Thị Ước']);
  });

  test('keeps the head of its table in sight', async () => {
    const page = await pageOf(leads);
    await page.setViewport({ width: 1280, height: 420 });
    await page.goto(`${live.origin}/chi-bo/${office.branch}`);
    await page.evaluate(() => document.querySelector('[data-board-row]:last-child')?.scrollIntoView());
    const head = await (await page.$('.board thead th'))?.boundingBox();
    expect(head && head.y >= 0 && head.y < 420).toBe(true);
  });
});

test(
  'a review is read, sent back with a remark, answered, handed in again and accepted, by keyboard only',
  { timeout: 60_000 },
  async () => {
    const leader = await pageOf(leads);
    await leader.goto(`${live.origin}/chi-bo/${office.branch}`);
    await tabTo(leader, `a[href="/ban-kiem-diem/${reviewId}/doc"]`, unseen);
    await pressAndFollow(leader, 'Enter');
    await tabTo(leader, '#o-dieu_bo_sung', unseen);
    await leader.keyboard.type('Mục I.2 ghi rõ số liệu.');
    await tabTo(leader, 'form[action$="/bo-sung"] button', unseen);
    await pressAndFollow(leader, 'Enter');
    expect(await textOf(leader)).toContain('Đã đề nghị đồng chí Đỗ Thị Bàn Phím bổ sung');

    const page = await pageOf(author);
    await page.goto(`${live.origin}/`);
    expect(await textOf(page)).toContain('Mục I.2 ghi rõ số liệu.');
    await tabTo(page, `a[href="/ban-kiem-diem/${reviewId}/tra-loi"]`, unseen);
    await pressAndFollow(page, 'Enter');
    await tabTo(page, '#o-TL', unseen);
    await page.keyboard.type('Đã bổ sung số liệu.');
    await page.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Đã lưu'));
    await tabTo(page, '.pager button.button--primary', unseen);
    await pressAndFollow(page, 'Enter');
    await page.goto(`${live.origin}/ban-kiem-diem/${reviewId}/kiem-tra`);
    expect(await textOf(page)).toContain('Đã bổ sung số liệu.');
    await tabTo(page, '#o-nop button.button--primary', unseen);
    await pressAndFollow(page, 'Space');
    expect(await textOf(page)).toMatch(/^ĐÃ NỘP/);

    await leader.goto(`${live.origin}/ban-kiem-diem/${reviewId}/doc`);
    expect(await textOf(leader)).toContain('Trả lời: Đã bổ sung số liệu.');
    await tabTo(leader, 'form[action$="/tiep-nhan"] button', unseen);
    await pressAndFollow(leader, 'Enter');
    expect(await textOf(leader)).toContain('Đã tiếp nhận bản kiểm điểm của đồng chí Đỗ Thị Bàn Phím');
    expect((await findReview(live.deps.store.db, reviewId))?.state).toBe('accepted');
  },
);

test(
  'a remark typed while the session ends is still there after signing in over the page',
  { timeout: 30_000 },
  async () => {
    const other = await seedPerson(live.deps, office.branch, 'Mai Văn Nộp');
    const campaign = await live.deps.store.db.selectFrom('campaign').select('id').executeTakeFirstOrThrow();
    author = other;
    const id = await handIn(campaign.id);
    const page = await pageOf(leads);
    await page.goto(`${live.origin}/ban-kiem-diem/${id}/doc`);
    await page.focus('#o-dieu_bo_sung');
    await page.keyboard.type('Lời gõ dở.');
    const cookies = await page.browserContext().cookies();
    await page.browserContext().deleteCookie(...cookies.filter(({ httpOnly }) => httpOnly));
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('[data-session-cover][open]');
    await page.browserContext().setCookie(...cookies);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForFunction(() => !document.querySelector('[data-session-cover][open]'));
    expect(await page.$eval('#o-dieu_bo_sung', (field) => (field as HTMLTextAreaElement).value)).toBe('Lời gõ dở.');
  },
);
