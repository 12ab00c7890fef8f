import { formatDate, formatTime } from '../views/formats.ts';
import type { FormField } from '../forms/version.ts';
import { printingRemark } from '../http/text.ts';
import type { Conflict, LastYearText, TextOffers } from '../views/models/parts.ts';
import { isCriterionKey } from './criteria.ts';
import type { LastYear } from './last-year.ts';
import type { AnyReview, OpenReview } from './loaded.ts';
import { offersOn } from './offers.ts';
import { HEAD_PREFIX } from './questions.ts';
import type { FieldOutcome } from './saving.ts';

/** What a page shows in each field: what is stored, or what was just typed where that could not be stored. */
export interface ShownFields {
  value(key: string): string;
  version(key: string): number;
  error(key: string): string | null;
  conflict(key: string): Conflict | null;
  /** What could be done with a pasted text; null for most. */
  offers(key: string): TextOffers | null;
  /** Letters of the stored text that cannot be printed; null for most. */
  remark(key: string): string | null;
  /** '' where the field shows what was typed instead of what is stored; else undefined. */
  seen(key: string): '' | undefined;
  /** The author's own words of last year in the same field; null where there are none. */
  lastYear(field: FormField): LastYearText | null;
  /** What the author pledged for this year. */
  pledged: readonly string[];
  /** Whether the text shown is last year's; null where nothing is compared. */
  same(key: string): boolean | null;
  errors: Record<string, string>;
}

export function shownFields(
  review: AnyReview,
  outcomes: readonly FieldOutcome[] = [],
  lastYear: LastYear | null = null,
): ShownFields {
  const returned = new Map(
    outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict').map((o) => [o.key, o]),
  );
  const stored = (key: string) => shownValue(review, key, review.fields.get(key)?.value ?? '');
  const conflict = (key: string): Conflict | null => {
    const outcome = returned.get(key);
    if (outcome?.kind !== 'conflict') return null;
    const theirs = shownValue(review, key, outcome.theirs);
    return { mine: outcome.typed, theirs, version: outcome.version, savedAt: formatTime(outcome.savedAt) };
  };
  const value = (key: string) => returned.get(key)?.typed ?? stored(key);
  return {
    value,
    lastYear: (field) => lastYear?.textOf(field) ?? null,
    pledged: lastYear?.pledged ?? [],
    same: (key) => lastYear?.isSame(key, value(key)) ?? null,
    // Until one of the two texts is chosen the field keeps its old version, and comes back as a conflict each time.
    version: (key) => {
      const outcome = returned.get(key);
      return outcome?.kind === 'conflict' ? outcome.base : (review.fields.get(key)?.version ?? 0);
    },
    error: (key) => {
      const outcome = returned.get(key);
      return outcome?.kind === 'invalid' ? outcome.error : null;
    },
    conflict,
    offers: (key) => (conflict(key) ? null : offersOn(value(key), review.fields.get(key)?.kept_letters)),
    remark: (key) => (returned.has(key) ? null : printingRemark(review.fields.get(key)?.value ?? '')),
    seen: (key) => (returned.has(key) ? '' : undefined),
    errors: Object.fromEntries(
      [...returned.values()].map((outcome) => [
        outcome.key,
        outcome.kind === 'invalid'
          ? outcome.error
          : 'Ô này vừa được lưu khác đi ở nơi khác. Đồng chí chọn giữ bản nào.',
      ]),
    ),
  };
}

/** Stored forms → the way people write them: 1960-09-02 → 02/09/1960, 28.5 → 28,5. */
export function shownValue(review: OpenReview, key: string, value: string): string {
  if (key === `${HEAD_PREFIX}birthDate`) return formatDate(value);
  const isScore = review.frame.form.parts.some((part) =>
    part.sections.some((section) => section.fields.some((field) => field.key === key && field.kind === 'score')),
  );
  return isScore || isCriterionKey(key) ? value.replace('.', ',') : value;
}
