import type { Insertable } from 'kysely';
import type { FormVersionTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';

/** Form versions are only ever inserted: an old year prints as it did then. */
export function insertForm(db: Store['db'], row: Insertable<FormVersionTable>): Statement {
  return guarded(db.insertInto('form_version').values(row));
}
