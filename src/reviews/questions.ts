import * as z from 'zod';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { answersFor, isAnswerable, type ProvisionalWords, signAddress } from '../catalogues/rules.ts';
import { fieldAddress } from '../forms/rules.ts';
import type { FormField, FormVersion, HeadFieldKey } from '../forms/version.ts';
import { LINE_LETTERS, TEXT_LETTERS, typedLine, typedText } from '../http/text.ts';
import type { ReviewItem } from './content.ts';
import { birthDate, points } from '../http/typed.ts';

/** Everything that decides which fields a review has: its form, its lists, its items. */
export interface ReviewFrame {
  form: FormVersion;
  a: CatalogueEdition;
  /** null where list B is no part of this review. */
  b: CatalogueEdition | null;
  items: readonly ReviewItem[];
  words: ProvisionalWords;
  /** The day in Hà Nội, YYYY-MM-DD. */
  today: string;
}

/** Personal data on the form, stored like any other field: `H.birthDate`. */
export const HEAD_PREFIX = 'H.';
/**
 * Why a review is handed in although something is open: typed on the check page and saved like any other field, but no
 * part of what the review says. It goes into the step that hands it in. No form has a field of this key.
 */
export const REASON_KEY = 'NOP.reason';
const REASON_LETTERS = 2_000;
/** The matter of an item that its author adds to section III by hand. */
export const SOURCE_COLUMN = 'source';

/**
 * The schema of one field's value, or undefined when this review has no such field: an unknown sign,
 * an item of somebody else's, a sign whose words are withheld. An empty value is always fine: completeness
 * is judged on the check page, never while saving.
 */
export function schemaOf(frame: ReviewFrame, key: string): z.ZodType<string, string> | undefined {
  if (key === REASON_KEY) return typedText(REASON_LETTERS);
  if (key.startsWith(HEAD_PREFIX)) return headSchema(frame, key.slice(HEAD_PREFIX.length));
  return signSchema(frame, key) ?? columnSchema(frame, key) ?? formSchema(frame.form, key);
}

function headSchema({ form, today }: ReviewFrame, key: string): z.ZodType<string, string> | undefined {
  const known = form.headFields.some((field) => field.key === key) && key !== ('branch' satisfies HeadFieldKey);
  if (!known) return undefined;
  return key === 'birthDate' ? birthDate(today) : typedLine(key === 'fullName' ? 80 : 200);
}

function signSchema(frame: ReviewFrame, key: string): z.ZodType<string, string> | undefined {
  const editions = frame.b ? [frame.a, frame.b] : [frame.a];
  const address = signAddress(editions, key);
  if (!address || !isAnswerable(address.sign, frame.words)) return undefined;
  if (!address.question) return oneOf(answersFor(address.edition, address.sign).map((answer) => answer.key));
  return address.question.kind === 'line' ? typedLine(LINE_LETTERS) : typedText(TEXT_LETTERS);
}

function columnSchema(frame: ReviewFrame, key: string): z.ZodType<string, string> | undefined {
  const source = sourceItem(frame, key);
  if (source) return typedText(2_000);
  const address = fieldAddress(frame.form, key);
  if (address?.kind !== 'column') return undefined;
  const exists = frame.items.some((item) => item.id === address.itemId && item.list === address.place.field.key);
  if (!exists) return undefined;
  const { kind, choices = [] } = address.column;
  if (kind === 'choice') return oneOf(choices.map((choice) => choice.key));
  return kind === 'line' ? typedLine(LINE_LETTERS) : typedText(TEXT_LETTERS);
}

/** Items that came over from last year keep their words; only those added by hand have a field for them. */
function sourceItem(frame: ReviewFrame, key: string): ReviewItem | undefined {
  return frame.items.find((item) => item.handAdded && key === `${item.list}.${item.id}.${SOURCE_COLUMN}`);
}

function formSchema(form: FormVersion, key: string): z.ZodType<string, string> | undefined {
  const address = fieldAddress(form, key);
  return address?.kind === 'field' ? valueSchema(address.place.field, form) : undefined;
}

function valueSchema(field: FormField, form: FormVersion): z.ZodType<string, string> | undefined {
  switch (field.kind) {
    case 'text':
      return typedText(TEXT_LETTERS);
    case 'choice':
      return oneOf(field.choices.map((choice) => choice.key));
    case 'score':
      return points(field.outOf);
    case 'level':
      return oneOf(form.levels.map((level) => level.key));
    default:
      return undefined;
  }
}

function oneOf(keys: readonly string[]): z.ZodType<string, string> {
  return z.string().refine((value) => value === '' || keys.includes(value), 'Lựa chọn này không có trong danh sách.');
}
