import type { RoleName } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';
import type { ReviewRelation } from '../http/access.ts';
import type { Viewer } from '../http/context.ts';
import { findHandUp } from '../ratings/queries.ts';
import { leadersOf, memberCount, unitAndAbove } from '../units/queries.ts';
import { reviewStanding } from './queries.ts';
import { circumstancesIn, isWithItsAuthor, officeStandsIn } from './transitions.ts';

/**
 * How a person stands to a review (design §4e). Nobody but the author stands in any relation to a draft, and to his own
 * review a leader stands as its author only. An id that does not exist is nobody's, and the collective's review has its
 * own rules. The committee's relation begins with the branch's hand-up and ends when the office gives it back.
 */
export async function relationsTo(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  reviewId: string,
): Promise<ReviewRelation[]> {
  const { db } = deps.store;
  const review = await reviewStanding(db, reviewId);
  if (!review) return [];
  // Its writers are the branch's leaders and its chi ủy; everybody else reads what was sent, on the branch's own pages.
  if (review.member_id === null) return sitsIn(viewer, review.unit_id) ? ['own'] : [];
  if (viewer.memberId === review.member_id) return ['own'];
  if (review.state === 'draft') return [];
  const here = (...roles: RoleName[]) =>
    viewer.roles.some(({ role, unitId }) => roles.includes(role) && unitId === review.unit_id);
  const above = (await unitAndAbove(db, review.unit_id)).slice(1).map(({ id }) => id);
  const isOffice = viewer.roles.some(({ role, unitId }) => role === 'office' && above.includes(unitId));
  const standsIn = isOffice && (await officeJudges(db, review.unit_id, review.member_id));
  const readable = !isWithItsAuthor(review.state);
  const sentUp = isOffice && readable && (await findHandUp(db, review.campaign_id, review.unit_id)) !== undefined;
  const relations: [ReviewRelation, boolean][] = [
    ['own-branch-after-submission', readable && here('secretary', 'deputy', 'committee_member')],
    ['own-committee-after-hand-up', sentUp],
    ['office-stands-in', readable && standsIn],
    ['judges', here('secretary', 'deputy') || standsIn],
  ];
  return relations.filter(([, holds]) => holds).map(([relation]) => relation);
}

async function officeJudges(db: Deps['store']['db'], unitId: string, author: string): Promise<boolean> {
  const [leaders, members] = await Promise.all([leadersOf(db, unitId), memberCount(db, unitId)]);
  return officeStandsIn(circumstancesIn({ leaders, members }, author));
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
