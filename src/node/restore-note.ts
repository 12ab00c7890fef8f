import { v7 as uuidv7 } from 'uuid';
import { canonicalJson } from '../canonical.ts';
import { restoredList, restoredRuns } from '../operation/statements.ts';
import { openSqlite } from '../storage/sqlite.ts';
import type { BackupHeader } from './backup-file.ts';

export interface Restored {
  header: BackupHeader;
  /** Where the data are that were brought back. */
  database: string;
  /** Where the data are now that were here before; null where there were none. */
  aside: string | null;
}

/** The log says so; and who had ended his session or signed out by then is not signed in again by it. */
export async function noteRestore(
  path: string,
  now: Date,
  from: { header: BackupHeader; name: string },
): Promise<void> {
  const store = openSqlite(path);
  try {
    const deps = { store, now: () => now, newId: uuidv7 };
    const { madeAt, bytes, counts } = from.header;
    const run = { madeAt, bytes, file_name: from.name, counts: canonicalJson(counts) };
    // A database from before there were such rows learns of its copies later.
    const runs = 'backup_run' in counts ? restoredRuns(deps, run) : [];
    await store.atomic([...restoredList(deps, madeAt), ...runs]);
  } finally {
    await store.close();
  }
}
