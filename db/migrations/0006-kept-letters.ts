import { type Kysely, sql } from 'kysely';

/** What an author has said of letters that look like those of an old font: they are right as they are. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('review_field')
    .addColumn('kept_letters', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .execute();
}
