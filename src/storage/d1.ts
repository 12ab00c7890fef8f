import { Kysely } from 'kysely';
import { D1Dialect, type D1DialectConfig } from 'kysely-d1';
import type { Database } from '../../db/schema.ts';
import { type Statement, type Store, LostGuard } from '../deps.ts';

type D1Database = D1DialectConfig['database'];
type D1PreparedStatement = ReturnType<D1Database['prepare']>;

/**
 * Cloudflare D1. There is no interactive transaction, only `batch`, and a guarded update that changes no row
 * does not stop one. So each guarded statement is followed by an insert of `changes()` into `step`,
 * whose check (n = 1) breaks the whole batch; the rows are gone again at the end of a list that holds.
 */
export function openD1(database: D1Database): Store {
  const db = new Kysely<Database>({ dialect: new D1Dialect({ database }) });
  return {
    db,
    atomic: (statements) => runBatch(database, statements),
    close: () => db.destroy(),
  };
}

async function runBatch(database: D1Database, statements: readonly Statement[]): Promise<void> {
  const op = crypto.randomUUID();
  const batch = statements.flatMap(({ query, guard }) => {
    const prepared = database.prepare(query.sql).bind(...query.parameters);
    return guard ? [prepared, assertOneRow(database, op)] : [prepared];
  });
  batch.push(database.prepare('delete from step where op = ?').bind(op));
  try {
    await database.batch(batch);
  } catch (error) {
    // The check that breaks is the one of `step`; a unique name or place is taken by somebody else.
    if (/UNIQUE constraint failed|CHECK constraint failed: n = 1/.test(String(error))) {
      throw new LostGuard('a guard or unique constraint refused the batch', { cause: error });
    }
    throw error;
  }
}

function assertOneRow(database: D1Database, op: string): D1PreparedStatement {
  return database.prepare('insert into step (op, n) select ?, changes()').bind(op);
}
