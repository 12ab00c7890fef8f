import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { formatTime } from '../views/formats.ts';
import { SavedField, StepButtons, type Choice, typedFields } from './input.ts';
import { type LoadedReview, loadReview } from './loaded.ts';
import { addListItem, type FieldOutcome, saveFields, setListItemRemoved, type TypedField } from './saving.ts';
import { shownFields, shownValue } from './shown.ts';
import { type Step, stepsOf } from './steps.ts';
import { stepPage } from './view-step.ts';

/** Where people write: one step a page, saved field by field, with and without JavaScript. */
export function writingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/ban-kiem-diem/:review/ghi/:step', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    if (!review.mayWrite) return c.redirect(`/ban-kiem-diem/${review.row.id}`, 303);
    const from = { returnTo: returnTo(c), removed: uuidOrNull(c.req.query('bo')) };
    return showStep(c, review, stepOrThrow(review, c.req.param('step')), [], from);
  });

  app.post('/ban-kiem-diem/:review/ghi/:step', async (c) => {
    const values = await readForm(c);
    const review = await loadReview(deps, c.req.param('review'));
    const step = stepOrThrow(review, c.req.param('step'));
    const buttons = parseInput(StepButtons, onlyFirst(values));
    const { fields, chosen } = typedFields(values);
    const typed = fields.map((field) => withChoice(review, field, chosen.get(field.key)));
    const outcomes = await saveFields(deps, actorOf(c), review, typed);
    const bad = outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict');
    if (bad.length === 0) return goOn(c, review, step, buttons);
    const status = bad.some((outcome) => outcome.kind === 'invalid') ? 422 : 409;
    return showStep(
      c,
      await loadReview(deps, review.row.id),
      step,
      outcomes,
      { returnTo: buttons.ve, removed: null },
      status,
    );
  });

  app.post('/ban-kiem-diem/:review/o', async (c) => {
    const typed = await readJson(c, SavedField);
    const review = await loadReview(deps, c.req.param('review'));
    const [outcome] = await saveFields(deps, actorOf(c), review, [typed]);
    return answerSave(c, review, outcome as FieldOutcome);
  });

  function showStep(
    c: AppContext,
    review: LoadedReview,
    step: Step,
    outcomes: readonly FieldOutcome[],
    from: { returnTo: string; removed: string | null },
    status = 200,
  ): Response {
    const model = stepPage(review, stepsOf(review.frame), step, shownFields(review, outcomes), from);
    const home = { text: review.campaign.title, href: `/ban-kiem-diem/${review.row.id}` };
    return page(c, 'reviews/step', model, { title: step.title, status, writing: true, trail: [home] });
  }

  /** After a good save: add or remove an entry, or go where the button says. */
  async function goOn(c: AppContext, review: LoadedReview, step: Step, buttons: StepButtons): Promise<Response> {
    const base = `/ban-kiem-diem/${review.row.id}`;
    const here = `${base}/ghi/${step.slug}`;
    const back = buttons.ve ? `?ve=${buttons.ve}` : '';
    if (buttons.them) {
      const [list = '', origin] = buttons.them.split(':');
      const id = await addListItem(deps, actorOf(c), review, {
        list,
        origin: origin as 'written' | 'branch' | 'higher',
      });
      return c.redirect(`${here}${back}#muc-${id}`, 303);
    }
    if (buttons.bo) {
      await setListItemRemoved(deps, actorOf(c), review, buttons.bo, true);
      return c.redirect(
        `${here}?${new URLSearchParams({ ...(buttons.ve ? { ve: buttons.ve } : {}), bo: buttons.bo })}#da-bo`,
        303,
      );
    }
    if (buttons.hoan) {
      await setListItemRemoved(deps, actorOf(c), review, buttons.hoan, false);
      return c.redirect(`${here}${back}#muc-${buttons.hoan}`, 303);
    }
    if (buttons.di === 've') return c.redirect(base, 303);
    const steps = stepsOf(review.frame);
    const next = steps[steps.findIndex(({ slug }) => slug === step.slug) + 1];
    return c.redirect(buttons.ve || !next ? `${base}/kiem-tra` : `${base}/ghi/${next.slug}`, 303);
  }

  return app;
}

function stepOrThrow(review: LoadedReview, slug: string): Step {
  const step = stepsOf(review.frame).find((one) => one.slug === slug);
  if (!step) throw notFound('no such step');
  return step;
}

/** Keeps the typed text, takes the stored one, or joins both with the stored one first. */
function withChoice(review: LoadedReview, field: TypedField, choice: Choice | undefined): TypedField {
  if (!choice) return field;
  const stored = review.fields.get(field.key)?.value ?? '';
  if (choice.which === 'mine') return { ...field, version: choice.over };
  if (choice.which === 'theirs') return { ...field, value: stored, version: choice.over };
  return { ...field, value: `${stored}\n\n${field.value}`, version: choice.over };
}

function returnTo(c: AppContext): string {
  return c.req.query('ve') === 'kiem-tra' ? 'kiem-tra' : '';
}

function uuidOrNull(text: string | undefined): string | null {
  return text && /^[0-9a-f-]{36}$/.test(text) ? text : null;
}

function answerSave(c: AppContext, review: LoadedReview, outcome: FieldOutcome): Response {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({ key: outcome.key, version: outcome.version, savedAt });
    }
    case 'invalid':
      return c.json({ key: outcome.key, error: outcome.error }, 422);
    case 'conflict': {
      const { key, version } = outcome;
      const theirs = shownValue(review, key, outcome.theirs);
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(outcome.savedAt) }, 409);
    }
  }
}
