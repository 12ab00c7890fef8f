import { mkdtempSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { NodeStore } from '../../src/node/node-store.ts';
import { openFile } from '../../src/node/sqlite-store.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import type { OpenedStore } from './opened-store.ts';
import { preparedOnServer } from './prepared-postgres.ts';

/** Each of some fifty thousand lists waits for the disk: in memory, where the machine has such a folder with room. */
const MEMORY = '/dev/shm';
const ROOM = 512 * 2 ** 20;
const parent = isRoomy(MEMORY) ? MEMORY : tmpdir();

function isRoomy(folder: string): boolean {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize > ROOM;
  } catch {
    return false;
  }
}

/** A database that was migrated and filled once; every test opens a copy of its own. */
export interface PreparedDatabase<Opened extends OpenedStore = OpenedStore & { store: NodeStore }> {
  open(): Promise<Opened>;
}

export type FileStore = ReturnType<typeof openFile>;
export type PreparedFile = PreparedDatabase<OpenedStore & { store: FileStore; address: string }>;

type Fill<Filled extends NodeStore> = (store: Filled) => Promise<void>;

/** On the engine that the tests of pages and commands run on: the server that TEST_DATABASE_URL names, else SQLite. */
export function prepareDatabase(fill: Fill<NodeStore>): Promise<PreparedDatabase> {
  return process.env.TEST_DATABASE_URL ? preparedOnServer(fill) : prepareFile(fill);
}

/** On SQLite, whatever engine the other tests run on: for tests of the file itself. */
export async function prepareFile(fill: Fill<FileStore>): Promise<PreparedFile> {
  const store = openFile(':memory:');
  try {
    await migrateToLatest(store.db);
    await fill(store);
    const bytes = store.file.serialize();
    return { open: () => Promise.resolve(openCopy(bytes)) };
  } finally {
    await store.close();
  }
}

function openCopy(bytes: Uint8Array) {
  const folder = mkdtempSync(join(parent, 'tu-soi-test-'));
  const address = join(folder, 'tu-soi.sqlite');
  writeFileSync(address, bytes);
  const store = openFile(address);
  return {
    store,
    address,
    close: async () => {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
