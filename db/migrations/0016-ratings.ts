import { type Kysely, sql } from 'kysely';

/** What leaders enter by hand beside a level, and every hand-up and give-back with its reason. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['quarters', 'tasks_done']) {
    await db.schema
      .alterTable('rating')
      .addColumn(column, 'text', (c) => c.notNull().defaultTo(sql`''`))
      .execute();
  }
  await db.schema
    .createTable('hand_up_step')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('handed', 'given_back')`))
    .addColumn('reason', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('hand_up_step_unit').on('hand_up_step').columns(['campaign_id', 'unit_id']).execute();
}
