import { formatDateTime } from '../views/formats.ts';
import type { LargePaper } from '../views/models/assistance.ts';
import type { AnswerRow } from '../views/models/reviews.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { headValue, subjectOf } from './content.ts';
import type { LoadedReview } from './loaded.ts';
import { REASON_KEY } from './questions.ts';
import { readBackGroups } from './view-answers.ts';

/**
 * Everything a review says in 18 pt, for somebody who reads no small print or is read to. He signs it by hand; it is no
 * official paper and never frozen.
 */
export function largePaper(
  review: LoadedReview,
  printed: { helper: string | null; at: string; rehearsal: boolean },
): LargePaper {
  const { head } = review.content;
  return {
    documentTitle: `Bản đọc lại, chữ lớn – ${subjectOf(head)}`.normalize('NFC'),
    stamp: ['BẢN NHÁP', ...(printed.rehearsal ? [REHEARSAL_STAMP] : [])].join(' · '),
    title: review.campaign.title,
    author: subjectOf(head),
    branch: headValue(head, 'branch'),
    reference: review.row.reference,
    printedAt: formatDateTime(printed.at),
    helper: printed.helper,
    groups: readBackGroups(review, false).map((group) => ({ ...group, rows: group.rows.map(printedRow) })),
    reason: review.fields.get(REASON_KEY)?.value || null,
  };
}

/** A row is kept whole, label and words together, unless it is taller than a third of a page. */
function printedRow({ label, paragraphs }: AnswerRow): LargePaper['groups'][number]['rows'][number] {
  const letters = label.length + paragraphs.reduce((sum, text) => sum + text.length, 0);
  return { label, paragraphs, maySplit: letters > TALL };
}

const TALL = 500;

/** The complete HTML document; PdfRenderer adds the fonts. */
export function renderLargePaper(paper: LargePaper): string {
  return render('print/large', paper).normalize('NFC');
}
