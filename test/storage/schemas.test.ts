import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sql } from 'kysely';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { openSqlite, type SqliteStore } from '../../src/storage/sqlite.ts';
import type { OpenedStore } from '../helpers/opened-store.ts';
import { openTestPglite } from '../helpers/pglite.ts';
import { openTestPostgres } from '../helpers/postgres.ts';
import { type Schema, schemaOfFile, schemaOfPostgres } from '../helpers/schema-shape.ts';

/** Every engine is migrated by the same files: what comes of them must be the same database. */

async function migratedFile(): Promise<SqliteStore> {
  const store = openSqlite(':memory:');
  await migrateToLatest(store.db);
  return store;
}

async function schemaOfSqlite(): Promise<Schema> {
  const store = await migratedFile();
  const schema = schemaOfFile(store);
  await store.close();
  return schema;
}

test('SQLite has every table of db/schema.ts, with keys, unique places, references and checks', async () => {
  const schema = await schemaOfSqlite();
  const source = readFileSync('db/schema.ts', 'utf8');
  const tables = [...source.slice(source.indexOf('interface Database')).matchAll(/^ {2}(\w+): \w+;$/gm)];
  expect(Object.keys(schema)).toEqual(tables.map(([, name = '']) => name).toSorted());
  expect(Object.values(schema).filter(({ primaryKey }) => primaryKey.length === 0)).toHaveLength(1);
  expect(schema.review).toMatchObject({
    primaryKey: ['id'],
    indexes: expect.arrayContaining([
      {
        name: 'review_collective',
        columns: ['campaign_id', 'unit_id'],
        unique: true,
        where: 'member_id is null',
      },
    ]),
    foreignKeys: expect.arrayContaining([
      { columns: ['campaign_id'], table: 'campaign', references: ['id'], onDelete: 'no action' },
    ]),
    checks: [['accepted', 'closed', 'draft', 'returned', 'submitted']],
  });
  expect(schema.review?.columns).toContainEqual({ name: 'member_id', type: 'text', nullable: true, default: null });
  expect(schema.review?.columns).toContainEqual({ name: 'version', type: 'integer', nullable: false, default: null });
  expect(schema.review_field?.primaryKey).toEqual(['review_id', 'key']);
});

test('D1’s SQL files make the same database', async () => {
  const store = openSqlite(':memory:');
  for (const name of readdirSync('db/d1').sort()) store.file.exec(readFileSync(join('db/d1', name), 'utf8'));
  expect(schemaOfFile(store)).toEqual(await schemaOfSqlite());
  await store.close();
});

const SERVERS: Record<string, () => Promise<OpenedStore>> = {
  PGlite: openTestPglite,
  ...(process.env.TEST_DATABASE_URL ? { PostgreSQL: openTestPostgres } : {}),
};

describe.each(Object.entries(SERVERS))('%s', (_name, open) => {
  let opened: OpenedStore;
  beforeAll(async () => {
    opened = await open();
  }, 60_000);
  afterAll(() => opened.close());

  test('is migrated to the same database as SQLite', async () => {
    expect(await schemaOfPostgres(opened.store)).toEqual(await schemaOfSqlite());
  });

  test.each([
    'drop index review_collective',
    'alter table member add column more text',
    'alter table unit alter column place drop not null',
    'alter table unit alter column version type integer',
    'alter table unit alter column name type text collate "default"',
    'alter table unit drop constraint unit_parent_name',
    'alter table member drop constraint member_unit_id_fkey',
    'alter table review drop constraint review_state_check',
    "alter table campaign alter column settings set default ''",
  ])('is seen to be another one after: %s', async (change) => {
    const same = await schemaOfSqlite();
    const { db } = opened.store;
    const changed = db.transaction().execute(async (transaction) => {
      await sql.raw(change).execute(transaction);
      expect(await schemaOfPostgres({ db: transaction })).not.toEqual(same);
      throw new Error('taken back');
    });
    await expect(changed).rejects.toThrow('taken back');
    expect(await schemaOfPostgres(opened.store)).toEqual(same);
  });
});
