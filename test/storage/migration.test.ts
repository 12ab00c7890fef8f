import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Migrator } from 'kysely/migration';
import { afterEach, describe, expect, test } from 'vitest';
import { migrations } from '../../db/migrations/index.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { openSqlite, type SqliteStore } from '../../src/storage/sqlite.ts';

/** A database that people have worked in, brought on to the shape of today. */

let opened: { store: SqliteStore; folder: string } | undefined;

afterEach(async () => {
  await opened?.store.close();
  if (opened) rmSync(opened.folder, { recursive: true, force: true });
});

async function databaseOf(migration: string): Promise<SqliteStore> {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-migration-'));
  const store = openSqlite(join(folder, 'tu-soi.sqlite'));
  opened = { store, folder };
  const migrator = new Migrator({ db: store.db, provider: { getMigrations: async () => migrations } });
  const { error } = await migrator.migrateTo(migration);
  expect(error).toBeUndefined();
  return store;
}

/** Rows as the program of that time wrote them. */
const A_REVIEW = `
  insert into unit values ('u', null, 'committee', 'Đảng ủy', 'ĐẢNG ỦY', 'Hà Nội', 0, 1);
  insert into member (id, unit_id, full_name, folded_name, birth_date, workplace, party_post, government_post, union_post, standing, official, has_agency, version)
    values ('m', 'u', 'Ngô An', 'ngo an', '1960', '', '', '', '', 'no_post', 1, 0, 1);
  insert into account (id, member_id, user_name, display_name, disabled, created_at, version)
    values ('a', 'm', 'ngo.an', 'Ngô An', 0, '2026-11-01', 1);
  insert into catalogue_edition values ('e', 'A', 1, '{}', 'x', '2026-11-01');
  insert into form_version values ('f', 'no_post', '{}', 'x', '2026-11-01');
  insert into campaign (id, unit_id, year, title, state, opens_on, due_on, edition_a, edition_b, network_text_number, wording_decision_number, signs_required, list_b_outside, version)
    values ('c', 'u', 2026, 'Đợt', 'open', '2026-11-01', '2026-12-15', 'e', 'e', '', '', 0, 0, 1);
  insert into review values ('r', 'c', 'm', 'u', 'f', 'submitted', 2, 1, '2026-1', '2026-11-02', '2026-11-03', '2026-11-03');
  insert into review_field values ('r', 'I.1', 'Lời của đồng chí', 3, '2026-11-02');
  insert into review_step values ('s', 'r', 'draft', 'submitted', 'a', '', '2026-11-03');
  insert into record values ('d', 'r', 1, 'x', 2, 'f', 'e', '', 'review-1', '2026-11-03', 0);
`;

describe('a database from before the branch leader’s season', () => {
  test('keeps every review with what belongs to it, and its references stay whole', async () => {
    const store = await databaseOf('0003-retired-secretary');
    store.file.exec(A_REVIEW);
    const before = store.file.prepare('select * from review').all();
    await migrateToLatest(store.db);
    expect(store.file.prepare('select * from review').all()).toEqual(before);
    expect(store.file.prepare('select value from review_field').pluck().all()).toEqual(['Lời của đồng chí']);
    expect(store.file.pragma('foreign_key_check')).toEqual([]);
    expect(() => store.file.exec("delete from review where id = 'r'")).toThrow('FOREIGN KEY constraint failed');
  });

  test('that cannot be brought on stays as it was, to the last table', async () => {
    const store = await databaseOf('0003-retired-secretary');
    store.file.exec(A_REVIEW);
    // In the way of the migration's last but one table.
    store.file.exec('create table discipline (id text)');
    const shape = () => store.file.prepare('select name, sql from sqlite_master order by name').all();
    const before = shape();
    await expect(migrateToLatest(store.db)).rejects.toThrow('table "discipline" already exists');
    expect(shape()).toEqual(before);
    expect(store.file.prepare('select count(*) from review').pluck().get()).toBe(1);
  });

  test('takes one review of a branch as a collective in a campaign, and no second one', async () => {
    const store = await databaseOf('0003-retired-secretary');
    store.file.exec(A_REVIEW);
    await migrateToLatest(store.db);
    const collective = (id: string) =>
      `insert into review values ('${id}', 'c', null, 'u', 'f', 'draft', 1, 0, '${id}', '2026-11-02', null, '2026-11-02')`;
    store.file.exec(collective('k1'));
    expect(() => store.file.exec(collective('k2'))).toThrow('UNIQUE constraint failed');
  });
});

describe('a database from before the codes of papers', () => {
  test('gives each paper that stands a code of its own, and none to one still to be made', async () => {
    const store = await databaseOf('0003-retired-secretary');
    store.file.exec(A_REVIEW);
    const paper = store.file.prepare("insert into paper values (?, 'd', ?, ?, 1, '2026-11-03', ?, 9, '2026-11-03')");
    for (const id of ['p1', 'p2', 'p3']) paper.run(id, id, 'ready', `digest of ${id}`);
    paper.run('p4', 'p4', 'waiting', null);
    await migrateToLatest(store.db);
    const codes = store.file.prepare('select code from paper order by id').pluck().all();
    expect(codes.slice(0, 3)).toEqual(Array(3).fill(expect.stringMatching(/^[ACDEFHJKMNPQRTWXY34679]{16}$/)));
    expect(new Set(codes).size).toBe(4);
    expect(codes[3]).toBeNull();
  });
});

describe('a database from before accounts were reset on the server', () => {
  test('keeps what was told to owners, and still takes no kind that is none', async () => {
    const store = await databaseOf('0022-paper-loop');
    store.file.exec(`
      insert into account (id, user_name, display_name, disabled, created_at, version)
        values ('a', 'ngo.an', 'Ngô An', 0, '2026-11-01', 1);
      insert into account_notice values ('n', 'a', 'new-code', 'a', 'Ngô An', '', '2026-11-02', '2026-11-03');
      insert into account_notice values ('o', 'a', 'second-factor-off', null, 'Ngô An', 'Mất máy', '2026-11-04', null);`);
    const before = store.file.prepare('select * from account_notice').all();
    await migrateToLatest(store.db);
    expect(store.file.prepare('select * from account_notice').all()).toEqual(before);
    expect(store.file.pragma('foreign_key_check')).toEqual([]);
    const insert = (kind: string, account = 'a') =>
      store.file.exec(`insert into account_notice values ('${kind}', '${account}', '${kind}', null, '', '', '', null)`);
    insert('account-reset');
    expect(() => insert('khac')).toThrow('CHECK constraint failed');
    expect(() => insert('sessions-ended', 'khong-co')).toThrow('FOREIGN KEY constraint failed');
  });
});
