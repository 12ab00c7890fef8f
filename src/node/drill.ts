import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256Hex } from '../canonical.ts';
import { type Config, ConfigError } from '../config.ts';
import { findRecordById, newestPaper, paperBytes, recordText } from '../records/queries.ts';
import { openSqlite } from '../storage/sqlite.ts';
import type { BackupHeader } from './backup-file.ts';
import { backupsIn } from './backup-folder.ts';
import { scratchIn, withBackupLock } from './backup.ts';
import { readPassphrase } from './passphrase.ts';
import { proveItStarts, stageBackup } from './staging.ts';

export interface DrillDone {
  name: string;
  header: BackupHeader;
  /** A frozen paper was opened and is what was frozen; false where the backup has none yet. */
  paper: boolean;
}

/** The newest backup, restored in a scratch place and looked through. Throws `ConfigError` when it would not do. */
export async function drill(config: Config): Promise<DrillDone> {
  const passphrase = readPassphrase(config.backup);
  return withBackupLock(config, async () => {
    const [name] = await backupsIn(config.backup.dir);
    if (!name)
      throw new ConfigError(`Chưa có bản sao lưu nào trong ${config.backup.dir}. Hãy sao lưu trước (npm run backup).`);
    const scratch = await scratchIn(config.dataDir);
    try {
      const staged = join(scratch, 'tu-soi.sqlite');
      const header = await stageBackup(join(config.backup.dir, name), passphrase, staged);
      await proveItStarts(staged);
      return { name, header, paper: await openOnePaper(staged) };
    } finally {
      await rm(scratch, { recursive: true, force: true });
    }
  });
}

async function openOnePaper(database: string): Promise<boolean> {
  const store = openSqlite(database);
  try {
    const paper = await newestPaper(store.db);
    if (!paper) return false;
    const record = await findRecordById(store.db, paper.record_id);
    if (!record) throw new ConfigError('Bản in trong bản sao lưu không còn nội dung gốc. Hãy dùng bản sao lưu khác.');
    await recordText(store.db, record);
    if (sha256Hex(await paperBytes(store.db, paper.id)) !== paper.sha256)
      throw new ConfigError('Bản in trong bản sao lưu không còn đúng như lúc in. Hãy dùng bản sao lưu khác.');
    return true;
  } finally {
    await store.close();
  }
}
