import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { findAccount, findAccountByName, findAttempts, findCode } from './queries.ts';
import {
  ATTEMPT_WINDOW_MINUTES,
  ATTEMPTS_PER_ACCOUNT,
  ATTEMPTS_PER_ADDRESS,
  NOTICE_VERSION,
  passwordProblem,
} from './rules.ts';
import { canonicalCode, hashPassword, hashSecret, newToken, verifyPassword } from './secrets.ts';
import {
  acknowledgeNotice,
  countAttempt,
  endOtherSessions,
  endSession,
  forgetAttempts,
  insertSession,
  passwordDutyDone,
  setPassword,
  uncountAttempt,
  useCode,
} from './statements.ts';

export type AccountDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

export interface NewSession {
  /** For the cookie; the database keeps its hash only. */
  token: string;
  accountId: string;
}

/**
 * Signs in with a password, or with the one-time code from a slip in the same box.
 * Throws `wrong-credentials` (the same words whatever was wrong) or `too-many-attempts`.
 */
export async function signIn(
  deps: AccountDeps,
  actor: Actor,
  typed: { userName: string; secret: string; agent: string },
): Promise<NewSession> {
  const userName = typed.userName.toLowerCase();
  const keys = { account: `account:${userName}`, address: `address:${actor.address}` };
  await assertFewAttempts(deps, actor, keys);
  const account = await findAccountByName(deps.store.db, userName);
  const session = account && (await sessionFor(deps, actor, account, typed));
  if (!account) await verifyPassword(typed.secret, null);
  if (!session) {
    await deps.store.atomic([
      logRow(deps, actor, { action: 'sign-in-failed', subject: { kind: 'account', id: account?.id ?? null } }),
    ]);
    throw new AppError('wrong-credentials', {
      hint: 'Tên đăng nhập hoặc mật khẩu chưa đúng. Đồng chí xem lại rồi gõ lại; quên mật khẩu thì báo văn phòng cấp mã mới.',
    });
  }
  await deps.store.atomic([forgetAttempts(deps.store.db, keys.account), uncountAttempt(deps.store.db, keys.address)]);
  return session;
}

async function sessionFor(
  deps: AccountDeps,
  actor: Actor,
  account: { id: string; password: string | null },
  typed: { secret: string; agent: string },
): Promise<NewSession | null> {
  if (await verifyPassword(typed.secret, account.password)) {
    return beginSession(deps, actor, account.id, { agent: typed.agent, mustChoosePassword: false, first: [] });
  }
  const code = await findCode(deps.store.db, hashSecret(canonicalCode(typed.secret)));
  if (code?.purpose !== 'first_sign_in' || code.account_id !== account.id) return null;
  const used = useCode(deps.store.db, code.id, deps.now().toISOString());
  return beginSession(deps, actor, account.id, { agent: typed.agent, mustChoosePassword: true, first: [used] }).catch(
    (error: unknown) => {
      if (error instanceof LostGuard) return null;
      throw error;
    },
  );
}

async function beginSession(
  deps: AccountDeps,
  actor: Actor,
  accountId: string,
  how: { agent: string; mustChoosePassword: boolean; first: Statement[] },
): Promise<NewSession> {
  const token = newToken();
  const at = deps.now().toISOString();
  await deps.store.atomic([
    ...how.first,
    insertSession(deps.store.db, {
      id: deps.newId(),
      token_hash: hashSecret(token),
      account_id: accountId,
      created_at: at,
      seen_at: at,
      address: actor.address,
      agent: how.agent.slice(0, 200),
      must_choose_password: how.mustChoosePassword ? 1 : 0,
    }),
    logRow(deps, { ...actor, accountId }, { action: 'sign-in', subject: { kind: 'account', id: accountId } }),
  ]);
  return { token, accountId };
}

async function assertFewAttempts(
  deps: AccountDeps,
  actor: Actor,
  keys: { account: string; address: string },
): Promise<void> {
  const { db } = deps.store;
  const now = deps.now();
  const windowStart = new Date(now.getTime() - ATTEMPT_WINDOW_MINUTES * 60_000).toISOString();
  await deps.store.atomic(Object.values(keys).map((key) => countAttempt(db, key, now.toISOString(), windowStart)));
  const [account, address] = await Promise.all([findAttempts(db, keys.account), findAttempts(db, keys.address)]);
  const limited = [
    { row: account, most: ATTEMPTS_PER_ACCOUNT },
    { row: address, most: ATTEMPTS_PER_ADDRESS },
  ].find(({ row, most }) => (row?.failures ?? 0) > most)?.row;
  if (!limited) return;
  await deps.store.atomic([logRow(deps, actor, { action: 'sign-in-limited', subject: { kind: 'account', id: null } })]);
  const opensAt = Date.parse(limited.window_start) + ATTEMPT_WINDOW_MINUTES * 60_000;
  throw new AppError('too-many-attempts', {
    hint: `Đã thử quá nhiều lần. Đồng chí đợi ${ATTEMPT_WINDOW_MINUTES} phút rồi đăng nhập lại, hoặc báo văn phòng cấp mã mới.`,
    retryAfterSeconds: Math.max(1, Math.ceil((opensAt - now.getTime()) / 1000)),
  });
}

/**
 * Signs in by a link of the rehearsal. Its people are invented and its links live as long as one run prints them,
 * so they may be used again; every other code is for one use.
 */
export async function signInByRehearsalLink(
  deps: AccountDeps,
  actor: Actor,
  link: { token: string; agent: string },
): Promise<NewSession> {
  const code = await findCode(deps.store.db, hashSecret(link.token));
  const good =
    deps.rehearsal && code?.purpose === 'rehearsal' && code.account_id && code.expires_at > deps.now().toISOString();
  if (!good) throw linkUsed();
  return beginSession(deps, actor, code.account_id as string, {
    agent: link.agent,
    mustChoosePassword: false,
    first: [],
  });
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
  if (!viewer.mustChoosePassword && !(await verifyPassword(typed.current, account.password))) {
    throw invalid('mat_khau_cu', 'Mật khẩu đang dùng chưa đúng.');
  }
  await deps.store.atomic([
    setPassword(deps.store.db, account, await hashPassword(typed.next)),
    passwordDutyDone(deps.store.db, viewer.sessionId),
    endOtherSessions(deps.store.db, viewer.accountId, viewer.sessionId),
    logRow(deps, actor, { action: 'password-chosen', subject: { kind: 'account', id: viewer.accountId } }),
  ]);
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
