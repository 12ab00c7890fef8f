import { join } from 'node:path';
import DatabaseFile from 'better-sqlite3';

/**
 * A lock of the operating system, through SQLite: it ends with its holder, however that one ends, and it says nothing about
 * the database itself, so that it holds beside a broken one too. Any number share it, or one has it alone.
 */
export function holdLock(path: string, how: 'shared' | 'alone'): { release(): void } | null {
  const file = new DatabaseFile(path, { timeout: 0 });
  try {
    file.exec(how === 'alone' ? 'begin exclusive' : 'begin');
    file.prepare('select count(*) from sqlite_master').get();
    return { release: () => void file.close() };
  } catch (error) {
    file.close();
    if (error instanceof DatabaseFile.SqliteError && error.code.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
}

/** Shared by whoever works with the database, had alone by a restore. */
export function dataLock(dataDir: string): string {
  return join(dataDir, 'tu-soi.lock');
}
