import { fileProblem } from './problem.ts';

/** A list as it stands in its file: rows that hold something, each with its number there, every cell as its text. */
export interface Grid {
  rows: GridRow[];
  /** Name of the sheet; empty for a text file. */
  sheet: string;
  /** Sheets of the same file that were not read. */
  otherSheets: number;
}

export interface GridRow {
  no: number;
  cells: string[];
}

/** More people than any committee keeps; a longer list is two files. */
export const MOST_ROWS = 6_000;
/** A list of people has some ten columns; what stands beyond is layout. */
export const MOST_COLUMNS = 60;
/** A cell is a name, a date, a post. What is longer is cut here and refused as too long where it is used. */
const CELL_LETTERS = 400;

export function assertRowsFit(rows: number): void {
  if (rows <= MOST_ROWS) return;
  throw fileProblem(
    `Tệp có hơn ${MOST_ROWS.toLocaleString('vi-VN')} dòng. Đồng chí chia danh sách thành nhiều tệp, mỗi tệp một số chi bộ.`,
  );
}

/** NFC, one line, without the spaces around; letters that leave no mark and control characters are layout, too. */
export function cellText(text: string): string {
  const plain = text
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Z}\u200B-\u200F\u2060\uFEFF]+/gu, ' ')
    .trim();
  return plain.length > CELL_LETTERS ? plain.slice(0, CELL_LETTERS) : plain;
}

/** Rows with something in them, their empty ends cut off. */
export function gridRows(rows: Iterable<readonly [no: number, cells: readonly string[]]>): GridRow[] {
  const kept: GridRow[] = [];
  for (const [no, cells] of rows) {
    const texts = Array.from({ length: Math.min(cells.length, MOST_COLUMNS) }, (_, at) => cells[at] ?? '');
    const last = texts.findLastIndex((text) => text !== '');
    if (last >= 0) kept.push({ no, cells: texts.slice(0, last + 1) });
  }
  assertRowsFit(kept.length);
  return kept;
}
