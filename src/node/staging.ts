import { open, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ConfigError } from '../config.ts';
import { migrateToLatest } from '../storage/migrate.ts';
import { openSqlite } from '../storage/sqlite.ts';
import { formatNumber } from '../views/formats.ts';
import { type BackupHeader, openBackup, writeWhole } from './backup-file.ts';
import { examineDatabase, unknownMigrations } from './examination.ts';

export const NEWER =
  'Dữ liệu này thuộc một phiên bản mới hơn của Tự soi. Hãy cài phiên bản mới hơn (git pull rồi npm ci), rồi chạy lại lệnh vừa gõ.';

/**
 * Unpacks a backup into a new file and proves it: encryption, hash, the database's own check, rows against what the backup
 * says of itself, and no migration this program lacks. Throws `ConfigError`; who gave the place cleans it up.
 */
export async function stageBackup(backup: string, passphrase: string, to: string): Promise<BackupHeader> {
  const { header, body, close } = await openBackup(backup, passphrase);
  try {
    if (unknownMigrations([header.migration]).length > 0) throw new ConfigError(`${NEWER} (${header.program})`);
    await assertRoom(dirname(to), header.bytes);
    const file = await open(to, 'wx', 0o600);
    try {
      for await (const chunk of body) await writeWhole(file, chunk);
      await file.sync();
    } finally {
      await file.close();
    }
  } finally {
    await close();
  }
  assertAsPacked(to, header);
  return header;
}

async function assertRoom(folder: string, bytes: number): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < bytes)
    throw new ConfigError(
      `Ổ đĩa không đủ chỗ: cần thêm ${formatNumber(Math.ceil(bytes / 1_000_000))} MB ở ${folder}. Hãy dọn bớt rồi chạy lại.`,
    );
}

function assertAsPacked(path: string, header: BackupHeader): void {
  const found = examineDatabase(path);
  if (unknownMigrations(found.migrations).length > 0) throw new ConfigError(`${NEWER} (${header.program})`);
  const differs = Object.keys({ ...header.counts, ...found.counts }).filter(
    (table) => header.counts[table] !== found.counts[table],
  );
  const faults = [...found.faults, ...differs.map((table) => `số dòng của ${table}`)];
  if (faults.length > 0)
    throw new ConfigError(
      `Dữ liệu trong bản sao lưu có chỗ hỏng: ${faults.slice(0, 3).join('; ')}. Hãy dùng bản khác.`,
    );
}

/** Would this program start on it? Only for a copy: it is brought to today's shape. */
export async function proveItStarts(path: string): Promise<string[]> {
  const store = openSqlite(path);
  try {
    return await migrateToLatest(store.db);
  } finally {
    await store.close();
  }
}
