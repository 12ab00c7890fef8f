import type { FormVersion } from '../forms/version.ts';
import type { ReviewContent } from './content.ts';

/** The points of the pledge (bản cam kết) that a review ends with, in its author's words; none where none was written. */
export function pledgePoints(content: Pick<ReviewContent, 'items' | 'fields'>, form: FormVersion): string[] {
  const list = form.pledge?.field;
  const column = list?.columns[0]?.key;
  if (!list || !column) return [];
  return content.items
    .filter((item) => item.list === list.key)
    .map((item) => content.fields[`${list.key}.${item.id}.${column}`] ?? '')
    .filter((point) => point !== '');
}

/** What the author pledged for a year: last year's review ends with it. One written two years ago was for another year. */
export function pledgedFor(
  year: number,
  last: { content: Pick<ReviewContent, 'items' | 'fields' | 'year'>; form: FormVersion },
): string[] {
  return last.content.year === year - 1 ? pledgePoints(last.content, last.form) : [];
}
