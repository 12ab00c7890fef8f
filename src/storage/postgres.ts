import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import type { Database } from '../../db/schema.ts';
import type { Log, Store } from '../deps.ts';
import { NUMBER_TYPES, PortableCompiler } from './postgres-dialect.ts';
import { asOurs, runList } from './postgres-lists.ts';

/** Connections a server process holds at most; a server of the usual setting has 100 for everybody. */
const CONNECTIONS = 10;
const CONNECT_MS = 5_000;
/** How long a statement waits for a row that another list holds. */
const LOCK_MS = 5_000;
/** A list whose process has stopped answering is given up by the server, so that the others may go on. */
const IDLE_IN_LIST_MS = 15_000;

export interface PostgresStore extends Store {
  pool: pg.Pool;
}

/**
 * The PostgreSQL engine, for several server processes over one database.
 * `url` is `postgres://name:password@host:port/database`; it is never logged.
 */
export function openPostgres(url: string, log: Pick<Log, 'warn'>): PostgresStore {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    connectionTimeoutMillis: CONNECT_MS,
    lock_timeout: LOCK_MS,
    idle_in_transaction_session_timeout: IDLE_IN_LIST_MS,
    application_name: 'tu-soi',
    types: { getTypeParser },
  });
  // A connection that breaks while nobody uses it must not end the process; the next question opens another.
  pool.on('error', (cause) => log.warn({ cause: String(cause) }, 'an idle database connection was lost'));
  const db = new Kysely<Database>({ dialect: new PortableDialect({ pool: namedFaults(pool) }) });
  return {
    db,
    pool,
    atomic: (statements) => runList(db, statements),
    close: async () => {
      await db.destroy();
      if (!pool.ended) await pool.end();
    },
  };
}

class PortableDialect extends PostgresDialect {
  override createQueryCompiler(): PortableCompiler {
    return new PortableCompiler();
  }
}

/** Whoever reads or writes learns in our words that the server cannot be reached. */
function namedFaults(pool: pg.Pool) {
  return {
    options: pool.options,
    end: () => pool.end(),
    connect: () =>
      pool.connect().catch((error: unknown) => {
        throw asOurs(error);
      }),
  };
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === NUMBER_TYPES.int8 || oid === NUMBER_TYPES.numeric) return Number;
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}
