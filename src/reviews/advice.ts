import { columnKey, isItemField, type ItemField, listFromLastYear, listsCarriedOver } from '../forms/rules.ts';
import type { FormField } from '../forms/version.ts';
import { formatNumber } from '../views/formats.ts';
import type { Finding } from './completeness.ts';
import type { ReviewItem } from './content.ts';
import { namedByNumber, ownSigns } from './own-signs.ts';
import { isDenial, wordCount } from './own-words.ts';
import type { ReviewFrame } from './questions.ts';
import { type Step, stepsOf } from './steps.ts';

/**
 * What an author may want to look at once more before handing in, beyond what is missing: statements of his that do
 * not fit each other (`contradiction`), and places worth a thought (`thought`). Each is a plain remark on his own
 * words, for him alone. Nothing here is stored, counted or turned into a score, a level or an order of persons.
 */
type ValueOf = (key: string) => string;

const FEW_WORDS = 3;

/** Two statements that do not fit: they may stand, with a reason. */
export function contradictionsIn(frame: ReviewFrame, value: ValueOf): Finding[] {
  return [...signWithoutShortcoming(frame, value), ...pointsOutsideLevel(frame, value)];
}

/** Remarks that ask for nothing. `isSame` tells whether a text is last year's; without a last year nothing is. */
export function thoughtsOn(
  frame: ReviewFrame,
  value: ValueOf,
  isSame: (key: string, text: string) => boolean | null = () => null,
): Finding[] {
  const fieldByField = stepsOf(frame).flatMap((step) =>
    fieldsIn(step).flatMap((field) => {
      if (isItemField(field)) return listThoughts(frame, step, field, value, isSame);
      return field.kind === 'text'
        ? textThoughts(step, field.key, placeOf(step, field), value, isSame, field.whenEmpty)
        : [];
    }),
  );
  return [...fewerShortcomingsThanSigns(frame, value), ...fieldByField];
}

/** A sign "Có biểu hiện" while the list of shortcomings names none: whatever it says otherwise, II is where it belongs. */
function signWithoutShortcoming(frame: ReviewFrame, value: ValueOf): Finding[] {
  const { list, named } = shortcomings(frame, value);
  const said = namedByNumber(ownSigns(frame, value));
  if (!list || named > 0 || said === '') return [];
  const text = `Đồng chí ghi “Có biểu hiện” ở ${said}, nhưng mục ${list.key} chưa nêu hạn chế, khuyết điểm nào`;
  return [{ kind: 'contradiction', step: stepOf(frame, list.key), key: list.key, text }];
}

/**
 * Fewer shortcomings than such signs. One shortcoming may well stand for several signs, and only its author knows which:
 * so this contradicts nothing and asks for nothing. With as many or more there is nothing to remark: whether they are
 * the right ones would be a judgement of their content.
 */
function fewerShortcomingsThanSigns(frame: ReviewFrame, value: ValueOf): Finding[] {
  const { list, named } = shortcomings(frame, value);
  const own = ownSigns(frame, value);
  if (!list || named === 0 || named >= own.length) return [];
  const text = `Mục ${list.key} nêu ${named} hạn chế, khuyết điểm; đồng chí ghi “Có biểu hiện” ở ${namedByNumber(own)}. Một hạn chế có thể nói về nhiều biểu hiện: nếu đã đủ, đồng chí cứ để nguyên`;
  return [{ kind: 'thought', step: stepOf(frame, list.key), key: list.key, text }];
}

/** The list of the author's own shortcomings, and how many of its entries name one. */
function shortcomings(frame: ReviewFrame, value: ValueOf): { list: ItemField | undefined; named: number } {
  const list = listsCarriedOver(frame.form).find((one) => one.carriesOverAs === 'own_shortcoming');
  if (!list) return { list, named: 0 };
  return { list, named: itemsOf(frame, list).filter((item) => namesSomething(list, item, value)).length };
}

function namesSomething(list: ItemField, item: ReviewItem, value: ValueOf): boolean {
  return list.columns.some((column) => {
    const text = value(columnKey(list.key, item.id, column.key));
    return text.trim() !== '' && !isDenial(text);
  });
}

/**
 * The author's own points beside the level he proposes. The lowest level needs no points: a case is enough
 * (366-QĐ/TW, Điều 11), so it never contradicts them.
 */
function pointsOutsideLevel(frame: ReviewFrame, value: ValueOf): Finding[] {
  const lowest = Math.min(...frame.form.levels.map((level) => level.from));
  return stepsOf(frame).flatMap((step) => {
    const fields = fieldsIn(step);
    const scores = fields.filter((field) => field.kind === 'score').map((field) => value(field.key));
    if (scores.length === 0 || scores.includes('')) return [];
    const total = Math.round(scores.reduce((sum, score) => sum + Number(score), 0) * 100) / 100;
    return fields
      .filter((field) => field.kind === 'level')
      .flatMap((field): Finding[] => {
        const level = frame.form.levels.find(({ key }) => key === value(field.key));
        if (!level || level.from === lowest || (total >= level.from && total < level.below)) return [];
        const text = `Tổng điểm đồng chí ghi là ${formatNumber(total)}, mức đồng chí đề xuất là “${level.label}”${level.points ? ` (${level.points})` : ''}`;
        return [{ kind: 'contradiction', step: step.slug, key: field.key, text }];
      });
  });
}

function listThoughts(
  frame: ReviewFrame,
  step: Step,
  field: ItemField,
  value: ValueOf,
  isSame: (key: string, text: string) => boolean | null,
): Finding[] {
  const promised = field.kind === 'list' && field.carriesOverAs === 'own_promise';
  const fromLastYear = listFromLastYear(frame.form)?.key === field.key;
  return itemsOf(frame, field).flatMap((item, index) => {
    const place = `${placeOf(step, field)}, ${field.entry.charAt(0).toLocaleLowerCase('vi')}${field.entry.slice(1)} ${index + 1}`;
    const of = (column: string) => value(columnKey(field.key, item.id, column)).trim();
    const thought = (column: string, text: string): Finding => {
      return { kind: 'thought', step: step.slug, key: columnKey(field.key, item.id, column), text };
    };
    if (fromLastYear) return earlierThoughts(place, of, thought);
    const texts = field.columns.filter((column) => column.kind === 'text' && column.required);
    const short = texts.flatMap((column) =>
      textThoughts(step, columnKey(field.key, item.id, column.key), place, value, isSame, field.whenEmpty),
    );
    const hasDeadline = field.columns.some((column) => column.key === 'deadline');
    if (!promised || !hasDeadline || of('text') === '' || of('deadline') !== '') return short;
    return [...short, thought('deadline', `${place}: chưa ghi thời hạn`)];
  });
}

/** Section III: a state asks for a word beside it. */
function earlierThoughts(
  place: string,
  of: (column: string) => string,
  thought: (column: string, text: string) => Finding,
): Finding[] {
  if (of('state') === 'fixed' && of('progress') === '')
    return [thought('progress', `${place}: ghi “Đã khắc phục” mà chưa nói kết quả`)];
  if (of('state') === 'unfixed' && of('responsibility') === '')
    return [thought('responsibility', `${place}: ghi “Chưa khắc phục” mà chưa nói trách nhiệm của mình`)];
  return [];
}

function textThoughts(
  step: Step,
  key: string,
  place: string,
  value: ValueOf,
  isSame: (key: string, text: string) => boolean | null,
  whenEmpty: string | undefined,
): Finding[] {
  const text = value(key);
  if (text.trim() === '' || (whenEmpty !== undefined && isDenial(text))) return [];
  const thought = (words: string): Finding => ({ kind: 'thought', step: step.slug, key, text: `${place}: ${words}` });
  const count = wordCount(text);
  return [
    ...(count <= FEW_WORDS ? [thought(`mới có ${count} chữ`)] : []),
    ...(isSame(key, text) ? [thought('đoạn này giống hệt năm trước')] : []),
  ];
}

function fieldsIn(step: Step): FormField[] {
  switch (step.kind) {
    case 'section':
      return step.section.fields;
    case 'annex':
      return [step.annex.field];
    case 'assessment':
      return step.sections.flatMap((section) => section.fields);
    default:
      return [];
  }
}

function stepOf(frame: ReviewFrame, key: string): string {
  return stepsOf(frame).find((step) => fieldsIn(step).some((field) => field.key === key))?.slug ?? '';
}

function itemsOf(frame: ReviewFrame, field: FormField): ReviewItem[] {
  return frame.items.filter((item) => item.list === field.key);
}

/** A list beside the form has a name and no number. */
function placeOf(step: Step, field: FormField): string {
  return step.kind === 'annex' ? step.title : `Mục ${field.key}`;
}
