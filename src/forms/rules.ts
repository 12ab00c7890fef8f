import type {
  FormAnnex,
  FormField,
  FormPart,
  FormPledge,
  FormSection,
  FormVersion,
  HeadFieldKey,
  ListColumn,
} from './version.ts';

/** A field with where it stands: in a section of a part, in an annex, or in the pledge beside the form. */
type FieldPlace =
  | { field: FormField; part: FormPart; section: FormSection; annex: null }
  | { field: FormAnnex['field']; part: null; section: null; annex: FormAnnex }
  | { field: FormPledge['field']; part: null; section: null; annex: null };

/** A field whose entries are items of the review, each with the same columns. */
export type ItemField = Extract<FormField, { kind: 'list' | 'table' }>;

/** Forms never change, and every save asks. */
const places = new WeakMap<FormVersion, readonly FieldPlace[]>();

/** Every field of a form in printed order, then the annexes, the pledge last. */
export function fieldsOf(form: FormVersion): readonly FieldPlace[] {
  const known = places.get(form) ?? placesIn(form);
  places.set(form, known);
  return known;
}

function placesIn(form: FormVersion): FieldPlace[] {
  return [
    ...form.parts.flatMap((part) =>
      part.sections.flatMap((section) => section.fields.map((field) => ({ field, part, section, annex: null }))),
    ),
    ...form.annexes.map((annex) => ({ field: annex.field, part: null, section: null, annex })),
    ...(form.pledge ? [{ field: form.pledge.field, part: null, section: null, annex: null }] : []),
  ];
}

export function sectionsOf(form: FormVersion): { part: FormPart; section: FormSection }[] {
  return form.parts.flatMap((part) => part.sections.map((section) => ({ part, section })));
}

export function fieldByKey(form: FormVersion, key: string): FieldPlace | undefined {
  return fieldsOf(form).find((place) => place.field.key === key);
}

/** Which organisation it is stands in the register: nobody types it into a form. */
export function isFixedHeadField(key: HeadFieldKey): boolean {
  return key === 'branch' || key === 'unit';
}

/** "I.1" for the boxes of I.1 (`I.1.level`), which stand in the form without a number of their own. */
export function itemNumber(field: FormField): string {
  return field.key.replace(/\.[a-z]+$/, '');
}

/** The lists and tables: fields whose content is items. */
export function listFields(form: FormVersion): ItemField[] {
  return fieldsOf(form)
    .map((place) => place.field)
    .filter(isItemField);
}

export function isItemField(field: FormField): field is ItemField {
  return field.kind === 'list' || field.kind === 'table';
}

/** The list that begins with last year's items, where the form has one (section III). */
export function listFromLastYear(form: FormVersion): ItemField | undefined {
  return listFields(form).find((field) => field.kind === 'list' && field.startsFromLastYear);
}

/** The lists whose entries come back next year as items of that list, in printed order (II.1, VI). */
export function listsCarriedOver(form: FormVersion): Extract<FormField, { kind: 'list' }>[] {
  return listFields(form).filter((field) => field.kind === 'list' && field.carriesOverAs !== undefined) as Extract<
    FormField,
    { kind: 'list' }
  >[];
}

/** What a flat key of a review means in a form: a field (`I.1`), or one column of one item (`III.<item>.state`). */
type FieldAddress =
  { kind: 'field'; place: FieldPlace } | { kind: 'column'; place: FieldPlace; itemId: string; column: ListColumn };

/**
 * undefined for a key this form does not have. The key of a list itself is none: its content is its items' columns.
 * Says nothing about whether the item exists.
 */
export function fieldAddress(form: FormVersion, key: string): FieldAddress | undefined {
  const place = fieldByKey(form, key);
  if (place) return isItemField(place.field) ? undefined : { kind: 'field', place };
  const match = /^(.+)\.([A-Za-z0-9-]+)\.([a-z]+)$/.exec(key);
  if (!match) return undefined;
  const [, listKey = '', itemId = '', columnKey] = match;
  const list = fieldByKey(form, listKey);
  if (!list || !isItemField(list.field)) return undefined;
  const column = list.field.columns.find((candidate) => candidate.key === columnKey);
  return column && { kind: 'column', place: list, itemId, column };
}

/** The flat key of one column of one item. */
export function columnKey(list: string, itemId: string, column: string): string {
  return `${list}.${itemId}.${column}`;
}
