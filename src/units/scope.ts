import type { RoleName } from '../../db/schema.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import {
  administeredUnits,
  findAdministeredUnit,
  findMember,
  findUnit,
  type MemberRow,
  type UnitRow,
} from './queries.ts';
import { isSystemDuty } from './rules.ts';

/**
 * A unit this administrator answers for. Any other looks as if it did not exist, and the attempt is logged.
 * Every page and act of an administrator passes through here. Throws `not-found`.
 */
export async function administeredUnit(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  unitId: string,
): Promise<UnitRow> {
  const { db } = deps.store;
  const unit = await findAdministeredUnit(db, viewer, unitId);
  if (unit) return unit;
  const known = await findUnit(db, unitId);
  await deps.store.atomic([
    logRow(deps, actor, { action: 'access-refused', subject: { kind: 'unit', id: known?.id ?? null } }),
  ]);
  throw new AppError('not-found', { message: 'no such unit for this administrator', logged: true });
}

/** A member of such a unit. Anybody else looks as if there were none. Throws `not-found`. */
export async function administeredMember(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  memberId: string,
): Promise<{ member: MemberRow; unit: UnitRow }> {
  const member = await findMember(deps.store.db, memberId);
  if (!member) throw notFound('no such member');
  return { member, unit: await administeredUnit(deps, actor, viewer, member.unit_id) };
}

/**
 * Which duties, in which units, a person may give and take, and whose holders he may make a code for: those of his own
 * part of the tree, and administrators and auditors only as an administrator there.
 */
export async function reachOf(
  deps: Pick<Deps, 'store'>,
  viewer: Pick<Viewer, 'roles'>,
): Promise<(duty: { role: RoleName; unitId: string }) => boolean> {
  const { db } = deps.store;
  const asAdministrator = { roles: viewer.roles.filter(({ role }) => role === 'administrator') };
  const [kept, administered] = await Promise.all([
    administeredUnits(db, viewer),
    administeredUnits(db, asAdministrator),
  ]);
  return ({ role, unitId }) => (isSystemDuty(role) ? administered : kept).some(({ id }) => id === unitId);
}
