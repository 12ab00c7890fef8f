import { type Kysely, sql } from 'kysely';

/** The branch's report: texts, drafts, what was signed, the register of its numbers, and totals of signs. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('branch_report')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('draft', 'signed')`))
    .addColumn('draft_number', 'integer', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addUniqueConstraint('branch_report_one', ['campaign_id', 'unit_id'])
    .execute();
  await db.schema
    .createTable('report_field')
    .addColumn('report_id', 'text', (c) => c.notNull().references('branch_report.id'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('saved_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('report_field_pk', ['report_id', 'key'])
    .execute();
  await createEditions(db);
  await db.schema
    .createTable('report_step')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('report_id', 'text', (c) => c.notNull().references('branch_report.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('begun', 'drafted', 'signed', 'reopened')`))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('report_step_report').on('report_step').column('report_id').execute();
  await createRegister(db);
  await db.schema
    .createTable('sign_total')
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('sign_total_pk', ['campaign_id', 'unit_id'])
    .execute();
}

async function createEditions(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('report_edition')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('report_id', 'text', (c) => c.notNull().references('branch_report.id'))
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('term', 'text', (c) => c.notNull())
    .addColumn('signed_on', 'text', (c) => c.notNull())
    .addColumn('signer', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addUniqueConstraint('report_edition_one', ['report_id', 'edition'])
    .execute();
  await db.schema
    .createTable('report_edition_part')
    .addColumn('edition_id', 'text', (c) => c.notNull().references('report_edition.id'))
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('report_edition_part_pk', ['edition_id', 'part'])
    .execute();
}

async function createRegister(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('branch_term')
    .addColumn('unit_id', 'text', (c) => c.primaryKey().references('unit.id'))
    .addColumn('first_year', 'integer', (c) => c.notNull())
    .addColumn('last_year', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('document_number')
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('term', 'text', (c) => c.notNull())
    .addColumn('number', 'integer', (c) => c.notNull())
    .addColumn('holder_id', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('document_number_pk', ['unit_id', 'kind', 'term', 'number'])
    .execute();
}
