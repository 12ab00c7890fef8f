import type { Deps } from '../deps.ts';
import { type ItemField, listFields } from '../forms/rules.ts';
import type { FormVersion, ListColumn } from '../forms/version.ts';
import { citedDate } from '../views/formats.ts';
import type { ReviewItem } from './content.ts';
import { type ReviewRow, suggestionsToCollective } from './queries.ts';

/** gợi ý kiểm điểm: each is an issue of section IV that the review explains. Nothing is written for it beforehand. */

/** Key of the list in every form that has it. */
const LIST = 'IV';

/** What the committee asks the collective to explain, as it stands in its own table. */
export async function suggestedItems(
  db: Deps['store']['db'],
  review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>,
  form: FormVersion,
): Promise<ReviewItem[]> {
  if (!listFields(form).some((field) => field.key === LIST)) return [];
  const rows = await suggestionsToCollective(db, review);
  return rows.map((row) => ({
    id: row.id,
    list: LIST,
    origin: 'suggested',
    sourceText: row.text,
    sourceYear: null,
    sourceDue: null,
    handAdded: false,
    suggestion: { by: suggestedBy(row), withdrawn: false },
  }));
}

function suggestedBy(one: { source: string; document_number: string; document_date: string | null }): string {
  const document = one.document_date ? `, ${one.document_number}, ngày ${citedDate(one.document_date)}` : '';
  return `${one.source}${document}`;
}

/** What an entry is asked about: of a suggestion the issue stands there already. */
export function columnsAsked(field: ItemField, item: Pick<ReviewItem, 'origin'>): ListColumn[] {
  return item.origin === 'suggested' ? field.columns.slice(1) : field.columns;
}
