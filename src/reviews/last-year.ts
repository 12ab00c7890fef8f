import type { Deps } from '../deps.ts';
import { columnKey, fieldAddress, fieldByKey, isItemField } from '../forms/rules.ts';
import { formOrThrow } from '../forms/queries.ts';
import type { FormField, FormVersion } from '../forms/version.ts';
import type { Viewer } from '../http/context.ts';
import { findRecord, recordText } from '../records/queries.ts';
import type { LastYearText } from '../views/models/parts.ts';
import type { ReviewContent } from './content.ts';
import { lastCollectiveBefore, lastSubmittedBefore } from './queries.ts';
import { sitsIn } from './relations.ts';
import type { OpenReview } from './loaded.ts';
import { foldText, isDenial } from './own-words.ts';
import { pledgedFor } from './pledge.ts';
import { selfName } from './voice.ts';

/**
 * The author's own frozen words of the year before, beside this year's. Only pages that nobody but the author reaches
 * ask for it; it is shown and forgotten, never frozen and never logged.
 */
export interface LastYear {
  year: number;
  /** What stood in the same field (by key and kind); null where there was none. */
  textOf(field: FormField): LastYearText | null;
  /** Whether a text is last year's word for word; null for a field that is not compared. */
  isSame(key: string, text: string): boolean | null;
  /** The points of the pledge for this year. */
  pledged: string[];
}

/**
 * null in a first year, when last year's review was never handed in, and for anybody but the author himself (of a
 * collective: its writers), whatever page should ask one day.
 */
export async function lastYearOf(
  deps: Pick<Deps, 'store'>,
  review: Pick<OpenReview, 'row' | 'campaign' | 'frame'>,
  reader: Pick<Viewer, 'memberId' | 'assistance'> & Partial<Pick<Viewer, 'roles'>>,
): Promise<LastYear | null> {
  // Whoever types for the author sees this year's review, and no other.
  if (reader.assistance) return null;
  const { db } = deps.store;
  const { member_id: owner, unit_id: unitId } = review.row;
  if (owner === null ? !sitsIn(reader, unitId) : reader.memberId !== owner) return null;
  const { year } = review.campaign;
  const last =
    owner === null ? await lastCollectiveBefore(db, unitId, year) : await lastSubmittedBefore(db, owner, year);
  const record = last && (await findRecord(db, last.id, last.submissions));
  if (!last || !record) return null;
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const form = await formOrThrow(db, record.form_id);
  return lastYearFrom({ content, form }, { form: review.frame.form, year: review.campaign.year });
}

/** Pure: last year's content read by this year's form. */
export function lastYearFrom(
  last: { content: Pick<ReviewContent, 'fields' | 'items' | 'year'>; form: FormVersion },
  now: { form: FormVersion; year: number },
): LastYear {
  const { content } = last;
  return {
    year: content.year,
    pledged: pledgedFor(now.year, last),
    textOf: (field) => {
      const then = sameField(last.form, field);
      const entries = then ? entriesOf(content, then) : [];
      if (!then || entries.length === 0) return null;
      const heading = content.year === now.year - 1 ? 'Năm trước' : `Năm ${content.year}`;
      return {
        summary: `${heading} ${selfName(now.form)} viết`,
        label: then.label && then.label !== field.label ? then.label : null,
        entries,
      };
    },
    isSame: (key, text) => {
      if (!isCompared(now.form, key)) return null;
      const folded = foldText(text);
      if (folded === '' || isDenial(text)) return false;
      return earlierTexts(last, now.form, key).some((earlier) => foldText(earlier) === folded);
    },
  };
}

/** Signs are answered anew each year, and section III begins with last year's words by itself. */
function mayCompare(field: FormField): boolean {
  return field.kind === 'text' || (isItemField(field) && !(field.kind === 'list' && field.startsFromLastYear));
}

function sameField(form: FormVersion, field: FormField): FormField | null {
  const then = fieldByKey(form, field.key)?.field;
  return then && then.kind === field.kind && mayCompare(field) ? then : null;
}

/** Free texts only: "thường xuyên" as a deadline is nobody's sentence. */
export function isCompared(form: FormVersion, key: string): boolean {
  const address = fieldAddress(form, key);
  if (!address || !mayCompare(address.place.field)) return false;
  return address.kind === 'field' || address.column.kind === 'text';
}

function earlierTexts(
  last: { content: Pick<ReviewContent, 'fields' | 'items'>; form: FormVersion },
  form: FormVersion,
  key: string,
): string[] {
  const address = fieldAddress(form, key);
  if (!address || !sameField(last.form, address.place.field)) return [];
  const { fields, items } = last.content;
  if (address.kind === 'field') return [fields[key] ?? ''];
  const { place, column } = address;
  return items
    .filter((item) => item.list === place.field.key)
    .map((item) => fields[columnKey(item.list, item.id, column.key)] ?? '');
}

function entriesOf(content: Pick<ReviewContent, 'fields' | 'items'>, field: FormField): LastYearText['entries'] {
  if (!isItemField(field)) {
    const text = content.fields[field.key] ?? '';
    return text === '' ? [] : [{ heading: null, lines: [text] }];
  }
  return content.items
    .filter((item) => item.list === field.key)
    .map((item, index) => ({
      heading: `${field.entry} ${index + 1}`,
      lines: field.columns.flatMap((column) => {
        const value = content.fields[columnKey(field.key, item.id, column.key)] ?? '';
        const shown = column.choices?.find((choice) => choice.key === value)?.label ?? value;
        if (shown === '') return [];
        return [column === field.columns[0] ? shown : `${column.label}: ${shown}`];
      }),
    }))
    .filter(({ lines }) => lines.length > 0);
}
