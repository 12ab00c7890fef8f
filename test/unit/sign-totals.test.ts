import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { FEWEST, toldCounts } from '../../src/reports/sign-totals.ts';

/** Design §4: hidden for fewer than 5 people, when all or none answered so, and when subtraction would give a hidden group. */

describe('of the answers to one sign', () => {
  test.each<[string, number[], (number | null)[]]>([
    ['two large groups are told', [12, 8], [12, 8]],
    ['three large groups are told', [12, 8, 5], [12, 8, 5]],
    ['a small group is hidden, and what would give it by subtraction', [12, 4], [null, null]],
    ['of three, the first goes with the small one', [20, 6, 3], [null, 6, null]],
    ['a small first takes the second along', [3, 20, 6], [null, null, 6]],
    ['two small groups that are few together take one more along', [2, 1, 20, 6], [null, null, null, 6]],
    ['two small groups that are five together may stay by themselves', [4, 1, 20], [null, null, 20]],
    ['what nobody answered is hidden', [20, 6, 0], [null, 6, null]],
    ['what everybody answered is hidden', [20, 0, 0], [null, null, null]],
    ['of fewer than five people nothing is told', [4, 0], [null, null]],
    ['of nobody nothing is told', [0, 0], [null, null]],
  ])('%s', (_, counts, told) => {
    expect(toldCounts(counts)).toEqual(told);
  });
});

const partition = fc.array(fc.nat({ max: 30 }), { minLength: 2, maxLength: 5 });

describe('for every branch', () => {
  test('a told number is the true one, of five people or more, and never of all', () => {
    fc.assert(
      fc.property(partition, (counts) => {
        const people = counts.reduce((sum, count) => sum + count, 0);
        for (const [at, told] of toldCounts(counts).entries()) {
          if (told === null) continue;
          expect(told).toBe(counts[at]);
          expect(told).toBeGreaterThanOrEqual(FEWEST);
          expect(told).toBeLessThan(people);
        }
      }),
    );
  });

  test('what subtraction leaves over is no single group and no small one', () => {
    fc.assert(
      fc.property(partition, (counts) => {
        const people = counts.reduce((sum, count) => sum + count, 0);
        const told = toldCounts(counts);
        const hidden = told.filter((count) => count === null).length;
        const left = people - told.reduce<number>((sum, count) => sum + (count ?? 0), 0);
        if (hidden === 0) expect(left).toBe(0);
        else if (hidden < counts.length) {
          expect(hidden).toBeGreaterThanOrEqual(2);
          expect(left).toBeGreaterThanOrEqual(FEWEST);
        }
      }),
    );
  });

  /** Whoever knows the rule itself, and how many people there are, still cannot tell a hidden number. */
  test.each([2, 3, 4])(
    'with %i answers every hidden number could be another one, the told ones being the same',
    (answers) => {
      for (let people = 0; people <= (answers < 4 ? 40 : 24); people += 1) {
        const classes = Map.groupBy(partitionsOf(people, answers), (counts) => JSON.stringify(toldCounts(counts)));
        for (const [told, alike] of classes) {
          const shown = JSON.parse(told) as (number | null)[];
          for (const [at, count] of shown.entries()) {
            if (count !== null || people === 0) continue;
            const possible = new Set(alike.map((counts) => counts[at]));
            expect(possible.size, `${people} people, ${told}, answer ${at}`).toBeGreaterThan(1);
          }
        }
      }
    },
  );
});

function partitionsOf(people: number, parts: number): number[][] {
  if (parts === 1) return [[people]];
  return Array.from({ length: people + 1 }, (_, first) => first).flatMap((first) =>
    partitionsOf(people - first, parts - 1).map((rest) => [first, ...rest]),
  );
}
