import type { Kysely } from 'kysely';

/** A conclusion entered by mistake is taken back with a reason, by somebody. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('conclusion').addColumn('withdrawn_reason', 'text').execute();
  await db.schema
    .alterTable('conclusion')
    .addColumn('withdrawn_by', 'text', (c) => c.references('account.id'))
    .execute();
  await db.schema.createIndex('conclusion_member').on('conclusion').column('member_id').execute();
}
