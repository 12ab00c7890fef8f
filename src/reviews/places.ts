import { fieldId } from '../views/parts.ts';
import type { Link } from '../views/models/layout.ts';
import type { AnyReview } from './loaded.ts';
import type { ReviewRow } from './queries.ts';

/** Addresses of single places in the writing, all made here so that each link leads to the right page and back. */

/** Where a field is written; coming from the check page, saving leads back there. The page of one sign needs its number. */
export function placeOfField(reviewId: string, step: string, key: string, returnTo = 'kiem-tra'): string {
  const sign = signNumber(key);
  const query = new URLSearchParams({ ...(returnTo ? { ve: returnTo } : {}), ...(sign ? { so: sign } : {}) });
  return `/ban-kiem-diem/${reviewId}/ghi/${step}${query.size > 0 ? `?${query}` : ''}#${fieldId(key)}`;
}

/** From the home page down to a review's own; a collective's stands under its branch. */
export function trailOf(review: AnyReview): Link[] {
  const own = { href: `/ban-kiem-diem/${review.row.id}`, text: review.campaign.title };
  if (review.member !== null) return [own];
  return [
    { text: 'Kiểm điểm tập thể', href: collectiveAddress(review.row) },
    { ...own, text: 'Viết báo cáo của tập thể' },
  ];
}

/** Pages of a branch's review of itself; `path` is "/gui" and the like. */
export function collectiveAddress(review: Pick<ReviewRow, 'unit_id' | 'campaign_id'>, path = ''): string {
  return `/chi-bo/${review.unit_id}/tap-the${path}?dot=${review.campaign_id}`;
}

/** `A5.evidence` → "5". */
function signNumber(key: string): string | null {
  return /^[AB]([1-9]\d{0,2})(\.|$)/.exec(key)?.[1] ?? null;
}

/** What `ve` may say: the check page, the one to read back from, or the sign that pointed here (`bieu-hien-b-1.2`). */
export const RETURN_TO = /^(kiem-tra|doc-lai|bieu-hien-[ab]-\d{1,2}\.\d{1,3})?$/;

export function returnToSign(step: string, no: number): string {
  return `${step}.${no}`;
}

/** Where `ve` leads after saving; null when it says nothing. */
export function returnAddress(reviewId: string, returnTo: string): string | null {
  if (returnTo === 'kiem-tra' || returnTo === 'doc-lai') return `/ban-kiem-diem/${reviewId}/${returnTo}`;
  const [, step, list, no] = /^(bieu-hien-([ab])-\d+)\.(\d+)$/.exec(returnTo) ?? [];
  if (!step || !list || !no) return null;
  return placeOfField(reviewId, step, `${list.toUpperCase()}${no}`, '');
}
