import type { CatalogueEdition } from '../catalogues/edition.ts';
import { answerableSigns, findAnswer, groupTitle, signGroups, wordingOf } from '../catalogues/rules.ts';
import { columnKey, isItemField, type ItemField, sectionsOf } from '../forms/rules.ts';
import type { FormField, FormPart, FormSection, FormVersion } from '../forms/version.ts';
import { type ReviewContent, type ReviewItem, signKey } from '../reviews/content.ts';
import { formatNumber } from '../views/formats.ts';

/** A frozen review as it is read out at the meeting: the form's own words, and under them the person's. Pure. */
export interface ReadSection {
  heading: string;
  rows: { label: string; paragraphs: string[] }[];
}

/** The sections of the form in printed order, its annexes, and the pledge for the next year. */
export function sectionsToRead(content: ReviewContent, form: FormVersion): ReadSection[] {
  const sections = sectionsOf(form).map(({ part, section }) => ({
    heading: headingOf(form, part, section),
    rows: [...section.fields.flatMap((field) => fieldRows(content, form, field)), ...totalRow(content, section)],
  }));
  const annexes = form.annexes.map(({ title, field }) => ({ heading: title, rows: itemRows(content, field) }));
  const pledge = form.pledge ? [{ heading: form.pledge.title, rows: itemRows(content, form.pledge.field) }] : [];
  return [...sections, ...annexes.filter(hasItems), ...pledge.filter(hasItems)];
}

/** The answers on both lists, as the annex prints them. Nothing is counted. */
export function signsToRead(content: ReviewContent, editions: readonly CatalogueEdition[]): ReadSection[] {
  return editions.flatMap((edition) =>
    signGroups(edition, content.provisionalWords).flatMap(({ heading, groups }) =>
      groups.map((group) => {
        const { title } = groupTitle(group, content.provisionalWords);
        const place = `${edition.shortName}: ${group.number}. ${title}`;
        return {
          heading: heading ? `${heading} – ${place}` : place,
          rows: answerableSigns(group.signs, content.provisionalWords).map((sign) => {
            const key = signKey(edition.list, sign.no);
            const { shownNumber, text } = wordingOf(sign, content.provisionalWords);
            const answer = findAnswer(edition, sign, content.fields[key] ?? '');
            const beside = (answer?.asks ?? [])
              .map((asked) => ({ label: asked.label, value: content.fields[`${key}.${asked.key}`] ?? '' }))
              .filter(({ value }) => value !== '')
              .flatMap(({ label, value }) => lines(`${label}: ${value}`));
            return { label: `${shownNumber}. ${text}`, paragraphs: answer ? [answer.label, ...beside] : [] };
          }),
        };
      }),
    ),
  );
}

/** Sections begin again at I. in each part: from the second part on its letter stands before them. */
function headingOf(form: FormVersion, part: FormPart, section: FormSection): string {
  const letter = part === form.parts[0] || part.number === '' ? '' : `${part.number.replace(/\.$/, '')}.`;
  return `${letter}${section.number} ${section.heading}`.trim();
}

function hasItems({ rows }: ReadSection): boolean {
  return rows.some(({ paragraphs }) => paragraphs.length > 0);
}

function lines(text: string): string[] {
  return text.split('\n').filter((line) => line.trim() !== '');
}

function fieldRows(content: ReviewContent, form: FormVersion, field: FormField): ReadSection['rows'] {
  if (isItemField(field)) return itemRows(content, field);
  const value = content.fields[field.key] ?? '';
  const shown = value === '' ? (field.whenEmpty ?? '') : worded(form, field, value);
  return [{ label: labelOf(field), paragraphs: lines(shown) }];
}

function labelOf(field: FormField): string {
  return [field.number, field.label?.replace(/:$/, '')].filter(Boolean).join(' ');
}

function worded(form: FormVersion, field: FormField, value: string): string {
  if (field.kind === 'level') return form.levels.find(({ key }) => key === value)?.label ?? value;
  if (field.kind === 'choice') return field.choices.find(({ key }) => key === value)?.label ?? value;
  if (field.kind === 'score') return `${value.replace('.', ',')}/${field.outOf}`;
  return value;
}

function totalRow(content: ReviewContent, section: FormSection): ReadSection['rows'] {
  const typed = section.fields.filter(({ kind }) => kind === 'score').map(({ key }) => content.fields[key] ?? '');
  if (!section.total || typed.includes('')) return [];
  const sum = typed.reduce((total, value) => total + Number(value), 0);
  return [{ label: section.total.label, paragraphs: [`${formatNumber(sum)}/${section.total.outOf}`] }];
}

/** A list of short matters stands under one label; one that asks more about each gives each a row of its own. */
const SHORT_COLUMNS = 2;

function itemRows(content: ReviewContent, field: ItemField): ReadSection['rows'] {
  const label = labelOf(field);
  const items = content.items.filter(({ list }) => list === field.key);
  if (items.length === 0) return [{ label, paragraphs: field.whenEmpty ? [field.whenEmpty] : [] }];
  if (field.columns.length <= SHORT_COLUMNS) {
    return [{ label, paragraphs: items.flatMap((item) => shortItem(content, field, item)) }];
  }
  const entries = items.map((item, index) => ({
    label: items.length > 1 ? `${field.entry} ${index + 1}` : field.entry,
    paragraphs: [
      ...lines(item.sourceText),
      ...saidIn(content, field, item).flatMap(({ name, value }) => lines(`${name}: ${value}`)),
    ],
  }));
  return label ? [{ label, paragraphs: [] }, ...entries] : entries;
}

/** "– Ghi lịch trực vào sổ. (Thời hạn: 30/6/2027)" */
function shortItem(content: ReviewContent, field: ItemField, item: ReviewItem): string[] {
  const [first, second] = saidIn(content, field, item);
  const all = lines([item.sourceText, first?.value ?? ''].filter(Boolean).join('\n'));
  const last = all.length - 1;
  return all.map((line, index) => {
    const note = index === last && second ? ` (${second.name}: ${second.value})` : '';
    return `${index === 0 ? '– ' : ''}${line}${note}`;
  });
}

function saidIn(content: ReviewContent, field: ItemField, item: ReviewItem): { name: string; value: string }[] {
  return field.columns
    .map((column) => {
      const value = content.fields[columnKey(field.key, item.id, column.key)] ?? '';
      return { name: column.label, value: column.choices?.find(({ key }) => key === value)?.label ?? value };
    })
    .filter(({ value }) => value !== '');
}
