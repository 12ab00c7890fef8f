import type { Kysely, Selectable } from 'kysely';
import type { BatchFileTable, BatchItemTable, BatchJobTable, Database, ReviewState } from '../../db/schema.ts';
import { fromBase64 } from '../files/base64.ts';

type Db = Kysely<Database>;

export type JobRow = Selectable<BatchJobTable>;
export type ItemRow = Selectable<BatchItemTable>;
export type FileRow = Selectable<BatchFileTable>;

/** A review its branch may read now, with what was frozen of it. */
export interface PrintableReview {
  id: string;
  /** null: the branch's own, as a collective. */
  memberId: string | null;
  recordId: string;
  formId: string;
  state: ReviewState;
  frozenAt: string;
}

const WITH_THE_BRANCH: readonly ReviewState[] = ['submitted', 'accepted', 'closed'];

/** The frozen reviews of a branch in a campaign: none that is with its author. */
export async function printableReviews(db: Db, campaignId: string, unitId: string): Promise<PrintableReview[]> {
  const rows = await db
    .selectFrom('review')
    .innerJoin('record', (join) =>
      join.onRef('record.review_id', '=', 'review.id').onRef('record.submission', '=', 'review.submissions'),
    )
    .where('review.campaign_id', '=', campaignId)
    .where('review.unit_id', '=', unitId)
    .where('review.state', 'in', WITH_THE_BRANCH)
    .where('record.superseded', '=', 0)
    .orderBy('review.id')
    .select(['review.id', 'review.member_id', 'review.state', 'review.form_id'])
    .select(['record.id as record_id', 'record.frozen_at'])
    .execute();
  return rows.map((row) => ({
    id: row.id,
    memberId: row.member_id,
    recordId: row.record_id,
    formId: row.form_id,
    state: row.state,
    frozenAt: row.frozen_at,
  }));
}

/** Whether a record may still be read by others than its author. */
export async function isReadable(db: Db, recordId: string): Promise<boolean> {
  const row = await db
    .selectFrom('record')
    .innerJoin('review', 'review.id', 'record.review_id')
    .where('record.id', '=', recordId)
    .where('record.superseded', '=', 0)
    .where('review.state', 'in', WITH_THE_BRANCH)
    .select('record.id')
    .executeTakeFirst();
  return row !== undefined;
}

/** Whose review a record is: read for the log. */
export async function reviewOfRecord(db: Db, recordId: string) {
  return db
    .selectFrom('record')
    .innerJoin('review', 'review.id', 'record.review_id')
    .leftJoin('account', 'account.member_id', 'review.member_id')
    .where('record.id', '=', recordId)
    .select(['review.id', 'review.member_id', 'account.id as account_id'])
    .executeTakeFirst();
}

export async function findJob(db: Db, id: string): Promise<JobRow | undefined> {
  return db.selectFrom('batch_job').where('id', '=', id).selectAll().executeTakeFirst();
}

/** The order a branch has running, with who asked for it. */
export async function runningJobAt(db: Db, unitId: string) {
  return db
    .selectFrom('batch_job')
    .innerJoin('account', 'account.id', 'batch_job.account_id')
    .where('batch_job.unit_id', '=', unitId)
    .where('batch_job.state', '=', 'running')
    .selectAll('batch_job')
    .select('account.display_name')
    .executeTakeFirst();
}

/** A person's own orders for a branch, the newest first. */
export async function jobsOf(db: Db, accountId: string, unitId: string): Promise<JobRow[]> {
  return db
    .selectFrom('batch_job')
    .where('account_id', '=', accountId)
    .where('unit_id', '=', unitId)
    .orderBy('id', 'desc')
    .selectAll()
    .execute();
}

/** The orders to be worked on, the oldest first. */
export async function runningJobs(db: Db): Promise<JobRow[]> {
  return db.selectFrom('batch_job').where('state', '=', 'running').orderBy('id').selectAll().execute();
}

export async function endedJobs(db: Db, now: string): Promise<JobRow[]> {
  return db.selectFrom('batch_job').where('kept_until', '<=', now).orderBy('id').selectAll().execute();
}

export async function itemsOf(db: Db, jobId: string): Promise<ItemRow[]> {
  return db.selectFrom('batch_item').where('job_id', '=', jobId).orderBy('position').selectAll().execute();
}

/** Papers of an order that may be made now, those of dead holders included. */
export async function dueItems(db: Db, jobId: string, now: string, most: number): Promise<ItemRow[]> {
  return db
    .selectFrom('batch_item')
    .where('job_id', '=', jobId)
    .where('state', 'in', ['waiting', 'working'])
    .where('due_at', '<=', now)
    .orderBy('position')
    .limit(most)
    .selectAll()
    .execute();
}

/** Papers of all orders that are still to be made. */
export async function countOpenItems(db: Db): Promise<number> {
  const { items } = await db
    .selectFrom('batch_item')
    .where('state', 'in', ['waiting', 'working'])
    .select(({ fn }) => fn.countAll<number>().as('items'))
    .executeTakeFirstOrThrow();
  return Number(items);
}

export async function hasOpenItems(db: Db, jobId: string): Promise<boolean> {
  const row = await db
    .selectFrom('batch_item')
    .where('job_id', '=', jobId)
    .where('state', 'in', ['waiting', 'working'])
    .select('id')
    .executeTakeFirst();
  return row !== undefined;
}

export async function filesOf(db: Db, jobId: string): Promise<FileRow[]> {
  return db.selectFrom('batch_file').where('job_id', '=', jobId).orderBy('id').selectAll().execute();
}

/** Papers of an order whose review went back to its author since: nobody else reads that version any more. */
export async function returnedSince(db: Db, jobId: string): Promise<ItemRow[]> {
  return db
    .selectFrom('batch_item')
    .innerJoin('record', 'record.id', 'batch_item.record_id')
    .innerJoin('review', 'review.id', 'record.review_id')
    .where('batch_item.job_id', '=', jobId)
    .where('batch_item.state', '=', 'done')
    .where(({ eb, or }) => or([eb('record.superseded', '=', 1), eb('review.state', 'not in', WITH_THE_BRANCH)]))
    .orderBy('batch_item.position')
    .selectAll('batch_item')
    .execute();
}

/** One part of a finished file, or of a paper that is no frozen review. */
export async function batchPart(db: Db, ownerId: string, part: number): Promise<Uint8Array<ArrayBuffer> | null> {
  const row = await db
    .selectFrom('batch_part')
    .where('owner_id', '=', ownerId)
    .where('part', '=', part)
    .select('body')
    .executeTakeFirst();
  return row ? fromBase64(row.body) : null;
}

/** Members' ids → the suggestions they, or the branch (`collective`), were given in writing and that still stand. */
export async function standingSuggestions(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('suggestion')
    .leftJoin('member', 'member.id', 'suggestion.member_id')
    .where('suggestion.campaign_id', '=', campaignId)
    .where('suggestion.withdrawn_at', 'is', null)
    .where(({ eb, or }) => or([eb('suggestion.unit_id', '=', unitId), eb('member.unit_id', '=', unitId)]))
    .orderBy('suggestion.id')
    .select(['suggestion.member_id', 'suggestion.document_number', 'suggestion.document_date'])
    .execute();
}
