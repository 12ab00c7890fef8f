import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { NUMBER_TYPES, PortableCompiler } from '../../src/storage/postgres-dialect.ts';
import { runList } from '../../src/storage/postgres-lists.ts';
import type { OpenedStore } from './opened-store.ts';

class PortablePgliteDialect extends PGliteDialect {
  override createQueryCompiler(): PortableCompiler {
    return new PortableCompiler();
  }
}

/** PostgreSQL inside the test's own process, in memory: the same SQL and the same lists, but one connection only. */
export async function openTestPglite(): Promise<OpenedStore> {
  const parsers = { [NUMBER_TYPES.int8]: Number, [NUMBER_TYPES.numeric]: Number };
  const pglite = await PGlite.create({ parsers });
  const db = new Kysely<Database>({ dialect: new PortablePgliteDialect({ pglite }) });
  await migrateToLatest(db);
  return {
    store: { db, atomic: (statements) => runList(db, statements), close: () => db.destroy() },
    close: () => db.destroy(),
  };
}
