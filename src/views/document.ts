import type { DocumentBlock, DocumentPaper, DocumentRow, DocumentTable } from './models/document.ts';
import { render } from './render.ts';

/** Small words with which features put their papers together. */

/** The complete HTML document; PdfRenderer adds the fonts. */
export function renderDocument(paper: DocumentPaper): string {
  return render('print/document', paper).normalize('NFC');
}

export function heading(level: 1 | 2 | 3, text: string): DocumentBlock {
  return { kind: 'heading', level, text };
}

/** A text as people typed it: each line a paragraph; `whenEmpty` where nothing was written. */
export function paragraphs(text: string, whenEmpty?: string): DocumentBlock {
  const lines = text.split('\n').filter((line) => line.trim() !== '');
  return { kind: 'paragraphs', paragraphs: lines.length === 0 && whenEmpty ? [whenEmpty] : lines };
}

/** Bold lines in the middle of the page, parted by line breaks. */
export function centred(text: string): DocumentBlock {
  return { kind: 'centred', lines: text.split('\n') };
}

export function pair(label: string, value: string): DocumentBlock {
  return { kind: 'pairs', pairs: [{ label, value, dots: value === '' }] };
}

export function dottedLines(count: number): DocumentBlock {
  return { kind: 'dots', lines: Array.from({ length: count }, (_, line) => line) };
}

type Column = DocumentTable['columns'][number];

/** Rows whose cells follow their columns' alignment. A row taller than a third of a page may split. */
export function table(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  caption: string | null = null,
): DocumentBlock {
  return {
    kind: 'table',
    table: {
      caption,
      dense: columns.length >= DENSE_FROM,
      columns: [...columns],
      rows: rows.map((cells) => tableRow(columns, cells)),
    },
  };
}

const DENSE_FROM = 6;
/** Letters of a cell beyond which a row may be taller than a third of a page. */
const TALL_CELL = 600;

export function tableRow(columns: readonly Column[], cells: readonly string[], strong = false): DocumentRow {
  return {
    group: null,
    strong,
    maySplit: cells.some((cell) => cell.length > TALL_CELL),
    cells: columns.map(({ align }, index) => ({
      align,
      paragraphs: (cells[index] ?? '').split('\n').filter((line) => line !== ''),
    })),
  };
}

export function groupRow(group: string): DocumentRow {
  return { group, strong: false, maySplit: false, cells: [] };
}
