import type { Deps } from '../deps.ts';
import type { FormValues } from '../http/body.ts';
import type { Actor } from '../http/context.ts';
import { fieldId } from '../views/parts.ts';
import { type Choice, typedFields } from './input.ts';
import type { LoadedReview } from './loaded.ts';
import { type AnswerToOffer, asAnswered, offersOn } from './offers.ts';
import { type FieldOutcome, saveFields, type TypedField } from './saving.ts';

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
  review: LoadedReview,
  values: FormValues,
): Promise<PostedForm> {
  const { fields, chosen, answered } = typedFields(values);
  const typed = fields
    .map((field) => withChoice(review, field, chosen.get(field.key)))
    .map((field) => ({ ...field, value: asAnswered(field.value, answered.get(field.key)) }));
  const outcomes = await saveFields(deps, actor, review, typed);
  const has = (kind: FieldOutcome['kind']) => outcomes.some((outcome) => outcome.kind === kind);
  return { outcomes, answered, problem: has('invalid') ? 422 : has('conflict') ? 409 : null };
}

/** Keeps the typed text, takes the stored one, or joins both with the stored one first. */
function withChoice(review: LoadedReview, field: TypedField, choice: Choice | undefined): TypedField {
  if (!choice) return field;
  const stored = review.fields.get(field.key)?.value ?? '';
  if (choice.which === 'mine') return { ...field, version: choice.over };
  if (choice.which === 'theirs') return { ...field, value: stored, version: choice.over };
  return { ...field, value: `${stored}\n\n${field.value}`, version: choice.over };
}

/** After an answer to an offer back to its field; after saving letters of an old font to the offer; else null. */
export function offerToShow(posted: PostedForm, placeOf: (key: string) => string): string | null {
  const [key, answer] = [...posted.answered][0] ?? [];
  const flagged = posted.outcomes.find((outcome) => outcome.kind === 'saved' && offersOn(outcome.value)?.encoding);
  const field = key ?? flagged?.key;
  if (field === undefined) return null;
  const place = new URL(placeOf(field), 'http://here');
  if (answer === 'nguyen') place.searchParams.set('giu', field);
  place.hash = answer ? fieldId(field) : `goi-chu-${fieldId(field)}`;
  return `${place.pathname}${place.search}${place.hash}`;
}
