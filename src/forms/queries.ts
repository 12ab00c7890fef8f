import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import { FormVersion } from './version.ts';

type Db = Kysely<Database>;

export async function formOrThrow(db: Db, id: string): Promise<FormVersion> {
  const row = await db.selectFrom('form_version').where('id', '=', id).select('body').executeTakeFirst();
  if (!row) throw new AppError('not-found', { message: `no form version ${id}` });
  return FormVersion.parse(JSON.parse(row.body));
}

export async function allForms(db: Db): Promise<FormVersion[]> {
  const rows = await db.selectFrom('form_version').orderBy('id').select('body').execute();
  return rows.map((row) => FormVersion.parse(JSON.parse(row.body)));
}

export async function storedForm(db: Db, id: string): Promise<{ sha256: string } | undefined> {
  return db.selectFrom('form_version').where('id', '=', id).select('sha256').executeTakeFirst();
}
