import type { Sign } from '../catalogues/edition.ts';
import {
  findAnswer,
  isAnswerable,
  OWN_WORDS_HEADING,
  type ProvisionalWords,
  provenanceMark,
  wordingOf,
} from '../catalogues/rules.ts';
import { columnKey, isFixedHeadField, isItemField, type ItemField, itemNumber } from '../forms/rules.ts';
import type { FormField, FormSection, FormVersion } from '../forms/version.ts';
import { formatDate, formatNumber } from '../views/formats.ts';
import type { AnswerGroup, AnswerRow } from '../views/models/reviews.ts';
import { headValue, type ReviewContent, type ReviewItem, signKey } from './content.ts';
import { criteriaUnder } from './criteria.ts';
import { placeOfField } from './places.ts';
import { HEAD_PREFIX, type ReviewFrame } from './questions.ts';
import { type Step, stepsOf } from './steps.ts';
import { columnsAsked } from './suggested.ts';

/** What a review says, as it stands stored or as it was frozen. */
export interface SaidReview {
  row: { id: string };
  frame: ReviewFrame;
  fields: ReadonlyMap<string, { value: string }>;
  content: Pick<ReviewContent, 'head' | 'items'>;
}

/** Everything a review says, under the steps it was written in; `change` links lead to each place and back. */
export function answerGroups(
  review: SaidReview,
  mayChange: boolean,
  steps: readonly Step[] = stepsOf(review.frame),
): AnswerGroup[] {
  return groupsOf(review, steps, mayChange ? 'kiem-tra' : null);
}

/** The same to be read back: in the paper's order, which prints the signs after the form; signs not asked yet say nothing. */
export function readBackGroups(review: SaidReview, mayChange: boolean): AnswerGroup[] {
  const steps = stepsOf(review.frame);
  const isSigns = (step: Step) => step.kind === 'signs';
  const order = [...steps.filter((step) => !isSigns(step)), ...steps.filter(isSigns)];
  return groupsOf(review, order, mayChange ? 'doc-lai' : null)
    .map((group) => ({ ...group, rows: group.rows.filter(({ paragraphs: [first] }) => first !== NOT_ASKED) }))
    .filter(({ rows }) => rows.length > 0);
}

/** `returnTo`: the page that a `change` link leads back to; null where nothing may be changed. */
function groupsOf(review: SaidReview, steps: readonly Step[], returnTo: 'kiem-tra' | 'doc-lai' | null): AnswerGroup[] {
  const change = (step: Step) => (key: string) =>
    returnTo ? placeOfField(review.row.id, step.slug, key, returnTo) : null;
  return steps.flatMap((step) => answersOfStep(review, step, change(step)));
}

export function answersOfStep(review: SaidReview, step: Step, change: Change): AnswerGroup[] {
  if (step.kind === 'signs') return signGroups(review, step, change);
  return [{ heading: headingOf(step), note: null, reference: false, rows: rowsOf(review, step, change) }];
}

const NOT_ASKED = 'Chưa phải trả lời.';

type SignStep = Extract<Step, { kind: 'signs' }>;

/** A group of signs; words of ours stand in a group of their own under the prescribed heading (signs.md). */
function signGroups(review: SaidReview, step: SignStep, change: Change): AnswerGroup[] {
  const apart = typeof review.frame.words === 'object';
  const isOurs = (sign: Sign) => apart && wordingOf(sign, review.frame.words).ours;
  const heading = headingOf(step);
  const group = (signs: Sign[], reference: boolean): AnswerGroup => ({
    heading: reference ? OWN_WORDS_HEADING : heading,
    note: marksIn(signs, review.frame.words),
    reference,
    rows: signs.map((sign) => signRow(review, step, sign, change)),
  });
  const [ours, theirs] = [step.group.signs.filter(isOurs), step.group.signs.filter((sign) => !isOurs(sign))];
  return [...(theirs.length > 0 ? [group(theirs, false)] : []), ...(ours.length > 0 ? [group(ours, true)] : [])];
}

/** The provenance of the words shown, in one line; null where all of them are official or withheld. */
function marksIn(signs: readonly Sign[], words: ProvisionalWords): string | null {
  const marks = signs.filter((sign) => isAnswerable(sign, words)).map(provenanceMark);
  const different = [...new Set(marks.filter((mark) => mark !== null))];
  return different.length > 0 ? different.join('; ') : null;
}

function headingOf(step: Step): string {
  return step.kind === 'signs' ? `${step.edition.shortName}: ${step.title}` : step.title;
}

type Change = (key: string) => string | null;

function rowsOf(review: SaidReview, step: Exclude<Step, SignStep>, change: Change): AnswerRow[] {
  switch (step.kind) {
    case 'head':
      return headRows(review, change);
    case 'section':
      return step.section.fields.flatMap((field) => fieldRows(review, field, step.section.heading, change));
    case 'annex':
      return fieldRows(review, step.annex.field, step.annex.title, change);
    case 'assessment':
      return step.sections.flatMap((section) => [
        ...section.fields.flatMap((field) => [
          ...fieldRows(review, field, section.heading, change),
          ...criteriaRow(review, field, change),
        ]),
        ...totalRow(review, section),
      ]);
  }
}

function valueOf(review: SaidReview, key: string): string {
  return review.fields.get(key)?.value ?? '';
}

function paragraphs(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function headRows(review: SaidReview, change: Change): AnswerRow[] {
  return review.frame.form.headFields.map((field) => {
    const value = headValue(review.content.head, field.key);
    const shown = field.key === 'birthDate' ? formatDate(value) : value;
    const link = isFixedHeadField(field.key) ? null : change(`${HEAD_PREFIX}${field.key}`);
    return { label: field.label, changeLabel: field.label, paragraphs: shown ? [shown] : [], change: link };
  });
}

function signRow(review: SaidReview, step: SignStep, sign: Sign, change: Change): AnswerRow {
  const key = signKey(step.edition.list, sign.no);
  const wording = wordingOf(sign, review.frame.words);
  const answer = findAnswer(step.edition, sign, valueOf(review, key));
  const beside = (answer?.asks ?? [])
    .map((asked) => ({ label: asked.label, text: valueOf(review, `${key}.${asked.key}`) }))
    .filter(({ text }) => text !== '')
    .map(({ label, text }) => `${label}: ${text}`);
  const end = `${wording.cutOff ? ' […]' : ''}${wording.endNote ? ` (${wording.endNote} cho phần cuối)` : ''}`;
  return {
    label: `${wording.shownNumber}. ${wording.text}${end}`,
    changeLabel: `biểu hiện số ${wording.shownNumber}`,
    paragraphs: wording.missing ? [NOT_ASKED] : answer ? [answer.label, ...beside] : [],
    change: wording.missing ? null : change(key),
  };
}

function fieldRows(review: SaidReview, field: FormField, heading: string, change: Change): AnswerRow[] {
  if (isItemField(field)) return itemRows(review, field, heading, change);
  const of = field.kind === 'choice' ? `(mục ${itemNumber(field)})` : '';
  const label = [field.number, field.label?.replace(/:$/, '') ?? heading, of].filter(Boolean).join(' ');
  const value = valueOf(review, field.key);
  const shown = value === '' ? (field.whenEmpty ?? '') : worded(review.frame.form, field, value);
  return [{ label, changeLabel: shortLabel(field, heading), paragraphs: paragraphs(shown), change: change(field.key) }];
}

/** The lines with points under a score, in one row; none where the author has given none. */
function criteriaRow(review: SaidReview, field: FormField, change: Change): AnswerRow[] {
  const lines = criteriaUnder(review.frame, field);
  const given = lines.filter(({ key }) => valueOf(review, key) !== '');
  const [first] = lines;
  if (!first || given.length === 0) return [];
  const shown = given.map(
    ({ key, no, text, points }) => `${no}. ${text}: ${valueOf(review, key).replace('.', ',')}/${formatNumber(points)}`,
  );
  const label = 'Điểm theo tiêu chí';
  return [{ label, changeLabel: label.toLocaleLowerCase('vi'), paragraphs: shown, change: change(first.key) }];
}

/** The sum of what the author has put down; none while a part of it is missing. */
function totalRow(review: SaidReview, section: FormSection): AnswerRow[] {
  const typed = section.fields.filter((field) => field.kind === 'score').map((field) => valueOf(review, field.key));
  if (!section.total || typed.includes('')) return [];
  const sum = typed.reduce((total, value) => total + Number(value), 0);
  const shown = `${formatNumber(sum)}/${section.total.outOf}`;
  return [{ label: section.total.label, changeLabel: section.total.label, paragraphs: [shown], change: null }];
}

function worded(form: FormVersion, field: FormField, value: string): string {
  if (field.kind === 'level') return form.levels.find((level) => level.key === value)?.label ?? value;
  if (field.kind === 'choice') return field.choices.find((choice) => choice.key === value)?.label ?? value;
  if (field.kind === 'score') return `${value.replace('.', ',')}/${field.outOf}`;
  return value;
}

/** Nobody takes another's conclusion for the author's own words. */
const CONCLUDED: Partial<Record<ReviewItem['origin'], string>> = {
  branch: ' (chi bộ đã kết luận)',
  higher: ' (cấp trên đã kết luận)',
};

function itemRows(review: SaidReview, field: ItemField, heading: string, change: Change): AnswerRow[] {
  const items = review.content.items.filter((item) => item.list === field.key);
  if (items.length === 0) {
    const label = [field.number, field.label ?? heading].filter(Boolean).join(' ');
    const shown = field.whenEmpty ? [field.whenEmpty] : [];
    return [{ label, changeLabel: shortLabel(field, heading), paragraphs: shown, change: change(field.key) }];
  }
  return items.map((item, index) => {
    const asked = columnsAsked(field, item);
    const columns = asked.flatMap((column) => {
      const value = valueOf(review, columnKey(field.key, item.id, column.key));
      if (value === '') return [];
      const shown = column.choices?.find((choice) => choice.key === value)?.label ?? value;
      return paragraphs(field.columns.length > 1 ? `${column.label}: ${shown}` : shown);
    });
    const askedBy = item.suggestion ? [`Gợi ý của ${item.suggestion.by}:`] : [];
    const source = item.sourceText ? [...askedBy, ...paragraphs(item.sourceText)] : [];
    const first = asked[0]?.key ?? '';
    return {
      label: `${field.entry} ${index + 1}${CONCLUDED[item.origin] ?? ''}`,
      changeLabel: `${field.entry} ${index + 1}`,
      paragraphs: [...source, ...columns],
      change: change(columnKey(field.key, item.id, first)),
    };
  });
}

/** For those who hear the link: "mục I.1", not the form's whole sentence. */
function shortLabel(field: FormField, heading: string): string {
  if (field.kind === 'choice') return `cấp độ tự đánh giá mục ${itemNumber(field)}`;
  return field.number ? `mục ${field.key}` : heading;
}
