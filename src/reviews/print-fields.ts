import { columnKey, type ItemField } from '../forms/rules.ts';
import type { FormField, FormSection, FormVersion, ListColumn } from '../forms/version.ts';
import { formatDate, formatNumber } from '../views/formats.ts';
import type { PaperBody, PaperField, PaperItem, PaperScore, PaperSection } from '../views/models/paper.ts';
import type { ReviewContent, ReviewItem } from './content.ts';
import { columnsAsked } from './suggested.ts';

/** What fills the form: a review, or nothing at all on the blank form. */
export type Filling = Pick<ReviewContent, 'fields' | 'items' | 'signedOn'> | null;

const DOTTED_LINES = 5;
/** The Vietnamese alphabet as official papers count with it. */
const LETTERS = [...'abcdđeghiklmnopqrstuvxy'];

export function paperSection(form: FormVersion, section: FormSection, filling: Filling): PaperSection {
  return {
    number: section.number,
    heading: section.heading,
    fields: section.fields.map((field) => ({ label: labelOf(field), body: bodyOf(form, field, filling) })),
    total: section.total ? totalOf(section, section.total, filling) : null,
  };
}

function labelOf(field: FormField): PaperField['label'] {
  // A score prints its label on its own line, before the points.
  if (field.kind === 'score' || !field.label) return null;
  return field.number ? `${field.number} ${field.label}` : field.label;
}

function bodyOf(form: FormVersion, field: FormField, filling: Filling): PaperBody {
  const value = filling?.fields[field.key] ?? '';
  switch (field.kind) {
    case 'score':
      return { kind: 'score', score: scoreOf(field, filling) };
    case 'level':
      return {
        kind: 'boxes',
        boxes: form.levels.map(({ key, label }) => ({ label, ticked: key === value })),
        row: false,
      };
    case 'choice':
      return {
        kind: 'boxes',
        boxes: field.choices.map(({ key, label }) => ({ label, ticked: key === value })),
        row: true,
      };
    case 'list':
    case 'table':
      return filling ? listBody(field, filling) : dots();
    case 'text':
      return filling ? textBody(value, field, filling) : dots();
  }
}

export function dots(): PaperBody {
  return { kind: 'dots', lines: Array.from({ length: DOTTED_LINES }, (_, line) => line) };
}

function textBody(text: string, field: { whenEmpty?: string | undefined }, filling: NonNullable<Filling>): PaperBody {
  const paragraphs = paragraphsOf(text);
  if (paragraphs.length > 0) return { kind: 'paragraphs', paragraphs, missing: false };
  if (field.whenEmpty) return { kind: 'paragraphs', paragraphs: [field.whenEmpty], missing: false };
  // A draft shows its author where something is still to be written; a paper handed in does not.
  return { kind: 'paragraphs', paragraphs: filling.signedOn ? [] : ['(Chưa ghi)'], missing: true };
}

/** Lines as they were typed become paragraphs; empty ones fall away. */
export function paragraphsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/\r\n|[\r\n\u2028\u2029]/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

export function listBody(field: ItemField, filling: NonNullable<Filling>): PaperBody {
  const items = filling.items.filter((item) => item.list === field.key);
  const printed = items.map((item) => itemOf(field, item, filling)).filter((item) => item !== null);
  if (printed.length === 0) return textBody('', field, filling);
  const marks = field.number ? LETTERS : printed.map((_, index) => String(index + 1));
  const close = field.number ? ')' : '.';
  const marked = printed.map((item, index) => ({ ...item, mark: marks[index] ? `${marks[index]}${close}` : '-' }));
  return { kind: 'items', items: printed.length === 1 ? printed : marked };
}

/** null for an item with nothing written: it says nothing on paper. */
function itemOf(field: ItemField, item: ReviewItem, filling: NonNullable<Filling>): PaperItem | null {
  const fromLastYear = field.kind === 'list' && field.startsFromLastYear;
  const matter = fromLastYear || item.origin === 'suggested' ? undefined : field.columns[0];
  const text = matter ? columnText(field, item, matter, filling) : item.sourceText;
  const answered = columnsAsked(field, item)
    .filter((column) => column !== matter)
    .map((column) => ({ column, paragraphs: paragraphsOf(columnText(field, item, column, filling)) }));
  const answers = answered.filter(({ column }) => column.kind !== 'line').flatMap(answerOf);
  const short = answered.filter(({ column }) => column.kind === 'line').flatMap(answerOf);
  const [first = '', ...more] = paragraphsOf(text);
  if (first === '' && answers.length === 0 && short.length === 0) return null;
  return { mark: '', first, more, note: noteOf(item, short), answers };
}

function columnText(field: ItemField, item: ReviewItem, column: ListColumn, filling: NonNullable<Filling>): string {
  const value = filling.fields[columnKey(field.key, item.id, column.key)] ?? '';
  if (column.kind !== 'choice') return value;
  return column.choices?.find((choice) => choice.key === value)?.label ?? '';
}

function answerOf({ column, paragraphs }: { column: ListColumn; paragraphs: string[] }): PaperItem['answers'] {
  const [first, ...more] = paragraphs;
  // "(nếu có)" invites an answer; beside one it says nothing any more.
  return first ? [{ label: `${column.label.replace(/ \(nếu có\)$/, '')}:`, value: first, more }] : [];
}

function noteOf(item: ReviewItem, short: PaperItem['answers']): string | null {
  const parts = [originOf(item), ...short.map(({ label, value }) => `${label} ${value}`)].filter((part) => part !== '');
  return parts.length > 0 ? `(${parts.join('; ')})` : null;
}

/** Who said an earlier matter, and when: section III must not pass a person's own words for a conclusion, or the reverse. */
function originOf({ origin, sourceYear, sourceDue, suggestion }: ReviewItem): string {
  const year = sourceYear ? ` năm ${sourceYear}` : '';
  const due = sourceDue ? `, thời hạn ${formatDate(sourceDue)}` : '';
  switch (origin) {
    case 'own_shortcoming':
      return `Tự nhận tại kỳ kiểm điểm${year}${due}`;
    case 'own_promise':
      return `Đã đề ra tại kỳ kiểm điểm${year}${due}`;
    case 'branch':
      return `Chi bộ kết luận, chỉ ra${year}${due}`;
    case 'higher':
      return `Cấp có thẩm quyền kết luận, chỉ ra${year}${due}`;
    case 'suggested':
      return `Gợi ý của ${suggestion?.by ?? 'cấp có thẩm quyền'}${suggestion?.withdrawn ? '; đã rút' : ''}`;
    case 'written':
      return '';
  }
}

function scoreOf(field: Extract<FormField, { kind: 'score' }>, filling: Filling): PaperScore {
  const label = [field.number, field.label].filter(Boolean).join(' ');
  const points = pointsOf(filling?.fields[field.key]);
  return { label: `${label}:`, value: points === null ? null : formatNumber(points), outOf: field.outOf };
}

function totalOf(section: FormSection, total: { label: string; outOf: number }, filling: Filling): PaperScore {
  const scores = section.fields
    .filter((field) => field.kind === 'score')
    .map(({ key }) => pointsOf(filling?.fields[key]));
  const known = scores.every((points) => points !== null);
  // Hundredths, so that 27,1 + 55,2 does not become 82,30000000000001.
  const sum = scores.reduce<number>((all, points) => all + Math.round((points ?? 0) * 100), 0) / 100;
  return { label: `${total.label}:`, value: known ? formatNumber(sum) : null, outOf: total.outOf };
}

function pointsOf(value: string | undefined): number | null {
  if (!value || !/^\d+([.,]\d+)?$/.test(value.trim())) return null;
  return Number(value.trim().replace(',', '.'));
}
