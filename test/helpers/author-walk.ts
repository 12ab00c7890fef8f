import type { Page } from 'puppeteer';
import { expect, vi } from 'vitest';
import {
  download,
  follow,
  foreignRequests,
  type LiveBrowser,
  type LiveSite,
  textOf,
  watch,
  type Watched,
} from './browser.ts';
import {
  makeBranch,
  makeFirstAdministrator,
  makeMember,
  openCampaign,
  signIn,
  signInFirst,
  type SlipRead,
} from './office-walk.ts';
import { readPdf, type ReadPdf, type Tag, tagsOf } from './pdf-reader.ts';
import { writeEverything, type Written } from './review-walk.ts';

/** The author's walk: from the administrator's link over the slip and all 52 signs to the paper; the same on every engine. */

/** From the administrator's link to the slip in the member's hand. */
export async function prepareOffice(browser: LiveBrowser, live: LiveSite, fullName: string, script: boolean) {
  const office = await browser.newPerson();
  const page = await office.newPage();
  await page.setJavaScriptEnabled(script);
  const watched = watch(page);
  await makeFirstAdministrator(page, live);
  await makeBranch(page, live, 'Chi bộ Tổ dân phố số 12');
  const branch = page.url();
  const slip = await makeMember(page, fullName);
  await page.goto(branch);
  const seenAgain = (await textOf(page)).includes(slip.code);
  await openCampaign(page, live);
  await office.close();
  return { slip, seenAgain, watched };
}

export async function writeAndSubmit(page: Page, live: LiveSite, slip: SlipRead): Promise<Written> {
  await signInFirst(page, live, slip, 'cây đa bến nước sân đình');
  await follow(page, 'main button.button--primary');
  expect(await textOf(page, '.banner__state')).toBe('CHƯA NỘP');
  await follow(page, '.task-list a');
  const written = await writeEverything(page);
  expect(await textOf(page)).not.toContain('bắt buộc chưa ghi');
  await follow(page, '#o-nop button.button--primary');
  expect(await textOf(page)).toMatch(/^ĐÃ NỘP lúc \d\d:\d\d:\d\d ngày/);
  return written;
}

/** The paper is a job after the submission: until it stands, the answer is 503. */
export async function getPaper(page: Page, live: LiveSite, ending: string): Promise<ReadPdf> {
  const path = await page.$eval(`a[href$="${ending}"]`, (link) => link.getAttribute('href') ?? '');
  const paper = await vi.waitFor(
    async () => {
      const answer = await download(page, live, path);
      if (answer.status !== 200) throw new Error(`${path}: ${answer.status}`);
      return answer.body;
    },
    { timeout: 20_000, interval: 200 },
  );
  return readPdf(paper);
}

/** Letters only, in the order they were written: lines and cells break a sentence anywhere. */
function squeezed(text: string): string {
  return text.replace(/\s+/g, '');
}

function missingFrom(paper: ReadPdf, texts: readonly string[]): string[] {
  const letters = squeezed(paper.pages.flatMap((page) => page.runs.map((run) => run.text)).join(''));
  return texts.filter((text) => !letters.includes(squeezed(text)));
}

/** "27 biểu hiện" and "25 biểu hiện" as the annex answers them: list and number → the answer's words. */
function answersInAnnex(paper: ReadPdf): string[] {
  const rows = paper.pages.flatMap((page) => tagsOf(page, 'TR'));
  return rows.flatMap((row) => {
    const cells = row.children.filter((cell: Tag) => ['TH', 'TD'].includes(cell.role));
    return cells.length === 3 && /^\d+t?$/.test(cells[0]?.text.trim() ?? '') ? [cells[2]?.text.trim() ?? ''] : [];
  });
}

export function expectQuiet(watched: Watched, live: LiveSite): void {
  expect(foreignRequests(watched, live.origin)).toEqual([]);
  expect(watched.complaints).toEqual([]);
}

export async function expectPapersHoldEverything(page: Page, live: LiveSite, written: Written): Promise<void> {
  const annex = await getPaper(page, live, 'ban-in-phu-luc.pdf');
  expect(missingFrom(annex, written.texts)).toEqual([]);
  expect(annex.text).toContain('× Hoàn thành tốt nhiệm vụ');
  expect(annex.text).toContain('88,75');
  expect(annex.text).toContain('Không có.');
  const answers = [...written.signs.values()];
  expect(
    answersInAnnex(annex)
      .filter((answer) => answer !== '–')
      .map((answer, index) => answer.startsWith(answers[index] ?? '?') || `${answer} ≠ ${answers[index]}`),
  ).toEqual(answers.map(() => true));
  const plain = await getPaper(page, live, 'ban-in.pdf');
  const signTexts = written.texts.filter((text) => text.startsWith('Lời ghi cho ô'));
  const formTexts = written.texts.filter((text) => !signTexts.includes(text));
  expect(missingFrom(plain, formTexts)).toEqual([]);
  expect(missingFrom(plain, signTexts)).toEqual(signTexts);
}

/** The slip may lie about: its code was good for one sign-in. */
export async function expectUsedUp(browser: LiveBrowser, live: LiveSite, slip: SlipRead): Promise<void> {
  const other = await browser.newPerson();
  const page = await other.newPage();
  await signIn(page, live, slip.userName, slip.code);
  expect(await textOf(page)).toContain('Tên đăng nhập hoặc mật khẩu chưa đúng');
  await other.close();
}

export function numbered(list: string, count: number): string[] {
  return Array.from({ length: count }, (_, index) => `${list}${index + 1}`);
}
