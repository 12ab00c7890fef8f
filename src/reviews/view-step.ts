import type { CatalogueEdition, Sign } from '../catalogues/edition.ts';
import { explain, type GlossaryTerm } from './glossary.ts';
import { answerableSigns, provenanceMark } from '../catalogues/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatTime } from '../views/formats.ts';
import type { StepBlock, StepModel } from '../views/models/reviews.ts';
import { pager } from '../views/parts.ts';
import { subjectOf } from './content.ts';
import type { AnyReview } from './loaded.ts';
import type { WithdrawnRow } from './queries.ts';
import type { ShownFields } from './shown.ts';
import { type OneSign, seeAlsoLinks, signPage } from './sign-pages.ts';
import type { Step } from './steps.ts';
import { annexBlock, headBlock, sectionBlocks } from './view-fields.ts';
import { signBlocks } from './view-signs.ts';
import { selfName } from './voice.ts';

/** Id of the form on a page of writing. */
export const WRITING_FORM = 'ban-viet';

/** One page of writing as its template shows it. */
export function stepPage(
  review: AnyReview,
  steps: readonly Step[],
  step: Step,
  shown: ShownFields,
  from: {
    returnTo: string;
    removed: string | null;
    one: OneSign | null;
    account: string;
    withdrawn?: readonly WithdrawnRow[];
  },
  glossary: readonly GlossaryTerm[],
): StepModel {
  const index = steps.findIndex(({ slug }) => slug === step.slug);
  const base = `/ban-kiem-diem/${review.row.id}`;
  const blocks = blocksOf(review, step, shown, from.one, glossary);
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
    ...withdrawnHere(review, step, from.withdrawn ?? []),
    intro: step.kind === 'signs' ? citation(step.edition) : null,
    self: selfName(review.frame.form),
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
      ...(review.member === null
        ? { home: { text: 'Lưu và về danh sách việc của tập thể', name: 'di', value: 've' } }
        : {}),
      back: from.one?.before ? { text: 'Lưu và về biểu hiện trước', name: 'di', value: 'truoc' } : null,
    }),
  };
}

/** The line is gone from the review; what its author wrote to it stays in his sight. */
function withdrawnHere(review: AnyReview, step: Step, rows: readonly WithdrawnRow[]): Pick<StepModel, 'withdrawn'> {
  const lists = step.kind === 'section' ? step.section.fields.map(({ key }) => key) : [];
  const here = rows.filter(({ list }) => lists.includes(list));
  if (here.length === 0) return {};
  return {
    withdrawn: here.map(({ id, list, text, reason }) => ({
      text,
      reason: reason ?? '',
      own: [...review.fields.values()]
        .filter(({ key, value }) => key.startsWith(`${list}.${id}.`) && !key.endsWith('.state') && value !== '')
        .map(({ value }) => value),
    })),
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

function blocksOf(
  review: AnyReview,
  step: Step,
  shown: ShownFields,
  one: OneSign | null,
  glossary: readonly GlossaryTerm[],
): StepBlock[] {
  const { frame } = review;
  switch (step.kind) {
    case 'head':
      return [headBlock(frame, whoseReview(review), shown)];
    case 'signs': {
      const group = one ? { ...step.group, signs: [one.sign] } : step.group;
      return signBlocks(frame, step.edition, group, shown, {
        linksOf: (sign) => seeAlsoLinks(review.row.id, frame, step, sign),
        explain: (text) => explain(glossary, text),
      });
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

function whoseReview(review: AnyReview): string {
  return review.member === null ? `Tập thể: ${subjectOf(review.content.head)}.` : `Chi bộ: ${review.unit.name}.`;
}

/** The marks that stand on this very page. */
function marksShown(review: AnyReview, signs: readonly Sign[]): string[] {
  const marks = answerableSigns(signs, review.frame.words).map(provenanceMark);
  return [...new Set(marks.filter((mark) => mark !== null))];
}

/** When a field of this very page was saved last. */
function lastSaved(review: AnyReview, blocks: readonly StepBlock[]): string | null {
  const keys = blocks
    .flatMap((block) => [...block.controls, ...block.lists.flatMap((list) => list.entries.flatMap((e) => e.controls))])
    .map((control) => control.name);
  const last = keys
    .map((key) => review.fields.get(key)?.saved_at ?? '')
    .toSorted()
    .at(-1);
  return last ? formatTime(last) : null;
}
