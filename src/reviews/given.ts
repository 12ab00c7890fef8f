import type { Deps } from '../deps.ts';
import { listFields, listFromLastYear } from '../forms/rules.ts';
import type { FormVersion } from '../forms/version.ts';
import { citedDate } from '../views/formats.ts';
import type { ReviewItem } from './content.ts';
import { conclusionsOnCollective, lastCollectiveBefore, type ReviewRow, suggestionsToCollective } from './queries.ts';

/**
 * What others put to a collective, for it to answer: what the chi bộ or a higher level concluded (section III), and what
 * the committee asks it to explain (section IV). They stand in the review as they stand in their own tables, so that one
 * recorded or withdrawn while the report is being written is there or gone at once.
 */
export async function givenItems(
  db: Deps['store']['db'],
  review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>,
  campaign: { year: number },
  form: FormVersion,
): Promise<ReviewItem[]> {
  const last = await lastCollectiveBefore(db, review.unit_id, campaign.year);
  const [conclusions, suggestions] = await Promise.all([
    conclusionsOnCollective(db, review, { year: campaign.year, since: last?.state_at ?? '' }),
    suggestionsToCollective(db, review),
  ]);
  const earlier = listFromLastYear(form)?.key;
  const asked = askedList(form)?.key;
  return [
    ...(earlier
      ? conclusions.map((row): ReviewItem => ({
          id: row.id,
          list: earlier,
          origin: row.origin,
          sourceText: row.text,
          sourceYear: row.source_year,
          sourceDue: null,
          handAdded: false,
        }))
      : []),
    ...(asked
      ? suggestions.map((row): ReviewItem => ({
          id: row.id,
          list: asked,
          origin: 'higher',
          sourceText: row.text,
          sourceYear: null,
          sourceDue: null,
          handAdded: false,
          askedBy: [row.source, documentOf(row)].filter(Boolean).join(', '),
        }))
      : []),
  ];
}

/** The list of what the committee asks to explain: the one that begins with the matter asked about. */
function askedList(form: FormVersion) {
  return listFields(form).find((field) => field.columns.some(({ key }) => key === 'explanation'));
}

function documentOf(row: { document_number: string; document_date: string | null }): string {
  const date = row.document_date ? `ngày ${citedDate(row.document_date)}` : '';
  return [row.document_number, date].filter(Boolean).join(', ');
}
