import type { Kysely } from 'kysely';

/** When which draft of a collective's report went to the participants of its meeting. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('draft_sending')
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('submission', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('meeting_on', 'text', (c) => c.notNull())
    .addColumn('late_reason', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('sent_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('draft_sending_pk', ['review_id', 'submission'])
    .execute();
}
