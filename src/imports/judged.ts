import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import type { Viewer } from '../http/context.ts';
import { administeredUnits, unitsBelow, type UnitRow } from '../units/queries.ts';
import type { ImportContent } from './content.ts';
import { type Duplicate, findDuplicates } from './duplicates.ts';
import type { GridRow } from './grid.ts';
import { registeredIn } from './queries.ts';
import { type ImportedPerson, readRows, type ReadRows } from './rows.ts';
import { converted, headingsAt } from './rules.ts';

/** A list as it would be written now: judged anew whenever it is shown and once more when it is written. */
export interface JudgedList extends ReadRows {
  branches: UnitRow[];
  duplicates: Map<number, Duplicate>;
  /** Who would be written: no double, or one that somebody wants all the same. */
  wanted: ImportedPerson[];
}

export async function judgeList(
  deps: Pick<Deps, 'store' | 'now'>,
  viewer: Pick<Viewer, 'roles'>,
  unit: UnitRow,
  content: ImportContent,
): Promise<JudgedList> {
  const { db } = deps.store;
  const [branches, units] = await Promise.all([branchesBelow(deps, unit), administeredUnits(db, viewer)]);
  const rows = readableRows(content);
  const heading = content.heading ?? { first: 0, last: -1 };
  const read = readRows(rows.slice(heading.last + 1), {
    columns: content.columns,
    headings: content.heading ? headingsAt(rows, content.heading) : [],
    usual: {
      ...content.usual,
      unitId: branches.some(({ id }) => id === content.usual.unitId) ? content.usual.unitId : '',
    },
    branches,
    today: dayInHanoi(deps.now()),
  });
  const duplicates = findDuplicates(read.people, await registeredIn(db, units));
  const anyway = new Set(content.anyway);
  return {
    ...read,
    branches,
    duplicates,
    wanted: read.people.filter(({ no }) => !duplicates.has(no) || anyway.has(no)),
  };
}

/** The rows in Unicode, where somebody has said so. */
export function readableRows(content: Pick<ImportContent, 'rows' | 'letters' | 'convert'>): readonly GridRow[] {
  return converted(content.rows, content.convert === false ? null : content.letters);
}

export async function branchesBelow(deps: Pick<Deps, 'store'>, unit: UnitRow): Promise<UnitRow[]> {
  return (await unitsBelow(deps.store.db, [unit.id])).filter(({ kind }) => kind === 'branch');
}
