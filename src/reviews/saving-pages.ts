import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { SavedField } from './input.ts';
import { keepLetters } from './kept-letters.ts';
import { isCompared, lastYearOf } from './last-year.ts';
import { loadForSaving, type OpenReview } from './loaded.ts';
import { markOfLetters } from './offers.ts';
import { answerSave } from './save-answers.ts';
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
    return answerSave(c, outcome, {
      shown: (key, value) => shownValue(review, key, value),
      sameAsLastYear: await isLastYears(c, review, outcome),
      kept,
    });
  });

  /** For the author alone, and only where there is something to compare: the save itself waits for nothing else. */
  async function isLastYears(c: AppContext, review: OpenReview, outcome: FieldOutcome): Promise<boolean> {
    if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') return false;
    if (outcome.value === '' || !isCompared(review.frame.form, outcome.key)) return false;
    return (await lastYearOf(deps, review, viewerOf(c)))?.isSame(outcome.key, outcome.value) ?? false;
  }

  return app;
}
