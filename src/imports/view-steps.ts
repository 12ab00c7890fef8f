import type { FieldErrors } from '../errors.ts';
import { toUnicode } from '../http/legacy-letters.ts';
import type { UnitRow } from '../units/queries.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { ImportColumnsModel, ImportStartModel } from '../views/models/imports.ts';
import { checkbox, lineField, radios, selectField } from '../views/parts.ts';
import type { ImportContent } from './content.ts';
import type { GridRow } from './grid.ts';
import { BY_COLUMN, NO_COLUMN } from './input.ts';
import { readableRows } from './judged.ts';
import type { ImportRow } from './queries.ts';
import { COLUMN_KEYS, COLUMN_WORDS, headingsAt } from './rules.ts';
import { columnLetter } from './sample.ts';

/** The first two steps: the file, and what its columns mean. */

type Typed = Record<string, string>;

export function importsPath(unitId: string): string {
  return `/quan-tri/to-chuc/${unitId}/nhap`;
}

export function importPath(row: Pick<ImportRow, 'id' | 'unit_id'>): string {
  return `${importsPath(row.unit_id)}/${row.id}`;
}

/** Unfinished imports are shown to their maker only. */
export function startPage(
  unit: UnitRow,
  imports: readonly ImportRow[],
  accountId: string,
  errors: FieldErrors = {},
): ImportStartModel {
  const open = imports.filter(({ state, account_id: maker }) => state === 'read' && maker === accountId);
  return {
    summary: errorSummary(errors, false),
    unit: unit.name,
    action: importsPath(unit.id),
    sample: `${importsPath(unit.id)}/tep-mau.xlsx`,
    error: errors.tep ?? null,
    unfinished: open.map((row) => ({
      fileName: row.file_name,
      at: row.at,
      go: importPath(row),
      abandon: `${importPath(row)}/bo`,
    })),
    done: imports
      .filter(({ state }) => state !== 'read')
      .slice(0, 5)
      .map((row) => ({
        fileName: row.file_name,
        at: row.done_at ?? row.at,
        href: importPath(row),
        state: row.state === 'done' ? 'Đã nhập' : 'Đã hoàn tác',
      })),
  };
}

/** What the form of the second step holds before anybody has typed. */
export function typedColumns(content: ImportContent, isBranch: boolean): Typed {
  const { usual, convert } = content;
  const byColumn = content.columns.includes('branch') || content.matched ? BY_COLUMN : '';
  return {
    ...Object.fromEntries(content.columns.map((key, at) => [`cot${at}`, key || NO_COLUMN])),
    chi_bo: isBranch ? '' : usual.unitId || byColumn,
    doi_tuong: usual.standing,
    chinh_thuc: usual.official,
    ...(usual.hasAgency ? { co_co_quan: '1' } : {}),
    chuyen: convert === null ? '' : convert ? 'co' : 'khong',
    tieu_de: content.heading ? String(content.rows[content.heading.last]?.no ?? 0) : '0',
  };
}

const SAMPLES = 3;

export function columnsPage(shown: {
  row: ImportRow;
  content: ImportContent;
  unit: UnitRow;
  branches: readonly UnitRow[];
  typed: Typed;
  errors: FieldErrors;
  notice: string | null;
}): ImportColumnsModel {
  const { row, content, unit, branches, typed, errors, notice } = shown;
  const rows = readableRows(content);
  const headings = content.heading ? headingsAt(rows, content.heading) : [];
  const below = rows.slice((content.heading?.last ?? -1) + 1);
  const named = (name: string, label: string) => ({
    name,
    label,
    value: typed[name] ?? '',
    error: errors[name] ?? null,
  });
  const asked = (name: string, legend: string) => ({
    name,
    legend,
    value: typed[name] || null,
    error: errors[name] ?? null,
  });
  return {
    summary: errorSummary(forRadios(errors)),
    notice,
    fileName: row.file_name,
    sheet: sheetWords(content),
    rows: below.length,
    version: row.version,
    action: `${importPath(row)}/cot`,
    heading: lineField({
      ...named('tieu_de', 'Tiêu đề cột kết thúc ở dòng số'),
      hint: 'Đọc từ dòng sau đó. Tệp không có tiêu đề thì ghi 0.',
      width: 'short',
      inputMode: 'numeric',
    }),
    letters:
      content.letters &&
      lettersOf(
        content,
        radios({
          ...asked('chuyen', 'Chữ trong tệp'),
          options: [
            { value: 'co', text: 'Chuyển sang Unicode' },
            { value: 'khong', text: 'Giữ nguyên như trong tệp' },
          ],
        }),
      ),
    columns: content.columns.map((_, at) => ({
      letter: columnLetter(at),
      heading: headings[at] ?? '',
      samples: samplesOf(below, at),
      select: selectField({
        ...named(`cot${at}`, `Cột ${columnLetter(at)} là`),
        options: [
          { value: NO_COLUMN, text: 'Không nhập cột này' },
          ...COLUMN_KEYS.map((key) => ({ value: key, text: COLUMN_WORDS[key] })),
        ],
      }),
    })),
    unit:
      unit.kind === 'branch'
        ? null
        : selectField({
            ...named('chi_bo', 'Nhập vào chi bộ nào'),
            options: [
              { value: BY_COLUMN, text: 'Theo cột “Chi bộ” trong tệp' },
              ...branches.map(({ id, name }) => ({ value: id, text: `Tất cả vào ${name}` })),
            ],
          }),
    standing: radios({
      ...asked('doi_tuong', 'Khi tệp không ghi đối tượng kiểm điểm thì là'),
      options: Object.entries(STANDING_WORDS).map(([value, text]) => ({ value, text })),
    }),
    official: radios({
      ...asked('chinh_thuc', 'Khi tệp không ghi chính thức hay dự bị thì là'),
      options: [
        { value: '1', text: 'Chính thức' },
        { value: '0', text: 'Dự bị' },
      ],
    }),
    hasAgency: checkbox({
      name: 'co_co_quan',
      label: 'Khi tệp không ghi: có thủ trưởng cơ quan, đơn vị đánh giá',
      hint: 'Chi bộ cơ quan thì thường đánh dấu; chi bộ tổ dân phố thì để trống.',
      checked: typed.co_co_quan === '1',
      error: errors.co_co_quan ?? null,
    }),
    abandon: `${importPath(row)}/bo`,
  };
}

/** The first few different texts of a column. */
function samplesOf(rows: readonly GridRow[], column: number): string[] {
  const texts = new Set<string>();
  for (const { cells } of rows) {
    if (cells[column]) texts.add(cells[column]);
    if (texts.size === SAMPLES) break;
  }
  return [...texts];
}

function sheetWords({ sheet, otherSheets }: ImportContent): string {
  if (sheet === '') return '';
  return otherSheets === 0
    ? `Trang tính “${sheet}”.`
    : `Chỉ đọc trang tính “${sheet}”; ${otherSheets} trang khác không đọc.`;
}

/** A cell as it stands and as it would read. */
function lettersOf(content: ImportContent, choice: ImportColumnsModel['standing']): ImportColumnsModel['letters'] {
  const encoding = content.letters ?? 'TCVN3';
  const texts = content.rows.slice((content.heading?.last ?? -1) + 1).flatMap(({ cells }) => cells);
  const before = texts.find((text) => text.includes(' ') && toUnicode(text, encoding) !== text) ?? texts[0] ?? '';
  return { encoding, before, after: toUnicode(before, encoding), choice };
}

function forRadios(errors: FieldErrors): FieldErrors {
  const groups = ['doi_tuong', 'chinh_thuc', 'chuyen'];
  return Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [groups.includes(name) ? `${name}-1` : name, text]),
  );
}
