import { existsSync } from 'node:fs';
import { chmod, mkdir, rename } from 'node:fs/promises';
import { v7 as uuidv7 } from 'uuid';
import { ConfigError } from '../config.ts';
import type { Log } from '../deps.ts';
import { movedList } from '../operation/statements.ts';
import { copyEverything, isEmpty, type TableContent } from '../storage/copying.ts';
import { migrateToLatest, migrationsIn, pendingMigrations } from '../storage/migrate.ts';
import { UNFINISHED } from './backup-folder.ts';
import { unknownMigrations } from './examination.ts';
import { databaseIn, type Home, openAlone } from './existing.ts';
import { dataLock, holdLock } from './lock.ts';
import { IN_USE, type NodeStore } from './node-store.ts';
import { openFile } from './sqlite-store.ts';
import { NEWER } from './staging.ts';
import { forget } from './whole-copy.ts';

export interface Moved {
  from: string;
  to: string;
  tables: TableContent[];
}

type MoveLog = Pick<Log, 'warn'>;

/**
 * Copies a whole installation into a place that holds nothing yet: a database server's, or a data folder. The old one
 * stays as it was. Nobody may work with either meanwhile. Throws `ConfigError`, and then nothing of it stays in the new place.
 */
export async function moveInstallation(from: Home, to: Home, log: MoveLog): Promise<Moved> {
  if (!from.databaseUrl && !existsSync(databaseIn(from.dataDir)))
    throw new ConfigError(`Không thấy cơ sở dữ liệu ${databaseIn(from.dataDir)}. Hãy đặt DATA_DIR cho đúng.`);
  const source = await openAlone(from, log);
  try {
    await assertUpToDate(source);
    return await (to.databaseUrl ? intoServer(source, to, log) : intoFolder(source, to.dataDir));
  } finally {
    await source.close();
  }
}

async function assertUpToDate(source: NodeStore): Promise<void> {
  await source.assertSound();
  const tables = await source.tables();
  const done = tables.includes('kysely_migration') ? await migrationsIn(source.db) : [];
  if (done.length === 0) throw new ConfigError(`Trong ${source.place} chưa có gì để chuyển.`);
  if (unknownMigrations(done).length > 0) throw new ConfigError(NEWER);
  if ((await pendingMigrations(source.db)).length > 0)
    throw new ConfigError(
      'Dữ liệu này của một phiên bản cũ. Hãy chạy npm start một lần cho nâng cấp xong rồi mới chuyển.',
    );
}

async function intoServer(source: NodeStore, to: Home, log: MoveLog): Promise<Moved> {
  const target = await openAlone(to, log);
  try {
    await target.assertSound();
    if (!(await isEmpty(target.db, await target.tables())))
      throw new ConfigError(`Cơ sở dữ liệu ${target.place} không trống. Hãy tạo một cơ sở dữ liệu mới để chuyển tới.`);
    await migrateToLatest(target.db);
    return await copyInto(source, target);
  } finally {
    await target.close();
  }
}

/** The file gets its name only once all of it is there. */
async function intoFolder(source: NodeStore, dataDir: string): Promise<Moved> {
  const path = databaseIn(dataDir);
  await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = holdLock(dataLock(dataDir), 'alone');
  if (!lock) throw new ConfigError(IN_USE);
  const unfinished = `${path}${UNFINISHED}`;
  try {
    if (existsSync(path)) throw new ConfigError(`Đã có ${path}. Hãy chọn một thư mục khác để chuyển tới.`);
    await forget(unfinished);
    const target = openFile(unfinished);
    const moved = await migrateToLatest(target.db)
      .then(() => copyInto(source, target))
      .finally(() => target.close());
    await chmod(unfinished, 0o600);
    await rename(unfinished, path);
    return { ...moved, to: path };
  } finally {
    await forget(unfinished);
    lock.release();
  }
}

async function copyInto(source: NodeStore, target: NodeStore): Promise<Moved> {
  const engines = `${source.engine} → ${target.engine}`;
  const tables = await copyEverything(source, target, await target.tables(), (db) =>
    movedList({ store: { ...target, db }, now: () => new Date(), newId: uuidv7 }, engines),
  );
  return { from: source.place, to: target.place, tables };
}
