import { expect, test } from 'vitest';
import type { ReviewPrint } from '../../src/reviews/content.ts';
import { type PaperOptions, reviewPaper } from '../../src/reviews/print.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import type { ReadPage, ReadPdf } from '../helpers/pdf-reader.ts';
import { printPaper, testRenderer } from '../helpers/printer.ts';

/** What a unit's print settings do to the sheet itself; lengths in millimetres. */
const renderer = testRenderer();

function printed(print: ReviewPrint, options: Partial<PaperOptions> = {}): Promise<ReadPdf> {
  const usual = sampleReview();
  const content = { ...usual, unit: { ...usual.unit, print } };
  return printPaper(renderer, reviewPaper(content, form2B, editions, { annex: false, rehearsal: false, ...options }));
}

function runOn(page: ReadPage | undefined, start: string) {
  const found = page?.runs.find((run) => run.text.startsWith(start));
  if (!found) throw new Error(`"${start}" is not on the page`);
  return found;
}

test('the code stands in the foot of every page, on the paper and clear of the stamp', async () => {
  const paper = await printed({}, { code: 'ACDE-FHJK-MNPQ-RTWX', rehearsal: true });
  expect(paper.pages.length).toBeGreaterThan(2);
  for (const page of paper.pages) {
    const code = runOn(page, 'Mã bản in: ACDE-FHJK-MNPQ-RTWX');
    const stamp = runOn(page, 'BẢN TẬP HUẤN');
    expect(code.right).toBeLessThanOrEqual(195.5);
    // The stamp of a worthless page gives way a little, and stays about the middle of the text.
    expect(Math.abs((stamp.x + stamp.right) / 2 - 112.5)).toBeLessThan(6);
    expect(code.baseline).toBeLessThan(293);
    expect(code.baseline - stamp.baseline).toBeGreaterThan(3.5);
    expect([code.points, code.embedded]).toEqual([9, true]);
  }
});

test('two-sided, the wide margin changes sides from page to page', async () => {
  const paper = await printed({ twoSided: true });
  const left = (page: ReadPage | undefined) => Math.min(...(page?.runs ?? []).map(({ x }) => x));
  expect(left(paper.pages[0])).toBeGreaterThan(29);
  expect(left(paper.pages[1])).toBeLessThan(16);
  expect(left(paper.pages[2])).toBeGreaterThan(29);
});

test('a head without a star is one line shorter', async () => {
  const star = (paper: ReadPdf) => paper.pages[0]?.runs.filter(({ text }) => text === '*').length;
  expect(star(await printed({}))).toBe(1);
  expect(star(await printed({ star: false }))).toBe(0);
});

test('the workplace’s copy has the State’s name and motto in one line each, clear of the workplace’s name', async () => {
  const workplace = {
    superior: ['ỦY BAN NHÂN DÂN', 'PHƯỜNG MÂY TRẮNG'],
    name: ['TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG'],
    state: true,
  };
  const [page] = (await printed({ workplace }, { workplace: true })).pages;
  const nation = runOn(page, 'CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM');
  const motto = runOn(page, 'Độc lập - Tự do - Hạnh phúc');
  expect([nation.points, nation.font, motto.points]).toEqual([12, 'Tinos-Bold', 13]);
  expect(nation.x).toBeGreaterThan(100);
  expect(nation.right).toBeLessThanOrEqual(195.5);
  const left = page?.runs.filter(({ x, baseline }) => x < 98 && baseline < motto.baseline + 12) ?? [];
  expect(left.map(({ text }) => text).join(' ')).toMatch(/ỦY BAN NHÂN DÂN PHƯỜNG MÂY TRẮNG TRUNG TÂM/);
  for (const run of left) expect(run.right, run.text).toBeLessThan(nation.x);
  const rule = page?.rules.find(({ y }) => Math.abs(y - motto.baseline) < 3);
  expect([Math.round(rule?.x ?? 0), Math.round(rule?.right ?? 0)]).toEqual([
    Math.round(motto.x),
    Math.round(motto.right),
  ]);
});
