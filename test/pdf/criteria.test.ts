import { describe, expect, test } from 'vitest';
import type { CriteriaSet } from '../../src/campaigns/queries.ts';
import { criteriaIn } from '../../src/reviews/criteria.ts';
import { reviewPaper } from '../../src/reviews/print.ts';
import { editions, form2B, sampleReview } from '../fixtures/paper.ts';
import { tagsOf } from '../helpers/pdf-reader.ts';
import { flowing, printPaper, testRenderer } from '../helpers/printer.ts';

const renderer = testRenderer();

const set: CriteriaSet = {
  id: '0198-s',
  unitId: '0198-u',
  name: 'Bộ tiêu chí phường Mẫu',
  sha256: '0a1b2c3d4e5f',
  general: [
    { text: 'Kiên định chủ nghĩa Mác - Lênin, tư tưởng Hồ Chí Minh, đường lối của Đảng.', points: 10 },
    { text: 'Giữ gìn đạo đức, lối sống; nêu gương.', points: 12.5 },
    { text: 'Chấp hành kỷ luật phát ngôn, giờ giấc.', points: 7.5 },
  ],
  results: Array.from({ length: 28 }, (_, index) => ({
    text: `Nhiệm vụ ${index + 1}: khối lượng, tiến độ, chất lượng theo kế hoạch được giao.`,
    points: 2.5,
  })),
};

function paperWith(given: Record<string, string>) {
  const fields = { ...sampleReview().fields, ...given };
  const options = { annex: true, rehearsal: false, criteria: set };
  return printPaper(renderer, reviewPaper(sampleReview({ fields, criteriaSet: set.id }), form2B, editions, options));
}

const ALL = Object.fromEntries(
  [...criteriaIn(set, 'general'), ...criteriaIn(set, 'results')].map(({ key, points }) => [key, String(points - 0.25)]),
);

describe('the table of points by criteria, on paper', () => {
  test('stands after the form and before the annex of signs, with both groups, their sums and every line', async () => {
    const paper = await paperWith(ALL);
    const text = flowing(paper.text);
    const at = (words: string) => text.indexOf(words);
    expect(at('BẢNG ĐIỂM THEO TIÊU CHÍ')).toBeGreaterThan(at('NGƯỜI TỰ KIỂM ĐIỂM'));
    expect(at('KẾT QUẢ TỰ SOI, TỰ SỬA')).toBeGreaterThan(at('Cộng 28 trên 28 tiêu chí'));
    expect(text).toContain('PHỤ LỤC 2');
    expect(text).toMatch(/1 Kiên định chủ nghĩa Mác - Lênin, .{0,60} 10 9,75/);
    expect(text).toMatch(/31 Nhiệm vụ 28: khối lượng, .{0,60} 2,5 2,25/);
    expect(text).toContain('Cộng 3 trên 3 tiêu chí 30 29,25');
    expect(text).toContain('Cộng 28 trên 28 tiêu chí 70 63');
    // The table goes on over a page, with its head on each.
    const heads = paper.pages.filter((page) => flowing(page.text).includes('Tiêu chí Điểm tối đa Tự chấm'));
    expect(heads.length).toBeGreaterThan(1);
    const headings = paper.pages.flatMap((page) => tagsOf(page, 'H2').map((tag) => flowing(tag.text).trim()));
    expect(headings.some((heading) => heading.endsWith('BẢNG ĐIỂM THEO TIÊU CHÍ'))).toBe(true);
  });

  test('leaves empty what its author left empty, and the sum is of what stands there', async () => {
    const [first] = criteriaIn(set, 'general');
    const text = flowing((await paperWith({ [first?.key ?? '']: '8' })).text);
    expect(text).toContain('Cộng 1 trên 3 tiêu chí 30 8');
    expect(text).toMatch(/Cộng 0 trên 28 tiêu chí 70 (\d+ )?PHỤ LỤC/);
    expect(text).toContain('2 Giữ gìn đạo đức, lối sống; nêu gương. 12,5 3 Chấp hành');
  });

  test('is left out where no line has points', async () => {
    expect((await paperWith({})).text).not.toContain('THEO TIÊU CHÍ');
  });
});
