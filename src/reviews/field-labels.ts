import type { CatalogueEdition } from '../catalogues/edition.ts';
import { findAnswer, signAddress } from '../catalogues/rules.ts';
import { fieldAddress, fieldByKey, isItemField, itemNumber } from '../forms/rules.ts';
import type { FormField, FormVersion } from '../forms/version.ts';
import { HEAD_PREFIX, REASON_KEY, SOURCE_COLUMN } from './questions.ts';
import { PLEDGE_TITLE } from './steps.ts';

/** What a field is called away from its page, where no heading stands above it. */
export interface FieldLabel {
  label: string;
  /** The words of a chosen value; null where people write. */
  words: ((value: string) => string) | null;
}

interface Known {
  form: FormVersion | null;
  editions: readonly CatalogueEdition[];
  /** From 1: the place of its entry in the list; 0 for a field that is in none. */
  entry: number;
}

export function labelOf(key: string, known: Known): FieldLabel {
  if (key === REASON_KEY) return text('Tôi đã xem lại và vẫn nộp, vì');
  const found = signLabel(key, known) ?? (known.form && formLabel(key, known.form, known.entry));
  return found ?? text(`Mục ${key.replace(/\.[0-9a-f-]{36}.*$/, '')}`);
}

function text(label: string): FieldLabel {
  return { label: label.replace(/:$/, ''), words: null };
}

function choice(label: string, options: readonly { key: string; label: string }[]): FieldLabel {
  const words = (value: string) => options.find(({ key }) => key === value)?.label ?? 'Chưa chọn';
  return { ...text(label), words };
}

function signLabel(key: string, { editions }: Known): FieldLabel | null {
  const address = signAddress(editions, key);
  if (!address) return null;
  const { edition, sign, question } = address;
  const place = `${edition.shortName}, số ${sign.no}`;
  if (question) return text(`${place}: ${question.label}`);
  const words = (value: string) => findAnswer(edition, sign, value)?.label ?? 'Chưa trả lời';
  return { label: place, words };
}

function formLabel(key: string, form: FormVersion, entry: number): FieldLabel | null {
  const head = form.headFields.find((field) => key === `${HEAD_PREFIX}${field.key}`);
  if (head) return text(head.label);
  const address = fieldAddress(form, key);
  if (address?.kind === 'field') return plainLabel(form, address.place.field, address.place.section?.heading ?? '');
  const stands = fieldByKey(form, key.replace(/\.[0-9a-f-]{36}\.[a-z]+$/, ''));
  const list = stands?.field;
  if (!list || !isItemField(list)) return null;
  const section = stands.section ? `Mục ${list.key}` : (stands.annex?.title ?? PLEDGE_TITLE);
  const place = `${section}, ${list.entry.charAt(0).toLocaleLowerCase('vi')}${list.entry.slice(1)} ${entry}`;
  if (key.endsWith(`.${SOURCE_COLUMN}`)) return text(`${place}: nội dung đã được kết luận`);
  if (!address) return null;
  const { label, kind, choices = [] } = address.column;
  // An entry of one column is called like the column.
  const name = label === list.entry ? place : `${place}: ${label}`;
  return kind === 'choice' ? choice(name, choices) : text(name);
}

function plainLabel(form: FormVersion, field: FormField, heading: string): FieldLabel {
  const label = `Mục ${itemNumber(field)}: ${field.label ?? heading}`;
  if (field.kind === 'choice') return choice(label, field.choices);
  if (field.kind === 'level') return choice(label, form.levels);
  return text(label);
}
