import writeExcelFile from 'write-excel-file/universal';
import { xmlText } from './xml-text.ts';

/** One sheet of a workbook: a frozen head row, then rows of texts, real numbers and real days. */
export interface Sheet {
  /** What Excel does not take is left out; of two alike the second gets a number. */
  name: string;
  columns: readonly SheetColumn[];
  /** A day is YYYY-MM-DD; null leaves the cell empty. A text in a column of numbers or days stays a text. */
  rows: readonly (readonly SheetCell[])[];
}

export interface SheetColumn {
  label: string;
  /** In letters. */
  width: number;
  kind: 'text' | 'number' | 'percent' | 'day';
}

export type SheetCell = string | number | null;

/**
 * A workbook's bytes. Every text is written as a text, so that `=HYPERLINK(…)` is read and never run, and a card number
 * keeps its zeros.
 */
export async function spreadsheet(sheets: readonly Sheet[]): Promise<Uint8Array<ArrayBuffer>> {
  const names = sheetNames(sheets.map(({ name }) => name));
  const made = sheets.map(({ columns, rows }, index) => ({
    sheet: names[index] ?? '',
    stickyRowsCount: 1,
    columns: columns.map(({ width }) => ({ width })),
    data: [columns.map(headCell), ...rows.map((row) => columns.map((column, at) => cellOf(column, row[at] ?? null)))],
  }));
  const blob = await writeExcelFile(made, { fontFamily: 'Times New Roman', fontSize: 13 }).toBlob();
  return new Uint8Array(await blob.arrayBuffer());
}

function headCell({ label }: SheetColumn) {
  return { value: label, type: String, fontWeight: 'bold' as const, wrap: true, alignVertical: 'center' as const };
}

const DAY = /^(\d{4})-(\d\d)-(\d\d)$/;

function cellOf({ kind }: SheetColumn, value: SheetCell) {
  if (value === null || value === '') return null;
  if (typeof value === 'number') return { value, type: Number, ...(kind === 'percent' ? { format: '0.0%' } : {}) };
  const day = kind === 'day' ? DAY.exec(value) : null;
  if (day) {
    const [, year, month, date] = day;
    return {
      value: new Date(Date.UTC(Number(year), Number(month) - 1, Number(date))),
      type: Date,
      format: 'dd/mm/yyyy',
    };
  }
  return { value: xmlText(value), type: String, wrap: true, alignVertical: 'top' as const };
}

const LONGEST_NAME = 31;

/** Excel's rules: at most 31 letters, none of []:*?/\, no apostrophe at either end, no two alike in any case. */
function sheetNames(wanted: readonly string[]): string[] {
  const taken = new Set<string>();
  return wanted.map((name) => {
    const clean = xmlText(name)
      .replace(/[[\]:*?/\\]/g, ' ')
      .replace(/\s+/g, ' ')
      .trim();
    let found = cut(clean, '');
    for (let number = 2; taken.has(found.toLocaleLowerCase('vi')); number += 1) found = cut(clean, ` (${number})`);
    taken.add(found.toLocaleLowerCase('vi'));
    return found;
  });
}

function cut(name: string, ending: string): string {
  const short =
    name
      .slice(0, LONGEST_NAME - ending.length)
      .replace(/^'+|'+$/g, '')
      .trim() || 'Bảng';
  return `${short}${ending}`;
}
