import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CampaignSettings } from '../../src/campaigns/settings.ts';
import {
  capGroups,
  capOfCollectives,
  capRuleWords,
  type CountedLevel,
  currentWords,
  readCap,
  togetherWords,
} from '../../src/ratings/cap.ts';

/** 366-QĐ/TW, Điều 11; forms.md §5: of those rated "tốt", not of all. */

/** N → the most "xuất sắc" among them, by hand: N/6 at 20 %, N/5 at 25 %. */
const TABLE = [
  { percent: 20, rounding: 'down', most: { 5: 0, 6: 1, 12: 2, 24: 4, 30: 5 } },
  { percent: 20, rounding: 'half-up', most: { 5: 1, 6: 1, 12: 2, 24: 4, 30: 5 } },
  { percent: 25, rounding: 'down', most: { 5: 1, 6: 1, 12: 2, 24: 4, 30: 6 } },
  { percent: 25, rounding: 'half-up', most: { 5: 1, 6: 1, 12: 2, 24: 5, 30: 6 } },
] as const;

const CASES = TABLE.flatMap(({ percent, rounding, most }) =>
  Object.entries(most).map(([n, top]) => ({ percent, rounding, n: Number(n), top })),
);

describe('of N people rated xuất sắc or tốt', () => {
  test.each(CASES)('$n at $percent %, $rounding: at most $top', ({ percent, rounding, n, top }) => {
    const settings = { percent, rounding };
    expect(readCap({ excellent: top, good: n - top }, settings)).toMatchObject({ most: top, over: false });
    expect(readCap({ excellent: top + 1, good: n - top - 1 }, settings)).toMatchObject({ most: top, over: true });
  });

  test('five of 24 are over, and the sum says by how much in both readings', () => {
    const cap = CampaignSettings.parse({}).cap;
    const reading = readCap({ excellent: 5, good: 19 }, cap);
    expect(currentWords(reading, cap)).toBe('hiện tại 5 > 3 (20 % của 19, làm tròn xuống)');
    expect(togetherWords(reading)).toBe('trong 24 người nhiều nhất 4');
  });

  test('four of 24 are within it', () => {
    const cap = CampaignSettings.parse({}).cap;
    const reading = readCap({ excellent: 4, good: 20 }, cap);
    expect(currentWords(reading, cap)).toBe('hiện tại 4 ≤ 4 (20 % của 20, làm tròn xuống)');
    expect(reading.over).toBe(false);
  });

  test('where nobody is rated tốt nobody can be xuất sắc, and of nobody nobody is over', () => {
    const settings = { percent: 20, rounding: 'down' } as const;
    expect(readCap({ excellent: 1, good: 0 }, settings)).toMatchObject({ allowedNow: 0, most: 0, over: true });
    expect(readCap({ excellent: 0, good: 0 }, settings)).toMatchObject({ allowedNow: 0, most: 0, over: false });
  });
});

describe('for any numbers', () => {
  const settings = fc.record({
    percent: fc.constantFrom(20 as const, 25 as const),
    rounding: fc.constantFrom('down' as const, 'half-up' as const),
  });
  const people = fc.nat({ max: 5_000 });

  test('a cap is a whole number, never negative, and never more than there are people', () => {
    fc.assert(
      fc.property(settings, people, people, (cap, excellent, good) => {
        const { allowedNow, most } = readCap({ excellent, good }, cap);
        expect([allowedNow, most].every((value) => Number.isInteger(value) && value >= 0)).toBe(true);
        expect(allowedNow).toBeLessThanOrEqual(good);
        expect(most).toBeLessThanOrEqual(excellent + good);
      }),
    );
  });

  test('more people never lower a cap, 25 % never gives less than 20 %, rounding up never less than down', () => {
    fc.assert(
      fc.property(settings, people, people, (cap, good, more) => {
        const at = (percent: 20 | 25, rounding: 'down' | 'half-up', n: number) =>
          readCap({ excellent: 0, good: n }, { percent, rounding });
        const [few, many] = [at(cap.percent, cap.rounding, good), at(cap.percent, cap.rounding, good + more)];
        expect(many.allowedNow).toBeGreaterThanOrEqual(few.allowedNow);
        expect(many.most).toBeGreaterThanOrEqual(few.most);
        expect(at(25, cap.rounding, good).most).toBeGreaterThanOrEqual(at(20, cap.rounding, good).most);
        expect(at(cap.percent, 'half-up', good).most).toBeGreaterThanOrEqual(at(cap.percent, 'down', good).most);
      }),
    );
  });

  test('both readings say "over" of the same numbers, at the border too', () => {
    fc.assert(
      fc.property(settings, people, fc.nat({ max: 1_000 }), (cap, together, excellent) => {
        fc.pre(excellent <= together);
        const { over, most } = readCap({ excellent, good: together - excellent }, cap);
        expect(over).toBe(excellent > most);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('groups of posts', () => {
  const person = (standing: CountedLevel['standing'], level: string, head = false): CountedLevel => ({
    kind: 'person',
    standing,
    level,
    head,
  });
  const levels: CountedLevel[] = [
    { kind: 'collective', standing: null, head: false, level: 'excellent' },
    person('leader', 'excellent', true),
    person('leader', 'good'),
    person('no_post', 'excellent'),
    ...Array.from({ length: 5 }, () => person('outside', 'good')),
    person('no_post', 'completed'),
    person('no_post', ''),
  ];

  test('are reckoned each by itself, and a collective counts among no persons', () => {
    const found = capGroups(levels, CampaignSettings.parse({}));
    expect(found.map(({ reading }) => [reading.excellent, reading.good, reading.over])).toEqual([
      [1, 1, true],
      [1, 5, false],
    ]);
    expect(capOfCollectives(levels, CampaignSettings.parse({})).reading).toMatchObject({ excellent: 1, good: 0 });
  });

  test('leave the bí thư out where the settings say so', () => {
    const settings = CampaignSettings.parse({ cap: { headCounts: false, percent: 25, decisionNumber: '07-QĐ/TU' } });
    expect(capGroups(levels, settings)[0]?.reading).toMatchObject({ excellent: 0, good: 1, over: false });
    expect(capRuleWords(settings.cap)).toBe(
      'Số xếp Hoàn thành xuất sắc không quá 25 % số xếp Hoàn thành tốt, theo 07-QĐ/TU của cấp có thẩm quyền, ' +
        'tính riêng từng nhóm chức danh, không tính bí thư chi bộ, làm tròn xuống.',
    );
  });

  test('made by the committee take the place of the usual two', () => {
    const groups = [{ key: 'all', name: 'Mọi cá nhân', standings: ['leader', 'no_post', 'outside'] }];
    const settings = CampaignSettings.parse({ groups, cap: { rounding: 'half-up' } });
    expect(capGroups(levels, settings)).toMatchObject([{ name: 'Mọi cá nhân', reading: { excellent: 2, good: 6 } }]);
    expect(capRuleWords(settings.cap)).toContain('từ 0,5 làm tròn lên');
  });
});
