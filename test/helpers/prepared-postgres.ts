import pg from 'pg';
import type { NodeStore } from '../../src/node/node-store.ts';
import { openServer } from '../../src/node/postgres-store.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import type { OpenedStore } from './opened-store.ts';
import { createDatabase, NO_LOG } from './postgres.ts';

type OpenedOnServer = OpenedStore & { store: NodeStore };

/** Dead rows stay in a table until it is swept: after so many tests a database is thrown away. */
const MOST_USES = 100;

interface Copy {
  url: string;
  uses: number;
  drop(): Promise<void>;
}

/**
 * Copying a database takes the server some 200 ms, emptying it and putting back what it was filled with 5 to 20: so a
 * test gives its database back, and the next one finds it as if it were new.
 */
export async function preparedOnServer(
  fill: (store: NodeStore) => Promise<void>,
): Promise<{ open(): Promise<OpenedOnServer> }> {
  const source = await createDatabase();
  const store = await openServer(source.url, NO_LOG);
  await migrateToLatest(store.db);
  await fill(store);
  await store.close();
  const tables = await withClient(source.url, keepRows);
  const free: Copy[] = [];
  return {
    open: async () => {
      const copy = free.pop() ?? { ...(await createDatabase(source.name)), uses: 0 };
      return openedCopy(copy, () => giveBack(copy, tables, free));
    },
  };
}

async function openedCopy(copy: Copy, done: () => Promise<void>): Promise<OpenedOnServer> {
  const store = await openServer(copy.url, NO_LOG);
  return {
    store,
    address: copy.url,
    close: async () => {
      await store.close();
      await done();
    },
  };
}

async function giveBack(copy: Copy, tables: readonly string[], free: Copy[]): Promise<void> {
  copy.uses += 1;
  if (copy.uses >= MOST_USES) return copy.drop();
  try {
    await withClient(copy.url, (client) => putBack(client, tables));
    free.push(copy);
  } catch {
    // A test has changed the tables themselves.
    await copy.drop();
  }
}

/** Keeps what every table holds in a schema beside it, and returns the tables. */
async function keepRows(client: pg.Client): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    "select tablename as name from pg_tables where schemaname = 'public' order by 1",
  );
  await client.query('create schema kept');
  for (const { name } of rows) await client.query(`create table kept."${name}" as table public."${name}"`);
  return rows.map(({ name }) => name);
}

async function putBack(client: pg.Client, tables: readonly string[]): Promise<void> {
  const anew = tables.map((name) => `delete from public."${name}"; insert into public."${name}" table kept."${name}"`);
  await client.query(`begin; set constraints all deferred; ${anew.join('; ')}; commit`);
}

async function withClient<Result>(url: string, use: (client: pg.Client) => Promise<Result>): Promise<Result> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await use(client);
  } finally {
    await client.end();
  }
}
