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

/** Every edition of both lists; of each list those collated with the signed document first, then the newest. */
export async function allEditions(db: Db): Promise<CatalogueEdition[]> {
  const rows = await db
    .selectFrom('catalogue_edition')
    .orderBy('list')
    .orderBy('edition', 'desc')
    .select('id')
    .execute();
  const editions = await Promise.all(rows.map((row) => editionOrThrow(db, row.id)));
  const collated = (edition: CatalogueEdition) => (edition.collation ? 0 : 1);
  return editions.toSorted((left, right) =>
    left.list === right.list ? collated(left) - collated(right) : left.list.localeCompare(right.list),
  );
}

/** The edition a list goes by where nothing else is said. */
export async function newestOf(db: Db, list: CatalogueEdition['list']): Promise<CatalogueEdition> {
  const newest = (await allEditions(db)).find((edition) => edition.list === list);
  if (!newest) throw new AppError('internal', { message: 'the shipped sign lists are not stored' });
  return newest;
}

export async function nextEditionNumber(db: Db, list: CatalogueEdition['list']): Promise<number> {
  const numbers = (await allEditions(db)).filter((edition) => edition.list === list).map(({ edition }) => edition);
  return Math.max(0, ...numbers) + 1;
}

export async function storedEdition(db: Db, id: string): Promise<{ sha256: string } | undefined> {
  return db.selectFrom('catalogue_edition').where('id', '=', id).select('sha256').executeTakeFirst();
}

/** The newest edition of each list: what a sheet outside any campaign goes by. */
export async function newestEditions(db: Db): Promise<[CatalogueEdition, CatalogueEdition]> {
  return Promise.all([newestOf(db, 'A'), newestOf(db, 'B')]);
}
