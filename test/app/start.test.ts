import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Migrator } from 'kysely/migration';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { openSqlite, type SqliteStore } from '../../src/storage/sqlite.ts';
import { freePort, freshFolder, run } from '../helpers/commands.ts';
import { officeData, paperHashes } from '../helpers/office-data.ts';

/** A start on data that this program cannot or must not use. */
const LONG = 90_000;

async function started(dataDir: string, more: Record<string, string> = {}) {
  const server = run(['serve'], { DATA_DIR: dataDir, PORT: String(await freePort()), LOG_LEVEL: 'info', ...more });
  return { code: await server.ended, said: server.printed() };
}

/** Everything in it: the shape, and every row of every table. */
function everythingIn(store: SqliteStore): unknown {
  const shape = store.file.prepare('select name, sql from sqlite_master order by name').all() as { name: string }[];
  const tables = store.file.prepare("select name from sqlite_master where type = 'table' order by name").pluck().all();
  return [shape, ...(tables as string[]).map((name) => store.file.prepare(`select * from "${name}"`).all())];
}

async function withStore<Result>(
  path: string,
  look: (store: SqliteStore) => Result | Promise<Result>,
): Promise<Result> {
  const store = openSqlite(path);
  try {
    return await look(store);
  } finally {
    await store.close();
  }
}

test(
  'a migration that fails leaves the database as it was, a copy beside it, and says both',
  { timeout: LONG },
  async () => {
    const folder = freshFolder();
    const path = join(folder, 'tu-soi.sqlite');
    const before = await withStore(path, async (store) => {
      const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => migrations } });
      expect((await migrator.migrateTo('0017-assistance')).error).toBeUndefined();
      store.file.exec("insert into setting values ('mot-dong', 'của đồng chí')");
      // In the way of the last of the migrations that are due.
      store.file.exec('create table backup_run (id text)');
      return everythingIn(store);
    });
    const { code, said } = await started(folder);
    expect(code).toBe(1);
    expect(said).toContain('Dữ liệu vẫn y như trước khi nâng cấp');
    expect(said).toContain('tu-soi.sqlite.before-0018-reports');
    expect(said).toContain('migration failed and was rolled back, the database is as it was');
    expect(said).toContain('table "backup_run" already exists');
    expect(await withStore(path, everythingIn)).toEqual(before);
    expect(await withStore(`${path}.before-0018-reports`, everythingIn)).toEqual(before);
  },
);

test('a database of a newer program is refused untouched, with the way out', { timeout: LONG }, async () => {
  const folder = freshFolder();
  const path = join(folder, 'tu-soi.sqlite');
  await officeData(folder);
  const before = await withStore(path, (store) => {
    store.file.exec("insert into kysely_migration values ('0999-later', '2030-01-01')");
    return everythingIn(store);
  });
  const { code, said } = await started(folder);
  expect(code).toBe(1);
  expect(said).toContain('Hãy cài phiên bản mới hơn');
  expect(said).not.toMatch(/\n\s+at /);
  expect(await withStore(path, everythingIn)).toEqual(before);
});

test.each([
  ['somewhere in the middle', (bytes: Buffer) => bytes.fill(0xa5, 40_960, 73_728)],
  ['at its head', (bytes: Buffer) => bytes.fill(0xa5, 0, 4_096)],
  ['cut off', (bytes: Buffer) => bytes.subarray(0, bytes.length - 81_920)],
])(
  'a database broken %s does not start but says how to restore, and the restore brings everything back',
  { timeout: LONG },
  async (_where, spoil) => {
    const folder = freshFolder();
    const path = join(folder, 'tu-soi.sqlite');
    await officeData(folder);
    const papers = await paperHashes(path);
    const passphrase = { BACKUP_PASSPHRASE: 'năm từ không liên quan gì', DATA_DIR: folder };
    expect(await run(['backup'], passphrase).ended).toBe(0);
    const spoilt = spoil(readFileSync(path));
    writeFileSync(path, spoilt);
    const { code, said } = await started(folder);
    expect(code).toBe(1);
    expect(said).toContain('npm run restore');
    expect(said).not.toMatch(/\n\s+at /);
    const [file = ''] = readdirSync(join(folder, 'backups'));
    const restore = run(['restore', join(folder, 'backups', file)], passphrase);
    expect(await restore.ended, restore.printed()).toBe(0);
    const aside = readdirSync(folder).find((name) => /truoc-khoi-phuc-\d{8}-\d{6}$/.test(name)) ?? '';
    // But for the mark of the journal in its head, what was set aside is what was found.
    expect(readFileSync(join(folder, aside)).subarray(100).equals(spoilt.subarray(100))).toBe(true);
    expect(await paperHashes(path)).toEqual(papers);
    const server = run(['serve'], { DATA_DIR: folder, PORT: String(await freePort()), LOG_LEVEL: 'silent' });
    await server.until('Bản in PDF:');
  },
);
