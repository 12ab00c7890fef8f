import { type SuggestionRow } from '../campaigns/queries.ts';
import { type ItemField, listFields } from '../forms/rules.ts';
import type { FormVersion, ListColumn } from '../forms/version.ts';
import { suggestedBy } from '../campaigns/rules.ts';
import type { ReviewItem } from './content.ts';
import type { ReviewRow } from './queries.ts';
import { isWithItsAuthor } from './transitions.ts';

/** gợi ý kiểm điểm: each is an issue of section IV that its author explains. Nothing is written for it beforehand. */

/** Key of the list in every form that has it. */
const LIST = 'IV';

/**
 * The suggestions that stand in a review: all that were not withdrawn, and a withdrawn one whose author has written to it
 * already. Once handed in, those that stood then: what came later is not part of what was handed in.
 */
export function suggestedItems(
  form: FormVersion,
  row: Pick<ReviewRow, 'state' | 'submitted_at'>,
  suggestions: readonly SuggestionRow[],
  hasWords: (itemId: string) => boolean,
): ReviewItem[] {
  if (!listFields(form).some((field) => field.key === LIST)) return [];
  const asOf = isWithItsAuthor(row.state) ? null : row.submitted_at;
  const isWithdrawn = ({ withdrawn_at }: SuggestionRow) =>
    withdrawn_at !== null && (asOf === null || withdrawn_at <= asOf);
  return suggestions
    .filter((one) => asOf === null || one.at <= asOf)
    .filter((one) => !isWithdrawn(one) || hasWords(one.id))
    .map((one) => ({
      id: one.id,
      list: LIST,
      origin: 'suggested',
      sourceText: one.text,
      sourceYear: null,
      sourceDue: null,
      handAdded: false,
      suggestion: { by: suggestedBy(one), withdrawn: isWithdrawn(one) },
    }));
}

/** Made after the review was handed in: told to its author, and to be explained elsewhere. */
export function suggestedSince(
  row: Pick<ReviewRow, 'state' | 'submitted_at'>,
  suggestions: readonly SuggestionRow[],
): SuggestionRow[] {
  const { submitted_at: since } = row;
  if (isWithItsAuthor(row.state) || since === null) return [];
  return suggestions.filter(({ at, withdrawn_at }) => at > since && withdrawn_at === null);
}

/** What an entry is asked about: of a suggestion the issue stands there already. */
export function columnsAsked(field: ItemField, item: Pick<ReviewItem, 'origin'>): ListColumn[] {
  return item.origin === 'suggested' ? field.columns.slice(1) : field.columns;
}

/** Nothing has to be written to it any more. */
export function isWithdrawn(item: ReviewItem): boolean {
  return item.suggestion?.withdrawn ?? false;
}
