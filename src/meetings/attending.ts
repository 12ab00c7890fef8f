import type { Presence } from '../../db/schema.ts';
import { type Deps, LostGuard } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import { typedLine } from '../http/text.ts';
import { assertMayRecord, assertStillRecordable, logMeeting } from './commands.ts';
import type { AttendeeRow, Gathered } from './gathered.ts';
import type { TypedPresence, TypedRow } from './input.ts';
import { attendanceOf } from './queries.ts';
import { summonsOf } from './rules.ts';
import { beginHolding, saveAttendance } from './statements.ts';

type AttendDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What became of one row of the attendance page. */
export type MarkOutcome =
  | { kind: 'saved'; key: string }
  | { kind: 'invalid'; key: string; typed: TypedPresence; error: string }
  /** Somebody else marked the same member meanwhile. */
  | { kind: 'conflict'; key: string; typed: TypedPresence; theirs: TypedPresence; version: number };

interface Mark {
  key: string;
  typed: TypedPresence;
  presence: Presence;
  reason: string;
  version: number;
}

/**
 * Marks members present or away, each over the version its marker saw. Rows nobody touched are left alone.
 * Throws `not-allowed-now` before the meeting's day and once it is closed.
 */
export async function markAttendance(
  deps: AttendDeps,
  actor: Actor,
  gathered: Gathered,
  rows: readonly TypedRow<TypedPresence>[],
): Promise<MarkOutcome[]> {
  assertMayRecord(gathered);
  const attendees = new Map(gathered.attendees.map((attendee) => [attendee.memberId, attendee]));
  const judged = rows
    .filter(({ touched }) => touched)
    .flatMap((row) => {
      const attendee = attendees.get(row.key);
      return attendee ? [judge(row, attendee)] : [];
    });
  const marks = judged.filter((one): one is Mark => !('kind' in one));
  const outcomes = judged.filter((one): one is MarkOutcome => 'kind' in one);
  return [...outcomes, ...(marks.length > 0 ? await saveMarks(deps, actor, gathered, marks) : [])];
}

function judge({ key, typed, version }: TypedRow<TypedPresence>, attendee: AttendeeRow): Mark | MarkOutcome {
  const invalid = (error: string): MarkOutcome => ({ kind: 'invalid', key, typed, error });
  if (typed.presence === null) return invalid('Đồng chí chọn: có mặt, vắng có lý do, hoặc vắng không lý do.');
  if (summonsOf(attendee.exemption) === 'not' && typed.presence === 'present') {
    return invalid('Đảng viên đang bị đình chỉ sinh hoạt đảng không dự họp.');
  }
  const reason = typedLine(200).safeParse(typed.reason);
  if (!reason.success) return invalid(reason.error.issues[0]?.message ?? 'Đồng chí xem lại lý do.');
  if (reason.data !== '' && typed.presence === 'present') {
    return invalid('Có mặt thì không ghi lý do vắng. Đồng chí xóa lý do, hoặc chọn vắng.');
  }
  return { key, typed, presence: typed.presence, reason: reason.data, version };
}

/** All in one list; if one of them has lost, each by itself, so that the others stay saved. */
async function saveMarks(
  deps: AttendDeps,
  actor: Actor,
  gathered: Gathered,
  marks: readonly Mark[],
): Promise<MarkOutcome[]> {
  try {
    await saveList(deps, actor, gathered, marks);
    return marks.map(({ key }) => ({ kind: 'saved', key }));
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
  const outcomes: MarkOutcome[] = [];
  for (const mark of marks) outcomes.push(await saveAlone(deps, actor, gathered, mark));
  return outcomes;
}

async function saveAlone(deps: AttendDeps, actor: Actor, gathered: Gathered, mark: Mark): Promise<MarkOutcome> {
  const { key, typed } = mark;
  try {
    await saveList(deps, actor, gathered, [mark]);
    return { kind: 'saved', key };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
  await assertStillRecordable(deps, gathered);
  const stored = (await attendanceOf(deps.store.db, gathered.meeting.id)).get(key);
  if (stored && stored.presence === mark.presence && stored.reason === mark.reason) return { kind: 'saved', key };
  const theirs = { presence: stored?.presence ?? null, reason: stored?.reason ?? '' };
  return { kind: 'conflict', key, typed, theirs, version: stored?.version ?? 0 };
}

async function saveList(deps: AttendDeps, actor: Actor, gathered: Gathered, marks: readonly Mark[]): Promise<void> {
  const { meeting, season } = gathered;
  const { db } = deps.store;
  await deps.store.atomic([
    ...marks.map(({ key, presence, reason, version }) => {
      const row = { meeting_id: meeting.id, member_id: key, presence, reason, version: 1 };
      return saveAttendance(db, row, version, season.today);
    }),
    beginHolding(db, meeting.id),
    logMeeting(
      deps,
      actor,
      { id: meeting.id, unit_id: season.unit.id },
      'meeting-changed',
      `attendance ${marks.length}`,
    ),
  ]);
}
