import {
  BorderStyle,
  HeightRule,
  type Paragraph,
  Table,
  TableCell,
  TableLayoutType,
  TableRow,
  VerticalAlign,
  WidthType,
} from 'docx';
import { line, type Look, POINT, twips } from './word-paragraphs.ts';

/** Tables of a paper in Word: the grid that is printed, and the two columns without lines of a head or of signatures. */

export interface GridColumn {
  label: string;
  /** In millimetres; null takes what the others leave. */
  mm: number | null;
}

export interface GridRow {
  /** A cell for each column; `span` columns together. */
  cells: { lines: readonly Paragraph[]; span?: number }[];
  /** A row taller than a third of a page may stand on two. */
  maySplit?: boolean;
  /** Room for handwriting, in points. */
  height?: number;
}

const LINE = { style: BorderStyle.SINGLE, size: 4, color: '000000' } as const;
const NO_LINE = { style: BorderStyle.NONE, size: 0, color: 'auto' } as const;
const LINES = { top: LINE, bottom: LINE, left: LINE, right: LINE, insideHorizontal: LINE, insideVertical: LINE };
const NO_LINES = {
  top: NO_LINE,
  bottom: NO_LINE,
  left: NO_LINE,
  right: NO_LINE,
  insideHorizontal: NO_LINE,
  insideVertical: NO_LINE,
};

/** Lines of half a point; the head row stands again on each page. */
export function grid(
  columns: readonly GridColumn[],
  rows: readonly GridRow[],
  page: { textMm: number; /** null: a table without a head. */ headLook: (Look & { line: number }) | null },
): Table {
  const widths = widthsOf(columns, page.textMm);
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: widths.reduce((sum, width) => sum + width, 0), type: WidthType.DXA },
    columnWidths: widths,
    borders: LINES,
    margins: { top: 2 * POINT, bottom: 2 * POINT, left: twips(1.6), right: twips(1.6) },
    rows: [
      ...(page.headLook ? [headRow(columns, widths, page.headLook)] : []),
      ...rows.map((row) => gridRow(row, widths)),
    ],
  });
}

function headRow(columns: readonly GridColumn[], widths: readonly number[], look: Look & { line: number }): TableRow {
  const centre = { ...look, bold: true, align: 'center', first: 0, above: 0 } as const;
  return new TableRow({
    tableHeader: true,
    cantSplit: true,
    children: columns.map(({ label }, at) => cell([line(label, centre)], widths[at] ?? 0, { middle: true })),
  });
}

function gridRow({ cells, maySplit = false, height }: GridRow, widths: readonly number[]): TableRow {
  let at = 0;
  return new TableRow({
    cantSplit: !maySplit,
    ...(height ? { height: { value: height * POINT, rule: HeightRule.ATLEAST } } : {}),
    children: cells.map(({ lines, span = 1 }) => {
      const width = widths.slice(at, at + span).reduce((sum, one) => sum + one, 0);
      at += span;
      return cell(lines, width, { span });
    }),
  });
}

function cell(
  lines: readonly Paragraph[],
  width: number,
  { span = 1, middle = false }: { span?: number; middle?: boolean },
): TableCell {
  return new TableCell({
    width: { size: width, type: WidthType.DXA },
    columnSpan: span,
    verticalAlign: middle ? VerticalAlign.CENTER : VerticalAlign.TOP,
    // A cell without a paragraph makes Word refuse the file.
    children: lines.length > 0 ? [...lines] : [line('', { first: 0, above: 0 })],
  });
}

function widthsOf(columns: readonly GridColumn[], textMm: number): number[] {
  const given = columns.reduce((sum, { mm }) => sum + (mm ?? 0), 0);
  const open = columns.filter(({ mm }) => mm === null).length;
  return columns.map(({ mm }) => twips(mm ?? Math.max(10, (textMm - given) / open)));
}

/** "48mm" → 48; anything else takes what is left. */
export function millimetres(width: string): number | null {
  const found = /^(\d+(?:\.\d+)?)mm$/.exec(width)?.[1];
  return found === undefined ? null : Number(found);
}

/** Two columns side by side, row by row, without lines. */
export function sideBySide(
  rows: readonly (readonly [readonly Paragraph[], readonly Paragraph[]])[],
  [left, right]: readonly [number, number],
): Table {
  const widths = [twips(left), twips(right)];
  return new Table({
    layout: TableLayoutType.FIXED,
    width: { size: twips(left + right), type: WidthType.DXA },
    columnWidths: widths,
    borders: NO_LINES,
    margins: { top: 0, bottom: 0, left: 0, right: 0 },
    rows: rows.map(
      (columns) =>
        new TableRow({ cantSplit: true, children: columns.map((lines, at) => cell(lines, widths[at] ?? 0, {})) }),
    ),
  });
}
