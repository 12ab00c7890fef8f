import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type Config, ConfigError } from '../config.ts';
import { copyEverything, isEmpty } from '../storage/copying.ts';
import { migrateToLatest, migrationsIn } from '../storage/migrate.ts';
import { scratchIn } from './backup.ts';
import { stampOf } from './backup-folder.ts';
import { unknownMigrations } from './examination.ts';
import { databaseIn, openAlone } from './existing.ts';
import { createLog } from './log.ts';
import { hasTable, type NodeStore } from './node-store.ts';
import { noteRestore, type Restored } from './restore-note.ts';
import { openFile } from './sqlite-store.ts';
import { NEWER, proveItStarts, stageBackup } from './staging.ts';
import { copyWhole } from './whole-copy.ts';

interface Restoring {
  config: Config;
  backup: string;
  passphrase: string;
  now: Date;
}

/**
 * Puts a backup in the place of the rows on a server. What stood there before goes into a database file in the data folder
 * first. The rows change in one transaction: a cut in between leaves the old ones.
 */
export async function restoreToServer({ config, backup, passphrase, now }: Restoring): Promise<Restored> {
  await mkdir(config.dataDir, { recursive: true, mode: 0o700 });
  const target = await openAlone(config, createLog(config.logLevel));
  const scratch = await scratchIn(config.dataDir);
  try {
    await target.assertSound();
    if ((await hasTable(target, 'kysely_migration')) && unknownMigrations(await migrationsIn(target.db)).length > 0)
      throw new ConfigError(NEWER);
    const staged = join(scratch, 'tu-soi.sqlite');
    const header = await stageBackup(backup, passphrase, staged);
    await noteRestore(staged, now, { header, name: basename(backup) });
    await proveItStarts(staged);
    const aside = (await isEmpty(target.db, await target.tables())) ? null : await setAside(target, config, now);
    await migrateToLatest(target.db);
    const source = openFile(staged);
    try {
      await copyEverything(source, target, await source.tables());
    } finally {
      await source.close();
    }
    return { header, database: target.place, aside };
  } finally {
    await target.close();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function setAside(target: NodeStore, { dataDir }: Config, now: Date): Promise<string> {
  const aside = `${databaseIn(dataDir)}.truoc-khoi-phuc-${stampOf(now)}`;
  if (existsSync(aside)) throw new ConfigError(`Đã có ${aside}. Hãy đợi một phút rồi chạy lại.`);
  await copyWhole(target, aside);
  return aside;
}
