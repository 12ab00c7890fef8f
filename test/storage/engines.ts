import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { openTestPglite } from '../helpers/pglite.ts';
import { prepareFile } from '../helpers/prepared-database.ts';
import { openTestPostgres } from '../helpers/postgres.ts';
import { openD1 } from '../../src/storage/d1.ts';

/** Which the storage tests run on: the server that TEST_DATABASE_URL names, else all that need none. */
export const ENGINES: Record<string, () => Promise<OpenedStore>> = process.env.TEST_DATABASE_URL
  ? { postgres: openTestPostgres }
  : { sqlite: openTestSqlite, d1: openTestD1, pglite: openTestPglite };

/** Those that several processes may open at once. */
export const SHARED_ENGINES: Record<string, () => Promise<OpenedStore & { address: string }>> = process.env
  .TEST_DATABASE_URL
  ? { postgres: openTestPostgres }
  : { sqlite: openTestSqlite };

/** With nothing in it. */
async function openTestSqlite(): Promise<OpenedStore & { address: string }> {
  return (await prepareFile(async () => undefined)).open();
}

/** D1 as wrangler runs it locally, migrated by the generated SQL that a deployment would apply. */
async function openTestD1(): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-d1-'));
  const proxy = await getPlatformProxy<{ DB: Parameters<typeof openD1>[0] }>({
    configPath: 'wrangler.toml',
    persist: { path: folder },
  });
  const { DB } = proxy.env;
  for (const name of readdirSync('db/d1').sort()) {
    for (const statement of readFileSync(join('db/d1', name), 'utf8').split(/;\s*\n/)) {
      if (statement.trim() !== '') await DB.prepare(statement).run();
    }
  }
  const store = openD1(DB);
  return {
    store: { ...store, atomic: (statements) => overALivingConnection(() => store.atomic(statements)) },
    close: async () => {
      await proxy.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * The proxy's connection dies when making a list of thousands of statements keeps this process busy for longer than workerd
 * waits. A list that had been carried out all the same would meet its own rows, so sending it again can hide nothing.
 */
function overALivingConnection(send: () => Promise<void>): Promise<void> {
  return send().catch((error: unknown) => {
    if (error instanceof TypeError && error.message === 'fetch failed') return send();
    throw error;
  });
}
