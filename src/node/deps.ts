import { chmodSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { storeShippedEditions } from '../catalogues/commands.ts';
import { type Config, ConfigError } from '../config.ts';
import type { Deps } from '../deps.ts';
import { storeShippedForms } from '../forms/commands.ts';
import { createChromiumRenderer } from '../pdf/chromium.ts';
import { migrateToLatest, pendingMigrations } from '../storage/migrate.ts';
import type { SqliteStore } from '../storage/sqlite.ts';
import { UNFINISHED } from './backup-folder.ts';
import { databaseIn, openUnlessRestoring } from './existing.ts';
import { migrationsOf, unknownMigrations } from './examination.ts';
import { BROKEN_DATABASE } from './explain.ts';
import { createLog } from './log.ts';
import { machineOf } from './machine.ts';
import { readShipped } from './shipped.ts';
import { NEWER } from './staging.ts';
import { upkeepOn } from './upkeep.ts';

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
  const databasePath = databaseIn(config.dataDir);
  const log = overrides.log ?? createLog(config.logLevel);
  const store = openUnlessRestoring(config);
  chmodSync(databasePath, 0o600);
  try {
    beforeWriting?.(store, databasePath);
    assertUsable(store);
    await migrateWithCopy(store, databasePath, log);
  } catch (error) {
    await store.close();
    throw error;
  }
  const deps: NodeDeps = {
    pdf: createChromiumRenderer({ config, log }),
    now: () => new Date(),
    newId: uuidv7,
    config,
    rehearsal: await isRehearsal(store),
    machine: machineOf(config.dataDir, databasePath),
    addressOf: clientAddress(config.trustedProxy),
    shipped: await readShipped(),
    upkeep: upkeepOn(config),
    ...replaced,
    log,
    store,
    databasePath,
  };
  await storeShippedEditions(deps);
  await storeShippedForms(deps);
  return deps;
}

/** Neither broken nor of a newer program: a start on such a one would only do harm. */
function assertUsable({ file }: SqliteStore): void {
  if (!hasTables(file)) return;
  const faults = (file.pragma('quick_check(1)') as { quick_check: string }[]).filter((row) => row.quick_check !== 'ok');
  if (faults.length > 0) throw new ConfigError(BROKEN_DATABASE);
  if (unknownMigrations(migrationsOf(file)).length > 0) throw new ConfigError(NEWER);
}

function hasTables(file: SqliteStore['file']): boolean {
  return file.prepare("select 1 from sqlite_master where name = 'kysely_migration'").get() !== undefined;
}

/** A copy first, so that a failed migration costs nothing; a fresh database has nothing to copy. */
async function migrateWithCopy(store: SqliteStore, path: string, log: Deps['log']): Promise<void> {
  const pending = hasTables(store.file) ? await pendingMigrations(store.db) : [];
  const copy = `${path}.before-${pending[0]}`;
  if (pending.length > 0) {
    // Under its name only once it is whole: a start that was killed must not leave half a copy to be trusted.
    const unfinished = `${copy}${UNFINISHED}`;
    rmSync(unfinished, { force: true });
    await store.file.backup(unfinished);
    chmodSync(unfinished, 0o600);
    renameSync(unfinished, copy);
    log.info({ copy, pending }, 'database copied before migrating');
  }
  try {
    await migrateToLatest(store.db);
  } catch (cause) {
    if (pending.length === 0) throw cause;
    log.error({ cause, copy, pending }, 'migration failed and was rolled back, the database is as it was');
    throw new ConfigError(
      'Chưa nâng cấp được cơ sở dữ liệu nên máy chủ chưa khởi động. Dữ liệu vẫn y như trước khi nâng cấp, ' +
        `và còn một bản sao ở ${copy}. Hãy chạy lại phiên bản cũ của chương trình và báo người phụ trách kỹ thuật: ${String(cause)}`,
      { cause },
    );
  }
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
