import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

export interface Marks {
  rehearsal: boolean;
  /** Name of the shipped lists and forms that were stored last; null before the first start. */
  shipped: string | null;
}

/** All that a starting isolate asks of the database, in one statement. */
export async function readMarks(db: Kysely<Database>): Promise<Marks> {
  const rows = await db.selectFrom('setting').where('key', 'in', ['mode', 'shipped']).selectAll().execute();
  const values = new Map(rows.map(({ key, value }) => [key, value]));
  return { rehearsal: values.get('mode') === 'rehearsal', shipped: values.get('shipped') ?? null };
}
