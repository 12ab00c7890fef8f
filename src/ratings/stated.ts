import { columnKey, fieldsOf, isItemField, listFromLastYear } from '../forms/rules.ts';
import type { FormVersion, ListColumn } from '../forms/version.ts';

/**
 * What ratings may know of a review: the level its author proposes, the points, the state of last year's matters in
 * section III, the task annex. It asks for these keys by name, so that no answer to a sign is ever read here:
 * a tick is a statement to oneself and the branch, and nothing is computed from it.
 */
export interface StatedKeys {
  level: string | null;
  scores: { key: string; outOf: number }[];
  /** Section III; `state` is the column of đã / đang / chưa khắc phục. */
  earlier: { list: string; state: ListColumn } | null;
  tasks: { list: string; title: string; columns: readonly ListColumn[] } | null;
}

export function statedKeys(form: FormVersion): StatedKeys {
  const fields = fieldsOf(form).map(({ field }) => field);
  const list = listFromLastYear(form);
  const state = list?.columns.find(({ kind }) => kind === 'choice');
  const [annex] = form.annexes;
  return {
    // The forms of 2023 ask twice; the level as a Party member comes last.
    level: fields.findLast(({ kind }) => kind === 'level')?.key ?? null,
    scores: fields.flatMap((field) => (field.kind === 'score' ? [{ key: field.key, outOf: field.outOf }] : [])),
    earlier: list && state ? { list: list.key, state } : null,
    tasks: annex && isItemField(annex.field) ? tasksOf(annex.field, annex.title) : null,
  };
}

function tasksOf(field: { key: string; columns: readonly ListColumn[] }, title: string) {
  return { list: field.key, title, columns: field.columns };
}

export interface Stated {
  /** Key of the level the author proposes; '' where none was given. */
  level: string;
  /** The sum as the author wrote the points; null where one is missing or the form has none. */
  points: number | null;
  outOf: number;
  /** Last year's matters, counted as the author gave their state; null where the form has no such list. */
  earlier: { fixed: number; fixing: number; unfixed: number; unsaid: number } | null;
  tasks: number;
}

export interface StatedRows {
  values: ReadonlyMap<string, string>;
  items: readonly { id: string; list: string }[];
}

export function statedIn(form: FormVersion, { values, items }: StatedRows): Stated {
  const keys = statedKeys(form);
  const points = keys.scores.map(({ key }) => Number.parseFloat(values.get(key) ?? ''));
  const given = points.length > 0 && points.every((value) => !Number.isNaN(value));
  return {
    level: keys.level === null ? '' : (values.get(keys.level) ?? ''),
    points: given ? roundedSum(points) : null,
    outOf: keys.scores.reduce((sum, { outOf }) => sum + outOf, 0),
    earlier: keys.earlier && earlierIn(keys.earlier, { values, items }),
    tasks: items.filter(({ list }) => list === keys.tasks?.list).length,
  };
}

function earlierIn({ list, state }: { list: string; state: ListColumn }, { values, items }: StatedRows) {
  const states = items
    .filter((item) => item.list === list)
    .map((item) => values.get(columnKey(list, item.id, state.key)) ?? '');
  const of = (key: string) => states.filter((each) => each === key).length;
  return { fixed: of('fixed'), fixing: of('fixing'), unfixed: of('unfixed'), unsaid: of('') };
}

/** 28.1 + 60.2 is 88.3, not 88.30000000000001. */
function roundedSum(points: readonly number[]): number {
  return Math.round(points.reduce((sum, value) => sum + value, 0) * 100) / 100;
}

/** Every key and pattern to ask a branch's reviews for, whatever forms they were written on. */
export function askedOf(forms: readonly FormVersion[]): { keys: string[]; patterns: string[]; lists: string[] } {
  const all = forms.map(statedKeys);
  const unique = (values: string[]) => [...new Set(values)];
  return {
    keys: unique(all.flatMap(({ level, scores }) => [...(level ? [level] : []), ...scores.map(({ key }) => key)])),
    patterns: unique(all.flatMap(({ earlier }) => (earlier ? [columnKey(earlier.list, '%', earlier.state.key)] : []))),
    lists: unique(all.flatMap(({ earlier, tasks }) => [earlier?.list, tasks?.list].filter((key) => key !== undefined))),
  };
}
