import type { Insertable } from 'kysely';
import type { PaperTable, RecordPartTable, RecordTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { toBase64 } from '../files/base64.ts';
import { guarded, plain } from '../storage/statement.ts';

type Db = Store['db'];

/** D1 takes 2 MB a row and 100 KB a statement's text; parameters of up to 1 MB pass everywhere. */
const PART_LETTERS = 1_000_000;
/** Three bytes of UTF-8 a letter at most (Vietnamese in NFC): a part of text stays under 1 MB. */
const TEXT_PART_LETTERS = 300_000;

export function insertRecord(db: Db, row: Insertable<RecordTable>, json: string): Statement[] {
  return [
    guarded(db.insertInto('record').values(row)),
    ...recordParts(row.id, json).map((part) => guarded(db.insertInto('record_part').values(part))),
  ];
}

/** A record's text as it is stored. */
export function recordParts(recordId: string, json: string): RecordPartTable[] {
  return partsOf(json, TEXT_PART_LETTERS).map((body, part) => ({ record_id: recordId, part, body }));
}

/** After a return: the earlier version is its author's only, and goes with the drafts. */
export function supersedeRecord(db: Db, reviewId: string, submission: number): Statement {
  return guarded(
    db
      .updateTable('record')
      .set({ superseded: 1 })
      .where('review_id', '=', reviewId)
      .where('submission', '=', submission)
      .where('superseded', '=', 0),
  );
}

/** Asks for a paper. Asking twice for the same variant changes nothing. */
export function askForPaper(
  db: Db,
  row: { id: string; record_id: string; variant: string; due_at: string },
): Statement {
  const paper: Insertable<PaperTable> = {
    ...row,
    state: 'waiting',
    attempts: 0,
    sha256: null,
    bytes: null,
    made_at: null,
  };
  return plain(
    db
      .insertInto('paper')
      .values(paper)
      .onConflict((conflict) => conflict.columns(['record_id', 'variant']).doNothing()),
  );
}

/** Takes a job: only one process gets it. A job left "working" by a dead process falls due again at `until`. */
export function takePaper(db: Db, paper: { id: string; attempts: number }, now: string, until: string): Statement {
  return guarded(
    db
      .updateTable('paper')
      .set({ state: 'working', attempts: paper.attempts + 1, due_at: until })
      .where('id', '=', paper.id)
      .where('attempts', '=', paper.attempts)
      .where('state', 'in', ['waiting', 'working', 'failed'])
      .where('due_at', '<=', now),
  );
}

/** A job as its holder took it: `attempts` tells it from the same job taken over by another process. */
export interface TakenPaper {
  id: string;
  attempts: number;
}

/** Freezes the bytes, once: who has lost the job meanwhile finds no row to change. */
export function freezePaper(
  db: Db,
  paper: TakenPaper & { sha256: string; bytes: Uint8Array; madeAt: string; code: string },
): Statement[] {
  return [
    guarded(
      db
        .updateTable('paper')
        .set({
          state: 'ready',
          sha256: paper.sha256,
          bytes: paper.bytes.length,
          made_at: paper.madeAt,
          code: paper.code,
        })
        .where('id', '=', paper.id)
        .where('attempts', '=', paper.attempts)
        .where('state', '=', 'working'),
    ),
    ...partsOf(toBase64(paper.bytes), PART_LETTERS).map((body, part) =>
      guarded(db.insertInto('paper_part').values({ paper_id: paper.id, part, body })),
    ),
  ];
}

/** What a dead process had in hand is due at once, for a start of the one process there is. */
export function releasePapers(db: Db, now: string): Statement {
  return plain(db.updateTable('paper').set({ due_at: now }).where('state', '=', 'working'));
}

/** Gives a job back to be tried again at `dueAt`. */
export function postponePaper(db: Db, paper: TakenPaper, dueAt: string): Statement {
  return plain(
    db
      .updateTable('paper')
      .set({ state: 'failed', due_at: dueAt })
      .where('id', '=', paper.id)
      .where('attempts', '=', paper.attempts)
      .where('state', '=', 'working'),
  );
}

function partsOf(text: string, size: number): string[] {
  const parts: string[] = [];
  let start = 0;
  do {
    const end = wholeLetterAt(text, start + size);
    parts.push(text.slice(start, end));
    start = end;
  } while (start < text.length);
  return parts;
}

/** A cut never parts the two halves of one letter: the database would store neither. */
function wholeLetterAt(text: string, end: number): number {
  const last = text.charCodeAt(end - 1);
  return end < text.length && last >= 0xd800 && last <= 0xdbff ? end - 1 : Math.min(end, text.length);
}
