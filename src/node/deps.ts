import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { v7 as uuidv7 } from 'uuid';
import { storeShippedEditions } from '../catalogues/commands.ts';
import type { Config } from '../config.ts';
import type { Deps } from '../deps.ts';
import { storeShippedForms } from '../forms/commands.ts';
import { createChromiumRenderer } from '../pdf/chromium.ts';
import { migrateToLatest, pendingMigrations } from '../storage/migrate.ts';
import { openSqlite, type SqliteStore } from '../storage/sqlite.ts';
import { createLog } from './log.ts';
import { machineOf } from './machine.ts';
import { readShipped } from './shipped.ts';

export interface NodeDeps extends Deps {
  store: SqliteStore;
  databasePath: string;
}

interface BeforeWriting {
  /** Looks at the database as it was found; throws to leave it untouched. */
  beforeWriting?: (store: SqliteStore, path: string) => void;
}

/** Opens the database of a data folder, brings it to this program's shape and builds everything around it. */
export async function makeNodeDeps(config: Config, overrides: Partial<Deps> & BeforeWriting = {}): Promise<NodeDeps> {
  const { beforeWriting, ...replaced } = overrides;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const databasePath = join(config.dataDir, 'tu-soi.sqlite');
  const log = overrides.log ?? createLog(config.logLevel);
  const store = openSqlite(databasePath);
  chmodSync(databasePath, 0o600);
  beforeWriting?.(store, databasePath);
  await migrateWithCopy(store, databasePath, log);
  const deps: NodeDeps = {
    pdf: createChromiumRenderer({ config, log }),
    now: () => new Date(),
    newId: uuidv7,
    config,
    rehearsal: await isRehearsal(store),
    machine: machineOf(config.dataDir, databasePath),
    addressOf: clientAddress(config.trustedProxy),
    shipped: await readShipped(),
    ...replaced,
    log,
    store,
    databasePath,
  };
  await storeShippedEditions(deps);
  await storeShippedForms(deps);
  return deps;
}

/** A copy first, so that a failed migration costs nothing; a fresh database has nothing to copy. */
async function migrateWithCopy(store: SqliteStore, path: string, log: Deps['log']): Promise<void> {
  const hadTables = store.file.prepare("select 1 from sqlite_master where name = 'setting'").get() !== undefined;
  const pending = hadTables ? await pendingMigrations(store.db) : [];
  if (pending.length > 0) {
    const copy = `${path}.before-${pending[0]}`;
    await store.file.backup(copy);
    log.info({ copy, pending }, 'database copied before migrating');
  }
  await migrateToLatest(store.db);
}

export async function isRehearsal(store: Deps['store']): Promise<boolean> {
  const mode = await store.db.selectFrom('setting').where('key', '=', 'mode').select('value').executeTakeFirst();
  return mode?.value === 'rehearsal';
}

/**
 * The other end of the connection, as node-server hands it over. Only when that is the proxy we were told of,
 * its own last word about whom it speaks for counts; anybody else could write there what he likes.
 */
export function clientAddress(trustedProxy: string | undefined): Deps['addressOf'] {
  return (env, forwardedFor) => {
    const incoming = (env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined)?.incoming;
    const peer = (incoming?.socket?.remoteAddress ?? 'local').replace(/^::ffff:/, '');
    const last = forwardedFor?.split(',').at(-1)?.trim();
    return peer === trustedProxy && last ? last.slice(0, 60) : peer;
  };
}
