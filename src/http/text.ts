import * as z from 'zod';
import { unprintableLetters } from '../pdf/printable.ts';

/** What people type, made canonical: NFC, "\n" line ends, no control characters. */

/** Longest text of one field, in letters. */
export const TEXT_LETTERS = 20_000;
export const LINE_LETTERS = 300;

/** Control characters, halves of letters, and the marks that turn the reading order of what stands after them. */
const IN_NO_TEXT = /(?![\n\t])[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;
const IN_NO_LINE = /[\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]/u;

/** A text that every database takes as it is: PostgreSQL knows no NUL, and half a letter has no UTF-8. */
export const STORABLE = /^[^\0\p{Cs}]*$/u;

/**
 * What an author writes is kept whether the paper can print it or not, so that nothing typed is lost:
 * `unprintableNames` tells what must be mended before handing in.
 */
export function writtenText(letters = TEXT_LETTERS): z.ZodType<string, string> {
  return made(texts, letters, () =>
    z
      .string('Nội dung chưa đúng dạng.')
      .transform((value) => (isBlank(value) ? '' : canonical(value)))
      .superRefine(checkLetters(letters, IN_NO_TEXT)),
  );
}

/** One line: line breaks become spaces, the ends are trimmed. Letters as in `writtenText`. */
export function writtenLine(letters = LINE_LETTERS): z.ZodType<string, string> {
  return made(lines, letters, () =>
    z
      .string('Nội dung chưa đúng dạng.')
      .transform((value) =>
        canonical(value)
          .replace(/[\n\t]+/g, ' ')
          .trim(),
      )
      .superRefine(checkLetters(letters, IN_NO_LINE)),
  );
}

type Schema = z.ZodType<string, string>;

/** By the most letters they take. Making a schema costs more than using it, and every save asks for one. */
const texts = new Map<number, Schema>();
const lines = new Map<number, Schema>();

function made(known: Map<number, Schema>, letters: number, make: () => Schema): Schema {
  const schema = known.get(letters) ?? make();
  known.set(letters, schema);
  return schema;
}

/** Of a form that is sent once and comes back at once: a letter that cannot be printed is refused. */
export function typedText(letters = TEXT_LETTERS): z.ZodType<string, string> {
  return writtenText(letters).superRefine(checkPrintable);
}

export function typedLine(letters = LINE_LETTERS): z.ZodType<string, string> {
  return writtenLine(letters).superRefine(checkPrintable);
}

export function requiredLine(sentence: string, letters = LINE_LETTERS): z.ZodType<string, string> {
  return typedLine(letters).refine((value) => value !== '', sentence);
}

export function requiredText(sentence: string, letters = TEXT_LETTERS): z.ZodType<string, string> {
  return typedText(letters).refine((value) => value.trim() !== '', sentence);
}

/** Spaces, line breaks and letters that leave no mark are nothing written: a required field stays open. */
function isBlank(value: string): boolean {
  return /^[\s\p{Default_Ignorable_Code_Point}]*$/u.test(value);
}

/** Browsers send line breaks as CRLF; some keyboards compose marks apart. */
export function canonical(value: string): string {
  return value.replace(/\r\n?/g, '\n').normalize('NFC');
}

function checkLetters(letters: number, forbidden: RegExp) {
  return (value: string, context: z.RefinementCtx<string>): void => {
    const count = [...value].length;
    if (count > letters) {
      context.addIssue(
        `Nội dung dài ${count.toLocaleString('vi-VN')} chữ; ô này nhận nhiều nhất ${letters.toLocaleString('vi-VN')} chữ. Đồng chí rút gọn bớt.`,
      );
    }
    if (forbidden.test(value)) {
      context.addIssue('Có ký tự điều khiển ẩn trong nội dung. Đồng chí xóa đoạn vừa dán và gõ lại.');
    }
  };
}

function checkPrintable(value: string, context: z.RefinementCtx<string>): void {
  const names = unprintableNames(value);
  if (names) context.addIssue(`${capitalised(names)} không in được trên giấy. Đồng chí thay bằng chữ thường dùng.`);
}

/** What is said at a field whose text is stored and cannot be printed as it is; null for almost every text. */
export function printingRemark(value: string): string | null {
  const names = unprintableNames(value);
  return names && `${capitalised(names)} không in được trên giấy. Chữ đã lưu; đồng chí thay trước khi nộp.`;
}

const MOST_NAMED = 5;

/** The letters that the paper's font lacks, in words: “ký tự “👍”, “✓””, “ký hiệu riêng của Word (U+F0B7)”. */
export function unprintableNames(value: string): string | null {
  const letters = unprintableLetters(value);
  const named = letters.slice(0, MOST_NAMED);
  const ofWord = named.filter((letter) => OF_WORD.test(letter)).map(numberOf);
  const others = named.filter((letter) => !OF_WORD.test(letter)).map(nameOf);
  const parts = [
    ...(others.length > 0 ? [`ký tự ${others.join(', ')}`] : []),
    ...(ofWord.length > 0 ? [`ký hiệu riêng của Word (${ofWord.join(', ')})`] : []),
    ...(letters.length > MOST_NAMED ? [`${letters.length - MOST_NAMED} ký tự khác`] : []),
  ];
  return parts.length > 0 ? parts.join(' và ') : null;
}

/** Letters of the fonts Symbol and Wingdings, as Word hands them over: bullets mostly. */
const OF_WORD = /[\uF000-\uF0FF]/;
/** They show nothing on screen, or an empty box: their number says at least which one it is. */
const HIDDEN = /[\p{Co}\p{Cf}\p{Cn}\p{Zl}\p{Zp}]/u;

function nameOf(letter: string): string {
  return HIDDEN.test(letter) ? `ẩn ${numberOf(letter)}` : `“${letter}”`;
}

function numberOf(letter: string): string {
  return `U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
}

function capitalised(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}
