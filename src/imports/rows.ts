import type * as z from 'zod';
import type { Standing } from '../../db/schema.ts';
import { typedLine } from '../http/text.ts';
import { birthDate, cardNumber, personName } from '../http/typed.ts';
import { foldName } from '../units/rules.ts';
import type { GridRow } from './grid.ts';
import { COLUMN_WORDS, type ColumnKey } from './rules.ts';

/** One row of a list → a person for the register, or what is the matter with it. */

/** What stands for all people where the list itself says nothing; '' leaves it open. */
export interface Usual {
  unitId: string;
  standing: Standing | '';
  official: '1' | '0' | '';
  hasAgency: boolean;
}

export interface ImportedPerson {
  no: number;
  unitId: string;
  fullName: string;
  birthDate: string;
  workplace: string;
  partyPost: string;
  governmentPost: string;
  unionPost: string;
  standing: Standing;
  official: boolean;
  hasAgency: boolean;
  cardNumber: string;
  residence: string;
}

export interface ReadRows {
  people: ImportedPerson[];
  broken: { no: number; name: string; problems: string[] }[];
  /** Rows with nothing in the matched columns, and headings that stand once more. */
  passedOver: number;
}

export interface RowReading {
  columns: readonly (ColumnKey | '')[];
  headings: readonly string[];
  usual: Usual;
  /** The branches people may be written into. */
  branches: readonly { id: string; name: string }[];
  /** The day in Hà Nội. */
  today: string;
}

export function readRows(rows: readonly GridRow[], reading: RowReading): ReadRows {
  const read: ReadRows = { people: [], broken: [], passedOver: 0 };
  const fields = fieldReaders(reading.today);
  const branches = branchFinder(reading.branches);
  for (const row of rows) {
    const cells = cellsByKey(row, reading.columns);
    if (isNothing(cells) || isHeadingAgain(row, reading)) {
      read.passedOver += 1;
      continue;
    }
    const problems: string[] = [];
    const person = personIn(row.no, cells, { reading, fields, branches, problems });
    if (problems.length === 0) read.people.push(person);
    else read.broken.push({ no: row.no, name: person.fullName || shortened(nameIn(cells)), problems });
  }
  return read;
}

type Cells = Partial<Record<ColumnKey, string[]>>;

function cellsByKey({ cells }: GridRow, columns: readonly (ColumnKey | '')[]): Cells {
  const found: Cells = {};
  columns.forEach((key, at) => {
    const text = cells[at] ?? '';
    if (key !== '' && text !== '' && !found[key]?.includes(text)) (found[key] ??= []).push(text);
  });
  return found;
}

function isNothing(cells: Cells): boolean {
  return Object.keys(cells).length === 0;
}

/** Long lists repeat their heading on every page. */
function isHeadingAgain({ cells }: GridRow, { columns, headings }: RowReading): boolean {
  const matched = columns.flatMap((key, at) => (key !== '' && cells[at] ? [at] : []));
  return matched.length >= 2 && matched.every((at) => cells[at] === headings[at]);
}

interface Personal {
  reading: RowReading;
  fields: ReturnType<typeof fieldReaders>;
  branches: ReturnType<typeof branchFinder>;
  problems: string[];
}

function personIn(no: number, cells: Cells, { reading, fields, branches, problems }: Personal): ImportedPerson {
  const { usual } = reading;
  const one = (key: ColumnKey) => cells[key]?.[0] ?? '';
  const read = (key: ColumnKey, field: z.ZodType<string, string>, text = one(key)): string => {
    const parsed = field.safeParse(text);
    if (parsed.success) return parsed.data;
    problems.push(worded(key, parsed.error.issues[0]?.message ?? 'Nội dung chưa đúng dạng.'));
    return '';
  };
  return {
    no,
    fullName: nameOf(nameIn(cells), problems, (text) => read('name', fields.name, text)),
    birthDate: birthOf(cells.birth ?? [], problems, (text) => read('birth', fields.birth, text)),
    unitId: usual.unitId || branches(one('branch'), problems),
    workplace: read('workplace', fields.line),
    partyPost: read('partyPost', fields.line),
    governmentPost: read('governmentPost', fields.line),
    unionPost: read('unionPost', fields.line),
    standing: chosen(standingIn(one('standing')), usual.standing, 'standing', one('standing'), problems) ?? 'no_post',
    official: chosen(officialIn(one('official')), usual.official, 'official', one('official'), problems) === '1',
    hasAgency: one('agency') === '' ? usual.hasAgency : agencyIn(one('agency'), problems),
    cardNumber: read('card', fields.card, withoutFraction(one('card'))),
    residence: read('residence', fields.line),
  };
}

function fieldReaders(today: string) {
  return { name: personName(), birth: birthDate(today), card: cardNumber(), line: typedLine(200) };
}

/** A name may stand in one column or, parted, in two. */
function nameIn(cells: Cells): string {
  return [...(cells.name ?? []), ...(cells.family ?? []), ...(cells.given ?? [])].join(' ');
}

function nameOf(text: string, problems: string[], read: (text: string) => string): string {
  if (!/^[=+@-]/.test(text)) return read(inUsualLetters(text));
  problems.push(`Ô họ và tên bắt đầu bằng “${text.charAt(0)}” như một công thức: ghi họ tên bằng chữ.`);
  return '';
}

const SHOWN_LETTERS = 60;

function shortened(text: string): string {
  return text.length > SHOWN_LETTERS ? `${text.slice(0, SHOWN_LETTERS)}…` : text;
}

/** Sentences made for a form with one field say here which column they are about. */
function worded(key: ColumnKey, sentence: string): string {
  const spoken = sentence.replace(/ ?Đồng chí (xem lại|rút gọn bớt|thay bằng chữ thường dùng|xem lại năm sinh)\.$/, '');
  return /^(Họ và tên|Ngày sinh|Năm sinh|Số thẻ|Đồng chí) /.test(spoken) ? spoken : `${COLUMN_WORDS[key]}: ${spoken}`;
}

/** A name wholly in capitals is written as names are; papers set it in capitals where they want it so. */
export function inUsualLetters(name: string): string {
  if (name !== name.toLocaleUpperCase('vi') || name === name.toLocaleLowerCase('vi')) return name;
  return name
    .toLocaleLowerCase('vi')
    .replace(/(^|[\s'’(-])(\p{L})/gu, (_, before: string, letter: string) => before + letter.toLocaleUpperCase('vi'));
}

/** "1960.0" and "12345678,00" are what whole numbers become on their way through other programs. */
function withoutFraction(text: string): string {
  return text.replace(/^(\d+)[.,]0+$/, '$1');
}

function birthOf(texts: readonly string[], problems: string[], read: (text: string) => string): string {
  if (texts.length === 0) {
    problems.push('Thiếu ngày sinh; chỉ có năm thì ghi năm.');
    return '';
  }
  if (texts.length > 1) {
    problems.push(`Có hai ngày sinh khác nhau: ${texts.join('; ')}.`);
    return '';
  }
  const text = withoutFraction(
    (texts[0] ?? '').replace(/\s+\d{1,2}:\d{2}(:\d{2})?$/, '').replace(/\s*([/.-])\s*/g, '$1'),
  );
  if (/^\d{5}$/.test(text)) {
    problems.push(`Ngày sinh đang là số ${text}: trong Excel, ô ấy cần định dạng Ngày (Date).`);
    return '';
  }
  return read(text);
}

function branchFinder(branches: RowReading['branches']) {
  const exact = new Map<string, string[]>();
  for (const { id, name } of branches) {
    const folded = foldName(name);
    for (const key of new Set([folded, folded.replace(/^chi bo /, '')]))
      exact.set(key, [...(exact.get(key) ?? []), id]);
  }
  return (text: string, problems: string[]): string => {
    const found = exact.get(foldName(text)) ?? exact.get(foldName(text).replace(/^(chi bo|cb) /, '')) ?? [];
    if (text === '') problems.push('Thiếu tên chi bộ.');
    else if (found.length === 0) problems.push(`Không có chi bộ nào tên “${text}” trong phạm vi này.`);
    else if (found.length > 1) problems.push(`Có ${found.length} chi bộ cùng tên “${text}”: nhập riêng từng chi bộ.`);
    return found.length === 1 ? (found[0] as string) : '';
  };
}

/** A value the list gives, else the usual one; a word nobody understands is a problem, and so is nothing at all. */
function chosen<Value extends string>(
  given: Value | null,
  usual: Value | '',
  key: ColumnKey,
  text: string,
  problems: string[],
): Value | null {
  if (given !== null) return given;
  if (text === '' && usual !== '') return usual;
  problems.push(text === '' ? `Thiếu: ${COLUMN_WORDS[key]}.` : `${COLUMN_WORDS[key]}: chưa hiểu “${text}”.`);
  return null;
}

export function standingIn(text: string): Standing | null {
  const folded = foldName(text);
  if (/he thong chinh tri|^(nghi )?huu|huu tri|^ngoai|^2c$/.test(folded)) return 'outside';
  if (/^khong|^k giu|^2b$/.test(folded)) return 'no_post';
  return /^(giu|co) chuc vu|lanh dao|quan ly|^2a$/.test(folded) ? 'leader' : null;
}

export function officialIn(text: string): '1' | '0' | null {
  const folded = foldName(text);
  if (/^(dang vien )?du bi$|^(dv)?db$/.test(folded)) return '0';
  return /^(dang vien )?chinh thuc$|^(dv)?ct$/.test(folded) ? '1' : null;
}

function agencyIn(text: string, problems: string[]): boolean {
  const folded = foldName(text);
  if (/^(co|x|v|1|true|✓|✔)$/.test(folded)) return true;
  if (!/^(khong|k|0|false|-)$/.test(folded))
    problems.push(`${COLUMN_WORDS.agency}: chưa hiểu “${text}”, ghi Có hoặc Không.`);
  return false;
}
