import { type Kysely, sql } from 'kysely';

/** Everything in one go: orders of papers, each paper of an order, and the files put together of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('batch_job')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('kinds', 'text', (c) => c.notNull())
    .addColumn('missing', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('running', 'done', 'failed', 'cancelled')`))
    .addColumn('problem', 'text', (c) => c.notNull())
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('request_id', 'text', (c) => c.notNull())
    .addColumn('asked_at', 'text', (c) => c.notNull())
    .addColumn('ended_at', 'text')
    .addColumn('kept_until', 'text')
    .execute();
  // One at a time: two leaders who press at once get one order.
  await db.schema
    .createIndex('batch_job_running')
    .on('batch_job')
    .column('unit_id')
    .unique()
    .where(sql.ref('state'), '=', sql.lit('running'))
    .execute();
  await db.schema
    .createTable('batch_item')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('job_id', 'text', (c) => c.notNull().references('batch_job.id'))
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('subject', 'text', (c) => c.notNull())
    .addColumn('label', 'text', (c) => c.notNull())
    .addColumn('file_name', 'text', (c) => c.notNull())
    .addColumn('record_id', 'text', (c) => c.references('record.id'))
    .addColumn('state', 'text', (c) =>
      c.notNull().check(sql`state in ('waiting', 'working', 'done', 'failed', 'cancelled')`),
    )
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('tries', 'integer', (c) => c.notNull())
    .addColumn('problem', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text')
    .addColumn('bytes', 'integer')
    .addUniqueConstraint('batch_item_position', ['job_id', 'position'])
    .execute();
  await db.schema
    .createTable('batch_file')
    .addColumn('id', 'text', (c) => c.primaryKey())
    .addColumn('job_id', 'text', (c) => c.notNull().references('batch_job.id'))
    .addColumn('kind', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('parts', 'integer', (c) => c.notNull())
    .addColumn('pages', 'integer')
    .addColumn('made_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('batch_file_kind', ['job_id', 'kind'])
    .execute();
  await db.schema
    .createTable('batch_part')
    .addColumn('owner_id', 'text', (c) => c.notNull())
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('job_id', 'text', (c) => c.notNull().references('batch_job.id'))
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('batch_part_pk', ['owner_id', 'part'])
    .execute();
  await db.schema.createIndex('batch_part_job').on('batch_part').column('job_id').execute();
}
