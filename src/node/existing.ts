import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config.ts';
import type { Log } from '../deps.ts';
import { createLog } from './log.ts';
import { dataLock, holdLock } from './lock.ts';
import { hasTable, IN_USE, type NodeStore } from './node-store.ts';
import { openServer } from './postgres-store.ts';
import { openFile } from './sqlite-store.ts';

/** Which database, and where the files beside it are. */
export type Home = Pick<Config, 'dataDir' | 'databaseUrl'>;

/** Opens the database, made anew where there is none yet. Throws `ConfigError` with what to do. */
export async function openDatabase({ dataDir, databaseUrl }: Home, log: Pick<Log, 'warn'>): Promise<NodeStore> {
  return databaseUrl ? openServer(databaseUrl, log) : openUnlessRestoring(dataDir);
}

/** For commands beside the server: the database as it is, neither made nor migrated. */
export async function openExisting(config: Home & Pick<Config, 'logLevel'>): Promise<NodeStore> {
  const path = databaseIn(config.dataDir);
  if (!config.databaseUrl && !existsSync(path))
    throw new ConfigError(`Không thấy cơ sở dữ liệu ${path}. Hãy đặt DATA_DIR cho đúng.`);
  const store = await openDatabase(config, createLog(config.logLevel));
  if (await hasTable(store, 'kysely_migration')) return store;
  const { place } = store;
  await store.close();
  throw new ConfigError(`Cơ sở dữ liệu ${place} còn trống hoặc không phải của Tự soi. Hãy kiểm tra lại địa chỉ.`);
}

export function databaseIn(dataDir: string): string {
  return join(dataDir, 'tu-soi.sqlite');
}

/** For what nobody may see half done: no server and no other command works with it until it is closed again. */
export async function openAlone({ dataDir, databaseUrl }: Home, log: Pick<Log, 'warn'>): Promise<NodeStore> {
  return databaseUrl ? openServer(databaseUrl, log, { alone: true }) : openLocked(dataDir, 'alone', IN_USE);
}

/** Keeps a restore away until it is closed again. */
function openUnlessRestoring(dataDir: string): NodeStore {
  return openLocked(dataDir, 'shared', 'Dữ liệu trong thư mục này đang được khôi phục. Hãy đợi xong rồi chạy lại.');
}

function openLocked(dataDir: string, how: 'shared' | 'alone', refusal: string): NodeStore {
  const lock = holdLock(dataLock(dataDir), how);
  if (!lock) throw new ConfigError(refusal);
  const store = openFile(databaseIn(dataDir));
  return {
    ...store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
}
