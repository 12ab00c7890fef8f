import { type Kysely, sql } from 'kysely';

/** One more thing others may have done to an account: it was reset on the server. A check cannot be widened in place. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('account_notice_next')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('kind', 'text', (c) =>
      c.notNull().check(sql`kind in ('new-code', 'second-factor-off', 'account-reset', 'sessions-ended')`),
    )
    .addColumn('by_account', 'text', (c) => c.references('account.id'))
    .addColumn('by_name', 'text', (c) => c.notNull())
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text')
    .execute();
  await sql`insert into account_notice_next select id, account_id, kind, by_account, by_name, reason, at, seen_at from account_notice`.execute(
    db,
  );
  await db.schema.dropTable('account_notice').execute();
  await db.schema.alterTable('account_notice_next').renameTo('account_notice').execute();
  await db.schema
    .createIndex('account_notice_account')
    .on('account_notice')
    .columns(['account_id', 'seen_at'])
    .execute();
}
