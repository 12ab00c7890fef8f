import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ExemptionKind, Presence } from '../../db/schema.ts';
import { dayProblems, isLate, quorumWords } from '../../src/meetings/plan.ts';
import {
  type Attendee,
  type Count,
  countProblems,
  fits,
  hasCome,
  headcounts,
  isOpen,
  levelsPassed,
  passMark,
  quorumOf,
  summonsOf,
} from '../../src/meetings/rules.ts';
import { neighbours, type Slide, slideAt } from '../../src/meetings/slides.ts';

const LEVELS = ['excellent', 'good', 'completed', 'not-completed'];

function people(...groups: [number, Partial<Attendee>][]): Attendee[] {
  return groups.flatMap(([times, one]) =>
    Array.from({ length: times }, () => ({ official: true, exemption: null, presence: null, ...one })),
  );
}

describe('who must come (forms.md §6)', () => {
  test.each<[ExemptionKind | null, 'must' | 'may' | 'not']>([
    [null, 'must'],
    ['new', 'must'],
    ['outside_tool', 'must'],
    ['excused', 'may'],
    ['elsewhere', 'may'],
    ['suspended', 'not'],
  ])('%s: %s', (exemption, summons) => {
    expect(summonsOf(exemption)).toBe(summons);
  });

  test('is counted apart for official and probationary members', () => {
    const counted = headcounts(
      people(
        [17, { presence: 'present' }],
        [1, { presence: 'excused' }],
        [1, { presence: 'absent' }],
        [2, { exemption: 'excused' }],
        [1, { exemption: 'excused', presence: 'present' }],
        [2, { official: false, presence: 'present' }],
        [1, { official: false }],
      ),
    );
    expect(counted.official).toEqual({ all: 22, summoned: 20, present: 18, excused: 1, absent: 1, unmarked: 0 });
    expect(counted.probationary).toEqual({ all: 3, summoned: 3, present: 2, excused: 0, absent: 0, unmarked: 1 });
  });
});

describe('quorum', () => {
  const share = { of: 3, parts: 2 };
  test.each([
    [1, 1],
    [2, 2],
    [3, 2],
    [5, 4],
    [19, 13],
    [30, 20],
    [400, 267],
  ])('of %d official members is %d at two thirds', (summoned, needed) => {
    expect(quorumOf(headcounts(people([summoned, {}])), share)).toMatchObject({
      needed,
      summoned,
      met: false,
      reachable: true,
    });
    const present = headcounts(people([needed, { presence: 'present' }], [summoned - needed, { presence: 'absent' }]));
    expect(quorumOf(present, share).met).toBe(true);
    const short = headcounts(
      people([needed - 1, { presence: 'present' }], [summoned - needed + 1, { presence: 'absent' }]),
    );
    expect(quorumOf(short, share)).toMatchObject({ met: false, reachable: false });
  });

  test('is never met by nobody, nor by probationary members', () => {
    expect(quorumOf(headcounts([]), share)).toMatchObject({ met: false, reachable: false });
    const probationary = headcounts(people([9, { official: false, presence: 'present' }]));
    expect(quorumOf(probationary, share)).toMatchObject({ met: false, reachable: false });
    expect(quorumWords(quorumOf(probationary, share))).toContain('chưa có đảng viên chính thức nào');
  });

  test('once met stays met when more come', () => {
    const presence = fc.constantFrom<Presence | null>('present', 'excused', 'absent', null);
    const anybody = fc.record({
      official: fc.boolean(),
      exemption: fc.constantFrom<ExemptionKind | null>(null, 'excused', 'elsewhere', 'suspended', 'new'),
      presence,
    });
    fc.assert(
      fc.property(fc.array(anybody, { maxLength: 60 }), fc.integer({ min: 0, max: 59 }), (all, at) => {
        const before = quorumOf(headcounts(all), share);
        const one = all[at];
        fc.pre(one?.presence !== 'present' && one?.official === true);
        const after = quorumOf(headcounts(all.with(at, { ...one, presence: 'present' } as Attendee)), share);
        expect(after.present).toBe(before.present + 1);
        expect(after.needed).toBeGreaterThanOrEqual(before.needed);
        if (before.met) expect(after.met).toBe(true);
        if (after.met) expect(after.reachable).toBe(true);
        expect(after.present * share.of >= after.summoned * share.parts).toBe(after.met);
      }),
    );
  });
});

const small = fc.integer({ min: 0, max: 500 });
const anyCount: fc.Arbitrary<Count> = fc.record({
  issued: small,
  returned: small,
  valid: small,
  invalid: small,
  votes: fc.dictionary(fc.constantFrom(...LEVELS), small),
});

/** A count as honest tellers would write it: some ballots kept back, some invalid, every valid one with a level. */
const honest = fc
  .record({
    issued: fc.integer({ min: 0, max: 400 }),
    kept: fc.nat(),
    spoilt: fc.nat(),
    cuts: fc.array(fc.nat(), { minLength: 3, maxLength: 3 }),
  })
  .map(({ issued, kept, spoilt, cuts }): Count => {
    const returned = issued - (kept % (issued + 1));
    const invalid = spoilt % (returned + 1);
    const valid = returned - invalid;
    const [a = 0, b = 0, c = 0] = cuts.map((cut) => cut % (valid + 1)).toSorted((left, right) => left - right);
    return {
      issued,
      returned,
      valid,
      invalid,
      votes: { excellent: a, good: b - a, completed: c - b, 'not-completed': valid - c },
    };
  });

describe('a count of ballots', () => {
  const present = { official: 18, probationary: 2 };
  const good: Count = {
    issued: 18,
    returned: 17,
    valid: 16,
    invalid: 1,
    votes: { excellent: 3, good: 12, completed: 1, 'not-completed': 0 },
  };

  test('that adds up has no problem', () => {
    expect(countProblems(good, present)).toEqual({});
    fc.assert(
      fc.property(honest, fc.nat(20), (count, more) => {
        expect(countProblems(count, { official: count.issued + more, probationary: 0 })).toEqual({});
      }),
    );
  });

  test.each<[string, Partial<Count>, keyof ReturnType<typeof countProblems>, string]>([
    [
      'more ballots than official members',
      { issued: 19 },
      'issued',
      'Phát ra 19 phiếu, nhưng chỉ có 18 đảng viên chính thức dự họp. Đảng viên dự bị không biểu quyết, không bỏ phiếu (Điều lệ Đảng, Điều 3).',
    ],
    [
      'more ballots than people',
      { issued: 21 },
      'issued',
      'Phát ra 21 phiếu, nhưng chỉ có 18 đảng viên chính thức dự họp.',
    ],
    ['more returned than issued', { issued: 16 }, 'returned', 'Thu về 17 phiếu, nhưng chỉ phát ra 16 phiếu.'],
    [
      'valid and invalid that miss one',
      { invalid: 0 },
      'valid',
      'Hợp lệ 16 và không hợp lệ 0 cộng lại là 16 phiếu, nhưng thu về 17 phiếu.',
    ],
    [
      'one vote too many',
      { votes: { ...good.votes, good: 13 } },
      'votes',
      'Số phiếu của các mức cộng lại là 17, nhưng có 16 phiếu hợp lệ.',
    ],
  ])('with %s names that sum', (_what, change, field, words) => {
    expect(countProblems({ ...good, ...change }, present)).toEqual({ [field]: words });
  });

  test('is without a problem exactly when every sum holds', () => {
    fc.assert(
      fc.property(anyCount, fc.integer({ min: 0, max: 500 }), (count, official) => {
        const votes = Object.values(count.votes).reduce((sum, number) => sum + number, 0);
        const holds =
          count.issued <= official &&
          count.returned <= count.issued &&
          count.valid + count.invalid === count.returned &&
          votes === count.valid;
        expect(fits(count, { official, probationary: 3 })).toBe(holds);
      }),
      { numRuns: 2_000 },
    );
  });

  test('off by one anywhere is found', () => {
    const off = fc.constantFrom('returned', 'valid', 'invalid', 'good') satisfies fc.Arbitrary<string>;
    fc.assert(
      fc.property(honest, off, fc.constantFrom(1, -1), (count, where, by) => {
        const moved =
          where === 'good'
            ? { ...count, votes: { ...count.votes, good: (count.votes.good ?? 0) + by } }
            : { ...count, [where]: count[where as 'valid'] + by };
        expect(fits(moved, { official: 1_000, probationary: 0 })).toBe(false);
      }),
    );
  });
});

describe('the votes a level needs', () => {
  const present = headcounts(
    people([18, { presence: 'present' }], [1, { presence: 'excused' }], [2, { official: false, presence: 'present' }]),
  );
  test.each([
    [{ of: 2, parts: 1, among: 'official' as const }, 10, 19],
    [{ of: 2, parts: 1, among: 'present' as const }, 10, 18],
    [{ of: 3, parts: 2, among: 'official' as const }, 13, 19],
    [{ of: 3, parts: 2, among: 'present' as const }, 12, 18],
    [{ of: 1, parts: 1, among: 'present' as const }, 18, 18],
    [{ of: 4, parts: 2, among: 'present' as const }, 10, 18],
  ])('%o: %d of %d', (pass, needed, of) => {
    expect(passMark(present, pass)).toMatchObject({ needed, of });
  });

  test('are never none: nobody passes without a vote', () => {
    const nobody = headcounts([]);
    for (const pass of [
      { of: 2, parts: 1, among: 'present' as const },
      { of: 3, parts: 2, among: 'present' as const },
    ]) {
      expect(passMark(nobody, pass).needed).toBeGreaterThan(0);
    }
  });

  test('are reached by at most one level when a half must be exceeded', () => {
    fc.assert(
      fc.property(honest, (count) => {
        const all = headcounts(people([count.issued, { presence: 'present' }]));
        const mark = passMark(all, { of: 2, parts: 1, among: 'present' });
        const passed = levelsPassed(
          count,
          LEVELS.map((key) => ({ key })),
          mark,
        );
        expect(passed.length).toBeLessThanOrEqual(1);
        for (const key of passed) expect((count.votes[key] ?? 0) * 2).toBeGreaterThan(count.issued);
      }),
    );
  });
});

describe('the day of a meeting', () => {
  const given = { year: 2026, today: '2026-12-05', before: null, recorded: false };
  test.each([
    ['today', '2026-12-05', false, {}, []],
    ['in the future', '2026-12-31', false, {}, []],
    ['gone by, unmarked', '2026-12-04', false, {}, ['ngay']],
    ['gone by and marked so', '2026-12-04', true, {}, []],
    ['gone by, as it was planned', '2026-12-04', false, { before: '2026-12-04' }, []],
    ['in the future, marked as held', '2026-12-06', true, {}, ['nhap_sau']],
    ['in the future, with records', '2026-12-06', false, { before: '2026-12-05', recorded: true }, ['ngay']],
    ['of another year', '2025-12-05', true, {}, ['ngay']],
    ['in January of the next year', '2027-01-10', false, {}, []],
  ])('%s', (_what, heldOn, enteredAfter, change, fields) => {
    expect(Object.keys(dayProblems({ heldOn, enteredAfter }, { ...given, ...change }))).toEqual(fields);
  });

  test('after 31-12 is late', () => {
    expect([
      isLate({ held_on: '2026-12-31' }, { year: 2026 }),
      isLate({ held_on: '2027-01-01' }, { year: 2026 }),
    ]).toEqual([false, true]);
  });

  test('has come from the day on, and a closed meeting or campaign takes nothing', () => {
    expect([
      hasCome({ held_on: '2026-12-05' }, '2026-12-04'),
      hasCome({ held_on: '2026-12-05' }, '2026-12-05'),
    ]).toEqual([false, true]);
    expect(isOpen({ state: 'held' }, { state: 'open' })).toBe(true);
    expect(isOpen({ state: 'closed' }, { state: 'open' })).toBe(false);
    expect(isOpen({ state: 'held' }, { state: 'closed' })).toBe(false);
  });
});

describe('turning from one subject to the next', () => {
  const slides = ['opening', 'a', 'b', 'closing'].map((key) => ({ key, title: key, subject: null })) as Slide[];
  test('begins where it was left, else at the opening; an unknown one is no reason to be lost', () => {
    expect(slideAt(slides, undefined, 'b').key).toBe('b');
    expect(slideAt(slides, undefined, '').key).toBe('opening');
    expect(slideAt(slides, 'a', 'b').key).toBe('a');
    expect(slideAt(slides, 'nobody', 'b').key).toBe('b');
  });

  test('walks through all of them and ends', () => {
    const walked = [];
    for (let at: Slide | null = slides[0] ?? null; at; at = neighbours(slides, at).after) walked.push(at.key);
    expect(walked).toEqual(['opening', 'a', 'b', 'closing']);
    expect(neighbours(slides, slides[0] as Slide).before).toBeNull();
  });
});
