import type { Kysely } from 'kysely';

/** What a branch's result was when it handed up, frozen; and the committee's own words in its report. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('branch_summary')
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('written_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('branch_summary_pk', ['campaign_id', 'unit_id'])
    .execute();
  await db.schema
    .createTable('summary_text')
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('saved_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('summary_text_pk', ['campaign_id', 'unit_id', 'key'])
    .execute();
}
