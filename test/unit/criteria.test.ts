import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readCriteria, sumOf } from '../../src/campaigns/criteria-input.ts';
import { atLeast, mostExcellent } from '../../src/campaigns/rules.ts';
import { CampaignSettings } from '../../src/campaigns/settings.ts';
import { settingsForm, typedSettings } from '../../src/campaigns/settings-input.ts';

describe('lines of criteria are read as offices write them', () => {
  test.each([
    ['Tư tưởng chính trị 10\nĐạo đức, lối sống 20', ['Tư tưởng chính trị', 'Đạo đức, lối sống'], [10, 20]],
    ['1. Tư tưởng: 10 điểm\n2. Đạo đức (20 điểm)', ['Tư tưởng', 'Đạo đức'], [10, 20]],
    ['Tư tưởng\t2,5\nĐạo đức\t27,5', ['Tư tưởng', 'Đạo đức'], [2.5, 27.5]],
    ['- Tư tưởng – 12.25đ.\n\n• Đạo đức; 17.75', ['Tư tưởng', 'Đạo đức'], [12.25, 17.75]],
    ['1.1. Tư tưởng | 10\n1.2. Đạo đức | 20\nTổng cộng: 30', ['Tư tưởng', 'Đạo đức'], [10, 20]],
    ['Hoàn thành 12/12 nhiệm vụ năm 2026: 30', ['Hoàn thành 12/12 nhiệm vụ năm 2026'], [30]],
  ])('%j', (text, texts, points) => {
    expect(readCriteria(text, 30)).toEqual({
      problems: [],
      lines: texts.map((words, index) => ({ text: words, points: points[index] })),
    });
  });

  test.each([
    ['Tư tưởng 10\nĐạo đức 18,5', 'cộng lại được 28,5 điểm; nhóm này phải đúng 30, còn thiếu 1,5'],
    ['Tư tưởng 10\nĐạo đức 20,01', 'cộng lại được 30,01 điểm; nhóm này phải đúng 30, đang thừa 0,01'],
    ['Tư tưởng\nĐạo đức 30', 'Dòng “Tư tưởng” chưa có điểm ở cuối dòng'],
    ['Nhiệm vụ năm 2026', 'Dòng “Nhiệm vụ năm 2026” chưa có điểm'],
    ['Đạt 100%', 'chưa có điểm'],
    ['30', 'chỉ có điểm, chưa có nội dung'],
    ['Tư tưởng 0\nĐạo đức 30', 'điểm phải lớn hơn 0 và không quá 30'],
    ['Tư tưởng 31', 'điểm phải lớn hơn 0 và không quá 30'],
    ['Tổng 30', 'Chưa thấy tiêu chí nào'],
    [`${'dài '.repeat(130)} 30`, 'dài quá 500 chữ'],
    [Array.from({ length: 60 }, () => 'Không điểm').join('\n'), 'Còn 55 dòng khác như vậy.'],
  ])('%j is told: “%s”', (text, sentence) => {
    expect(readCriteria(text, 30).problems.join(' ')).toContain(sentence);
  });

  test('sums are exact to the hundredth, whatever the parts', () => {
    const hundredths = fc.array(fc.integer({ min: 1, max: 6_999 }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(hundredths, (cuts) => {
        const edges = [0, ...new Set(cuts), 7_000].toSorted((left, right) => left - right);
        const parts = edges.slice(1).map((edge, index) => edge - (edges[index] ?? 0));
        const text = parts.map((part) => `Tiêu chí ${(part / 100).toFixed(2).replace('.', ',')}`).join('\n');
        const read = readCriteria(text, 70);
        expect(read.problems).toEqual([]);
        expect(sumOf(read.lines)).toBe(70);
        const over = readCriteria(`${text}\nThêm một dòng 0,01`, 70);
        expect(over.problems).toEqual([expect.stringContaining('đang thừa 0,01')]);
      }),
    );
  });

  test('a line made to be slow is refused at once', () => {
    const started = performance.now();
    readCriteria(`a${' '.repeat(19_000)}b`, 30);
    readCriteria(`a${'-'.repeat(19_000)}b`, 30);
    expect(performance.now() - started).toBeLessThan(200);
  });
});

describe('how many may be excellent beside so many good', () => {
  test.each([
    [4, 20, 'down', 0],
    [5, 20, 'down', 1],
    [9, 20, 'down', 1],
    [10, 20, 'down', 2],
    [13, 20, 'down', 2],
    [13, 20, 'half-up', 3],
    [12, 20, 'half-up', 2],
    [2, 25, 'half-up', 1],
    [3, 25, 'down', 0],
    [4, 25, 'down', 1],
    [24, 25, 'down', 6],
    [0, 20, 'half-up', 0],
  ] as const)('%i good at %i %%, rounded %s: %i', (good, percent, rounding, most) => {
    expect(mostExcellent(good, { percent, rounding })).toBe(most);
  });

  test.each([
    [12, 2, 3, 8],
    [13, 2, 3, 9],
    [1, 2, 3, 1],
    [400, 1, 2, 200],
  ])('of %i, %i of %i is at least %i', (all, parts, of, least) => {
    expect(atLeast(all, { parts, of })).toBe(least);
  });
});

describe('the settings form', () => {
  test('shows the usual settings, and sent back as it stands gives them again', () => {
    const usual = CampaignSettings.parse({});
    const form = settingsForm([], false).parse(typedSettings(usual));
    expect(form).toEqual({ settings: usual, reason: '' });
  });

  test('keeps whatever may be set, to the letter', () => {
    const standing = fc.constantFrom('1' as const, '2' as const, '3' as const);
    const share = fc
      .tuple(fc.integer({ min: 1, max: 999 }), fc.integer({ min: 1, max: 999 }))
      .map((pair) => pair.toSorted((a, b) => a - b));
    fc.assert(
      fc.property(
        standing,
        standing,
        standing,
        share,
        share,
        fc.boolean(),
        (leader, noPost, outside, quorum, pass, raised) => {
          const typed = {
            ...typedSettings(CampaignSettings.parse({})),
            ...(raised ? { ty_le: '25', so_qd_ty_le: '15-QĐ/TU', ngay_qd_ty_le: '01/12/2026' } : {}),
            nhom_1: 'Nhóm một',
            nhom_2: 'Nhóm hai',
            nhom_3: 'Nhóm ba',
            nhom_leader: leader,
            nhom_no_post: noPost,
            nhom_outside: outside,
            hop_phan: String(quorum[0]),
            hop_tren: String(quorum[1]),
            dat_phan: String(pass[0]),
            dat_tren: String(pass[1]),
          };
          const { settings } = settingsForm([], false).parse(typed);
          expect(settings.groups.flatMap(({ standings }) => standings).toSorted()).toEqual([
            'leader',
            'no_post',
            'outside',
          ]);
          expect(settings.quorum).toEqual({ parts: quorum[0], of: quorum[1] });
          expect(settings.cap.decisionNumber).toBe(raised ? '15-QĐ/TU' : '');
          expect(CampaignSettings.parse(JSON.parse(JSON.stringify(settings)))).toEqual(settings);
          expect(settingsForm([], false).parse(typedSettings(settings)).settings).toEqual(settings);
        },
      ),
    );
  });
});
