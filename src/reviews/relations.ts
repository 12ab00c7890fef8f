import type { Deps } from '../deps.ts';
import type { ReviewRelation } from '../http/access.ts';
import type { Viewer } from '../http/context.ts';
import { unitAndAbove } from '../units/queries.ts';
import { reviewStanding } from './queries.ts';
import { isWithItsAuthor } from './transitions.ts';

/**
 * How a person stands to a review (design §4e). Nobody but the author stands in any relation to a draft,
 * and an id that does not exist is nobody's. The committee's relation begins with the hand-up.
 */
export async function relationsTo(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  reviewId: string,
): Promise<ReviewRelation[]> {
  const review = await reviewStanding(deps.store.db, reviewId);
  if (!review) return [];
  // Its writers are the branch's leaders and its chi ủy; everybody else reads what was sent, on the branch's own pages.
  if (review.member_id === null) return sitsIn(viewer, review.unit_id) ? ['own'] : [];
  const own: ReviewRelation[] = viewer.memberId === review.member_id ? ['own'] : [];
  if (isWithItsAuthor(review.state)) return own;
  const leads = sitsIn(viewer, review.unit_id);
  const above = (await unitAndAbove(deps.store.db, review.unit_id)).slice(1).map((unit) => unit.id);
  const handedUp = review.state === 'closed';
  const office = handedUp && viewer.roles.some(({ role, unitId }) => role === 'office' && above.includes(unitId));
  return [
    ...own,
    ...(leads ? ['own-branch-after-submission' as const] : []),
    ...(office ? ['own-committee-after-hand-up' as const] : []),
  ];
}

/** Leads the branch or sits in its chi ủy. */
export function sitsIn({ roles = [] }: Partial<Pick<Viewer, 'roles'>>, branchId: string): boolean {
  return roles.some(
    ({ role, unitId }) => ['secretary', 'deputy', 'committee_member'].includes(role) && unitId === branchId,
  );
}

export function leadsBranch({ roles }: Pick<Viewer, 'roles'>, branchId: string): boolean {
  return roles.some(({ role, unitId }) => ['secretary', 'deputy'].includes(role) && unitId === branchId);
}

/** Comes to the branch's meeting, and so reads what was sent to all who do. */
export function takesPart(viewer: Pick<Viewer, 'roles' | 'unitId'>, branchId: string): boolean {
  return viewer.unitId === branchId || sitsIn(viewer, branchId);
}
