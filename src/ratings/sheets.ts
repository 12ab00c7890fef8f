import type { Sheet, SheetCell, SheetColumn } from '../files/spreadsheet.ts';
import { levelColumns } from './print-list.ts';
import { labelOf } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';

/** The list of levels as a table: the paper's columns, with votes as numbers and the decision's number and day apart. */

interface Column extends SheetColumn {
  cell: (subject: RatedSubject, no: number, table: BranchTable) => SheetCell;
}

/** `branches`: with a column for the branch, where there may be many. */
export function levelSheet(tables: readonly BranchTable[], branches: boolean): Sheet {
  const columns = columnsOf(tables, branches);
  return {
    name: 'Xếp loại',
    columns,
    rows: tables.flatMap((table) =>
      table.subjects.map((subject, index) => columns.map(({ cell }) => cell(subject, index + 1, table))),
    ),
  };
}

function columnsOf(tables: readonly BranchTable[], branches: boolean): Column[] {
  const { before, proposed, decided } = levelColumns(tables);
  const text = (label: string, width: number, cell: Column['cell']): Column => ({ label, width, kind: 'text', cell });
  const number = (label: string, cell: Column['cell']): Column => ({ label, width: 12, kind: 'number', cell });
  const level = ({ label, cell }: { label: string; cell: (subject: RatedSubject) => string }) => text(label, 26, cell);
  return [
    number('Stt', (_, no) => no),
    ...(branches ? [text('Chi bộ', 28, (_, no, { unit }) => unit.name)] : []),
    text('Họ và tên', 30, ({ name }) => name),
    text('Chức vụ', 20, ({ post }) => post),
    text('Ghi chú', 28, ({ note }) => note),
    ...before.map(level),
    ...votedLevels(tables).map(({ key, label }) =>
      number(`Phiếu: ${label}`, ({ ballot, levels }) => {
        if (!ballot || !levels.some((own) => own.key === key)) return null;
        return ballot.votes.find((one) => one.level === key)?.votes ?? 0;
      }),
    ),
    number('Phiếu hợp lệ', ({ ballot }) => ballot?.valid ?? null),
    level(proposed),
    ...(decided
      ? [
          text('Quyết định', 26, (subject) => labelOf(subject.levels, currentDecision(subject)?.level ?? '')),
          text('Số quyết định', 18, (subject) => currentDecision(subject)?.number ?? null),
          {
            label: 'Ngày quyết định',
            width: 14,
            kind: 'day' as const,
            cell: (subject: RatedSubject) => currentDecision(subject)?.decided_on ?? null,
          },
        ]
      : []),
  ];
}

/** Every level that any of the forms has, in the forms' order. */
function votedLevels(tables: readonly BranchTable[]): { key: string; label: string }[] {
  const subjects = tables.flatMap((table) => table.subjects).filter(({ ballot }) => ballot !== null);
  return [...new Map(subjects.flatMap(({ levels }) => levels.map((level) => [level.key, level] as const))).values()];
}
