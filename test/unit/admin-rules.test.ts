import { describe, expect, test } from 'vitest';
import { isDueLate, openingProblems, provisionalWords, usualYear, wordsForReading } from '../../src/campaigns/rules.ts';
import {
  byName,
  foldName,
  freeUserName,
  nextStep,
  suggestUserName,
  treesOf,
  roleProblem,
} from '../../src/units/rules.ts';

describe('names', () => {
  test.each([
    ['Đỗ Thị Ước', 'do thi uoc'],
    ['  NGUYỄN   Văn  Ắng ', 'nguyen van ang'],
    ['Đỗ Thị Ước'.normalize('NFD'), 'do thi uoc'],
    ['Hoàng Ỹ', 'hoang y'],
  ])('%j is searched for as %j', (name, folded) => {
    expect(foldName(name)).toBe(folded);
  });

  test('lists go by tên, then họ, then đệm, each in the Vietnamese order of letters', () => {
    const names = [
      'Trần Văn Ánh',
      'Lê Văn Ân',
      'Đỗ Bá An',
      'Dương Văn An',
      'Đỗ Ân An',
      'An',
      'Lê Văn Đạt',
      'Lê Văn Dũng',
    ];
    const sorted = names.map((full_name) => ({ full_name })).toSorted(byName);
    expect(sorted.map(({ full_name }) => full_name)).toEqual([
      'An',
      'Dương Văn An',
      'Đỗ Ân An',
      'Đỗ Bá An',
      'Trần Văn Ánh',
      'Lê Văn Ân',
      'Lê Văn Dũng',
      'Lê Văn Đạt',
    ]);
  });

  test.each([
    ['Nguyễn Văn An', 'nguyen.van.an'],
    ['H’Hen Niê', 'h.hen.nie'],
    ['A', ''],
    ['Nguyễn Phúc Tôn Nữ Công Tằng Huyền Trân Châu', 'nguyen.phuc.ton.nu.cong.tang.huyen.tran'],
  ])('%j is offered the user name %j', (name, userName) => {
    expect(suggestUserName(name)).toBe(userName);
  });

  test('a taken user name gets the first free number', () => {
    expect(freeUserName('le.an', new Set())).toBe('le.an');
    expect(freeUserName('le.an', new Set(['le.an', 'le.an2']))).toBe('le.an3');
  });
});

describe('the tree', () => {
  test('a unit stands below its parent; one whose parent is out of sight stands on top', () => {
    const units = [
      { id: 'ward', parent_id: 'city' },
      { id: 'one', parent_id: 'ward' },
      { id: 'two', parent_id: 'ward' },
    ];
    const [ward, ...others] = treesOf(units);
    expect(others).toEqual([]);
    expect(ward?.below.map(({ unit }) => unit.id)).toEqual(['one', 'two']);
  });

  test.each([
    [{ branches: 0, people: 0, campaigns: [] }, 'first-branch'],
    [{ branches: 1, people: 0, campaigns: [] }, 'first-person'],
    [{ branches: 1, people: 9, campaigns: [] }, 'first-campaign'],
    [{ branches: 1, people: 9, campaigns: [{ state: 'preparing' }] }, 'open-campaign'],
    [{ branches: 1, people: 9, campaigns: [{ state: 'open' }, { state: 'preparing' }] }, null],
    [{ branches: 1, people: 9, campaigns: [{ state: 'closed' }] }, null],
  ])('with %j the next step is %j', (there, step) => {
    expect(nextStep(there)).toBe(step);
  });
});

describe('a campaign', () => {
  const decided = { wording_decision_number: '45-QĐ/ĐU', wording_decision_date: '2026-10-05' };
  const undecided = { wording_decision_number: '', wording_decision_date: null };

  test.each([
    [decided, false, { decision: '45-QĐ/ĐU', date: '2026-10-05' }],
    [undecided, false, 'withheld'],
    [{ ...decided, wording_decision_date: null }, false, 'withheld'],
    [undefined, false, 'withheld'],
    [undecided, true, 'shown'],
    [undefined, true, 'shown'],
  ])('%j, rehearsal %j: our words are %j', (campaign, rehearsal, words) => {
    expect(provisionalWords(campaign, rehearsal)).toEqual(words);
  });

  test('a decision covers the editions its campaign pins, and no other', () => {
    const campaign = { ...decided, edition_a: 'a-27-v1', edition_b: 'b-25-v1' };
    expect(wordsForReading('b-25-v1', campaign, false)).toEqual({ decision: '45-QĐ/ĐU', date: '2026-10-05' });
    expect(wordsForReading('b-25-v2', campaign, false)).toBe('withheld');
  });

  test('in January it is usually for the year before', () => {
    expect(usualYear('2027-01-31')).toBe(2026);
    expect(usualYear('2027-02-01')).toBe(2027);
  });

  test('a last day after 31-12 of its year is late', () => {
    expect(isDueLate({ year: 2026, due_on: '2026-12-31' })).toBe(false);
    expect(isDueLate({ year: 2026, due_on: '2027-01-01' })).toBe(true);
  });

  test('a real one opens only with the text on the network, number and day; the rehearsal needs none', () => {
    expect(openingProblems({ number: '12-CV/ĐU', date: '2026-10-20' }, false)).toEqual({});
    expect(Object.keys(openingProblems({ number: '', date: '' }, false))).toEqual([
      'so_van_ban_mang',
      'ngay_van_ban_mang',
    ]);
    expect(openingProblems({ number: '', date: '' }, true)).toEqual({});
  });
});

describe('a duty in a branch', () => {
  const branch = { id: 'chi-bo-1' };

  test.each(['secretary', 'deputy', 'committee_member'] as const)(
    '%s is for an official member of that branch',
    (role) => {
      const here = { role, unitId: branch.id };
      expect(roleProblem({ official: true, role: here }, branch)).toBeNull();
      expect(roleProblem({ official: false, role: here }, branch)?.field).toBe('nhiem_vu');
      expect(roleProblem({ official: true, role: { role, unitId: 'dang-uy' } }, branch)?.field).toBe('noi_nhiem_vu');
    },
  );

  test('the office and the administrator work where the committee needs them, and no duty is fine', () => {
    expect(roleProblem({ official: false, role: { role: 'office', unitId: 'dang-uy' } }, branch)).toBeNull();
    expect(roleProblem({ official: false, role: null }, branch)).toBeNull();
  });
});
