import { expect, test } from 'vitest';
import { storeShippedEditions } from '../../src/catalogues/commands.ts';
import { editionOrThrow } from '../../src/catalogues/queries.ts';
import type { CatalogueEdition } from '../../src/catalogues/edition.ts';
import type { Shipped } from '../../src/deps.ts';
import { storeShippedForms } from '../../src/forms/commands.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { createTestApp } from '../helpers/app.ts';
import { authorWorld, begin } from '../helpers/author.ts';

/** What a campaign has pinned never changes: a list or form that is stored already must be the same to the letter. */
function withEdition(shipped: Shipped, change: (edition: CatalogueEdition) => CatalogueEdition): Shipped {
  const catalogues = shipped.catalogues.map((text) => {
    const edition = JSON.parse(text) as CatalogueEdition;
    return JSON.stringify(edition.list === 'A' ? change(edition) : edition);
  });
  return { ...shipped, catalogues };
}

test('storing the same editions and forms again changes nothing', async () => {
  const { deps } = await createTestApp();
  const before = await deps.store.db.selectFrom('catalogue_edition').selectAll().execute();
  await storeShippedEditions(deps);
  await storeShippedForms(deps);
  expect(await deps.store.db.selectFrom('catalogue_edition').selectAll().execute()).toEqual(before);
});

test('a stored edition with another word in it stops the start, and stays as it was', async () => {
  const { deps } = await createTestApp();
  const changed = withEdition(deps.shipped, (edition) => ({ ...edition, purpose: `${edition.purpose} (sửa)` }));
  await expect(storeShippedEditions({ ...deps, shipped: changed })).rejects.toThrow('không được sửa');
  expect((await editionOrThrow(deps.store.db, 'a-27-v1')).purpose).not.toContain('(sửa)');
});

test('a stored form with another word in it stops the start', async () => {
  const { deps } = await createTestApp();
  const forms = deps.shipped.forms.map((text) => text.replace('BẢN KIỂM ĐIỂM', 'BẢN TỰ KIỂM ĐIỂM'));
  await expect(storeShippedForms({ ...deps, shipped: { ...deps.shipped, forms } })).rejects.toThrow('không được sửa');
});

test('a new edition stands beside the old one, and a campaign keeps the one it was made with', async () => {
  const here = await authorWorld();
  const id = await begin(here);
  const next = withEdition(here.deps.shipped, (edition) => ({ ...edition, id: 'a-27-v2', edition: 2 }));
  await storeShippedEditions({ ...here.deps, shipped: next });
  const rows = await here.deps.store.db.selectFrom('catalogue_edition').select('id').orderBy('id').execute();
  expect(rows.map((row) => row.id)).toEqual(['a-27-v1', 'a-27-v2', 'b-25-v1']);
  expect((await loadReview(here.deps, id)).frame.a?.id).toBe('a-27-v1');
});
