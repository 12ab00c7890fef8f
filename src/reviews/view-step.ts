import type { CatalogueEdition, Sign } from '../catalogues/edition.ts';
import type { GlossaryTerm } from './glossary.ts';
import { answerableSigns, provenanceMark } from '../catalogues/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatTime } from '../views/formats.ts';
import type { StepBlock, StepModel } from '../views/models/reviews.ts';
import { pager } from '../views/parts.ts';
import type { LoadedReview } from './loaded.ts';
import type { ShownFields } from './shown.ts';
import { type OneSign, seeAlsoLinks, signPage } from './sign-pages.ts';
import type { Step } from './steps.ts';
import { annexBlock, personalBlock, sectionBlocks } from './view-fields.ts';
import { signBlocks } from './view-signs.ts';

/** Id of the form on a page of writing. */
export const WRITING_FORM = 'ban-viet';

/** One page of writing as its template shows it. */
export function stepPage(
  review: LoadedReview,
  steps: readonly Step[],
  step: Step,
  shown: ShownFields,
  from: { returnTo: string; removed: string | null; one: OneSign | null; account: string },
  glossary: readonly GlossaryTerm[],
): StepModel {
  const index = steps.findIndex(({ slug }) => slug === step.slug);
  const base = `/ban-kiem-diem/${review.row.id}`;
  const blocks = blocksOf(review, step, shown, from.one);
  const last = index === steps.length - 1;
  return {
    title: step.title,
    place: `Bước ${index + 1} trong ${steps.length}${from.one ? ` · Biểu hiện ${from.one.index} trong ${from.one.count}` : ''}`,
    form: WRITING_FORM,
    action: `${base}/ghi/${step.slug}${from.one ? `?so=${from.one.sign.no}` : ''}`,
    autosave: `${base}/o`,
    writtenBy: { account: from.account, formId: review.row.form_id },
    returnTo: from.returnTo,
    summary: errorSummary(shown.errors),
    removed: from.removed === null ? null : { itemId: from.removed },
    intro: step.kind === 'signs' ? citation(step.edition) : null,
    explains: step.kind === 'signs' ? marksShown(review, from.one ? [from.one.sign] : step.group.signs) : [],
    oneSign: from.one !== null,
    signs: step.kind === 'signs' ? signPage(review.frame, step, from.one, glossary) : null,
    blocks,
    pager: pager({
      savedAt: lastSaved(review, blocks),
      next: {
        text: nextText(from.returnTo, last && !from.one?.after),
        name: 'di',
        value: 'tiep',
      },
      back: from.one?.before ? { text: 'Lưu và về biểu hiện trước', name: 'di', value: 'truoc' } : null,
    }),
  };
}

function nextText(returnTo: string, last: boolean): string {
  if (returnTo === 'kiem-tra') return 'Lưu và về trang kiểm tra';
  if (returnTo === 'doc-lai') return 'Lưu và về bản đọc lại';
  if (returnTo) return `Lưu và về biểu hiện số ${returnTo.split('.').at(-1)}`;
  return last ? 'Lưu và sang trang kiểm tra' : 'Lưu và tiếp tục';
}

/** "25 biểu hiện – Chỉ thị 24-CT/TU, ngày 07-8-2023": numbers of city directives start again each term, so the date always stands. */
function citation({ shortName, document }: CatalogueEdition): string {
  return `${shortName} – ${document.kind} ${document.number}, ngày ${citedDate(document.date)}`;
}

function blocksOf(review: LoadedReview, step: Step, shown: ShownFields, one: OneSign | null): StepBlock[] {
  const { frame } = review;
  switch (step.kind) {
    case 'personal':
      return [personalBlock(frame, review.unit.name, shown)];
    case 'signs': {
      const group = one ? { ...step.group, signs: [one.sign] } : step.group;
      return signBlocks(frame, step.edition, group, shown, (sign) => seeAlsoLinks(review.row.id, frame, step, sign));
    }
    case 'section':
      return sectionBlocks(frame, step.section, shown);
    case 'annex':
      return [annexBlock(frame, step.annex.field, shown)];
    case 'assessment':
      return step.sections.flatMap((section) =>
        sectionBlocks(frame, section, shown).map((block, index) => ({
          ...block,
          heading: index === 0 ? `${section.number} ${section.heading}` : null,
        })),
      );
  }
}

/** The marks that stand on this very page. */
function marksShown(review: LoadedReview, signs: readonly Sign[]): string[] {
  const marks = answerableSigns(signs, review.frame.words).map(provenanceMark);
  return [...new Set(marks.filter((mark) => mark !== null))];
}

/** When a field of this very page was saved last. */
function lastSaved(review: LoadedReview, blocks: readonly StepBlock[]): string | null {
  const keys = blocks
    .flatMap((block) => [...block.controls, ...block.lists.flatMap((list) => list.entries.flatMap((e) => e.controls))])
    .map((control) => control.name);
  const last = keys
    .map((key) => review.fields.get(key)?.saved_at ?? '')
    .toSorted()
    .at(-1);
  return last ? formatTime(last) : null;
}
