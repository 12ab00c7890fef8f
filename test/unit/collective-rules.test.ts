import { describe, expect, it } from 'vitest';
import type { ReviewState } from '../../db/schema.ts';
import { collectiveName, collectiveOf } from '../../src/branches/rules.ts';
import { collectiveMove, type CollectiveMove } from '../../src/reviews/transitions.ts';
import { selfName, spokenOf } from '../../src/reviews/voice.ts';

describe('as what a branch reviews itself (forms.md §3)', () => {
  it.each([
    ['a chi ủy of three', { hasCommittee: true, inCommittee: 3, members: 24 }, 3, { of: 'committee' }],
    ['a chi ủy of seven', { hasCommittee: true, inCommittee: 7, members: 400 }, 3, { of: 'committee' }],
    [
      'no chi ủy: the branch rates itself',
      { hasCommittee: false, inCommittee: 2, members: 8 },
      3,
      { of: 'branch', because: 'no-committee' },
    ],
    [
      'a chi ủy of two is no collective of its own',
      { hasCommittee: true, inCommittee: 2, members: 9 },
      3,
      { of: 'branch', because: 'few-in-committee' },
    ],
    ['a branch of two', { hasCommittee: false, inCommittee: 1, members: 2 }, 3, { of: 'superior' }],
    ['a branch of one', { hasCommittee: false, inCommittee: 1, members: 1 }, 3, { of: 'superior' }],
    ['a branch of nobody', { hasCommittee: true, inCommittee: 0, members: 0 }, 3, { of: 'superior' }],
    [
      'a branch of three',
      { hasCommittee: false, inCommittee: 1, members: 3 },
      3,
      { of: 'branch', because: 'no-committee' },
    ],
    // The number is the committee's to set.
    ['two are enough', { hasCommittee: true, inCommittee: 2, members: 9 }, 2, { of: 'committee' }],
    ['five are asked for', { hasCommittee: false, inCommittee: 1, members: 4 }, 5, { of: 'superior' }],
  ] as const)('%s', (_what, branch, fewest, expected) => {
    expect(collectiveOf(branch, fewest)).toEqual(expected);
  });

  it('has the chi ủy’s name only where the chi ủy reviews itself', () => {
    expect(collectiveName('Chi bộ Số 1', { of: 'committee' })).toBe('Chi ủy Chi bộ Số 1');
    expect(collectiveName('Chi bộ Số 1', { of: 'branch', because: 'no-committee' })).toBe('Chi bộ Số 1');
  });
});

describe('the collective’s report', () => {
  const STATES: ReviewState[] = ['draft', 'submitted', 'returned', 'accepted', 'closed'];
  const allowed: Record<CollectiveMove, Partial<Record<ReviewState, ReviewState>>> = {
    send: { draft: 'submitted', returned: 'submitted' },
    revise: { submitted: 'returned' },
    pass: { submitted: 'accepted' },
  };

  it.each(['send', 'revise', 'pass'] as const)('moves by "%s" from these states and from no other', (move) => {
    for (const state of STATES) expect(collectiveMove(move, state), state).toBe(allowed[move][state] ?? null);
  });

  it('speaks of the collective where a person’s speaks of đồng chí', () => {
    const note = 'Đây là lời tự nhận của đồng chí, không phải kết luận.';
    expect(spokenOf({ standing: 'collective' }, note)).toBe('Đây là lời tự nhận của tập thể, không phải kết luận.');
    expect(spokenOf({ standing: 'no_post' }, note)).toBe(note);
    expect([selfName({ standing: 'collective' }), selfName({ standing: 'leader' })]).toEqual(['tập thể', 'đồng chí']);
  });
});
