import type { Insertable } from 'kysely';
import type {
  BranchReportTable,
  Database,
  DocumentNumberTable,
  ReportEditionTable,
  ReportFieldTable,
  ReportStepTable,
  SignTotalTable,
} from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';
import type { ReportRow } from './queries.ts';

type Db = Store['db'];

/** A report while it may be written: it is not signed, and its campaign is open. */
function writable(db: Db, reportId: string) {
  return db
    .selectFrom('branch_report as open')
    .innerJoin('campaign', 'campaign.id', 'open.campaign_id')
    .select('open.id')
    .where('open.id', '=', reportId)
    .where('open.state', '=', 'draft')
    .where('campaign.state', '=', 'open');
}

function openCampaign(db: Db, campaignId: string) {
  return db.selectFrom('campaign').select('campaign.id').where('id', '=', campaignId).where('state', '=', 'open');
}

/** The row as a selection that is empty unless `given` finds something and `unless` nothing. */
function insertGiven<Name extends keyof Database & string>(
  db: Db,
  table: Name,
  row: Insertable<Database[Name]>,
  given: ReturnType<typeof writable> | ReturnType<typeof openCampaign> | null,
  unless:
    ReturnType<typeof numberTaken> | ReturnType<typeof totalsTaken> | ReturnType<typeof reportThere> | null = null,
): Statement {
  const entries = Object.entries(row as Record<string, string | number | null>);
  const values = db
    .selectNoFrom((eb) => entries.map(([column, value]) => eb.val(value).as(column)))
    .where(({ and, exists, not }) =>
      and([...(given ? [exists(given)] : []), ...(unless ? [not(exists(unless))] : [])]),
    );
  return guarded(
    db
      .insertInto(table)
      .columns(entries.map(([column]) => column) as never)
      .expression(values as never),
  );
}

function reportThere(db: Db, row: Insertable<BranchReportTable>) {
  return db
    .selectFrom('branch_report as other')
    .select('other.id')
    .where('other.campaign_id', '=', row.campaign_id)
    .where('other.unit_id', '=', row.unit_id);
}

/** One for each branch and campaign: the second of two clicks changes no row. */
export function insertReport(db: Db, row: Insertable<BranchReportTable>): Statement {
  return insertGiven(db, 'branch_report', row, openCampaign(db, row.campaign_id), reportThere(db, row));
}

/** One text over the version its writer saw (0: never saved). */
export function saveField(db: Db, row: ReportFieldTable, base: number): Statement {
  const given = writable(db, row.report_id);
  if (base === 0) return insertGiven(db, 'report_field', { ...row, version: 1 }, given);
  return guarded(
    db
      .updateTable('report_field')
      .set({ value: row.value, saved_at: row.saved_at, version: base + 1 })
      .where('report_id', '=', row.report_id)
      .where('key', '=', row.key)
      .where('version', '=', base)
      .where(({ exists }) => exists(given)),
  );
}

export function raiseDraft(db: Db, report: ReportRow): Statement {
  return guarded(
    db
      .updateTable('branch_report')
      .set({ draft_number: report.draft_number + 1, version: report.version + 1 })
      .where('id', '=', report.id)
      .where('version', '=', report.version)
      .where(({ exists }) => exists(writable(db, report.id))),
  );
}

/** Signs what was read: `mark` is the sum of the texts' versions, so nobody's save slips in between. */
export function signReportRow(db: Db, report: ReportRow, mark: number): Statement {
  const sum = db
    .selectFrom('report_field')
    .select(({ fn, val }) => fn.coalesce(fn.sum<number>('version'), val(0)).as('mark'))
    .where('report_id', '=', report.id);
  return guarded(
    db
      .updateTable('branch_report')
      .set({ state: 'signed', version: report.version + 1 })
      .where('id', '=', report.id)
      .where('version', '=', report.version)
      .where(({ eb, exists }) => eb.and([exists(writable(db, report.id)), eb(sum, '=', mark)])),
  );
}

/** A signed report becomes a draft again; what was signed stays as it is. */
export function reopenReportRow(db: Db, report: ReportRow): Statement {
  return guarded(
    db
      .updateTable('branch_report')
      .set({ state: 'draft', draft_number: report.draft_number + 1, version: report.version + 1 })
      .where('id', '=', report.id)
      .where('version', '=', report.version)
      .where('state', '=', 'signed')
      .where(({ exists }) => exists(openCampaign(db, report.campaign_id))),
  );
}

/** Three bytes of UTF-8 a letter at most: a part stays under 1 MB (D1 takes 2 MB a row). */
const PART_LETTERS = 300_000;

export function insertEdition(db: Db, row: Insertable<ReportEditionTable>, json: string): Statement[] {
  const parts = Array.from({ length: Math.ceil(json.length / PART_LETTERS) }, (_, part) =>
    json.slice(part * PART_LETTERS, (part + 1) * PART_LETTERS),
  );
  return [
    guarded(db.insertInto('report_edition').values(row)),
    ...parts.map((body, part) =>
      guarded(db.insertInto('report_edition_part').values({ edition_id: row.id, part, body })),
    ),
  ];
}

export function insertReportStep(db: Db, row: Insertable<ReportStepTable>): Statement {
  return guarded(db.insertInto('report_step').values(row));
}

function numberTaken(db: Db, row: Insertable<DocumentNumberTable>) {
  return db
    .selectFrom('document_number as other')
    .select('other.holder_id')
    .where('other.unit_id', '=', row.unit_id)
    .where('other.kind', '=', row.kind)
    .where('other.term', '=', row.term)
    .where('other.number', '=', row.number);
}

/** Takes a number for a document; one that is taken changes no row. */
export function takeNumber(db: Db, row: Insertable<DocumentNumberTable>): Statement {
  return insertGiven(db, 'document_number', row, null, numberTaken(db, row));
}

/** The term the branch is in now. */
export function keepTerm(db: Db, unitId: string, term: { first: number; last: number }): Statement {
  const years = { first_year: term.first, last_year: term.last };
  return plain(
    db
      .insertInto('branch_term')
      .values({ unit_id: unitId, ...years })
      .onConflict((conflict) => conflict.column('unit_id').doUpdateSet(years)),
  );
}

function totalsTaken(db: Db, row: Insertable<SignTotalTable>) {
  return db
    .selectFrom('sign_total as other')
    .select('other.unit_id')
    .where('other.campaign_id', '=', row.campaign_id)
    .where('other.unit_id', '=', row.unit_id);
}

/** Once for each branch and campaign: two totals of different days would betray who came between. */
export function insertSignTotals(db: Db, row: Insertable<SignTotalTable>): Statement {
  return insertGiven(db, 'sign_total', row, openCampaign(db, row.campaign_id), totalsTaken(db, row));
}
