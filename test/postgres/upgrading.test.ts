import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { openFile } from '../../src/node/sqlite-store.ts';
import { migrateTo, migrationsIn } from '../../src/storage/migrate.ts';
import { openPostgres } from '../../src/storage/postgres.ts';
import { fakePdf } from '../helpers/app.ts';
import { freshFolder } from '../helpers/commands.ts';
import { createDatabase } from '../helpers/postgres.ts';

/** What a start does with a database on a server that is older or newer than the program. */
const LAST = Object.keys(migrations).at(-1) ?? '';
const BEFORE = Object.keys(migrations).at(-2) ?? '';
const NO_LOG = { warn: () => undefined };

async function database(): Promise<string> {
  const made = await createDatabase();
  onTestFinished(made.drop);
  return made.url;
}

function starting(url: string, folder: string) {
  return makeNodeDeps(readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: url }, folder), { pdf: fakePdf() });
}

it('an older one is copied into a file first, then brought to the new shape', async () => {
  const [url, folder] = [await database(), freshFolder()];
  const old = openPostgres(url, NO_LOG);
  await migrateTo(old.db, BEFORE);
  await old.db.insertInto('setting').values({ key: 'mot-dong', value: 'của đồng chí' }).execute();
  await old.close();
  const deps = await starting(url, folder);
  expect((await migrationsIn(deps.store.db)).at(-1)).toBe(LAST);
  await deps.store.close();
  expect(readdirSync(folder)).toEqual([`tu-soi.sqlite.before-${LAST}`]);
  const copy = openFile(join(folder, `tu-soi.sqlite.before-${LAST}`));
  expect((await migrationsIn(copy.db)).at(-1)).toBe(BEFORE);
  expect(await copy.db.selectFrom('setting').selectAll().execute()).toEqual([
    { key: 'mot-dong', value: 'của đồng chí' },
  ]);
  await copy.close();
});

it('a migration that fails leaves it as it was, and says where the copy is', async () => {
  const [url, folder] = [await database(), freshFolder()];
  const old = openPostgres(url, NO_LOG);
  await migrateTo(old.db, BEFORE);
  // Stands where the migration wants to make its own.
  await old.pool.query('create table account_notice_next (id text)');
  const before = await columnsOf(old.pool);
  await expect(starting(url, folder)).rejects.toThrow(/Dữ liệu vẫn y như trước khi nâng cấp/);
  expect(await columnsOf(old.pool)).toEqual(before);
  expect(await migrationsIn(old.db)).not.toContain(LAST);
  await old.close();
});

it('one of a newer program is refused and not touched', async () => {
  const [url, folder] = [await database(), freshFolder()];
  await (await starting(url, folder)).store.close();
  const newer = openPostgres(url, NO_LOG);
  await newer.pool.query("insert into kysely_migration values ('0999-later', '2030-01-01')");
  await expect(starting(url, folder)).rejects.toThrow(/phiên bản mới hơn/);
  expect((await migrationsIn(newer.db)).at(-1)).toBe('0999-later');
  await newer.close();
});

async function columnsOf(pool: ReturnType<typeof openPostgres>['pool']): Promise<unknown[]> {
  const { rows } = await pool.query(
    "select table_name, column_name from information_schema.columns where table_schema = 'public' order by 1, 2",
  );
  return rows as unknown[];
}
