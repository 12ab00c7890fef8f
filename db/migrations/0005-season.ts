import { type CreateTableBuilder, type Kysely, PostgresAdapter, sql } from 'kysely';

/** The branch leader's season: preparing, following, the collective's review, the meeting, ratings. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await letReviewsBeOfACollective(db);
  await widenMembers(db);
  await createPreparation(db);
  await createFollowing(db);
  await createMeetings(db);
  await createRatings(db);
}

async function letReviewsBeOfACollective(db: Kysely<unknown>): Promise<void> {
  if (db.getExecutor().adapter instanceof PostgresAdapter) await loosenMember(db);
  else await makeReviewsAnew(db);
  await db.schema.createIndex('review_unit').on('review').columns(['unit_id', 'campaign_id']).execute();
  await sql`create unique index review_collective on review (campaign_id, unit_id) where member_id is null`.execute(db);
}

async function loosenMember(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('review')
    .alterColumn('member_id', (column) => column.dropNotNull())
    .execute();
}

/**
 * SQLite cannot loosen a column, so the table is made anew under its own name: its rows come back before the
 * transaction ends, and until then nobody asks for the children's parent.
 */
async function makeReviewsAnew(db: Kysely<unknown>): Promise<void> {
  const columns = sql.raw(
    'id, campaign_id, member_id, unit_id, form_id, state, version, submissions, reference, created_at, submitted_at, state_at',
  );
  await sql`pragma defer_foreign_keys = on`.execute(db);
  await sql`create table review_kept as select ${columns} from review`.execute(db);
  await db.schema.dropTable('review').execute();
  await withId(db.schema.createTable('review'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.references('member.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('form_id', 'text', (c) => c.notNull().references('form_version.id'))
    .addColumn('state', 'text', (c) =>
      c.notNull().check(sql`state in ('draft', 'submitted', 'returned', 'accepted', 'closed')`),
    )
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('submissions', 'integer', (c) => c.notNull())
    .addColumn('reference', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('submitted_at', 'text')
    .addColumn('state_at', 'text', (c) => c.notNull())
    .addUniqueConstraint('review_campaign_member', ['campaign_id', 'member_id'])
    .execute();
  await sql`insert into review (${columns}) select ${columns} from review_kept`.execute(db);
  await db.schema.dropTable('review_kept').execute();
  await db.schema.createIndex('review_member').on('review').column('member_id').execute();
}

async function widenMembers(db: Kysely<unknown>): Promise<void> {
  for (const column of ['card_number', 'residence']) {
    await db.schema.alterTable('member').addColumn(column, 'text', emptyText).execute();
  }
  await db.schema.createIndex('member_card').on('member').column('card_number').execute();
  await db.schema.createIndex('member_folded').on('member').column('folded_name').execute();
  await withId(db.schema.createTable('member_move'))
    .addColumn('member_id', 'text', (c) => c.notNull().references('member.id'))
    .addColumn('from_unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('to_unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('moved_on', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .execute();
  await withId(db.schema.createTable('member_import'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('file_name', 'text', required)
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('read', 'done', 'undone')`))
    .addColumn('body', 'text', required)
    .addColumn('at', 'text', required)
    .addColumn('done_at', 'text')
    .addColumn('version', 'integer', required)
    .execute();
  await db.schema
    .createTable('member_import_row')
    .addColumn('import_id', 'text', (c) => c.notNull().references('member_import.id'))
    .addColumn('member_id', 'text', required)
    .addPrimaryKeyConstraint('member_import_row_pk', ['import_id', 'member_id'])
    .execute();
  await withId(db.schema.createTable('code_request'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('asked_by', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('asked_at', 'text', required)
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('waiting', 'confirmed', 'refused', 'used')`))
    .addColumn('answered_by', 'text', (c) => c.references('account.id'))
    .addColumn('answered_at', 'text')
    .addColumn('version', 'integer', required)
    .execute();
  await db.schema.createIndex('code_request_account').on('code_request').column('account_id').execute();
}

async function createPreparation(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .alterTable('campaign')
    .addColumn('settings', 'text', (c) => c.notNull().defaultTo(sql`'{}'`))
    .execute();
  await withId(db.schema.createTable('campaign_step'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('from_state', 'text', required)
    .addColumn('to_state', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('reason', 'text', required)
    .addColumn('at', 'text', required)
    .execute();
  await withId(db.schema.createTable('criteria_set'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('name', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('sha256', 'text', required)
    .addColumn('stored_at', 'text', required)
    .execute();
  await ofCampaignAndMember(db.schema.createTable('exemption'))
    .addColumn('kind', 'text', (c) =>
      c.notNull().check(sql`kind in ('excused', 'suspended', 'new', 'elsewhere', 'outside_tool')`),
    )
    .addColumn('reason', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .addColumn('version', 'integer', required)
    .addPrimaryKeyConstraint('exemption_pk', ['campaign_id', 'member_id'])
    .execute();
  await withId(db.schema.createTable('suggestion'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.references('member.id'))
    .addColumn('unit_id', 'text', (c) => c.references('unit.id'))
    .addColumn('text', 'text', required)
    .addColumn('source', 'text', required)
    .addColumn('document_number', 'text', required)
    .addColumn('document_date', 'text')
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .addColumn('withdrawn_at', 'text')
    .execute();
  await db.schema.createIndex('suggestion_campaign').on('suggestion').column('campaign_id').execute();
  await ofCampaignAndMember(db.schema.createTable('residence_comment'))
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('requested', 'received', 'exempt')`))
    .addColumn('requested_on', 'text')
    .addColumn('received_on', 'text')
    .addColumn('note', 'text', required)
    .addColumn('version', 'integer', required)
    .addPrimaryKeyConstraint('residence_comment_pk', ['campaign_id', 'member_id'])
    .execute();
}

async function createFollowing(db: Kysely<unknown>): Promise<void> {
  await withId(ofCampaignAndMember(db.schema.createTable('reminder')))
    .addColumn('due_on', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .execute();
  await db.schema.createIndex('reminder_member').on('reminder').columns(['member_id', 'campaign_id']).execute();
  await db.schema
    .createTable('remark_answer')
    .addColumn('step_id', 'text', (c) => c.primaryKey().references('review_step.id'))
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('text', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('at', 'text', required)
    .execute();
  await withId(db.schema.createTable('conclusion'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.references('member.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('origin', 'text', (c) => c.notNull().check(sql`origin in ('branch', 'higher')`))
    .addColumn('text', 'text', required)
    .addColumn('source_year', 'integer')
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .addColumn('withdrawn_at', 'text')
    .execute();
  await db.schema.createIndex('conclusion_campaign').on('conclusion').columns(['campaign_id', 'unit_id']).execute();
}

async function createMeetings(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('meeting'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('planned', 'held', 'closed')`))
    .addColumn('held_on', 'text', required)
    .addColumn('starts_at', 'text', required)
    .addColumn('place', 'text', required)
    .addColumn('chair', 'text', required)
    .addColumn('clerk', 'text', required)
    .addColumn('current_subject', 'text', required)
    .addColumn('version', 'integer', required)
    .addUniqueConstraint('meeting_campaign_unit', ['campaign_id', 'unit_id'])
    .execute();
  await ofMeeting(db.schema.createTable('meeting_attendance'))
    .addColumn('member_id', 'text', (c) => c.notNull().references('member.id'))
    .addColumn('presence', 'text', (c) => c.notNull().check(sql`presence in ('present', 'excused', 'absent')`))
    .addColumn('version', 'integer', required)
    .addPrimaryKeyConstraint('meeting_attendance_pk', ['meeting_id', 'member_id'])
    .execute();
  await ofMeeting(db.schema.createTable('meeting_field'))
    .addColumn('subject', 'text', required)
    .addColumn('key', 'text', required)
    .addColumn('value', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('saved_at', 'text', required)
    .addPrimaryKeyConstraint('meeting_field_pk', ['meeting_id', 'subject', 'key'])
    .execute();
  await ofMeeting(db.schema.createTable('ballot_count'))
    .addColumn('subject', 'text', required)
    .addColumn('issued', 'integer', required)
    .addColumn('returned', 'integer', required)
    .addColumn('valid', 'integer', required)
    .addColumn('invalid', 'integer', required)
    .addColumn('version', 'integer', required)
    .addColumn('saved_at', 'text', required)
    .addPrimaryKeyConstraint('ballot_count_pk', ['meeting_id', 'subject'])
    .execute();
  await ofMeeting(db.schema.createTable('ballot_votes'))
    .addColumn('subject', 'text', required)
    .addColumn('level', 'text', required)
    .addColumn('votes', 'integer', required)
    .addPrimaryKeyConstraint('ballot_votes_pk', ['meeting_id', 'subject', 'level'])
    .execute();
}

async function createRatings(db: Kysely<unknown>): Promise<void> {
  await ofCampaignAndUnit(db.schema.createTable('rating'))
    .addColumn('subject', 'text', required)
    .addColumn('agency_level', 'text', required)
    .addColumn('committee_level', 'text', required)
    .addColumn('mass_body_level', 'text', required)
    .addColumn('branch_level', 'text', required)
    .addColumn('reason', 'text', required)
    .addColumn('version', 'integer', required)
    .addColumn('saved_at', 'text', required)
    .addPrimaryKeyConstraint('rating_pk', ['campaign_id', 'unit_id', 'subject'])
    .execute();
  await withId(ofCampaignAndUnit(db.schema.createTable('rating_decision')))
    .addColumn('subject', 'text', required)
    .addColumn('level', 'text', required)
    .addColumn('number', 'text', required)
    .addColumn('decided_on', 'text', required)
    .addColumn('body', 'text', required)
    .addColumn('reason', 'text', required)
    // One decision is replaced once; a first decision is the only one of its subject.
    .addColumn('replaces_id', 'text', (c) => c.unique().references('rating_decision.id'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .execute();
  await sql`create unique index rating_decision_first on rating_decision (campaign_id, unit_id, subject) where replaces_id is null`.execute(
    db,
  );
  await withId(db.schema.createTable('discipline'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.references('member.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('kind', 'text', required)
    .addColumn('duty_related', 'integer', required)
    .addColumn('document', 'text', required)
    .addColumn('decided_on', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('at', 'text', required)
    .addColumn('withdrawn_at', 'text')
    .execute();
  await db.schema.createIndex('discipline_campaign').on('discipline').columns(['campaign_id', 'unit_id']).execute();
  await ofCampaignAndUnit(db.schema.createTable('hand_up'))
    .addColumn('handed_at', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addPrimaryKeyConstraint('hand_up_pk', ['campaign_id', 'unit_id'])
    .execute();
}

type Table<Columns extends string = never> = CreateTableBuilder<string, Columns>;

function withId<Columns extends string>(table: Table<Columns>): Table<Columns | 'id'> {
  return table.addColumn('id', 'text', (c) => c.primaryKey()) as Table<Columns | 'id'>;
}

function ofCampaignAndMember(table: Table): Table<'campaign_id' | 'member_id'> {
  return table
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.notNull().references('member.id'));
}

function ofCampaignAndUnit(table: Table): Table<'campaign_id' | 'unit_id'> {
  return table
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'));
}

function ofMeeting(table: Table): Table<'meeting_id'> {
  return table.addColumn('meeting_id', 'text', (c) => c.notNull().references('meeting.id'));
}

type ColumnBuilder = Parameters<NonNullable<Parameters<Table['addColumn']>[2]>>[0];

function required(column: ColumnBuilder): ColumnBuilder {
  return column.notNull();
}

function emptyText(column: ColumnBuilder): ColumnBuilder {
  return column.notNull().defaultTo(sql`''`);
}
