import { PRINTABLE } from './printable.generated.ts';

/** Line breaks and tabs lay text out, and default-ignorable letters (joiners, soft hyphens) leave no mark: none needs a glyph. */
const NEEDS_NO_GLYPH = /^[\t\n\r\p{Default_Ignorable_Code_Point}]$/u;

/**
 * The distinct letters of a text that the paper's font does not have, in order of appearance, each as typed.
 * Empty means the text prints whole. Emoji sequences come back code point by code point.
 */
export function unprintableLetters(text: string): string[] {
  const letters = new Set(text.normalize('NFC'));
  return [...letters].filter((letter) => !NEEDS_NO_GLYPH.test(letter) && !isCovered(letter.codePointAt(0) ?? 0));
}

function isCovered(point: number): boolean {
  let low = 0;
  let high = PRINTABLE.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const [from, to] = PRINTABLE[middle] ?? [0, -1];
    if (point < from) high = middle - 1;
    else if (point > to) low = middle + 1;
    else return true;
  }
  return false;
}
