import type { Kysely } from 'kysely';
import type { Database, ExemptionKind, ReviewState } from '../../db/schema.ts';
import { type Comments, commentsOf } from '../residence/rules.ts';
import { findMember, type RosterRow, rosterOf } from '../units/queries.ts';
import { byName, byPostThenName } from '../units/rules.ts';
import type { Movements } from './board.ts';

type Db = Kysely<Database>;

/** One person of a branch in a campaign. States only: what a person writes is no part of it. */
export interface SeasonPerson extends RosterRow {
  exemption: { kind: ExemptionKind; reason: string } | null;
  /** The person's review with this branch; null before it is begun. */
  review: { id: string; state: ReviewState; submissions: number } | null;
  /** Where the comments from his place of residence stand. */
  comments: Comments['state'];
}

/**
 * Everybody a branch reviews in a campaign, those exempt included, by post and name. A person who moved away after his
 * review was accepted here stays in the list; one who brought his review along from elsewhere stands there instead.
 */
export async function seasonPeople(db: Db, campaignId: string, unitId: string): Promise<SeasonPerson[]> {
  const [roster, reviews, exemptions, comments] = await Promise.all([
    rosterOf(db, unitId),
    reviewsInCampaign(db, campaignId),
    db.selectFrom('exemption').where('campaign_id', '=', campaignId).selectAll().execute(),
    db.selectFrom('residence_comment').where('campaign_id', '=', campaignId).selectAll().execute(),
  ]);
  const reviewOf = new Map(reviews.map((review) => [review.member_id, review]));
  const here = roster.filter(({ id }) => (reviewOf.get(id)?.unit_id ?? unitId) === unitId);
  const known = new Set(roster.map(({ id }) => id));
  const gone = reviews.filter(({ unit_id, member_id }) => unit_id === unitId && member_id && !known.has(member_id));
  const away = await Promise.all(gone.map(({ member_id }) => findMember(db, member_id as string)));
  const everybody: RosterRow[] = [
    ...here,
    ...away.filter((member) => member !== undefined).map((member) => ({ ...member, roles: [], account_id: null })),
  ];
  return everybody.toSorted(byPostThenName).map((person) => {
    const review = reviewOf.get(person.id);
    const exemption = exemptions.find(({ member_id }) => member_id === person.id);
    return {
      ...person,
      exemption: exemption ? { kind: exemption.kind, reason: exemption.reason } : null,
      review: review ? { id: review.id, state: review.state, submissions: review.submissions } : null,
      comments: commentsOf(
        person,
        comments.find(({ member_id }) => member_id === person.id),
      ).state,
    };
  });
}

async function reviewsInCampaign(db: Db, campaignId: string) {
  return db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('member_id', 'is not', null)
    .orderBy('id')
    .select(['id', 'member_id', 'unit_id', 'state', 'submissions'])
    .execute();
}

/** The branch's review of itself as a collective, if it has begun. */
export async function collectiveReview(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('member_id', 'is', null)
    .selectAll()
    .executeTakeFirst();
}

/**
 * Who has left a branch since a campaign began, and who came to it reviewed already. A person who came back has not left.
 */
export async function movementsOf(
  db: Db,
  campaign: { id: string; opens_on: string },
  unitId: string,
): Promise<Movements> {
  const [gone, reviewedElsewhere] = await Promise.all([
    db
      .selectFrom('member_move')
      .innerJoin('member', 'member.id', 'member_move.member_id')
      .innerJoin('unit', 'unit.id', 'member.unit_id')
      .where('member_move.from_unit_id', '=', unitId)
      .where('member_move.moved_on', '>=', campaign.opens_on)
      .where('member.unit_id', '!=', unitId)
      .distinct()
      .orderBy('member_move.member_id')
      .select(['member_move.member_id', 'member.full_name', 'unit.name as now_in'])
      .execute(),
    db
      .selectFrom('review')
      .innerJoin('member', 'member.id', 'review.member_id')
      .innerJoin('unit', 'unit.id', 'review.unit_id')
      .where('review.campaign_id', '=', campaign.id)
      .where('review.unit_id', '!=', unitId)
      .where('member.unit_id', '=', unitId)
      .orderBy('review.id')
      .select(['member.full_name', 'unit.name as reviewed_in'])
      .execute(),
  ]);
  return { gone: gone.toSorted(byName), reviewedElsewhere: reviewedElsewhere.toSorted(byName) };
}

/** When each person of a campaign was last asked to hand in. */
export async function lastReminders(db: Db, campaignId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db
    .selectFrom('reminder')
    .where('campaign_id', '=', campaignId)
    .groupBy('member_id')
    .select((eb) => ['member_id', eb.fn.max('at').as('at')] as const)
    .execute();
  return new Map(rows.map(({ member_id, at }) => [member_id, at]));
}

/** What was concluded about a person in a campaign, with the state of the review each stands in; the newest last. */
export async function conclusionsAbout(db: Db, campaignId: string, memberId: string) {
  return db
    .selectFrom('conclusion')
    .innerJoin('account', 'account.id', 'conclusion.account_id')
    .leftJoin('review_item', (join) =>
      join.onRef('review_item.id', '=', 'conclusion.id').on('review_item.removed', '=', 0),
    )
    .leftJoin('review', 'review.id', 'review_item.review_id')
    .where('conclusion.campaign_id', '=', campaignId)
    .where('conclusion.member_id', '=', memberId)
    .orderBy('conclusion.id')
    .selectAll('conclusion')
    .select(['account.display_name', 'review.state as stands_in'])
    .execute();
}

export type ConclusionRow = Awaited<ReturnType<typeof conclusionsAbout>>[number];
