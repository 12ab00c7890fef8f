import { statfs } from 'node:fs/promises';
import { basename } from 'node:path';
import type { Machine, MachineFacts } from '../deps.ts';
import { paperFontPaths } from '../pdf/paper-fonts-node.ts';
import type { NodeStore } from './node-store.ts';
import { isWritable, sizeOf } from './on-disk.ts';

/** The machine under a data folder, asked anew each time: all of it together costs about a millisecond. */
export function machineOf(dataDir: string, store: Pick<NodeStore, 'place' | 'size' | 'writable'>): Machine {
  return {
    async facts() {
      const [disk, folder, database, databaseBytes, paperFonts] = await Promise.all([
        diskOf(dataDir),
        isWritable(dataDir),
        store.writable(),
        store.size().catch(() => 0),
        fontsFound(),
      ]);
      return {
        disk,
        writable: folder && database,
        databaseBytes,
        databasePlace: store.place,
        memoryBytes: process.memoryUsage.rss(),
        uptimeSeconds: process.uptime(),
        runtime: `Node ${process.versions.node}`,
        system: `${process.platform} ${process.arch}`,
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        paperFonts,
      };
    },
  };
}

async function diskOf(folder: string): Promise<MachineFacts['disk']> {
  try {
    const { bavail, blocks, bsize } = await statfs(folder);
    return { freeBytes: bavail * bsize, totalBytes: blocks * bsize };
  } catch {
    return null;
  }
}

async function fontsFound(): Promise<MachineFacts['paperFonts']> {
  const paths = paperFontPaths();
  const sizes = await Promise.all(paths.map(sizeOf));
  const missing = paths.filter((_, at) => sizes[at] === 0).map((path) => basename(path));
  return { present: paths.length - missing.length, missing };
}
