import type { Insertable } from 'kysely';
import type { CatalogueEditionTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';

/** Editions are only ever inserted: there is no statement that changes one. */
export function insertEdition(db: Store['db'], row: Insertable<CatalogueEditionTable>): Statement {
  return guarded(db.insertInto('catalogue_edition').values(row));
}
