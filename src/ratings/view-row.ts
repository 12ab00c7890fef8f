import { branchNav } from '../branches/rules.ts';
import type { FieldErrors } from '../errors.ts';
import { columnKey } from '../forms/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatNumber, formatTime } from '../views/formats.ts';
import type { RatingRowModel } from '../views/models/ratings.ts';
import { lineField, selectField, textField } from '../views/parts.ts';
import type { listRows, RatingRow } from './queries.ts';
import { labelOf } from './rules.ts';
import { statedKeys } from './stated.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision, factsOf, levelNow } from './table.ts';
import { conditionsModel, disciplinesModel, historyOf, votesOf } from './view-lines.ts';
import { branchPaths, isOpen } from './view-table.ts';

type Typed = Record<string, string>;
type Rows = Awaited<ReturnType<typeof listRows>>;

export interface RowShown {
  table: BranchTable;
  subject: RatedSubject;
  /** Rows of section III and of the task annex; null without a review that is handed in. */
  earlier: Rows | null;
  tasks: Rows | null;
  may: { write: boolean };
}

interface Returned {
  typed?: Typed;
  errors?: FieldErrors;
  /** What another leader saved meanwhile. */
  stored?: RatingRow;
}

export function rowPage(shown: RowShown, returned: Returned = {}): RatingRowModel {
  const { table, subject, may } = shown;
  const { errors = {}, stored } = returned;
  const paths = branchPaths(table);
  const index = table.subjects.indexOf(subject);
  const following = table.subjects[index + 1];
  const writes = may.write && isOpen(table) && currentDecision(subject) === null;
  const typed = returned.typed?.v !== undefined ? returned.typed : storedValues(subject.rating);
  const level = returned.typed?.chi_bo ?? levelNow(subject);
  return {
    nav: branchNav(table.unit, 'ratings', table.campaign.id),
    summary: errorSummary(errors),
    name: subject.name,
    post: subject.post,
    note: subject.note,
    place: `Dòng ${index + 1} trong ${table.subjects.length}`,
    self: subject.stated ? labelOf(subject.levels, subject.stated.level) || 'Chưa ghi' : 'Chưa có bản kiểm điểm đã nộp',
    ballot: ballotModel(subject),
    conflict: stored ? conflictModel(subject, typed, stored, paths.row(subject.subject)) : null,
    form: writes ? formModel(table, subject, typed, errors, stored, following !== undefined) : null,
    facts: writes ? [] : factsShown(table, subject),
    conditions: conditionsModel(factsOf(table, subject), level),
    earlier: earlierModel(shown),
    tasks: tasksModel(shown),
    levels: levelsModel(subject),
    disciplines: disciplinesModel(
      subject,
      may.write ? paths.disciplines(subject.subject) : null,
      paths.query,
      returned.typed,
      errors,
    ),
    history: historyOf(subject, 'branch', () => null),
    back: { text: 'Về danh sách', href: paths.table },
    next: following ? { text: `Tiếp: ${following.name}`, href: paths.row(following.subject) } : null,
  };
}

function storedValues(rating: RatingRow | null): Typed {
  return {
    co_quan: rating?.agency_level ?? '',
    chi_uy: rating?.committee_level ?? '',
    doan_the: rating?.mass_body_level ?? '',
    chi_bo: rating?.branch_level ?? '',
    quy: rating?.quarters ?? '',
    nhiem_vu: (rating?.tasks_done ?? '').replace('.', ','),
    ly_do: rating?.reason ?? '',
    v: String(rating?.version ?? 0),
  };
}

/** The fields of a row in the order of the form; each with the words of its value. */
function labelled(subject: RatedSubject): { name: string; label: string; words: (value: string) => string }[] {
  const level = (value: string) => labelOf(subject.levels, value) || 'Để trống';
  const text = (value: string) => value || 'Để trống';
  return [
    { name: 'co_quan', label: LABELS.agency, words: level },
    { name: 'chi_uy', label: LABELS.committee, words: level },
    { name: 'doan_the', label: LABELS.massBody, words: level },
    { name: 'chi_bo', label: LABELS.branch, words: level },
    {
      name: 'quy',
      label: LABELS.quarters,
      words: (value) => QUARTERS.find((one) => one.value === value)?.text ?? text(''),
    },
    { name: 'nhiem_vu', label: LABELS.tasksDone, words: text },
    { name: 'ly_do', label: LABELS.reason, words: text },
  ];
}

const LABELS = {
  agency: 'Mức cơ quan, đơn vị xếp loại',
  committee: 'Mức chi ủy đề xuất',
  massBody: 'Ý kiến của đoàn thể',
  branch: 'Mức chi bộ đề xuất',
  quarters: 'Đánh giá theo quý trong năm',
  tasksDone: 'Tập thể hoàn thành nhiệm vụ của năm',
  reason: 'Lý do chi bộ vẫn đề xuất khi còn điều cần cân nhắc',
};

const QUARTERS = [
  { value: 'none', text: 'Không có quý nào không hoàn thành nhiệm vụ' },
  { value: 'failed', text: 'Có quý không hoàn thành nhiệm vụ' },
];

function conflictModel(
  subject: RatedSubject,
  typed: Typed,
  stored: RatingRow,
  reload: string,
): RatingRowModel['conflict'] {
  const theirs = storedValues(stored);
  const fields = labelled(subject)
    .filter(({ name }) => (typed[name] ?? '') !== (theirs[name] ?? ''))
    .map(({ name, label, words }) => ({ label, mine: words(typed[name] ?? ''), theirs: words(theirs[name] ?? '') }));
  return { savedAt: formatTime(stored.saved_at), fields, reload };
}

function formModel(
  table: BranchTable,
  subject: RatedSubject,
  typed: Typed,
  errors: FieldErrors,
  stored: RatingRow | undefined,
  next: boolean,
): NonNullable<RatingRowModel['form']> {
  const at = (name: string) => ({ name, value: typed[name] ?? '', error: errors[name] ?? null });
  const options = subject.levels.map(({ key, label }) => ({ value: key, text: label }));
  const level = (name: string, label: string, hint: string | null = null, optional = false) =>
    selectField({ ...at(name), label, hint, options, optional });
  const person = subject.kind === 'person';
  return {
    action: branchPaths(table).row(subject.subject),
    // After a conflict the next save goes over the version that was just shown.
    version: stored?.version ?? Number(typed.v ?? 0),
    agency: subject.hasAgency ? level('co_quan', LABELS.agency) : null,
    committee: table.unit.has_branch_committee === 1 ? level('chi_uy', LABELS.committee) : null,
    massBody: level('doan_the', LABELS.massBody, null, true),
    branch: level('chi_bo', LABELS.branch, 'Theo kết quả bỏ phiếu của chi bộ.'),
    quarters: person
      ? selectField({
          ...at('quy'),
          label: LABELS.quarters,
          hint: 'Để trống nếu chưa có dữ liệu.',
          options: QUARTERS,
          optional: true,
        })
      : null,
    tasksDone: person
      ? null
      : lineField({
          ...at('nhiem_vu'),
          label: LABELS.tasksDone,
          hint: 'Để trống nếu chưa có dữ liệu.',
          width: 'short',
          inputMode: 'decimal',
          suffix: '%',
          optional: true,
        }),
    reason: textField({ ...at('ly_do'), label: LABELS.reason, hint: 'Không còn điều nào thì để trống.', rows: 3 }),
    next,
  };
}

function factsShown(table: BranchTable, subject: RatedSubject): RatingRowModel['facts'] {
  const values = storedValues(subject.rating);
  return labelled(subject)
    .filter(({ name }) => (values[name] ?? '') !== '')
    .map(({ name, label, words }) => ({ label, value: words(values[name] ?? '') }));
}

function ballotModel(subject: RatedSubject): RatingRowModel['ballot'] {
  const { ballot } = subject;
  if (!ballot) return null;
  const [issued, returned, valid, invalid] = [ballot.issued, ballot.returned, ballot.valid, ballot.invalid].map(
    formatNumber,
  );
  return {
    text: `Phát ra ${issued}, thu về ${returned}, hợp lệ ${valid}, không hợp lệ ${invalid}.`,
    votes: votesOf(subject, labelOf),
  };
}

function earlierModel({ subject, earlier }: RowShown): RatingRowModel['earlier'] {
  const keys = subject.form && statedKeys(subject.form).earlier;
  if (!keys || !earlier || earlier.items.length === 0) return null;
  const { list, state } = keys;
  return {
    heading: 'Từng điều ở mục III',
    entries: earlier.items.map((item) => {
      const given = earlier.values.get(columnKey(list, item.id, state.key)) ?? '';
      return {
        text: item.source_text || (earlier.values.get(columnKey(list, item.id, 'source')) ?? ''),
        state: state.choices?.find(({ key }) => key === given)?.label ?? 'Chưa ghi tình trạng',
      };
    }),
  };
}

function tasksModel({ subject, tasks }: RowShown): RatingRowModel['tasks'] {
  const keys = subject.form && statedKeys(subject.form).tasks;
  if (!keys || !tasks || tasks.items.length === 0) return null;
  return {
    heading: `${keys.title} (${tasks.items.length})`,
    columns: keys.columns.map(({ label }) => label),
    rows: tasks.items.map((item) =>
      keys.columns.map(({ key }) => tasks.values.get(columnKey(keys.list, item.id, key)) ?? ''),
    ),
  };
}

function levelsModel({ levels, basis }: RatedSubject): RatingRowModel['levels'] {
  const known = levels.filter(({ conditions }) => conditions.length > 0);
  if (known.length === 0) return null;
  return {
    basis,
    levels: known.map(({ label, points, conditionsIntro, conditions }) => ({
      label,
      points: points ?? '',
      intro: conditionsIntro ?? '',
      conditions,
    })),
  };
}
