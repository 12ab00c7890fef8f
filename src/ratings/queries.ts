import type { Kysely, Selectable } from 'kysely';
import type {
  Database,
  DisciplineTable,
  HandUpStepTable,
  RatingDecisionTable,
  RatingTable,
  ReviewState,
} from '../../db/schema.ts';

type Db = Kysely<Database>;

export type RatingRow = Selectable<RatingTable>;
export type DecisionRow = Selectable<RatingDecisionTable>;
export type DisciplineRow = Selectable<DisciplineTable>;
export type HandUpStep = Selectable<HandUpStepTable> & { display_name: string };

/** A review its branch may read. What was handed in cannot be edited, so its fields are what was frozen. */
const HANDED_IN: readonly ReviewState[] = ['submitted', 'accepted', 'closed'];

export async function ratingsOf(db: Db, campaignId: string, unitId: string): Promise<RatingRow[]> {
  return db
    .selectFrom('rating')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('subject')
    .selectAll()
    .execute();
}

export async function findRating(
  db: Db,
  { campaignId, unitId, subject }: { campaignId: string; unitId: string; subject: string },
): Promise<RatingRow | undefined> {
  return db
    .selectFrom('rating')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('subject', '=', subject)
    .selectAll()
    .executeTakeFirst();
}

/** All decisions of a branch in a campaign, the oldest first: a chain per subject, each replacing the one before. */
export async function decisionsOf(db: Db, campaignId: string, unitId: string): Promise<DecisionRow[]> {
  return db
    .selectFrom('rating_decision')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('at')
    .orderBy('id')
    .selectAll()
    .execute();
}

export async function findDecision(db: Db, id: string): Promise<DecisionRow | undefined> {
  return db.selectFrom('rating_decision').where('id', '=', id).selectAll().executeTakeFirst();
}

/** Decisions that carry this number in the campaign: one number is one document, of one day and one body. */
export async function decisionsNumbered(db: Db, campaignId: string, number: string): Promise<DecisionRow[]> {
  return db
    .selectFrom('rating_decision')
    .where('campaign_id', '=', campaignId)
    .where('number', '=', number)
    .orderBy('at')
    .orderBy('id')
    .selectAll()
    .execute();
}

/** Members now in this branch whose level was decided with another branch of the campaign, before they moved. */
export async function decidedElsewhere(db: Db, campaignId: string, unitId: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('rating_decision')
    .innerJoin('member', 'member.id', 'rating_decision.subject')
    .where('rating_decision.campaign_id', '=', campaignId)
    .where('rating_decision.unit_id', '!=', unitId)
    .where('member.unit_id', '=', unitId)
    .select('rating_decision.subject')
    .distinct()
    .execute();
  return new Set(rows.map(({ subject }) => subject));
}

/** A person's own decisions through the years, the newest campaign first, in each the oldest decision first. */
export async function decisionsAbout(db: Db, memberId: string) {
  return db
    .selectFrom('rating_decision')
    .innerJoin('campaign', 'campaign.id', 'rating_decision.campaign_id')
    .where('rating_decision.subject', '=', memberId)
    .orderBy('campaign.year', 'desc')
    .orderBy('rating_decision.at')
    .orderBy('rating_decision.id')
    .selectAll('rating_decision')
    .select(['campaign.year', 'campaign.title'])
    .execute();
}

export type OwnDecision = Awaited<ReturnType<typeof decisionsAbout>>[number];

export async function disciplinesOf(db: Db, campaignId: string, unitId: string): Promise<DisciplineRow[]> {
  return db
    .selectFrom('discipline')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('withdrawn_at', 'is', null)
    .orderBy('decided_on')
    .orderBy('id')
    .selectAll()
    .execute();
}

export async function findHandUp(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('hand_up')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}

/** Every hand-up and give-back of a branch, the newest first. */
export async function handUpSteps(db: Db, campaignId: string, unitId: string): Promise<HandUpStep[]> {
  return db
    .selectFrom('hand_up_step')
    .innerJoin('account', 'account.id', 'hand_up_step.account_id')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('at', 'desc')
    .orderBy('hand_up_step.id', 'desc')
    .selectAll('hand_up_step')
    .select('account.display_name')
    .execute();
}

/** Which branches of a campaign have handed up, and when. */
export async function handUpsOf(db: Db, campaignId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await db.selectFrom('hand_up').where('campaign_id', '=', campaignId).selectAll().execute();
  return new Map(rows.map((row) => [row.unit_id, row.handed_at]));
}

/** Totals of the branch's ballots as they stand; the meeting itself says who was there. */
export async function ballotsOf(db: Db, campaignId: string, unitId: string) {
  const meeting = await db
    .selectFrom('meeting')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .select('id')
    .executeTakeFirst();
  if (!meeting) return null;
  const [counts, votes, present] = await Promise.all([
    db.selectFrom('ballot_count').where('meeting_id', '=', meeting.id).selectAll().execute(),
    db
      .selectFrom('ballot_votes')
      .where('meeting_id', '=', meeting.id)
      .orderBy('subject')
      .orderBy('level')
      .selectAll()
      .execute(),
    db
      .selectFrom('meeting_attendance')
      .innerJoin('member', 'member.id', 'meeting_attendance.member_id')
      .where('meeting_id', '=', meeting.id)
      .where('presence', '=', 'present')
      .where('member.official', '=', 1)
      .select('meeting_attendance.member_id')
      .execute(),
  ]);
  return { counts, votes, officialPresent: present.length };
}

/** The reviews that stand with a branch, the collective's included: states and forms, no words. */
export async function reviewsWith(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('id')
    .select(['id', 'member_id', 'form_id', 'state', 'submissions'])
    .execute();
}

interface Asked {
  keys: readonly string[];
  patterns: readonly string[];
  lists: readonly string[];
}

/**
 * What the reviews handed in to a branch say under the keys asked for, in two queries for the whole branch. Only by
 * key: an answer to a sign does not leave the database.
 */
export async function statedRows(db: Db, place: { campaignId: string; unitId: string }, asked: Asked) {
  if (asked.keys.length === 0) return { values: [], items: [] };
  const [values, items] = await Promise.all([
    db
      .selectFrom('review_field')
      .innerJoin('review', 'review.id', 'review_field.review_id')
      .where('review.campaign_id', '=', place.campaignId)
      .where('review.unit_id', '=', place.unitId)
      .where('review.state', 'in', HANDED_IN)
      .where(({ eb, or }) =>
        or([
          eb('review_field.key', 'in', asked.keys),
          ...asked.patterns.map((pattern) => eb('review_field.key', 'like', pattern)),
        ]),
      )
      .select(['review_field.review_id', 'review_field.key', 'review_field.value'])
      .execute(),
    asked.lists.length === 0
      ? []
      : db
          .selectFrom('review_item')
          .innerJoin('review', 'review.id', 'review_item.review_id')
          .where('review.campaign_id', '=', place.campaignId)
          .where('review.unit_id', '=', place.unitId)
          .where('review.state', 'in', HANDED_IN)
          .where('review_item.removed', '=', 0)
          .where('review_item.list', 'in', asked.lists)
          .orderBy('review_item.position')
          .orderBy('review_item.id')
          .select(['review_item.review_id', 'review_item.id', 'review_item.list'])
          .execute(),
  ]);
  return { values, items };
}

/** The rows of one list of a review that is handed in (section III, the task annex), in the author's order. */
export async function listRows(db: Db, reviewId: string, list: string) {
  const [items, values] = await Promise.all([
    db
      .selectFrom('review_item')
      .innerJoin('review', 'review.id', 'review_item.review_id')
      .where('review_item.review_id', '=', reviewId)
      .where('review.state', 'in', HANDED_IN)
      .where('review_item.list', '=', list)
      .where('review_item.removed', '=', 0)
      .orderBy('review_item.position')
      .orderBy('review_item.id')
      .select(['review_item.id', 'review_item.source_text', 'review_item.source_year'])
      .execute(),
    db
      .selectFrom('review_field')
      .where('review_id', '=', reviewId)
      .where('key', 'like', `${list}.%`)
      .select(['key', 'value'])
      .execute(),
  ]);
  return { items, values: new Map(values.map(({ key, value }) => [key, value])) };
}

/**
 * The levels of all branches of a campaign that have handed up or are decided, with what the cap counts by: three
 * queries however many branches there are.
 */
export async function levelsOfCampaign(db: Db, campaignId: string) {
  const [proposals, decisions, secretaries] = await Promise.all([
    db
      .selectFrom('rating')
      .innerJoin('hand_up', (join) =>
        join.onRef('hand_up.campaign_id', '=', 'rating.campaign_id').onRef('hand_up.unit_id', '=', 'rating.unit_id'),
      )
      .leftJoin('member', 'member.id', 'rating.subject')
      .leftJoin('review', (join) =>
        join.onRef('review.campaign_id', '=', 'rating.campaign_id').onRef('review.member_id', '=', 'rating.subject'),
      )
      .leftJoin('exemption', (join) =>
        join
          .onRef('exemption.campaign_id', '=', 'rating.campaign_id')
          .onRef('exemption.member_id', '=', 'rating.subject'),
      )
      .where('rating.campaign_id', '=', campaignId)
      .select(['rating.unit_id', 'rating.subject', 'rating.branch_level as level', 'member.standing'])
      .select(['member.unit_id as member_unit_id', 'review.unit_id as review_unit_id', 'exemption.kind as exemption'])
      .execute(),
    db
      .selectFrom('rating_decision')
      .leftJoin('member', 'member.id', 'rating_decision.subject')
      .where('rating_decision.campaign_id', '=', campaignId)
      .select(['rating_decision.id', 'rating_decision.replaces_id', 'rating_decision.unit_id'])
      .select(['rating_decision.subject', 'rating_decision.level', 'member.standing'])
      .execute(),
    db
      .selectFrom('role')
      .innerJoin('account', 'account.id', 'role.account_id')
      .where('role.role', '=', 'secretary')
      .select(['role.unit_id', 'account.member_id'])
      .execute(),
  ]);
  return { proposals, decisions, secretaries };
}

export type CampaignLevels = Awaited<ReturnType<typeof levelsOfCampaign>>;

/** The full names that a branch's table no longer lists, by id. */
export async function namesOf(db: Db, memberIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const names = new Map<string, string>();
  for (let start = 0; start < memberIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('member')
      .where('id', 'in', memberIds.slice(start, start + CHUNK))
      .select(['id', 'full_name'])
      .execute();
    for (const { id, full_name } of rows) names.set(id, full_name);
  }
  return names;
}

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;
