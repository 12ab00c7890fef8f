import * as z from 'zod';
import { unprintableLetters } from '../pdf/printable.ts';

/**
 * What people type, made canonical: NFC, "\n" line ends, no control characters,
 * and no letter the paper's font cannot print (it is named at once, not first at printing).
 */

/** Longest text of one field, in letters. */
export const TEXT_LETTERS = 20_000;
export const LINE_LETTERS = 300;

/** Control characters, and the marks that turn the reading order of what stands after them. */
const CONTROLS = /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u;

export function typedText(letters = TEXT_LETTERS): z.ZodType<string, string> {
  return z
    .string('Nội dung chưa đúng dạng.')
    .transform((value) => (isBlank(value) ? '' : canonical(value)))
    .superRefine(checkLetters(letters, '\n\t'));
}

/** One line: line breaks become spaces, the ends are trimmed. */
export function typedLine(letters = LINE_LETTERS): z.ZodType<string, string> {
  return z
    .string('Nội dung chưa đúng dạng.')
    .transform((value) =>
      canonical(value)
        .replace(/[\n\t]+/g, ' ')
        .trim(),
    )
    .superRefine(checkLetters(letters, ''));
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

function checkLetters(letters: number, allowed: string) {
  return (value: string, context: z.RefinementCtx<string>): void => {
    const count = [...value].length;
    if (count > letters) {
      context.addIssue(
        `Nội dung dài ${count.toLocaleString('vi-VN')} chữ; ô này nhận nhiều nhất ${letters.toLocaleString('vi-VN')} chữ. Đồng chí rút gọn bớt.`,
      );
    }
    if ([...value].some((letter) => CONTROLS.test(letter) && !allowed.includes(letter))) {
      context.addIssue('Có ký tự điều khiển ẩn trong nội dung. Đồng chí xóa đoạn vừa dán và gõ lại.');
      return;
    }
    const unprintable = unprintableLetters(value);
    if (unprintable.length > 0) {
      const named = unprintable.slice(0, 5).map(nameOf).join(', ');
      context.addIssue(`Ký tự ${named} không in được trên giấy. Đồng chí thay bằng chữ thường dùng.`);
    }
  };
}

/** Word's own bullets and the like show nothing on screen: their number says at least which one it is. */
function nameOf(letter: string): string {
  const hidden = /[\p{Co}\p{Cf}\p{Cn}\p{Zl}\p{Zp}]/u.test(letter);
  return hidden ? `ẩn U+${(letter.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}` : `“${letter}”`;
}
