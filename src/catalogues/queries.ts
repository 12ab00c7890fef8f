import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import { CatalogueEdition } from './edition.ts';

type Db = Kysely<Database>;

/** What each database holds, read and checked once: an edition is only ever inserted, so it cannot go stale. */
const known = new WeakMap<Db, Map<string, CatalogueEdition>>();

export async function editionOrThrow(db: Db, id: string): Promise<CatalogueEdition> {
  const editions = known.get(db) ?? new Map<string, CatalogueEdition>();
  known.set(db, editions);
  const before = editions.get(id);
  if (before) return before;
  const row = await db.selectFrom('catalogue_edition').where('id', '=', id).select('body').executeTakeFirst();
  if (!row) throw new AppError('not-found', { message: `no catalogue edition ${id}` });
  const edition = CatalogueEdition.parse(JSON.parse(row.body));
  editions.set(id, edition);
  return edition;
}

/** Every edition of both lists, the newest of each list first. */
export async function allEditions(db: Db): Promise<CatalogueEdition[]> {
  const rows = await db
    .selectFrom('catalogue_edition')
    .orderBy('list')
    .orderBy('edition', 'desc')
    .select('id')
    .execute();
  return Promise.all(rows.map((row) => editionOrThrow(db, row.id)));
}

export async function storedEdition(db: Db, id: string): Promise<{ sha256: string } | undefined> {
  return db.selectFrom('catalogue_edition').where('id', '=', id).select('sha256').executeTakeFirst();
}

/** The newest edition of each list: what a sheet outside any campaign goes by. */
export async function newestEditions(db: Db): Promise<[CatalogueEdition, CatalogueEdition]> {
  const all = await allEditions(db);
  const a = all.find((edition) => edition.list === 'A');
  const b = all.find((edition) => edition.list === 'B');
  if (!a || !b) throw new AppError('internal', { message: 'the shipped sign lists are not stored' });
  return [a, b];
}
