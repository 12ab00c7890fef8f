import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { findUnit } from '../units/queries.ts';
import { askForBatch, cancelBatch, logBatch, retryBatch } from './commands.ts';
import { chosenKinds, RetryForm } from './input.ts';
import { planAll } from './kinds.ts';
import { fileStream } from './parts.ts';
import { placeOf } from './place.ts';
import { filesOf, itemsOf, jobsOf, returnedSince, runningJobAt } from './queries.ts';
import { batchHere, type BatchHere, jobHere } from './scope.ts';
import { batchPath, jobPath, orderPage } from './view.ts';
import { jobPage } from './view-job.ts';

/** All papers of a branch in one go: ordered, followed, fetched. The work itself is done beside (node/batch-worker.ts). */
export function batchPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/in', async (c) => {
    const here = await batchHere(deps, c);
    if (!here) return noSeason(c, c.req.param('unit'));
    return showOrder(c, here);
  });

  app.post('/chi-bo/:unit/in', async (c) => {
    const typed = await readForm(c);
    const here = await batchHere(deps, c);
    if (!here) return noSeason(c, c.req.param('unit'));
    try {
      const chosen = chosenKinds(typed, await planAll(placeOf(deps, here.season)));
      const id = await askForBatch(deps, actorOf(c), here.season, chosen);
      return c.redirect(jobPath({ id, unit_id: here.season.unit.id }), 303);
    } catch (error) {
      // Pressed twice, or a colleague was first: the page tells what is running.
      if (error instanceof AppError && error.code === 'not-allowed-now') {
        const running = await runningJobAt(db, here.season.unit.id);
        if (running?.account_id === viewerOf(c).accountId) return c.redirect(jobPath(running), 303);
        return showOrder(c, here, null, 409);
      }
      return showOrder(c, here, { ticked: typed.get('loai') ?? [], errors: formErrors(error) }, 422);
    }
  });

  app.get('/chi-bo/:unit/in/:job', async (c) => {
    const { job, ...here } = await jobHere(deps, c);
    const [items, files, returned, health] = await Promise.all([
      itemsOf(db, job.id),
      filesOf(db, job.id),
      returnedSince(db, job.id),
      deps.pdf.health(),
    ]);
    const model = jobPage(here, { job, items, files, returned, health });
    return page(c, 'batches/job', model, { title: 'In hồ sơ', trail: trailOf(here) });
  });

  app.post('/chi-bo/:unit/in/:job/huy', async (c) => {
    const { job } = await jobHere(deps, c, { orRunning: true });
    await cancelBatch(deps, actorOf(c), job);
    const own = job.account_id === viewerOf(c).accountId;
    return c.redirect(own ? jobPath(job) : `${batchPath(job.unit_id)}?dot=${job.campaign_id}`, 303);
  });

  app.post('/chi-bo/:unit/in/:job/thu-lai', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { job } = await jobHere(deps, c);
    const { muc } = parseInput(RetryForm, { muc: typed.muc ?? '' });
    const item = muc === '' ? null : (await itemsOf(db, job.id)).find(({ id }) => id === muc);
    if (item === undefined) throw notFound('no such paper in this batch');
    await retryBatch(deps, actorOf(c), job, item);
    return c.redirect(jobPath(job), 303);
  });

  app.get('/chi-bo/:unit/in/:job/gop.pdf', (c) => answerFile(c, 'pdf'));
  app.get('/chi-bo/:unit/in/:job/ho-so.zip', (c) => answerFile(c, 'zip'));

  async function answerFile(c: AppContext, kind: 'pdf' | 'zip'): Promise<Response> {
    const { job, season } = await jobHere(deps, c);
    const [files, returned] = await Promise.all([filesOf(db, job.id), returnedSince(db, job.id)]);
    const file = files.find((each) => each.kind === kind);
    // Not there yet, or not to be read any more: the order's page says which.
    if (!file || returned.length > 0) return c.redirect(jobPath(job), 303);
    await deps.store.atomic([logBatch(deps, actorOf(c), job, 'paper-printed', kind)]);
    c.header('content-type', kind === 'pdf' ? 'application/pdf' : 'application/zip');
    c.header('content-length', String(file.bytes));
    const name = `ho-so-kiem-diem-${season.campaign.year}.${kind}`;
    c.header('content-disposition', `${kind === 'pdf' ? 'inline' : 'attachment'}; filename="${name}"`);
    return c.body(fileStream(deps, file)) as Response;
  }

  async function showOrder(
    c: AppContext,
    here: BatchHere,
    returned: Parameters<typeof orderPage>[2] = null,
    status = 200,
  ): Promise<Response> {
    const { unit } = here.season;
    const { accountId } = viewerOf(c);
    const [plans, running, jobs] = await Promise.all([
      planAll(placeOf(deps, here.season)),
      runningJobAt(db, unit.id),
      jobsOf(db, accountId, unit.id),
    ]);
    const model = orderPage(here, { plans, running, jobs, accountId }, returned);
    return page(c, 'batches/order', model, { title: 'In hồ sơ', status });
  }

  function trailOf({ season }: BatchHere) {
    return [{ text: `In hồ sơ, ${season.unit.name}`, href: `${batchPath(season.unit.id)}?dot=${season.campaign.id}` }];
  }

  async function noSeason(c: AppContext, unitId: string): Promise<Response> {
    const unit = await findUnit(db, unitId);
    if (!unit) throw notFound('no such unit');
    return page(c, 'branches/no-season', { unitName: unit.name }, { title: 'In hồ sơ' });
  }

  return app;
}
