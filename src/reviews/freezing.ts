import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Deps, Statement } from '../deps.ts';
import { askForPaper, insertRecord } from '../records/statements.ts';
import type { ReviewContent } from './content.ts';
import { variantOf } from './print-unit.ts';

/** Names the print templates a record was frozen for; a later change of theirs takes the next number. */
const PAPER_TEMPLATE = 'review-1';

/** Freezes what a review says under its next number, with its hash, and asks for its paper (design §4d). */
export function freezeContent(
  deps: Pick<Deps, 'store' | 'newId'>,
  review: { id: string; submissions: number },
  content: ReviewContent,
  at: string,
): Statement[] {
  const { db } = deps.store;
  const id = deps.newId();
  const json = canonicalJson(content);
  const record = {
    id,
    review_id: review.id,
    submission: review.submissions + 1,
    sha256: sha256Hex(json),
    bytes: new TextEncoder().encode(json).length,
    form_id: content.formId,
    edition_a: content.editionA ?? '',
    edition_b: content.editionB ?? '',
    template: PAPER_TEMPLATE,
    frozen_at: at,
    superseded: 0,
  };
  return [
    ...insertRecord(db, record, json),
    askForPaper(db, { id: deps.newId(), record_id: id, variant: variantOf('plain', content), due_at: at }),
  ];
}
