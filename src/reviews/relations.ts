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
  const own: ReviewRelation[] = viewer.memberId === review.member_id ? ['own'] : [];
  if (isWithItsAuthor(review.state)) return own;
  const leads = viewer.roles.some(
    ({ role, unitId }) => ['secretary', 'deputy', 'committee_member'].includes(role) && unitId === review.unit_id,
  );
  const above = (await unitAndAbove(deps.store.db, review.unit_id)).slice(1).map((unit) => unit.id);
  const handedUp = review.state === 'closed';
  const office = handedUp && viewer.roles.some(({ role, unitId }) => role === 'office' && above.includes(unitId));
  return [
    ...own,
    ...(leads ? ['own-branch-after-submission' as const] : []),
    ...(office ? ['own-committee-after-hand-up' as const] : []),
  ];
}
