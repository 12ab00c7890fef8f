import { type CreateTableBuilder, type Kysely, sql } from 'kysely';

/** Kits for branches without network, and the files that come back from them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await createOffice(db);
  await createBranch(db);
  await createFiles(db);
}

async function createOffice(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('committee_key')
    .addColumn('unit_id', 'text', (c) => c.primaryKey().references('unit.id'))
    .addColumn('identity', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('made_at', 'text', required)
    .execute();
  await withId(db.schema.createTable('branch_kit'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('public_key', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('made_at', 'text', required)
    .addColumn('revoked_at', 'text')
    .execute();
  await sql`create unique index branch_kit_current on branch_kit (campaign_id, unit_id) where revoked_at is null`.execute(
    db,
  );
  await withId(db.schema.createTable('roll_up_import'))
    .addColumn('kit_id', 'text', (c) => c.notNull().references('branch_kit.id'))
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('serial', 'integer', required)
    .addColumn('sha256', 'text', required)
    .addColumn('made_at', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('imported_at', 'text', required)
    .addUniqueConstraint('roll_up_import_serial', ['kit_id', 'serial'])
    .execute();
}

async function createBranch(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('opened_kit')
    .addColumn('kit_id', 'text', (c) => c.primaryKey())
    .addColumn('campaign_id', 'text', (c) => c.notNull().references('campaign.id'))
    .addColumn('unit_id', 'text', (c) => c.notNull().references('unit.id'))
    .addColumn('signing_key', 'text', required)
    .addColumn('recipient', 'text', required)
    .addColumn('made_at', 'text', required)
    .addColumn('opened_at', 'text', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addUniqueConstraint('opened_kit_place', ['campaign_id', 'unit_id'])
    .execute();
  await withId(db.schema.createTable('roll_up_export'))
    .addColumn('kit_id', 'text', (c) => c.notNull().references('opened_kit.kit_id'))
    .addColumn('serial', 'integer', required)
    .addColumn('sha256', 'text', required)
    .addColumn('bytes', 'integer', required)
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('made_at', 'text', required)
    .addUniqueConstraint('roll_up_export_serial', ['kit_id', 'serial'])
    .execute();
}

async function createFiles(db: Kysely<unknown>): Promise<void> {
  await withId(db.schema.createTable('exchange_file'))
    .addColumn('kind', 'text', (c) => c.notNull().check(sql`kind in ('kit', 'roll-up', 'kit-sent', 'roll-up-sent')`))
    .addColumn('campaign_id', 'text', (c) => c.references('campaign.id'))
    .addColumn('account_id', 'text', (c) => c.notNull().references('account.id'))
    .addColumn('name', 'text', required)
    .addColumn('sha256', 'text', required)
    .addColumn('bytes', 'integer', required)
    .addColumn('at', 'text', required)
    .execute();
  await db.schema
    .createTable('exchange_file_part')
    .addColumn('file_id', 'text', (c) => c.notNull().references('exchange_file.id'))
    .addColumn('part', 'integer', required)
    .addColumn('body', 'text', required)
    .addPrimaryKeyConstraint('exchange_file_part_pk', ['file_id', 'part'])
    .execute();
}

type Table = CreateTableBuilder<string, never>;
type ColumnBuilder = Parameters<NonNullable<Parameters<Table['addColumn']>[2]>>[0];

function withId(table: Table) {
  return table.addColumn('id', 'text', (c) => c.primaryKey());
}

function required(column: ColumnBuilder): ColumnBuilder {
  return column.notNull();
}
