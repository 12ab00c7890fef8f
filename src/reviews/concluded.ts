import type { Deps } from '../deps.ts';
import { listFromLastYear } from '../forms/rules.ts';
import type { FormVersion } from '../forms/version.ts';
import type { ReviewItem } from './content.ts';
import { conclusionsOnCollective, lastCollectiveBefore, type ReviewRow } from './queries.ts';

/**
 * What the chi bộ or a higher level concluded about the collective: lines of section III. They stand in the review as they
 * stand in their own table, so that one recorded or withdrawn while the report is being written is there or gone at once.
 */
export async function concludedItems(
  db: Deps['store']['db'],
  review: Pick<ReviewRow, 'campaign_id' | 'unit_id'>,
  campaign: { year: number },
  form: FormVersion,
): Promise<ReviewItem[]> {
  const list = listFromLastYear(form)?.key;
  if (!list) return [];
  const last = await lastCollectiveBefore(db, review.unit_id, campaign.year);
  const rows = await conclusionsOnCollective(db, review, { year: campaign.year, since: last?.state_at ?? '' });
  return rows.map((row) => ({
    id: row.id,
    list,
    origin: row.origin,
    sourceText: row.text,
    sourceYear: row.source_year,
    sourceDue: null,
    handAdded: false,
  }));
}
