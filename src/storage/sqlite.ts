import DatabaseFile from 'better-sqlite3';
import { Kysely, SqliteAdapter, SqliteDialect, SqliteQueryCompiler } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { type Statement, type Store, LostGuard } from '../deps.ts';
import { storageBusy, storageFull } from './faults.ts';

/**
 * The SQLite engine. An acknowledged write survives a power cut: WAL with synchronous=FULL, asserted at start.
 * `atomic` runs without a pause inside one `BEGIN IMMEDIATE`, so no other work of this process can slip in between,
 * and other processes wait for up to BUSY_MS.
 */
const BUSY_MS = 5_000;

export interface SqliteStore extends Store {
  file: DatabaseFile.Database;
}

export function openSqlite(path: string): SqliteStore {
  const file = new DatabaseFile(path, { timeout: BUSY_MS });
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.pragma('foreign_keys = ON');
  assertDurable(file, path);
  const prepare = rememberingPrepare(file);
  const runList = listRunner(file, prepare);
  const database = { prepare, close: () => void file.close() };
  const db = new Kysely<Database>({ dialect: new OwnDialect({ database }) });
  return {
    file,
    db,
    atomic: async (statements) => runList(statements),
    close: async () => {
      await db.destroy();
      // Kysely closes what it has used: a store that only ran lists would stay open, its journal beside it.
      file.close();
    },
  };
}

/**
 * SQLite takes back changed tables with its transaction as it does rows; Kysely does not count on it.
 * With this a migration that fails leaves nothing behind.
 */
class OwnAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/**
 * `+?` is the same value as `?`. But where a bare one stands in a join, an `exists` or a `limit`, SQLite keeps the plan
 * open for what will be bound, and makes the statement anew at each run: the driver clears the values after it, and
 * sqlite3_clear_bindings() expires every such plan. Remembered statements (see below) would save nothing.
 */
class OwnCompiler extends SqliteQueryCompiler {
  protected override getCurrentParameterPlaceholder(): string {
    return '+?';
  }
}

class OwnDialect extends SqliteDialect {
  override createAdapter(): SqliteAdapter {
    return new OwnAdapter();
  }

  override createQueryCompiler(): SqliteQueryCompiler {
    return new OwnCompiler();
  }
}

function assertDurable(file: DatabaseFile.Database, path: string): void {
  const found = {
    journal_mode: file.pragma('journal_mode', { simple: true }),
    synchronous: file.pragma('synchronous', { simple: true }),
    foreign_keys: file.pragma('foreign_keys', { simple: true }),
  };
  const journal = path === ':memory:' ? 'memory' : 'wal';
  if (found.journal_mode !== journal || found.synchronous !== 2 || found.foreign_keys !== 1) {
    throw new Error(`SQLite did not take the durable settings: ${JSON.stringify(found)}`);
  }
}

type Prepare = (sql: string) => DatabaseFile.Statement;

/** More different statements than the whole product has; lists of unusual length must not grow it for ever. */
const MOST_PREPARED = 500;

/** Preparing costs more than most of our statements take to run: each text is prepared once. */
function rememberingPrepare(file: DatabaseFile.Database): Prepare {
  const prepared = new Map<string, DatabaseFile.Statement>();
  return (sql) => {
    const known = prepared.get(sql);
    if (known) return known;
    if (prepared.size >= MOST_PREPARED) prepared.clear();
    const statement = file.prepare(sql);
    prepared.set(sql, statement);
    return statement;
  };
}

function listRunner(file: DatabaseFile.Database, prepare: Prepare): (statements: readonly Statement[]) => void {
  const inOneTransaction = file.transaction((statements: readonly Statement[]) => {
    for (const { query, guard } of statements) {
      const { changes } = prepare(query.sql).run(...query.parameters);
      if (guard && changes !== 1) throw new LostGuard(`${changes} rows instead of 1: ${query.sql}`);
    }
  });
  return (statements) => {
    try {
      inOneTransaction.immediate(statements);
    } catch (error) {
      throw asOurs(error);
    }
  };
}

function asOurs(error: unknown): unknown {
  if (isCode(error, 'SQLITE_BUSY')) return storageBusy('the database stayed locked', error);
  if (isCode(error, 'SQLITE_FULL') || isCode(error, 'SQLITE_IOERR_SHMSIZE'))
    return storageFull('the disk or the database is full', error);
  // Somebody else has taken the same name or place. Any other broken constraint is a fault of ours.
  if (isCode(error, 'SQLITE_CONSTRAINT_UNIQUE') || isCode(error, 'SQLITE_CONSTRAINT_PRIMARYKEY')) {
    return new LostGuard('a unique constraint refused the list', { cause: error });
  }
  return error;
}

function isCode(error: unknown, prefix: string): boolean {
  return error instanceof DatabaseFile.SqliteError && error.code.startsWith(prefix);
}
