import type { ReviewItemTable } from '../../db/schema.ts';
import { listFromLastYear, listsCarriedOver } from '../forms/rules.ts';
import type { FormVersion } from '../forms/version.ts';
import type { ReviewContent } from './content.ts';

export type CarriedItem = Pick<ReviewItemTable, 'list' | 'origin' | 'source_text' | 'source_year' | 'source_due'>;

/**
 * Section III of this year starts from the person's own words of last year: every shortcoming and every promise
 * comes back as an item of its own. Nothing is judged and nothing is filled in.
 */
export function carryOver(last: { content: ReviewContent; form: FormVersion }, thisForm: FormVersion): CarriedItem[] {
  const target = listFromLastYear(thisForm);
  if (!target) return [];
  return listsCarriedOver(last.form).flatMap((list) =>
    last.content.items
      .filter((item) => item.list === list.key)
      .map((item) => ({
        list: target.key,
        origin: list.carriesOverAs as 'own_shortcoming' | 'own_promise',
        source_text: last.content.fields[`${list.key}.${item.id}.text`] ?? '',
        source_year: last.content.year,
        source_due: last.content.fields[`${list.key}.${item.id}.deadline`] || null,
      }))
      .filter((carried) => carried.source_text !== ''),
  );
}
