import type { Insertable } from 'kysely';
import type { AssistanceTable } from '../../db/schema.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps, Statement, Store } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import { guarded, plain } from '../storage/statement.ts';

type Db = Store['db'];

export function insertAssistance(db: Db, row: Insertable<AssistanceTable>): Statement {
  return guarded(db.insertInto('assistance').values(row));
}

/** The review begun in it is from now on the one that is open there; one that was handed in meanwhile never is. */
export function nameReview(db: Db, id: string, reviewId: string): Statement {
  const withItsAuthor = db
    .selectFrom('review')
    .select('id')
    .where('id', '=', reviewId)
    .where('state', 'in', ['draft', 'returned']);
  return guarded(
    db
      .updateTable('assistance')
      .set({ review_id: reviewId })
      .where('id', '=', id)
      .where('review_id', 'is', null)
      .where(({ exists }) => exists(withItsAuthor)),
  );
}

/** Stands in the list of every save: who typed is known even if the author hands in by himself later. */
export function noteTyping(deps: Pick<Deps, 'store' | 'now'>, actor: Actor): Statement[] {
  if (!actor.assistance) return [];
  const at = deps.now().toISOString();
  return [plain(deps.store.db.updateTable('assistance').set({ changed_at: at }).where('id', '=', actor.assistance.id))];
}

/** Everything was shown to be read back, as it stood then. */
export function noteReadBack(db: Db, id: string, mark: string, at: string): Statement {
  return plain(db.updateTable('assistance').set({ read_back_at: at, read_back_mark: mark }).where('id', '=', id));
}

/** The author has signed what he was read: guarded by the very content that was shown. */
export function signOnPaper(db: Db, id: string, mark: string, at: string): Statement {
  return guarded(
    db
      .updateTable('assistance')
      .set({ signed_on_paper_at: at })
      .where('id', '=', id)
      .where('read_back_mark', '=', mark)
      .where('ended_at', 'is', null),
  );
}

/** With a submission every sitting over this review is over, whoever handed it in, and its number says what it holds. */
export function closeAssistances(db: Db, reviewId: string, submission: number, at: string): Statement[] {
  const sessions = db.selectFrom('assistance').select('session_id').where('review_id', '=', reviewId);
  return [
    plain(
      db
        .updateTable('assistance')
        .set({ ended_at: at })
        .where('review_id', '=', reviewId)
        .where('ended_at', 'is', null)
        .where('session_id', 'in', db.selectFrom('session').select('id').where('helper_account_id', 'is not', null)),
    ),
    plain(db.deleteFrom('session').where('id', 'in', sessions)),
    plain(
      db
        .updateTable('assistance')
        .set({ submission })
        .where('review_id', '=', reviewId)
        .where('submission', 'is', null),
    ),
  ];
}

export interface EndedAssistance {
  id: string;
  accountId: string;
  helperAccountId: string;
  reviewId: string | null;
}

/** Ends one sitting, at `at`, and says so in the log. Whoever calls it ends the session itself. */
export function endAssistance(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  ended: EndedAssistance,
  at: string,
): Statement[] {
  return [
    plain(
      deps.store.db
        .updateTable('assistance')
        .set({ ended_at: at })
        .where('id', '=', ended.id)
        .where('ended_at', 'is', null),
    ),
    logEnd(deps, actor, ended),
  ];
}

export function logEnd(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  { reviewId, accountId, helperAccountId }: EndedAssistance,
): Statement {
  const subject = reviewId ? { kind: 'review' as const, id: reviewId } : { kind: 'account' as const, id: accountId };
  const detail = actor.assistance ? '' : `assisted ${helperAccountId}`;
  return logRow(deps, actor, { action: 'assistance-ended', subject, detail });
}
