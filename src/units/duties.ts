import type { RoleName } from '../../db/schema.ts';
import { findAccountOfMember, rolesOf } from '../accounts/queries.ts';
import { insertRole } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import type { MemberRow } from './queries.ts';
import { BRANCH_DUTIES, roleProblem } from './rules.ts';
import { reachOf } from './scope.ts';
import { deleteRole, insertBranchDuty } from './statements.ts';

type DutyDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

export interface Duty {
  role: RoleName;
  unitId: string;
}

/** Throws `invalid-input` for a duty beyond the giver's reach: the office makes no administrators. */
export async function assertMayGive(deps: Pick<Deps, 'store'>, viewer: Viewer, duty: Duty): Promise<void> {
  if ((await reachOf(deps, viewer))(duty)) return;
  throw new AppError('invalid-input', {
    fields: { nhiem_vu: 'Nhiệm vụ này do quản trị của cấp ấy giao. Đồng chí chọn nhiệm vụ khác, hoặc báo quản trị.' },
  });
}

/** Gives a duty; giving it twice is no fault. Throws `invalid-input`, or `forbidden` for oneself. */
export async function giveDuty(
  deps: DutyDeps,
  actor: Actor,
  viewer: Viewer,
  member: MemberRow,
  duty: Duty,
): Promise<void> {
  const accountId = await otherAccount(deps, viewer, member);
  const unfit = roleProblem({ official: member.official === 1, role: duty }, { id: member.unit_id });
  if (unfit) throw new AppError('invalid-input', { fields: { [unfit.field]: unfit.sentence } });
  await assertMayGive(deps, viewer, duty);
  const { db } = deps.store;
  const row = { account_id: accountId, unit_id: duty.unitId, role: duty.role };
  const insert = BRANCH_DUTIES.includes(duty.role) ? insertBranchDuty(db, row, member.id) : insertRole(db, row);
  const holds = async () => (await rolesOf(db, accountId)).some(isSame(duty));
  if (await holds()) return;
  await deps.store
    .atomic([insert, logDuty(deps, actor, 'role-given', accountId, duty)])
    .catch(async (error: unknown) => {
      if (!(error instanceof LostGuard) || !(await holds())) throw error;
    });
}

/** Ends a duty; one that has ended already is no fault. Throws `forbidden` for oneself and for a duty beyond reach. */
export async function takeDuty(
  deps: DutyDeps,
  actor: Actor,
  viewer: Viewer,
  member: MemberRow,
  duty: Duty,
): Promise<void> {
  const accountId = await otherAccount(deps, viewer, member);
  if (!(await reachOf(deps, viewer))(duty)) {
    throw new AppError('forbidden', {
      message: 'a duty beyond this person',
      hint: 'Nhiệm vụ này do quản trị của cấp ấy cho thôi. Đồng chí báo quản trị.',
    });
  }
  await deps.store.atomic(endDuty(deps, actor, accountId, duty)).catch(async (error: unknown) => {
    const held = await rolesOf(deps.store.db, accountId);
    if (!(error instanceof LostGuard) || held.some(isSame(duty))) throw error;
  });
}

/** The end of one duty, for any list of statements. */
export function endDuty(deps: DutyDeps, actor: Actor, accountId: string, duty: Duty): Statement[] {
  return [
    deleteRole(deps.store.db, { account_id: accountId, unit_id: duty.unitId, role: duty.role }),
    logDuty(deps, actor, 'role-taken', accountId, duty),
  ];
}

async function otherAccount(deps: DutyDeps, viewer: Viewer, member: MemberRow): Promise<string> {
  const account = await findAccountOfMember(deps.store.db, member.id);
  if (!account) {
    throw new AppError('not-allowed-now', { hint: 'Đồng chí này chưa có tài khoản nên chưa giao nhiệm vụ được.' });
  }
  if (account.id !== viewer.accountId) return account.id;
  throw new AppError('forbidden', {
    message: 'one’s own duties',
    hint: 'Không ai tự thay đổi nhiệm vụ của mình. Đồng chí nhờ một quản trị khác.',
  });
}

function isSame(duty: Duty) {
  return (held: Duty): boolean => held.role === duty.role && held.unitId === duty.unitId;
}

function logDuty(
  deps: DutyDeps,
  actor: Actor,
  action: 'role-given' | 'role-taken',
  accountId: string,
  duty: Duty,
): Statement {
  const subject = { kind: 'account' as const, id: accountId };
  return logRow(deps, actor, { action, subject, unitId: duty.unitId, detail: duty.role });
}
