import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config.ts';
import { openSqlite, type SqliteStore } from '../storage/sqlite.ts';
import { dataLock, holdLock } from './lock.ts';

/** Opens the database and keeps a restore away until it is closed again. Throws `ConfigError` while one is at work. */
export function openUnlessRestoring({ dataDir }: Pick<Config, 'dataDir'>): SqliteStore {
  const lock = holdLock(dataLock(dataDir), 'shared');
  if (!lock) throw new ConfigError('Dữ liệu trong thư mục này đang được khôi phục. Hãy đợi xong rồi chạy lại.');
  const store = openSqlite(databaseIn(dataDir));
  return {
    ...store,
    close: async () => {
      await store.close();
      lock.release();
    },
  };
}

/** For commands beside the server: the database as it is, neither made nor migrated. */
export function openExisting(config: Pick<Config, 'dataDir'>): SqliteStore {
  const path = databaseIn(config.dataDir);
  if (!existsSync(path)) throw new ConfigError(`Không thấy cơ sở dữ liệu ${path}. Hãy đặt DATA_DIR cho đúng.`);
  return openUnlessRestoring(config);
}

export function databaseIn(dataDir: string): string {
  return join(dataDir, 'tu-soi.sqlite');
}
