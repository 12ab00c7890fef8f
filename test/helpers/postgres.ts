import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { openPostgres, type PostgresStore } from '../../src/storage/postgres.ts';
import type { OpenedStore } from './opened-store.ts';

export const NO_LOG = { warn: () => undefined };

export interface TestDatabase {
  name: string;
  url: string;
  drop(): Promise<void>;
}

/** A database of its own on the server that TEST_DATABASE_URL names, in a language that sorts unlike ours. */
export async function createDatabase(template?: string): Promise<TestDatabase> {
  const name = `${namesOfRun()}_${randomUUID().replaceAll('-', '')}`;
  const like = template
    ? `template ${template}`
    : `template template0 encoding 'UTF8' locale_provider icu icu_locale 'vi-VN' lc_collate 'C' lc_ctype 'C'`;
  await onServer(`create database ${name} ${like}`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  return {
    name,
    url: url.href,
    drop: async () => void (await onServer(`drop database if exists ${name} with (force)`)),
  };
}

export async function openTestPostgres(): Promise<OpenedStore & { store: PostgresStore; address: string }> {
  const database = await createDatabase();
  const store = openPostgres(database.url, NO_LOG);
  await migrateToLatest(store.db);
  return {
    store,
    address: database.url,
    close: async () => {
      await store.close();
      await database.drop();
    },
  };
}

/** How the databases of this run of the tests are called. */
function namesOfRun(): string {
  return `tu_soi_test_${process.env.TEST_RUN ?? 'alone'}`;
}

/** What the run's processes have left lying, those that were killed included. */
export async function dropDatabasesOfRun(): Promise<void> {
  const left = await onServer(`select datname from pg_database where datname like '${namesOfRun()}\\_%' escape '\\'`);
  for (const { datname } of left) await onServer(`drop database if exists ${datname} with (force)`);
}

async function onServer(statement: string): Promise<{ datname: string }[]> {
  const client = new pg.Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    return (await client.query<{ datname: string }>(statement)).rows;
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env.TEST_DATABASE_URL;
  if (!url) throw new Error('TEST_DATABASE_URL names no PostgreSQL server');
  return url;
}
