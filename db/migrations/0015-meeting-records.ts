import { type Kysely, sql } from 'kysely';

/**
 * What a meeting’s papers need beside its first table: its content, why somebody was away, who closed and reopened it,
 * and the lists of people as they stood when it was closed.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('meeting')
    .addColumn('content', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .execute();
  await db.schema
    .alterTable('meeting')
    .addColumn('entered_after', 'integer', (column) => column.notNull().defaultTo(sql`0`))
    .execute();
  await db.schema
    .alterTable('meeting_attendance')
    .addColumn('reason', 'text', (column) => column.notNull().defaultTo(sql`''`))
    .execute();
  await db.schema
    .createTable('meeting_step')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('meeting_id', 'text', (column) => column.notNull().references('meeting.id'))
    .addColumn('from_state', 'text', (column) => column.notNull())
    .addColumn('to_state', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull().references('account.id'))
    .addColumn('reason', 'text', (column) => column.notNull())
    .addColumn('at', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('meeting_subject')
    .addColumn('meeting_id', 'text', (column) => column.notNull().references('meeting.id'))
    .addColumn('subject', 'text', (column) => column.notNull())
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('exemption', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('meeting_subject_pk', ['meeting_id', 'subject'])
    .execute();
  await db.schema
    .createTable('meeting_roster')
    .addColumn('meeting_id', 'text', (column) => column.notNull().references('meeting.id'))
    .addColumn('member_id', 'text', (column) => column.notNull().references('member.id'))
    .addColumn('position', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('post', 'text', (column) => column.notNull())
    .addColumn('official', 'integer', (column) => column.notNull())
    .addColumn('exemption', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('meeting_roster_pk', ['meeting_id', 'member_id'])
    .execute();
  await db.schema.createIndex('meeting_step_meeting').on('meeting_step').column('meeting_id').execute();
}
