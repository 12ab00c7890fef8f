import { type Kysely, sql } from 'kysely';

/** Which form a retired secretary gets: a setting of the committee for its campaign. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('campaign')
    .addColumn('retired_secretary_standing', 'text', (column) =>
      column
        .notNull()
        .defaultTo(sql`'outside'`)
        .check(sql`retired_secretary_standing in ('leader', 'outside')`),
    )
    .execute();
}
