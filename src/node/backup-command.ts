import { v7 as uuidv7 } from 'uuid';
import type { BackupRunTable } from '../../db/schema.ts';
import { canonicalJson } from '../canonical.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { recordRun } from '../operation/statements.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import { type BackupDone, makeBackup } from './backup.ts';
import { drill, type DrillDone } from './drill.ts';
import { openExisting } from './existing.ts';
import { plainWords } from './explain.ts';
import { hasTable, type NodeStore } from './node-store.ts';

/** `npm run backup`: a copy of everything in one encrypted file, while the server works on. */
export async function backupCommand(words: string[]): Promise<void> {
  if (words.length > 0) throw new ConfigError('Cách dùng: npm run backup');
  await recorded('backup', async (store, config) => {
    const done = await makeBackup({ store, config, now: () => new Date() });
    for (const line of backupWords(done)) console.log(line);
    return { name: done.name, bytes: done.bytes, counts: done.header.counts, detail: 'Đã đọc lại và đối chiếu.' };
  });
}

/** `npm run drill`: proves that the newest copy could be used. */
export async function drillCommand(words: string[]): Promise<void> {
  if (words.length > 0) throw new ConfigError('Cách dùng: npm run drill');
  await recorded('drill', async (_store, config) => {
    const done = await drill(config);
    const detail = drillWords(done);
    console.log(`Diễn tập khôi phục đạt: ${done.name}, sao lưu lúc ${formatDateTime(done.header.madeAt)}.\n${detail}`);
    return { name: done.name, bytes: done.header.bytes, counts: done.header.counts, detail };
  });
}

type Outcome = Pick<BackupRunTable, 'bytes' | 'detail'> & { name: string; counts: Record<string, number> };

/** The run leaves a row however it ends. A database from before there were such rows has its backup all the same. */
async function recorded(
  kind: BackupRunTable['kind'],
  work: (store: NodeStore, config: Config) => Promise<Outcome>,
): Promise<void> {
  const config = readConfig(process.env, 'data/real');
  const store = await openExisting(config);
  const at = new Date().toISOString();
  try {
    const { name, bytes, detail, counts } = await work(store, config);
    await record(store, { kind, at, ok: 1, file_name: name, bytes, detail, counts: canonicalJson(counts) });
  } catch (error) {
    const detail = plainWords(error) ?? 'Lỗi chưa rõ; xem cửa sổ lệnh hoặc nhật ký của máy chủ.';
    // A disk too full for the backup may be too full for this line: the first fault is the one to be told.
    await record(store, { kind, at, ok: 0, file_name: '', bytes: 0, detail, counts: '{}' }).catch(() => undefined);
    throw error;
  } finally {
    await store.close();
  }
}

async function record(store: NodeStore, run: Omit<BackupRunTable, 'id'>): Promise<void> {
  if (await hasTable(store, 'backup_run'))
    await store.atomic(recordRun({ store, now: () => new Date(), newId: uuidv7 }, run));
}

function backupWords({ path, bytes, header, dropped }: BackupDone): string[] {
  const rows = Object.values(header.counts).reduce((sum, count) => sum + count, 0);
  return [
    `Đã sao lưu: ${path}`,
    `  ${megabytes(bytes)}, ${formatNumber(Object.keys(header.counts).length)} bảng, ${formatNumber(rows)} dòng; ` +
      'đã mở lại tệp và đối chiếu từng byte.',
    ...(header.sealHead ? [`  Niêm phong cuối của sổ nhật ký: ${header.sealHead.seq}:${header.sealHead.hash}`] : []),
    ...(dropped.length > 0 ? [`  Đã bỏ ${formatNumber(dropped.length)} bản cũ nhất: ${dropped.join(', ')}`] : []),
  ];
}

function drillWords({ header, paper }: DrillDone): string {
  const rows = Object.values(header.counts).reduce((sum, count) => sum + count, 0);
  return (
    `Đã mở bản sao lưu ở một chỗ riêng: ${formatNumber(rows)} dòng của ${formatNumber(Object.keys(header.counts).length)} bảng ` +
    `khớp với lúc sao lưu; ${paper ? 'một bản in đã mở ra và đúng như lúc in' : 'chưa có bản in nào để mở thử'}.`
  );
}

export function megabytes(bytes: number): string {
  return `${formatNumber(Math.max(1, Math.round(bytes / 100_000)) / 10)} MB`;
}
