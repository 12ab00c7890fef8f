import { Hono } from 'hono';
import { preferenceOf } from '../accounts/queries.ts';
import { setPreference } from '../accounts/statements.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { formatTime } from '../views/formats.ts';
import { signKey } from './content.ts';
import { readGlossary } from './glossary.ts';
import { SavedField, StepButtons } from './input.ts';
import { isCompared, lastYearOf } from './last-year.ts';
import { loadForSaving, type LoadedReview, loadReview, type OpenReview } from './loaded.ts';
import { offersAsJson } from './offers.ts';
import { placeOfField, RETURN_TO, returnAddress } from './places.ts';
import { offerToShow, savePosted } from './posted-form.ts';
import { addListItem, type FieldOutcome, saveFields, setListItemRemoved } from './saving.ts';
import { shownFields, shownValue } from './shown.ts';
import { type OneSign, oneSignOf } from './sign-pages.ts';
import { type Step, stepsOf } from './steps.ts';
import { keepTextSize } from './text-size.ts';
import { stepPage, WRITING_FORM } from './view-step.ts';

/** Where people write: one step a page, saved field by field, with and without JavaScript. */
export function writingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const glossary = readGlossary(deps.shipped.glossary);

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
    const posted = await savePosted(deps, actorOf(c), review, values);
    if (posted.problem) {
      const from = { returnTo: buttons.ve, removed: null };
      return showStep(c, await loadReview(deps, review.row.id), step, posted.outcomes, from, posted.problem);
    }
    const offer = offerToShow(posted, (key) => placeOfField(review.row.id, step.slug, key, buttons.ve));
    return offer ? c.redirect(offer, 303) : goOn(c, review, step, buttons);
  });

  app.post('/ban-kiem-diem/:review/o', async (c) => {
    const typed = await readJson(c, SavedField);
    const review = await loadForSaving(deps, c.req.param('review'), typed.key);
    const [outcome] = await saveFields(deps, actorOf(c), review, [typed]);
    return answerSave(c, review, outcome as FieldOutcome, await isLastYears(c, review, outcome as FieldOutcome));
  });

  /** For the author alone, and only where there is something to compare: the save itself waits for nothing else. */
  async function isLastYears(c: AppContext, review: OpenReview, outcome: FieldOutcome): Promise<boolean> {
    if (outcome.kind !== 'saved' && outcome.kind !== 'unchanged') return false;
    if (outcome.value === '' || !isCompared(review.frame.form, outcome.key)) return false;
    return (await lastYearOf(deps, review, viewerOf(c)))?.isSame(outcome.key, outcome.value) ?? false;
  }

  async function showStep(
    c: AppContext,
    review: LoadedReview,
    step: Step,
    outcomes: readonly FieldOutcome[],
    from: { returnTo: string; removed: string | null },
    status = 200,
  ): Promise<Response> {
    const one = await oneSignFor(c, review, step);
    // Signs are answered anew each year: nothing of last year stands beside them.
    const lastYear = step.kind === 'signs' ? null : await lastYearOf(deps, review, viewerOf(c));
    const shown = shownFields(review, outcomes, lastYear, c.req.query('giu'));
    const model = stepPage(
      review,
      stepsOf(review.frame),
      step,
      shown,
      { ...from, one, account: viewerOf(c).userName },
      glossary,
    );
    const home = { text: review.campaign.title, href: `/ban-kiem-diem/${review.row.id}` };
    return page(c, 'reviews/step', model, { title: step.title, status, writing: WRITING_FORM, trail: [home] });
  }

  /** null unless this person has chosen one sign a page, and this is a page of signs. */
  async function oneSignFor(c: AppContext, review: LoadedReview, step: Step): Promise<OneSign | null> {
    if (step.kind !== 'signs') return null;
    const chosen = await preferenceOf(deps.store.db, viewerOf(c).accountId, 'one-sign');
    const value = (key: string) => review.fields.get(key)?.value ?? '';
    return chosen === '1' ? oneSignOf(review.frame, step, c.req.query('so'), value) : null;
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
    if (buttons.xoa) return c.redirect(placeOfField(review.row.id, step.slug, buttons.xoa, buttons.ve), 303);
    if (buttons.co) {
      await keepTextSize(deps, c, buttons.co);
      return c.redirect(placeOfSign(review, step, Number(c.req.query('so') ?? 0), buttons.ve), 303);
    }
    if (buttons.xem && step.kind === 'signs') {
      const { accountId } = viewerOf(c);
      const chosen = buttons.xem === 'mot' ? '1' : '0';
      await deps.store.atomic([setPreference(deps.store.db, accountId, 'one-sign', chosen)]);
      return c.redirect(placeOfSign(review, step, Number(c.req.query('so') ?? 0), buttons.ve), 303);
    }
    if (buttons.di === 've') return c.redirect(base, 303);
    const returnTo = returnAddress(review.row.id, buttons.ve);
    const one = await oneSignFor(c, review, step);
    const neighbour = buttons.di === 'truoc' ? one?.before : returnTo ? null : one?.after;
    if (neighbour && step.kind === 'signs') return c.redirect(placeOfSign(review, step, neighbour, buttons.ve), 303);
    if (returnTo) return c.redirect(returnTo, 303);
    const steps = stepsOf(review.frame);
    const next = steps[steps.findIndex(({ slug }) => slug === step.slug) + 1];
    return c.redirect(!next ? `${base}/kiem-tra` : `${base}/ghi/${next.slug}`, 303);
  }

  return app;
}

function stepOrThrow(review: LoadedReview, slug: string): Step {
  const step = stepsOf(review.frame).find((one) => one.slug === slug);
  if (!step) throw notFound('no such step');
  return step;
}

/** Without a number: the group's own page. */
function placeOfSign(review: LoadedReview, step: Step, no: number, ve: string): string {
  if (no && step.kind === 'signs') return placeOfField(review.row.id, step.slug, signKey(step.edition.list, no), ve);
  return `/ban-kiem-diem/${review.row.id}/ghi/${step.slug}${ve ? `?ve=${ve}` : ''}`;
}

function returnTo(c: AppContext): string {
  const asked = c.req.query('ve') ?? '';
  return RETURN_TO.test(asked) ? asked : '';
}

function uuidOrNull(text: string | undefined): string | null {
  return text && /^[0-9a-f-]{36}$/.test(text) ? text : null;
}

function answerSave(c: AppContext, review: OpenReview, outcome: FieldOutcome, sameAsLastYear: boolean): Response {
  switch (outcome.kind) {
    case 'saved':
    case 'unchanged': {
      const savedAt = formatTime(outcome.savedAt ?? new Date(0).toISOString());
      return c.json({
        key: outcome.key,
        version: outcome.version,
        savedAt,
        ...(sameAsLastYear ? { sameAsLastYear } : {}),
        ...offersAsJson(outcome.value),
      });
    }
    case 'invalid':
      return c.json({ key: outcome.key, error: outcome.error, ...offersAsJson(outcome.typed) }, 422);
    case 'conflict': {
      const { key, version } = outcome;
      const theirs = shownValue(review, key, outcome.theirs);
      return c.json({ key, code: 'conflict', version, theirs, savedAt: formatTime(outcome.savedAt) }, 409);
    }
  }
}
