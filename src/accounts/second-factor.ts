import { logRow } from '../audit/statements.ts';
import { LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { countOrThrow } from './attempts.ts';
import { type AccountDeps, type Assisted, beginSession, type Entrance, type NewSession } from './begin-session.ts';
import { findAccount, findFactor, findPending } from './queries.ts';
import { canonicalCode, hashSecret, newCode, newToken, verifyPassword } from './secrets.ts';
import {
  dropPending,
  dropRecoveryCodes,
  dropStalePending,
  enableFactor,
  insertPending,
  insertRecoveryCodes,
  proposeFactor,
  removeFactor,
  spendRecoveryCode,
  spendStep,
  takePending,
  useCode,
} from './statements.ts';
import { newTotpSecret, stepOfCode } from './totp.ts';

/**
 * The second step of sign-in: a code of the phone, or one of ten recovery codes.
 * No code is taken twice, and wrong ones count with wrong passwords (attempts.ts).
 */
export const RECOVERY_CODES = 10;
export const PENDING_MINUTES = 10;

/** The password was right; `token` proves that for ten minutes and opens nothing by itself. */
export interface HalfSignIn {
  pending: string;
}

/** Begun to be assisted by somebody, it is finished for that somebody only. */
export async function beginHalf(
  deps: AccountDeps,
  accountId: string,
  codeId: string | null,
  assisted: Assisted | undefined,
): Promise<HalfSignIn> {
  const pending = newToken();
  const now = deps.now();
  await deps.store.atomic([
    dropStalePending(deps.store.db, now.toISOString()),
    insertPending(deps.store.db, {
      id: deps.newId(),
      token_hash: hashSecret(pending),
      account_id: accountId,
      code_id: codeId,
      helper_account_id: assisted?.helper.accountId ?? null,
      expires_at: new Date(now.getTime() + PENDING_MINUTES * 60_000).toISOString(),
    }),
  ]);
  return { pending };
}

/** Null where the password must be typed again: no such token, ten minutes gone, or begun for another kind of session. */
export async function openPending(deps: AccountDeps, token: string | undefined, assisted?: Assisted) {
  if (!token) return null;
  const pending = await findPending(deps.store.db, hashSecret(token));
  if (!pending || pending.expires_at <= deps.now().toISOString()) return null;
  return pending.helper_account_id === (assisted?.helper.accountId ?? null) ? pending : null;
}

/** Throws `wrong-credentials` or `too-many-attempts`; null as `openPending`. */
export async function finishSignIn(
  deps: AccountDeps,
  actor: Actor,
  token: string | undefined,
  code: string,
  entrance: Entrance,
): Promise<NewSession | null> {
  const { db } = deps.store;
  const { assisted } = entrance;
  const pending = await openPending(deps, token, assisted);
  const account = pending && (await findAccount(db, pending.account_id));
  if (!pending || !account || account.disabled === 1) return null;
  await assisted?.judge(account.id, null);
  const forgive = await countOrThrow(deps, actor, account.user_name);
  const spend = await spendCode(deps, { ...actor, accountId: account.id }, account.id, code);
  const slip = pending.code_id;
  // Both steps were counted at the address.
  const first = [...spend, takePending(db, pending.id), ...forgive, ...forgive];
  if (slip) first.unshift(useCode(db, slip, deps.now().toISOString()));
  const how = { mustChoosePassword: slip !== null, first };
  const session = spend.length > 0 && (await beginSession(deps, actor, account.id, entrance, how).catch(nullIfLost));
  if (session) return session;
  await logWrongCode(deps, actor, account.id);
  throw new AppError('wrong-credentials', { hint: WRONG_CODE });
}

export async function proposeSecondFactor(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  const subject = { kind: 'account' as const, id: viewer.accountId };
  const list = [
    proposeFactor(deps.store.db, viewer.accountId, newTotpSecret()),
    logRow(deps, actor, { action: 'second-factor-begun', subject }),
  ];
  await deps.store.atomic(list).catch((error: unknown) => {
    if (error instanceof LostGuard) throw alreadyOn();
    throw error;
  });
}

/** Returns the recovery codes, to be shown once. Throws `invalid-input` naming the field. */
export async function turnOn(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  typed: { password: string; code: string },
): Promise<string[]> {
  const { db } = deps.store;
  const factor = await findFactor(db, viewer.accountId);
  if (!factor || factor.enabled_at) throw alreadyOn();
  const forgive = await assertOwnPassword(deps, actor, viewer, typed.password);
  const at = deps.now();
  const step = stepOfCode(factor.secret, digitsOf(typed.code), at);
  if (step === null) throw new AppError('invalid-input', { fields: { ma: WRONG_CODE } });
  const codes = Array.from({ length: RECOVERY_CODES }, newCode);
  const account_id = viewer.accountId;
  const rows = codes.map((code) => ({ id: deps.newId(), account_id, code_hash: hashSecret(code), used_at: null }));
  const list = [
    enableFactor(db, account_id, { secret: factor.secret, step, at: at.toISOString() }),
    dropRecoveryCodes(db, account_id),
    insertRecoveryCodes(db, rows),
    ...forgive,
    logRow(deps, actor, { action: 'second-factor-on', subject: { kind: 'account', id: account_id } }),
  ];
  await deps.store.atomic(list).catch((error: unknown) => {
    if (error instanceof LostGuard) throw alreadyOn();
    throw error;
  });
  return codes;
}

/** Password and code both: neither a computer left open nor a found phone is enough. */
export async function turnOff(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  typed: { password: string; code: string },
): Promise<void> {
  const { db } = deps.store;
  const forgive = await assertOwnPassword(deps, actor, viewer, typed.password);
  const spend = await spendCode(deps, actor, viewer.accountId, typed.code);
  const list = [
    ...spend,
    removeFactor(db, viewer.accountId),
    dropRecoveryCodes(db, viewer.accountId),
    dropPending(db, viewer.accountId),
    ...forgive,
    logRow(deps, actor, { action: 'second-factor-off', subject: { kind: 'account', id: viewer.accountId } }),
  ];
  const done = spend.length > 0 && (await deps.store.atomic(list).then(() => true, nullIfLost));
  if (done) return;
  await logWrongCode(deps, actor, viewer.accountId);
  throw new AppError('invalid-input', { fields: { ma: WRONG_CODE } });
}

/**
 * The password of somebody who is signed in, limited like sign-in: a computer left open is no place to guess at.
 * Returns what takes the counted attempt back. Throws `invalid-input` at `mat_khau_cu`.
 */
export async function assertOwnPassword(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  typed: string,
): Promise<Statement[]> {
  const forgive = await countOrThrow(deps, actor, viewer.userName);
  const account = await findAccount(deps.store.db, viewer.accountId);
  if (await verifyPassword(typed, account?.password ?? null)) return forgive;
  const subject = { kind: 'account' as const, id: viewer.accountId };
  await deps.store.atomic([logRow(deps, actor, { action: 'sign-in-failed', subject, detail: 'current password' })]);
  throw new AppError('invalid-input', { fields: { mat_khau_cu: 'Mật khẩu đang dùng chưa đúng.' } });
}

/** What spends the code, guarded; empty where it is wrong. Six digits are the phone's, anything else a recovery code. */
async function spendCode(deps: AccountDeps, actor: Actor, accountId: string, typed: string): Promise<Statement[]> {
  const { db } = deps.store;
  const digits = digitsOf(typed);
  const factor = await findFactor(db, accountId);
  if (!factor?.enabled_at) return [];
  if (/^\d{6}$/.test(digits)) {
    const step = stepOfCode(factor.secret, digits, deps.now());
    return step === null ? [] : [spendStep(db, accountId, step)];
  }
  return [
    spendRecoveryCode(db, accountId, hashSecret(canonicalCode(typed)), deps.now().toISOString()),
    logRow(deps, actor, { action: 'recovery-code-used', subject: { kind: 'account', id: accountId } }),
  ];
}

function digitsOf(typed: string): string {
  return typed.replace(/[\s.-]/g, '');
}

async function logWrongCode(deps: AccountDeps, actor: Actor, accountId: string): Promise<void> {
  const subject = { kind: 'account' as const, id: accountId };
  await deps.store.atomic([logRow(deps, actor, { action: 'sign-in-failed', subject, detail: 'second factor' })]);
}

function nullIfLost(error: unknown): null {
  if (error instanceof LostGuard) return null;
  throw error;
}

function alreadyOn(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Bước này vừa được làm ở một cửa sổ khác. Đồng chí mở lại trang Tài khoản để xem hiện đang bật hay tắt.',
  });
}

const WRONG_CODE =
  'Mã chưa đúng hoặc đã dùng rồi. Đồng chí xem mã mới trên điện thoại rồi gõ lại, hoặc dùng một mã dự phòng.';
