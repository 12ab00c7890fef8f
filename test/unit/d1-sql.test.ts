import { readFileSync } from 'node:fs';
import Database from 'better-sqlite3';
import { Kysely, SqliteDialect, sql } from 'kysely';
import { expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { onePartPerLine, statementsOf } from '../../src/build/d1-sql.ts';

function shapeOf(database: Database.Database) {
  const rows = database.prepare('select type, name, sql from sqlite_schema order by type, name').all();
  return (rows as { type: string; name: string; sql: string | null }[]).map((row) => ({
    ...row,
    sql: row.sql
      ?.replace(/\s+/g, ' ')
      .replace(/\( /g, '(')
      .replace(/ ([),])/g, '$1'),
  }));
}

test('the files for D1 make the same database as the migrations', async () => {
  const migrated = new Database(':memory:');
  const db = new Kysely<unknown>({ dialect: new SqliteDialect({ database: migrated }) });
  const fromFiles = new Database(':memory:');
  for (const [name, { up }] of Object.entries(migrations)) {
    await up(db);
    fromFiles.exec(readFileSync(`db/d1/${name}.sql`, 'utf8'));
  }
  expect(shapeOf(fromFiles)).toEqual(shapeOf(migrated));
  expect(shapeOf(fromFiles).length).toBeGreaterThan(20);
});

test('a migration that hands over a value is refused: a file has no parameters', async () => {
  await expect(statementsOf(async (db) => void (await sql`insert into t values (${1})`.execute(db)))).rejects.toThrow(
    /literal values only/,
  );
});

test('commas and brackets inside words do not break a line', () => {
  expect(onePartPerLine(`create table "a,b" ("c" text check (c in ('(', 'x, y')), "d" text)`)).toBe(
    `create table "a,b" (\n  "c" text check (c in ('(', 'x, y')),\n  "d" text\n)`,
  );
});
