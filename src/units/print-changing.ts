import { canonicalJson } from '../canonical.ts';
import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { PrintChange } from './print-input.ts';
import type { UnitRow } from './queries.ts';
import { usualPaperName } from './rules.ts';
import { dropPrintSettings, savePrintSettings, updateUnit } from './statements.ts';

type PrintDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/**
 * Saves how a unit prints, and the names on its papers with it. What is frozen already stays as it was printed. Throws
 * `conflict` when somebody else changed either first.
 */
export async function changePrint(deps: PrintDeps, actor: Actor, unit: UnitRow, change: PrintChange): Promise<void> {
  const { db } = deps.store;
  const { parent_id, name, has_branch_committee } = unit;
  const names = {
    paper_name: change.paperName || usualPaperName(name),
    place: change.place || unit.place,
  };
  const row = {
    unit_id: unit.id,
    body: canonicalJson(change.settings),
    account_id: actor.accountId ?? '',
    at: deps.now().toISOString(),
  };
  const subject = { kind: 'unit' as const, id: unit.id };
  try {
    await deps.store.atomic([
      updateUnit(db, { id: unit.id, version: change.version }, { parent_id, name, has_branch_committee, ...names }),
      savePrintSettings(db, change.settingsVersion, row),
      logRow(deps, actor, { action: 'print-settings-changed', subject, unitId: unit.id }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('conflict', { message: 'print settings changed by somebody else first', cause: error });
  }
}

/** Gives the unit's own settings up; pressing twice changes nothing more. */
export async function dropPrint(deps: PrintDeps, actor: Actor, unit: UnitRow): Promise<void> {
  const subject = { kind: 'unit' as const, id: unit.id };
  try {
    await deps.store.atomic([
      dropPrintSettings(deps.store.db, unit.id),
      logRow(deps, actor, { action: 'print-settings-changed', subject, unitId: unit.id, detail: 'dropped' }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
}
