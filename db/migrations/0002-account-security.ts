import type { Kysely } from 'kysely';

/** What a person keeps about his own account: choices, the second factor, and a sign-in halfway through it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('preference')
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('preference_pk', ['account_id', 'key'])
    .execute();
  await db.schema
    .createTable('second_factor')
    .addColumn('account_id', 'text', (c) => c.primaryKey().references('account.id'))
    .addColumn('secret', 'text', (c) => c.notNull())
    .addColumn('last_step', 'integer', (c) => c.notNull())
    .addColumn('enabled_at', 'text')
    .execute();
  await db.schema
    .createTable('recovery_code')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('code_hash', 'text', (c) => c.notNull().unique())
    .addColumn('used_at', 'text')
    .execute();
  await db.schema.createIndex('recovery_code_account').on('recovery_code').column('account_id').execute();
  await db.schema
    .createTable('pending_sign_in')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('code_id', 'text', (c) => c.references('one_time_code.id'))
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .execute();
}
