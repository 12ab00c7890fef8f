import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RoleName } from '../../db/schema.ts';
import { countsOf, hasHandedIn, inOrder, isFound, isShown, stateOf } from '../../src/branches/board.ts';
import { foldName } from '../../src/units/rules.ts';

/** The board's order, search and counts, for any people: names of one word and of many, with every mark. */

const WORDS = ['Nguyễn', 'Đỗ', 'Thị', 'Ước', 'Hoà', 'Hòa', 'Ái', 'Văn', 'Đức', 'Yến', 'Ý', 'An', 'Ân', 'Ăn', 'đào'];
const name = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 5 }).map((words) => words.join(' '));
const roles = fc.constantFrom<RoleName[]>([], ['committee_member'], ['deputy'], ['secretary'], ['office']);
const state = fc.constantFrom('none', 'draft', 'submitted', 'returned', 'accepted', 'closed');
const person = fc.record({ full_name: name, roles, state }).map(({ full_name, roles: held, state: at }) => ({
  full_name,
  folded_name: foldName(full_name),
  roles: held,
  review: at === 'none' ? null : { id: 'r', state: at as 'draft', submissions: 0 },
}));
const people = fc.array(person, { maxLength: 30 });
const shuffled = people.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })));

const POSTS: RoleName[] = ['secretary', 'deputy', 'committee_member'];

/** 0 for the secretary; whoever holds no post comes last. */
function post(one: { roles: RoleName[] }): number {
  const place = POSTS.findIndex((role) => one.roles.includes(role));
  return place < 0 ? POSTS.length : place;
}

function given(one: { full_name: string }): string {
  return one.full_name.split(' ').at(-1) ?? '';
}

describe('order', () => {
  test('does not depend on how the rows came, and loses nobody', () => {
    fc.assert(
      fc.property(shuffled, fc.constantFrom('post' as const, 'name' as const), ([all, mixed], order) => {
        const once = inOrder(all, order).map((one) => [post(one), one.full_name]);
        const again = inOrder(mixed, order).map((one) => [post(one), one.full_name]);
        if (order === 'post') expect(again).toEqual(once);
        expect(again.map(([, full]) => full)).toEqual(once.map(([, full]) => full));
        expect(once).toHaveLength(all.length);
      }),
    );
  });

  test('by post never puts a lower post before a higher one, and within one post goes by tên', () => {
    const collator = new Intl.Collator('vi');
    fc.assert(
      fc.property(people, (all) => {
        const ordered = inOrder(all, 'post');
        for (const [index, next] of ordered.entries()) {
          const before = ordered[index - 1];
          if (!before) continue;
          expect(post(before)).toBeLessThanOrEqual(post(next));
          if (post(before) === post(next)) expect(collator.compare(given(before), given(next))).toBeLessThanOrEqual(0);
        }
      }),
    );
  });

  test('by name pays no heed to posts: tên, then họ, then đệm', () => {
    const names = ['Trần Văn An', 'Lê Thị An', 'Lê An', 'Đỗ Ân', 'An', 'Lê Văn Ăn'];
    const all = names.map((full_name, index) => ({
      full_name,
      roles: index === 3 ? (['secretary'] as RoleName[]) : [],
    }));
    expect(inOrder(all, 'name').map((one) => one.full_name)).toEqual([
      'An',
      'Lê An',
      'Lê Thị An',
      'Trần Văn An',
      'Lê Văn Ăn',
      'Đỗ Ân',
    ]);
  });
});

describe('search', () => {
  test('finds everybody by the beginnings of words of the name, with or without marks, in any case and any order of words', () => {
    fc.assert(
      fc.property(person, fc.infiniteStream(fc.nat()), (one, numbers) => {
        const words = one.full_name.split(' ');
        const some = words.filter(() => (numbers.next().value ?? 0) % 2 === 0).reverse();
        for (const typed of [some.join(' '), foldName(some.join(' ')), some.join('  ').toLocaleUpperCase('vi')]) {
          expect(isFound(one, typed)).toBe(true);
          expect(isFound(one, typed.normalize('NFD'))).toBe(true);
          expect(isFound(one, typed.slice(0, Math.max(1, typed.length - 2)))).toBe(true);
        }
      }),
    );
  });

  test('keeps to the beginnings of words', () => {
    expect(isFound({ folded_name: foldName('Lê Văn Bình') }, 'an')).toBe(false);
    expect(isFound({ folded_name: foldName('Lê Văn An') }, 'an')).toBe(true);
  });

  test('finds nobody by a word that is in no name, and everybody by nothing', () => {
    fc.assert(
      fc.property(people, (all) => {
        expect(all.filter((one) => isFound(one, 'xyz'))).toEqual([]);
        expect(all.filter((one) => isFound(one, '  '))).toHaveLength(all.length);
      }),
    );
  });
});

describe('counts', () => {
  test('add up: each person stands in one state, and has handed in or not', () => {
    fc.assert(
      fc.property(people, (all) => {
        const counts = countsOf(all);
        expect(counts.states.reduce((sum, { count }) => sum + count, 0)).toBe(all.length);
        const open = all.filter((one) => isShown(one, { search: '', state: 'chua-nop', order: 'post' }));
        expect(counts.handedIn + open.length).toBe(all.length);
        expect(open.every((one) => !hasHandedIn(one))).toBe(true);
        for (const { state: shown, count } of counts.states) {
          const inState = all.filter((one) => isShown(one, { search: '', state: shown, order: 'post' }));
          expect(inState).toHaveLength(count);
          expect(inState.every((one) => stateOf(one) === shown)).toBe(true);
        }
      }),
    );
  });

  test.each([
    ['none', false],
    ['draft', false],
    ['returned', false],
    ['submitted', true],
    ['accepted', true],
    ['closed', true],
  ] as const)('%s counts as handed in: %s', (at, handedIn) => {
    const review = at === 'none' ? null : { id: 'r', state: at, submissions: 1 };
    expect(hasHandedIn({ review })).toBe(handedIn);
  });
});
