import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/** The first shape of everything: units, people, accounts, lists and forms, campaigns, reviews, records, the log. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createOrganisation(db);
  await createAccounts(db);
  await createVersionedData(db);
  await createCampaigns(db);
  await createReviews(db);
  await createRecords(db);
  await createAudit(db);
}

async function createOrganisation(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('setting')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('value', 'text', (c) => c.notNull())
    .execute();
  await withId(db.schema.createTable('unit'))
    .addColumn('parent_id', 'text', (c) => c.references('unit.id'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('committee', 'branch')`))
    .addColumn('name', 'text', (c) => c.notNull())
    .addColumn('paper_name', 'text', (c) => c.notNull())
    .addColumn('place', 'text', (c) => c.notNull())
    .addColumn('has_branch_committee', 'integer', flag)
    .addColumn('version', 'integer', (c) => c.notNull())
    .addUniqueConstraint('unit_parent_name', ['parent_id', 'name'])
    .execute();
  await withId(db.schema.createTable('member'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('full_name', 'text', (c) => c.notNull())
    .addColumn('folded_name', 'text', (c) => c.notNull())
    .addColumn('birth_date', 'text', (c) => c.notNull())
    .addColumn('workplace', 'text', (c) => c.notNull())
    .addColumn('party_post', 'text', (c) => c.notNull())
    .addColumn('government_post', 'text', (c) => c.notNull())
    .addColumn('union_post', 'text', (c) => c.notNull())
    .addColumn('standing', 'text', (c) => c.notNull().check(sql`standing in ('leader', 'no_post', 'outside')`))
    .addColumn('official', 'integer', flag)
    .addColumn('has_agency', 'integer', flag)
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('member_unit').on('member').column('unit_id').execute();
}

async function createAccounts(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('account'))
    .addColumn('member_id', 'text', (c) => c.unique().references('member.id'))
    .addColumn('user_name', 'text', (c) => c.notNull().unique())
    .addColumn('display_name', 'text', (c) => c.notNull())
    .addColumn('password', 'text')
    .addColumn('disabled', 'integer', flag)
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('role')
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('role', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('role_pk', ['account_id', 'unit_id', 'role'])
    .execute();
  await withId(db.schema.createTable('session'))
    .addColumn('token_hash', 'text', (c) => c.notNull().unique())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('seen_at', 'text', (c) => c.notNull())
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('agent', 'text', (c) => c.notNull())
    .addColumn('must_choose_password', 'integer', flag)
    .execute();
  await db.schema.createIndex('session_account').on('session').column('account_id').execute();
  await withId(db.schema.createTable('one_time_code'))
    .addColumn('purpose', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.references('account.id'))
    .addColumn('code_hash', 'text', (c) => c.notNull().unique())
    .addColumn('created_at', 'text', (c) => c.notNull())
    .addColumn('expires_at', 'text', (c) => c.notNull())
    .addColumn('used_at', 'text')
    .execute();
  await db.schema
    .createTable('attempt')
    .addColumn('key', 'text', (c) => c.primaryKey())
    .addColumn('window_start', 'text', (c) => c.notNull())
    .addColumn('failures', 'integer', (c) => c.notNull())
    .execute();
  await db.schema
    .createTable('notice_acknowledgement')
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('notice_version', 'text', (c) => c.notNull())
    .addColumn('acknowledged_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('notice_acknowledgement_pk', ['account_id', 'notice_version'])
    .execute();
}

async function createVersionedData(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('catalogue_edition'))
    .addColumn('list', 'text', (c) => c.notNull().check(sql`list in ('A', 'B')`))
    .addColumn('edition', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('stored_at', 'text', (c) => c.notNull())
    .execute();
  await withId(db.schema.createTable('form_version'))
    .addColumn('standing', 'text', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('stored_at', 'text', (c) => c.notNull())
    .execute();
}

async function createCampaigns(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('campaign'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('year', 'integer', (c) => c.notNull())
    .addColumn('title', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('preparing', 'open', 'closed')`))
    .addColumn('opens_on', 'text', (c) => c.notNull())
    .addColumn('due_on', 'text', (c) => c.notNull())
    .addColumn('edition_a', 'text', (c) => c.notNull().references('catalogue_edition.id'))
    .addColumn('edition_b', 'text', (c) => c.notNull().references('catalogue_edition.id'))
    .addColumn('network_text_number', 'text', (c) => c.notNull())
    .addColumn('network_text_date', 'text')
    .addColumn('wording_decision_number', 'text', (c) => c.notNull())
    .addColumn('wording_decision_date', 'text')
    .addColumn('signs_required', 'integer', flag)
    .addColumn('list_b_outside', 'integer', flag)
    .addColumn('version', 'integer', (c) => c.notNull())
    .addUniqueConstraint('campaign_unit_year', ['unit_id', 'year'])
    .execute();
  await db.schema
    .createTable('campaign_form')
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('standing', 'text', (c) => c.notNull())
    .addColumn('form_id', 'text', (c) => c.notNull().references('form_version.id'))
    .addPrimaryKeyConstraint('campaign_form_pk', ['campaign_id', 'standing'])
    .execute();
}

async function createReviews(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('review'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('member_id', 'text', (c) => c.notNull().references('member.id'))
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
  await db.schema.createIndex('review_member').on('review').column('member_id').execute();
  await db.schema
    .createTable('review_field')
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('key', 'text', (c) => c.notNull())
    .addColumn('value', 'text', (c) => c.notNull())
    .addColumn('version', 'integer', (c) => c.notNull())
    .addColumn('saved_at', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('review_field_pk', ['review_id', 'key'])
    .execute();
  await withId(db.schema.createTable('review_item'))
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('list', 'text', (c) => c.notNull())
    .addColumn('position', 'integer', (c) => c.notNull())
    .addColumn('origin', 'text', (c) => c.notNull())
    .addColumn('source_text', 'text', (c) => c.notNull())
    .addColumn('source_year', 'integer')
    .addColumn('source_due', 'text')
    .addColumn('removed', 'integer', flag)
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('review_item_review').on('review_item').column('review_id').execute();
  await withId(db.schema.createTable('review_step'))
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('from_state', 'text', (c) => c.notNull())
    .addColumn('to_state', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('remark', 'text', (c) => c.notNull())
    .addColumn('at', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('review_step_review').on('review_step').column('review_id').execute();
}

async function createRecords(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('record'))
    .addColumn('review_id', 'text', (c) => c.notNull().references('review.id'))
    .addColumn('submission', 'integer', (c) => c.notNull())
    .addColumn('sha256', 'text', (c) => c.notNull())
    .addColumn('bytes', 'integer', (c) => c.notNull())
    .addColumn('form_id', 'text', (c) => c.notNull())
    .addColumn('edition_a', 'text', (c) => c.notNull())
    .addColumn('edition_b', 'text', (c) => c.notNull())
    .addColumn('template', 'text', (c) => c.notNull())
    .addColumn('frozen_at', 'text', (c) => c.notNull())
    .addColumn('superseded', 'integer', flag)
    .addUniqueConstraint('record_review_submission', ['review_id', 'submission'])
    .execute();
  await db.schema
    .createTable('record_part')
    .addColumn('record_id', 'text', (c) => c.notNull().references('record.id'))
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('record_part_pk', ['record_id', 'part'])
    .execute();
  await withId(db.schema.createTable('paper'))
    .addColumn('record_id', 'text', (c) => c.notNull().references('record.id'))
    .addColumn('variant', 'text', (c) => c.notNull())
    .addColumn('state', 'text', (c) => c.notNull().check(sql`state in ('waiting', 'working', 'ready', 'failed')`))
    .addColumn('attempts', 'integer', (c) => c.notNull())
    .addColumn('due_at', 'text', (c) => c.notNull())
    .addColumn('sha256', 'text')
    .addColumn('bytes', 'integer')
    .addColumn('made_at', 'text')
    .addUniqueConstraint('paper_record_variant', ['record_id', 'variant'])
    .execute();
  await db.schema.createIndex('paper_queue').on('paper').columns(['state', 'due_at']).execute();
  await db.schema
    .createTable('paper_part')
    .addColumn('paper_id', 'text', (c) => c.notNull().references('paper.id'))
    .addColumn('part', 'integer', (c) => c.notNull())
    .addColumn('body', 'text', (c) => c.notNull())
    .addPrimaryKeyConstraint('paper_part_pk', ['paper_id', 'part'])
    .execute();
}

async function createAudit(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('audit'))
    .addColumn('at', 'text', (c) => c.notNull())
    .addColumn('account_id', 'text')
    .addColumn('action', 'text', (c) => c.notNull())
    .addColumn('subject_kind', 'text', (c) => c.notNull())
    .addColumn('subject_id', 'text')
    .addColumn('unit_id', 'text')
    .addColumn('address', 'text', (c) => c.notNull())
    .addColumn('request_id', 'text', (c) => c.notNull())
    .addColumn('detail', 'text', (c) => c.notNull())
    .execute();
  await db.schema.createIndex('audit_subject').on('audit').columns(['subject_id', 'at']).execute();
  await db.schema
    .createTable('step')
    .addColumn('op', 'text', (c) => c.notNull())
    .addColumn('n', 'integer', (c) => c.notNull().check(sql`n = 1`))
    .execute();
}

function withId(table: CreateTableBuilder<string, never>) {
  return table.addColumn('id', 'text', (c) => c.primaryKey());
}

type ColumnBuilder = Parameters<NonNullable<Parameters<CreateTableBuilder<string, never>['addColumn']>[2]>>[0];

/** Booleans are 0 or 1 on every engine. */
function flag(column: ColumnBuilder): ColumnBuilder {
  return column.notNull();
}
