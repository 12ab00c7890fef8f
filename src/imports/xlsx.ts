import { cellText, type Grid, gridRows, MOST_COLUMNS, MOST_ROWS, assertRowsFit } from './grid.ts';
import { fileProblem, NO_EXCEL_FILE } from './problem.ts';
import { builtInFormat, numberText } from './xlsx-numbers.ts';
import { walkXml } from './xml.ts';
import { openZip, type Zip } from './zip.ts';

/**
 * The first sheet of an .xlsx that holds anything, every cell as its reader sees it. A formula counts for what it last came
 * to, and stays a text with its "=" where the file does not say. Source: ECMA-376, part 1, 18.
 */
const LIMITS = { entries: 1_000, unpackedBytes: 64 * 1024 * 1024 };

interface Book {
  zip: Zip;
  sheets: { name: string; path: string }[];
  days1904: boolean;
  strings: string[];
  /** Number format of each style a cell can have. */
  formats: string[];
}

export async function readXlsx(bytes: Uint8Array<ArrayBuffer>): Promise<Grid> {
  const book = await openBook(openZip(bytes, LIMITS));
  for (const { name, path } of book.sheets) {
    const xml = await book.zip.text(path);
    const rows = xml === undefined ? [] : sheetRows(xml, book);
    if (rows.length > 0) return { rows, sheet: name, otherSheets: book.sheets.length - 1 };
  }
  throw fileProblem('Tệp Excel này chưa có dòng nào. Đồng chí xem lại đã chọn đúng tệp chưa.');
}

async function openBook(zip: Zip): Promise<Book> {
  const root = await targetsIn(zip, '_rels/.rels', '');
  const path = [...root.values()].find(({ type }) => type.endsWith('/officeDocument'))?.path ?? 'xl/workbook.xml';
  const xml = await zip.text(path);
  if (xml === undefined) throw fileProblem(NO_EXCEL_FILE);
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const targets = await targetsIn(zip, `${folder}_rels/${path.slice(folder.length)}.rels`, folder);
  const of = (type: string) => [...targets.values()].find((target) => target.type.endsWith(type))?.path ?? '';
  const [strings, styles] = [await zip.text(of('/sharedStrings')), await zip.text(of('/styles'))];
  return {
    zip,
    ...sheetsOf(xml, targets),
    strings: strings === undefined ? [] : stringsOf(strings),
    formats: styles === undefined ? [] : formatsOf(styles),
  };
}

type Targets = Map<string, { type: string; path: string }>;

async function targetsIn(zip: Zip, path: string, folder: string): Promise<Targets> {
  const targets: Targets = new Map();
  const xml = await zip.text(path);
  if (xml === undefined) return targets;
  walkXml(xml, {
    open(name, attribute) {
      if (name !== 'Relationship') return;
      const target = attribute('Target');
      const full = target.startsWith('/') ? target.slice(1) : `${folder}${target}`;
      targets.set(attribute('Id'), { type: attribute('Type'), path: full });
    },
  });
  return targets;
}

/** Hidden sheets are nobody's list. */
function sheetsOf(xml: string, targets: Targets): Pick<Book, 'sheets' | 'days1904'> {
  const sheets: Book['sheets'] = [];
  let days1904 = false;
  walkXml(xml, {
    open(name, attribute) {
      if (name === 'workbookPr') days1904 = /^(1|true)$/.test(attribute('date1904'));
      if (name !== 'sheet' || attribute('state').toLowerCase().includes('hidden')) return;
      const path = targets.get(attribute('id') || '')?.path;
      if (path) sheets.push({ name: cellText(attribute('name')), path });
    },
  });
  return { sheets, days1904 };
}

/** Rich text is several runs of one text; how a word is pronounced (rPh) is none of it. */
function stringsOf(xml: string): string[] {
  const strings: string[] = [];
  let [text, inText, inPhonetic] = ['', false, false];
  walkXml(xml, {
    open(name) {
      if (name === 'si') text = '';
      if (name === 'rPh') inPhonetic = true;
      if (name === 't') inText = !inPhonetic;
    },
    text(part) {
      if (inText) text += part;
    },
    close(name) {
      if (name === 't') inText = false;
      if (name === 'rPh') inPhonetic = false;
      if (name === 'si') strings.push(cellText(unescaped(text)));
    },
  });
  return strings;
}

function formatsOf(xml: string): string[] {
  const codes = new Map<number, string>();
  const formats: string[] = [];
  let inCells = false;
  walkXml(xml, {
    open(name, attribute) {
      if (name === 'numFmt') codes.set(Number(attribute('numFmtId')), attribute('formatCode'));
      if (name === 'cellXfs') inCells = true;
      if (name !== 'xf' || !inCells) return;
      const id = Number(attribute('numFmtId'));
      formats.push(codes.get(id) ?? builtInFormat(id));
    },
    close(name) {
      if (name === 'cellXfs') inCells = false;
    },
  });
  return formats;
}

interface Cell {
  column: number;
  type: string;
  format: string;
  value: string;
  inline: string;
  formula: string;
}

function sheetRows(xml: string, book: Book): Grid['rows'] {
  const rows = new Map<number, string[]>();
  const merged: string[] = [];
  let [row, column] = [0, 0];
  let cell: Cell | null = null;
  let part: 'value' | 'inline' | 'formula' | null = null;
  walkXml(xml, {
    open(name, attribute) {
      if (name === 'row') [row, column] = [Number(attribute('r')) || row + 1, 0];
      else if (name === 'c') {
        column = columnOf(attribute('r')) || column + 1;
        const format = book.formats[Number(attribute('s') || 0)] ?? '';
        cell = { column, type: attribute('t') || 'n', format, value: '', inline: '', formula: '' };
      } else if (name === 'v') part = 'value';
      else if (name === 'f') part = 'formula';
      else if (name === 't') part = 'inline';
      else if (name === 'mergeCell' && merged.length < MOST_ROWS) merged.push(attribute('ref'));
    },
    text(text) {
      if (cell && part) cell[part] += text;
    },
    close(name) {
      if (name === 'v' || name === 'f' || name === 't') part = null;
      if (name !== 'c' || !cell) return;
      const text = cell.column <= MOST_COLUMNS ? textOf(cell, book) : '';
      if (text !== '') {
        const cells = rows.get(row) ?? [];
        cells[cell.column - 1] = text;
        rows.set(row, cells);
        assertRowsFit(rows.size);
      }
      cell = null;
    },
  });
  fillMerged(rows, merged);
  return gridRows([...rows].sort(([one], [other]) => one - other));
}

function textOf(cell: Cell, book: Book): string {
  const { type, value } = cell;
  if (value === '' && cell.inline === '') return cell.formula === '' ? '' : cellText(`=${cell.formula}`);
  if (type === 's') return book.strings[Number(value)] ?? '';
  if (type === 'inlineStr') return cellText(unescaped(cell.inline));
  if (type === 'b') return value === '1' ? 'Có' : 'Không';
  if (type === 'd') return value.replace(/^(\d{4})-(\d{2})-(\d{2}).*$/, '$3/$2/$1');
  if (type === 'n') return numberText(value, cell.format, book.days1904);
  return cellText(unescaped(value));
}

/** "AB12" → 28; 0 for an address without letters. */
function columnOf(address: string): number {
  const letters = /^[A-Z]{1,3}/.exec(address)?.[0] ?? '';
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
}

/** A control character stands in the file as _x000D_ (ECMA-376, part 1, 22.9.2.19). */
function unescaped(text: string): string {
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

/** Enough for the largest list with a merged column or two; a sheet of nothing but merged cells is no list. */
const MOST_FILLED = 4 * MOST_ROWS;

/** A merged cell says for all its cells what stands in its corner: a heading over two columns, a branch over its people. */
function fillMerged(rows: Map<number, string[]>, merged: readonly string[]): void {
  const numbers = [...rows.keys()].sort((one, other) => one - other);
  let left = MOST_FILLED;
  for (const ref of merged) {
    const corners = /^([A-Z]{1,3})(\d+):([A-Z]{1,3})(\d+)$/.exec(ref);
    if (!corners) continue;
    const [from, to] = [columnOf(corners[1] ?? ''), Math.min(columnOf(corners[3] ?? ''), MOST_COLUMNS)];
    const [top, bottom] = [Number(corners[2]), Number(corners[4])];
    const text = rows.get(top)?.[from - 1];
    if (!text) continue;
    for (let at = firstFrom(numbers, top); at < numbers.length && (numbers[at] as number) <= bottom; at += 1) {
      const cells = rows.get(numbers[at] as number) as string[];
      for (let column = from; column <= to; column += 1) {
        if (left <= 0) return;
        cells[column - 1] ||= text;
        left -= 1;
      }
    }
  }
}

function firstFrom(numbers: readonly number[], least: number): number {
  let [low, high] = [0, numbers.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((numbers[middle] as number) < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
