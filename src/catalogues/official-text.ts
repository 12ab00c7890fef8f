/**
 * Reads the numbered text of a signed document as it comes out of Word or a PDF: "1." "1)" "(1)" "Biểu hiện 1:", lines
 * broken anywhere, numbers that run through or begin again in each group, page numbers between. Pure; what it cannot
 * place it hands back, so that nothing of the paste is dropped unseen.
 */
export interface OfficialText {
  signs: { no: number; text: string }[];
  /** Titles found, with the sign each stands before. */
  groups: { title: string; from: number }[];
  /** Lines that belong to no sign: what stands before the list and after it, page numbers. */
  left: string[];
}

type Style = 'named' | 'paren' | 'dot' | 'tab' | 'dash' | 'space';

interface Line {
  text: string;
  /** A number at its beginning, and what follows it. */
  mark: { style: Style; no: number; rest: string } | null;
}

/** In the order in which a line is tried; on a tie the earlier style is the signs'. */
const MARKS: readonly [Style, RegExp][] = [
  ['named', /^[*•-]?\s*biểu hiện\s+(?:số\s+|thứ\s+)?(\d{1,3})\s*[:.)–-]?\s*(.*)$/iu],
  ['paren', /^\(?(\d{1,3})\)\s*(.*)$/u],
  ['dot', /^(\d{1,3})\.(?!\d)\s*(.*)$/u],
  ['tab', /^(\d{1,3})\t+(.*)$/u],
  ['dash', /^(\d{1,3})\s?[-–:/]\s+(.*)$/u],
  ['space', /^(\d{1,3}) +(?=\p{Lu})(.*)$/u],
];

const PAGE_NUMBER = /^[-–]?\s*\d{1,3}\s*[-–]?$/u;
/** What closes an official paper. */
const CLOSING = /^(?:nơi nhận|t\/m|k\/t|t\/l|tm\.|kt\.)(?![\p{L}])/iu;

const ORDINALS: Record<string, number> = { nhất: 1, hai: 2, ba: 3, tư: 4, bốn: 4, năm: 5 };
const ROMAN = ['I', 'II', 'III', 'IV', 'V', 'VI'];
const TITLE_MARKS: readonly [RegExp, (found: string) => number][] = [
  [/^(?:(?:nhóm|phần|mục)\s+)?(VI|IV|V|I{1,3})\s*[.:)/–-]\s*(.*)$/u, (found) => ROMAN.indexOf(found) + 1],
  [/^(?:nhóm|phần)\s+(?:biểu hiện\s+)?(?:thứ\s+)?(\d|nhất|hai|ba|tư|bốn|năm)\s*[.:)–-]?\s*(.*)$/iu, ordinalOf],
  [/^([A-F])\s*[.:)/–-]\s+(.*)$/u, (found) => found.charCodeAt(0) - 64],
];

function ordinalOf(found: string): number {
  return ORDINALS[found.toLocaleLowerCase('vi')] ?? Number(found);
}

/** `sizes`: how many signs the list's groups have, to count by where the numbers begin again in each group. */
export function readOfficialText(text: string, sizes: readonly number[]): OfficialText {
  const lines = text
    .normalize('NFC')
    .split(/\r\n|[\n\r\u2028\u2029]/u)
    .map(lineOf);
  const { found, titles, left } = collect(
    lines,
    sizes.reduce((sum, size) => sum + size, 0),
  );
  const numbered = runThrough(found, sizes);
  return {
    signs: numbered.map(({ no, words }) => ({ no, text: joined(words) })),
    groups: titles.flatMap(({ before, words }) => {
      const from = numbered[before]?.no;
      const title = joined(words).replace(/[\s:.]+$/u, '');
      return from === undefined || title === '' ? [] : [{ title, from }];
    }),
    left: left.filter((line) => line !== ''),
  };
}

function lineOf(raw: string): Line {
  const line = raw.replace(/[ \u00A0\u2007\u202F]+/gu, ' ').trim();
  for (const [style, pattern] of MARKS) {
    const [, no, rest = ''] = pattern.exec(line) ?? [];
    if (no !== undefined && !PAGE_NUMBER.test(line)) return { text: line, mark: { style, no: Number(no), rest } };
  }
  return { text: line, mark: null };
}

interface Found {
  no: number;
  words: string[];
  /** A group's title stands before it. */
  titled: boolean;
}

interface Collected {
  found: Found[];
  /** `before`: the place in `found` of the sign that follows. */
  titles: { before: number; words: string[] }[];
  left: string[];
}

function collect(lines: readonly Line[], all: number): Collected {
  const style = signStyle(lines);
  const found: Found[] = [];
  const titles: Collected['titles'] = [];
  const left: string[] = [];
  let open: string[] | null = null;
  let ended = false;
  for (const [index, line] of lines.entries()) {
    if (ended || PAGE_NUMBER.test(line.text)) {
      left.push(line.text);
      continue;
    }
    const last = found.at(-1);
    const isLast = last !== undefined && (last.no === all || found.length === all);
    if (CLOSING.test(line.text) || (line.text === '' && isLast && last.words.some((word) => word !== ''))) {
      ended = found.length > 0;
      left.push(line.text);
      continue;
    }
    // A title right under another is the group's; the one above names the whole list ("A. …", then "I. …").
    const above = titles.at(-1)?.before === found.length ? titles.at(-1) : undefined;
    const ordinal = titles.length + (above ? 0 : 1);
    const title = titleIn(line, ordinal, () => nextNumber(lines, index, style), style, last?.no ?? 0);
    if (title !== null) {
      if (above) left.push(...(titles.pop()?.words ?? []));
      open = [title];
      titles.push({ before: found.length, words: open });
    } else if (line.mark && isSign(line.mark, style, last?.no ?? 0)) {
      open = [line.mark.rest];
      found.push({ no: line.mark.no, words: open, titled: titles.at(-1)?.before === found.length });
    } else if (open) open.push(line.text);
    else left.push(line.text);
  }
  return { found, titles, left };
}

/** The way most numbered lines are numbered is the signs' way. */
function signStyle(lines: readonly Line[]): Style {
  const count = (style: Style) => lines.filter(({ mark }) => mark?.style === style).length;
  return MARKS.map(([style]) => style).reduce((best, style) => (count(style) > count(best) ? style : best));
}

/** A line numbered in another way is a sign only where its number is the very next: "7)" among "6." and "8.". */
function isSign(mark: NonNullable<Line['mark']>, style: Style, last: number): boolean {
  return mark.style === style || (mark.style !== 'space' && mark.no === last + 1);
}

/** null for a line that is no title: titles come in order, so "V. I. Lênin" in a sentence is none. */
function titleIn(
  { text, mark }: Line,
  ordinal: number,
  next: () => number | null,
  style: Style,
  last: number,
): string | null {
  for (const [pattern, valueOf] of TITLE_MARKS) {
    const [, number, rest = ''] = pattern.exec(text) ?? [];
    if (number !== undefined && valueOf(number) === ordinal) return rest;
  }
  // "1- Biểu hiện suy thoái …" over "1) …": numbered too, but in another way than the signs.
  if (!mark || mark.style === style || mark.style === 'space' || mark.no !== ordinal) return null;
  const following = next();
  return following === 1 || (following === last + 1 && mark.no !== last + 1) ? mark.rest : null;
}

/** The number of the next line numbered the signs' way. */
function nextNumber(lines: readonly Line[], after: number, style: Style): number | null {
  return lines.slice(after + 1).find(({ mark }) => mark?.style === style)?.mark?.no ?? null;
}

/** Numbers that begin again in each group become one row through all of them. */
function runThrough(found: readonly Found[], sizes: readonly number[]): Found[] {
  const parts: Found[][] = [];
  for (const one of found) {
    const last = parts.at(-1)?.at(-1);
    const beginsAgain = last !== undefined && one.no < last.no && (one.no === 1 || one.titled);
    if (last === undefined || beginsAgain) parts.push([one]);
    else parts.at(-1)?.push(one);
  }
  if (parts.length < 2) return [...found];
  const whole = parts.every((part) => part.every(({ no }, index) => no === index + 1));
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // The document's own groups where it is complete; else ours, so that what is missing can be named.
  const counted = whole && found.length === all ? parts.map((part) => part.length) : sizes;
  if (counted.length !== parts.length) return [...found];
  const before = counted.map((_, index) => counted.slice(0, index).reduce((sum, size) => sum + size, 0));
  return parts.flatMap((part, index) => part.map((one) => ({ ...one, no: one.no + (before[index] ?? 0) })));
}

function joined(words: readonly string[]): string {
  return words.join(' ').replace(/\s+/gu, ' ').trim();
}

/** What keeps the text from being the whole list, each with what to do about it. Empty when every number is there once. */
export function textProblems({ signs }: OfficialText, count: number): string[] {
  if (signs.length === 0) {
    return [
      'Chưa thấy dòng nào có số thứ tự. Đồng chí dán cả danh mục, mỗi biểu hiện bắt đầu bằng số của nó: “1.”, “2)” hoặc “Biểu hiện 3:”.',
    ];
  }
  const times = (no: number) => signs.filter((sign) => sign.no === no).length;
  const numbers = Array.from({ length: count }, (_, index) => index + 1);
  const missing = numbers.filter((no) => times(no) === 0);
  const doubled = numbers.filter((no) => times(no) > 1);
  const beyond = [...new Set(signs.map(({ no }) => no).filter((no) => no < 1 || no > count))];
  const empty = signs.filter(({ no, text }) => text === '' && numbers.includes(no)).map(({ no }) => no);
  return [
    ...(missing.length > 0
      ? [
          `Thiếu số ${missing.join(', ')}. Đồng chí chép thêm từ văn bản, hoặc ghi số vào đầu dòng nếu số bị mất khi dán.`,
        ]
      : []),
    ...(doubled.length > 0
      ? [`Số ${doubled.join(', ')} có hơn một dòng. Đồng chí sửa lại số, hoặc xóa dòng thừa.`]
      : []),
    ...(beyond.length > 0
      ? [
          `Danh mục này chỉ có ${count} biểu hiện, nội dung dán có số ${beyond.join(', ')}. Đồng chí xóa phần không thuộc danh mục.`,
        ]
      : []),
    ...(empty.length > 0 ? [`Số ${empty.join(', ')} chưa có nội dung. Đồng chí chép thêm từ văn bản.`] : []),
  ];
}
