import { expect, test } from 'vitest';
import type { RoleName } from '../../db/schema.ts';
import { helperRefusal, type HelpRefusal, refusalBetween, whoTyped } from '../../src/assistance/rules.ts';

const author = { accountId: 'author', unitId: 'branch' };

function helper(unitId: string | null, ...roles: [RoleName, string][]) {
  return { accountId: 'helper', unitId, roles: roles.map(([role, unit]) => ({ role, unitId: unit })) };
}

test.each<[string, ReturnType<typeof helper>, HelpRefusal | null]>([
  ['a fellow member', helper('branch'), null],
  ['the secretary', helper('branch', ['secretary', 'branch']), null],
  ['a chi ủy member whose record stands elsewhere', helper('other', ['committee_member', 'branch']), null],
  ['an account that is nobody’s but leads the branch', helper(null, ['deputy', 'branch']), null],
  ['a member of another branch', helper('other'), 'other-branch'],
  ['the secretary of another branch', helper('other', ['secretary', 'other']), 'other-branch'],
  ['an auditor of the branch', helper('branch', ['auditor', 'committee']), null],
  ['an auditor who is nobody’s', helper(null, ['auditor', 'branch']), 'no-branch'],
  ['an administrator of the branch itself', helper('branch', ['administrator', 'committee']), 'hands-out-codes'],
  ['the office of another committee', helper('branch', ['office', 'elsewhere']), 'hands-out-codes'],
  [
    'a secretary who is an administrator, too',
    helper('branch', ['secretary', 'branch'], ['administrator', 'committee']),
    'hands-out-codes',
  ],
])('%s: %o → %s', (_, who, refusal) => {
  expect(refusalBetween(who, author, null)).toBe(refusal);
});

test('nobody types for himself, nor by a sheet of his own, nor for an account without a record', () => {
  const who = helper('branch');
  expect(refusalBetween(who, { ...author, accountId: 'helper' }, null)).toBe('own-account');
  expect(refusalBetween(who, author, 'helper')).toBe('own-code');
  expect(refusalBetween(who, author, 'somebody')).toBeNull();
  expect(refusalBetween(who, { ...author, unitId: null }, null)).toBe('no-member');
});

test('who may help anybody at all is told before anybody is named', () => {
  expect(helperRefusal(helper('branch'))).toBeNull();
  expect(helperRefusal(helper(null))).toBe('no-branch');
  expect(helperRefusal(helper('branch', ['office', 'committee']))).toBe('hands-out-codes');
});

test('whoever typed is named once to those who read what was handed in', () => {
  expect(whoTyped([{ name: 'Lê Văn Giúp' }, { name: 'Đỗ Thị Khác' }, { name: 'Lê Văn Giúp' }])).toBe(
    'Đồng chí Lê Văn Giúp, Đồng chí Đỗ Thị Khác',
  );
  expect(whoTyped([])).toBeNull();
  expect(whoTyped()).toBeNull();
});
