import type { CriteriaSet } from '../campaigns/queries.ts';
import { CRITERIA_GROUPS } from '../campaigns/settings.ts';
import type { FormField } from '../forms/version.ts';
import type { ReviewFrame } from './questions.ts';

/**
 * The committee's lines under the 30 and the 70 points, as fields of the author's: optional, filled in by nobody but
 * him, and added up without being carried anywhere.
 */
export interface Criterion {
  key: string;
  /** Counts through both groups. */
  no: number;
  text: string;
  points: number;
}

/** The set's digest stands in the key: points given by one set are never read by another. */
const KEY = /^C\.[0-9a-f]{8}\.[1-9]\d?$/;

export function isCriterionKey(key: string): boolean {
  return KEY.test(key);
}

export function criteriaIn(set: CriteriaSet, group: (typeof CRITERIA_GROUPS)[number]['key']): Criterion[] {
  const before = group === 'general' ? 0 : set.general.length;
  return set[group].map(({ text, points }, index) => {
    const no = before + index + 1;
    return { key: `C.${set.sha256.slice(0, 8)}.${no}`, no, text, points };
  });
}

export function findCriterion(set: CriteriaSet | undefined, key: string): Criterion | undefined {
  if (!set || !isCriterionKey(key)) return undefined;
  return CRITERIA_GROUPS.flatMap((group) => criteriaIn(set, group.key)).find((criterion) => criterion.key === key);
}

/** The lines that split a score of the form: told by the points it may give. Empty where it is not split. */
export function criteriaUnder({ criteria }: Pick<ReviewFrame, 'criteria'>, field: FormField): Criterion[] {
  const group = field.kind === 'score' && CRITERIA_GROUPS.find(({ outOf }) => outOf === field.outOf);
  return criteria && group ? criteriaIn(criteria, group.key) : [];
}

export interface LinesGiven {
  given: number;
  all: number;
  sum: number;
}

/** How many lines have points, and what they come to; in hundredths, so that 0,1 + 0,2 is 0,3. */
export function linesGiven(lines: readonly Criterion[], value: (key: string) => string): LinesGiven {
  const typed = lines.map(({ key }) => value(key)).filter((points) => points !== '');
  const sum = typed.reduce((total, points) => total + Math.round(Number(points.replace(',', '.')) * 100), 0) / 100;
  return { given: typed.length, all: lines.length, sum };
}
