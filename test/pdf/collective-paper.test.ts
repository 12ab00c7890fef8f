import { beforeAll, describe, expect, test } from 'vitest';
import { blankPaper, renderReviewPaper, reviewPaper, type PaperOptions } from '../../src/reviews/print.ts';
import type { CollectiveHead, ReviewContent } from '../../src/reviews/content.ts';
import { form01, sampleCollective } from '../fixtures/collective.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { type Line, readPdf, type ReadPage, type ReadPdf } from '../helpers/pdf-reader.ts';
import { flowing, printPaper, testRenderer } from '../helpers/printer.ts';

/** The collective's report on paper (Mẫu 01): layout.md, read back from the PDF. */
const renderer = testRenderer();
const lists = { a: null, b: editions.b };

function print(
  changes: Partial<Omit<ReviewContent, 'head'>> = {},
  head: Partial<CollectiveHead> = {},
  options: Partial<PaperOptions> = {},
): Promise<ReadPdf> {
  const content = sampleCollective(changes, head);
  return printPaper(renderer, reviewPaper(content, form01, lists, { annex: false, rehearsal: false, ...options }));
}

function lineOf(page: ReadPage | undefined, text: string): Line {
  const found = page?.lines.flatMap((line) => line.runs).find((run) => run.text === text);
  if (!found || !page) throw new Error(`no line "${text}"`);
  return { ...found, runs: [found] };
}

const PASSED = [{ signedOn: '2026-12-05' }, { draftNumber: null }] as const;
const POINT = 25.4 / 72;

describe('a draft that was sent', () => {
  let paper: ReadPdf;

  beforeAll(async () => {
    paper = await print();
  });

  test('says under its head which one it is, in 14 pt italics, and bears no other mark', () => {
    const [page] = paper.pages;
    const mark = lineOf(page, 'Dự thảo lần 1');
    expect([mark.font, Math.round(mark.points)]).toEqual(['Tinos-Italic', 14]);
    const middle = (line: Line) => (line.x + line.right) / 2;
    expect(middle(mark)).toBeCloseTo(middle(lineOf(page, 'CHI BỘ TỔ DÂN PHỐ SỐ 12')), 0);
    expect(mark.baseline).toBeGreaterThan(lineOf(page, '*').baseline);
    expect(paper.text).not.toContain('BẢN NHÁP');
    expect(paper.text).not.toContain('(Chưa ghi)');
    expect(paper.title).toBe(
      'Báo cáo kiểm điểm, tự đánh giá, xếp loại chất lượng tập thể năm 2026 – Chi ủy Chi bộ Tổ dân phố số 12 (dự thảo lần 1)',
    );
  });

  test('is tagged, in Vietnamese and NFC, with the form’s label and the collective’s own lines', () => {
    expect(paper).toMatchObject({ tagged: true, lang: 'vi' });
    expect(paper.text).toBe(paper.text.normalize('NFC'));
    const text = flowing(paper.text);
    for (const words of [
      'Mẫu 01-HD KĐ.ĐG 2025',
      'BÁO CÁO KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG TẬP THỂ Năm 2026',
      'Tập thể: Chi ủy Chi bộ Tổ dân phố số 12',
      'Thời gian kiểm điểm: Từ ngày 01/01/2026 đến ngày 31/12/2026',
      'Số đảng viên: 24 (22 chính thức, 2 dự bị)',
      'V. Trách nhiệm của tập thể, cá nhân',
      'Tổng điểm: 87,5/100',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/Họ và tên|Ngày sinh|NGƯỜI TỰ KIỂM ĐIỂM/);
  });

  test('tells where each earlier matter and each question comes from', () => {
    const text = flowing(paper.text);
    expect(text).toContain('chưa sát việc của tổ dân phố. (Tự nhận tại kỳ kiểm điểm năm 2025)');
    expect(text).toContain('ghi chưa đủ ý kiến. (Chi bộ kết luận, chỉ ra năm 2025)');
    expect(text).toContain(
      'Giải trình việc chậm thu đảng phí quý III. (Gợi ý của Ban Thường vụ Đảng ủy phường Mẫu, Công văn 12-CV/ĐU, ngày 05-11-2026) - Giải trình: Quý III',
    );
    expect(text).not.toContain('Vấn đề được gợi ý:');
  });
});

describe('the report that the meeting passed', () => {
  test('is dated on the day of the meeting and no draft any more', async () => {
    const paper = await print(...PASSED);
    expect(paper.text).not.toMatch(/dự thảo/i);
    const date = lineOf(paper.pages[0], 'Hà Nội, ngày 05 tháng 12 năm 2026');
    expect([date.font, Math.round(date.points)]).toEqual(['Tinos-Italic', 14]);
  });

  test('is signed in the right column: T/M CHI ỦY in bold, BÍ THƯ in regular capitals, four blank lines, the name in bold', async () => {
    const paper = await print(...PASSED);
    const page = paper.pages.at(-1);
    const [signer, post, name] = ['T/M CHI ỦY', 'BÍ THƯ', 'Lương Văn Mẫu'].map((text) => lineOf(page, text)) as [
      Line,
      Line,
      Line,
    ];
    expect([signer.font, post.font, name.font]).toEqual(['Tinos-Bold', 'Tinos-Regular', 'Tinos-Bold']);
    expect([signer, post, name].map(({ points }) => Math.round(points))).toEqual([14, 14, 14]);
    expect(post.baseline - signer.baseline).toBeCloseTo(18 * POINT, 1);
    expect(name.baseline - post.baseline).toBeCloseTo(5 * 18 * POINT, 1);
    expect(signer.x).toBeGreaterThan(105);
    expect(page?.text).toContain('Mức đảng ủy xếp loại:');
  });

  test('of a branch without chi ủy is signed T/M CHI BỘ; without a known secretary the name is left to the hand', async () => {
    const unit = { ...sampleCollective().unit, hasBranchCommittee: false };
    const paper = await print({ ...PASSED[0], unit }, { ...PASSED[1], unit: 'Chi bộ Tổ dân phố số 12', signer: '' });
    expect(paper.text).toContain('T/M CHI BỘ\nBÍ THƯ');
    expect(paper.text).not.toContain('T/M CHI ỦY');
    expect(paper.text).not.toContain('Lương Văn Mẫu');
  });

  test('keeps both signatures together with the level before them, whatever the length, and ends on no empty page', async () => {
    for (let lines = 0; lines < 16; lines += 1) {
      const V = Array.from({ length: lines + 1 }, (_, index) => `Dòng ${index}.`).join('\n');
      const paper = await print({ ...PASSED[0], fields: { ...sampleCollective().fields, V } }, PASSED[1]);
      const last = paper.pages.at(-1)?.text ?? '';
      for (const words of ['Không hoàn thành nhiệm vụ', 'T/M CHI ỦY', 'Lương Văn Mẫu', 'T/M ĐẢNG ỦY'])
        expect([lines, words, last.includes(words)]).toEqual([lines, words, true]);
    }
  }, 120_000);
});

describe('other papers of the collective', () => {
  test('before it is sent it is a draft like a person’s, stamped on every page', async () => {
    const paper = await print({ fields: {} }, { draftNumber: null }, { rehearsal: true });
    for (const page of paper.pages) expect(page.text).toContain('BẢN NHÁP · BẢN TẬP HUẤN – KHÔNG CÓ GIÁ TRỊ');
    expect(paper.text).not.toContain('Dự thảo lần');
    expect(paper.text).toContain('(Chưa ghi)');
  });

  test('the annex has the 25 signs alone, answered by the collective', async () => {
    const text = flowing((await print({}, {}, { annex: true })).text);
    expect(text).toContain('PHỤ LỤC KẾT QUẢ TỰ SOI, TỰ SỬA THEO 25 BIỂU HIỆN');
    expect(text).toContain('năm 2026 của Chi ủy Chi bộ Tổ dân phố số 12)');
    expect(text).toContain('Chỉ thị 24-CT/TU, ngày 07-8-2023');
    expect(text).toContain('Biểu hiện cụ thể: Việc giải tỏa ngõ 12 xin');
    expect(text).not.toMatch(/27 BIỂU HIỆN|04-NQ\/TW|đồng chí Chi ủy/);
  });

  test('the annex of a real campaign keeps words of ours out, as a person’s does', async () => {
    const text = flowing((await print({ provisionalWords: 'withheld' }, {}, { annex: true })).text);
    expect(text).toContain('Chưa có nội dung chính thức');
    expect(text).not.toContain('Xin ý kiến, lấy ý kiến phối hợp lòng vòng');
  });

  test('the blank form has dots for the collective’s own lines, and its signatures together', async () => {
    const options = { annex: false, rehearsal: false, year: null, unit: null, provisionalWords: 'withheld' as const };
    const paper = await readPdf(await renderer.render(renderReviewPaper(blankPaper(form01, lists, options))));
    expect(paper.text).toContain('Tập thể:');
    const last = paper.pages.at(-1)?.text ?? '';
    expect(last).toContain('T/M CHI ỦY\nBÍ THƯ');
    expect(last).toContain('T/M ĐẢNG ỦY');
  });

  test('a person’s record frozen before there were collectives has none of the new keys, and prints as it did', async () => {
    const stored = JSON.parse(JSON.stringify(sampleReview())) as ReviewContent;
    expect(Object.keys(stored.head)).not.toContain('kind');
    const paper = reviewPaper(stored, form2B, editions, { annex: true, rehearsal: false });
    expect(paper.head.draftMark).toBeNull();
    expect(paper.signOff.flat().map(({ signer, post }) => [signer, post])).toEqual([
      ['NGƯỜI TỰ KIỂM ĐIỂM', null],
      ['THỦ TRƯỞNG CƠ QUAN, ĐƠN VỊ', null],
      ['T/M CHI ỦY', null],
      ['T/M ĐẢNG ỦY', null],
    ]);
    expect(flowing((await printPaper(renderer, paper)).text)).toContain('của đồng chí Nguyễn Thị Thử Nghiệm)');
  });
});
