import { chmodSync, mkdirSync } from 'node:fs';
import { v7 as uuidv7 } from 'uuid';
import { storeShippedEditions } from '../catalogues/commands.ts';
import { type Config, ConfigError } from '../config.ts';
import type { Deps } from '../deps.ts';
import { storeShippedForms } from '../forms/commands.ts';
import { createChromiumRenderer } from '../pdf/chromium.ts';
import { migrateToLatest, migrationsIn, pendingMigrations } from '../storage/migrate.ts';
import { databaseIn, openDatabase } from './existing.ts';
import { unknownMigrations } from './examination.ts';
import { createLog } from './log.ts';
import { machineOf } from './machine.ts';
import { hasTable, type NodeStore } from './node-store.ts';
import { readShipped } from './shipped.ts';
import { NEWER } from './staging.ts';
import { upkeepOn } from './upkeep.ts';
import { copyWhole } from './whole-copy.ts';

export interface NodeDeps extends Deps {
  store: NodeStore;
}

interface BeforeWriting {
  /** Looks at the database as it was found; throws to leave it untouched. */
  beforeWriting?: (store: NodeStore) => Promise<void>;
}

/** Opens the database, brings it to this program's shape and builds everything around it. */
export async function makeNodeDeps(config: Config, overrides: Partial<Deps> & BeforeWriting = {}): Promise<NodeDeps> {
  const { beforeWriting, ...replaced } = overrides;
  mkdirSync(config.dataDir, { recursive: true, mode: 0o700 });
  const log = overrides.log ?? createLog(config.logLevel);
  const store = await openDatabase(config, log);
  if (store.engine === 'sqlite') chmodSync(store.place, 0o600);
  try {
    await beforeWriting?.(store);
    const pending = await assertUsable(store);
    await migrateWithCopy(store, pending, log, config);
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
    machine: machineOf(config.dataDir, store),
    addressOf: clientAddress(config.trustedProxy),
    shipped: await readShipped(),
    upkeep: upkeepOn(config),
    ...replaced,
    log,
    store,
  };
  await storeShippedEditions(deps);
  await storeShippedForms(deps);
  return deps;
}

/**
 * Neither broken, nor somebody else's, nor of a newer program: a start on such a one would only do harm.
 * Gives the migrations it lacks; none for a fresh one.
 */
async function assertUsable(store: NodeStore): Promise<string[]> {
  await store.assertSound();
  if (!(await hasTable(store, 'kysely_migration'))) return [];
  const done = await migrationsIn(store.db);
  if (unknownMigrations(done).length > 0) throw new ConfigError(NEWER);
  return done.length === 0 ? [] : pendingMigrations(store.db);
}

/** A copy first, so that a failed migration costs nothing; a fresh database has nothing to copy. */
async function migrateWithCopy(
  store: NodeStore,
  pending: readonly string[],
  log: Deps['log'],
  { dataDir }: Config,
): Promise<void> {
  const copy = `${databaseIn(dataDir)}.before-${pending[0]}`;
  if (pending.length > 0) {
    await copyWhole(store, copy);
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
