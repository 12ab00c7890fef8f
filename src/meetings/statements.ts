import type { Insertable } from 'kysely';
import type {
  BallotCountTable,
  Database,
  MeetingAttendanceTable,
  MeetingFieldTable,
  MeetingRosterTable,
  MeetingStepTable,
  MeetingSubjectTable,
  MeetingTable,
} from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';
import type { MeetingRow } from './queries.ts';

type Db = Store['db'];

/** The meeting while its leaders may write (see `isOpen`): every save carries this in its guard. */
function stillOpen(db: Db, meetingId: string) {
  return db
    .selectFrom('meeting as open')
    .innerJoin('campaign', 'campaign.id', 'open.campaign_id')
    .select('open.id')
    .where('open.id', '=', meetingId)
    .where('open.state', '!=', 'closed')
    .where('campaign.state', '=', 'open');
}

/** And once its day has come: nothing is recorded of a meeting in the future. */
function underWay(db: Db, meetingId: string, today: string) {
  return stillOpen(db, meetingId).where('open.held_on', '<=', today);
}

/** The row as a selection that is empty where `given` finds nothing. */
function insertGiven<Name extends keyof Database & string>(
  db: Db,
  table: Name,
  row: Insertable<Database[Name]>,
  given: ReturnType<typeof stillOpen> | ReturnType<typeof openCampaign>,
): Statement {
  const entries = Object.entries(row as Record<string, string | number | null>);
  const values = db
    .selectNoFrom((eb) => entries.map(([column, value]) => eb.val(value).as(column)))
    .where(({ exists }) => exists(given));
  return guarded(
    db
      .insertInto(table)
      .columns(entries.map(([column]) => column) as never)
      .expression(values as never),
  );
}

function openCampaign(db: Db, campaignId: string) {
  return db.selectFrom('campaign').select('campaign.id').where('id', '=', campaignId).where('state', '=', 'open');
}

/** One meeting for each branch and campaign: the second of two plans changes no row. */
export function insertMeeting(db: Db, row: Insertable<MeetingTable>): Statement {
  return insertGiven(db, 'meeting', row, openCampaign(db, row.campaign_id));
}

export type Plan = Pick<
  MeetingRow,
  'held_on' | 'starts_at' | 'place' | 'chair' | 'clerk' | 'content' | 'entered_after'
>;

/** Changes the plan its editor saw. */
export function updatePlan(db: Db, meetingId: string, version: number, plan: Plan): Statement {
  return guarded(
    db
      .updateTable('meeting')
      .set({ ...plan, version: version + 1 })
      .where('id', '=', meetingId)
      .where('version', '=', version)
      .where(({ exists }) => exists(stillOpen(db, meetingId))),
  );
}

/** Where the projector stands. Whoever turned last is right: nothing is lost by it. */
export function turnTo(db: Db, meetingId: string, slide: string): Statement {
  return plain(
    db
      .updateTable('meeting')
      .set({ current_subject: slide })
      .where('id', '=', meetingId)
      .where(({ exists }) => exists(stillOpen(db, meetingId))),
  );
}

/** Marks one member over the version its marker saw (0: never marked). */
export function saveAttendance(
  db: Db,
  row: Insertable<MeetingAttendanceTable> & { reason: string },
  base: number,
  today: string,
): Statement {
  const given = underWay(db, row.meeting_id, today);
  if (base === 0) return insertGiven(db, 'meeting_attendance', { ...row, version: 1 }, given);
  const { presence, reason } = row;
  return guarded(
    db
      .updateTable('meeting_attendance')
      .set({ presence, reason, version: base + 1 })
      .where('meeting_id', '=', row.meeting_id)
      .where('member_id', '=', row.member_id)
      .where('version', '=', base)
      .where(({ exists }) => exists(given)),
  );
}

/** With the first mark of attendance a planned meeting is being held. */
export function beginHolding(db: Db, meetingId: string): Statement {
  return plain(
    db.updateTable('meeting').set({ state: 'held' }).where('id', '=', meetingId).where('state', '=', 'planned'),
  );
}

/** One text of the minutes over the version its typist saw (0: never saved). */
export function saveNote(db: Db, row: MeetingFieldTable, base: number, today: string): Statement {
  const given = underWay(db, row.meeting_id, today);
  if (base === 0) return insertGiven(db, 'meeting_field', { ...row, version: 1 }, given);
  return guarded(
    db
      .updateTable('meeting_field')
      .set({ value: row.value, saved_at: row.saved_at, version: base + 1 })
      .where('meeting_id', '=', row.meeting_id)
      .where('subject', '=', row.subject)
      .where('key', '=', row.key)
      .where('version', '=', base)
      .where(({ exists }) => exists(given)),
  );
}

/** The ballots on one subject, whole, over the version their counter saw (0: never counted). */
export function saveCount(
  db: Db,
  row: BallotCountTable,
  votes: Readonly<Record<string, number>>,
  base: number,
  today: string,
): Statement[] {
  const { meeting_id, subject, issued, returned, valid, invalid, saved_at } = row;
  const given = underWay(db, meeting_id, today);
  const count =
    base === 0
      ? insertGiven(db, 'ballot_count', { ...row, version: 1 }, given)
      : guarded(
          db
            .updateTable('ballot_count')
            .set({ issued, returned, valid, invalid, saved_at, version: base + 1 })
            .where('meeting_id', '=', meeting_id)
            .where('subject', '=', subject)
            .where('version', '=', base)
            .where(({ exists }) => exists(given)),
        );
  return [
    count,
    plain(db.deleteFrom('ballot_votes').where('meeting_id', '=', meeting_id).where('subject', '=', subject)),
    ...Object.entries(votes).map(([level, number]) =>
      guarded(db.insertInto('ballot_votes').values({ meeting_id, subject, level, votes: number })),
    ),
  ];
}

/** Grows with everything recorded of a meeting: what was read to be closed is what is closed. */
export interface MeetingMark {
  meeting_attendance: number;
  meeting_field: number;
  ballot_count: number;
}

function isUnchanged(db: Db, meetingId: string, table: keyof MeetingMark, mark: number) {
  return db
    .selectFrom(table)
    .select('meeting_id')
    .where('meeting_id', '=', meetingId)
    .groupBy('meeting_id')
    .having(({ fn }) => fn.sum<number>('version'), '=', mark);
}

/**
 * Ends a meeting that was held, as its closer saw it, and keeps the lists of people as they stand.
 * A table without a row of this meeting has the mark 0.
 */
export function closeMeeting(
  db: Db,
  meeting: Pick<MeetingRow, 'id' | 'version'>,
  mark: MeetingMark,
  lists: { subjects: readonly MeetingSubjectTable[]; roster: readonly MeetingRosterTable[] },
): Statement[] {
  return [
    guarded(
      db
        .updateTable('meeting')
        .set({ state: 'closed', version: meeting.version + 1 })
        .where('id', '=', meeting.id)
        .where('version', '=', meeting.version)
        .where('state', '=', 'held')
        .where(({ exists }) => exists(stillOpen(db, meeting.id)))
        .where(({ and, exists, not }) =>
          and(
            (['meeting_attendance', 'meeting_field', 'ballot_count'] as const).map((table) =>
              mark[table] === 0
                ? not(exists(db.selectFrom(table).select('meeting_id').where('meeting_id', '=', meeting.id)))
                : exists(isUnchanged(db, meeting.id, table, mark[table])),
            ),
          ),
        ),
    ),
    ...chunks(lists.subjects).map((rows) => plain(db.insertInto('meeting_subject').values(rows))),
    ...chunks(lists.roster).map((rows) => plain(db.insertInto('meeting_roster').values(rows))),
  ];
}

/** D1 takes 100 parameters a statement; a row of a list has seven at most. */
const ROWS_AT_ONCE = 12;

function chunks<Row>(rows: readonly Row[]): Row[][] {
  return Array.from({ length: Math.ceil(rows.length / ROWS_AT_ONCE) }, (_, index) =>
    rows.slice(index * ROWS_AT_ONCE, (index + 1) * ROWS_AT_ONCE),
  );
}

export function reopenMeeting(db: Db, meeting: Pick<MeetingRow, 'id' | 'version' | 'campaign_id'>): Statement[] {
  return [
    guarded(
      db
        .updateTable('meeting')
        .set({ state: 'held', version: meeting.version + 1 })
        .where('id', '=', meeting.id)
        .where('version', '=', meeting.version)
        .where('state', '=', 'closed')
        .where(({ exists }) => exists(openCampaign(db, meeting.campaign_id))),
    ),
    plain(db.deleteFrom('meeting_subject').where('meeting_id', '=', meeting.id)),
    plain(db.deleteFrom('meeting_roster').where('meeting_id', '=', meeting.id)),
  ];
}

export function insertMeetingStep(db: Db, row: MeetingStepTable): Statement {
  return guarded(db.insertInto('meeting_step').values(row));
}
