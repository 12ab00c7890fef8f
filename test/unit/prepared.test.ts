import { Kysely, SqliteAdapter, DummyDriver, SqliteIntrospector, SqliteQueryCompiler } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../db/schema.ts';
import { prepared } from '../../src/storage/prepared.ts';

function emptyDatabase(): Kysely<Database> {
  return new Kysely<Database>({
    dialect: {
      createAdapter: () => new SqliteAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: (db) => new SqliteIntrospector(db),
      createQueryCompiler: () => new SqliteQueryCompiler(),
    },
  });
}

function counted() {
  const built: number[] = [];
  const query = prepared(['year', 'unit'], (db, given: { year: number; unit: string }) => {
    built.push(1);
    return db
      .selectFrom('campaign')
      .select('id')
      .where('unit_id', '=', given.unit)
      .where('state', '=', 'open')
      .where('year', '<', given.year);
  });
  return { query, built };
}

test('a prepared query is built once for each database and carries its own values each time', () => {
  const { query, built } = counted();
  const [one, other] = [emptyDatabase(), emptyDatabase()];
  expect(query(one, { year: 2026, unit: 'a' }).parameters).toEqual(['a', 'open', 2026]);
  expect(query(one, { year: 2025, unit: 'b' }).parameters).toEqual(['b', 'open', 2025]);
  expect(built).toHaveLength(1);
  query(other, { year: 2026, unit: 'a' });
  expect(built).toHaveLength(2);
});

test('what a person types is a value even where it looks like a mark', () => {
  const { query } = counted();
  const db = emptyDatabase();
  query(db, { year: 2026, unit: 'a' });
  expect(query(db, { year: 2026, unit: '\u0001given:year' }).parameters).toEqual(['\u0001given:year', 'open', 2026]);
});
