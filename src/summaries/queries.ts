import { type Kysely, type Selectable, sql } from 'kysely';
import type {
  BranchSummaryTable,
  Database,
  RatingDecisionTable,
  ReviewState,
  SummaryTextTable,
} from '../../db/schema.ts';

type Db = Kysely<Database>;

export type SummaryRow = Selectable<BranchSummaryTable>;
export type SummaryTextRow = Selectable<SummaryTextTable>;
export type CampaignDecision = Selectable<RatingDecisionTable>;

const HANDED_IN: readonly ReviewState[] = ['submitted', 'accepted', 'closed'];

/** What the branches of a campaign handed up: one query, however many they are. No answer of anybody is read. */
export async function summariesOf(db: Db, campaignId: string): Promise<SummaryRow[]> {
  return db.selectFrom('branch_summary').where('campaign_id', '=', campaignId).orderBy('unit_id').selectAll().execute();
}

export async function findSummary(db: Db, campaignId: string, unitId: string): Promise<SummaryRow | undefined> {
  return db
    .selectFrom('branch_summary')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}

/** Every decision of a campaign, the oldest first: what was decided after the hand-ups. */
export async function decisionsInCampaign(db: Db, campaignId: string): Promise<CampaignDecision[]> {
  return db
    .selectFrom('rating_decision')
    .where('campaign_id', '=', campaignId)
    .orderBy('at')
    .orderBy('id')
    .selectAll()
    .execute();
}

export async function summaryTexts(db: Db, campaignId: string, unitId: string): Promise<SummaryTextRow[]> {
  return db
    .selectFrom('summary_text')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('key')
    .selectAll()
    .execute();
}

/** Which of a campaign's reviews the branches have handed in by now: only these have something to read. */
export async function readableReviews(db: Db, campaignId: string, unitId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('member_id', 'is not', null)
    .where('state', 'in', HANDED_IN)
    .select('id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/**
 * Section III of this year's reviews of a branch and of the same people's reviews of the year before: where each matter
 * comes from and the state its author gave, no words. `keys` name the lists and their column of states.
 */
export async function earlierMatters(
  db: Db,
  place: { campaignId: string; unitId: string; year: number },
  keys: { lists: readonly string[]; state: string },
) {
  if (keys.lists.length === 0) return [];
  const here = db
    .selectFrom('review as own')
    .where('own.campaign_id', '=', place.campaignId)
    .where('own.unit_id', '=', place.unitId)
    .where('own.member_id', 'is not', null)
    .select('own.member_id');
  return db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .leftJoin('review_item', (join) =>
      join
        .onRef('review_item.review_id', '=', 'review.id')
        .on('review_item.removed', '=', 0)
        .on('review_item.list', 'in', keys.lists),
    )
    .leftJoin('review_field', (join) =>
      join
        .onRef('review_field.review_id', '=', 'review.id')
        .on('review_field.key', '=', sql<string>`review_item.list || '.' || review_item.id || ${`.${keys.state}`}`),
    )
    .where('campaign.year', 'in', [place.year, place.year - 1])
    .where('review.state', 'in', HANDED_IN)
    .where(({ eb, or, and }) =>
      or([
        eb('review.member_id', 'in', here),
        and([eb('review.member_id', 'is', null), eb('review.unit_id', '=', place.unitId)]),
      ]),
    )
    .select(['review.member_id', 'review.form_id', 'campaign.year', 'review_item.id as item'])
    .select(['review_item.source_year', 'review_field.value as state'])
    .execute();
}

export type EarlierMatter = Awaited<ReturnType<typeof earlierMatters>>[number];
