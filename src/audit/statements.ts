import type { Insertable } from 'kysely';
import type { AuditSealTable, AuditTable } from '../../db/schema.ts';
import type { Deps, Statement } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import { prepared } from '../storage/prepared.ts';
import { guarded, plain } from '../storage/statement.ts';

/**
 * The log's vocabulary (law.md: view, edit, print, export, sign-off, role change, failed sign-in).
 * A row says who, what record, when and from where; never any content.
 */
export type AuditAction =
  | 'sign-in'
  | 'sign-in-failed'
  | 'sign-in-limited'
  | 'sign-out'
  | 'password-chosen'
  | 'session-ended'
  | 'second-factor-begun'
  | 'second-factor-on'
  | 'second-factor-off'
  | 'recovery-code-used'
  | 'notice-acknowledged'
  | 'account-notice-read'
  | 'code-made'
  | 'code-dropped'
  | 'account-made'
  | 'account-reset'
  | 'role-given'
  | 'role-taken'
  | 'code-asked'
  | 'code-confirmed'
  | 'code-refused'
  | 'unit-made'
  | 'unit-changed'
  | 'member-made'
  | 'member-changed'
  | 'member-moved'
  | 'members-read'
  | 'members-imported'
  | 'members-import-undone'
  | 'exemption-recorded'
  | 'exemption-withdrawn'
  | 'edition-collated'
  | 'criteria-stored'
  | 'campaign-made'
  | 'campaign-opened'
  | 'campaign-changed'
  | 'campaign-closed'
  | 'campaign-reopened'
  | 'suggestion-made'
  | 'suggestion-withdrawn'
  | 'residence-comment-noted'
  | 'wording-decided'
  | 'retired-secretary-set'
  | 'review-begun'
  | 'review-edited'
  | 'review-viewed'
  | 'review-submitted'
  | 'review-returned'
  | 'review-accepted'
  | 'review-closed'
  | 'review-reopened'
  | 'review-reminded'
  | 'remark-answered'
  | 'assistance-begun'
  | 'assistance-read-back'
  | 'assistance-signed'
  | 'assistance-ended'
  | 'conclusion-recorded'
  | 'conclusion-withdrawn'
  | 'conclusion-viewed'
  | 'meeting-planned'
  | 'meeting-changed'
  | 'meeting-closed'
  | 'meeting-reopened'
  | 'ballots-counted'
  | 'rating-proposed'
  | 'ratings-viewed'
  | 'rating-handed-up'
  | 'rating-given-back'
  | 'rating-decided'
  | 'discipline-recorded'
  | 'discipline-withdrawn'
  | 'summary-viewed'
  | 'summary-report-saved'
  | 'summary-exported'
  | 'report-begun'
  | 'report-viewed'
  | 'report-changed'
  | 'report-drafted'
  | 'report-signed'
  | 'report-reopened'
  | 'sign-totals-frozen'
  | 'kit-issued'
  | 'kit-revoked'
  | 'kit-fetched'
  | 'kit-opened'
  | 'roll-up-exported'
  | 'roll-up-fetched'
  | 'roll-up-sent'
  | 'roll-up-viewed'
  | 'roll-up-refused'
  | 'roll-up-imported'
  | 'batch-asked'
  | 'batch-cancelled'
  | 'batch-retried'
  | 'paper-printed'
  | 'draft-printed'
  | 'table-downloaded'
  | 'paper-verified'
  | 'paper-not-verified'
  | 'verification-limited'
  | 'signed-paper-recorded'
  | 'signed-paper-withdrawn'
  | 'print-settings-changed'
  | 'backup-asked'
  | 'backup-made'
  | 'backup-failed'
  | 'drill-asked'
  | 'drill-passed'
  | 'drill-failed'
  | 'data-restored'
  | 'data-moved'
  | 'access-refused';

export interface AuditEntry {
  action: AuditAction;
  subject: {
    kind:
      | 'account'
      | 'unit'
      | 'member'
      | 'campaign'
      | 'review'
      | 'meeting'
      | 'report'
      | 'paper'
      | 'form'
      | 'catalogue'
      | 'route'
      | 'backup';
    id: string | null;
  };
  unitId?: string | null;
  /** Codes and counts only. */
  detail?: string;
}

type LogDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** One log row, to stand in the same list as the act it tells of. */
export function logRow(deps: LogDeps, actor: Actor, entry: AuditEntry): Statement {
  return plain(deps.store.db.insertInto('audit').values(auditRow(deps, actor, entry)));
}

/** Typing saves every few seconds: the log says once in ten minutes that somebody was writing. */
const EDIT_MINUTES = 10;

export function logEdit(
  deps: LogDeps,
  actor: Actor,
  reviewId: string,
  unitId: string,
  action: 'review-edited' | 'remark-answered' = 'review-edited',
): Statement {
  return logWriting(deps, actor, { action, subject: { kind: 'review', id: reviewId }, unitId });
}

export function logWriting(deps: LogDeps, actor: Actor, entry: AuditEntry): Statement {
  const since = new Date(deps.now().getTime() - EDIT_MINUTES * 60_000).toISOString();
  return { query: insertUnlessLogged(deps.store.db, { ...auditRow(deps, actor, entry), since }), guard: false };
}

/** Only the first time this person does this to this record under this detail. */
export function logOnce(deps: LogDeps, actor: Actor, entry: AuditEntry): Statement {
  return { query: insertUnlessLogged(deps.store.db, { ...auditRow(deps, actor, entry), since: '' }), guard: false };
}

const AUDIT_COLUMNS = [
  'id',
  'at',
  'account_id',
  'action',
  'subject_kind',
  'subject_id',
  'unit_id',
  'address',
  'request_id',
  'detail',
] as const satisfies readonly (keyof AuditTable)[];

const insertUnlessLogged = prepared(
  [...AUDIT_COLUMNS, 'since'],
  (db, row: ReturnType<typeof auditRow> & { since: string }) => {
    const earlier = db
      .selectFrom('audit')
      .select('id')
      .where('subject_id', '=', row.subject_id)
      .where('action', '=', row.action)
      .where('account_id', '=', row.account_id)
      .where('detail', '=', row.detail)
      .where('at', '>', row.since);
    return db
      .insertInto('audit')
      .columns(AUDIT_COLUMNS)
      .expression(
        db
          .selectNoFrom((eb) => AUDIT_COLUMNS.map((column) => eb.val(row[column]).as(column)))
          .where(({ not, exists }) => not(exists(earlier))),
      );
  },
);

function auditRow(deps: LogDeps, actor: Actor, entry: AuditEntry) {
  return {
    id: deps.newId(),
    at: deps.now().toISOString(),
    account_id: actor.accountId,
    action: entry.action,
    subject_kind: entry.subject.kind,
    subject_id: entry.subject.id,
    unit_id: entry.unitId ?? null,
    address: actor.address,
    request_id: actor.requestId,
    detail: [entry.detail ?? '', actor.assistance ? `assisted ${actor.assistance.helperAccountId}` : '']
      .filter((part) => part !== '')
      .join(' '),
  };
}

/** The next seals, in their order. Another process that seals the same place makes the whole list fail (LostGuard). */
export function insertSeals(db: Deps['store']['db'], seals: readonly Insertable<AuditSealTable>[]): Statement[] {
  return seals.map((seal) => guarded(db.insertInto('audit_seal').values(seal)));
}
