import type { Kysely } from 'kysely';

/** The log, sealed line by line: each seal holds the one before it. No reference to the line, so that one taken out is seen. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('audit_seal')
    .addColumn('seq', 'integer', (c) => c.primaryKey())
    .addColumn('audit_id', 'text', (c) => c.notNull().unique())
    .addColumn('hash', 'text', (c) => c.notNull())
    .execute();
}
