import { findLegacyWords, legacyEncodingOf, toUnicode } from '../http/legacy-letters.ts';
import { isTidy, tidied } from '../http/tidy.ts';
import type { TextOffers } from '../views/models/parts.ts';
import { digestOf } from '../views/parts.ts';

/** What the page offers to do with a pasted text. Nothing is changed before its author says so. */

/** `unicode` and `gon` change the text, `nguyen` keeps it as it is. */
export const ANSWERS_TO_OFFERS = ['unicode', 'gon', 'nguyen'] as const;
export type AnswerToOffer = (typeof ANSWERS_TO_OFFERS)[number];

/** null where there is nothing to offer. `kept` is the mark of letters whose author has said that they are right. */
export function offersOn(value: string, kept = ''): TextOffers | null {
  const found = findLegacyWords(value);
  const encoding = found && markOf(found.words) !== kept ? found.encoding : null;
  const untidy = !isTidy(value);
  if (encoding === null && !untidy) return null;
  return { encoding, converted: encoding ? toUnicode(value, encoding) : '', untidy };
}

/** Names the words of a text that look like an old font's; '' where there are none. */
export function markOfLetters(value: string): string {
  const found = findLegacyWords(value);
  return found ? markOf(found.words) : '';
}

function markOf(words: readonly string[]): string {
  return digestOf(words.toSorted().join(' '));
}

/** The text as its author wants it. */
export function asAnswered(value: string, answer: AnswerToOffer | undefined): string {
  const encoding = answer === 'unicode' ? legacyEncodingOf(value) : null;
  if (encoding) return toUnicode(value, encoding);
  return answer === 'gon' ? tidied(value) : value;
}

/** For the saving script: the text each button would put into the field. */
export function offersAsJson(
  value: string,
  kept: string,
): { legacy?: { encoding: string; converted: string }; tidy?: string } {
  const { encoding, converted, untidy } = offersOn(value, kept) ?? { encoding: null, converted: '', untidy: false };
  return { ...(encoding ? { legacy: { encoding, converted } } : {}), ...(untidy ? { tidy: tidied(value) } : {}) };
}
