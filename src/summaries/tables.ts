import { dayInHanoi } from '../calendar.ts';
import { shortLevel } from '../ratings/rules.ts';
import type { SheetCell, SheetColumn } from '../files/spreadsheet.ts';
import {
  type BranchCounts,
  type CommitteeSummary,
  countsOf,
  everybody,
  levelRows,
  type LevelRow,
  type SummedBranch,
  type SummedLevel,
} from './figures.ts';
import { type ScreeningLine, screeningList } from './screening.ts';

/** The tables of the summary, each told once: the page, the papers and the workbook show the same cells. */
export interface SummaryTable {
  /** Name of the sheet, too. */
  name: string;
  columns: (SheetColumn & { share: number })[];
  rows: SummaryTableRow[];
}

export interface SummaryTableRow {
  cells: SheetCell[];
  /** A sum. */
  strong: boolean;
  /** The branch it is about, where it has something to open. */
  unitId: string | null;
}

type Kind = SheetColumn['kind'];

/** `share` is a column's part of the paper's width, `width` its letters in the workbook. */
function column(label: string, kind: Kind, share: number, width = share * 2): SummaryTable['columns'][number] {
  return { label, kind, share, width };
}

function row(cells: SheetCell[], more: Partial<SummaryTableRow> = {}): SummaryTableRow {
  return { cells, strong: false, unitId: null, ...more };
}

export function branchTable(summary: CommitteeSummary): SummaryTable {
  const counts = (found: BranchCounts) => [
    found.people,
    found.reviewed,
    found.notReviewed,
    found.outside,
    found.decided,
  ];
  const rows = summary.branches.map((branch) =>
    row(
      [
        branch.unit.name,
        handedWords(branch),
        branch.handedAt && dayInHanoi(new Date(branch.handedAt)),
        ...(branch.summary ? counts(countsOf(branch.people)) : [null, null, null, null, null]),
      ],
      { unitId: branch.summary ? branch.unit.id : null },
    ),
  );
  const handed = summary.branches.filter(({ handedAt }) => handedAt !== null).length;
  const sum = counts(countsOf(everybody(summary)));
  return {
    name: 'Các chi bộ',
    columns: [
      column('Chi bộ', 'text', 20, 36),
      column('Bảng đề xuất', 'text', 14, 22),
      column('Ngày chuyển', 'day', 11, 13),
      column('Đảng viên', 'number', 8, 11),
      column('Đã kiểm điểm', 'number', 8, 11),
      column('Chưa kiểm điểm', 'number', 8, 11),
      column('Ngoài hệ thống', 'number', 8, 11),
      column('Đã quyết định', 'number', 8, 11),
    ],
    rows: [...rows, row(['Cộng', `${handed}/${summary.branches.length} đã chuyển`, null, ...sum], { strong: true })],
  };
}

function handedWords({ handedAt, summary }: SummedBranch): string {
  if (handedAt === null) return 'Chưa chuyển';
  return summary ? 'Đã chuyển' : 'Đã chuyển, chưa có bản tổng hợp';
}

/** Persons and collectives never stand in one sum; shares are of those who have a level. */
export function levelTable(summary: CommitteeSummary): SummaryTable {
  const { groups, persons, collectives } = levelRows(summary);
  const cells = ({ name, counts, rated, without }: LevelRow): SheetCell[] => [
    name,
    ...counts.flatMap((count) => [count, rated === 0 ? null : count / rated]),
    rated,
    without,
  ];
  return {
    name: 'Mức xếp loại',
    columns: [
      column('Nhóm', 'text', 22, 44),
      ...summary.levels.flatMap(({ key }) => [
        column(shortLevel(summary.levels, key), 'number', 8, 12),
        column('Tỷ lệ', 'percent', 8, 10),
      ]),
      column('Cộng có mức', 'number', 8, 12),
      column('Chưa có mức', 'number', 8, 12),
    ],
    rows: [
      ...groups.map((group) => row(cells(group))),
      row(cells(persons), { strong: true }),
      row(cells(collectives), { strong: true }),
    ],
  };
}

/** Counts per branch, no names: who has what open stands in his own review. */
export function earlierTable(summary: CommitteeSummary): SummaryTable {
  const cells = ({ fixed, fixing, unfixed, unsaid }: Record<Matter, number>): number[] => [
    fixed,
    fixing,
    unfixed,
    unsaid,
    fixed + fixing + unfixed + unsaid,
  ];
  const collectives = summary.branches.flatMap(({ summary: handed }) => handed?.collective.earlier ?? []);
  const sum = (key: Matter) => collectives.reduce((all, each) => all + each[key], 0);
  return {
    name: 'Khắc phục',
    columns: [
      column('Chi bộ', 'text', 28, 36),
      column('Đã khắc phục', 'number', 10, 12),
      column('Đang khắc phục', 'number', 10, 12),
      column('Chưa khắc phục', 'number', 10, 12),
      column('Chưa ghi', 'number', 10, 12),
      column('Cộng', 'number', 10, 12),
    ],
    rows: [
      ...summary.branches
        .filter((branch) => branch.summary !== null)
        .map((branch) => row([branch.unit.name, ...cells(countsOf(branch.people))])),
      row(['Cộng cá nhân', ...cells(countsOf(everybody(summary)))], { strong: true }),
      row(
        [
          'Tập thể các chi bộ',
          ...cells({ fixed: sum('fixed'), fixing: sum('fixing'), unfixed: sum('unfixed'), unsaid: sum('unsaid') }),
        ],
        { strong: true },
      ),
    ],
  };
}

type Matter = 'fixed' | 'fixing' | 'unfixed' | 'unsaid';

export function screeningTable(
  summary: CommitteeSummary,
  lines: readonly ScreeningLine[] = screeningList(summary),
): SummaryTable {
  return {
    name: 'Rà soát, sàng lọc',
    columns: [
      column('Stt', 'number', 5, 6),
      column('Họ và tên', 'text', 20, 28),
      column('Chi bộ', 'text', 20, 30),
      column('Mức xếp loại', 'text', 17, 28),
      column('Lý do', 'text', 38, 60),
    ],
    rows: lines.map(({ person, branch, level, reasons }, index) =>
      row([index + 1, nameWithPost(person), branch, labelIn(summary, level), reasons.join('\n')]),
    ),
  };
}

/** Of one document, of all that is decided, or (a draft) of what is proposed, too. */
export type Listed = { draft: true } | { number: string; body: string };

export interface ResultLine {
  branch: string;
  name: string;
  /** A year; '' for a collective. */
  birth: string;
  post: string;
  level: string;
  /** "QĐ 45-QĐ/ĐU", "Chi bộ đề xuất" */
  basis: string;
}

/**
 * Names and levels, branch by branch, the collective first. A number under which levels are recorded names those levels
 * and no others, as it decided them; a new one recognises all that is decided.
 */
export function resultLines(summary: CommitteeSummary, which: Listed = { draft: true }): ResultLine[] {
  const isOf = ({ number, body }: { number: string; body: string }) =>
    !('draft' in which) && number === which.number && body === which.body;
  const recordedIn = ({ decision, replaced }: SummedLevel) =>
    [...replaced, ...(decision ? [decision] : [])].find(isOf) ?? null;
  const lines = summary.branches.flatMap(({ unit, people, collective }) => [
    ...(collective
      ? [{ branch: unit.name, name: collective.name, birth: '', post: '', of: collective as SummedLevel }]
      : []),
    ...people.map((one) => ({
      branch: unit.name,
      name: one.person.name,
      birth: one.person.birthDate.slice(0, 4),
      post: one.person.post,
      of: one as SummedLevel,
    })),
  ]);
  const recorded = lines.some(({ of }) => recordedIn(of) !== null);
  return lines.flatMap(({ of, ...line }) => {
    const decision = recorded ? recordedIn(of) : of.decision;
    if (decision) return [{ ...line, level: labelIn(summary, decision.level), basis: `QĐ ${decision.number}` }];
    if (!('draft' in which) || of.level === '') return [];
    return [{ ...line, level: labelIn(summary, of.level), basis: 'Chi bộ đề xuất' }];
  });
}

export function resultTable(summary: CommitteeSummary): SummaryTable {
  return {
    name: 'Danh sách',
    columns: [
      column('Stt', 'number', 5, 6),
      column('Họ và tên', 'text', 22, 30),
      column('Năm sinh', 'text', 8, 10),
      column('Chức vụ', 'text', 20, 30),
      column('Chi bộ', 'text', 20, 30),
      column('Mức xếp loại', 'text', 20, 30),
      column('Căn cứ', 'text', 16, 24),
    ],
    rows: resultLines(summary).map(({ branch, name, birth, post, level, basis }, index) =>
      row([index + 1, name, birth, post, branch, level, basis]),
    ),
  };
}

export function labelIn({ levels }: Pick<CommitteeSummary, 'levels'>, level: string): string {
  return levels.find(({ key }) => key === level)?.label ?? '';
}

function nameWithPost({ name, post }: { name: string; post: string }): string {
  return post === '' ? name : `${name}\n${post}`;
}
