import type { Kysely } from 'kysely';

/** Assisted entry: who types for whom, in which session, and what the author did before it was handed in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('session')
    .addColumn('helper_account_id', 'text', (c) => c.references('account.id'))
    .execute();
  await db.schema
    .alterTable('pending_sign_in')
    .addColumn('helper_account_id', 'text', (c) => c.references('account.id'))
    .execute();
  await db.schema
    .alterTable('one_time_code')
    .addColumn('made_by', 'text', (c) => c.references('account.id'))
    .execute();
  await db.schema.createIndex('one_time_code_account').on('one_time_code').column('account_id').execute();
  await db.schema
    .createTable('assistance')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('session_id', 'text', (c) => c.notNull().unique())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('helper_account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('review_id', 'text', (c) => c.references('review.id'))
    .addColumn('begun_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('changed_at', 'text')
    .addColumn('read_back_at', 'text')
    .addColumn('read_back_mark', 'text')
    .addColumn('signed_on_paper_at', 'text')
    .addColumn('submission', 'integer')
    .execute();
  await db.schema.createIndex('assistance_review').on('assistance').column('review_id').execute();
  await db.schema.createIndex('assistance_account').on('assistance').column('account_id').execute();
}
