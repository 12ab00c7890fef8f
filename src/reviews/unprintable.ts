import { answerableSigns, findAnswer } from '../catalogues/rules.ts';
import { columnKey, isItemField, type ItemField } from '../forms/rules.ts';
import type { FormField } from '../forms/version.ts';
import { unprintableNames } from '../http/text.ts';
import { signKey } from './content.ts';
import type { Finding } from './finding.ts';
import { HEAD_PREFIX, type ReviewFrame, SOURCE_COLUMN } from './questions.ts';
import type { Step } from './steps.ts';

/**
 * Letters that the paper's font lacks, wherever the review says something: they are stored as typed, and are named at
 * the field and here, never first at printing (design §5).
 */
type ValueOf = (key: string) => string;

interface Place {
  key: string;
  name: string;
}

export function unprintableIn(frame: ReviewFrame, step: Step, value: ValueOf): Finding[] {
  return placesIn(frame, step, value).flatMap(({ key, name }): Finding[] => {
    const letters = unprintableNames(value(key));
    return letters ? [{ kind: 'unprintable', step: step.slug, key, text: `${name}: ${letters} không in được` }] : [];
  });
}

function placesIn(frame: ReviewFrame, step: Step, value: ValueOf): Place[] {
  switch (step.kind) {
    case 'head':
      return frame.form.headFields.map(({ key, label }) => ({ key: `${HEAD_PREFIX}${key}`, name: label }));
    case 'signs':
      return signPlaces(frame, step, value);
    case 'section':
      return step.section.fields.flatMap((field) => fieldPlaces(frame, `Mục ${field.key}`, field));
    case 'annex':
      return fieldPlaces(frame, step.annex.title, step.annex.field);
    case 'assessment':
      return step.sections.flatMap((section) =>
        section.fields.flatMap((field) => fieldPlaces(frame, `Mục ${field.key}`, field)),
      );
  }
}

/** Only beside the answer that stands: what was written beside another is printed nowhere. */
function signPlaces(frame: ReviewFrame, step: Extract<Step, { kind: 'signs' }>, value: ValueOf): Place[] {
  const { edition, group } = step;
  return answerableSigns(group.signs, frame.words).flatMap((sign) => {
    const key = signKey(edition.list, sign.no);
    const asks = findAnswer(edition, sign, value(key))?.asks ?? [];
    return asks.map((asked) => ({ key: `${key}.${asked.key}`, name: `${edition.shortName}, số ${sign.no}` }));
  });
}

function fieldPlaces(frame: ReviewFrame, name: string, field: FormField): Place[] {
  if (isItemField(field)) return itemPlaces(frame, name, field);
  return field.kind === 'text' ? [{ key: field.key, name }] : [];
}

function itemPlaces(frame: ReviewFrame, name: string, field: ItemField): Place[] {
  const items = frame.items.filter((item) => item.list === field.key);
  const entry = field.entry.charAt(0).toLocaleLowerCase('vi') + field.entry.slice(1);
  return items.flatMap((item, index) => {
    const typed = field.columns.filter((column) => column.kind !== 'choice').map((column) => column.key);
    const columns = item.handAdded ? [SOURCE_COLUMN, ...typed] : typed;
    return columns.map((column) => ({
      key: columnKey(field.key, item.id, column),
      name: `${name}, ${entry} ${index + 1}`,
    }));
  });
}
