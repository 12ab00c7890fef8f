import { chmod, rename, rm } from 'node:fs/promises';
import { UNFINISHED } from './backup-folder.ts';
import type { NodeStore } from './node-store.ts';

/** A copy of the database as a file for its owner only, under its name only once it is whole: half a copy must not be trusted. */
export async function copyWhole(store: Pick<NodeStore, 'copyTo'>, path: string): Promise<void> {
  const unfinished = `${path}${UNFINISHED}`;
  // One that was killed has left it.
  await forget(unfinished);
  try {
    await store.copyTo(unfinished);
    await chmod(unfinished, 0o600);
    await rename(unfinished, path);
  } finally {
    await forget(unfinished);
  }
}

/** A database file in the making, with its journals. */
export async function forget(unfinished: string): Promise<void> {
  for (const beside of ['', '-wal', '-shm']) await rm(`${unfinished}${beside}`, { force: true });
}
