import type { Insertable } from 'kysely';
import type {
  AccountNoticeKind,
  AccountTable,
  OneTimeCodeTable,
  OneTimePurpose,
  PendingSignInTable,
  PreferenceKey,
  RecoveryCodeTable,
  RoleTable,
  SessionTable,
} from '../../db/schema.ts';
import type { Deps, Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';
import { hashSecret, newCode, newToken } from './secrets.ts';

type Db = Store['db'];

export function insertAccount(db: Db, row: Insertable<AccountTable>): Statement {
  return guarded(db.insertInto('account').values(row));
}

export function insertRole(db: Db, row: Insertable<RoleTable>): Statement {
  return guarded(db.insertInto('role').values(row));
}

export function insertSession(db: Db, row: Insertable<SessionTable>): Statement {
  return guarded(db.insertInto('session').values(row));
}

/** The row of a session that begins now; its token is stored as a hash only. */
export function sessionRow(begun: {
  id: string;
  token: string;
  accountId: string;
  at: string;
  address: string;
}): Insertable<SessionTable> {
  return {
    id: begun.id,
    token_hash: hashSecret(begun.token),
    account_id: begun.accountId,
    created_at: begun.at,
    seen_at: begun.at,
    address: begun.address,
    agent: '',
    must_choose_password: 0,
  };
}

/** Clears away what nobody can use any more (minimum data). */
export function endSessionsBefore(db: Db, instant: string): Statement {
  return plain(db.deleteFrom('session').where('created_at', '<', instant));
}

export function touchSession(db: Db, sessionId: string, at: string): Statement {
  return plain(db.updateTable('session').set({ seen_at: at }).where('id', '=', sessionId));
}

export function endSession(db: Db, sessionId: string): Statement {
  return plain(db.deleteFrom('session').where('id', '=', sessionId));
}

/** Ends every session of an account. */
export function endSessions(db: Db, accountId: string): Statement {
  return plain(db.deleteFrom('session').where('account_id', '=', accountId));
}

/** Ends every session of an account but the one in use. */
export function endOtherSessions(db: Db, accountId: string, keep: string): Statement {
  return plain(db.deleteFrom('session').where('account_id', '=', accountId).where('id', '!=', keep));
}

export function passwordDutyDone(db: Db, sessionId: string): Statement {
  return guarded(db.updateTable('session').set({ must_choose_password: 0 }).where('id', '=', sessionId));
}

export function setPassword(db: Db, account: { id: string; version: number }, hash: string): Statement {
  return guarded(
    db
      .updateTable('account')
      .set({ password: hash, version: account.version + 1 })
      .where('id', '=', account.id)
      .where('version', '=', account.version),
  );
}

/** From now on only a one-time code opens the account. */
export function takePasswordAway(db: Db, account: { id: string; version: number }): Statement {
  return guarded(
    db
      .updateTable('account')
      .set({ password: null, version: account.version + 1 })
      .where('id', '=', account.id)
      .where('version', '=', account.version),
  );
}

export function insertCode(db: Db, row: Insertable<OneTimeCodeTable>): Statement {
  return guarded(db.insertInto('one_time_code').values(row));
}

/** Codes of one kind that nobody has used yet become worthless: only the newest counts. */
export function dropOpenCodes(db: Db, purpose: OneTimeCodeTable['purpose'], accountId: string | null): Statement {
  const query = db.deleteFrom('one_time_code').where('purpose', '=', purpose).where('used_at', 'is', null);
  return plain(accountId === null ? query : query.where('account_id', '=', accountId));
}

interface MadeCode {
  purpose: OneTimePurpose;
  accountId: string | null;
  minutes: number;
  /** Kept where it matters who made it. */
  madeBy?: string;
}

/** Statements that make a fresh one-time code or link; the caller shows `secret` once and forgets it. */
export function oneTimeCode(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  made: MadeCode,
): { secret: string; statements: Statement[] } {
  const { secrets, statements } = oneTimeCodes(deps, made, 1);
  return { secret: secrets[0] as string, statements };
}

/** Several at once, each for one use; whatever was open of their kind before is worth nothing then. */
export function oneTimeCodes(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  made: MadeCode,
  count: number,
): { secrets: string[]; statements: Statement[] } {
  const typedByHand = made.purpose === 'first_sign_in' || made.purpose === 'assisted_entry';
  const secrets = Array.from({ length: count }, () => (typedByHand ? newCode() : newToken()));
  const now = deps.now();
  const rows = secrets.map((secret) => ({
    id: deps.newId(),
    purpose: made.purpose,
    account_id: made.accountId,
    code_hash: hashSecret(secret),
    created_at: now.toISOString(),
    expires_at: new Date(now.getTime() + made.minutes * 60_000).toISOString(),
    used_at: null,
    made_by: made.madeBy ?? null,
  }));
  return {
    secrets,
    statements: [
      dropOpenCodes(deps.store.db, made.purpose, made.accountId),
      ...rows.map((row) => insertCode(deps.store.db, row)),
    ],
  };
}

/** Single use: the second of two posts changes no row and takes its whole list down. */
export function useCode(db: Db, id: string, at: string): Statement {
  return guarded(
    db
      .updateTable('one_time_code')
      .set({ used_at: at })
      .where('id', '=', id)
      .where('used_at', 'is', null)
      .where('expires_at', '>', at),
  );
}

/** Counts an attempt before it is judged, so that many at once cannot slip under the limit. */
export function countAttempt(db: Db, key: string, at: string, windowStart: string): Statement {
  return plain(
    db
      .insertInto('attempt')
      .values({ key, window_start: at, failures: 1 })
      .onConflict((conflict) =>
        conflict.column('key').doUpdateSet((eb) => ({
          failures: eb
            .case()
            .when('attempt.window_start', '>', windowStart)
            .then(eb('attempt.failures', '+', 1))
            .else(1)
            .end(),
          window_start: eb
            .case()
            .when('attempt.window_start', '>', windowStart)
            .then(eb.ref('attempt.window_start'))
            .else(at)
            .end(),
        })),
      ),
  );
}

export function forgetOldAttempts(db: Db, windowStart: string): Statement {
  return plain(db.deleteFrom('attempt').where('window_start', '<=', windowStart));
}

/** Gives the counted attempt back after a success. */
export function forgetAttempts(db: Db, key: string): Statement {
  return plain(db.deleteFrom('attempt').where('key', '=', key));
}

export function uncountAttempt(db: Db, key: string): Statement {
  return plain(
    db
      .updateTable('attempt')
      .set((eb) => ({ failures: eb('failures', '-', 1) }))
      .where('key', '=', key)
      .where('failures', '>', 0),
  );
}

export function acknowledgeNotice(db: Db, accountId: string, version: string, at: string): Statement {
  return plain(
    db
      .insertInto('notice_acknowledgement')
      .values({ account_id: accountId, notice_version: version, acknowledged_at: at })
      .onConflict((conflict) => conflict.columns(['account_id', 'notice_version']).doNothing()),
  );
}

/** A key to set up: takes the place of an earlier one that was never turned on, and of no other. */
export function proposeFactor(db: Db, accountId: string, secret: string): Statement {
  return guarded(
    db
      .insertInto('second_factor')
      .values({ account_id: accountId, secret, last_step: 0, enabled_at: null })
      .onConflict((conflict) =>
        conflict
          .column('account_id')
          .doUpdateSet({ secret, last_step: 0 })
          .where('second_factor.enabled_at', 'is', null),
      ),
  );
}

export function enableFactor(
  db: Db,
  accountId: string,
  taken: { secret: string; step: number; at: string },
): Statement {
  return guarded(
    db
      .updateTable('second_factor')
      .set({ enabled_at: taken.at, last_step: taken.step })
      .where('account_id', '=', accountId)
      .where('secret', '=', taken.secret)
      .where('enabled_at', 'is', null),
  );
}

/** A code is worth something once: its step and the ones before it are spent. */
export function spendStep(db: Db, accountId: string, step: number): Statement {
  return guarded(
    db
      .updateTable('second_factor')
      .set({ last_step: step })
      .where('account_id', '=', accountId)
      .where('enabled_at', 'is not', null)
      .where('last_step', '<', step),
  );
}

export function spendRecoveryCode(db: Db, accountId: string, codeHash: string, at: string): Statement {
  return guarded(
    db
      .updateTable('recovery_code')
      .set({ used_at: at })
      .where('account_id', '=', accountId)
      .where('code_hash', '=', codeHash)
      .where('used_at', 'is', null),
  );
}

/** One that is on: a key that is only being set up stays. */
export function removeFactor(db: Db, accountId: string): Statement {
  return guarded(
    db.deleteFrom('second_factor').where('account_id', '=', accountId).where('enabled_at', 'is not', null),
  );
}

/** Whatever there is of one, on or only being set up. */
export function dropFactor(db: Db, accountId: string): Statement {
  return plain(db.deleteFrom('second_factor').where('account_id', '=', accountId));
}

export function insertRecoveryCodes(db: Db, rows: Insertable<RecoveryCodeTable>[]): Statement {
  return plain(db.insertInto('recovery_code').values(rows));
}

export function dropRecoveryCodes(db: Db, accountId: string): Statement {
  return plain(db.deleteFrom('recovery_code').where('account_id', '=', accountId));
}

export function insertPending(db: Db, row: Insertable<PendingSignInTable>): Statement {
  return guarded(db.insertInto('pending_sign_in').values(row));
}

/** Of two posts with one token, one gets a session. */
export function takePending(db: Db, id: string): Statement {
  return guarded(db.deleteFrom('pending_sign_in').where('id', '=', id));
}

/** Sign-ins halfway: those of an account whose password changed, and what is out of date (minimum data). */
export function dropPending(db: Db, accountId: string): Statement {
  return plain(db.deleteFrom('pending_sign_in').where('account_id', '=', accountId));
}

export function dropStalePending(db: Db, at: string): Statement {
  return plain(db.deleteFrom('pending_sign_in').where('expires_at', '<=', at));
}

/** How a person likes his pages, kept for the account: the same at every computer. */
export function setPreference(db: Db, accountId: string, key: PreferenceKey, value: string): Statement {
  return plain(
    db
      .insertInto('preference')
      .values({ account_id: accountId, key, value })
      .onConflict((conflict) => conflict.columns(['account_id', 'key']).doUpdateSet({ value })),
  );
}

/** Lets the owner of an account know what somebody else did to it, in the same list as the act. */
export function tellOwner(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  /** `accountId` is null where it was done on the server itself. */
  by: { accountId: string | null; displayName: string },
  told: { accountId: string; kind: AccountNoticeKind; reason: string },
): Statement {
  return guarded(
    deps.store.db.insertInto('account_notice').values({
      id: deps.newId(),
      account_id: told.accountId,
      kind: told.kind,
      by_account: by.accountId,
      by_name: by.displayName,
      reason: told.reason,
      at: deps.now().toISOString(),
      seen_at: null,
    }),
  );
}

/** Up to the last one that was shown: what came in meanwhile is still to be seen. */
export function noticesSeen(db: Db, accountId: string, last: string, at: string): Statement {
  return plain(
    db
      .updateTable('account_notice')
      .set({ seen_at: at })
      .where('account_id', '=', accountId)
      .where('seen_at', 'is', null)
      .where('id', '<=', last),
  );
}
