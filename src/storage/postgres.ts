import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import Cursor from 'pg-cursor';
import type { Database } from '../../db/schema.ts';
import type { Log, Store } from '../deps.ts';
import { storageUnreachable } from './faults.ts';
import { NUMBER_TYPES, PortableCompiler } from './postgres-dialect.ts';
import { isUnreachable, runList } from './postgres-lists.ts';

/** Connections a server process holds at most; a server of the usual setting has 100 for everybody. */
const CONNECTIONS = 10;
/** By which a server process is known to the commands that must have the database for themselves. */
const PROCESS_NAME = 'tu-soi';
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
    application_name: PROCESS_NAME,
    types: { getTypeParser },
  });
  // A connection that breaks must not end the process: who was using it learns of it, and the next question opens another.
  const lost = (cause: Error) => log.warn({ cause: String(cause) }, 'a database connection was lost');
  pool.on('error', lost);
  pool.on('connect', (client) => {
    client.on('error', lost);
    nameFaults(client);
  });
  const db = new Kysely<Database>({ dialect: new PortableDialect({ pool: withNamedFaults(pool), cursor: Cursor }) });
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

/** Whether a server process, or a command of ours, works with the database at this moment. */
export async function othersAtWork(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS });
  await client.connect();
  try {
    const { rows } = await client.query(
      'select 1 from pg_stat_activity where datname = current_database() and application_name = $1',
      [PROCESS_NAME],
    );
    return rows.length > 0;
  } finally {
    await client.end();
  }
}

class PortableDialect extends PostgresDialect {
  override createQueryCompiler(): PortableCompiler {
    return new PortableCompiler();
  }
}

/** Whoever reads or writes learns in our words that the server cannot be reached, or is gone in the middle of it. */
function withNamedFaults(pool: pg.Pool) {
  return { options: pool.options, end: () => pool.end(), connect: () => pool.connect().catch(refused) };
}

function nameFaults(client: pg.ClientBase): void {
  const ask = client.query.bind(client) as (...words: unknown[]) => unknown;
  function query(...words: unknown[]): unknown {
    const answer = ask(...words);
    return answer instanceof Promise ? answer.catch(rethrowNamed) : answer;
  }
  client.query = query as typeof client.query;
}

/** Whatever the reason: for who is using the page it is all one. The operator finds it in the log. */
function refused(cause: unknown): never {
  throw storageUnreachable(cause);
}

function rethrowNamed(error: unknown): never {
  throw isUnreachable(error) ? storageUnreachable(error) : error;
}

function getTypeParser(oid: number, format?: 'text' | 'binary'): (value: string) => unknown {
  if (oid === NUMBER_TYPES.int8 || oid === NUMBER_TYPES.numeric) return Number;
  return pg.types.getTypeParser(oid, format as 'text') as (value: string) => unknown;
}
