import { Hono } from 'hono';
import { allEditions, editionOrThrow, newestEditions } from '../catalogues/queries.ts';
import { dayInHanoi, inHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { allForms, formOrThrow } from '../forms/queries.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, hasRole, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { administeredUnits, type UnitRow } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import {
  decideWording,
  endCampaign,
  makeCampaign,
  openAgain,
  setRetiredSecretaryForm,
  startCampaign,
} from './commands.ts';
import { campaignForm, DecisionForm, OpeningForm, ReopeningForm, RetiredSecretaryForm } from './input.ts';
import {
  type CampaignRow,
  formIdsOf,
  preparationsOf,
  retiredSecretariesBegun,
  reviewCounts,
  stepsOfCampaign,
} from './queries.ts';
import { STANDINGS } from './rules.ts';
import { administeredCampaign } from './scope.ts';
import { campaignPage, type CampaignShown } from './view.ts';
import { campaignFormPage, usualCampaign } from './view-choices.ts';

/** A year's campaign on its way: made, looked at, opened, closed, opened again. */
export function campaignPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/moi', async (c) => {
    const choices = await choicesFor(c);
    const typed = usualCampaign(choices, dayInHanoi(deps.now()));
    return page(c, 'admin/campaign-form', campaignFormPage(choices, typed), NEW_CAMPAIGN);
  });

  app.post('/quan-tri/dot/moi', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const choices = await choicesFor(c);
    try {
      const campaign = parseInput(campaignForm(inHanoi(deps.now()).year), typed);
      await administeredUnit(deps, actorOf(c), viewerOf(c), campaign.unitId);
      const id = await makeCampaign(deps, actorOf(c), campaign, choices);
      return c.redirect(`/quan-tri/dot/${id}`, 303);
    } catch (error) {
      const model = campaignFormPage(choices, typed, formErrors(error));
      return page(c, 'admin/campaign-form', model, { ...NEW_CAMPAIGN, status: 422 });
    }
  });

  app.get('/quan-tri/dot/:campaign', async (c) => {
    const shown = await shownCampaign(c, await ownCampaign(c, c.req.param('campaign')));
    return page(c, 'admin/campaign', campaignPage(shown), frameOf(shown));
  });

  app.post('/quan-tri/dot/:campaign/mo', (c) =>
    act(c, c.req.param('campaign'), (campaign, typed) =>
      startCampaign(deps, actorOf(c), campaign, parseInput(OpeningForm, typed)),
    ),
  );

  app.post('/quan-tri/dot/:campaign/quyet-dinh', (c) =>
    act(c, c.req.param('campaign'), (campaign, typed) => {
      const form = parseInput(DecisionForm, typed);
      const decision = { number: form.so_quyet_dinh, date: form.ngay_quyet_dinh };
      return decideWording(deps, actorOf(c), campaign, decision);
    }),
  );

  app.post('/quan-tri/dot/:campaign/ket-thuc', (c) =>
    act(c, c.req.param('campaign'), (campaign) => endCampaign(deps, actorOf(c), campaign)),
  );

  app.post('/quan-tri/dot/:campaign/mo-lai', (c) =>
    act(c, c.req.param('campaign'), (campaign, typed) =>
      openAgain(deps, actorOf(c), campaign, parseInput(ReopeningForm, typed).ly_do),
    ),
  );

  app.post('/quan-tri/dot/:campaign/bi-thu-nghi-huu', (c) =>
    act(
      c,
      c.req.param('campaign'),
      (campaign, typed) => {
        const form = parseInput(RetiredSecretaryForm, typed);
        const chosen = { standing: form.bi_thu_nghi_huu, version: form.phien_ban };
        return setRetiredSecretaryForm(deps, actorOf(c), campaign, chosen);
      },
      '#bi-thu-nghi-huu',
    ),
  );

  /** A step of the campaign: back to its page, or the page again with what was typed and what is wrong. */
  async function act(
    c: AppContext,
    id: string,
    step: (campaign: CampaignRow, typed: Record<string, string>) => Promise<void>,
    /** Where on the page the person goes on. */
    place = '',
  ): Promise<Response> {
    const typed = onlyFirst(await readForm(c));
    const own = await ownCampaign(c, id);
    try {
      await step(own.campaign, typed);
      return c.redirect(`/quan-tri/dot/${own.campaign.id}${place}`, 303);
    } catch (error) {
      const errors = formErrors(error);
      const shown = await shownCampaign(c, own);
      return page(c, 'admin/campaign', campaignPage(shown, typed, errors), { ...frameOf(shown), status: 422 });
    }
  }

  async function choicesFor(c: AppContext) {
    const [units, editions, forms] = await Promise.all([
      administeredUnits(db, viewerOf(c)),
      allEditions(db),
      allForms(db),
    ]);
    return { units, editions, forms };
  }

  function ownCampaign(c: AppContext, id: string): Promise<{ campaign: CampaignRow; unit: UnitRow }> {
    return administeredCampaign(deps, actorOf(c), viewerOf(c), id);
  }

  async function shownCampaign(
    c: AppContext,
    { campaign, unit }: { campaign: CampaignRow; unit: UnitRow },
  ): Promise<CampaignShown> {
    const [a, b, newest, formIds, preparations, reviews, steps, retiredBegun] = await Promise.all([
      editionOrThrow(db, campaign.edition_a),
      editionOrThrow(db, campaign.edition_b),
      newestEditions(db),
      formIdsOf(db, campaign.id),
      preparationsOf(db, campaign.id),
      reviewCounts(db, campaign.id),
      stepsOfCampaign(db, campaign.id),
      retiredSecretariesBegun(db, campaign.id),
    ]);
    const forms = await Promise.all(
      STANDINGS.map(async (standing) => {
        const id = formIds[standing];
        return { standing, form: id ? await formOrThrow(db, id) : null };
      }),
    );
    const { rehearsal } = deps;
    const mayRate = hasRole(viewerOf(c), 'office');
    const more = { preparations, reviews, steps, retiredBegun, mayRate, rehearsal };
    return { campaign, unit, editions: [a, b], newest, forms, ...more };
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const NEW_CAMPAIGN = { title: 'Lập đợt kiểm điểm', trail: TRAIL };

function frameOf({ campaign }: CampaignShown) {
  return { title: campaign.title, trail: TRAIL };
}
