import { sha256Hex } from '../canonical.ts';
import type { CheckboxField, LineField, Pager, RadioOption, Radios, SelectField, TextField } from './models/parts.ts';

/** Fill what is usual, so that a page names only what is particular to its field. */

/** The id of a field's control: "III.2.state" → "o-III-2-state". Names are ASCII, so ids stay apart. */
export function fieldId(name: string): string {
  return `o-${name.replace(/[^A-Za-z0-9_-]/g, '-')}`;
}

type Named = { name: string; label: string };

export function textField(field: Named & Partial<TextField>): TextField {
  return {
    ...usual(field),
    kind: 'text',
    heading: false,
    rows: 6,
    conflict: null,
    lastYear: null,
    sameAsLastYear: null,
    ...field,
  };
}

export function lineField(field: Named & Partial<LineField>): LineField {
  return {
    ...usual(field),
    kind: 'line',
    type: 'text',
    inputMode: 'text',
    autocomplete: 'off',
    width: 'full',
    suffix: null,
    conflict: null,
    ...field,
  };
}

/** Without a value nothing is chosen: the first option then reads "Chọn một mục". */
export function selectField(
  field: Named & Partial<Omit<SelectField, 'options'>> & { options: { value: string; text: string }[] },
): SelectField {
  const value = field.value ?? '';
  const options = field.options.map((option) => ({ ...option, chosen: option.value === value }));
  return { ...usual(field), ...field, options };
}

export function checkbox(field: Named & Partial<CheckboxField>): CheckboxField {
  return { id: fieldId(field.name), value: '1', hint: null, error: null, checked: false, ...field };
}

type GivenOption = Pick<RadioOption, 'value' | 'text'> & Partial<Pick<RadioOption, 'note' | 'followUps'>>;

/** Nothing is pre-chosen: only a stored or typed `value` checks an option. */
export function radios(
  field: { name: string; legend: string; value: string | null; clear?: string; options: GivenOption[] } & Partial<
    Omit<Radios, 'options' | 'clear'>
  >,
): Radios {
  const { value, options, clear, ...rest } = field;
  const id = field.id ?? fieldId(field.name);
  return {
    version: null,
    seen: digestOf(value ?? ''),
    ordinal: null,
    heading: false,
    provenance: null,
    hint: null,
    seeAlso: [],
    error: null,
    conflict: null,
    ...rest,
    id,
    clear: clear === undefined ? null : { text: clear, hidden: value === null },
    options: options.map((option, index) => ({
      note: null,
      followUps: [],
      ...option,
      id: `${id}-${index + 1}`,
      checked: value !== null && option.value === value,
    })),
  };
}

export function pager(given: Partial<Pager> = {}): Pager {
  return {
    savedAt: null,
    autosave: true,
    next: { text: 'Lưu và tiếp tục', name: 'di', value: 'tiep' },
    back: null,
    home: { text: 'Lưu và về trang chính', name: 'di', value: 've' },
    ...given,
  };
}

function usual(field: { name: string; value?: string }) {
  return {
    id: fieldId(field.name),
    version: null,
    seen: digestOf(field.value ?? ''),
    hint: null,
    error: null,
    value: '',
    optional: false,
    offers: null,
  };
}

/** Short name of a value, enough to see whether a field came back as it was shown. */
export function digestOf(value: string): string {
  return sha256Hex(value).slice(0, 8);
}
