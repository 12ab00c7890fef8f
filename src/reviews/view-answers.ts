import { findAnswer, signsOf, wordingOf } from '../catalogues/rules.ts';
import { columnKey, isItemField, type ItemField } from '../forms/rules.ts';
import type { FormField, FormVersion } from '../forms/version.ts';
import { formatDate } from '../views/formats.ts';
import type { AnswerGroup, AnswerRow } from '../views/models/reviews.ts';
import { fieldId } from '../views/parts.ts';
import { signKey } from './content.ts';
import type { LoadedReview } from './loaded.ts';
import { HEAD_PREFIX } from './questions.ts';
import { type Step, stepsOf } from './steps.ts';

/** Everything a review says, under the steps it was written in; `change` links lead back to each place. */
export function answerGroups(review: LoadedReview, mayChange: boolean): AnswerGroup[] {
  return stepsOf(review.frame).map((step) => {
    const change = (key: string) =>
      mayChange ? `/ban-kiem-diem/${review.row.id}/ghi/${step.slug}?ve=kiem-tra#${fieldId(key)}` : null;
    return { heading: headingOf(step), rows: rowsOf(review, step, change) };
  });
}

function headingOf(step: Step): string {
  return step.kind === 'signs' ? `${step.edition.shortName}: ${step.title}` : step.title;
}

type Change = (key: string) => string | null;

function rowsOf(review: LoadedReview, step: Step, change: Change): AnswerRow[] {
  switch (step.kind) {
    case 'personal':
      return personalRows(review, change);
    case 'signs':
      return signRows(review, step, change);
    case 'section':
      return step.section.fields.flatMap((field) => fieldRows(review, field, step.section.heading, change));
    case 'annex':
      return fieldRows(review, step.annex.field, step.annex.title, change);
    case 'assessment':
      return step.sections.flatMap((section) =>
        section.fields.flatMap((field) => fieldRows(review, field, section.heading, change)),
      );
  }
}

function valueOf(review: LoadedReview, key: string): string {
  return review.fields.get(key)?.value ?? '';
}

function paragraphs(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function personalRows(review: LoadedReview, change: Change): AnswerRow[] {
  return review.frame.form.headFields.map((field) => {
    const value = review.content.head[field.key];
    const shown = field.key === 'birthDate' ? formatDate(value) : value;
    const link = field.key === 'branch' ? null : change(`${HEAD_PREFIX}${field.key}`);
    return { label: field.label, paragraphs: shown ? [shown] : [], change: link };
  });
}

function signRows(review: LoadedReview, step: Extract<Step, { kind: 'signs' }>, change: Change): AnswerRow[] {
  const signs = new Set(step.group.signs.map((sign) => sign.no));
  return signsOf(step.edition)
    .filter((sign) => signs.has(sign.no))
    .map((sign) => {
      const key = signKey(step.edition.list, sign.no);
      const wording = wordingOf(sign, review.frame.words);
      const answer = findAnswer(step.edition, sign, valueOf(review, key));
      const beside = (answer?.asks ?? [])
        .map((asked) => ({ label: asked.label, text: valueOf(review, `${key}.${asked.key}`) }))
        .filter(({ text }) => text !== '')
        .map(({ label, text }) => `${label}: ${text}`);
      return {
        label: `${wording.shownNumber}. ${wording.text}`,
        paragraphs: answer ? [answer.label, ...beside] : [],
        change: wording.missing ? null : change(key),
      };
    });
}

function fieldRows(review: LoadedReview, field: FormField, heading: string, change: Change): AnswerRow[] {
  if (isItemField(field)) return itemRows(review, field, heading, change);
  const label = [field.number, field.label ?? heading].filter(Boolean).join(' ');
  const value = valueOf(review, field.key);
  const shown = value === '' ? (field.whenEmpty ?? '') : worded(review.frame.form, field, value);
  return [{ label, paragraphs: paragraphs(shown), change: change(field.key) }];
}

function worded(form: FormVersion, field: FormField, value: string): string {
  if (field.kind === 'level') return form.levels.find((level) => level.key === value)?.label ?? value;
  if (field.kind === 'choice') return field.choices.find((choice) => choice.key === value)?.label ?? value;
  if (field.kind === 'score') return `${value.replace('.', ',')}/${field.outOf}`;
  return value;
}

function itemRows(
  review: LoadedReview,
  field: ItemField,
  heading: string,
  change: Change,
): AnswerRow[] {
  const items = review.content.items.filter((item) => item.list === field.key);
  if (items.length === 0) {
    const label = [field.number, field.label ?? heading].filter(Boolean).join(' ');
    return [{ label, paragraphs: field.whenEmpty ? [field.whenEmpty] : [], change: change(field.key) }];
  }
  return items.map((item, index) => {
    const columns = field.columns.flatMap((column) => {
      const value = valueOf(review, columnKey(field.key, item.id, column.key));
      if (value === '') return [];
      const shown = column.choices?.find((choice) => choice.key === value)?.label ?? value;
      return paragraphs(field.columns.length > 1 ? `${column.label}: ${shown}` : shown);
    });
    const source = item.sourceText ? paragraphs(item.sourceText) : [];
    const first = field.columns[0]?.key ?? '';
    return {
      label: `${field.entry} ${index + 1}`,
      paragraphs: [...source, ...columns],
      change: change(columnKey(field.key, item.id, first)),
    };
  });
}
