import { logRow } from '../audit/statements.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import type { CriteriaInput } from './criteria-input.ts';
import { storedCriteria } from './queries.ts';
import { insertCriteriaOnce } from './statements.ts';

/** Stores a set of criteria for good. Answers its id, or that of the same set stored already (a second click). */
export async function storeCriteria(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  { unitId, name, body }: CriteriaInput,
): Promise<string> {
  const { db } = deps.store;
  const id = deps.newId();
  const sha256 = sha256Hex(canonicalJson({ name, ...body }));
  const row = {
    id,
    unit_id: unitId,
    name,
    body: canonicalJson(body),
    sha256,
    stored_at: deps.now().toISOString(),
  };
  try {
    await deps.store.atomic([
      insertCriteriaOnce(db, row),
      logRow(deps, actor, { action: 'criteria-stored', subject: { kind: 'unit', id: unitId }, unitId, detail: id }),
    ]);
    return id;
  } catch (error) {
    const same = error instanceof LostGuard ? await storedCriteria(db, unitId, sha256) : undefined;
    if (!same) throw error;
    return same.id;
  }
}
