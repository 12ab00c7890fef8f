import { open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inHanoi, two } from '../calendar.ts';

/** Names in the folder of backups. Everything else that lies there is somebody else's. */
const OWN = /^tu-soi-(\d{8}-\d{4})(?:-(\d{1,4}))?\.tsbackup$/;
/** A file in work has this at its end and never counts. */
export const UNFINISHED = '.dang-ghi';

/** The files of ours that are whole, the newest first. */
export async function backupsIn(dir: string): Promise<string[]> {
  const names = await readdir(dir).catch(() => []);
  return names.filter((name) => OWN.test(name)).sort((a, b) => (orderOf(a) < orderOf(b) ? 1 : -1));
}

function orderOf(name: string): string {
  const [, stamp = '', again = '1'] = OWN.exec(name) ?? [];
  return `${stamp} ${again.padStart(4, '0')}`;
}

/** `tu-soi-20261125-2200.tsbackup`, in Hà Nội's time; a second one of the same minute says so. */
export function nextName(now: Date, taken: readonly string[]): string {
  const base = `tu-soi-${stampOf(now).slice(0, 13)}`;
  for (let again = 1; ; again += 1) {
    const name = again === 1 ? `${base}.tsbackup` : `${base}-${again}.tsbackup`;
    if (!taken.includes(name)) return name;
  }
}

/** `20261125-220533` in Hà Nội's time. */
export function stampOf(now: Date): string {
  const { year, month, day, hour, minute, second } = inHanoi(now);
  return `${year}${two(month)}${two(day)}-${two(hour)}${two(minute)}${two(second)}`;
}

/** What a run that was killed has left behind. Only under the lock of backups: nobody else is writing then. */
export async function sweep(dir: string, dataDir: string): Promise<void> {
  for (const name of await readdir(dir).catch(() => []))
    if (name.endsWith(UNFINISHED) && OWN.test(name.slice(0, -UNFINISHED.length)))
      await rm(join(dir, name), { force: true });
  for (const name of await readdir(dataDir).catch(() => []))
    if (name.startsWith(SCRATCH)) await rm(join(dataDir, name), { recursive: true, force: true });
}

/** Private places of ours in the data folder, for a database out of its encryption. */
export const SCRATCH = '.tam-';

/** Keeps the newest `keep` files of ours and returns the names of those that went. */
export async function dropOld(dir: string, keep: number): Promise<string[]> {
  const old = (await backupsIn(dir)).slice(keep);
  for (const name of old) await rm(join(dir, name), { force: true });
  return old;
}

/** After this the new name survives a power cut. Windows has no such call for folders and needs none. */
export async function syncFolder(dir: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(dir, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
