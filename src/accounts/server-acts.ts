import type { RoleName } from '../../db/schema.ts';
import { openAssistancesOf } from '../assistance/queries.ts';
import { endAssistance } from '../assistance/statements.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import {
  dropFactor,
  dropOpenCodes,
  dropPending,
  dropRecoveryCodes,
  endSession,
  endSessions,
  insertAccount,
  insertRole,
  oneTimeCode,
  takePasswordAway,
  tellOwner,
} from './statements.ts';

/**
 * What somebody does to accounts on the server itself, who holds the database file and so could do anything: everything is
 * in the log as done there, and the owner is told at his next sign-in.
 */

type ServerDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Of a code made on the server: long enough to be handed over, too short to lie about. */
export const SERVER_CODE_HOURS = 24;

const ON_SERVER: Actor = { accountId: null, address: 'máy chủ', requestId: 'user' };
const OPERATOR = { accountId: null, displayName: 'vận hành máy chủ' };

/** A one-time code, shown once. */
export interface ServerCode {
  code: string;
  validUntil: string;
}

interface HeldAccount {
  id: string;
  version: number;
  unitId: string | null;
}

/** Throws LostGuard where the user name is taken. */
export async function makeAccount(
  deps: ServerDeps,
  made: { userName: string; displayName: string; role: RoleName; unitId: string },
): Promise<ServerCode> {
  const { db } = deps.store;
  const id = deps.newId();
  const subject = { kind: 'account' as const, id };
  const statements = [
    insertAccount(db, {
      id,
      member_id: null,
      user_name: made.userName,
      display_name: made.displayName,
      password: null,
      disabled: 0,
      created_at: deps.now().toISOString(),
      version: 1,
    }),
    insertRole(db, { account_id: id, unit_id: made.unitId, role: made.role }),
    logRow(deps, ON_SERVER, { action: 'account-made', subject, unitId: made.unitId }),
    logRow(deps, ON_SERVER, { action: 'role-given', subject, unitId: made.unitId, detail: made.role }),
  ];
  const code = codeFor(deps, { id, unitId: made.unitId });
  await deps.store.atomic([...statements, ...code.statements]);
  return code.shown;
}

/** A fresh code; older ones and open sessions end, the password and everything written stay. */
export async function freshCode(deps: ServerDeps, account: HeldAccount): Promise<ServerCode> {
  const ended = await everySessionEnds(deps, account.id);
  const code = codeFor(deps, account);
  const told = tellOwner(deps, OPERATOR, { accountId: account.id, kind: 'new-code', reason: '' });
  await deps.store.atomic([...ended, ...code.statements, told]);
  return code.shown;
}

/**
 * For an account that somebody else may have got hold of, or whose owner has lost everything: whatever opened it is worth
 * nothing any more, but the fresh code. Throws LostGuard where the account changed meanwhile.
 */
export async function resetAccount(deps: ServerDeps, account: HeldAccount): Promise<ServerCode> {
  const { db } = deps.store;
  const subject = { kind: 'account' as const, id: account.id };
  const statements = [
    takePasswordAway(db, account),
    dropFactor(db, account.id),
    dropRecoveryCodes(db, account.id),
    dropPending(db, account.id),
    dropOpenCodes(db, 'assisted_entry', account.id),
    ...(await everySessionEnds(deps, account.id)),
    logRow(deps, ON_SERVER, { action: 'account-reset', subject, unitId: account.unitId }),
  ];
  const code = codeFor(deps, account);
  const told = tellOwner(deps, OPERATOR, { accountId: account.id, kind: 'account-reset', reason: '' });
  await deps.store.atomic([...statements, ...code.statements, told]);
  return code.shown;
}

/** Also those in which the account's owner types for others. */
export async function endAllSessions(deps: ServerDeps, account: HeldAccount): Promise<void> {
  const subject = { kind: 'account' as const, id: account.id };
  await deps.store.atomic([
    ...(await everySessionEnds(deps, account.id)),
    dropPending(deps.store.db, account.id),
    logRow(deps, ON_SERVER, { action: 'session-ended', subject, unitId: account.unitId, detail: 'all' }),
    tellOwner(deps, OPERATOR, { accountId: account.id, kind: 'sessions-ended', reason: '' }),
  ]);
}

function codeFor(deps: ServerDeps, account: { id: string; unitId: string | null }) {
  const minutes = SERVER_CODE_HOURS * 60;
  const made = oneTimeCode(deps, { purpose: 'first_sign_in', accountId: account.id, minutes });
  const subject = { kind: 'account' as const, id: account.id };
  return {
    shown: { code: made.secret, validUntil: new Date(deps.now().getTime() + minutes * 60_000).toISOString() },
    statements: [
      ...made.statements,
      logRow(deps, ON_SERVER, { action: 'code-made', subject, unitId: account.unitId, detail: 'first_sign_in' }),
    ],
  };
}

async function everySessionEnds(deps: ServerDeps, accountId: string): Promise<Statement[]> {
  const { db } = deps.store;
  const at = deps.now().toISOString();
  const [typedForHim, typedByHim] = await Promise.all([
    openAssistancesOf(db, { accountId }),
    openAssistancesOf(db, { helperAccountId: accountId }),
  ]);
  return [
    ...[...typedForHim, ...typedByHim].flatMap((one) => endAssistance(deps, ON_SERVER, one, at)),
    ...typedByHim.map((one) => endSession(db, one.sessionId)),
    endSessions(db, accountId),
  ];
}
