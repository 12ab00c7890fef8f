import type { BrowserContext, Page } from 'puppeteer';
import { vi } from 'vitest';
import { findReviewOf } from '../../src/reviews/queries.ts';
import { collectiveReview } from '../../src/branches/queries.ts';
import { download, fillIn, follow, type LiveBrowser, type LiveSite, press, signInAs, textOf } from './browser.ts';
import { completeCollective } from './collective.ts';
import type { Person } from './people.ts';
import { readPdf, type ReadPdf } from './pdf-reader.ts';
import { completeReview } from './reviews.ts';
import { actorFor } from './tour.ts';

/** The acts of a branch's season in a browser, each person at a computer of his own. */

/** Somebody at his computer. */
export interface Desk {
  live: LiveSite;
  person: Person;
  page: Page;
  context: BrowserContext;
  go(path: string): Promise<void>;
  says(): Promise<string>;
}

export async function deskOf(browser: LiveBrowser, live: LiveSite, person: Person): Promise<Desk> {
  const context = await browser.newPerson();
  await signInAs(context, live, person.accountId);
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  page.on('dialog', (dialog) => void dialog.accept());
  return {
    live,
    person,
    page,
    context,
    go: async (path) => void (await page.goto(`${live.origin}${path}`)),
    says: () => textOf(page),
  };
}

export const PRIMARY = 'main button.button--primary';

/** The paper at an address; it may still be in the making. */
export async function paperAt({ page, live }: Desk, path: string): Promise<ReadPdf> {
  const bytes = await vi.waitFor(
    async () => {
      const answer = await download(page, live, path);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return answer.body;
    },
    { timeout: 20_000, interval: 200 },
  );
  return readPdf(bytes);
}

/** The paper behind the first link of the page at hand that has these words. */
export async function paperBehind(desk: Desk, words: string): Promise<ReadPdf> {
  const links = await desk.page.$$eval('main a', (all) =>
    all.map((each) => ({ text: each.textContent ?? '', href: each.getAttribute('href') ?? '' })),
  );
  const link = links.find(({ text }) => text.includes(words));
  if (!link) throw new Error(`no link says "${words}": ${links.map(({ text }) => text.trim()).join(' | ')}`);
  return paperAt(desk, link.href);
}

/** A person's sheet of codes for assisted entry, as the leader prints it: the codes stand nowhere else. */
export async function printCodes(leader: Desk, member: Person): Promise<string[]> {
  await leader.go(`/chi-bo/${member.unitId}/nhap-giup`);
  const sent = await leader.page.evaluate(async (memberId) => {
    const body = new URLSearchParams({ nguoi: memberId });
    const answer = await fetch(location.href, { method: 'POST', body });
    return { status: answer.status, bytes: [...new Uint8Array(await answer.arrayBuffer())] };
  }, member.memberId);
  if (sent.status !== 200) throw new Error(`no sheet: ${sent.status}`);
  const { text } = await readPdf(Uint8Array.from(sent.bytes));
  return [...text.matchAll(/[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}/g)].map(([code]) => code);
}

/** The author's own sitting: begins, writes everything, reads it on the check page and presses the red button. */
export async function writeAndHandIn(desk: Desk, campaignId: string, level = 'good'): Promise<string> {
  const reviewId = await beginAndWrite(desk, campaignId, level);
  await handIn(desk, reviewId);
  return reviewId;
}

export async function beginAndWrite(desk: Desk, campaignId: string, level = 'good'): Promise<string> {
  await desk.go('/');
  await follow(desk.page, PRIMARY);
  const { deps } = desk.live;
  const review = await findReviewOf(deps.store.db, desk.person.memberId, campaignId);
  if (!review) throw new Error(`${desk.person.fullName} has not begun: ${await desk.says()}`);
  await completeReview(deps, actorFor(desk.person.accountId), review.id, saidFor(level));
  return review.id;
}

/** Points that agree with the level. */
function saidFor(level: string): Record<string, string> {
  return level === 'excellent' ? { 'B.I.1': '29', 'B.I.2': '64', 'B.II': level } : { 'B.II': level };
}

export async function handIn(desk: Desk, reviewId: string): Promise<void> {
  await desk.go(`/ban-kiem-diem/${reviewId}/kiem-tra`);
  await follow(desk.page, '#o-nop button.button--primary');
}

/** The branch's own report, from the first button to the draft that goes to the participants. */
export async function writeCollective(leader: Desk, unitId: string, campaignId: string, day: string): Promise<void> {
  await leader.go(`/chi-bo/${unitId}/tap-the`);
  await follow(leader.page, PRIMARY);
  const review = await collectiveReview(leader.live.deps.store.db, campaignId, unitId);
  if (!review) throw new Error(`no report begun: ${await leader.says()}`);
  await completeCollective(leader.live.deps, actorFor(leader.person.accountId), review.id);
  await leader.go(`/chi-bo/${unitId}/tap-the/gui`);
  if (await leader.page.$('#o-ngay_hop')) await fillIn(leader.page, '#o-ngay_hop', day);
  await follow(leader.page, '#o-nop button');
}

/** What is typed replaces what stood there. */
export async function retype(page: Page, selector: string, text: string): Promise<void> {
  await page.$eval(selector, (box) => ((box as HTMLInputElement).value = ''));
  await fillIn(page, selector, text);
}

/** One row of the page of counts: issued, returned, valid, invalid, then the levels. */
export async function countRow(page: Page, subject: string, numbers: readonly number[]): Promise<void> {
  const row = `tr[data-row="${subject}"]`;
  for (const [index, box] of (await page.$$(`${row} input[data-column]`)).entries()) {
    await box.focus();
    await box.evaluate((input) => ((input as HTMLInputElement).value = ''));
    await page.keyboard.sendCharacter(String(numbers[index] ?? 0));
  }
}

export interface Proposed {
  committee: string;
  branch: string;
  reason: string;
}

/** One line of the table of levels, by its form. */
export async function proposeLevel(leader: Desk, unitId: string, subject: string, said: Proposed): Promise<void> {
  const { page } = leader;
  await leader.go(`/chi-bo/${unitId}/xep-loai/muc/${subject}`);
  if (await page.$('#o-co_quan')) await page.select('#o-co_quan', said.branch);
  if (await page.$('#o-chi_uy')) await page.select('#o-chi_uy', said.committee);
  await page.select('#o-chi_bo', said.branch);
  if (said.reason) await retype(page, '#o-ly_do', said.reason);
  await follow(page, '.pager button');
}

/** dd/mm/yyyy in Hà Nội, so many days from now. */
export function dayFrom(now: Date, days = 0): string {
  const there = new Date(now.getTime() + 7 * 3_600_000 + days * 86_400_000).toISOString();
  return `${there.slice(8, 10)}/${there.slice(5, 7)}/${there.slice(0, 4)}`;
}

/** Types for somebody else, from his code to his signature. */
export async function typeFor(helper: Desk, author: Person, code: string, campaignId: string): Promise<string> {
  const { page, live } = helper;
  await helper.go('/nhap-giup');
  await press(page, '#o-giu_kin');
  await fillIn(page, '#o-ten_dang_nhap', author.userName);
  await fillIn(page, '#o-mat_khau', code);
  await follow(page, PRIMARY);
  if (!page.url().includes('/ban-kiem-diem/')) await follow(page, PRIMARY);
  const review = await findReviewOf(live.deps.store.db, author.memberId, campaignId);
  if (!review) throw new Error(`not begun: ${await helper.says()}`);
  // The helper's fingers, the author's words: who typed each field is kept by the session.
  await helper.go(`/ban-kiem-diem/${review.id}/ghi/muc-i`);
  await fillIn(page, 'textarea[data-key="I.1"]', 'Sống gương mẫu ở tổ dân phố, được bà con quý mến.');
  await follow(page, '.pager button.button--primary');
  await completeReview(live.deps, actorFor(author.accountId), review.id);
  await helper.go(`/ban-kiem-diem/${review.id}/kiem-tra`);
  await follow(page, '#o-nop button.button--primary');
  await press(page, '#o-da_ky');
  await follow(page, '#ky-nop button');
  return review.id;
}

/** What the leaders write into the branch's report. */
export async function writeReport(leader: Desk, unitId: string, texts: Record<string, string>): Promise<void> {
  await leader.go(`/chi-bo/${unitId}/bao-cao`);
  await follow(leader.page, '#lap-bao-cao');
  for (const [key, text] of Object.entries(texts)) await retype(leader.page, `#o-${key}`, text);
  await follow(leader.page, '#luu-bao-cao');
}

/** Signed on paper by the secretary: its number of the term and the day are entered. */
export async function signReport(leader: Desk, unitId: string, day: string): Promise<void> {
  const { page } = leader;
  await leader.go(`/chi-bo/${unitId}/bao-cao`);
  await press(page, '#mo-ky');
  if ((await page.$eval('#o-nhiem_ky_tu', (box) => (box as HTMLInputElement).value)) === '') {
    await retype(page, '#o-nhiem_ky_tu', '2025');
    await retype(page, '#o-nhiem_ky_den', '2027');
  }
  await retype(page, '#o-ngay_ky', day);
  await follow(page, '#ghi-da-ky');
}

/** A small branch's table: one level for everybody, handed up. */
export async function handUpAll(leader: Desk, unitId: string, subjects: readonly string[]): Promise<void> {
  for (const subject of ['collective', ...subjects])
    await proposeLevel(leader, unitId, subject, { committee: 'good', branch: 'good', reason: '' });
  await leader.go(`/chi-bo/${unitId}/xep-loai`);
  if (await leader.page.$('#chuyen #o-ly_do')) await fillIn(leader.page, '#chuyen #o-ly_do', 'Họp chi bộ trên giấy.');
  await follow(leader.page, '#chuyen button');
}
