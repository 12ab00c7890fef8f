import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { findAdministeredUnit, findUnit, type UnitRow } from './queries.ts';

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
