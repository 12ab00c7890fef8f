import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { getPlatformProxy } from 'wrangler';
import type { Store } from '../../src/deps.ts';
import { openD1 } from '../../src/storage/d1.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';

/** Each engine as the tests open it: empty, migrated, gone afterwards. */
export interface OpenedStore {
  store: Store;
  close(): Promise<void>;
}

export const ENGINES: Record<'sqlite' | 'd1', () => Promise<OpenedStore>> = { sqlite: openTestSqlite, d1: openTestD1 };

async function openTestSqlite(): Promise<OpenedStore> {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-store-'));
  const store = openSqlite(join(folder, 'tu-soi.sqlite'));
  await migrateToLatest(store.db);
  return {
    store,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
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
    store,
    close: async () => {
      await proxy.dispose();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
