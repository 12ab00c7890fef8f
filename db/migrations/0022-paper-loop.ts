import { type Kysely, PostgresAdapter, sql } from 'kysely';

/**
 * What a code on a frozen paper is, when the signed sheet came back, and how a unit prints. Papers that were frozen before
 * get a code here: 64 random bits as sixteen letters that are not taken for one another.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('paper').addColumn('code', 'text').execute();
  // No database on PostgreSQL is older than this step, so there no paper waits for a code.
  if (!(db.getExecutor().adapter instanceof PostgresAdapter)) await giveCodes(db);
  await db.schema.createIndex('paper_code').unique().on('paper').column('code').execute();
  await db.schema.createIndex('paper_sha256').on('paper').column('sha256').execute();
  await db.schema
    .createTable('signed_paper')
    .addColumn('record_id', 'text', (c) => c.primaryKey().references('record.id'))
    .addColumn('came_on', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('print_setting')
    .addColumn('unit_id', 'text', (c) => c.primaryKey().references('unit.id'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
}

async function giveCodes(db: Kysely<unknown>): Promise<void> {
  await sql`
    update paper set code =
      replace(replace(replace(replace(replace(replace(hex(randomblob(8)), '0', 'H'), '1', 'J'), '2', 'K'), '5', 'M'), '8', 'N'), 'B', 'P')
    where state = 'ready'`.execute(db);
}
