import type { Kysely, Selectable } from 'kysely';
import type { Database, PaperTable, RecordTable } from '../../db/schema.ts';
import { fromBase64 } from './base64.ts';

type Db = Kysely<Database>;

export type RecordRow = Selectable<RecordTable>;
export type PaperRow = Selectable<PaperTable>;

export async function findRecord(db: Db, reviewId: string, submission: number): Promise<RecordRow | undefined> {
  return db
    .selectFrom('record')
    .where('review_id', '=', reviewId)
    .where('submission', '=', submission)
    .selectAll()
    .executeTakeFirst();
}

export async function findRecordById(db: Db, id: string): Promise<RecordRow | undefined> {
  return db.selectFrom('record').where('id', '=', id).selectAll().executeTakeFirst();
}

/** The frozen JSON, put together from its parts. */
export async function recordText(db: Db, recordId: string): Promise<string> {
  const parts = await db
    .selectFrom('record_part')
    .where('record_id', '=', recordId)
    .orderBy('part')
    .select('body')
    .execute();
  return parts.map((part) => part.body).join('');
}

export async function findPaper(db: Db, recordId: string, variant: string): Promise<PaperRow | undefined> {
  return db
    .selectFrom('paper')
    .where('record_id', '=', recordId)
    .where('variant', '=', variant)
    .selectAll()
    .executeTakeFirst();
}

/** The frozen bytes of a paper that is ready. */
export async function paperBytes(db: Db, paperId: string): Promise<Uint8Array<ArrayBuffer>> {
  const parts = await db
    .selectFrom('paper_part')
    .where('paper_id', '=', paperId)
    .orderBy('part')
    .select('body')
    .execute();
  return fromBase64(parts.map((part) => part.body).join(''));
}

/** The oldest papers still to be made, jobs of dead processes included. */
export async function duePapers(db: Db, now: string, most: number): Promise<PaperRow[]> {
  return db
    .selectFrom('paper')
    .where('state', 'in', ['waiting', 'working', 'failed'])
    .where('due_at', '<=', now)
    .orderBy('due_at')
    .limit(most)
    .selectAll()
    .execute();
}
