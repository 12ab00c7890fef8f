import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { FormLevel } from '../../src/forms/version.ts';
import { type ConditionFacts, findingsFor, statementsOf } from '../../src/ratings/conditions.ts';
import { documentNumber, isAbove, passedLevel, passWords, shortLevel } from '../../src/ratings/rules.ts';
import { askedOf, statedIn, statedKeys } from '../../src/ratings/stated.ts';
import { form2B } from '../fixtures/paper.ts';

/** forms.md §5, written down a second time as cases: what is known → what speaks against which level, with its article. */

const LEVELS: readonly FormLevel[] = form2B.levels;
const ART = 'Quy định 366-QĐ/TW, Điều 11';

const clean: ConditionFacts = {
  kind: 'person',
  levels: LEVELS,
  basis: ART,
  post: null,
  review: 'handed-in',
  stated: { level: 'good', points: 95, outOf: 100, earlier: { fixed: 2, fixing: 0, unfixed: 0, unsaid: 0 }, tasks: 5 },
  agencyLevel: '',
  disciplines: [],
  collective: { level: '', tasksDone: null },
  disciplinedLeaders: [],
  quarters: '',
  ballot: null,
};

const collective: ConditionFacts = { ...clean, kind: 'collective' };
const stated = clean.stated as NonNullable<ConditionFacts['stated']>;
const reprimand = { kind: 'Khiển trách', dutyRelated: true, document: '12-QĐ/UBKT', decidedOn: '2026-06-05' };

type Level = 'excellent' | 'good' | 'completed' | 'not-completed';
const ALL: Level[] = ['excellent', 'good', 'completed', 'not-completed'];

interface Case {
  known: string;
  facts: ConditionFacts;
  /** Levels that are warned about; every other one is not. */
  warns: Level[];
  words: string;
  source: string;
}

const CASES: Case[] = [
  {
    known: '88.5 points',
    facts: { ...clean, stated: { ...stated, points: 88.5 } },
    warns: ['excellent'],
    words: 'Tự chấm 88,5 điểm; mức Hoàn thành xuất sắc nhiệm vụ ứng với từ 90 điểm trở lên.',
    source: ART,
  },
  {
    known: '45 points',
    facts: { ...clean, stated: { ...stated, points: 45 } },
    warns: ['excellent', 'good', 'completed'],
    words: 'Tự chấm 45 điểm',
    source: ART,
  },
  {
    known: 'one of last year’s matters still being mended',
    facts: { ...clean, stated: { ...stated, earlier: { fixed: 1, fixing: 1, unfixed: 0, unsaid: 0 } } },
    warns: ['excellent'],
    words: 'Còn 1 hạn chế, điều đã hứa của kỳ trước chưa khắc phục xong; mức này cần khắc phục 100%.',
    source: ART,
  },
  {
    known: 'one not mended, one without a word',
    facts: { ...clean, stated: { ...stated, earlier: { fixed: 0, fixing: 0, unfixed: 1, unsaid: 1 } } },
    warns: ['excellent'],
    words: 'Còn 2 hạn chế',
    source: ART,
  },
  {
    known: 'a reprimand for a breach of duty',
    facts: { ...clean, disciplines: [reprimand] },
    warns: ['excellent', 'good', 'completed'],
    words:
      'Khiển trách ngày 05-6-2026, theo 12-QĐ/UBKT, liên quan đến chức trách, nhiệm vụ: thuộc trường hợp xếp Không hoàn thành nhiệm vụ.',
    source: ART,
  },
  {
    known: 'a reprimand that has nothing to do with duty',
    facts: { ...clean, disciplines: [{ ...reprimand, dutyRelated: false }] },
    warns: [],
    words: '',
    source: '',
  },
  {
    known: 'an agency that rated "tốt"',
    facts: { ...clean, agencyLevel: 'good' },
    warns: ['excellent'],
    words: 'Cao hơn mức cơ quan, đơn vị xếp (Hoàn thành tốt nhiệm vụ).',
    source: ART,
  },
  {
    known: 'a collective rated "hoàn thành", for its head',
    facts: { ...clean, post: 'head', collective: { level: 'completed', tasksDone: null } },
    warns: ['excellent', 'good'],
    words: 'Mức của người đứng đầu cao hơn mức của tập thể (Hoàn thành nhiệm vụ).',
    source: ART,
  },
  {
    known: 'the same collective, for one of its members',
    facts: { ...clean, post: 'member', collective: { level: 'completed', tasksDone: null } },
    warns: [],
    words: '',
    source: '',
  },
  {
    known: 'a collective that did 69 % of its tasks, for its head',
    facts: { ...clean, post: 'head', collective: { level: '', tasksDone: 69 } },
    warns: ['excellent', 'good', 'completed'],
    words: 'Tập thể hoàn thành 69 % nhiệm vụ, dưới 70 %: người đứng đầu xếp Không hoàn thành nhiệm vụ.',
    source: ART,
  },
  {
    known: 'the same, for its deputy or member',
    facts: { ...clean, post: 'member', collective: { level: '', tasksDone: 69 } },
    warns: ['excellent'],
    words: 'cấp phó, thành viên không xếp xuất sắc',
    source: ART,
  },
  {
    known: 'a collective that did exactly 70 %, for its head',
    facts: { ...clean, post: 'head', collective: { level: '', tasksDone: 70 } },
    warns: [],
    words: '',
    source: '',
  },
  {
    known: 'the same 69 %, for a member without a post',
    facts: { ...clean, collective: { level: 'not-completed', tasksDone: 69 } },
    warns: [],
    words: '',
    source: '',
  },
  {
    known: 'a quarter not completed',
    facts: { ...clean, quarters: 'failed' },
    warns: ['excellent'],
    words: 'Có quý không hoàn thành nhiệm vụ: cả năm không xếp xuất sắc.',
    source: 'Kết luận 198-KL/TW, Hướng dẫn 02-HD/BTCTW năm 2026',
  },
  {
    known: 'votes enough for "tốt"',
    facts: { ...clean, ballot: { passed: 'good' } },
    warns: ['excellent', 'completed', 'not-completed'],
    words: 'Phiếu của chi bộ đủ cho mức Hoàn thành tốt nhiệm vụ, khác mức ghi ở đây.',
    source: 'biên bản kiểm phiếu',
  },
  {
    known: 'votes enough for no level',
    facts: { ...clean, ballot: { passed: null } },
    warns: ALL,
    words: 'chưa mức nào đủ số phiếu',
    source: 'biên bản kiểm phiếu',
  },
  {
    known: 'no review handed in',
    facts: { ...clean, review: 'none', stated: null },
    warns: ALL,
    words: 'Bản kiểm điểm chưa nộp',
    source: 'Quy định 366-QĐ/TW, Điều 17',
  },
  {
    known: 'a review that came back',
    facts: { ...clean, review: 'returned', stated: null },
    warns: ALL,
    words: 'đã được đề nghị bổ sung và chưa nộp lại',
    source: 'Quy định 366-QĐ/TW, Điều 17',
  },
  {
    known: 'a collective that did 69 % of its tasks',
    facts: { ...collective, collective: { level: '', tasksDone: 69 } },
    warns: ['excellent', 'good', 'completed'],
    words: 'dưới 70 %: thuộc trường hợp xếp Không hoàn thành nhiệm vụ',
    source: ART,
  },
  {
    known: 'a collective that did 95 %',
    facts: { ...collective, collective: { level: '', tasksDone: 95 } },
    warns: ['excellent', 'good', 'completed'],
    words: 'Tập thể hoàn thành 95 % nhiệm vụ; mức này cần hoàn thành 100%.',
    source: ART,
  },
  {
    known: 'a collective that did all of them',
    facts: { ...collective, collective: { level: '', tasksDone: 100 } },
    warns: [],
    words: '',
    source: '',
  },
  {
    known: 'a collective with a disciplined member in its lead',
    facts: { ...collective, disciplinedLeaders: ['Ngô Thị Phó'] },
    warns: ['excellent', 'good', 'completed'],
    words: 'Thành viên tập thể lãnh đạo bị kỷ luật (Ngô Thị Phó): thuộc trường hợp xếp Không hoàn thành nhiệm vụ.',
    source: ART,
  },
  {
    known: 'a disciplined leader elsewhere in the branch, for a person',
    facts: { ...clean, disciplinedLeaders: ['Ngô Thị Phó'] },
    warns: [],
    words: '',
    source: '',
  },
];

const ROWS = CASES.flatMap((one) => ALL.map((level) => ({ ...one, level, warned: one.warns.includes(level) })));

describe('what speaks against a level', () => {
  test.each(ROWS)('$known: $level warned $warned', ({ facts, level, warned, words, source }) => {
    const found = findingsFor(level, facts);
    expect(found.length > 0).toBe(warned);
    if (!warned) return;
    expect(found.map(({ text }) => text).join(' ')).toContain(words);
    expect(found.every((each) => each.source === source)).toBe(true);
  });

  test('is nothing where all is well, and nothing where no level is proposed', () => {
    for (const level of ALL) expect(findingsFor(level, clean)).toEqual([]);
    for (const { facts } of CASES) expect(findingsFor('', facts)).toEqual([]);
  });

  test('is never the score alone: more points never raise a warning, and no points give none', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 }), (points, more) => {
        const at = (value: number | null) =>
          ALL.map((level) => findingsFor(level, { ...clean, stated: { ...stated, points: value } }).length);
        const [low, high] = [at(points), at(Math.min(100, points + more))];
        expect(high.every((count, index) => count <= (low[index] ?? 0))).toBe(true);
        expect(at(null)).toEqual([0, 0, 0, 0]);
      }),
    );
  });
});

describe('what is told beside a name', () => {
  test('always says where it comes from, and says so where nothing is known', () => {
    const empty: ConditionFacts = { ...clean, review: 'none', stated: null, post: 'head' };
    for (const facts of [...CASES.map((one) => one.facts), empty]) {
      expect(statementsOf(facts).every(({ text, source }) => text.endsWith('.') && source !== '')).toBe(true);
    }
    const words = statementsOf(empty).map(({ text }) => text);
    expect(words).toEqual([
      'Chưa có bản kiểm điểm đã nộp.',
      'Kỷ luật trong năm: chưa ghi trường hợp nào.',
      'Tập thể chi bộ: chưa ghi mức.',
      'Tập thể hoàn thành nhiệm vụ của năm: chưa có dữ liệu.',
      'Đánh giá theo quý: chưa có dữ liệu.',
    ]);
  });

  test('names the band the points lie in, in the form’s own words', () => {
    const say = (points: number | null) => statementsOf({ ...clean, stated: { ...stated, points } })[0]?.text;
    expect(say(90)).toContain('Hoàn thành xuất sắc nhiệm vụ (từ 90 điểm trở lên)');
    expect(say(89.99)).toContain('89,99/100 điểm: khoảng điểm của mức Hoàn thành tốt nhiệm vụ');
    expect(say(49)).toContain('Không hoàn thành nhiệm vụ (dưới 50 điểm)');
    expect(say(null)).toBe('Không tự chấm điểm.');
  });
});

describe('what is read of a review', () => {
  test('is asked for by key: the level, the points, the states of section III, and no sign', () => {
    expect(askedOf([form2B])).toEqual({
      keys: ['B.II', 'B.I.1', 'B.I.2'],
      patterns: ['III.%.state'],
      lists: ['III', 'PL'],
    });
  });

  test('adds points as people do, and counts only that list', () => {
    const values = new Map([
      ['B.I.1', '28.1'],
      ['B.I.2', '60.2'],
      ['B.II', 'good'],
      ['III.a.state', 'fixed'],
      ['III.b.state', 'fixing'],
    ]);
    const items = [
      { id: 'a', list: 'III' },
      { id: 'b', list: 'III' },
      { id: 'c', list: 'III' },
      { id: 'd', list: 'PL' },
    ];
    expect(statedIn(form2B, { values, items })).toEqual({
      level: 'good',
      points: 88.3,
      outOf: 100,
      earlier: { fixed: 1, fixing: 1, unfixed: 0, unsaid: 1 },
      tasks: 1,
    });
    expect(statedIn(form2B, { values: new Map([['B.I.1', '28']]), items: [] }).points).toBeNull();
    expect(statedKeys(form2B).tasks?.title).toBe('Kết quả thực hiện nhiệm vụ');
  });
});

describe('the level that has passed', () => {
  const half = { of: 2, parts: 1, among: 'official' } as const;
  const thirds = { of: 3, parts: 2, among: 'present' } as const;
  const votes = (excellent: number, good: number) => ({
    votes: [
      { level: 'excellent', votes: excellent },
      { level: 'good', votes: good },
    ],
  });

  test.each([
    { pass: half, among: 12, given: votes(6, 6), passed: null },
    { pass: half, among: 12, given: votes(5, 7), passed: 'good' },
    { pass: half, among: 13, given: votes(7, 6), passed: 'excellent' },
    { pass: thirds, among: 12, given: votes(8, 4), passed: 'excellent' },
    { pass: thirds, among: 12, given: votes(7, 5), passed: null },
    { pass: half, among: null, given: votes(5, 7), passed: null },
    { pass: half, among: 0, given: votes(0, 0), passed: null },
  ])('of $among, $given.votes: $passed', ({ pass, among, given, passed }) => {
    expect(passedLevel(given, among, pass)).toBe(passed);
  });

  test('is told in words', () => {
    expect(passWords(half)).toBe('quá 1/2 số đảng viên chính thức được triệu tập');
    expect(passWords(thirds)).toBe('từ 2/3 số đảng viên chính thức có mặt');
  });
});

test('levels are compared in the form’s order, and an unknown one stands above nothing', () => {
  expect(isAbove(LEVELS, 'excellent', 'good')).toBe(true);
  expect(isAbove(LEVELS, 'good', 'good')).toBe(false);
  expect(isAbove(LEVELS, 'excellent', '')).toBe(false);
  expect(isAbove(LEVELS, 'khac', 'good')).toBe(false);
  expect(ALL.map((level) => shortLevel(LEVELS, level))).toEqual(['Xuất sắc', 'Tốt', 'Hoàn thành', 'Không hoàn thành']);
  expect(shortLevel(LEVELS, '')).toBe('');
});

test.each([
  ['Số 45 - QĐ/ĐU', '45-QĐ/ĐU'],
  ['số: 45–QĐ / ĐU', '45-QĐ/ĐU'],
  ['45-QĐ/ĐU', '45-QĐ/ĐU'],
])('a number typed as %s is %s', (typed, number) => {
  expect(documentNumber(typed)).toBe(number);
});
