import { openAssistancesOf } from '../assistance/queries.ts';
import { endAssistance } from '../assistance/statements.ts';
import { logRow } from '../audit/statements.ts';
import { LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { countOrThrow } from './attempts.ts';
import { type AccountDeps, assistanceOf, beginSession, type Entrance, type NewSession } from './begin-session.ts';
import { findAccount, findAccountByName, findCode, findFactor, ownerOfSession } from './queries.ts';
import { NOTICE_VERSION, passwordProblem } from './rules.ts';
import { assertOwnPassword, beginHalf, type HalfSignIn } from './second-factor.ts';
import { canonicalCode, hashPassword, hashSecret, verifyPassword } from './secrets.ts';
import {
  acknowledgeNotice,
  dropOpenCodes,
  dropPending,
  endOtherSessions,
  endSession,
  noticesSeen,
  passwordDutyDone,
  setPassword,
  useCode,
} from './statements.ts';

/**
 * Signs in with a password, or with the one-time code from a slip in the same box. Who has a second factor is
 * halfway then: there is no session before its code (`finishSignIn`).
 * Throws `wrong-credentials` (the same words whatever was wrong) or `too-many-attempts`.
 */
export async function signIn(
  deps: AccountDeps,
  actor: Actor,
  typed: { userName: string; secret: string },
  entrance: Entrance,
): Promise<NewSession | HalfSignIn> {
  const forgive = await countOrThrow(deps, actor, typed.userName);
  const account = await findAccountByName(deps.store.db, typed.userName.toLowerCase());
  const session = await sessionFor(deps, actor, account, { secret: typed.secret, entrance, forgive });
  if (session) return session;
  await deps.store.atomic([
    logRow(deps, actor, {
      action: 'sign-in-failed',
      subject: { kind: 'account', id: account?.id ?? null },
      detail: entrance.assisted ? 'to be assisted' : '',
    }),
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
): Promise<NewSession | HalfSignIn | null> {
  // Without an account it takes as long, so that the time tells nothing.
  const right = await verifyPassword(given.secret, account?.password ?? null);
  if (!account) return null;
  const { entrance, forgive } = given;
  const { assisted } = entrance;
  const factor = await findFactor(deps.store.db, account.id);
  if (right) await assisted?.judge(account.id, null);
  if (right && factor?.enabled_at) return beginHalf(deps, account.id, null, assisted);
  if (right) return beginSession(deps, actor, account.id, entrance, { mustChoosePassword: false, first: forgive });
  const code = await findCode(deps.store.db, hashSecret(canonicalCode(given.secret)));
  const opens = code?.purpose === 'first_sign_in' || (assisted && code?.purpose === 'assisted_entry');
  if (!code || !opens || code.account_id !== account.id) return null;
  const stillGood = code.used_at === null && code.expires_at > deps.now().toISOString();
  if (stillGood) await assisted?.judge(account.id, code.made_by);
  if (factor?.enabled_at) return stillGood ? beginHalf(deps, account.id, code.id, assisted) : null;
  const first = [useCode(deps.store.db, code.id, deps.now().toISOString()), ...forgive];
  return beginSession(deps, actor, account.id, entrance, { mustChoosePassword: true, first }).catch(
    (error: unknown) => {
      // Used a moment ago, or out of date.
      if (error instanceof LostGuard) return null;
      throw error;
    },
  );
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

/** Where somebody was typing for another, that is over with it. */
export async function signOut(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  const typed = assistanceOf(viewer);
  await deps.store.atomic([
    endSession(deps.store.db, viewer.sessionId),
    ...(typed ? endAssistance(deps, actor, typed, deps.now().toISOString()) : []),
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
  const forgive = viewer.mustChoosePassword ? [] : await assertOwnPassword(deps, actor, viewer, typed.current);
  const { db } = deps.store;
  const typing = await assistancesEnd(deps, actor, viewer);
  try {
    await deps.store.atomic([
      setPassword(db, account, await hashPassword(typed.next)),
      passwordDutyDone(db, viewer.sessionId),
      endOtherSessions(db, viewer.accountId, viewer.sessionId),
      ...typing,
      dropPending(db, viewer.accountId),
      ...forgive,
      logRow(deps, actor, { action: 'password-chosen', subject: { kind: 'account', id: viewer.accountId } }),
    ]);
  } catch (error) {
    // A double click: the first of the two posts has done it.
    const now = error instanceof LostGuard ? await findAccount(db, viewer.accountId) : undefined;
    if (!now || !(await verifyPassword(typed.next, now.password))) throw error;
  }
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

/** The owner has read what others did to the account, up to the last that was shown. */
export async function readNotices(deps: AccountDeps, actor: Actor, viewer: Viewer, last: string): Promise<void> {
  await deps.store.atomic([
    noticesSeen(deps.store.db, viewer.accountId, last, deps.now().toISOString()),
    logRow(deps, actor, { action: 'account-notice-read', subject: { kind: 'account', id: viewer.accountId } }),
  ]);
}

/** Ends one session of the person's own. Throws `not-found` for anybody else's; one that is over already is no fault. */
export async function endOwnSession(deps: AccountDeps, actor: Actor, viewer: Viewer, sessionId: string): Promise<void> {
  const owner = await ownerOfSession(deps.store.db, sessionId);
  if (owner === null) return;
  if (owner !== viewer.accountId) throw new AppError('not-found', { message: 'a session of somebody else' });
  await deps.store.atomic([
    ...(await assistancesEnd(deps, actor, viewer, sessionId)),
    endSession(deps.store.db, sessionId),
    logRow(deps, actor, { action: 'session-ended', subject: { kind: 'account', id: viewer.accountId } }),
  ]);
}

export async function endOwnOtherSessions(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  const subject = { kind: 'account' as const, id: viewer.accountId };
  await deps.store.atomic([
    ...(await assistancesEnd(deps, actor, viewer)),
    endOtherSessions(deps.store.db, viewer.accountId, viewer.sessionId),
    logRow(deps, actor, { action: 'session-ended', subject, detail: 'all others' }),
  ]);
}

/** What ends with the owner's sessions where others type for him: with one of them, or with all but his own. */
async function assistancesEnd(
  deps: AccountDeps,
  actor: Actor,
  viewer: Viewer,
  sessionId?: string,
): Promise<Statement[]> {
  const open = await openAssistancesOf(deps.store.db, viewer);
  const at = deps.now().toISOString();
  return open
    .filter((one) => sessionId === undefined || one.sessionId === sessionId)
    .flatMap((one) => endAssistance(deps, actor, one, at));
}

/** The owner takes back the sheet by which others may type for him. */
export async function dropHelpSheet(deps: AccountDeps, actor: Actor, viewer: Viewer): Promise<void> {
  await deps.store.atomic([
    dropOpenCodes(deps.store.db, 'assisted_entry', viewer.accountId),
    logRow(deps, actor, {
      action: 'code-dropped',
      subject: { kind: 'account', id: viewer.accountId },
      detail: 'assisted_entry',
    }),
  ]);
}
