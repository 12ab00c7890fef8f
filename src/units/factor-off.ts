import { findFactor } from '../accounts/queries.ts';
import { dropPending, dropRecoveryCodes, endSessions, removeFactor, tellOwner } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { accountToHelp, type HelpedAccount } from './codes.ts';
import type { MemberRow } from './queries.ts';

type AdminDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * The account whose second factor this administrator may switch off: its owner has lost the phone and the recovery codes.
 * Throws as `accountToHelp`, and `not-allowed-now` where it is not on.
 */
export async function accountWithFactor(deps: AdminDeps, viewer: Viewer, member: MemberRow): Promise<HelpedAccount> {
  const account = await accountToHelp(deps, viewer, member, {
    nobody: 'Đồng chí này chưa có tài khoản, hoặc tài khoản đang khóa, nên không có gì để tắt.',
    oneself: 'Không ai tự tắt bước thứ hai của mình ở đây. Đồng chí tắt ở trang Tài khoản, hoặc nhờ quản trị khác.',
  });
  if (!(await findFactor(deps.store.db, account.id))?.enabled_at) throw notOn();
  return account;
}

/** Open sessions end, the owner is told at the next sign-in; the password and everything written stay as they are. */
export async function switchFactorOff(
  deps: AdminDeps,
  actor: Actor,
  viewer: Viewer,
  member: MemberRow,
  reason: string,
): Promise<void> {
  const { db } = deps.store;
  const { id } = await accountWithFactor(deps, viewer, member);
  const subject = { kind: 'account' as const, id };
  const list = [
    removeFactor(db, id),
    dropRecoveryCodes(db, id),
    dropPending(db, id),
    endSessions(db, id),
    tellOwner(deps, viewer, { accountId: id, kind: 'second-factor-off', reason }),
    logRow(deps, actor, { action: 'second-factor-off', subject, unitId: member.unit_id, detail: 'by administrator' }),
  ];
  await deps.store.atomic(list).catch((error: unknown) => {
    throw error instanceof LostGuard ? notOn() : error;
  });
}

function notOn(): AppError {
  return new AppError('not-allowed-now', {
    hint: 'Đồng chí này không bật đăng nhập hai bước, hoặc vừa được tắt. Đồng chí mở lại trang của chi bộ để xem.',
  });
}
