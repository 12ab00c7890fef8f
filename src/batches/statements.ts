import type { Insertable } from 'kysely';
import type { BatchFileTable, BatchItemTable, BatchJobTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { toBase64 } from '../files/base64.ts';
import { guarded, plain } from '../storage/statement.ts';

type Db = Store['db'];

/** Bytes of a part: as base64 less than 1 MB. A multiple of three, so that no part but the last is padded. */
export const PART_BYTES = 720_000;

/** A branch has one running order at most: a second one breaks the unique index, and with it the list. */
export function insertJob(
  db: Db,
  job: Insertable<BatchJobTable>,
  items: readonly Insertable<BatchItemTable>[],
): Statement[] {
  return [
    guarded(db.insertInto('batch_job').values(job)),
    ...items.map((item) => guarded(db.insertInto('batch_item').values(item))),
  ];
}

/** A paper, or an order's files, as its holder took it: `attempts` tells it from the same taken over by another. */
export interface Taken {
  id: string;
  attempts: number;
}

/** Takes a paper: only one process gets it, and none once the order was cancelled. */
export function takeItem(db: Db, item: Taken, now: string, until: string): Statement {
  return guarded(
    db
      .updateTable('batch_item')
      .set({ state: 'working', attempts: item.attempts + 1, due_at: until })
      .where('id', '=', item.id)
      .where('attempts', '=', item.attempts)
      .where('state', 'in', ['waiting', 'working'])
      .where('due_at', '<=', now),
  );
}

/** `bytes` null: they stand with the frozen review already. */
export function finishItem(
  db: Db,
  item: Taken & { jobId: string; sha256: string; length: number; bytes: Uint8Array | null },
): Statement[] {
  return [
    guarded(held(db, item).set({ state: 'done', problem: '', sha256: item.sha256, bytes: item.length })),
    ...piecesOf(item.bytes ?? new Uint8Array()).map((piece, part) =>
      plain(
        db
          .insertInto('batch_part')
          .values({ owner_id: item.id, part, job_id: item.jobId, body: toBase64(piece) })
          // An earlier holder that lost the paper cannot have written: its list was refused whole.
          .onConflict((conflict) => conflict.columns(['owner_id', 'part']).doNothing()),
      ),
    ),
  ];
}

/** To be tried again at `dueAt`; `tries` counts only what was its own fault. */
export function postponeItem(db: Db, item: Taken, dueAt: string, tries: number): Statement {
  return plain(held(db, item).set({ state: 'waiting', due_at: dueAt, tries }));
}

export function failItem(db: Db, item: Taken, problem: string, tries: number): Statement {
  return plain(held(db, item).set({ state: 'failed', problem, tries }));
}

function held(db: Db, item: Taken) {
  return db
    .updateTable('batch_item')
    .where('id', '=', item.id)
    .where('attempts', '=', item.attempts)
    .where('state', '=', 'working');
}

/** What was in a dead process's hands is free at once; whoever still holds it loses it to the next. */
export function releaseAll(db: Db, now: string): Statement[] {
  return [
    plain(db.updateTable('batch_item').set({ state: 'waiting', due_at: now }).where('state', '=', 'working')),
    plain(db.updateTable('batch_job').set({ due_at: now }).where('state', '=', 'running')),
  ];
}

/** Takes the putting together of an order's files, and clears away what a dead holder had begun. */
export function takeJob(db: Db, job: Taken, now: string, until: string): Statement[] {
  return [
    guarded(
      db
        .updateTable('batch_job')
        .set({ attempts: job.attempts + 1, due_at: until })
        .where('id', '=', job.id)
        .where('attempts', '=', job.attempts)
        .where('state', '=', 'running')
        .where('due_at', '<=', now),
    ),
    ...dropFiles(db, job.id),
  ];
}

/** Writes one part of a file, only while its order is still held; holds it for longer. */
export function insertFilePart(
  db: Db,
  job: Taken,
  piece: { ownerId: string; part: number; bytes: Uint8Array },
  until: string,
): Statement[] {
  return [
    guarded(ownJob(db, job).set({ due_at: until })),
    guarded(
      db
        .insertInto('batch_part')
        .values({ owner_id: piece.ownerId, part: piece.part, job_id: job.id, body: toBase64(piece.bytes) }),
    ),
  ];
}

/** A paper that turned out unreadable while the files were put together. */
export function failWhileHeld(db: Db, job: Taken, itemId: string, problem: string): Statement[] {
  return [
    guarded(ownJob(db, job).set((eb) => ({ attempts: eb.ref('attempts') }))),
    plain(db.updateTable('batch_item').set({ state: 'failed', problem }).where('id', '=', itemId)),
  ];
}

export function finishJob(
  db: Db,
  job: Taken,
  files: readonly Insertable<BatchFileTable>[],
  ended: { at: string; keptUntil: string },
): Statement[] {
  const done = { state: 'done' as const, problem: '', ended_at: ended.at, kept_until: ended.keptUntil };
  return [
    guarded(ownJob(db, job).set(done)),
    ...files.map((file) => guarded(db.insertInto('batch_file').values(file))),
  ];
}

/** Whoever held it: the order stands still with the papers it has, and can be tried again. */
export function failJob(db: Db, jobId: string, problem: string, ended: { at: string; keptUntil: string }): Statement[] {
  return [
    guarded(
      db
        .updateTable('batch_job')
        .set({ state: 'failed', problem, ended_at: ended.at, kept_until: ended.keptUntil })
        .where('id', '=', jobId)
        .where('state', '=', 'running'),
    ),
    plain(
      db
        .updateTable('batch_item')
        .set((eb) => ({ state: 'waiting', attempts: eb('attempts', '+', 1), due_at: ended.at }))
        .where('job_id', '=', jobId)
        .where('state', '=', 'working'),
    ),
    ...dropFiles(db, jobId),
  ];
}

/** Gives the files back to whoever comes next, at once. */
export function releaseJob(db: Db, job: Taken, now: string): Statement {
  return plain(ownJob(db, job).set({ due_at: now }));
}

export function cancelJob(db: Db, jobId: string, ended: { at: string; keptUntil: string }): Statement[] {
  return [
    guarded(
      db
        .updateTable('batch_job')
        .set({ state: 'cancelled', ended_at: ended.at, kept_until: ended.keptUntil })
        .where('id', '=', jobId)
        .where('state', '=', 'running'),
    ),
    plain(
      db
        .updateTable('batch_item')
        .set({ state: 'cancelled' })
        .where('job_id', '=', jobId)
        .where('state', 'in', ['waiting', 'working']),
    ),
    plain(db.deleteFrom('batch_part').where('job_id', '=', jobId)),
  ];
}

/** Failed papers are asked for again, one or all of them; the files are put together anew. */
export function retryJob(db: Db, jobId: string, now: string, itemId: string | null): Statement[] {
  const again = db
    .updateTable('batch_item')
    .set({ state: 'waiting', problem: '', tries: 0, due_at: now })
    .where('job_id', '=', jobId)
    .where('state', '=', 'failed');
  return [
    guarded(
      db
        .updateTable('batch_job')
        .set({ state: 'running', problem: '', ended_at: null, kept_until: null, due_at: now })
        .where('id', '=', jobId)
        .where('state', 'in', ['done', 'failed']),
    ),
    itemId === null ? plain(again) : guarded(again.where('id', '=', itemId)),
    ...dropFiles(db, jobId),
  ];
}

/** After its days are over nothing of an order stays but the log. */
export function deleteJob(db: Db, jobId: string): Statement[] {
  return [
    plain(db.deleteFrom('batch_part').where('job_id', '=', jobId)),
    plain(db.deleteFrom('batch_file').where('job_id', '=', jobId)),
    plain(db.deleteFrom('batch_item').where('job_id', '=', jobId)),
    plain(db.deleteFrom('batch_job').where('id', '=', jobId)),
  ];
}

/** Every file, finished or half-way; papers keep their own parts. */
function dropFiles(db: Db, jobId: string): Statement[] {
  const papers = db.selectFrom('batch_item').where('job_id', '=', jobId).select('id');
  return [
    plain(db.deleteFrom('batch_part').where('job_id', '=', jobId).where('owner_id', 'not in', papers)),
    plain(db.deleteFrom('batch_file').where('job_id', '=', jobId)),
  ];
}

function ownJob(db: Db, job: Taken) {
  return db
    .updateTable('batch_job')
    .where('id', '=', job.id)
    .where('attempts', '=', job.attempts)
    .where('state', '=', 'running');
}

function piecesOf(bytes: Uint8Array): Uint8Array[] {
  return Array.from({ length: Math.ceil(bytes.length / PART_BYTES) }, (_, part) =>
    bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES),
  );
}
