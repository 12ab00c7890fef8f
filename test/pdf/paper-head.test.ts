import { beforeAll, describe, expect, test } from 'vitest';
import { blankPaper, reviewPaper } from '../../src/reviews/print.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import type { Line, ReadPage, ReadPdf, Run } from '../helpers/pdf-reader.ts';
import { printPaper, testRenderer } from '../helpers/printer.ts';

/** Sources: Quy định 399-QĐ/TW and Hướng dẫn 05-HD/VPTW, as domain/layout.md gives them; ± 0.5 mm. */
const renderer = testRenderer();
const LEFT = 30;
const RIGHT = 195;
const MIDDLE = 112.5;
const LEFT_COLUMN = 30 + 76 / 2;
const RIGHT_COLUMN = 106 + 89 / 2;

let paper: ReadPdf;
let first: ReadPage;

beforeAll(async () => {
  paper = await printPaper(renderer, reviewPaper(sampleReview(), form2B, editions, { annex: false, rehearsal: false }));
  first = paper.pages[0] as ReadPage;
});

function near(value: number, wanted: number, by = 0.5): void {
  expect(Math.abs(value - wanted), `${value} mm, wanted ${wanted}`).toBeLessThanOrEqual(by);
}

function middle({ x, right }: { x: number; right: number }): number {
  return (x + right) / 2;
}

function runOf(page: ReadPage, start: string): Run {
  const found = page.runs.find((run) => run.text.startsWith(start));
  if (!found) throw new Error(`"${start}" is not on the page`);
  return found;
}

function lineOf(page: ReadPage, start: string): Line {
  const found = page.lines.find((line) => line.text.startsWith(start));
  if (!found) throw new Error(`no line "${start}"`);
  return found;
}

/** A part of a head stands on one line with the other column: all its runs, joined. */
function part(page: ReadPage, start: string): Run {
  const from = runOf(page, start);
  const rest = page.runs.filter(
    (run) => Math.abs(run.baseline - from.baseline) < 0.3 && run.font === from.font && run.x >= from.x,
  );
  return { ...from, right: Math.max(...rest.map((run) => run.right)) };
}

describe('the sheet', () => {
  test('is A4 portrait', () => {
    for (const page of paper.pages) {
      near(page.width, 210, 0.2);
      near(page.height, 297, 0.2);
    }
  });

  test('keeps 30 mm on the left, 15 on the right, 20 above and below, and fills the lines between', () => {
    const text = paper.pages.flatMap((page) => page.lines.filter((line) => !/^\d+$/.test(line.text)));
    near(Math.min(...text.map((line) => line.x)), LEFT);
    near(Math.max(...text.map((line) => line.right)), RIGHT);
    // 14/18 pt: the letters' line lies 4.75 mm under the top of their line box, and 1.6 mm above its foot.
    near(Math.min(...text.map((line) => line.baseline)) - 4.75, 20, 0.6);
    expect(Math.max(...text.map((line) => line.baseline)) + 1.5).toBeLessThanOrEqual(277.5);
  });

  test('two-sided, the back page mirrors the margins and its number stays over the text', async () => {
    const options = { annex: false, rehearsal: false, twoSided: true };
    const mirrored = await printPaper(renderer, reviewPaper(sampleReview(), form2B, editions, options));
    const [front, back] = mirrored.pages as [ReadPage, ReadPage];
    near(Math.min(...front.lines.map((line) => line.x)), LEFT);
    near(Math.min(...back.lines.map((line) => line.x)), 15);
    near(Math.max(...back.lines.map((line) => line.right)), 180);
    near(middle(lineOf(back, '2')), 97.5);
  });
});

describe('the head', () => {
  test('left: the superior body in 14 pt capitals, the issuing body bold under it, a star centred below', () => {
    const superior = runOf(first, 'ĐẢNG BỘ PHƯỜNG MẪU');
    const issuer = runOf(first, 'CHI BỘ CƠ QUAN');
    const star = runOf(first, '*');
    expect([superior.font, issuer.font]).toEqual(['Tinos-Regular', 'Tinos-Bold']);
    for (const run of [superior, issuer, star]) {
      expect(run.points).toBeCloseTo(14, 1);
      near(middle(run), LEFT_COLUMN);
    }
    near(issuer.baseline - superior.baseline, (18 * 25.4) / 72);
    expect(star.baseline).toBeGreaterThan(issuer.baseline + 3);
  });

  test('right: the Party’s name in 15 pt bold, centred in 89 mm, level with the superior body', () => {
    const party = part(first, 'ĐẢNG CỘNG SẢN');
    expect(party.font).toBe('Tinos-Bold');
    expect(party.points).toBeCloseTo(15, 1);
    near(middle(party), RIGHT_COLUMN);
    near(party.right - party.x, 72.7);
    near(party.baseline, runOf(first, 'ĐẢNG BỘ PHƯỜNG').baseline);
  });

  test('a solid rule under the name, exactly as long', () => {
    const party = part(first, 'ĐẢNG CỘNG SẢN');
    const rules = first.rules.filter((rule) => rule.y < party.baseline + 10);
    expect(rules).toHaveLength(1);
    const [rule] = rules as [ReadPage['rules'][number]];
    near(rule.x, party.x, 0.3);
    near(rule.right, party.right, 0.3);
    near(rule.right - rule.x, 72.7);
    expect(rule.y - party.baseline).toBeGreaterThan(0.8);
    expect(rule.y - party.baseline).toBeLessThan(3);
    expect(rule.thickness).toBeGreaterThan(0.15);
    expect(rule.thickness).toBeLessThan(0.5);
  });

  test.each([
    ['2027-01-05', 'Hà Nội, ngày 05 tháng 01 năm 2027'],
    ['2026-12-05', 'Hà Nội, ngày 05 tháng 12 năm 2026'],
    ['2026-05-27', 'Hà Nội, ngày 27 tháng 5 năm 2026'],
  ])('place and date of %s in 14 pt italics, centred', async (signedOn, words) => {
    const { pages } = await printPaper(
      renderer,
      reviewPaper(sampleReview({ signedOn }), form2B, editions, { annex: false, rehearsal: false }),
    );
    const line = lineOf(pages[0] as ReadPage, 'Hà Nội');
    expect(line.text).toBe(words);
    expect([line.font, Math.round(line.points)]).toEqual(['Tinos-Italic', 14]);
    near(middle(line), RIGHT_COLUMN);
  });

  test('a draft leaves day, month and year to the hand', async () => {
    const { pages } = await printPaper(
      renderer,
      reviewPaper(sampleReview({ signedOn: null }), form2B, editions, { annex: false, rehearsal: false }),
    );
    expect(lineOf(pages[0] as ReadPage, 'Hà Nội').text).toBe('Hà Nội, ngày …… tháng …… năm ………');
  });

  test('title in 16 pt bold, the year in 14 below, the kind of person in brackets, all centred', () => {
    const [title, year, subtitle] = ['BẢN KIỂM ĐIỂM', 'Năm 2026', '(Cá nhân'].map((start) => lineOf(first, start)) as [
      Line,
      Line,
      Line,
    ];
    expect(title.text).toBe('BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN');
    expect(title.font).toBe('Tinos-Bold');
    expect([title, year, subtitle].map((line) => Math.round(line.points))).toEqual([16, 14, 14]);
    for (const line of [title, year, subtitle]) near(middle(line), MIDDLE);
    expect(year.baseline).toBeGreaterThan(title.baseline);
    expect(subtitle.text).toBe('(Cá nhân không giữ chức vụ lãnh đạo, quản lý)');
  });

  test('the form’s label stands at the top, and its switch takes it away', async () => {
    expect(first.lines[0]?.text).toBe('Mẫu 2B-HD KĐ.ĐG 2025');
    near(first.lines[0]?.right ?? 0, RIGHT);
    const without = reviewPaper(sampleReview(), { ...form2B, printLabel: false }, editions, {
      annex: false,
      rehearsal: false,
    });
    const { text } = await printPaper(renderer, without);
    expect(text).not.toContain('Mẫu 2B');
  });

  test.each([
    [
      'ĐẢNG BỘ CÁC CƠ QUAN ĐẢNG PHƯỜNG VĂN MIẾU - QUỐC TỬ GIÁM MẪU',
      'CHI BỘ TRƯỜNG TRUNG HỌC CƠ SỞ NGUYỄN TRƯỜNG TỘ THỬ NGHIỆM 12',
    ],
    [
      'ĐẢNG ỦY ỦY BAN NHÂN DÂN PHƯỜNG HOÀN KIẾM THÀNH PHỐ HÀ NỘI MẪU',
      'CHI BỘ TRUNG TÂM PHỤC VỤ HÀNH CHÍNH CÔNG PHƯỜNG MẪU CƠ SỞ 210',
    ],
  ])(
    'names of 60 letters take up to three lines, whole words, in their own column, not below 12 pt',
    async (superior, issuer) => {
      expect([...issuer].length).toBeGreaterThanOrEqual(60);
      const unit = { ...sampleReview().unit, superiorLines: [superior], issuerLines: [issuer] };
      const { pages } = await printPaper(
        renderer,
        reviewPaper(sampleReview({ unit }), form2B, editions, { annex: false, rehearsal: false }),
      );
      const page = pages[0] as ReadPage;
      const star = runOf(page, '*');
      const column = page.runs.filter((run) => run.right < 107 && run.baseline < star.baseline);
      for (const [font, name] of [
        ['Tinos-Regular', superior],
        ['Tinos-Bold', issuer],
      ] as const) {
        const lines = [
          ...Map.groupBy(
            column.filter((run) => run.font === font),
            (run) => Math.round(run.baseline),
          ).values(),
        ];
        expect(lines.length).toBeLessThanOrEqual(3);
        expect(
          lines
            .map((runs) =>
              runs
                .map((run) => run.text)
                .join('')
                .trim(),
            )
            .join(' '),
        ).toBe(name);
      }
      for (const run of column) {
        expect(run.points).toBeGreaterThanOrEqual(12);
        expect(run.x).toBeGreaterThanOrEqual(LEFT - 0.2);
        near(middle(run), LEFT_COLUMN, 38);
      }
      near(part(page, 'ĐẢNG CỘNG SẢN').right - part(page, 'ĐẢNG CỘNG SẢN').x, 72.7);
    },
  );

  test('a name too long for three lines of 14 pt gets smaller letters, yet not below 12 pt', async () => {
    const issuerLines = ['CHI BỘ TRƯỜNG TRUNG HỌC CƠ SỞ NGUYỄN TRƯỜNG TỘ PHƯỜNG VĂN MIẾU SỐ MƯỜI HAI'];
    const unit = { ...sampleReview().unit, issuerLines };
    const { pages } = await printPaper(
      renderer,
      reviewPaper(sampleReview({ unit }), form2B, editions, { annex: false, rehearsal: false }),
    );
    const page = pages[0] as ReadPage;
    const issuer = page.runs.filter(
      (run) => run.right < 107 && run.font === 'Tinos-Bold' && run.baseline < runOf(page, '*').baseline,
    );
    expect(new Set(issuer.map((run) => Math.round(run.baseline))).size).toBe(3);
    const sizes = new Set(issuer.map((run) => Math.round(run.points)));
    expect([...sizes].every((points) => points === 12 || points === 13)).toBe(true);
  });

  test('the blank form has dots where a name, a date and a unit belong', async () => {
    const blank = blankPaper(form2B, editions, {
      annex: false,
      rehearsal: false,
      year: null,
      unit: null,
      provisionalWords: 'shown',
    });
    const page = (await printPaper(renderer, blank)).pages[0] as ReadPage;
    expect(page.text).toContain('ngày …… tháng …… năm ………');
    expect(page.text).toContain('Năm …………');
    for (const label of ['Họ và tên:', 'Đơn vị công tác:', 'Chi bộ:', 'ĐẢNG BỘ', 'CHI BỘ']) {
      const { baseline, right } = runOf(page, label);
      const dots = page.rules.filter((rule) => rule.dotted && Math.abs(rule.y - baseline) < 1 && rule.x > right - 0.5);
      expect([label, dots.length > 0]).toEqual([label, true]);
    }
  });
});
