import type { RoleName } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';
import type { UnitRelation } from '../http/access.ts';
import type { Viewer } from '../http/context.ts';
import { unitAndAbove } from './queries.ts';

/** How a person stands to a unit. A branch's own duties are held for that very branch; others reach down the tree. */
export async function relationsToUnit(
  deps: Pick<Deps, 'store'>,
  viewer: Viewer,
  unitId: string,
): Promise<UnitRelation[]> {
  const path = (await unitAndAbove(deps.store.db, unitId)).map(({ id }) => id);
  if (path.length === 0) return [];
  const here = (...roles: RoleName[]) =>
    viewer.roles.some((held) => held.unitId === unitId && roles.includes(held.role));
  const hereOrAbove = (role: RoleName) => viewer.roles.some((held) => held.role === role && path.includes(held.unitId));
  const relations: [UnitRelation, boolean][] = [
    ['leads', here('secretary', 'deputy')],
    ['sits', here('committee_member')],
    ['belongs', viewer.unitId === unitId],
    ['office', hereOrAbove('office')],
    ['administers', hereOrAbove('administrator')],
  ];
  return relations.filter(([, holds]) => holds).map(([relation]) => relation);
}
