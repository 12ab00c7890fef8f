import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { countOrThrow } from './attempts.ts';
import { findAccount, findAccountByName, findCode } from './queries.ts';
import { NOTICE_VERSION, passwordProblem, sessionsBegunBefore } from './rules.ts';
import { canonicalCode, hashPassword, hashSecret, newToken, verifyPassword } from './secrets.ts';
import {
  acknowledgeNotice,
  endOtherSessions,
  endSession,
  endSessionsBefore,
  insertSession,
  passwordDutyDone,
  sessionRow,
  setPassword,
  useCode,
} from './statements.ts';

export type AccountDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

export interface NewSession {
  /** For the cookie; the database keeps its hash only. */
  token: string;
  accountId: string;
}

/** From which browser, and which session of its own it leaves behind. */
export interface Entrance {
  agent: string;
  replaces: string | null;
}

/**
 * Signs in with a password, or with the one-time code from a slip in the same box.
 * Throws `wrong-credentials` (the same words whatever was wrong) or `too-many-attempts`.
 */
export async function signIn(
  deps: AccountDeps,
  actor: Actor,
  typed: { userName: string; secret: string },
  entrance: Entrance,
): Promise<NewSession> {
  const forgive = await countOrThrow(deps, actor, typed.userName);
  const account = await findAccountByName(deps.store.db, typed.userName.toLowerCase());
  const session = await sessionFor(deps, actor, account, { secret: typed.secret, entrance, forgive });
  if (session) return session;
  await deps.store.atomic([
    logRow(deps, actor, { action: 'sign-in-failed', subject: { kind: 'account', id: account?.id ?? null } }),
  ]);
  throw new AppError('wrong-credentials', {
    hint: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Đồng chí xem lại rồi gõ lại; quên mật khẩu thì báo văn phòng cấp mã mới.',
  });
}

async function sessionFor(
  deps: AccountDeps,
  actor: Actor,
  account: { id: string; password: string | null } | undefined,
  given: { secret: string; entrance: Entrance; forgive: Statement[] },
): Promise<NewSession | null> {
  // Without an account it takes as long, so that the time tells nothing.
  const right = await verifyPassword(given.secret, account?.password ?? null);
  if (!account) return null;
  const { entrance, forgive } = given;
  if (right) return beginSession(deps, actor, account.id, entrance, { mustChoosePassword: false, first: forgive });
  const code = await findCode(deps.store.db, hashSecret(canonicalCode(given.secret)));
  if (code?.purpose !== 'first_sign_in' || code.account_id !== account.id) return null;
  const first = [useCode(deps.store.db, code.id, deps.now().toISOString()), ...forgive];
  return beginSession(deps, actor, account.id, entrance, { mustChoosePassword: true, first }).catch(
    (error: unknown) => {
      // Used a moment ago, or out of date.
      if (error instanceof LostGuard) return null;
      throw error;
    },
  );
}

async function beginSession(
  deps: AccountDeps,
  actor: Actor,
  accountId: string,
  entrance: Entrance,
  how: { mustChoosePassword: boolean; first: Statement[] },
): Promise<NewSession> {
  const token = newToken();
  const { db } = deps.store;
  const now = deps.now();
  await deps.store.atomic([
    ...how.first,
    ...(entrance.replaces ? [endSession(db, entrance.replaces)] : []),
    endSessionsBefore(db, sessionsBegunBefore(now)),
    insertSession(db, {
      ...sessionRow({ id: deps.newId(), token, accountId, at: now.toISOString(), address: actor.address }),
      agent: entrance.agent.slice(0, 200),
      must_choose_password: how.mustChoosePassword ? 1 : 0,
    }),
    logRow(deps, { ...actor, accountId }, { action: 'sign-in', subject: { kind: 'account', id: accountId } }),
  ]);
  return { token, accountId };
}

/**
 * Signs in by a link of the rehearsal. Its people are invented and its links live as long as one run prints them,
 * so they may be used again; every other code is for one use.
 */
export async function signInByRehearsalLink(
  deps: AccountDeps,
  actor: Actor,
  token: string,
  entrance: Entrance,
): Promise<NewSession> {
  const code = await findCode(deps.store.db, hashSecret(token));
  const good =
    deps.rehearsal && code?.purpose === 'rehearsal' && code.account_id && code.expires_at > deps.now().toISOString();
  if (!good) throw linkUsed();
  return beginSession(deps, actor, code.account_id as string, entrance, { mustChoosePassword: false, first: [] });
}

export function linkUsed(): AppError {
  return new AppError('link-used', {
    hint: 'Mỗi liên kết chỉ dùng một lần và trong thời gian ngắn. Đồng chí báo người quản trị tạo liên kết mới.',
  });
}

export async function signOut(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  await deps.store.atomic([
    endSession(deps.store.db, viewer.sessionId),
    logRow(deps, actor, { action: 'sign-out', subject: { kind: 'account', id: viewer.accountId } }),
  ]);
}

/** Chooses a password; every other session of the account ends. Throws `invalid-input` naming the field. */
export async function choosePassword(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  typed: { current: string; next: string; again: string },
): Promise<void> {
  const account = await findAccount(deps.store.db, viewer.accountId);
  if (!account) throw new AppError('not-found');
  const problem = passwordProblem(typed.next, viewer.userName);
  if (problem) throw invalid('mat_khau_moi', problem);
  if (typed.next !== typed.again) throw invalid('nhap_lai', 'Hai lần gõ chưa giống nhau. Đồng chí gõ lại lần thứ hai.');
  if (!viewer.mustChoosePassword) await assertCurrent(deps, actor, viewer, account.password, typed.current);
  const { db } = deps.store;
  try {
    await deps.store.atomic([
      setPassword(db, account, await hashPassword(typed.next)),
      passwordDutyDone(db, viewer.sessionId),
      endOtherSessions(db, viewer.accountId, viewer.sessionId),
      logRow(deps, actor, { action: 'password-chosen', subject: { kind: 'account', id: viewer.accountId } }),
    ]);
  } catch (error) {
    // A double click: the first of the two posts has done it.
    const now = error instanceof LostGuard ? await findAccount(db, viewer.accountId) : undefined;
    if (!now || !(await verifyPassword(typed.next, now.password))) throw error;
  }
}

/** Limited like sign-in: a computer left open is no place to guess at. */
async function assertCurrent(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  stored: string | null,
  typed: string,
): Promise<void> {
  const forgive = await countOrThrow(deps, actor, viewer.userName);
  if (!(await verifyPassword(typed, stored))) {
    const subject = { kind: 'account' as const, id: viewer.accountId };
    await deps.store.atomic([logRow(deps, actor, { action: 'sign-in-failed', subject, detail: 'current password' })]);
    throw invalid('mat_khau_cu', 'Mật khẩu đang dùng chưa đúng.');
  }
  await deps.store.atomic(forgive);
}

function invalid(field: string, sentence: string): AppError {
  return new AppError('invalid-input', { fields: { [field]: sentence } });
}

export async function acknowledge(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  await deps.store.atomic([
    acknowledgeNotice(deps.store.db, viewer.accountId, NOTICE_VERSION, deps.now().toISOString()),
    logRow(deps, actor, {
      action: 'notice-acknowledged',
      subject: { kind: 'account', id: viewer.accountId },
      detail: NOTICE_VERSION,
    }),
  ]);
}
