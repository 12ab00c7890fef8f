import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { printingRemark } from '../http/text.ts';
import { formatTime } from '../views/formats.ts';
import { SavedField } from './input.ts';
import { keepLetters } from './kept-letters.ts';
import { isCompared, lastYearOf } from './last-year.ts';
import { loadForSaving, type OpenReview } from './loaded.ts';
import { markOfLetters, offersAsJson } from './offers.ts';
import { type FieldOutcome, saveFields, storedBy } from './saving.ts';
import { shownValue } from './shown.ts';

/** Where the page saves while people type; its side of the contract is templates/assets/save.js. */
export function savingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post('/ban-kiem-diem/:review/o', async (c) => {
    const { keep, ...typed } = await readJson(c, SavedField);
    const review = await loadForSaving(deps, c.req.param('review'), typed.key);
    const outcomes = await saveFields(deps, actorOf(c), review, [typed]);
    const [outcome] = outcomes as [FieldOutcome];
    const value = keep && storedBy(outcomes, typed.key);
    if (value) await keepLetters(deps, actorOf(c), review, { key: typed.key, value });
    const kept = value ? markOfLetters(value) : (review.fields.get(typed.key)?.kept_letters ?? '');
    return answerSave(c, review, outcome, { sameAsLastYear: await isLastYears(c, review, outcome), kept });
  });

  /** For the author alone, and only where there is something to compare: the save itself waits for nothing else. */
  async function isLastYears(c: AppContext, review: OpenReview, outcome: FieldOutcome): Promise<boolean> {
    if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') return false;
    if (outcome.value === '' || !isCompared(review.frame.form, outcome.key)) return false;
    return (await lastYearOf(deps, review, viewerOf(c)))?.isSame(outcome.key, outcome.value) ?? false;
  }

  return app;
}

function remarkAsJson(value: string): { remark?: string } {
  const remark = printingRemark(value);
  return remark === null ? {} : { remark };
}

function answerSave(
  c: AppContext,
  review: OpenReview,
  outcome: FieldOutcome,
  { sameAsLastYear, kept }: { sameAsLastYear: boolean; kept: string },
): Response {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({
        key: outcome.key,
        version: outcome.version,
        savedAt,
        ...(sameAsLastYear ? { sameAsLastYear } : {}),
        ...remarkAsJson(outcome.value),
        ...offersAsJson(outcome.value, kept),
      });
    }
    case 'invalid':
      return c.json({ key: outcome.key, error: outcome.error, ...offersAsJson(outcome.typed, kept) }, 422);
    case 'conflict': {
      const { key, version } = outcome;
      const theirs = shownValue(review, key, outcome.theirs);
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(outcome.savedAt) }, 409);
    }
  }
}
