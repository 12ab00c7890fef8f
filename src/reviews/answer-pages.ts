import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm, readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { ANSWER_KEY, openRemarkOf, saveAnswer } from './answering.ts';
import { SavedField, StepButtons, typedFields, withChoice } from './input.ts';
import { asAnswered, offersOn } from './offers.ts';
import { findReview, type ReviewRow } from './queries.ts';
import { answerSave } from './save-answers.ts';
import type { FieldOutcome } from './saving.ts';
import { answerRemarkPage } from './view-answer-remark.ts';

/** The author answers the remark with which his review came back; saved like every other text, with and without JavaScript. */
export function answerPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/ban-kiem-diem/:review/tra-loi', async (c) => {
    const asked = c.req.query('ve') === 'kiem-tra' ? 'kiem-tra' : '';
    return showAnswer(c, await rowOrThrow(c.req.param('review')), { returnTo: asked, kept: c.req.query('giu') ?? '' });
  });

  app.post('/ban-kiem-diem/:review/tra-loi', async (c) => {
    const values = await readForm(c);
    const row = await rowOrThrow(c.req.param('review'));
    const { di, ve } = parseInput(StepButtons, onlyFirst(values));
    const { fields, chosen, answered } = typedFields(values);
    const here = `/ban-kiem-diem/${row.id}/tra-loi`;
    const typed = fields.find(({ key }) => key === ANSWER_KEY);
    const toCheck = ve === 'kiem-tra' && di !== 've';
    const onward = toCheck ? `/ban-kiem-diem/${row.id}/kiem-tra` : `/ban-kiem-diem/${row.id}`;
    if (!typed) return c.redirect(onward, 303);
    const stored = (await openRemarkOf(deps, row))?.answer?.text ?? '';
    const offer = answered.get(ANSWER_KEY);
    const field = withChoice(typed, chosen.get(ANSWER_KEY), stored);
    const outcome = await saveAnswer(deps, actorOf(c), row, { ...field, value: asAnswered(field.value, offer) });
    if (outcome.kind === 'invalid' || outcome.kind === 'conflict') {
      return showAnswer(c, row, { returnTo: ve, kept: '', outcome }, outcome.kind === 'invalid' ? 422 : 409);
    }
    const back = new URLSearchParams({ ...(ve ? { ve } : {}), ...(offer === 'nguyen' ? { giu: ANSWER_KEY } : {}) });
    if (offer || offersOn(outcome.value)?.encoding) return c.redirect(`${here}?${back}#o-${ANSWER_KEY}`, 303);
    return c.redirect(onward, 303);
  });

  app.post('/ban-kiem-diem/:review/tra-loi/o', async (c) => {
    const typed = await readJson(c, SavedField);
    const row = await rowOrThrow(c.req.param('review'));
    const outcome = await saveAnswer(deps, actorOf(c), row, typed);
    return answerSave(c, outcome, { shown: (_, value) => value, sameAsLastYear: false, kept: '' });
  });

  async function showAnswer(
    c: AppContext,
    row: ReviewRow,
    from: { returnTo: string; kept: string; outcome?: FieldOutcome },
    status = 200,
  ): Promise<Response> {
    const open = await openRemarkOf(deps, row);
    // Handed in meanwhile, or never returned: the home page says where the review stands.
    if (!open) return c.redirect(`/ban-kiem-diem/${row.id}`, 303);
    const home = { text: 'Bản kiểm điểm', href: `/ban-kiem-diem/${row.id}` };
    const model = answerRemarkPage(row, open, from);
    return page(c, 'reviews/answer-remark', model, {
      title: 'Trả lời lời đề nghị',
      status,
      writing: true,
      trail: [home],
    });
  }

  async function rowOrThrow(reviewId: string): Promise<ReviewRow> {
    const row = await findReview(db, reviewId);
    if (!row) throw notFound('no such review');
    return row;
  }

  return app;
}
