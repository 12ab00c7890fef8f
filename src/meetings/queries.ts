import type { Kysely, Selectable } from 'kysely';
import type {
  BallotCountTable,
  Database,
  MeetingAttendanceTable,
  MeetingFieldTable,
  MeetingTable,
} from '../../db/schema.ts';
import type { Count } from './rules.ts';

type Db = Kysely<Database>;

export type MeetingRow = Selectable<MeetingTable>;
export type AttendanceRow = Selectable<MeetingAttendanceTable>;
export type NoteRow = Selectable<MeetingFieldTable>;

/** The branch's meeting of a campaign: one at most. */
export async function findMeeting(db: Db, campaignId: string, unitId: string): Promise<MeetingRow | undefined> {
  return db
    .selectFrom('meeting')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .selectAll()
    .executeTakeFirst();
}

/** Member's id → what is marked. */
export async function attendanceOf(db: Db, meetingId: string): Promise<Map<string, AttendanceRow>> {
  const rows = await db
    .selectFrom('meeting_attendance')
    .where('meeting_id', '=', meetingId)
    .orderBy('member_id')
    .selectAll()
    .execute();
  return new Map(rows.map((row) => [row.member_id, row]));
}

/** `<subject>.<key>` → the text. */
export async function notesOf(db: Db, meetingId: string): Promise<Map<string, NoteRow>> {
  const rows = await db
    .selectFrom('meeting_field')
    .where('meeting_id', '=', meetingId)
    .orderBy('subject')
    .orderBy('key')
    .selectAll()
    .execute();
  return new Map(rows.map((row) => [`${row.subject}.${row.key}`, row]));
}

export async function findNote(db: Db, meetingId: string, subject: string, key: string): Promise<NoteRow | undefined> {
  return db
    .selectFrom('meeting_field')
    .where('meeting_id', '=', meetingId)
    .where('subject', '=', subject)
    .where('key', '=', key)
    .selectAll()
    .executeTakeFirst();
}

export type CountRow = Selectable<BallotCountTable> & Count;

/** Subject → its ballots: totals only. */
export async function countsOf(db: Db, meetingId: string): Promise<Map<string, CountRow>> {
  const [rows, votes] = await Promise.all([
    db.selectFrom('ballot_count').where('meeting_id', '=', meetingId).orderBy('subject').selectAll().execute(),
    db
      .selectFrom('ballot_votes')
      .where('meeting_id', '=', meetingId)
      .orderBy('subject')
      .orderBy('level')
      .selectAll()
      .execute(),
  ]);
  const counts = new Map(rows.map((row) => [row.subject, { ...row, votes: {} as Record<string, number> }]));
  for (const { subject, level, votes: number } of votes) {
    const count = counts.get(subject);
    if (count) count.votes[level] = number;
  }
  return counts;
}

/** The lists of people as they stood when the meeting was closed; empty while it is open. */
export async function keptLists(db: Db, meetingId: string) {
  const [subjects, roster] = await Promise.all([
    db.selectFrom('meeting_subject').where('meeting_id', '=', meetingId).orderBy('position').selectAll().execute(),
    db.selectFrom('meeting_roster').where('meeting_id', '=', meetingId).orderBy('position').selectAll().execute(),
  ]);
  return { subjects, roster };
}

/** Reviews of a branch in a campaign, the collective's (`member_id` null) among them: states and forms only. */
export async function reviewsAt(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .where('unit_id', '=', unitId)
    .orderBy('id')
    .select(['id', 'member_id', 'form_id', 'state', 'submissions'])
    .execute();
}

/** The newest change of the meeting's state, with who made it. */
export async function lastStep(db: Db, meetingId: string) {
  return db
    .selectFrom('meeting_step')
    .innerJoin('account', 'account.id', 'meeting_step.account_id')
    .where('meeting_step.meeting_id', '=', meetingId)
    .orderBy('meeting_step.id', 'desc')
    .select(['meeting_step.to_state', 'meeting_step.reason', 'meeting_step.at', 'account.display_name'])
    .executeTakeFirst();
}
