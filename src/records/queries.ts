import type { Kysely, Selectable } from 'kysely';
import type { Database, PaperTable, RecordTable } from '../../db/schema.ts';
import { sha256Hex } from '../canonical.ts';
import { fromBase64 } from '../files/base64.ts';

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

/** The frozen JSON, put together from its parts. Throws when it is no longer what was frozen. */
export async function recordText(db: Db, record: Pick<RecordRow, 'id' | 'sha256'>): Promise<string> {
  const parts = await db
    .selectFrom('record_part')
    .where('record_id', '=', record.id)
    .orderBy('part')
    .select('body')
    .execute();
  const text = parts.map((part) => part.body).join('');
  if (sha256Hex(text) !== record.sha256) throw new Error(`record ${record.id} does not match its hash`);
  return text;
}

export async function findPaper(db: Db, recordId: string, variant: string): Promise<PaperRow | undefined> {
  return db
    .selectFrom('paper')
    .where('record_id', '=', recordId)
    .where('variant', '=', variant)
    .selectAll()
    .executeTakeFirst();
}

/** The paper frozen last; undefined before the first. */
export async function newestPaper(db: Db): Promise<PaperRow | undefined> {
  return db
    .selectFrom('paper')
    .where('state', '=', 'ready')
    .orderBy('made_at', 'desc')
    .orderBy('id', 'desc')
    .limit(1)
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

/** Papers still to be made, whether or not their next try is due. */
export async function countWaitingPapers(db: Db): Promise<number> {
  const { papers } = await db
    .selectFrom('paper')
    .innerJoin('record', 'record.id', 'paper.record_id')
    .where('record.superseded', '=', 0)
    .where('paper.state', 'in', ['waiting', 'working', 'failed'])
    .select(({ fn }) => fn.countAll<number>().as('papers'))
    .executeTakeFirstOrThrow();
  return Number(papers);
}

/** The oldest papers still to be made, jobs of dead processes included; those of superseded records are nobody's. */
export async function duePapers(db: Db, now: string, most: number): Promise<PaperRow[]> {
  return db
    .selectFrom('paper')
    .innerJoin('record', 'record.id', 'paper.record_id')
    .where('record.superseded', '=', 0)
    .where('paper.state', 'in', ['waiting', 'working', 'failed'])
    .where('paper.due_at', '<=', now)
    .orderBy('paper.due_at')
    .orderBy('paper.id')
    .limit(most)
    .selectAll('paper')
    .execute();
}
