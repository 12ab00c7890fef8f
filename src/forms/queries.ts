import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import { FormVersion } from './version.ts';

type Db = Kysely<Database>;

/** What each database holds, read and checked once: a form version is only ever inserted, so it cannot go stale. */
const known = new WeakMap<Db, Map<string, FormVersion>>();

export async function formOrThrow(db: Db, id: string): Promise<FormVersion> {
  const forms = known.get(db) ?? new Map<string, FormVersion>();
  known.set(db, forms);
  const before = forms.get(id);
  if (before) return before;
  const row = await db.selectFrom('form_version').where('id', '=', id).select('body').executeTakeFirst();
  if (!row) throw new AppError('not-found', { message: `no form version ${id}` });
  const form = FormVersion.parse(JSON.parse(row.body));
  forms.set(id, form);
  return form;
}

export async function allForms(db: Db): Promise<FormVersion[]> {
  const rows = await db.selectFrom('form_version').orderBy('id').select('id').execute();
  return Promise.all(rows.map((row) => formOrThrow(db, row.id)));
}

export async function storedForm(db: Db, id: string): Promise<{ sha256: string } | undefined> {
  return db.selectFrom('form_version').where('id', '=', id).select('sha256').executeTakeFirst();
}
