import { legacyEncodingOf, toUnicode } from '../http/legacy-letters.ts';
import { isTidy, tidied } from '../http/tidy.ts';
import type { TextOffers } from '../views/models/parts.ts';

/** What the page offers to do with a pasted text. Nothing is changed before its author says so. */

/** `unicode` and `gon` change the text, `nguyen` keeps it as it is. */
export const ANSWERS_TO_OFFERS = ['unicode', 'gon', 'nguyen'] as const;
export type AnswerToOffer = (typeof ANSWERS_TO_OFFERS)[number];

/** null where there is nothing to offer. `kept`: the author has just said that the letters are right. */
export function offersOn(value: string, kept = false): TextOffers | null {
  const encoding = kept ? null : legacyEncodingOf(value);
  const untidy = !isTidy(value);
  if (encoding === null && !untidy) return null;
  return { encoding, converted: encoding ? toUnicode(value, encoding) : '', untidy };
}

/** The text as its author wants it. */
export function asAnswered(value: string, answer: AnswerToOffer | undefined): string {
  const encoding = answer === 'unicode' ? legacyEncodingOf(value) : null;
  if (encoding) return toUnicode(value, encoding);
  return answer === 'gon' ? tidied(value) : value;
}

/** For the saving script: the text each button would put into the field. */
export function offersAsJson(value: string): { legacy?: { encoding: string; converted: string }; tidy?: string } {
  const { encoding, converted, untidy } = offersOn(value) ?? { encoding: null, converted: '', untidy: false };
  return { ...(encoding ? { legacy: { encoding, converted } } : {}), ...(untidy ? { tidy: tidied(value) } : {}) };
}
