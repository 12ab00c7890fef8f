import { describe, expect, test } from 'vitest';
import { allEditions, editionOrThrow } from '../../src/catalogues/queries.ts';
import { allForms, formOrThrow } from '../../src/forms/queries.ts';
import { createTestApp } from '../helpers/app.ts';

describe('lists and forms, which never change once stored', () => {
  test('are read and checked once for each database', async () => {
    const [{ deps }, { deps: other }] = [await createTestApp(), await createTestApp()];
    const { db } = deps.store;
    expect(await editionOrThrow(db, 'a-27-v1')).toBe(await editionOrThrow(db, 'a-27-v1'));
    expect(await formOrThrow(db, '2b-2025')).toBe(await formOrThrow(db, '2b-2025'));
    expect(await editionOrThrow(other.store.db, 'a-27-v1')).not.toBe(await editionOrThrow(db, 'a-27-v1'));
    expect(await formOrThrow(other.store.db, '2b-2025')).not.toBe(await formOrThrow(db, '2b-2025'));
    expect(await allEditions(db)).toContain(await editionOrThrow(db, 'b-25-v1'));
    expect(await allForms(db)).toContain(await formOrThrow(db, '2a-2025'));
  });

  test('that are not there are looked for again', async () => {
    const { deps } = await createTestApp();
    const { db } = deps.store;
    await expect(editionOrThrow(db, 'a-27-v2')).rejects.toMatchObject({ code: 'not-found' });
    await expect(formOrThrow(db, '2b-2027')).rejects.toMatchObject({ code: 'not-found' });
    const edition = await db
      .selectFrom('catalogue_edition')
      .where('id', '=', 'a-27-v1')
      .selectAll()
      .executeTakeFirstOrThrow();
    const body = JSON.stringify({ ...(JSON.parse(edition.body) as object), id: 'a-27-v2', edition: 2 });
    await db
      .insertInto('catalogue_edition')
      .values({ ...edition, id: 'a-27-v2', edition: 2, body })
      .execute();
    expect((await editionOrThrow(db, 'a-27-v2')).edition).toBe(2);
    expect((await allEditions(db)).map(({ id }) => id)).toEqual(['a-27-v2', 'a-27-v1', 'b-25-v1']);
  });
});
