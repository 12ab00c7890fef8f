import type { Kysely, Selectable } from 'kysely';
import { prepared } from '../storage/prepared.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import type { Database, DraftSendingTable, ReviewFieldTable, ReviewItemTable, ReviewTable } from '../../db/schema.ts';
import type { Viewer } from '../http/context.ts';
import { allLeaders, memberCounts, unitsBelow } from '../units/queries.ts';
import { circumstancesIn, officeStandsIn } from './transitions.ts';

type Db = Kysely<Database>;

export type ReviewRow = Selectable<ReviewTable>;
export type FieldRow = Selectable<ReviewFieldTable>;
export type ItemRow = Selectable<ReviewItemTable>;

export async function findReview(db: Db, id: string): Promise<ReviewRow | undefined> {
  return db.selectFrom('review').where('id', '=', id).selectAll().executeTakeFirst();
}

export async function findReviewOf(db: Db, memberId: string, campaignId: string): Promise<ReviewRow | undefined> {
  return db
    .selectFrom('review')
    .where('member_id', '=', memberId)
    .where('campaign_id', '=', campaignId)
    .selectAll()
    .executeTakeFirst();
}

/** All of one person's reviews, the newest year first. */
export async function reviewsOf(db: Db, memberId: string) {
  return db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('review.member_id', '=', memberId)
    .orderBy('campaign.year', 'desc')
    .orderBy('review.id', 'desc')
    .select([
      'review.id',
      'review.campaign_id',
      'review.state',
      'review.submitted_at',
      'review.reference',
      'campaign.year',
      'campaign.title',
    ])
    .execute();
}

export async function fieldsOfReview(db: Db, reviewId: string): Promise<FieldRow[]> {
  return db.selectFrom('review_field').where('review_id', '=', reviewId).orderBy('key').selectAll().execute();
}

const savingQuery = prepared(['reviewId', 'key'], (db, given: { reviewId: string; key: string }) =>
  db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .leftJoin('review_field as field', (join) =>
      join.onRef('field.review_id', '=', 'review.id').on('field.key', '=', given.key),
    )
    .where('review.id', '=', given.reviewId)
    .selectAll('campaign')
    .select([
      'review.id as review_id',
      'review.campaign_id',
      'review.member_id',
      'review.unit_id as review_unit_id',
      'review.form_id',
      'review.state as review_state',
      'review.version as review_version',
      'review.submissions',
      'review.reference',
      'review.created_at',
      'review.submitted_at',
      'review.state_at',
      'field.value as field_value',
      'field.version as field_version',
      'field.saved_at as field_saved_at',
      'field.kept_letters',
    ]),
);

/**
 * A review with its campaign and one of its fields, in one query: typing asks it every few seconds.
 * The three tables share column names, so each comes back under its own prefix.
 */
export async function findForSaving(
  db: Db,
  reviewId: string,
  key: string,
): Promise<{ review: ReviewRow; campaign: CampaignRow; field: FieldRow | undefined } | undefined> {
  const { rows } = await db.executeQuery(savingQuery(db, { reviewId, key }));
  const [row] = rows;
  if (!row) return undefined;
  const { field_value: value, field_version: version, field_saved_at: savedAt, kept_letters, ...rest } = row;
  const { review_id, campaign_id, member_id, review_unit_id, form_id, review_state, review_version, ...more } = rest;
  const { submissions, reference, created_at, submitted_at, state_at, ...campaign } = more;
  return {
    review: {
      id: review_id,
      campaign_id,
      member_id,
      unit_id: review_unit_id,
      form_id,
      state: review_state,
      version: review_version,
      submissions,
      reference,
      created_at,
      submitted_at,
      state_at,
    },
    campaign,
    field:
      value === null || version === null || savedAt === null
        ? undefined
        : { review_id, key, value, version, saved_at: savedAt, kept_letters: kept_letters ?? '' },
  };
}

export async function findField(db: Db, reviewId: string, key: string): Promise<FieldRow | undefined> {
  return db
    .selectFrom('review_field')
    .where('review_id', '=', reviewId)
    .where('key', '=', key)
    .selectAll()
    .executeTakeFirst();
}

/** All items in the author's order, those taken out included. */
export async function itemsOfReview(db: Db, reviewId: string): Promise<ItemRow[]> {
  return db
    .selectFrom('review_item')
    .where('review_id', '=', reviewId)
    .orderBy('list')
    .orderBy('position')
    .orderBy('id')
    .selectAll()
    .execute();
}

/**
 * Changes with every save and every added or removed item. Submission carries it in its guard,
 * so that nothing can be saved between reading the content and freezing it.
 */
export interface ContentMark {
  fields: number;
  items: number;
}

/** Of the very rows the content was made from, removed items included. Versions only grow, so no two states share a mark. */
export function contentMark(fields: readonly FieldRow[], items: readonly ItemRow[]): ContentMark {
  return {
    fields: fields.reduce((sum, field) => sum + field.version, 0),
    items: items.reduce((sum, item) => sum + item.version, 0),
  };
}

/** The newest remark with which the review was returned or reopened. */
export async function lastReturn(db: Db, reviewId: string) {
  return db
    .selectFrom('review_step')
    .innerJoin('account', 'account.id', 'review_step.account_id')
    .where('review_step.review_id', '=', reviewId)
    .where('review_step.to_state', '=', 'returned')
    .orderBy('review_step.id', 'desc')
    .select(['review_step.remark', 'review_step.at', 'account.display_name'])
    .executeTakeFirst();
}

/**
 * Every step of a review since it was first handed in, the oldest first, with the author's answers to remarks.
 * When it was begun is its author's business.
 */
export async function stepsOfReview(db: Db, reviewId: string) {
  return db
    .selectFrom('review_step')
    .innerJoin('account', 'account.id', 'review_step.account_id')
    .leftJoin('remark_answer', 'remark_answer.step_id', 'review_step.id')
    .where('review_step.review_id', '=', reviewId)
    .where('review_step.to_state', '!=', 'draft')
    .orderBy('review_step.at')
    .orderBy('review_step.id')
    .select([
      'review_step.id',
      'review_step.from_state',
      'review_step.to_state',
      'review_step.account_id',
      'review_step.remark',
      'review_step.at',
      'account.display_name',
      'remark_answer.text as answer',
    ])
    .execute();
}

export type ReviewStep = Awaited<ReturnType<typeof stepsOfReview>>[number];

export async function findRemarkAnswer(db: Db, stepId: string) {
  return db
    .selectFrom('remark_answer')
    .where('step_id', '=', stepId)
    .select(['text', 'version', 'at'])
    .executeTakeFirst();
}

/** Conclusions that stood in a review and were taken back, with why. */
export async function withdrawnFrom(db: Db, reviewId: string) {
  return db
    .selectFrom('review_item')
    .innerJoin('conclusion', 'conclusion.id', 'review_item.id')
    .where('review_item.review_id', '=', reviewId)
    .where('review_item.removed', '=', 1)
    .where('conclusion.withdrawn_at', 'is not', null)
    .orderBy('review_item.id')
    .select(['review_item.id', 'review_item.list', 'conclusion.text', 'conclusion.withdrawn_reason as reason'])
    .execute();
}

export type WithdrawnRow = Awaited<ReturnType<typeof withdrawnFrom>>[number];

/** The newest request to hand in that a member was sent in a campaign. */
export async function newestReminder(db: Db, campaignId: string, memberId: string) {
  return db
    .selectFrom('reminder')
    .where('campaign_id', '=', campaignId)
    .where('member_id', '=', memberId)
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .select(['due_on', 'at'])
    .executeTakeFirst();
}

/**
 * Reviews that wait for this person as the committee's office, because their branch has nobody beside the author to judge
 * them; the oldest first. His own is none of them, and an administrator has none.
 */
export async function waitingForOffice(db: Db, viewer: Pick<Viewer, 'roles' | 'memberId'>) {
  const tops = viewer.roles.filter(({ role }) => role === 'office').map(({ unitId }) => unitId);
  if (tops.length === 0) return [];
  const [units, leaders, counts, waiting] = await Promise.all([
    unitsBelow(db, tops),
    allLeaders(db),
    memberCounts(db),
    db
      .selectFrom('review')
      .innerJoin('member', 'member.id', 'review.member_id')
      .innerJoin('unit', 'unit.id', 'review.unit_id')
      .where('review.state', '=', 'submitted')
      .orderBy('review.submitted_at')
      .orderBy('review.id')
      .select(['review.id', 'review.member_id', 'review.unit_id', 'review.submitted_at'])
      .select(['member.full_name', 'unit.name as unit_name'])
      .execute(),
  ]);
  const below = new Set(units.map(({ id }) => id).filter((id) => !tops.includes(id)));
  return waiting.filter((review) => {
    const branch = {
      leaders: leaders.filter(({ unit_id }) => unit_id === review.unit_id),
      members: counts.get(review.unit_id) ?? 0,
    };
    const isOwn = review.member_id === viewer.memberId;
    return !isOwn && below.has(review.unit_id) && officeStandsIn(circumstancesIn(branch, review.member_id));
  });
}

export type WaitingReview = Awaited<ReturnType<typeof waitingForOffice>>[number];

/** Last year's review of the same person, if it was handed in. */
export async function lastSubmittedBefore(db: Db, memberId: string, year: number): Promise<ReviewRow | undefined> {
  const { rows } = await db.executeQuery(lastYearQuery(db, { memberId, year }));
  return rows[0];
}

const lastYearQuery = prepared(['memberId', 'year'], (db, given: { memberId: string; year: number }) =>
  db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('review.member_id', '=', given.memberId)
    .where('campaign.year', '<', given.year)
    .where('review.state', 'in', ['submitted', 'accepted', 'closed'])
    .orderBy('campaign.year', 'desc')
    .orderBy('review.id', 'desc')
    .limit(1)
    .selectAll('review'),
);

/** The branch's last review of itself before that year, if it was sent to the participants. */
export async function lastCollectiveBefore(db: Db, unitId: string, year: number): Promise<ReviewRow | undefined> {
  return db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('review.member_id', 'is', null)
    .where('review.unit_id', '=', unitId)
    .where('campaign.year', '<', year)
    .where('review.state', 'in', ['submitted', 'accepted', 'closed'])
    .orderBy('campaign.year', 'desc')
    .orderBy('review.id', 'desc')
    .selectAll('review')
    .executeTakeFirst();
}

/** All of a branch's reviews of itself, the newest year first. */
export async function collectiveReviewsOf(db: Db, unitId: string) {
  return db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('review.member_id', 'is', null)
    .where('review.unit_id', '=', unitId)
    .orderBy('campaign.year', 'desc')
    .orderBy('review.id', 'desc')
    .select(['review.id', 'review.campaign_id', 'review.state', 'campaign.year', 'campaign.title'])
    .execute();
}

/**
 * What was concluded about the branch as a collective and is still to be answered: this campaign's, and of earlier years
 * what was recorded only after the last review, `since` then.
 */
export async function conclusionsOnCollective(
  db: Db,
  review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>,
  now: { year: number; since: string },
) {
  return db
    .selectFrom('conclusion')
    .innerJoin('campaign', 'campaign.id', 'conclusion.campaign_id')
    .where('conclusion.unit_id', '=', review.unit_id)
    .where('conclusion.member_id', 'is', null)
    .where('conclusion.withdrawn_at', 'is', null)
    .where(({ eb, and, or }) =>
      or([
        eb('conclusion.campaign_id', '=', review.campaign_id),
        and([eb('campaign.year', '<', now.year), eb('conclusion.at', '>', now.since)]),
      ]),
    )
    .orderBy('conclusion.id')
    .select(['conclusion.id', 'conclusion.origin', 'conclusion.text', 'conclusion.source_year'])
    .execute();
}

/** gợi ý kiểm điểm for the branch as a collective, in this campaign. */
export async function suggestionsToCollective(db: Db, review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>) {
  return db
    .selectFrom('suggestion')
    .where('campaign_id', '=', review.campaign_id)
    .where('unit_id', '=', review.unit_id)
    .where('member_id', 'is', null)
    .where('withdrawn_at', 'is', null)
    .orderBy('id')
    .select(['id', 'text', 'source', 'document_number', 'document_date'])
    .execute();
}

/** Every draft of a collective's report that went to the participants, the first one first. */
export async function sendingsOf(db: Db, reviewId: string): Promise<Selectable<DraftSendingTable>[]> {
  return db.selectFrom('draft_sending').where('review_id', '=', reviewId).orderBy('number').selectAll().execute();
}

/** The branch's meeting, once its day is known. */
export async function plannedMeeting(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('meeting')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('held_on', '!=', '')
    .select(['held_on', 'starts_at', 'place'])
    .executeTakeFirst();
}

export async function isHandedUp(db: Db, review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>): Promise<boolean> {
  const row = await db
    .selectFrom('hand_up')
    .where('campaign_id', '=', review.campaign_id)
    .where('unit_id', '=', review.unit_id)
    .select('unit_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What decides how anybody stands to a review. */
export async function reviewStanding(db: Db, reviewId: string) {
  const { rows } = await db.executeQuery(standingQuery(db, { reviewId }));
  return rows[0];
}

const standingQuery = prepared(['reviewId'], (db, given: { reviewId: string }) =>
  db.selectFrom('review').where('id', '=', given.reviewId).select(['member_id', 'unit_id', 'campaign_id', 'state']),
);
