import { type LegacyEncoding, toUnicode } from '../http/legacy-letters.ts';
import { foldName } from '../units/rules.ts';
import type { GridRow } from './grid.ts';

/** What a list's columns mean: guessed from their headings, for the person to correct. */

export const COLUMN_WORDS = {
  name: 'Họ và tên',
  family: 'Họ và tên đệm (tên ở cột khác)',
  given: 'Tên (họ ở cột khác)',
  birth: 'Ngày sinh hoặc năm sinh',
  branch: 'Chi bộ',
  card: 'Số thẻ đảng viên',
  workplace: 'Đơn vị công tác',
  partyPost: 'Chức vụ Đảng',
  governmentPost: 'Chức vụ chính quyền',
  unionPost: 'Chức vụ đoàn thể',
  standing: 'Đối tượng kiểm điểm',
  official: 'Chính thức hay dự bị',
  agency: 'Có thủ trưởng đánh giá',
  residence: 'Cấp ủy nơi cư trú',
} as const;

export type ColumnKey = keyof typeof COLUMN_WORDS;

export const COLUMN_KEYS = Object.keys(COLUMN_WORDS) as [ColumnKey, ...ColumnKey[]];

/** Lists part a name, and the birth dates of men and women, into several columns. */
const REPEATABLE: readonly ColumnKey[] = ['name', 'birth'];

/** Days and places about a person that no form prints, and people beside him. */
const OTHER_MATTERS =
  /^(ngay|noi|so) (cap|vao|ket nap|chuyen|cong nhan|chinh thuc)\b|\bten (vo|chong|cha|bo|me|con)\b|\bcap the\b/;

/** By headings as they are folded: small letters without marks, signs as spaces. The first that fits counts. */
const HEADINGS: readonly [ColumnKey, RegExp][] = [
  ['card', /\b(so|ma) the\b|^the dang( vien)?$/],
  ['birth', /\b(ngay|thang|nam) sinh\b|^sinh (ngay|nam)\b|^(ngay|nam)( thang)?( nam)? sinh$/],
  ['family', /^ho( va)?( chu| ten)? (dem|lot)$|^ho$/],
  ['name', /\bho( va)?( chu| dem)?( dem| lot)?( va)? ten\b|^ten (dang vien|khai sinh)|^dong chi$/],
  ['given', /^ten$/],
  ['official', /\bchinh thuc\b.*\bdu bi\b|^(loai |dien |tinh trang )?dang vien$/],
  ['standing', /\bdoi tuong\b/],
  ['agency', /\bthu truong\b/],
  ['residence', /\bcu tru\b/],
  ['partyPost', /\bchuc vu\b.*\bdang\b|^cap uy$/],
  ['unionPost', /\bdoan the\b/],
  ['governmentPost', /\bchuc (vu|danh)\b/],
  ['branch', /\bchi bo\b|\bto chuc dang\b|\bnoi sinh hoat\b/],
  ['workplace', /\b(don vi|co quan|noi)( dang)? (cong tac|lam viec)\b|^don vi$|^co quan$|^nghe nghiep$/],
];

function columnFor(heading: string): ColumnKey | null {
  const folded = foldName(heading.replace(/[^\p{L}\p{M}\p{N}]+/gu, ' '));
  if (folded === '' || OTHER_MATTERS.test(folded)) return null;
  return HEADINGS.find(([, pattern]) => pattern.test(folded))?.[0] ?? null;
}

/** One guess a column; a meaning that can stand once goes to the first column that bears it. */
export function guessColumns(headings: readonly string[]): (ColumnKey | '')[] {
  const taken = new Set<ColumnKey>();
  return headings.map((heading) => {
    const key = columnFor(heading);
    if (key === null || (taken.has(key) && !REPEATABLE.includes(key))) return '';
    taken.add(key);
    return key;
  });
}

/** Places in the rows of the file: the heading may take several of them. */
export interface HeadingPlace {
  first: number;
  last: number;
}

/** Titles, dates and the name of the office stand above a list, but not more than this. */
const SEARCHED_ROWS = 20;

/** The row that bears the most known headings, with the row above or below that belongs to it; null where none is known. */
export function findHeading(rows: readonly GridRow[]): HeadingPlace | null {
  const scores = rows.slice(0, SEARCHED_ROWS).map(({ cells }) => new Set(guessColumns(cells).filter(Boolean)).size);
  const best = scores.indexOf(Math.max(...scores));
  if (best < 0 || (scores[best] ?? 0) < 2) return null;
  return headingAround(rows, best);
}

/** The heading that row belongs to: a merged one above, a second line or the numbers of the columns below. */
export function headingAround(rows: readonly GridRow[], row: number): HeadingPlace {
  const cells = rows[row]?.cells ?? [];
  const above = rows[row - 1]?.cells ?? [];
  const first = cells.some((text, at) => text !== '' && text === above[at]) ? row - 1 : row;
  let last = row;
  while (belongsToHeading(rows[last + 1]?.cells, cells)) last += 1;
  return { first, last };
}

function belongsToHeading(next: readonly string[] | undefined, heading: readonly string[]): boolean {
  if (!next) return false;
  const filled = next.filter((text) => text !== '');
  if (filled.length >= 3 && filled.every((text) => /^\(?(\d{1,2}|[A-Z])\)?$/.test(text))) return true;
  const named = heading.findIndex((text) => ['name', 'family'].includes(columnFor(text) ?? ''));
  const repeats = named >= 0 && (next[named] ?? '') === heading[named];
  const isSecondLine = named >= 0 && (next[named] ?? '') === '' && filled.every((text) => !/\d/.test(text));
  return (
    repeats ||
    (isSecondLine && filled.some((text) => /^(nam|nu|dang|chinh quyen|doan the|ho|ten)/.test(foldName(text))))
  );
}

/** What each column is called: the lines of its heading, the upper one carried on to where only the lower one says more. */
export function headingsAt(rows: readonly GridRow[], { first, last }: HeadingPlace): string[] {
  const lines = rows.slice(first, last + 1).map(({ cells }) => cells);
  const width = Math.max(0, ...lines.map((cells) => cells.length));
  let carried = '';
  return Array.from({ length: width }, (_, column) => {
    const texts = lines.map((cells) => cells[column] ?? '').filter((text) => !/^\(?(\d{1,2}|[A-Z])?\)?$/.test(text));
    const top = lines[0]?.[column] ?? '';
    if (top !== '') carried = top;
    else if (texts.length > 0) texts.unshift(carried);
    return [...new Set(texts)].filter(Boolean).join(' ');
  });
}

/** Columns that hold anything below the heading or in it; the others are not asked about. */
export function columnCount(rows: readonly GridRow[]): number {
  return Math.max(0, ...rows.map(({ cells }) => cells.length));
}

/** The meanings that stand at more than one column and may not. */
export function repeatedColumns(columns: readonly (ColumnKey | '')[]): ColumnKey[] {
  const given = columns.filter((key) => key !== '');
  return [...new Set(given.filter((key, at) => given.indexOf(key) !== at && !REPEATABLE.includes(key)))];
}

/** Letters of an old font become Unicode, cell by cell. */
export function converted(rows: readonly GridRow[], encoding: LegacyEncoding | null): readonly GridRow[] {
  if (encoding === null) return rows;
  return rows.map(({ no, cells }) => ({ no, cells: cells.map((text) => toUnicode(text, encoding)) }));
}
