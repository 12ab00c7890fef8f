import { chmod, link, mkdir, mkdtemp, rename, rm, rmdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import DatabaseFile from 'better-sqlite3';
import { type Config, ConfigError } from '../config.ts';
import type { BackupHeader } from './backup-file.ts';
import { stampOf, syncFolder } from './backup-folder.ts';
import { scratchIn } from './backup.ts';
import { databaseIn } from './existing.ts';
import { dataLock, holdLock } from './lock.ts';
import { IN_USE } from './node-store.ts';
import { noteRestore, type Restored } from './restore-note.ts';
import { readPassphrase } from './passphrase.ts';
import { restoreToServer } from './restore-server.ts';
import { proveItStarts, stageBackup } from './staging.ts';

/** A dry run: everything a restore would do, in a place of its own that is gone afterwards. The data folder is not touched. */
export async function checkBackup(config: Config, backup: string): Promise<{ header: BackupHeader; brings: string[] }> {
  const scratch = await mkdtemp(join(tmpdir(), 'tu-soi-'));
  try {
    const staged = join(scratch, 'tu-soi.sqlite');
    const header = await stageBackup(backup, readPassphrase(config.backup), staged);
    return { header, brings: await proveItStarts(staged) };
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

/**
 * Puts a backup in the place of the present data, which keep their bytes under another name. Until the last step the place
 * holds the old data, after it the new: a cut in between leaves one or the other.
 */
export async function restoreBackup(config: Config, backup: string, now = new Date()): Promise<Restored> {
  const passphrase = readPassphrase(config.backup);
  if (config.databaseUrl) return restoreToServer({ config, backup, passphrase, now });
  const { dataDir } = config;
  const made = await mkdir(dataDir, { recursive: true, mode: 0o700 });
  const lock = holdLock(dataLock(dataDir), 'alone');
  if (!lock) throw new ConfigError(IN_USE);
  const scratch = await scratchIn(dataDir);
  let done = false;
  try {
    const staged = join(scratch, 'tu-soi.sqlite');
    const header = await stageBackup(backup, passphrase, staged);
    await noteRestore(staged, now, { header, name: basename(backup) });
    const database = databaseIn(dataDir);
    const aside = existsSync(database) ? await setAside(database, `${database}.truoc-khoi-phuc-${stampOf(now)}`) : null;
    await chmod(staged, 0o600);
    await rename(staged, database);
    await syncFolder(dataDir);
    done = true;
    return { header, database, aside };
  } finally {
    await rm(scratch, { recursive: true, force: true });
    lock.release();
    if (!done && made) await forgetFolder(dataDir);
  }
}

/** The old name stays until the new file takes it. Where a disk knows no second name for a file, it is free for a moment. */
async function setAside(database: string, aside: string): Promise<string> {
  if (existsSync(aside)) throw new ConfigError(`Đã có ${aside}. Hãy đợi một phút rồi chạy lại.`);
  makeWhole(database);
  for (const beside of ['-wal', '-shm'])
    if (existsSync(`${database}${beside}`)) await rename(`${database}${beside}`, `${aside}${beside}`);
  await link(database, aside).catch(() => rename(database, aside));
  return aside;
}

/** What stands in the journal goes into the file, which succeeds only when nobody else has it open. A broken one is taken as it is. */
function makeWhole(database: string): void {
  try {
    const file = new DatabaseFile(database, { timeout: 0 });
    try {
      file.pragma('journal_mode = delete');
    } finally {
      file.close();
    }
  } catch (error) {
    if (!(error instanceof DatabaseFile.SqliteError)) throw error;
    if (/^SQLITE_(BUSY|LOCKED)/.test(error.code)) throw new ConfigError(IN_USE);
    if (!/^SQLITE_(NOTADB|CORRUPT|IOERR)/.test(error.code)) throw error;
  }
}

/** Only what we made ourselves, and only while nothing else lies in it. */
async function forgetFolder(dataDir: string): Promise<void> {
  await rm(dataLock(dataDir), { force: true });
  await rmdir(dataDir).catch(() => undefined);
}
