import { mkdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

const BLOCK = 512;
const FILE_TYPES = new Set(['', '0']);

interface TarFile {
  /** The path inside the archive. */
  path: string;
  body: Buffer;
}

/** The plain files of a ustar archive. Links, devices and folders are passed over: we need libraries, nothing else. */
export function readTar(archive: Buffer): TarFile[] {
  const files: TarFile[] = [];
  let at = 0;
  while (at + BLOCK <= archive.length) {
    const header = archive.subarray(at, at + BLOCK);
    const path = field(header, 0, 100);
    if (path === '') break;
    const size = Number.parseInt(field(header, 124, 12).trim() || '0', 8);
    const type = field(header, 156, 1);
    at += BLOCK;
    if (!Number.isSafeInteger(size) || at + size > archive.length) throw new Error('tar archive breaks off');
    if (FILE_TYPES.has(type)) files.push({ path, body: archive.subarray(at, at + size) });
    at += Math.ceil(size / BLOCK) * BLOCK;
  }
  return files;
}

/** Writes the archive's files flat into one folder: only their last name counts, so no path can lead out of it. */
export async function extractFlat(archive: Buffer, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const file of readTar(archive)) await writeFile(join(folder, basename(file.path)), file.body, { mode: 0o700 });
}

function field(header: Buffer, from: number, length: number): string {
  const text = header.subarray(from, from + length).toString('latin1');
  const end = text.indexOf('\0');
  return end < 0 ? text : text.slice(0, end);
}
