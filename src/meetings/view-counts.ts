import type { FieldErrors } from '../errors.ts';
import type { CountCell, CountRowModel, CountsModel } from '../views/models/meetings.ts';
import { digestOf, fieldId, lineField } from '../views/parts.ts';
import { passWords, presentWords, resultWords } from './count-words.ts';
import { cellsOf, countColumns, type CountOutcome } from './counting.ts';
import { type Gathered, isMarked } from './gathered.ts';
import { countLine, type TypedCount } from './input.ts';
import { misfits } from './outlook.ts';
import { countedColumns } from './print-parts.ts';
import { sliceOf } from './slices.ts';
import { meetingPath, type MeetingPlace } from './place.ts';
import type { CountRow } from './queries.ts';
import { passMark } from './rules.ts';
import type { Subject } from './subjects.ts';
import { navFor, ratingsLink } from './view.ts';

/** As many as can be typed on one page without losing one's place. */
const PAGE = 50;

export interface CountsShown {
  place: MeetingPlace;
  locked: string | null;
  page: string | undefined;
  flash: string | null;
  outcomes: readonly CountOutcome[];
  /** Cells filled in on the page and not saved yet. */
  proposed: ReadonlyMap<string, TypedCount>;
  fill: { issued: string; returned: string; error: string | null };
}

export function countsPage(gathered: Gathered, shown: CountsShown): CountsModel {
  const { season, subjects } = gathered;
  const { place, locked } = shown;
  const columns = countedColumns(subjects);
  const slice = sliceOf(subjects, PAGE, shown.page, (page) =>
    meetingPath(place, 'kiem-phieu', { trang: String(page) }),
  );
  const firstOpen = slice.items.find(({ key }) => !gathered.counts.has(key) && !shown.proposed.has(key))?.key;
  const rows = slice.items.map((subject) => {
    const row = rowOf(gathered, subject, columns, shown);
    const uncounted = locked !== null && !gathered.counts.has(subject.key);
    const focus = subject.key === firstOpen && shown.outcomes.every(({ kind }) => kind !== 'invalid');
    return { ...row, uncounted, focus };
  });
  const [issued, returned] = (['issued', 'returned'] as const).map((column) =>
    lineField({
      name: `dien_${column}`,
      label: column === 'issued' ? 'Phát ra' : 'Thu về',
      inputMode: 'numeric',
      width: 'short',
      value: shown.fill[column],
      error: column === 'issued' ? shown.fill.error : null,
    }),
  );
  const wrong = misfits(gathered).map(({ name }) => name);
  return {
    nav: navFor(season, place),
    summary: summaryOf(gathered, shown.outcomes),
    locked,
    flash: shown.flash,
    present: presentWords(gathered),
    pass: passWords(passMark(gathered.headcounts, gathered.settings.pass)),
    misfits:
      wrong.length > 0
        ? `Điểm danh đã đổi nên kết quả của ${wrong.join('; ')} không còn khớp. Số đã ghi vẫn giữ nguyên; đồng chí xem lại từng dòng.`
        : null,
    attendanceFirst: isMarked(gathered) ? null : { text: 'Điểm danh', href: meetingPath(place, 'diem-danh') },
    action: meetingPath(place, 'kiem-phieu', slice.page > 1 ? { trang: String(slice.page) } : {}),
    autosave: locked === null ? meetingPath(place, 'kiem-phieu/o') : null,
    columns: columns.map(({ column, label }) => ({ column, label })),
    fill: locked === null && issued && returned ? { issued, returned } : null,
    span: columns.length + 1,
    rows,
    pages: slice.links,
    ratings: ratingsLink(place),
    sheets: [{ text: 'Tải bảng (.xlsx)', href: meetingPath(place, 'kiem-phieu.xlsx') }],
  };
}

function rowOf(
  gathered: Gathered,
  subject: Subject,
  columns: readonly { column: string; label: string }[],
  shown: Pick<CountsShown, 'outcomes' | 'proposed' | 'place'>,
): CountRowModel {
  const { key, name } = subject;
  const stored = gathered.counts.get(key);
  const { typed, errors, theirs, seen } = typedIn(gathered, key, shown);
  const own = new Set(countColumns(subject.levels).map(({ column }) => column));
  const cells = columns.map(({ column, label }): CountCell | null => {
    if (!own.has(column)) return null;
    const cell = `${key}.${column}`;
    return {
      id: fieldId(cell),
      name: cell,
      column,
      heading: label,
      label: `${label}, ${name}`,
      value: typed[column] ?? '',
      wrong: errors[column] !== undefined,
    };
  });
  return {
    key,
    id: `dong-${key}`,
    name,
    about: aboutOf(subject),
    seen,
    version: stored?.version ?? 0,
    typed: countLine(typed) !== countLine(stored ? cellsOf(stored) : {}),
    uncounted: false,
    cells,
    result: stored ? resultWords(gathered, subject, stored) : '',
    errors: [...new Set(Object.values(errors))],
    theirs,
    one: { text: name, href: meetingPath(shown.place, 'kiem-phieu', { nguoi: key }) },
    focus: false,
  };
}

export interface RowTyped {
  typed: TypedCount;
  errors: FieldErrors;
  theirs: string | null;
  seen: string;
}

/** What stands in a row: what was typed where it could not be stored, else what is stored. */
export function typedIn(gathered: Gathered, key: string, shown: Pick<CountsShown, 'outcomes' | 'proposed'>): RowTyped {
  const stored = gathered.counts.get(key);
  const version = stored?.version ?? 0;
  const outcome = shown.outcomes.find((one) => one.key === key);
  if (outcome?.kind === 'invalid') {
    return { typed: outcome.typed, errors: outcome.errors, theirs: null, seen: String(version) };
  }
  if (outcome?.kind === 'conflict') {
    const theirs = `Máy khác vừa ghi: ${countWords(outcome.theirs)}. Chưa ghi đè gì; bấm Lưu lần nữa thì lấy số đang gõ ở đây.`;
    return { typed: outcome.typed, errors: {}, theirs, seen: String(outcome.theirs.version) };
  }
  const cells = stored ? cellsOf(stored) : {};
  const proposed = shown.proposed.get(key);
  const seen = seenMark(version, cells);
  return { typed: proposed ?? cells, errors: {}, theirs: null, seen };
}

/** Of a row that shows what is stored: it counts as touched only once something in it is changed. */
export function seenMark(version: number, cells: TypedCount): string {
  return `${version}-${digestOf(countLine(cells))}`;
}

function countWords({ issued, returned, valid, invalid, votes }: CountRow): string {
  return `phát ra ${issued}, thu về ${returned}, hợp lệ ${valid}, không hợp lệ ${invalid}, các mức ${Object.values(votes).join('/')}`;
}

export function aboutOf({ post, left }: Subject): string {
  return [post, left ? 'không còn trong danh sách kiểm điểm' : ''].filter(Boolean).join(' · ');
}

export function summaryOf({ subjects }: Gathered, outcomes: readonly CountOutcome[]): CountsModel['summary'] {
  const nameOf = new Map(subjects.map(({ key, name }) => [key, name]));
  const errors = outcomes.flatMap((outcome) => {
    if (outcome.kind === 'invalid') {
      const seen = new Set<string>();
      return Object.entries(outcome.errors)
        .filter(([, text]) => !seen.has(text) && seen.add(text))
        .map(([column, text]) => ({
          text: `${nameOf.get(outcome.key)}: ${text}`,
          href: `#${fieldId(`${outcome.key}.${column}`)}`,
        }));
    }
    if (outcome.kind !== 'conflict') return [];
    const text = `${nameOf.get(outcome.key)}: máy khác vừa ghi khác đi`;
    return [{ text, href: `#${fieldId(`${outcome.key}.issued`)}` }];
  });
  return errors.length > 0 ? { kept: true, errors } : null;
}
