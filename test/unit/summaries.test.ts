import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { readSummary, summaryText } from '../../src/summaries/content.ts';
import { countsOf, everybody, levelRows, sumUp } from '../../src/summaries/figures.ts';
import { openForTwoYears, screeningList } from '../../src/summaries/screening.ts';
import { branchTable, earlierTable, levelTable } from '../../src/summaries/tables.ts';
import { CampaignSettings } from '../../src/campaigns/settings.ts';
import { decisionFor, summaryOf, summaryPerson } from '../fixtures/examples-summaries.ts';

const LEVELS = ['', 'excellent', 'good', 'completed', 'not-completed'] as const;
const matters = fc.record({
  fixed: fc.nat(3),
  fixing: fc.nat(3),
  unfixed: fc.nat(3),
  unsaid: fc.nat(2),
  older: fc.nat(3),
  openLastYear: fc.option(fc.nat(3)),
});
const onePerson = fc.record({
  standing: fc.constantFrom('leader' as const, 'no_post' as const, 'outside' as const),
  head: fc.boolean(),
  proposed: fc.constantFrom(...LEVELS),
  review: fc.constantFrom('handed-in' as const, 'returned' as const, 'none' as const),
  exemption: fc.option(
    fc.record({
      kind: fc.constantFrom('excused' as const, 'suspended' as const, 'elsewhere' as const, 'outside_tool' as const),
      reason: fc.constant(''),
    }),
  ),
  earlier: fc.option(matters),
  decided: fc.option(fc.constantFrom('excellent', 'good', 'completed', 'not-completed')),
});
const campaign = fc.array(
  fc.record({ handed: fc.boolean(), level: fc.constantFrom(...LEVELS), people: fc.array(onePerson, { maxLength: 8 }) }),
  { maxLength: 6 },
);

type Branches = typeof campaign extends fc.Arbitrary<infer Made> ? Made : never;

function committee(branches: Branches, settings = CampaignSettings.parse({})) {
  const units = branches.map((_, at) => ({ id: `u${at}`, name: `Chi bộ Số ${at}` }));
  const handed = branches.flatMap(({ handed: yes, level, people }, at) => {
    const unit = units[at];
    if (!yes || !unit) return [];
    const persons = people.map(({ decided: _, ...more }, no) => summaryPerson(`${unit.id}-${no}`, `Người ${no}`, more));
    return [summaryOf(unit, persons, level)];
  });
  const decisions = branches.flatMap(({ people }, at) =>
    people.flatMap(({ decided }, no) => (decided ? [decisionFor(`u${at}`, `u${at}-${no}`, decided)] : [])),
  );
  const summaries = new Map(handed.map((summary) => [summary.unit.id, summary]));
  return sumUp({ branches: units, summaries, decisions, handUps: new Map(), settings });
}

function numbers(cells: readonly (string | number | null)[]): number[] {
  return cells.map((cell) => (typeof cell === 'number' ? cell : 0));
}

function addUp(rows: readonly (readonly (string | number | null)[])[]): number[] {
  const width = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: width }, (_, at) => rows.reduce((sum, row) => sum + (numbers(row)[at] ?? 0), 0));
}

describe('the committee’s totals', () => {
  test('are the sums over its branches, column by column', () => {
    fc.assert(
      fc.property(campaign, (branches) => {
        const sum = committee(branches);
        const board = branchTable(sum).rows;
        const total = numbers(board.at(-1)?.cells ?? []);
        if (board.length > 1) expect(total).toEqual(addUp(board.slice(0, -1).map(({ cells }) => cells)));
        const earlier = earlierTable(sum).rows;
        if (earlier.length > 2) {
          const persons = numbers(earlier.at(-2)?.cells ?? []);
          expect(persons).toEqual(addUp(earlier.slice(0, -2).map(({ cells }) => cells)));
        }
        const perBranch = sum.branches.map((branch) => levelRows({ ...sum, branches: [branch] }).persons);
        const { persons, groups, collectives } = levelRows(sum);
        expect(persons.counts).toEqual(
          persons.counts.map((_, at) => perBranch.reduce((all, { counts }) => all + (counts[at] ?? 0), 0)),
        );
        expect(persons.rated).toBe(groups.reduce((all, { rated }) => all + rated, 0));
        expect(persons.without).toBe(groups.reduce((all, { without }) => all + without, 0));
        expect(collectives.rated + collectives.without).toBe(sum.branches.filter(({ summary }) => summary).length);
      }),
    );
  });

  test('count each person once as reviewed, not reviewed or elsewhere, and nobody of a branch that has not handed up', () => {
    fc.assert(
      fc.property(campaign, (branches) => {
        const counts = countsOf(everybody(committee(branches)));
        expect(counts.people).toBe(counts.reviewed + counts.notReviewed + counts.outside);
        expect(counts.people).toBe(
          branches.filter(({ handed }) => handed).reduce((all, { people }) => all + people.length, 0),
        );
      }),
    );
  });

  test('take a share only of those who have a level', () => {
    const sum = committee([
      {
        handed: true,
        level: 'good',
        people: [
          { ...ORDINARY, proposed: 'good' },
          { ...ORDINARY, proposed: 'good' },
          { ...ORDINARY, proposed: 'excellent' },
          { ...ORDINARY, proposed: '' },
        ],
      },
    ]);
    const row = levelTable(sum).rows.find(({ cells }) => cells[0] === 'Cộng cá nhân');
    expect(row?.cells.slice(1, 5)).toEqual([1, 1 / 3, 2, 2 / 3]);
    expect(row?.cells.slice(-2)).toEqual([3, 1]);
  });

  test('count a person who moved between two hand-ups once: where he was decided, else where he was handed up last', () => {
    const units = [
      { id: 'a', name: 'Chi bộ A' },
      { id: 'b', name: 'Chi bộ B' },
    ];
    const [first, second] = units.map((unit, at) => ({
      ...summaryOf(unit, [summaryPerson('m', 'Người Chuyển Đi')]),
      handedAt: `2026-12-0${at + 1}T00:00:00.000Z`,
    }));
    if (!first || !second) throw new Error('two branches');
    const sources = {
      branches: units,
      summaries: new Map([
        ['a', first],
        ['b', second],
      ]),
      handUps: new Map<string, string>(),
      settings: CampaignSettings.parse({}),
    };
    const where = (decisions: Parameters<typeof sumUp>[0]['decisions']) =>
      sumUp({ ...sources, decisions }).branches.flatMap(({ unit, people }) => people.map(() => unit.id));
    expect(where([])).toEqual(['b']);
    expect(where([decisionFor('a', 'm', 'good')])).toEqual(['a']);
  });
});

const ORDINARY = {
  standing: 'no_post',
  head: false,
  proposed: 'good',
  review: 'handed-in',
  exemption: null,
  earlier: null,
  decided: null,
} as const;

describe('a replaced decision', () => {
  test('gives way to the one that replaced it', () => {
    const unit = { id: 'a', name: 'Chi bộ A' };
    const first = decisionFor('a', COLLECTIVE, 'good');
    const later = { ...decisionFor('a', COLLECTIVE, 'completed', '52-QĐ/ĐU'), replaces_id: first.id };
    const sum = sumUp({
      branches: [unit],
      summaries: new Map([['a', summaryOf(unit, [])]]),
      decisions: [first, later],
      handUps: new Map(),
      settings: CampaignSettings.parse({}),
    });
    expect(sum.branches[0]?.collective?.level).toBe('completed');
  });
});

describe('two years with a matter still open', () => {
  const NONE = { fixed: 0, fixing: 0, unfixed: 0, unsaid: 0, older: 0, openLastYear: null };
  const CASES = [
    { name: 'nothing open', earlier: { ...NONE, fixed: 3, openLastYear: 2 }, open: 0 },
    { name: 'open this year only', earlier: { ...NONE, fixing: 1, openLastYear: 0 }, open: 0 },
    { name: 'open, and no review of last year', earlier: { ...NONE, unfixed: 2 }, open: 0 },
    { name: 'open this year and last', earlier: { ...NONE, fixing: 1, unfixed: 1, openLastYear: 1 }, open: 2 },
    { name: 'one of two is from the year before last', earlier: { ...NONE, unfixed: 2, older: 1 }, open: 1 },
    { name: 'without a state said', earlier: { ...NONE, unsaid: 2, openLastYear: 2 }, open: 0 },
  ];
  test.each(CASES)('$name', ({ earlier, open }) => {
    expect(openForTwoYears(earlier)).toBe(open);
  });

  test('somebody whom a higher level reviews is in no list of those not reviewed', () => {
    const outside = {
      ...ORDINARY,
      review: 'none',
      exemption: { kind: 'outside_tool', reason: '' },
      proposed: '',
    } as const;
    expect(screeningList(committee([{ handed: true, level: 'good', people: [outside] }]))).toEqual([]);
  });
});

describe('a stored summary', () => {
  test('is read back as it was written, and not at all once a byte is changed', () => {
    const summary = summaryOf({ id: 'a', name: 'Chi bộ A' }, [summaryPerson('m', 'Lê Thị Ánh')]);
    const stored = summaryText(summary);
    expect(readSummary(stored)).toEqual(summary);
    expect(() => readSummary({ ...stored, body: stored.body.replace('Ánh', 'Anh') })).toThrow('hash');
  });

  test('takes nothing beside what its schema names: an answer to a sign has no place in it', () => {
    const summary = summaryOf({ id: 'a', name: 'Chi bộ A' }, [summaryPerson('m', 'Lê Thị Ánh')]);
    const people = summary.people.map((person) => ({ ...person, signs: { A3: 'present' } }));
    expect(() => summaryText({ ...summary, people })).toThrow('signs');
  });
});

test('three thousand people of two hundred branches are counted in a moment', () => {
  const people = Array.from({ length: 15 }, () => ({ ...ORDINARY, decided: 'good' }) as const);
  const branches = Array.from({ length: 200 }, () => ({ handed: true, level: 'good' as const, people: [...people] }));
  const began = performance.now();
  const sum = committee(branches);
  expect(levelRows(sum).persons.rated).toBe(3_000);
  expect(performance.now() - began).toBeLessThan(3_000);
});
