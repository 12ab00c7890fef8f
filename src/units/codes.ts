import { findAccountOfMember, rolesOf } from '../accounts/queries.ts';
import { endSessions, oneTimeCode, tellOwner } from '../accounts/statements.ts';
import { type AuditAction, logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { type CodeRequestRow, draftHolders, findMember, type MemberRow, openCodeRequests } from './queries.ts';
import { requestsSince, standingOf } from './rules.ts';
import { reachOf } from './scope.ts';
import { answerCodeRequest, insertCodeRequest, noDraftInHand, takeCodeRequest } from './statements.ts';

/** One-time codes for others: made at once, or with a second person's word where a draft is at stake. */

type CodeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Days a code on a slip is good for: long enough to hand it out at the next branch meeting. */
export const CODE_DAYS = 14;

/** What stands on a slip. The code is shown once, in the answer that made it, and kept nowhere. */
export interface Slip {
  fullName: string;
  userName: string;
  code: string;
  validUntil: string;
}

export interface CodeOwner {
  id: string;
  userName: string;
  fullName: string;
  unitId: string;
}

/**
 * Everything that making a code does, whoever asks for it and however it is shown: older codes die, open sessions end,
 * the log says so, and the owner is told.
 */
export function slipFor(
  deps: CodeDeps,
  actor: Actor,
  /** Whom the owner is told of at the next sign-in; null for the first code of a new account. */
  maker: Viewer | null,
  account: CodeOwner,
): { slip: Slip; statements: Statement[] } {
  const minutes = CODE_DAYS * 24 * 60;
  const made = oneTimeCode(deps, { purpose: 'first_sign_in', accountId: account.id, minutes });
  const validUntil = new Date(deps.now().getTime() + minutes * 60_000).toISOString();
  return {
    slip: { fullName: account.fullName, userName: account.userName, code: made.secret, validUntil },
    statements: [
      endSessions(deps.store.db, account.id),
      ...made.statements,
      logRow(deps, actor, {
        action: 'code-made',
        subject: { kind: 'account', id: account.id },
        unitId: account.unitId,
      }),
      ...(maker ? [tellOwner(deps, maker, { accountId: account.id, kind: 'new-code', reason: '' })] : []),
    ],
  };
}

/**
 * A new one-time code for somebody who has lost the way in; the password, the roles and everything written stay as they
 * are. Where a draft is in hand the code waits for a second person: then the answer is the id of the request.
 * Throws `forbidden` for oneself and for whoever has a duty beyond this person's reach.
 */
export async function makeNewCode(
  deps: CodeDeps,
  actor: Actor,
  viewer: Viewer,
  member: MemberRow,
): Promise<{ slip: Slip } | { requestId: string }> {
  const owner = await ownerWithinReach(deps, viewer, member);
  if ((await draftHolders(deps.store.db, member.unit_id)).has(member.id)) {
    return { requestId: await askForCode(deps, actor, viewer, owner) };
  }
  const made = slipFor(deps, actor, viewer, owner);
  try {
    await deps.store.atomic([noDraftInHand(deps.store.db, owner.id), ...made.statements]);
    return { slip: made.slip };
  } catch (error) {
    // The draft was begun in this very moment.
    if (error instanceof LostGuard) return { requestId: await askForCode(deps, actor, viewer, owner) };
    throw error;
  }
}

async function ownerWithinReach(deps: CodeDeps, viewer: Viewer, member: MemberRow): Promise<CodeOwner> {
  const account = await accountToHelp(deps, viewer, member, {
    nobody: 'Đồng chí này chưa có tài khoản, hoặc tài khoản đang khóa, nên chưa cấp mã được.',
    oneself: 'Không ai tự cấp mã cho mình. Đồng chí đổi mật khẩu ở trang Đổi mật khẩu, hoặc nhờ quản trị khác.',
  });
  return {
    id: account.id,
    userName: account.user_name,
    fullName: account.display_name,
    unitId: member.unit_id,
  };
}

export type HelpedAccount = NonNullable<Awaited<ReturnType<typeof findAccountOfMember>>>;

/**
 * The account of a member whom this person may let in again. Throws `not-allowed-now` where there is none to use,
 * `forbidden` for oneself and for whoever has a duty beyond this person's reach; `hints` say what to do instead.
 */
export async function accountToHelp(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  member: MemberRow,
  hints: { nobody: string; oneself: string },
): Promise<HelpedAccount> {
  const account = await findAccountOfMember(deps.store.db, member.id);
  if (!account || account.disabled === 1) throw new AppError('not-allowed-now', { hint: hints.nobody });
  if (account.id === viewer.accountId) throw new AppError('forbidden', { hint: hints.oneself });
  const [reach, roles] = await Promise.all([reachOf(deps, viewer), rolesOf(deps.store.db, account.id)]);
  // Who lets a person in could go in as that person: nobody may so take on a duty above his own.
  if (roles.every(reach)) return account;
  throw new AppError('forbidden', {
    message: 'the account has a role beyond this person',
    hint: 'Đồng chí này còn giữ nhiệm vụ ngoài phạm vi của đồng chí. Quản trị của tổ chức ấy mới làm được việc này.',
  });
}

/** The request that waits for this account; there is one at a time, whoever asked. */
async function askForCode(deps: CodeDeps, actor: Actor, viewer: Viewer, owner: CodeOwner): Promise<string> {
  const waiting = await openRequestFor(deps, owner.id);
  if (waiting) return waiting;
  const id = deps.newId();
  const row = {
    id,
    account_id: owner.id,
    asked_by: viewer.accountId,
    asked_at: deps.now().toISOString(),
    state: 'waiting' as const,
    answered_by: null,
    answered_at: null,
    version: 1,
  };
  try {
    await deps.store.atomic([
      insertCodeRequest(deps.store.db, row, requestsSince(deps.now())),
      logRow(deps, actor, {
        action: 'code-asked',
        subject: { kind: 'account', id: owner.id },
        unitId: owner.unitId,
      }),
    ]);
    return id;
  } catch (error) {
    const first = error instanceof LostGuard ? await openRequestFor(deps, owner.id) : undefined;
    if (first) return first;
    throw error;
  }
}

async function openRequestFor(deps: CodeDeps, accountId: string): Promise<string | undefined> {
  const open = await openCodeRequests(deps.store.db, requestsSince(deps.now()));
  return open.find(({ account_id }) => account_id === accountId)?.id;
}

/** A second person's word. Throws `forbidden` for whoever asked or owns the account, `not-allowed-now` when it is over. */
export async function answerRequest(
  deps: CodeDeps,
  actor: Actor,
  viewer: Viewer,
  request: CodeRequestRow,
  state: 'confirmed' | 'refused',
): Promise<void> {
  if (request.asked_by === viewer.accountId || request.account_id === viewer.accountId) {
    throw new AppError('forbidden', {
      message: 'answered by the asker or the owner',
      hint: 'Việc này cần một người thứ hai: không phải người đề nghị, cũng không phải chủ tài khoản.',
    });
  }
  const at = deps.now().toISOString();
  const action: AuditAction = state === 'confirmed' ? 'code-confirmed' : 'code-refused';
  await move(deps, [
    answerCodeRequest(deps.store.db, request, {
      state,
      by: viewer.accountId,
      at,
      since: requestsSince(deps.now()),
    }),
    logRow(deps, actor, {
      action,
      subject: { kind: 'account', id: request.account_id },
      unitId: request.unit_id,
    }),
  ]);
}

/** The confirmed code, once, for whoever asked. */
export async function collectCode(
  deps: CodeDeps,
  actor: Actor,
  viewer: Viewer,
  request: CodeRequestRow,
): Promise<Slip> {
  if (request.asked_by !== viewer.accountId) {
    throw new AppError('forbidden', {
      message: 'collected by another than the asker',
      hint: 'Chỉ người đề nghị mới nhận được mã này.',
    });
  }
  const member = await findMember(deps.store.db, request.member_id);
  if (!member || standingOf(request, deps.now()) !== 'confirmed') throw requestIsOver();
  const made = slipFor(deps, actor, viewer, await ownerWithinReach(deps, viewer, member));
  await move(deps, [
    takeCodeRequest(deps.store.db, request, viewer.accountId, requestsSince(deps.now())),
    ...made.statements,
  ]);
  return made.slip;
}

async function move(deps: CodeDeps, statements: Statement[]): Promise<void> {
  await deps.store.atomic(statements).catch((error: unknown) => {
    throw error instanceof LostGuard ? requestIsOver(error) : error;
  });
}

function requestIsOver(cause?: unknown): AppError {
  return new AppError('not-allowed-now', {
    message: 'the request is in another state',
    hint: 'Đề nghị này đã được trả lời, đã dùng hoặc đã quá hạn. Đồng chí mở lại trang của đề nghị để xem.',
    cause,
  });
}
