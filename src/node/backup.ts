import { chmod, mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sealLog } from '../audit/sealing.ts';
import { type Config, ConfigError } from '../config.ts';
import { VERSION } from '../version.ts';
import { type BackupHeader, packBackup, verifyBackup } from './backup-file.ts';
import { backupsIn, dropOld, nextName, SCRATCH, sweep, syncFolder, UNFINISHED } from './backup-folder.ts';
import { examineDatabase, sha256OfFile } from './examination.ts';
import { holdLock } from './lock.ts';
import type { NodeStore } from './node-store.ts';
import { readPassphrase } from './passphrase.ts';

export interface BackupDone {
  name: string;
  path: string;
  bytes: number;
  header: BackupHeader;
  /** Older files that gave way to it. */
  dropped: string[];
}

/**
 * Copies the database while others work with it. The file gets its name only after it was read back, decrypted and
 * compared; whatever goes wrong before leaves the folder as it was. Throws `ConfigError` or what the disk said.
 */
export async function makeBackup(
  deps: { store: NodeStore; config: Config; now: () => Date },
  options: { workFactor?: number } = {},
): Promise<BackupDone> {
  const { config } = deps;
  const passphrase = readPassphrase(config.backup);
  return withBackupLock(config, async () => {
    const { dir } = config.backup;
    await mkdir(dir, { recursive: true, mode: 0o700 });
    const scratch = await scratchIn(config.dataDir);
    const now = deps.now();
    const name = nextName(now, await backupsIn(dir));
    const unfinished = join(dir, `${name}${UNFINISHED}`);
    try {
      // So that the copy's last seal, noted elsewhere, vouches for all but the last seconds. A failure is no hindrance.
      await sealLog(deps).catch(() => 0);
      const { database, header } = await snapshot(deps.store, scratch, config, now);
      const bytes = await packBackup({ header, database, to: unfinished, passphrase, ...options });
      const read = await verifyBackup(unfinished, passphrase);
      await rename(unfinished, join(dir, name));
      await syncFolder(dir);
      const dropped = await dropOld(dir, config.backup.keep);
      return { name, path: join(dir, name), bytes, header: read, dropped };
    } finally {
      await rm(unfinished, { force: true });
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

/** One at a time: a second one would find the first one's half-written file, and drop what it reads. */
export async function withBackupLock<Result>(config: Config, work: () => Promise<Result>): Promise<Result> {
  const lock = holdLock(join(config.dataDir, 'sao-luu.lock'), 'alone');
  if (!lock) throw new ConfigError('Một lần sao lưu hoặc diễn tập khác đang chạy. Hãy đợi xong rồi chạy lại.');
  try {
    await sweep(config.backup.dir, config.dataDir);
    return await work();
  } finally {
    lock.release();
  }
}

/** Beside the database, for its owner only: what lies in it is not encrypted. */
export async function scratchIn(dataDir: string): Promise<string> {
  const folder = await mkdtemp(join(dataDir, SCRATCH));
  await chmod(folder, 0o700);
  return folder;
}

async function snapshot(store: NodeStore, scratch: string, config: Config, now: Date) {
  const database = join(scratch, 'tu-soi.sqlite');
  await store.copyTo(database);
  const found = examineDatabase(database);
  if (found.faults.length > 0) {
    throw new ConfigError(
      'Cơ sở dữ liệu đang dùng có chỗ hỏng nên chưa sao lưu; các bản sao lưu cũ vẫn giữ nguyên. ' +
        `Hãy khôi phục từ bản sao lưu gần nhất (npm run restore). Chỗ hỏng: ${found.faults.slice(0, 3).join('; ')}`,
    );
  }
  const header = {
    program: VERSION,
    madeAt: now.toISOString(),
    migration: found.migrations.at(-1) ?? '',
    rehearsal: found.rehearsal,
    counts: found.counts,
    ...(await sha256OfFile(database)),
    sealHead: found.sealHead,
    settings: settingsOf(config),
  };
  return { database, header };
}

function settingsOf({ host, port, publicOrigin, trustedProxy, backup }: Config): Record<string, string> {
  return {
    HOST: host,
    PORT: String(port),
    PUBLIC_ORIGIN: publicOrigin,
    ...(trustedProxy ? { TRUSTED_PROXY: trustedProxy } : {}),
    ...(backup.at ? { BACKUP_AT: backup.at } : {}),
    BACKUP_KEEP: String(backup.keep),
  };
}
