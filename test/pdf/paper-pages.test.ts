import { describe, expect, test } from 'vitest';
import { blankPaper, reviewPaper, type PaperOptions } from '../../src/reviews/print.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import type { Line, ReadPage, ReadPdf } from '../helpers/pdf-reader.ts';
import { flowing, printPaper, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();
const REHEARSAL = 'BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ';
/** The last line a page of 20 mm margins can hold stands on this line. */
const LAST_BASELINE = 277 - 1.6;

function print(changes: Partial<ReviewContent> = {}, options: Partial<PaperOptions> = {}): Promise<ReadPdf> {
  return printPaper(
    renderer,
    reviewPaper(sampleReview(changes), form2B, editions, { annex: false, rehearsal: false, ...options }),
  );
}

function withText(texts: Record<string, string>): Partial<ReviewContent> {
  return { fields: { ...sampleReview().fields, ...texts } };
}

/** The lines of the text itself, without page number and stamp. */
function body(page: ReadPage): Line[] {
  return page.lines.filter((line) => line.baseline > 18 && line.baseline < 278);
}

function pageWith(paper: ReadPdf, words: string): number {
  return paper.pages.findIndex((page) => page.lines.some((line) => line.text.startsWith(words)));
}

const sentence = 'Tôi đã làm xong việc được giao đúng hạn và báo cáo chi bộ đầy đủ. ';

describe('page numbers', () => {
  test('Arabic, 14 pt, centred over the text, 10 mm from the edge, none on the first page', async () => {
    const { pages } = await print();
    expect(pages.length).toBeGreaterThan(3);
    for (const [index, page] of pages.entries()) {
      const top = page.lines.filter((line) => line.baseline < 18);
      if (index === 0) {
        expect(top).toEqual([]);
        continue;
      }
      expect(top.map((line) => line.text)).toEqual([String(index + 1)]);
      const [number] = top as [Line];
      expect(number.points).toBeCloseTo(14, 1);
      expect(number.font).toBe('Tinos-Regular');
      expect(Math.abs((number.x + number.right) / 2 - 112.5)).toBeLessThan(0.5);
      // The letters' line lies 0.89 of the size under the top of the line.
      expect(Math.abs(number.baseline - (0.891 * 14 * 25.4) / 72 - 10)).toBeLessThan(0.5);
    }
  });
});

describe('body text', () => {
  test('14 pt on lines of exactly 18 pt, first line in by 10 mm, at least 6 pt between paragraphs, justified', async () => {
    const paper = await print(withText({ 'I.1': `${sentence.repeat(9).trim()}\n${sentence.repeat(9).trim()}` }));
    const lines = body(paper.pages[0] as ReadPage);
    const at = lines.findIndex((line) => line.text.startsWith('Tôi đã làm xong'));
    const next = lines.findIndex((line, index) => index > at && line.x > 35);
    const paragraph = lines.slice(at, next);
    expect(paragraph.length).toBeGreaterThanOrEqual(5);
    expect(paragraph[0]?.x).toBeCloseTo(40, 0);
    for (const [index, line] of paragraph.entries()) {
      expect(line.points).toBeCloseTo(14, 1);
      if (index === 0) continue;
      expect(Math.abs(line.x - 30)).toBeLessThan(0.5);
      expect(line.baseline - (paragraph[index - 1]?.baseline ?? 0)).toBeCloseTo(6.35, 1);
    }
    for (const line of paragraph.slice(0, -1)) expect(Math.abs(line.right - 195)).toBeLessThan(0.5);
    const gap = (lines[next]?.baseline ?? 0) - (paragraph.at(-1)?.baseline ?? 0) - 6.35;
    expect(gap).toBeGreaterThanOrEqual((6 * 25.4) / 72 - 0.05);
  });

  test('an answer of 10,000 letters runs over several pages and loses nothing', async () => {
    const words = Array.from({ length: 1_700 }, (_, index) => `việc${index}`)
      .join(' ')
      .slice(0, 10_000);
    const paper = await print(withText({ 'I.2': words }));
    expect(paper.pages.length).toBeGreaterThan(6);
    const whole = flowing(
      paper.pages
        .map((page) =>
          body(page)
            .map((line) => line.text)
            .join(' '),
        )
        .join(' '),
    );
    expect(whole).toContain(words);
  });

  test('a word without end breaks at the margin, and never makes the whole paper smaller', async () => {
    const endless = 'ẤẲ'.repeat(300);
    const content = sampleReview(
      withText({ 'I.1': endless, 'II.1.II1-0.text': endless, 'A5.evidence': endless, 'PL.PL-0.task': endless }),
    );
    const head = { ...content.head, fullName: `Nguyễn ${'Ấ'.repeat(110)}`, workplace: endless };
    const paper = await print({ ...content, head }, { annex: true });
    for (const page of paper.pages) {
      for (const line of page.lines) {
        expect([line.text.slice(0, 30), line.right < 195.7]).toEqual([line.text.slice(0, 30), true]);
        expect(line.x).toBeGreaterThan(29.3);
      }
    }
    expect(body(paper.pages[0] as ReadPage).find((line) => line.text.startsWith('ẤẲ'))?.points).toBeCloseTo(14, 1);
  });
});

describe('where pages end', () => {
  test('however long the text, headings keep their text and signatures stay whole with the lines before them', async () => {
    const labels = form2B.parts.flatMap((part) =>
      part.sections.flatMap((section) => section.fields.map((field) => field.label ?? '')),
    );
    let fullest = 0;
    for (let lines = 1; lines <= 42; lines += 1) {
      // Each paragraph is one line, so that every line of the page is tried as its last.
      const paper = await print(
        withText({ 'I.1': Array.from({ length: lines }, (_, line) => `Việc ${line}.`).join('\n') }),
      );
      for (const page of paper.pages) {
        const last = body(page).at(-1) as Line;
        fullest = Math.max(fullest, last.baseline);
        const heading = last.font === 'Tinos-Bold' && /^([AB]|[IVX]+)\. /.test(last.text);
        const label =
          last.font === 'Tinos-Italic' &&
          labels.some((words) => words && flowing(words).includes(last.text.replace(/^\d\. /, '')));
        expect([lines, last.text, heading || label]).toEqual([lines, last.text, false]);
      }
      const page = paper.pages[pageWith(paper, 'NGƯỜI TỰ KIỂM ĐIỂM')] as ReadPage;
      const texts = body(page).map((line) => line.text);
      const signer = texts.indexOf('NGƯỜI TỰ KIỂM ĐIỂM');
      expect([lines, signer >= 2]).toEqual([lines, true]);
      expect(texts[signer + 1]).toBe('(Ký, ghi rõ họ tên)');
      expect([lines, texts[signer + 2]]).toEqual([lines, 'Nguyễn Thị Thử Nghiệm']);
    }
    // Some page was filled to its very last line.
    expect(LAST_BASELINE - fullest).toBeLessThan(1);
    expect(fullest).toBeLessThan(LAST_BASELINE + 0.5);
  }, 120_000);

  test('a signature has four blank lines, in the right column, and every block stands whole on one page', async () => {
    const paper = await print();
    const signers = ['NGƯỜI TỰ KIỂM ĐIỂM', 'THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ', 'T/M CHI ỦY', 'T/M ĐẢNG ỦY'];
    const lastLineBefore = [
      'Không hoàn thành nhiệm vụ',
      'Mức xếp loại:',
      'Mức chi bộ đề xuất:',
      'Mức đảng ủy xếp loại:',
    ];
    for (const [index, signer] of signers.entries()) {
      const page = paper.pages[pageWith(paper, signer)] as ReadPage;
      const texts = body(page).map((line) => line.text);
      expect(texts[texts.indexOf(signer) - 1]).toBe(lastLineBefore[index]);
      const line = page.lines.find(({ text }) => text === signer) as Line;
      expect(line.font).toBe('Tinos-Bold');
      expect(Math.abs((line.x + line.right) / 2 - 150.5)).toBeLessThan(0.5);
      const note = page.lines.find((other) => other.baseline > line.baseline) as Line;
      expect(297 - 20 - note.baseline).toBeGreaterThan(4 * 6.35);
    }
    const page = paper.pages[pageWith(paper, 'NGƯỜI TỰ KIỂM')] as ReadPage;
    const note = page.lines[page.lines.findIndex(({ text }) => text === 'NGƯỜI TỰ KIỂM ĐIỂM') + 1] as Line;
    const name = page.lines[page.lines.indexOf(note) + 1] as Line;
    expect([name.text, name.font]).toEqual(['Nguyễn Thị Thử Nghiệm', 'Tinos-Bold']);
    expect(name.baseline - note.baseline).toBeCloseTo(5 * 6.35, 0);
  });

  test('tables repeat their head on each page, and rows stay whole up to a third of a page', async () => {
    const paper = await print({}, { annex: true });
    const start = pageWith(paper, 'KẾT QUẢ TỰ SOI');
    const pages = paper.pages.slice(start);
    expect(pages.length).toBeGreaterThan(5);
    for (const page of pages)
      expect(page.lines.filter((line) => line.text === 'Số Biểu hiện Kết quả tự soi, tự sửa').length).toBeGreaterThan(
        0,
      );
    for (const page of pages.slice(1)) {
      const [first, second] = body(page);
      expect(first?.text).toBe('Số Biểu hiện Kết quả tự soi, tự sửa');
      // A new row or group begins under the head: none is the rest of a row.
      expect(second?.text).toMatch(/^(\d+t? |[IVX]+\. )/);
    }
  });

  test('a row taller than a third of a page splits rather than leave the page blank', async () => {
    const paper = await print(
      withText({ A5: 'present', 'A5.evidence': sentence.repeat(60).trim(), 'A5.remedy': 'Sửa ngay.' }),
      { annex: true },
    );
    const start = pageWith(paper, 'KẾT QUẢ TỰ SOI');
    const filled = body(paper.pages[start] as ReadPage).at(-1) as Line;
    expect(filled.baseline).toBeGreaterThan(262);
    expect(flowing(paper.text)).toContain('Sửa ngay.');
  });
});

describe('stamps', () => {
  test.each([
    ['a draft', { signedOn: null }, false, 'BẢN NHÁP'],
    ['a submitted review in rehearsal', {}, true, REHEARSAL],
    ['a draft in rehearsal', { signedOn: null }, true, `BẢN NHÁP · ${REHEARSAL}`],
  ])('%s bears its stamp on every page, in the margin', async (_, changes, rehearsal, stamp) => {
    const { pages } = await print(changes, { annex: true, rehearsal });
    for (const page of pages) {
      const stamps = page.lines.filter((line) => line.baseline > 278);
      expect(stamps.map((line) => line.text)).toEqual([stamp]);
      expect(stamps[0]?.font).toBe('Tinos-Bold');
      expect(Math.max(...body(page).map((line) => line.baseline))).toBeLessThan(277);
    }
  });

  test('a paper of full value bears none, and neither does the blank form', async () => {
    const blank = blankPaper(form2B, editions, {
      annex: true,
      rehearsal: false,
      year: 2026,
      unit: null,
      provisionalWords: 'shown',
    });
    for (const paper of [await print({}, { annex: true }), await printPaper(renderer, blank)]) {
      expect(paper.pages.flatMap((page) => page.lines.filter((line) => line.baseline > 278))).toEqual([]);
      expect(paper.text).not.toMatch(/BẢN NHÁP|BẢN TẬP HUẤN/);
    }
  });
});
