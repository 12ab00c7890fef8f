import { type Deps, LostGuard } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { assertMayRecord, assertStillRecordable, logMeeting } from './commands.ts';
import { type Gathered, isMarked, presentOf } from './gathered.ts';
import { COUNT_COLUMNS, type TypedCount, type TypedRow } from './input.ts';
import { type CountRow, countsOf } from './queries.ts';
import { type Count, countProblems } from './rules.ts';
import { saveCount } from './statements.ts';
import type { Subject } from './subjects.ts';

type CountDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What became of one row of the counting page. */
export type CountOutcome =
  | { kind: 'saved' | 'unchanged'; key: string; version: number; savedAt: string }
  /** `errors`: column → sentence. */
  | { kind: 'invalid'; key: string; typed: TypedCount; errors: FieldErrors }
  /** Somebody else counted the same subject meanwhile. */
  | { kind: 'conflict'; key: string; typed: TypedCount; theirs: CountRow };

export const ATTENDANCE_FIRST = 'Đồng chí điểm danh trước: số phiếu được đối chiếu với số đảng viên chính thức dự họp.';

/** No branch votes with more ballots than this; a longer number is a slip of the finger. */
const MOST = 9_999;

export const LEVEL_PREFIX = 'level.';

export function levelColumn(level: string): string {
  return `${LEVEL_PREFIX}${level}`;
}

/**
 * Saves the counts, each subject by itself and whole; sums are checked against the official members present.
 * Throws `not-allowed-now` before the meeting's day, once it is closed, and while nobody is marked.
 */
export async function saveCounts(
  deps: CountDeps,
  actor: Actor,
  gathered: Gathered,
  rows: readonly TypedRow<TypedCount>[],
): Promise<CountOutcome[]> {
  assertMayRecord(gathered);
  if (!isMarked(gathered)) {
    throw new AppError('not-allowed-now', {
      message: 'attendance is not marked',
      hint: ATTENDANCE_FIRST,
    });
  }
  const subjects = new Map(gathered.subjects.map((subject) => [subject.key, subject]));
  const outcomes: CountOutcome[] = [];
  for (const row of rows.filter(({ touched }) => touched)) {
    const subject = subjects.get(row.key);
    if (subject) outcomes.push(await saveOne(deps, actor, gathered, subject, row));
  }
  return outcomes;
}

async function saveOne(
  deps: CountDeps,
  actor: Actor,
  gathered: Gathered,
  subject: Subject,
  { key, typed, version }: TypedRow<TypedCount>,
): Promise<CountOutcome> {
  const read = readCount(typed, subject.levels);
  if ('errors' in read) return { kind: 'invalid', key, typed, errors: read.errors };
  const errors = problemsByColumn(countProblems(read, presentOf(gathered)), subject.levels);
  if (Object.keys(errors).length > 0) return { kind: 'invalid', key, typed, errors };
  const stored = gathered.counts.get(key);
  if (stored && isSame(stored, read)) return unchanged(key, stored);
  const { meeting, season } = gathered;
  const at = deps.now().toISOString();
  const { votes, ...totals } = read;
  const row = { meeting_id: meeting.id, subject: key, ...totals, version, saved_at: at };
  try {
    await deps.store.atomic([
      ...saveCount(deps.store.db, row, votes, version, season.today),
      logMeeting(deps, actor, { id: meeting.id, unit_id: season.unit.id }, 'ballots-counted', key),
    ]);
    return { kind: 'saved', key, version: version + 1, savedAt: at };
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    await assertStillRecordable(deps, gathered);
    const theirs = (await countsOf(deps.store.db, meeting.id)).get(key);
    if (!theirs) throw error;
    return isSame(theirs, read) ? unchanged(key, theirs) : { kind: 'conflict', key, typed, theirs };
  }
}

function unchanged(key: string, stored: CountRow): CountOutcome {
  return { kind: 'unchanged', key, version: stored.version, savedAt: stored.saved_at };
}

/** Every column of a count with its heading, in the order in which they are typed. */
export function countColumns(levels: readonly { key: string; label: string }[]): { column: string; label: string }[] {
  return [
    { column: 'issued', label: 'Phát ra' },
    { column: 'returned', label: 'Thu về' },
    { column: 'valid', label: 'Hợp lệ' },
    { column: 'invalid', label: 'Không hợp lệ' },
    ...levels.map(({ key, label }) => ({ column: levelColumn(key), label })),
  ];
}

function readCount(typed: TypedCount, levels: Subject['levels']): Count | { errors: FieldErrors } {
  const errors: FieldErrors = {};
  const numbers: Record<string, number> = {};
  for (const { column, label } of countColumns(levels)) {
    const value = (typed[column] ?? '').trim();
    if (value === '') errors[column] = `Chưa ghi ô “${label}”; không có phiếu nào thì ghi 0.`;
    else if (!/^\d+$/.test(value)) errors[column] = `Ô “${label}” ghi bằng số phiếu, ví dụ 18.`;
    else if (Number(value) > MOST) errors[column] = `Ô “${label}” lớn quá mức; đồng chí xem lại số vừa gõ.`;
    else numbers[column] = Number(value);
  }
  if (Object.keys(errors).length > 0) return { errors };
  const [issued = 0, returned = 0, valid = 0, invalid = 0] = COUNT_COLUMNS.map((column) => numbers[column]);
  const votes = Object.fromEntries(levels.map(({ key }) => [key, numbers[levelColumn(key)] ?? 0]));
  return { issued, returned, valid, invalid, votes };
}

/** A sum of the levels that does not match is shown at the first of them. */
function problemsByColumn(problems: ReturnType<typeof countProblems>, levels: Subject['levels']): FieldErrors {
  const { votes, ...totals } = problems;
  const first = levels[0];
  return { ...totals, ...(votes && first ? { [levelColumn(first.key)]: votes } : {}) };
}

/** A stored count as its cells show it. */
export function cellsOf(count: Count): TypedCount {
  const totals = COUNT_COLUMNS.map((column) => [column, String(count[column])]);
  const votes = Object.entries(count.votes).map(([level, number]) => [levelColumn(level), String(number)]);
  return Object.fromEntries([...totals, ...votes]) as TypedCount;
}

function isSame(stored: Count, typed: Count): boolean {
  const [left, right] = [cellsOf(stored), cellsOf(typed)];
  return Object.keys({ ...left, ...right }).every((column) => left[column] === right[column]);
}
