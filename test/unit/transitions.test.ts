import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { ReviewState } from '../../db/schema.ts';
import {
  circumstancesIn,
  isEditable,
  mayMove,
  type Move,
  type Mover,
  officeStandsIn,
  type ReviewCircumstances,
} from '../../src/reviews/transitions.ts';

/** Design §4c, written down a second time by hand: every move × every state × every person. */

const STATES: ReviewState[] = ['draft', 'submitted', 'returned', 'accepted', 'closed'];
const MOVES: Move[] = ['submit', 'return', 'accept', 'close', 'reopen'];

/** move → state it starts from → state it leads to. What is not here is refused. */
const ARROWS: Record<Move, Partial<Record<ReviewState, ReviewState>>> = {
  submit: { draft: 'submitted', returned: 'submitted' },
  return: { submitted: 'returned' },
  accept: { submitted: 'accepted' },
  close: { accepted: 'closed' },
  reopen: { accepted: 'returned', closed: 'returned' },
};

const PEOPLE = {
  author: { isAuthor: true, isBranchLeader: false, isOffice: false },
  'author who leads the branch': { isAuthor: true, isBranchLeader: true, isOffice: false },
  'author who is the office': { isAuthor: true, isBranchLeader: false, isOffice: true },
  'branch leader': { isAuthor: false, isBranchLeader: true, isOffice: false },
  office: { isAuthor: false, isBranchLeader: false, isOffice: true },
  'office that also leads the branch': { isAuthor: false, isBranchLeader: true, isOffice: true },
  stranger: { isAuthor: false, isBranchLeader: false, isOffice: false },
} satisfies Record<string, Mover>;

type PersonName = keyof typeof PEOPLE;

const BRANCHES = {
  'a member of a branch with a deputy': { authorIsSecretary: false, branchHasDeputy: true, branchHasOneMember: false },
  'a member of a branch without one': { authorIsSecretary: false, branchHasDeputy: false, branchHasOneMember: false },
  'the secretary, with a deputy': { authorIsSecretary: true, branchHasDeputy: true, branchHasOneMember: false },
  'the secretary, without a deputy': { authorIsSecretary: true, branchHasDeputy: false, branchHasOneMember: false },
  'the one member of a branch': { authorIsSecretary: true, branchHasDeputy: false, branchHasOneMember: true },
} satisfies Record<string, Omit<ReviewCircumstances, 'state'>>;

type BranchName = keyof typeof BRANCHES;

const AUTHORS: PersonName[] = ['author', 'author who leads the branch', 'author who is the office'];
const LEADERS: PersonName[] = ['branch leader', 'office that also leads the branch'];
const OFFICES: PersonName[] = ['office', 'office that also leads the branch'];
/** Where nobody in the branch beside the author could judge, the committee's office stands in. */
const OFFICE_STANDS_IN: BranchName[] = ['the secretary, without a deputy', 'the one member of a branch'];

function mayDo(move: Move, person: PersonName, branch: BranchName): boolean {
  switch (move) {
    case 'submit':
      return AUTHORS.includes(person);
    case 'return':
    case 'accept':
      return LEADERS.includes(person) || (OFFICES.includes(person) && OFFICE_STANDS_IN.includes(branch));
    case 'close':
    case 'reopen':
      return OFFICES.includes(person);
  }
}

describe.each(MOVES)('%s', (move) => {
  test.each(STATES)('of a review that is %s, by everybody in every branch', (state) => {
    const answers: Record<string, string> = {};
    const expected: Record<string, string> = {};
    for (const branch of Object.keys(BRANCHES) as BranchName[]) {
      for (const person of Object.keys(PEOPLE) as PersonName[]) {
        const answer = mayMove(move, PEOPLE[person], { ...BRANCHES[branch], state }, 'Ghi rõ số liệu mục I.2.');
        const to = ARROWS[move][state];
        answers[`${branch}, moved by the ${person}`] = answer.allowed ? answer.to : 'refused';
        expected[`${branch}, moved by the ${person}`] = to && mayDo(move, person, branch) ? to : 'refused';
      }
    }
    expect(answers).toEqual(expected);
  });
});

describe('why a move is refused', () => {
  const submitted: ReviewCircumstances = { ...BRANCHES['the secretary, with a deputy'], state: 'submitted' };

  test('nobody accepts or returns his own, not even the secretary', () => {
    for (const person of AUTHORS.map((name) => PEOPLE[name])) {
      expect(mayMove('accept', person, submitted)).toEqual({ allowed: false, because: 'own-review' });
      expect(mayMove('return', person, submitted, 'tự trả')).toEqual({ allowed: false, because: 'own-review' });
    }
  });

  test('the secretary’s own is accepted by the deputy, and the office does not step in before him', () => {
    expect(mayMove('accept', PEOPLE['branch leader'], submitted)).toEqual({ allowed: true, to: 'accepted' });
    expect(mayMove('accept', PEOPLE.office, submitted)).toEqual({ allowed: false, because: 'not-yours-to-move' });
  });

  test('a wrong state is named as such to whoever asks', () => {
    const draft: ReviewCircumstances = { ...submitted, state: 'draft' };
    expect(mayMove('accept', PEOPLE['branch leader'], draft)).toEqual({ allowed: false, because: 'wrong-state' });
    expect(mayMove('accept', PEOPLE.stranger, draft)).toEqual({ allowed: false, because: 'wrong-state' });
  });

  test.each(['', '   ', '\n\t'])('returning and reopening need words: %j are none', (remark) => {
    expect(mayMove('return', PEOPLE['branch leader'], submitted, remark)).toEqual({
      allowed: false,
      because: 'remark-missing',
    });
    const closed: ReviewCircumstances = { ...submitted, state: 'closed' };
    expect(mayMove('reopen', PEOPLE.office, closed, remark)).toEqual({ allowed: false, because: 'remark-missing' });
  });

  test('accepting and closing need none', () => {
    expect(mayMove('accept', PEOPLE['branch leader'], submitted)).toMatchObject({ allowed: true });
    expect(mayMove('close', PEOPLE.office, { ...submitted, state: 'accepted' })).toMatchObject({ allowed: true });
  });
});

test('an author may write in a draft while the campaign is open, in a returned review always, and nowhere else', () => {
  expect(STATES.filter((state) => isEditable(state, 'open'))).toEqual(['draft', 'returned']);
  expect(STATES.filter((state) => isEditable(state, 'closed'))).toEqual(['returned']);
});

describe('whatever the branch and the person', () => {
  const anyone = fc.record({ isAuthor: fc.boolean(), isBranchLeader: fc.boolean(), isOffice: fc.boolean() });
  const anyReview = fc.record({
    state: fc.constantFrom(...STATES),
    authorIsSecretary: fc.boolean(),
    branchHasDeputy: fc.boolean(),
    branchHasOneMember: fc.boolean(),
  });
  const anyMove = fc.constantFrom(...MOVES);

  test('nobody ever moves his own, except to hand it in', () => {
    fc.assert(
      fc.property(anyMove, anyone, anyReview, fc.string(), (move, mover, review, remark) => {
        if (!mayMove(move, mover, review, remark).allowed || move === 'submit') return;
        expect(mover.isAuthor).toBe(false);
      }),
    );
    expect(mayMove('submit', PEOPLE.author, { ...BRANCHES['the one member of a branch'], state: 'draft' })).toEqual({
      allowed: true,
      to: 'submitted',
    });
  });

  test('no move starts from a state that is not its own, and each leads where its arrow points', () => {
    fc.assert(
      fc.property(anyMove, anyone, anyReview, fc.string(), (move, mover, review, remark) => {
        const answer = mayMove(move, mover, review, remark);
        const to = ARROWS[move][review.state];
        if (answer.allowed) expect(answer.to).toBe(to);
        else expect(to === undefined ? answer.because : 'other').toBe(to === undefined ? 'wrong-state' : 'other');
      }),
    );
  });

  test('nobody hands in another’s, and a stranger moves nothing', () => {
    fc.assert(
      fc.property(anyMove, anyReview, fc.string(), (move, review, remark) => {
        expect(mayMove(move, PEOPLE.stranger, review, remark).allowed).toBe(false);
        expect(mayMove('submit', PEOPLE.office, review, remark).allowed).toBe(false);
      }),
    );
  });
});

describe('whom a branch has beside the author', () => {
  const leader = (role: 'secretary' | 'deputy', id: string) => ({ role, member_id: id });

  test.each([
    ['a member, where anybody leads', [leader('secretary', 's')], 'm', false],
    ['a member, where nobody leads yet', [], 'm', false],
    ['the secretary, with a deputy', [leader('secretary', 's'), leader('deputy', 'd')], 's', false],
    ['the secretary alone', [leader('secretary', 's')], 's', true],
    ['the deputy, with a secretary', [leader('secretary', 's'), leader('deputy', 'd')], 'd', false],
    ['the deputy alone', [leader('deputy', 'd')], 'd', true],
    ['one of two deputies', [leader('deputy', 'd'), leader('deputy', 'e')], 'd', false],
    ['the branch itself', [leader('secretary', 's')], null, false],
  ] as const)('of %s', (_, leaders, author, waits) => {
    expect(officeStandsIn(circumstancesIn({ leaders, members: 9 }, author))).toBe(waits);
  });

  test('a branch of one always waits for the office', () => {
    expect(officeStandsIn(circumstancesIn({ leaders: [], members: 1 }, 'm'))).toBe(true);
  });
});
