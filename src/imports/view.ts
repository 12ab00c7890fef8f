import type { FieldErrors } from '../errors.ts';
import type { UnitRow } from '../units/queries.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatNumber } from '../views/formats.ts';
import type { ImportPreviewModel, ImportReportModel, ImportUndoModel, RowList } from '../views/models/imports.ts';
import { checkbox } from '../views/parts.ts';
import type { ImportContent, ImportReport } from './content.ts';
import type { JudgedList } from './judged.ts';
import type { ImportRow } from './queries.ts';
import type { UndoPlan } from './undo.ts';
import { importPath } from './view-steps.ts';

/** The last two steps and the way back: what would be written, what was, what undoing would take. */

/** Rows of one page: a list of thousands stays a page that opens at once. */
export const ROWS_A_PAGE = 50;
const SAMPLE_ROWS = 10;
const COMMONEST = 8;

export function previewPage(shown: {
  row: ImportRow;
  content: ImportContent;
  judged: JudgedList;
  /** Pages of the doubles and of the broken rows, from 1. */
  pages: { doubles: number; broken: number };
  errors: FieldErrors;
  notice: string | null;
}): ImportPreviewModel {
  const { row, content, judged, pages, errors, notice } = shown;
  const path = importPath(row);
  const names = new Map(judged.branches.map(({ id, name }) => [id, name]));
  return {
    summary: errorSummary(errors),
    notice,
    fileName: row.file_name,
    version: row.version,
    action: `${path}/xem`,
    columns: `${path}/cot`,
    abandon: `${path}/bo`,
    wanted: judged.wanted.length,
    branches: countedBy(judged.wanted, ({ unitId }) => names.get(unitId) ?? '').map(([name, people]) => ({
      name,
      people,
    })),
    passedOver: judged.passedOver,
    sample: judged.wanted.slice(0, SAMPLE_ROWS).map((person) => ({
      no: person.no,
      name: person.fullName,
      birthDate: formatDate(person.birthDate),
      branch: names.get(person.unitId) ?? '',
      card: person.cardNumber,
      standing: STANDING_WORDS[person.standing],
      official: person.official ? 'Chính thức' : 'Dự bị',
    })),
    duplicates: doublesOf(judged, new Set(content.anyway), pages.doubles),
    commonest: commonestOf(judged),
    broken: rowList(
      judged.broken.map(({ no, name, problems }) => ({ no, name, words: problems.join(' ') })),
      pages.broken,
      (page) => `${path}/xem?loi=${page}#dong-loi`,
    ),
  };
}

function doublesOf(judged: JudgedList, anyway: ReadonlySet<number>, page: number): ImportPreviewModel['duplicates'] {
  const all = [...judged.duplicates.values()];
  const count = Math.ceil(all.length / ROWS_A_PAGE);
  const at = Math.min(Math.max(1, page), Math.max(1, count));
  const start = (at - 1) * ROWS_A_PAGE;
  const shown = all.slice(start, start + ROWS_A_PAGE);
  return {
    total: all.length,
    shown: count > 1 ? rangeWords(start, shown.length, all.length) : null,
    pages: [
      ...(at > 1 ? [{ text: 'Lưu lựa chọn, xem các dòng trước', value: String(at - 1) }] : []),
      ...(at < count ? [{ text: 'Lưu lựa chọn, xem các dòng sau', value: String(at + 1) }] : []),
    ],
    choices: shown.map(({ person, reasons }) => ({
      ...checkbox({
        id: `o-nhap-${person.no}`,
        name: 'nhap',
        value: String(person.no),
        label: 'Vẫn nhập',
        checked: anyway.has(person.no),
      }),
      no: person.no,
      name: 'nhap',
      label: person.fullName,
      reason: `Sinh ${formatDate(person.birthDate)}: ${reasons.map(({ words }) => words).join('; ')}.`,
    })),
  };
}

/** Which mistake stands in how many rows: a column matched wrongly shows at once. */
function commonestOf({ broken }: JudgedList): ImportPreviewModel['commonest'] {
  if (broken.length <= ROWS_A_PAGE) return [];
  const kinds = countedBy(
    broken.flatMap(({ problems }) => problems),
    (problem) => problem.replace(/“[^”]*”|\d[\d.,/]*/g, '…'),
  );
  return kinds.slice(0, COMMONEST).map(([words, rows]) => ({ words, rows }));
}

function countedBy<Item>(items: readonly Item[], key: (item: Item) => string): [string, number][] {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return [...counts].sort(([, one], [, other]) => other - one);
}

function rowList(rows: RowList['rows'], page: number, href: (page: number) => string): RowList {
  const count = Math.ceil(rows.length / ROWS_A_PAGE);
  const at = Math.min(Math.max(1, page), Math.max(1, count));
  const start = (at - 1) * ROWS_A_PAGE;
  const shown = rows.slice(start, start + ROWS_A_PAGE);
  return {
    total: rows.length,
    rows: shown,
    shown: count > 1 ? rangeWords(start, shown.length, rows.length) : null,
    back: at > 1 ? { text: 'Các dòng trước', href: href(at - 1) } : null,
    next: at < count ? { text: 'Các dòng sau', href: href(at + 1) } : null,
  };
}

function rangeWords(start: number, length: number, total: number): string {
  return `Đang xem ${formatNumber(start + 1)}–${formatNumber(start + length)} trên ${formatNumber(total)} dòng.`;
}

export function reportPage(shown: {
  row: ImportRow;
  report: ImportReport;
  unit: UnitRow;
  branches: readonly UnitRow[];
  mayUndo: boolean;
  /** Of an import that was undone. */
  stayed: UndoPlan['staying'];
  pages: { skipped: number; broken: number };
}): ImportReportModel {
  const { row, report, unit, branches, mayUndo, stayed, pages } = shown;
  const path = importPath(row);
  const list = (rows: ImportReport['broken'], page: number, name: string) =>
    rowList(
      rows.map(({ no, reason }) => ({ no, name: '', words: reason })),
      page,
      (next) => `${path}?${name}=${next}`,
    );
  return {
    fileName: row.file_name,
    doneAt: row.done_at ?? row.at,
    made: report.made,
    branches: report.branches.map(({ unitId, made }) => ({
      name: branches.find(({ id }) => id === unitId)?.name ?? 'Chi bộ khác',
      href: `/quan-tri/to-chuc/${unitId}`,
      people: made,
      slips: `/quan-tri/to-chuc/${unitId}/phieu`,
    })),
    skipped: list(report.skipped, pages.skipped, 'trung'),
    broken: list(report.broken, pages.broken, 'loi'),
    takenBack: report.takenBack,
    stayed: stayed.map(stayedWords),
    undo: mayUndo ? `${path}/hoan-tac` : null,
    unit: { text: `Về ${unit.name}`, href: `/quan-tri/to-chuc/${unit.id}` },
  };
}

export function undoPage(row: ImportRow, plan: UndoPlan): ImportUndoModel {
  return {
    fileName: row.file_name,
    doneAt: row.done_at ?? row.at,
    action: `${importPath(row)}/hoan-tac`,
    going: plan.going.length,
    goingNames: plan.going.slice(0, ROWS_A_PAGE).map(({ full_name: name }) => name),
    staying: plan.staying.map(stayedWords),
    back: importPath(row),
  };
}

function stayedWords({ member, reason }: UndoPlan['staying'][number]): ImportUndoModel['staying'][number] {
  return { name: member.full_name, href: `/quan-tri/dang-vien/${member.id}`, reason };
}
