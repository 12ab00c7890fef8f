import type { BrowserContext, Page } from 'puppeteer';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { countsOf, findNote } from '../../src/meetings/queries.ts';
import { beginHolding, saveAttendance } from '../../src/meetings/statements.ts';
import { findMember } from '../../src/units/queries.ts';
import { dayInHanoi } from '../../src/calendar.ts';
import {
  type LiveBrowser,
  type LiveServer,
  signInAs,
  startBrowser,
  startServer,
  textOf,
  valueOf,
} from '../helpers/browser.ts';
import { seedMeeting } from '../helpers/meetings.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { actorFor } from '../helpers/tour.ts';

/** The meeting before a projector: keys only, interrupted, and with a second leader at another computer. */
let browser: LiveBrowser;
let live: LiveServer;
let office: Office;
let secretary: Person;
let deputy: Person;
let author: Person;
let base: string;
let meetingId: string;
let people: BrowserContext[] = [];
let page: Page;

beforeAll(async () => {
  browser = await startBrowser();
  live = await startServer();
  office = await seedOffice(live.deps);
});

afterAll(async () => {
  await browser.close();
  await live.remove();
});

/** A new year with a fresh meeting each time: the branch has one meeting a campaign. */
let year = 2026;

beforeEach(async () => {
  const { deps } = live;
  await deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
  const campaignId = await seedCampaign(deps, office.committee, { year: (year += 1), opens_on: '2026-01-01' });
  const unitId = deps.newId();
  await deps.store.db
    .insertInto('unit')
    .values({ ...(await branchRow()), id: unitId, name: `Chi bộ năm ${year}` })
    .execute();
  secretary = await seedPerson(deps, unitId, 'Nguyễn Thị Bí Thư', { roles: [{ unitId, role: 'secretary' }] });
  deputy = await seedPerson(deps, unitId, 'Trần Văn Phó', { roles: [{ unitId, role: 'deputy' }] });
  author = await seedPerson(deps, unitId, 'Lê Văn Soi');
  base = `${live.origin}/chi-bo/${unitId}/hop`;
  meetingId = await seedMeeting(deps, campaignId, unitId);
  await handIn(campaignId);
  page = await openFor(secretary);
});

afterEach(async () => {
  await Promise.all(people.map((person) => person.close()));
  people = [];
});

async function branchRow() {
  const { deps } = live;
  return deps.store.db.selectFrom('unit').where('id', '=', office.branch).selectAll().executeTakeFirstOrThrow();
}

async function handIn(campaignId: string): Promise<void> {
  const { deps } = live;
  const [campaign, member] = [
    await findCampaign(deps.store.db, campaignId),
    await findMember(deps.store.db, author.memberId),
  ];
  if (!campaign || !member) throw new Error('not seeded');
  const actor = actorFor(author.accountId);
  const id = await beginReview(deps, actor, campaign, member);
  await completeReview(deps, actor, id);
  await submitReview(deps, actor, await loadReview(deps, id), 'đã xem lại');
}

async function openFor(person: Person): Promise<Page> {
  const context = await browser.newPerson();
  people.push(context);
  await signInAs(context, live, person.accountId);
  const opened = await context.newPage();
  opened.setDefaultTimeout(10_000);
  opened.on('dialog', (dialog) => void dialog.accept());
  await opened.setViewport({ width: 1280, height: 720 });
  return opened;
}

async function markAll(): Promise<void> {
  const { deps } = live;
  const today = dayInHanoi(deps.now());
  const rows = [secretary, deputy, author].map(({ memberId: member_id }) => {
    return { meeting_id: meetingId, member_id, presence: 'present' as const, reason: '', version: 1 };
  });
  await deps.store.atomic([
    ...rows.map((row) => saveAttendance(deps.store.db, row, 0, today)),
    beginHolding(deps.store.db, meetingId),
  ]);
}

async function titled(where: Page, title: string): Promise<void> {
  await where.waitForFunction((wanted) => document.querySelector('h1')?.textContent === wanted, {}, title);
}

async function saved(where: Page): Promise<void> {
  await where.waitForFunction(() => document.querySelector('[data-saved]')?.textContent?.includes('Đã lưu'));
}

async function stored(subject: string, key: string): Promise<string> {
  return (await findNote(live.deps.store.db, meetingId, subject, key))?.value ?? '';
}

/** Reads on until there is no more of this subject, then once more. */
async function turnOn(where: Page, title: string): Promise<void> {
  for (let press = 0; press < 40; press += 1) {
    if ((await textOf(where, 'h1')) === title) return;
    await Promise.all([where.keyboard.press('PageDown'), new Promise((resolve) => setTimeout(resolve, 250))]);
    await where.waitForSelector('h1');
  }
  throw new Error(`never came to ${title}`);
}

/** The key alone: Tab until the control has the focus. */
async function tabTo(where: Page, selector: string): Promise<void> {
  for (let press = 0; press < 60; press += 1) {
    if (await where.$eval(selector, (control) => control === document.activeElement)) return;
    await where.keyboard.press('Tab');
  }
  throw new Error(`${selector} is not reached by Tab`);
}

describe('by keyboard only', () => {
  test('from the opening to the closing and back, with a remark on the way; the focus stays in its box', async () => {
    await page.goto(`${base}/trinh-chieu`);
    await titled(page, 'Khai mạc');
    await turnOn(page, 'Tập thể chi bộ');
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Nhất trí.');
    await turnOn(page, 'Nguyễn Thị Bí Thư');
    expect(await stored('collective', 'remarks')).toBe('Nhất trí.');
    const focused = await page.evaluate(() => (document.activeElement as HTMLElement).dataset.key);
    expect(focused).toBe(`${secretary.memberId}.remarks`);
    await page.keyboard.type('Còn nể nang.');
    await turnOn(page, 'Trần Văn Phó');
    await turnOn(page, 'Lê Văn Soi');
    await turnOn(page, 'Ý kiến chung và kết luận');
    // Nothing comes after the last: the key leads nowhere.
    await page.keyboard.press('PageDown');
    expect(await textOf(page, 'h1')).toBe('Ý kiến chung và kết luận');
    await page.evaluate(() => scrollTo(0, 0));
    await page.keyboard.press('PageUp');
    await titled(page, 'Lê Văn Soi');
    expect(await stored(secretary.memberId, 'remarks')).toBe('Còn nể nang.');
  });

  test('a key reads on to the end of a long review before it turns', async () => {
    await page.goto(`${base}/trinh-chieu?ai=${author.memberId}`);
    await page.evaluate(() => scrollTo(0, 300));
    const before = await inSight();
    await page.keyboard.press('PageDown');
    await page.waitForFunction(() => scrollY > 400);
    // No line is passed over under the head that stays: the last one is seen twice.
    expect((await inSight()).top).toBeLessThan(before.bottom - before.line);
    expect(await textOf(page, 'h1')).toBe('Lê Văn Soi');
    const bar = await page.$eval('.stage__head', (head) => head.getBoundingClientRect().top);
    expect(bar).toBeGreaterThanOrEqual(0);
    while (await page.evaluate(() => scrollY > 8)) await page.keyboard.press('PageUp');
    await page.keyboard.press('PageUp');
    await titled(page, 'Trần Văn Phó');
  });

  /** What of the page can be read: from under the head to the foot of the window. */
  function inSight(): Promise<{ top: number; bottom: number; line: number }> {
    return page.evaluate(() => {
      const head = document.querySelector('.stage__head')?.getBoundingClientRect().bottom ?? 0;
      const line = parseFloat(
        getComputedStyle(document.querySelector('.stage__section p') ?? document.body).lineHeight,
      );
      return { top: scrollY + head, bottom: scrollY + innerHeight, line };
    });
  }

  test('the visible buttons do the same, and keep the focus for the next press', async () => {
    await page.goto(`${base}/trinh-chieu?ai=opening`);
    await tabTo(page, '#tiep');
    await page.keyboard.press('Enter');
    await titled(page, 'Tập thể chi bộ');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('tiep');
    await page.keyboard.press('Enter');
    await titled(page, 'Nguyễn Thị Bí Thư');
  });

  test('Tab leaves every box: the keys are no trap', async () => {
    await page.goto(`${base}/trinh-chieu?ai=collective`);
    await tabTo(page, '#o-collective-remarks');
    await tabTo(page, '.foot button');
    expect(await page.evaluate(() => document.activeElement?.closest('footer') !== null)).toBe(true);
  });
});

describe('interrupted', () => {
  test('by a window that is closed: it comes back to the same subject with every word', async () => {
    await page.goto(`${base}/trinh-chieu`);
    await turnOn(page, 'Tập thể chi bộ');
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Đề nghị bổ sung số liệu.');
    await saved(page);
    await people[0]?.close();
    people = [];
    const again = await openFor(secretary);
    await again.goto(`${base}/trinh-chieu`);
    expect(await textOf(again, 'h1')).toBe('Tập thể chi bộ');
    expect(await valueOf(again, '#o-collective-remarks')).toBe('Đề nghị bổ sung số liệu.');
  });

  test('by a server that stops: the words stay, the page does not turn, and they are saved when it is back', async () => {
    await page.goto(`${base}/trinh-chieu?ai=collective`);
    await live.stop();
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Gõ khi máy chủ dừng');
    await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
    await page.keyboard.press('PageDown');
    await page.waitForSelector('.saved--waiting');
    expect(await textOf(page, 'h1')).toBe('Tập thể chi bộ');
    expect(await valueOf(page, '#o-collective-remarks')).toBe('Gõ khi máy chủ dừng');
    await live.start();
    await expect.poll(() => stored('collective', 'remarks'), { timeout: 20_000 }).toBe('Gõ khi máy chủ dừng');
  });

  test('by the end of the session: the projector is covered, and nothing typed is lost', async () => {
    await page.goto(`${base}/trinh-chieu?ai=collective`);
    const [person] = people;
    await person?.deleteCookie(...(await person.cookies()));
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Gõ sau khi hết phiên');
    await page.waitForSelector('[data-session-cover][open]');
    const visible = await page.$eval('.stage', (stage) => getComputedStyle(stage).visibility);
    expect(visible).toBe('hidden');
    if (person) await signInAs(person, live, secretary.accountId);
    await page.evaluate(() => window.dispatchEvent(new Event('focus')));
    await page.waitForSelector('[data-session-cover][open]', { hidden: true });
    await expect.poll(() => stored('collective', 'remarks'), { timeout: 10_000 }).toBe('Gõ sau khi hết phiên');
  });
});

describe('with a second leader at another computer', () => {
  test('on another subject nobody disturbs anybody, and each sees where the meeting stands', async () => {
    const clerk = await openFor(deputy);
    await page.goto(`${base}/trinh-chieu`);
    await turnOn(page, 'Tập thể chi bộ');
    await clerk.goto(`${base}/trinh-chieu?ai=${author.memberId}`);
    expect(await textOf(clerk)).toContain('Cuộc họp đang ở: Tập thể chi bộ');
    await tabTo(clerk, `[id="o-${author.memberId}-remarks"]`);
    await clerk.keyboard.type('Ghi ở máy thư ký');
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Ghi ở máy chiếu');
    await Promise.all([saved(page), saved(clerk)]);
    expect([await stored('collective', 'remarks'), await stored(author.memberId, 'remarks')]).toEqual([
      'Ghi ở máy chiếu',
      'Ghi ở máy thư ký',
    ]);
  });

  test('in the same box both texts stand side by side, and joining them keeps both', async () => {
    const clerk = await openFor(deputy);
    await page.goto(`${base}/trinh-chieu?ai=collective`);
    await clerk.goto(`${base}/trinh-chieu?ai=collective`);
    await tabTo(clerk, '#o-collective-remarks');
    await clerk.keyboard.type('Lời ở máy thư ký');
    await saved(clerk);
    await page.bringToFront();
    await tabTo(page, '#o-collective-remarks');
    await page.keyboard.type('Lời ở máy chiếu');
    await page.waitForSelector('[data-conflict] [data-theirs]');
    expect(await textOf(page, '[data-conflict] [data-theirs]')).toBe('Lời ở máy thư ký');
    await tabTo(page, '[data-conflict] [value="both"]');
    await page.keyboard.press('Enter');
    await expect.poll(() => stored('collective', 'remarks')).toBe('Lời ở máy thư ký\n\nLời ở máy chiếu');
  });
});

describe('counting ballots', () => {
  const counts = () => countsOf(live.deps.store.db, meetingId);
  const rowOf = (key: string) => `tr[data-row="${key}"]`;

  async function type(where: Page, numbers: readonly number[]): Promise<void> {
    for (const number of numbers) {
      await where.keyboard.type(String(number));
      await where.keyboard.press('Tab');
    }
  }

  beforeEach(markAll);

  test('one row after the other with Tab: each is saved when it is left, with its result', async () => {
    await page.goto(`${base}/kiem-phieu`);
    // The first empty row has the focus already.
    await type(page, [3, 3, 3, 0, 0, 3, 0, 0]);
    await page.waitForFunction(() =>
      document.querySelector('tr[data-row="collective"] [data-result]')?.textContent?.includes('Đã lưu'),
    );
    expect(await textOf(page, `${rowOf('collective')} [data-result]`)).toContain('Hoàn thành tốt nhiệm vụ: 3/3, cần 2');
    // The link of the name stands before the boxes.
    await page.keyboard.press('Tab');
    await type(page, [3, 3, 3, 0, 1, 2, 0, 0]);
    await expect
      .poll(async () => [...(await counts()).keys()].toSorted())
      .toEqual([secretary.memberId, 'collective'].toSorted());
  });

  test('a sum that does not match is told in its row at once; put right it is saved', async () => {
    await page.goto(`${base}/kiem-phieu`);
    await type(page, [4, 3, 3, 0, 0, 3, 0, 0]);
    await page.waitForSelector(`${rowOf('collective')}.counts__wrong`);
    expect(await textOf(page, `${rowOf('collective')} [data-result]`)).toBe(
      'Phát ra 4 phiếu, nhưng chỉ có 3 đảng viên chính thức dự họp.',
    );
    expect((await counts()).size).toBe(0);
    await page.focus('[id="o-collective-issued"]');
    await page.keyboard.type('3');
    await page.focus(`[id="o-${secretary.memberId}-issued"]`);
    await page.waitForSelector(`${rowOf('collective')}:not(.counts__wrong)`);
    expect((await counts()).get('collective')?.issued).toBe(3);
  });

  test('Enter sends the whole page and comes back at the first row still empty', async () => {
    await page.goto(`${base}/kiem-phieu`);
    for (const number of [3, 3, 3, 0, 0, 3, 0]) {
      await page.keyboard.type(String(number));
      await page.keyboard.press('Tab');
    }
    await page.keyboard.type('0');
    await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
    expect((await counts()).get('collective')?.votes).toMatchObject({ good: 3 });
    const focused = await page.evaluate(() => document.activeElement?.id);
    expect(focused).toBe(`o-${secretary.memberId}-issued`);
  });

  test('counted otherwise at another computer: the page shows both counts and overwrites nothing', async () => {
    const clerk = await openFor(deputy);
    await clerk.goto(`${base}/kiem-phieu`);
    await page.goto(`${base}/kiem-phieu`);
    await clerk.bringToFront();
    await type(clerk, [3, 3, 3, 0, 0, 3, 0, 0]);
    await expect.poll(async () => (await counts()).size).toBe(1);
    await page.bringToFront();
    await type(page, [3, 3, 3, 0, 3, 0, 0, 0]);
    await page.waitForSelector('.error-summary');
    expect(await textOf(page)).toContain('Máy khác vừa ghi: phát ra 3, thu về 3, hợp lệ 3, không hợp lệ 0, các mức');
    expect(await valueOf(page, '[id="o-collective-level-excellent"]')).toBe('3');
    expect((await counts()).get('collective')?.votes).toMatchObject({ excellent: 0, good: 3 });
  });
});
