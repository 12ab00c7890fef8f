import type { Kysely, Selectable } from 'kysely';
import type {
  BranchReportTable,
  BranchTermTable,
  Database,
  ReportEditionTable,
  ReportFieldTable,
  ReportStepTable,
  ReviewState,
} from '../../db/schema.ts';
import { sha256Hex } from '../canonical.ts';

type Db = Kysely<Database>;

export type ReportRow = Selectable<BranchReportTable>;
export type FieldRow = Selectable<ReportFieldTable>;
export type EditionRow = Selectable<ReportEditionTable>;
export type StepRow = Selectable<ReportStepTable> & { display_name: string };

/** One report for each branch and campaign. */
export async function findReport(db: Db, campaignId: string, unitId: string): Promise<ReportRow | undefined> {
  return db
    .selectFrom('branch_report')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}

/** Key → the text. */
export async function fieldsOf(db: Db, reportId: string): Promise<Map<string, FieldRow>> {
  const rows = await db
    .selectFrom('report_field')
    .where('report_id', '=', reportId)
    .orderBy('key')
    .selectAll()
    .execute();
  return new Map(rows.map((row) => [row.key, row]));
}

export async function findField(db: Db, reportId: string, key: string): Promise<FieldRow | undefined> {
  return db
    .selectFrom('report_field')
    .where('report_id', '=', reportId)
    .where('key', '=', key)
    .selectAll()
    .executeTakeFirst();
}

/** What was signed, the newest first. */
export async function editionsOf(db: Db, reportId: string): Promise<EditionRow[]> {
  return db
    .selectFrom('report_edition')
    .where('report_id', '=', reportId)
    .orderBy('edition', 'desc')
    .selectAll()
    .execute();
}

/** The frozen JSON, put together from its parts. Throws when it is no longer what was frozen. */
export async function editionText(db: Db, edition: Pick<EditionRow, 'id' | 'sha256'>): Promise<string> {
  const parts = await db
    .selectFrom('report_edition_part')
    .where('edition_id', '=', edition.id)
    .orderBy('part')
    .select('body')
    .execute();
  const text = parts.map(({ body }) => body).join('');
  if (sha256Hex(text) !== edition.sha256) throw new Error(`report ${edition.id} does not match its hash`);
  return text;
}

export async function stepsOf(db: Db, reportId: string): Promise<StepRow[]> {
  return db
    .selectFrom('report_step')
    .innerJoin('account', 'account.id', 'report_step.account_id')
    .where('report_step.report_id', '=', reportId)
    .orderBy('report_step.at', 'desc')
    .orderBy('report_step.id', 'desc')
    .selectAll('report_step')
    .select('account.display_name')
    .execute();
}

export async function termOf(db: Db, unitId: string): Promise<BranchTermTable | undefined> {
  return db.selectFrom('branch_term').where('unit_id', '=', unitId).selectAll().executeTakeFirst();
}

interface Series {
  unitId: string;
  kind: string;
  term: string;
}

export async function lastNumber(db: Db, { unitId, kind, term }: Series): Promise<number> {
  const row = await db
    .selectFrom('document_number')
    .where('unit_id', '=', unitId)
    .where('kind', '=', kind)
    .where('term', '=', term)
    .select(({ fn }) => fn.max('number').as('last'))
    .executeTakeFirst();
  return Number(row?.last ?? 0);
}

/** Which document bears a number; undefined while it is free. */
export async function holderOf(db: Db, series: Series, number: number): Promise<string | undefined> {
  const row = await db
    .selectFrom('document_number')
    .where('unit_id', '=', series.unitId)
    .where('kind', '=', series.kind)
    .where('term', '=', series.term)
    .where('number', '=', number)
    .select('holder_id')
    .executeTakeFirst();
  return row?.holder_id;
}

/** Who is marked as present at the meeting; in a closed one official is who was so then. */
export async function presentAt(db: Db, meetingId: string): Promise<{ official: number; probationary: number }> {
  const rows = await db
    .selectFrom('meeting_attendance as attendance')
    .innerJoin('member', 'member.id', 'attendance.member_id')
    .leftJoin('meeting_roster as kept', (join) =>
      join.onRef('kept.meeting_id', '=', 'attendance.meeting_id').onRef('kept.member_id', '=', 'attendance.member_id'),
    )
    .where('attendance.meeting_id', '=', meetingId)
    .where('attendance.presence', '=', 'present')
    .select(({ fn }) => fn.coalesce('kept.official', 'member.official').as('official'))
    .execute();
  const official = rows.filter((row) => Number(row.official) === 1).length;
  return { official, probationary: rows.length - official };
}

const HANDED_IN: readonly ReviewState[] = ['submitted', 'accepted', 'closed'];

/** How many reviews of persons a branch has, by their form: what the answers to the signs are counted among. */
export async function handedInByForm(db: Db, campaignId: string, unitId: string): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .where('member_id', 'is not', null)
    .where('state', 'in', HANDED_IN)
    .groupBy('form_id')
    .select((eb) => ['form_id', eb.fn.countAll<number>().as('count')] as const)
    .execute();
  return new Map(rows.map(({ form_id, count }) => [form_id, Number(count)]));
}

/** Totals only: whose answer it is does not leave the database. `keys`: at most 90 signs. */
export async function answerTotals(
  db: Db,
  place: { campaignId: string; unitId: string },
  among: { keys: readonly string[]; forms: readonly string[] },
): Promise<{ key: string; value: string; count: number }[]> {
  if (among.keys.length === 0 || among.forms.length === 0) return [];
  const rows = await db
    .selectFrom('review_field')
    .innerJoin('review', 'review.id', 'review_field.review_id')
    .where('review.campaign_id', '=', place.campaignId)
    .where('review.unit_id', '=', place.unitId)
    .where('review.member_id', 'is not', null)
    .where('review.state', 'in', HANDED_IN)
    .where('review.form_id', 'in', among.forms)
    .where('review_field.key', 'in', among.keys)
    .where('review_field.value', '!=', '')
    .groupBy(['review_field.key', 'review_field.value'])
    .orderBy('review_field.key')
    .orderBy('review_field.value')
    .select((eb) => ['review_field.key', 'review_field.value', eb.fn.countAll<number>().as('count')] as const)
    .execute();
  return rows.map((row) => ({ ...row, count: Number(row.count) }));
}

export async function findSignTotals(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('sign_total')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}
