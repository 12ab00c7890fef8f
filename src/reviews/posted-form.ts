import type { Deps } from '../deps.ts';
import type { FormValues } from '../http/body.ts';
import type { Actor } from '../http/context.ts';
import { withChoice } from '../http/saved-fields.ts';
import { canonical, printingRemark } from '../http/text.ts';
import { fieldId } from '../views/parts.ts';
import { typedFields } from './input.ts';
import { keepLetters } from './kept-letters.ts';
import type { AnyReview } from './loaded.ts';
import { type AnswerToOffer, asAnswered, offersOn } from './offers.ts';
import { type FieldOutcome, saveFields, storedBy } from './saving.ts';

/** What became of a form that people write in, sent as a whole: its fields are saved before its button does anything. */
export interface PostedForm {
  outcomes: FieldOutcome[];
  answered: ReadonlyMap<string, AnswerToOffer>;
  /** 422 where a value cannot be, 409 where two texts of one field stand against each other; null when all is well. */
  problem: 422 | 409 | null;
}

export async function savePosted(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  review: AnyReview,
  values: FormValues,
): Promise<PostedForm> {
  const { fields, chosen, answered } = typedFields(values);
  const typed = fields
    .map((field) => withChoice(field, review.fields.get(field.key)?.value ?? '', chosen.get(field.key)))
    .map((field) => ({ ...field, value: asAnswered(field.value, answered.get(field.key)) }));
  const outcomes = await saveFields(deps, actor, review, typed);
  for (const [key, answer] of answered) {
    const value = storedBy(outcomes, key) ?? canonical(values.get(key)?.[0] ?? '');
    if (answer === 'nguyen') await keepLetters(deps, actor, review, { key, value });
  }
  const has = (kind: FieldOutcome['kind']) => outcomes.some((outcome) => outcome.kind === kind);
  return { outcomes, answered, problem: has('invalid') ? 422 : has('conflict') ? 409 : null };
}

/**
 * After an answer to an offer back to its field; after saving what its author should look at once more (letters of an
 * old font, letters that cannot be printed) there, once; else null.
 */
export function noteToShow(review: AnyReview, posted: PostedForm, placeOf: (key: string) => string): string | null {
  const [key, answer] = [...posted.answered][0] ?? [];
  const flagged = posted.outcomes.find((outcome) => lookAgain(review, outcome) !== null);
  const field = key ?? flagged?.key;
  if (field === undefined) return null;
  const place = new URL(placeOf(field), 'http://here');
  place.hash = answer || !flagged ? fieldId(field) : `${lookAgain(review, flagged)}-${fieldId(field)}`;
  return `${place.pathname}${place.search}${place.hash}`;
}

/** Which of the notes beside a saved field its author should see before he goes on. */
function lookAgain(review: AnyReview, outcome: FieldOutcome): 'goi-chu' | 'nhac' | null {
  if (outcome.kind !== 'saved') return null;
  if (offersOn(outcome.value, review.fields.get(outcome.key)?.kept_letters)?.encoding) return 'goi-chu';
  return printingRemark(outcome.value) === null ? null : 'nhac';
}
