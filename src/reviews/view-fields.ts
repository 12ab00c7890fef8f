import { columnKey, isItemField, type ItemField, itemNumber } from '../forms/rules.ts';
import type { FormField, FormLevel, FormSection, FormVersion, ListColumn } from '../forms/version.ts';
import { formatNumber } from '../views/formats.ts';
import type { Control, ListBlock, ListEntry, StepBlock } from '../views/models/reviews.ts';
import { fieldId, lineField, radios, textField } from '../views/parts.ts';
import type { ReviewItem } from './content.ts';
import { ownSigns } from './own-signs.ts';
import { HEAD_PREFIX, type ReviewFrame, SOURCE_COLUMN } from './questions.ts';
import type { ShownFields } from './shown.ts';

/** Fields of the form → controls. The form's own heading is the label, our plain words the hint. */

export function personalBlock(frame: ReviewFrame, branch: string, shown: ShownFields): StepBlock {
  const controls = frame.form.headFields
    .filter((field) => field.key !== 'branch')
    .map((field): Control => {
      const name = `${HEAD_PREFIX}${field.key}`;
      const hints: Partial<Record<typeof field.key, string>> = {
        birthDate: 'Ngày/tháng/năm, ví dụ 02/09/1960. Chỉ nhớ năm thì ghi năm.',
        fullName: 'Viết đúng như trong hồ sơ đảng viên.',
      };
      return {
        control: 'line',
        ...lineField({
          ...fieldState(name, shown),
          label: field.label,
          hint: hints[field.key] ?? null,
          optional: !field.required,
          width: field.key === 'birthDate' ? 'short' : 'full',
        }),
      };
    });
  return { ...emptyBlock(), hint: `Chi bộ: ${branch}.`, controls };
}

/**
 * One section, its fields in the form's order: a block for each, since a list between two texts must stay between them.
 * The hint stands above the first, the total below the last. A section's only field takes the section's heading.
 */
export function sectionBlocks(frame: ReviewFrame, section: FormSection, shown: ShownFields): StepBlock[] {
  const single = section.fields.length === 1;
  return section.fields.map((field, index) => ({
    ...emptyBlock(),
    hint: index === 0 ? (section.hint ?? null) : null,
    ...pledgedAbove(field, shown),
    controls: isItemField(field) ? [] : [plainControl(frame.form, section, field, shown)],
    lists: isItemField(field) ? [listBlock(frame, field, single, shown)] : [],
    total: section.total && index === section.fields.length - 1 ? totalOf(section, shown) : null,
  }));
}

/** The author reports on his pledge with its points before his eyes. */
function pledgedAbove(field: FormField, { pledged }: ShownFields): Pick<StepBlock, 'pledged'> {
  if (field.kind !== 'text' || !field.reportsOnPledge || pledged.length === 0) return {};
  return { pledged: { heading: 'Bản cam kết của đồng chí cho năm kiểm điểm', points: pledged } };
}

export function annexBlock(frame: ReviewFrame, field: ItemField, shown: ShownFields): StepBlock {
  return { ...emptyBlock(), lists: [listBlock(frame, field, true, shown)] };
}

function emptyBlock(): StepBlock {
  return { heading: null, hint: null, reference: false, controls: [], lists: [], withheld: [], total: null };
}

function plainControl(
  form: FormVersion,
  section: FormSection,
  field: Exclude<FormField, ItemField>,
  shown: ShownFields,
): Control {
  const own = field.kind === 'level' ? 'Mức đồng chí đề xuất' : section.heading;
  // The boxes of a scale have the same words throughout the form: each is told apart by its item.
  const of = field.kind === 'choice' ? `(mục ${itemNumber(field)})` : '';
  const label = [field.number, field.label?.replace(/:$/, '') ?? own, of].filter(Boolean).join(' ');
  const state = { ...fieldState(field.key, shown), label, hint: field.hint ?? null };
  switch (field.kind) {
    case 'text':
      return {
        control: 'text',
        ...textField({
          ...state,
          rows: 8,
          lastYear: shown.lastYear(field),
          sameAsLastYear: shown.same(field.key),
        }),
      };
    case 'score':
      return {
        control: 'line',
        ...lineField({ ...state, inputMode: 'decimal', width: 'short', suffix: `/${field.outOf}` }),
      };
    case 'choice':
      return choiceControl(state, field.choices, shown);
    case 'level':
      return choiceControl(
        state,
        form.levels.map((level) => ({ key: level.key, label: level.label, note: conditionsOf(level) })),
        shown,
      );
  }
}

type FieldState = ReturnType<typeof fieldState> & { label: string; hint: string | null };

/** What stands beside a level: its points and conditions. People weigh them; nothing here is computed. */
function conditionsOf(level: FormLevel): string {
  const points = level.points && `${level.points.charAt(0).toLocaleUpperCase('vi')}${level.points.slice(1)}.`;
  return [points, level.conditionsIntro, ...level.conditions].filter(Boolean).join(' ');
}

function choiceControl(
  state: FieldState,
  choices: readonly { key: string; label: string; note?: string }[],
  shown: ShownFields,
): Control {
  const conflict = shown.conflict(state.name);
  const label = (key: string) => choices.find((choice) => choice.key === key)?.label ?? 'Chưa chọn';
  return {
    control: 'radios',
    ...radios({
      name: state.name,
      version: state.version,
      ...(state.seen === undefined ? {} : { seen: state.seen }),
      legend: state.label,
      hint: state.hint,
      error: state.error,
      value: state.value || null,
      clear: 'Bỏ lựa chọn này',
      conflict: conflict && { ...conflict, mine: label(conflict.mine), theirs: label(conflict.theirs) },
      options: choices.map((choice) => ({ value: choice.key, text: choice.label, note: choice.note ?? null })),
    }),
  };
}

function listBlock(frame: ReviewFrame, field: ItemField, takesHeading: boolean, shown: ShownFields): ListBlock {
  const items = frame.items.filter((item) => item.list === field.key);
  const fromLastYear = field.kind === 'list' && field.startsFromLastYear;
  return {
    key: field.key,
    id: fieldId(field.key),
    heading: takesHeading ? null : [field.number, field.label].filter(Boolean).join(' '),
    hint: field.hint ?? null,
    error: shown.error(field.key),
    lastYear: shown.lastYear(field),
    ownSigns: field.kind === 'list' && field.carriesOverAs === 'own_shortcoming' ? ownSignsBeside(frame, shown) : null,
    empty: items.length === 0 ? emptyWords(field, fromLastYear) : null,
    entries: items.map((item, index) => listEntry(field, item, index, shown)),
    adds: fromLastYear
      ? [
          { value: `${field.key}:branch`, text: 'Thêm điều chi bộ đã kết luận' },
          { value: `${field.key}:higher`, text: 'Thêm điều cấp trên đã kết luận' },
        ]
      : [{ value: `${field.key}:written`, text: field.addLabel }],
  };
}

/** Where shortcomings are written their author has at hand what he said of himself on the lists; nothing is filled in. */
function ownSignsBeside(frame: ReviewFrame, shown: ShownFields): ListBlock['ownSigns'] {
  const own = ownSigns(frame, shown.value);
  if (own.length === 0) return null;
  return {
    summary: 'Những biểu hiện đồng chí đã tự nhận ở hai danh mục',
    label: null,
    entries: own.map(({ list, number, beside }) => ({
      heading: `${list}, số ${number}`,
      lines: beside.length > 0 ? beside.map(({ label, text }) => `${label}: ${text}`) : ['Chưa ghi biểu hiện cụ thể.'],
    })),
  };
}

function emptyWords(field: ItemField, fromLastYear: boolean): string {
  if (fromLastYear)
    return 'Năm trước không có hạn chế, khuyết điểm hay lời hứa nào được ghi trong hệ thống. Để trống thì bản in ghi “Không có.”';
  return field.whenEmpty
    ? `Để trống thì bản in ghi “${field.whenEmpty}”`
    : 'Chưa có mục nào. Đồng chí bấm nút bên dưới để thêm.';
}

const SOURCE_WORDS: Record<ReviewItem['origin'], string> = {
  written: '',
  own_shortcoming: 'Hạn chế, khuyết điểm đồng chí đã tự nhận',
  own_promise: 'Việc đồng chí đã hứa làm',
  branch: 'Chi bộ đã kết luận',
  higher: 'Cấp trên đã kết luận',
};

function listEntry(field: ItemField, item: ReviewItem, index: number, shown: ShownFields): ListEntry {
  const carried = item.origin === 'own_shortcoming' || item.origin === 'own_promise';
  const year = item.sourceYear === null ? '' : ` năm ${item.sourceYear}`;
  const sourceControl: Control = {
    control: 'text',
    ...textField({
      ...fieldState(columnKey(field.key, item.id, SOURCE_COLUMN), shown),
      label: `${SOURCE_WORDS[item.origin]}: nội dung`,
      hint: 'Chép đúng kết luận đã được thông báo.',
      rows: 3,
    }),
  };
  return {
    id: item.id,
    heading: `${field.entry} ${index + 1}`,
    source: carried
      ? { from: `${SOURCE_WORDS[item.origin]}${year}`, text: item.sourceText, due: item.sourceDue }
      : null,
    controls: [
      ...(item.handAdded ? [sourceControl] : []),
      ...field.columns.map((column) => columnControl(field, item, column, shown)),
    ],
    remove: carried ? null : item.id,
  };
}

function columnControl(field: ItemField, item: ReviewItem, column: ListColumn, shown: ShownFields): Control {
  const state = {
    ...fieldState(columnKey(field.key, item.id, column.key), shown),
    label: column.label,
    hint: column.hint ?? null,
  };
  if (column.kind === 'choice') return choiceControl(state, column.choices ?? [], shown);
  if (column.kind === 'line')
    return { control: 'line', ...lineField({ ...state, width: 'medium', optional: saysOptional(column) }) };
  return {
    control: 'text',
    ...textField({ ...state, rows: 3, optional: saysOptional(column), sameAsLastYear: shown.same(state.name) }),
  };
}

/** What a field shows by its key: value, version, and whatever became of the last try to save it. */
export function fieldState(name: string, shown: ShownFields) {
  return {
    name,
    version: shown.version(name),
    value: shown.value(name),
    error: shown.error(name),
    conflict: shown.conflict(name),
    offers: shown.offers(name),
    ...touched(shown, name),
  };
}

/** Lets the view's own digest stand unless the field shows what was typed. */
export function touched(shown: ShownFields, name: string): { seen?: '' } {
  const seen = shown.seen(name);
  return seen === undefined ? {} : { seen };
}

/** The sum of what the author has put down, and of nothing else. */
function totalOf(section: FormSection, shown: ShownFields): StepBlock['total'] {
  const typed = section.fields.filter((field) => field.kind === 'score').map((field) => shown.value(field.key));
  const numbers = typed.map((value) => Number(value.replace(',', '.')));
  const complete = typed.every((value) => value !== '') && numbers.every((number) => !Number.isNaN(number));
  const sum = numbers.reduce((total, number) => total + number, 0);
  return {
    label: section.total?.label ?? '',
    value: complete ? formatNumber(sum) : '…',
    outOf: `/${section.total?.outOf ?? ''}`,
  };
}

/** "(nếu có)" in the form's own words says it already. */
function saysOptional(column: ListColumn): boolean {
  return !column.required && !column.label.includes('(nếu có)');
}
