import { type Kysely, sql } from 'kysely';

/** What others did to a person's account, for its owner to see at the next sign-in. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account_notice')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('new-code', 'second-factor-off')`))
    .addColumn('by_account', 'text', (c) => c.references('account.id'))
    .addColumn('by_name', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text')
    .execute();
  await db.schema
    .createIndex('account_notice_account')
    .on('account_notice')
    .columns(['account_id', 'seen_at'])
    .execute();
}
