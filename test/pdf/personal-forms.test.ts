import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FormVersion } from '../../src/forms/version.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { pledgePaper, renderReviewPaper, reviewPaper } from '../../src/reviews/print.ts';
import type { ReviewPaper } from '../../src/views/models/paper.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { type Line, type ReadPdf, tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, printPaper, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();

function formNamed(id: string): FormVersion {
  return FormVersion.parse(JSON.parse(readFileSync(new URL(`../../db/forms/${id}.json`, import.meta.url), 'utf8')));
}

function linesOf(paper: ReadPdf): Line[] {
  return paper.pages.flatMap((page) => page.lines);
}

describe.each(['02a-2023', '02b-2023'])('the paper of %s', (id) => {
  const form = formNamed(id);

  async function print(fields: Record<string, string>): Promise<ReadPdf> {
    const content = sampleReview({ formId: id, year: 2024, fields, items: [] });
    return printPaper(renderer, reviewPaper(content, form, editions, { annex: false, rehearsal: false }));
  }

  test('has the title, the label and the levels of 2023, and no parts', async () => {
    const paper = await print({ 'VII.2': 'good' });
    const headings = paper.pages.flatMap((page) => tagsOf(page, 'H1').map((tag) => flowing(tag.text).trim()));
    expect(headings).toEqual(['BẢN KIỂM ĐIỂM CÁ NHÂN']);
    expect(paper.pages.flatMap((page) => tagsOf(page, 'H2'))).toEqual([]);
    expect(paper.text).toContain(form.label);
    expect(paper.text).not.toMatch(/Tổng điểm|NỘI DUNG/);
  });

  test('has the boxes of a scale in one line, with the chosen one ticked and no other', async () => {
    const paper = await print({ 'I.1.level': 'average' });
    const rows = linesOf(paper).filter((line) => line.text.includes('Xuất sắc'));
    expect(rows).toHaveLength(
      form.parts[0]?.sections.flatMap((s) => s.fields).filter((f) => f.kind === 'choice').length ?? 0,
    );
    for (const row of rows) expect(flowing(row.text)).toMatch(/Xuất sắc .*Tốt .*Trung bình .*Kém/);
    expect(flowing(rows[0]?.text ?? '')).toMatch(/Tốt × ?Trung bình/);
    expect(paper.text.match(/×/g)).toHaveLength(1);
  });
});

describe('the pledge on paper', () => {
  const pledge = (changes: Partial<ReviewContent> = {}) =>
    pledgePaper(sampleReview(changes), form2B, { rehearsal: false }) as ReviewPaper;

  test('is one page for the next year, with its points numbered and its author’s name under the signature', async () => {
    const paper = await printPaper(renderer, pledge());
    expect(paper.title).toBe('Bản cam kết tu dưỡng, rèn luyện, phấn đấu năm 2027 – Nguyễn Thị Thử Nghiệm');
    expect(paper.pages).toHaveLength(1);
    const text = flowing(paper.text);
    for (const words of ['ĐẢNG CỘNG SẢN VIỆT NAM', 'Năm 2027', '1. Góp ý thẳng thắn', '3. Cùng tổ dân phố']) {
      expect(text).toContain(words);
    }
    expect(text).toMatch(/NGƯỜI CAM KẾT \(Ký, ghi rõ họ tên\) Nguyễn Thị Thử Nghiệm$/);
    expect(text).not.toMatch(/T\/M CHI ỦY|Mẫu 2B/);
  });

  test('says that it is a draft until the review is handed in, and there is none where the form has none', () => {
    expect(pledge({ signedOn: null }).stamp).toBe('BẢN NHÁP');
    expect(pledge().stamp).toBeNull();
    expect(renderReviewPaper(pledge())).not.toContain('BẢN NHÁP');
    const { pledge: _, ...without } = form2B;
    expect(pledgePaper(sampleReview(), without, { rehearsal: false })).toBeUndefined();
  });
});
