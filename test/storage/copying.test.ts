import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openFile } from '../../src/node/sqlite-store.ts';
import { CopyDiffers, copyEverything } from '../../src/storage/copying.ts';
import { migrateToLatest } from '../../src/storage/migrate.ts';
import { freshFolder } from '../helpers/commands.ts';
import { officeData } from '../helpers/office-data.ts';

/** A copy that is not the same does not count: here the new place changes what it is given, as a broken one would. */
describe('copying a whole database', () => {
  async function twoDatabases() {
    const folder = freshFolder();
    await officeData(folder);
    const source = openFile(join(folder, 'tu-soi.sqlite'));
    const target = openFile(join(folder, 'other.sqlite'));
    await migrateToLatest(target.db);
    return { source, target, close: () => Promise.all([source.close(), target.close()]) };
  }

  it('brings every row, and says of each table how many and their common hash', async () => {
    const { source, target, close } = await twoDatabases();
    const tables = await copyEverything(source, target, await source.tables());
    expect(tables.find(({ table }) => table === 'member')?.rows).toBe(1);
    const again = await copyEverything(target, source, await target.tables());
    expect(again).toEqual(tables);
    expect(target.file.pragma('foreign_key_check')).toEqual([]);
    await close();
  });

  it.each([
    ['a letter of a name', "update member set full_name = full_name || '.'", 'member'],
    ['a row', 'delete from review_step', 'review_step'],
    ['a number', 'update review set version = version + 1', 'review'],
    ['a value that was not there', "update paper set code = 'HHHH'", 'paper'],
  ])('finds %s that changed on the way, and takes the whole copy back', async (_what, change, table) => {
    const { source, target, close } = await twoDatabases();
    target.file.exec(`create trigger broken after insert on ${table} begin ${change}; end`);
    const copying = copyEverything(source, target, await source.tables());
    await expect(copying).rejects.toMatchObject({ name: CopyDiffers.name, tables: [table] });
    expect(target.file.prepare('select count(*) from member').pluck().get()).toBe(0);
    await close();
  });

  it('gives up what stood in the new place', async () => {
    const { source, target, close } = await twoDatabases();
    target.file.exec("insert into setting values ('old', 'gone')");
    await copyEverything(source, target, await source.tables());
    expect(target.file.prepare("select count(*) from setting where key = 'old'").pluck().get()).toBe(0);
    await close();
  });
});
