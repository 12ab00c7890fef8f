import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import type { UnitRow } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import type { ImportContent } from './content.ts';
import { findImport, type ImportRow } from './queries.ts';

export interface OwnImport {
  unit: UnitRow;
  row: ImportRow & { content: ImportContent };
}

/**
 * An import below a unit this person keeps in order. Half-way through it is its maker's alone; what it has done is known to
 * everybody who keeps that unit. Any other looks as if it did not exist. Throws `not-found`.
 */
export async function ownImport(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  viewer: Viewer,
  address: { unit: string; id: string },
): Promise<OwnImport> {
  const unit = await administeredUnit(deps, actor, viewer, address.unit);
  const row = await findImport(deps.store.db, address.id);
  const isStrange = !row || row.unit_id !== unit.id || (row.state === 'read' && row.account_id !== viewer.accountId);
  if (isStrange) throw notFound('no such import for this person');
  return { unit, row };
}
