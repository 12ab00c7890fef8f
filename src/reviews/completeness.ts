import type { CatalogueEdition, Sign } from '../catalogues/edition.ts';
import { answerableSigns, findAnswer } from '../catalogues/rules.ts';
import { columnKey, isFixedHeadField, isItemField, type ItemField, itemNumber } from '../forms/rules.ts';
import type { FormField } from '../forms/version.ts';
import { type ReviewItem, signKey } from './content.ts';
import type { Finding } from './finding.ts';
import { HEAD_PREFIX, type ReviewFrame, SOURCE_COLUMN } from './questions.ts';
import { columnsAsked, isWithdrawn } from './suggested.ts';
import { type Step, stepsOf } from './steps.ts';
import { unprintableIn } from './unprintable.ts';

/**
 * What is still open in a review (design §4b), judged on the task list and the check page only.
 * Pure: the frame says which fields there are, `value` what stands in them.
 */
export interface StepProgress {
  step: Step;
  findings: Finding[];
  /** Whether anything was written here at all. */
  begun: boolean;
  /** Nothing of this step must be written. */
  optional: boolean;
  /** Signs answered and to answer; null on other steps. */
  signs: { answered: number; all: number } | null;
}

type ValueOf = (key: string) => string;

export function progressOf(frame: ReviewFrame, value: ValueOf, rules: { signsRequired: boolean }): StepProgress[] {
  return stepsOf(frame).map((step) => {
    const progress = stepProgress(frame, step, value, rules);
    return { ...progress, findings: [...progress.findings, ...unprintableIn(frame, step, value)] };
  });
}

/** The progress of a review as it stands stored. */
export function progressIn(review: {
  frame: ReviewFrame;
  fields: ReadonlyMap<string, { value: string }>;
  campaign: { signs_required: number };
}): StepProgress[] {
  const value = (key: string) => review.fields.get(key)?.value ?? '';
  return progressOf(review.frame, value, { signsRequired: review.campaign.signs_required === 1 });
}

export function findingsOf(progress: readonly StepProgress[]): Finding[] {
  return progress.flatMap((step) => step.findings);
}

function stepProgress(frame: ReviewFrame, step: Step, value: ValueOf, rules: { signsRequired: boolean }): StepProgress {
  switch (step.kind) {
    case 'head':
      return { step, findings: headFindings(frame, step.slug, value), begun: true, optional: false, signs: null };
    case 'signs':
      return signProgress(frame, step, value, rules);
    case 'section':
      return fieldsProgress(frame, step, step.section.fields, value);
    case 'annex':
      return fieldsProgress(frame, step, [step.annex.field], value);
    case 'assessment':
      return fieldsProgress(
        frame,
        step,
        step.sections.flatMap((section) => section.fields),
        value,
      );
  }
}

function headFindings(frame: ReviewFrame, step: string, value: ValueOf): Finding[] {
  return frame.form.headFields
    .filter((field) => field.required && !isFixedHeadField(field.key))
    .map((field) => ({ key: `${HEAD_PREFIX}${field.key}`, label: field.label }))
    .filter(({ key }) => value(key) === '')
    .map(({ key, label }) => ({ kind: 'missing', step, key, text: `Chưa ghi ${lowerFirst(label)}` }));
}

function signProgress(
  frame: ReviewFrame,
  step: Extract<Step, { kind: 'signs' }>,
  value: ValueOf,
  rules: { signsRequired: boolean },
): StepProgress {
  const { edition, group, slug } = step;
  const signs = answerableSigns(group.signs, frame.words);
  const open = signs.filter((sign) => value(signKey(edition.list, sign.no)) === '');
  const findings: Finding[] = signs.flatMap((sign) => missingBesideAnswer(edition, sign, slug, value));
  const [first] = open;
  if (first) {
    const numbers = open.map((sign) => sign.no).join(', ');
    findings.unshift({
      kind: rules.signsRequired ? 'missing' : 'warning',
      step: slug,
      key: signKey(edition.list, first.no),
      text: `${edition.shortName}: còn ${open.length} biểu hiện chưa trả lời (số ${numbers})`,
    });
  }
  const answered = signs.length - open.length;
  return {
    step,
    findings,
    begun: answered > 0,
    optional: signs.length === 0,
    signs: { answered, all: signs.length },
  };
}

/** What signs.md requires beside an answer. */
function missingBesideAnswer(edition: CatalogueEdition, sign: Sign, step: string, value: ValueOf): Finding[] {
  const key = signKey(edition.list, sign.no);
  const answer = findAnswer(edition, sign, value(key));
  return (answer?.asks ?? [])
    .filter((asked) => asked.required && value(`${key}.${asked.key}`) === '')
    .map((asked) => ({
      kind: 'missing',
      step,
      key: `${key}.${asked.key}`,
      text: `${edition.shortName}, số ${sign.no}: chưa ghi ${lowerFirst(asked.label)}`,
    }));
}

function fieldsProgress(frame: ReviewFrame, step: Step, fields: readonly FormField[], value: ValueOf): StepProgress {
  return {
    step,
    findings: fields.flatMap((field) => fieldFindings(frame, step, field, value)),
    begun: fields.some((field) => hasBegun(frame, field, value)),
    optional: !fields.some((field) => field.required || itemsOf(frame, field).length > 0),
    signs: null,
  };
}

function fieldFindings(frame: ReviewFrame, step: Step, field: FormField, value: ValueOf): Finding[] {
  const missing = (key: string, text: string): Finding => ({ kind: 'missing', step: step.slug, key, text });
  if (isItemField(field)) return listFindings(frame, field, value, missing);
  if (value(field.key) !== '') return [];
  if (field.kind === 'score' && !field.required) {
    const text = `Chưa ghi điểm: ${lowerFirst(field.label ?? field.key)}`;
    return [{ kind: 'warning', step: step.slug, key: field.key, text }];
  }
  if (!field.required) return [];
  return [missing(field.key, notYet(step, field))];
}

function notYet(step: Step, field: FormField): string {
  const label = field.label?.replace(/:$/, '');
  if (field.kind === 'level') return label ? `Chưa chọn mức: ${lowerFirst(label)}` : 'Chưa chọn mức đề xuất xếp loại';
  if (field.kind === 'choice') return `Chưa chọn ở mục ${itemNumber(field)}: ${lowerFirst(label ?? step.title)}`;
  return `Chưa ghi ${nameOf(step, field)}`;
}

/** An entry left wholly empty does not count; one that was begun, or came from last year, must be complete. */
function listFindings(
  frame: ReviewFrame,
  field: ItemField,
  value: ValueOf,
  missing: (key: string, text: string) => Finding,
): Finding[] {
  const items = itemsOf(frame, field);
  const standing = items.filter(
    (item) => !isWithdrawn(item) && (item.sourceText !== '' || itemHasWords(field, item, value)),
  );
  if (standing.length === 0) {
    return field.required ? [missing(field.key, `Chưa ghi ${lowerFirst(field.label ?? field.entry)}`)] : [];
  }
  return standing.flatMap((item) => {
    const place = `${field.entry} ${items.indexOf(item) + 1}`;
    const source = columnKey(field.key, item.id, SOURCE_COLUMN);
    const unnamed =
      item.handAdded && item.sourceText === '' ? [missing(source, `${place}: chưa ghi nội dung đã được kết luận`)] : [];
    const columns = columnsAsked(field, item).filter(
      (column) => column.required && value(columnKey(field.key, item.id, column.key)) === '',
    );
    return [
      ...unnamed,
      ...columns.map((column) =>
        missing(columnKey(field.key, item.id, column.key), `${place}: chưa ghi ${lowerFirst(column.label)}`),
      ),
    ];
  });
}

function hasBegun(frame: ReviewFrame, field: FormField, value: ValueOf): boolean {
  if (!isItemField(field)) return value(field.key) !== '';
  return itemsOf(frame, field).some((item) => itemHasWords(field, item, value));
}

function itemHasWords(field: ItemField, item: ReviewItem, value: ValueOf): boolean {
  return field.columns.some((column) => value(columnKey(field.key, item.id, column.key)) !== '');
}

function itemsOf(frame: ReviewFrame, field: FormField): ReviewItem[] {
  return frame.items.filter((item) => item.list === field.key);
}

function nameOf(step: Step, field: FormField): string {
  const section = step.kind === 'section' ? `mục ${step.section.number.replace('.', '')}` : '';
  const number = field.number ? `.${field.number.replace('.', '')}` : '';
  return section ? `${section}${number}` : lowerFirst(field.label ?? step.title);
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLocaleLowerCase('vi') + text.slice(1);
}
