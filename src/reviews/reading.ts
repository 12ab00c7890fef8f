import { criteriaSetOrThrow } from '../campaigns/queries.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { findRecord, recordText } from '../records/queries.ts';
import type { ReviewContent } from './content.ts';
import { findReview, lastSubmittedBefore, type ReviewRow } from './queries.ts';
import type { ReviewFrame } from './questions.ts';
import { isWithItsAuthor } from './transitions.ts';

/** A review as it was handed in: everything here comes from the frozen record, nothing from what its author writes now. */
export interface SubmittedReview {
  row: ReviewRow;
  content: ReviewContent;
  frame: ReviewFrame;
  fields: ReadonlyMap<string, { value: string }>;
}

/**
 * Throws `not-found` while the review is with its author. Who may read it is the access table's business; the page that
 * shows it logs the reading in the same request.
 */
export async function readSubmitted(deps: Pick<Deps, 'store'>, reviewId: string): Promise<SubmittedReview> {
  const row = await findReview(deps.store.db, reviewId);
  const review = row && (await frozen(deps, row));
  if (!review) throw notFound('no current record');
  return review;
}

/** The same person's review of the year before, if it was handed in. */
export async function readYearBefore(
  deps: Pick<Deps, 'store'>,
  review: SubmittedReview,
): Promise<SubmittedReview | null> {
  const { row, content } = review;
  const last = row.member_id && (await lastSubmittedBefore(deps.store.db, row.member_id, content.year));
  return last ? frozen(deps, last) : null;
}

async function frozen({ store: { db } }: Pick<Deps, 'store'>, row: ReviewRow): Promise<SubmittedReview | null> {
  if (isWithItsAuthor(row.state)) return null;
  const record = await findRecord(db, row.id, row.submissions);
  if (!record || record.superseded === 1) return null;
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const [form, a, b, criteria] = await Promise.all([
    formOrThrow(db, content.formId),
    content.editionA === null ? null : editionOrThrow(db, content.editionA),
    content.editionB === null ? null : editionOrThrow(db, content.editionB),
    content.criteriaSet === undefined ? undefined : criteriaSetOrThrow(db, content.criteriaSet),
  ]);
  const { items, provisionalWords: words, signedOn } = content;
  const fields = new Map(Object.entries(content.fields).map(([key, value]) => [key, { value }]));
  return { row, content, fields, frame: { form, a, b, criteria, items, words, today: signedOn ?? '' } };
}
