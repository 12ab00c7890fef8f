import { findAccountOfMember, rolesOf } from '../accounts/queries.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { formatDate } from '../views/formats.ts';
import { type Duty, endDuty } from './duties.ts';
import type { MoveInput } from './input.ts';
import {
  findMember,
  findSamePerson,
  type MemberRow,
  type ReviewInHand,
  reviewsOf,
  unitAndAbove,
  type UnitRow,
} from './queries.ts';
import { BRANCH_DUTIES, goesAlong } from './rules.ts';
import { insertMove, moveMember, takeReviewAlong } from './statements.ts';

type MoveDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What a move would do, to be read before it is done. */
export interface MovePlan {
  going: ReviewInHand[];
  staying: ReviewInHand[];
  /** Duties in the old branch, which end with the move. */
  ending: Duty[];
}

export async function planOfMove(deps: Pick<Deps, 'store'>, member: MemberRow, target: UnitRow): Promise<MovePlan> {
  const { db } = deps.store;
  const [reviews, above, account] = await Promise.all([
    reviewsOf(db, member.id),
    unitAndAbove(db, target.id),
    findAccountOfMember(db, member.id),
  ]);
  const path = above.map(({ id }) => id);
  const here = reviews.filter(({ unit_id }) => unit_id === member.unit_id);
  const roles = account ? await rolesOf(db, account.id) : [];
  return {
    going: here.filter((review) => goesAlong(review, path)),
    staying: here.filter((review) => !goesAlong(review, path)),
    ending: roles.filter(({ role, unitId }) => unitId === member.unit_id && BRANCH_DUTIES.includes(role)),
  };
}

/**
 * Moves a person to another branch, in one list: the register, the note of the move, reviews that are not accepted yet,
 * and the end of duties in the old branch. Throws `invalid-input`, `forbidden` where one's own duties would end, and
 * `conflict` when the record or a review changed in the meantime.
 */
export async function movePerson(
  deps: MoveDeps,
  actor: Actor,
  viewer: Viewer,
  member: MemberRow,
  target: UnitRow,
  move: MoveInput,
): Promise<void> {
  await assertMayMove(deps, member, target);
  const { db } = deps.store;
  const [plan, account] = await Promise.all([planOfMove(deps, member, target), findAccountOfMember(db, member.id)]);
  if (plan.ending.length > 0 && account?.id === viewer.accountId) {
    throw new AppError('forbidden', {
      message: 'one’s own duties',
      hint: 'Chuyển đi thì nhiệm vụ ở chi bộ của đồng chí kết thúc, mà không ai tự thay đổi nhiệm vụ của mình. Đồng chí nhờ quản trị khác.',
    });
  }
  const statements = [
    moveMember(db, { ...member, version: move.version }, target.id),
    insertMove(db, {
      id: deps.newId(),
      member_id: member.id,
      from_unit_id: member.unit_id,
      to_unit_id: target.id,
      moved_on: move.movedOn,
      reason: move.reason,
      account_id: viewer.accountId,
      at: deps.now().toISOString(),
    }),
    ...plan.going.map((review) => takeReviewAlong(db, review, target.id)),
    ...plan.ending.flatMap((duty) => endDuty(deps, actor, account?.id ?? '', duty)),
    logRow(deps, actor, {
      action: 'member-moved',
      subject: { kind: 'member', id: member.id },
      unitId: target.id,
      detail: `from ${member.unit_id}, reviews ${plan.going.length}, duties ${plan.ending.length}`,
    }),
  ];
  await deps.store.atomic(statements).catch(async (error: unknown) => {
    if (!(error instanceof LostGuard)) throw error;
    const now = await findMember(db, member.id);
    if (now?.version === move.version) await assertMayMove(deps, member, target);
    throw new AppError('conflict', { message: 'the person or a review changed before the move', cause: error });
  });
}

/** Throws `invalid-input`: no branch, the same branch, or recorded there already. */
export async function assertMayMove(deps: Pick<Deps, 'store'>, member: MemberRow, target: UnitRow): Promise<void> {
  if (target.kind !== 'branch') throw invalid('Đảng viên sinh hoạt ở chi bộ. Đồng chí chọn một chi bộ.');
  if (target.id === member.unit_id) throw invalid('Đồng chí ấy đang sinh hoạt ở chính chi bộ này.');
  const same = { unit_id: target.id, full_name: member.full_name, birth_date: member.birth_date };
  if (!(await findSamePerson(deps.store.db, same))) return;
  throw invalid(
    `${target.name} đã có đồng chí ${member.full_name}, sinh ${formatDate(member.birth_date)}. Đồng chí xem lại có phải một người không.`,
  );
}

function invalid(sentence: string): AppError {
  return new AppError('invalid-input', { fields: { den: sentence } });
}
