import type { CampaignState, ReviewState, RoleName } from '../../db/schema.ts';

/**
 * Who moves a review (design §4c), as pure rules:
 * draft →(author) submitted →(branch leader, remark) returned →(author) submitted →(branch leader) accepted
 * →(office, end of campaign) closed; reopen (office, reason) → returned.
 */
export type Move = 'submit' | 'return' | 'accept' | 'close' | 'reopen';

/** How the person stands to this one review. */
export interface Mover {
  isAuthor: boolean;
  /** Secretary or deputy of the review's branch. */
  isBranchLeader: boolean;
  /** Committee's office above the branch. */
  isOffice: boolean;
}

export interface ReviewCircumstances {
  state: ReviewState;
  /** The author is the branch's secretary, or its deputy where there is none: the (other) deputy accepts, else the office. */
  authorIsSecretary: boolean;
  branchHasDeputy: boolean;
  /** A branch of one: nobody beside the author could accept. */
  branchHasOneMember: boolean;
}

type MoveAnswer = { allowed: true; to: ReviewState } | { allowed: false; because: MoveRefusal };
export type MoveRefusal = 'wrong-state' | 'not-yours-to-move' | 'own-review' | 'remark-missing';

const STATES: Record<Move, { from: readonly ReviewState[]; to: ReviewState }> = {
  submit: { from: ['draft', 'returned'], to: 'submitted' },
  return: { from: ['submitted'], to: 'returned' },
  accept: { from: ['submitted'], to: 'accepted' },
  close: { from: ['accepted'], to: 'closed' },
  reopen: { from: ['accepted', 'closed'], to: 'returned' },
};

export function mayMove(move: Move, mover: Mover, review: ReviewCircumstances, remark = ''): MoveAnswer {
  const { from, to } = STATES[move];
  if (!from.includes(review.state)) return { allowed: false, because: 'wrong-state' };
  const refusal = refusalFor(move, mover, review);
  if (refusal) return { allowed: false, because: refusal };
  if ((move === 'return' || move === 'reopen') && remark.trim() === '') {
    return { allowed: false, because: 'remark-missing' };
  }
  return { allowed: true, to };
}

function refusalFor(move: Move, mover: Mover, review: ReviewCircumstances): MoveRefusal | null {
  if (move === 'submit') return mover.isAuthor ? null : 'not-yours-to-move';
  if (mover.isAuthor) return 'own-review';
  if (move === 'close' || move === 'reopen') return mover.isOffice ? null : 'not-yours-to-move';
  return mayJudge(mover, review) ? null : 'not-yours-to-move';
}

/** Accepting or returning: the branch's leaders, and the office where the branch has nobody else for it. */
function mayJudge(mover: Mover, review: ReviewCircumstances): boolean {
  return mover.isBranchLeader || (mover.isOffice && officeStandsIn(review));
}

/** The branch has nobody beside the author who could judge. */
export function officeStandsIn(review: Omit<ReviewCircumstances, 'state'>): boolean {
  return review.branchHasOneMember || (review.authorIsSecretary && !review.branchHasDeputy);
}

/** `leaders` are the secretary's and deputies' accounts of the review's branch, `members` how many people it has. */
export function circumstancesIn(
  branch: { leaders: readonly { role: RoleName; member_id: string | null }[]; members: number },
  author: string | null,
): Omit<ReviewCircumstances, 'state'> {
  const leads = author !== null && branch.leaders.some(({ member_id: id }) => id === author);
  const others = branch.leaders.filter(({ member_id: id }) => id !== author);
  return {
    authorIsSecretary: leads && !others.some(({ role }) => role === 'secretary'),
    branchHasDeputy: others.some(({ role }) => role === 'deputy'),
    branchHasOneMember: branch.members <= 1,
  };
}

/**
 * The collective's report (forms.md §3) in the same states: draft →(leader sends it to the participants) submitted
 * →(leader, after what they said) returned → submitted → … →(leader, the meeting has passed it) accepted → closed.
 */
export type CollectiveMove = 'send' | 'revise' | 'pass';

const COLLECTIVE_MOVES: Record<CollectiveMove, { from: readonly ReviewState[]; to: ReviewState }> = {
  send: { from: ['draft', 'returned'], to: 'submitted' },
  revise: { from: ['submitted'], to: 'returned' },
  pass: { from: ['submitted'], to: 'accepted' },
};

/** null where the report does not stand where the move begins. Who may make it is the access table's business. */
export function collectiveMove(move: CollectiveMove, state: ReviewState): ReviewState | null {
  const { from, to } = COLLECTIVE_MOVES[move];
  return from.includes(state) ? to : null;
}

/** Before it is handed in, or again after a return: nobody but the author (of a collective: its writers) reads it then. */
export function isWithItsAuthor(state: ReviewState): boolean {
  return state === 'draft' || state === 'returned';
}

/** While the author may write. A draft ends with its campaign; a returned or reopened review does not. */
export function isEditable(state: ReviewState, campaign: CampaignState): boolean {
  return state === 'returned' || (state === 'draft' && campaign === 'open');
}

export const STATE_WORDS: Record<ReviewState, string> = {
  draft: 'Đang soạn',
  submitted: 'Đã nộp',
  returned: 'Đề nghị bổ sung',
  accepted: 'Đã tiếp nhận',
  closed: 'Đã kết thúc đợt',
};

export const COLLECTIVE_STATE_WORDS: Record<ReviewState, string> = {
  draft: 'Đang soạn dự thảo',
  submitted: 'Đã gửi dự thảo cho dự họp',
  returned: 'Đang sửa sau góp ý',
  accepted: 'Đã thông qua tại hội nghị',
  closed: 'Đã kết thúc đợt',
};
