import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../config.ts';
import { openSqlite, type SqliteStore } from '../storage/sqlite.ts';

/** For commands beside the server: the database as it is, neither made nor migrated. */
export function openExisting({ dataDir }: Pick<Config, 'dataDir'>): SqliteStore {
  const path = join(dataDir, 'tu-soi.sqlite');
  if (!existsSync(path)) throw new ConfigError(`Không thấy cơ sở dữ liệu ${path}. Hãy đặt DATA_DIR cho đúng.`);
  return openSqlite(path);
}
