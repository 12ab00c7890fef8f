import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { EndedAssistance } from './statements.ts';

type Db = Kysely<Database>;

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;

/** Sittings of an account, or over a review, whose session is still there, some of them perhaps past their time. */
export async function openAssistancesOf(
  db: Db,
  of: { accountId: string } | { helperAccountId: string } | { reviewId: string },
): Promise<(EndedAssistance & { sessionId: string })[]> {
  const [column, id] =
    'accountId' in of
      ? (['assistance.account_id', of.accountId] as const)
      : 'helperAccountId' in of
        ? (['assistance.helper_account_id', of.helperAccountId] as const)
        : (['assistance.review_id', of.reviewId] as const);
  return db
    .selectFrom('assistance')
    .innerJoin('session', 'session.id', 'assistance.session_id')
    .where(column, '=', id)
    .where('assistance.ended_at', 'is', null)
    .orderBy('assistance.id')
    .select([
      'assistance.id',
      'assistance.session_id as sessionId',
      'assistance.account_id as accountId',
      'assistance.helper_account_id as helperAccountId',
      'assistance.review_id as reviewId',
    ])
    .execute();
}

/** One sitting over a review: who typed, and when. */
export interface Help {
  reviewId: string;
  helperAccountId: string;
  helperName: string;
  begunAt: string;
  /** null while it lasts, and where nobody saw it end. */
  endedAt: string | null;
  /** The last change typed; null where nothing was. */
  changedAt: string | null;
  signedOnPaperAt: string | null;
  /** The submission that holds what was typed; null while it is handed in no more or not yet. */
  submission: number | null;
}

/**
 * Every sitting over these reviews, the oldest first: for the author. Others who may read a review find in its frozen
 * record who typed (`typedBy`).
 */
export async function helpWith(db: Db, reviewIds: readonly string[]): Promise<Help[]> {
  const found: Help[] = [];
  for (let start = 0; start < reviewIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('assistance')
      .innerJoin('account as helper', 'helper.id', 'assistance.helper_account_id')
      .where('assistance.review_id', 'in', reviewIds.slice(start, start + CHUNK))
      .orderBy('assistance.begun_at')
      .orderBy('assistance.id')
      .select([
        'assistance.review_id as reviewId',
        'assistance.helper_account_id as helperAccountId',
        'helper.display_name as helperName',
        'assistance.begun_at as begunAt',
        'assistance.ended_at as endedAt',
        'assistance.changed_at as changedAt',
        'assistance.signed_on_paper_at as signedOnPaperAt',
        'assistance.submission',
      ])
      .execute();
    found.push(...(rows as Help[]));
  }
  return found;
}

export async function findAssistance(db: Db, id: string) {
  return db.selectFrom('assistance').where('id', '=', id).selectAll().executeTakeFirst();
}

/** How a sitting ended, for the browser it was opened in: of the review no more than its number. */
export async function endOfAssistance(db: Db, id: string) {
  return db
    .selectFrom('assistance')
    .innerJoin('account as author', 'author.id', 'assistance.account_id')
    .leftJoin('review', 'review.id', 'assistance.review_id')
    .where('assistance.id', '=', id)
    .select([
      'author.display_name as author',
      'assistance.signed_on_paper_at as signedAt',
      'assistance.begun_at as begunAt',
      'assistance.ended_at as endedAt',
      'review.reference',
    ])
    .executeTakeFirst();
}
