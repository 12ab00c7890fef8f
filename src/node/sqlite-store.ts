import { ConfigError } from '../config.ts';
import { openSqlite, type SqliteStore } from '../storage/sqlite.ts';
import { BROKEN_DATABASE } from './explain.ts';
import type { NodeStore } from './node-store.ts';
import { isWritable, sizeOf } from './on-disk.ts';

/** A database file, and what the commands at the server need of it. */
export function openFile(path: string): NodeStore & SqliteStore {
  const store = openSqlite(path);
  const { file } = store;
  return {
    ...store,
    engine: 'sqlite',
    // One server process per file: those beside it are commands, which take no work.
    firstHere: true,
    place: path,
    tables: async () => tablesIn(file),
    assertSound: async () => {
      const found = file.pragma('quick_check(1)') as { quick_check: string }[];
      if (found.some((row) => row.quick_check !== 'ok')) throw new ConfigError(BROKEN_DATABASE);
    },
    // In one step: with several, SQLite begins anew whenever another process has written in between.
    copyTo: async (copy) => void (await file.backup(copy, { progress: () => 0x7fffffff })),
    unwaited: async (work) => {
      file.pragma('synchronous = OFF');
      try {
        return await work();
      } finally {
        file.pragma('synchronous = FULL');
      }
    },
    size: async () => (await sizeOf(path)) + (await sizeOf(`${path}-wal`)),
    writable: () => isWritable(path),
  };
}

export function tablesIn(file: SqliteStore['file']): string[] {
  return file
    .prepare("select name from sqlite_master where type = 'table' and name not like 'sqlite%' order by name")
    .pluck()
    .all() as string[];
}
