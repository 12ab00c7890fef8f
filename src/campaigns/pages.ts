import { Hono } from 'hono';
import { allEditions, editionOrThrow } from '../catalogues/queries.ts';
import { dayInHanoi, inHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { allForms, formOrThrow } from '../forms/queries.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { administeredUnits } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import { decideWording, endCampaign, makeCampaign, setRetiredSecretaryForm, startCampaign } from './commands.ts';
import { campaignForm, DecisionForm, OpeningForm, RetiredSecretaryForm } from './input.ts';
import { type CampaignRow, findCampaign, formIdsOf, retiredSecretariesBegun } from './queries.ts';
import { STANDINGS } from './rules.ts';
import { campaignFormPage, campaignPage, type CampaignShown, usualCampaign } from './view.ts';

/** The administrator's plain forms for a campaign: make, look, open, close. */
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

  app.post('/quan-tri/dot/:campaign/mo', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    try {
      await startCampaign(deps, actorOf(c), campaign, parseInput(OpeningForm, typed));
      return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    } catch (error) {
      const errors = formErrors(error);
      const shown = await shownCampaign(c, campaign);
      return page(c, 'admin/campaign', campaignPage(shown, typed, errors), { ...frameOf(shown), status: 422 });
    }
  });

  app.post('/quan-tri/dot/:campaign/quyet-dinh', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    try {
      const form = parseInput(DecisionForm, typed);
      const decision = { number: form.so_quyet_dinh, date: form.ngay_quyet_dinh };
      await decideWording(deps, actorOf(c), campaign, decision);
      return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    } catch (error) {
      const errors = formErrors(error);
      const shown = await shownCampaign(c, campaign);
      return page(c, 'admin/campaign', campaignPage(shown, typed, errors), { ...frameOf(shown), status: 422 });
    }
  });

  app.post('/quan-tri/dot/:campaign/bi-thu-nghi-huu', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    try {
      const form = parseInput(RetiredSecretaryForm, typed);
      const chosen = { standing: form.bi_thu_nghi_huu, version: form.phien_ban };
      await setRetiredSecretaryForm(deps, actorOf(c), campaign, chosen);
      return c.redirect(`/quan-tri/dot/${campaign.id}#bi-thu-nghi-huu`, 303);
    } catch (error) {
      const errors = formErrors(error);
      const shown = await shownCampaign(c, campaign);
      return page(c, 'admin/campaign', campaignPage(shown, typed, errors), { ...frameOf(shown), status: 422 });
    }
  });

  app.post('/quan-tri/dot/:campaign/ket-thuc', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    await endCampaign(deps, actorOf(c), campaign);
    return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
  });

  async function choicesFor(c: AppContext) {
    const [units, editions, forms] = await Promise.all([
      administeredUnits(db, viewerOf(c)),
      allEditions(db),
      allForms(db),
    ]);
    return { units, editions, forms };
  }

  /** Another administrator's campaign looks as if there were none. */
  async function ownCampaign(c: AppContext, id: string): Promise<CampaignRow> {
    const campaign = await findCampaign(db, id);
    if (!campaign) throw notFound('no such campaign');
    await administeredUnit(deps, actorOf(c), viewerOf(c), campaign.unit_id);
    return campaign;
  }

  async function shownCampaign(c: AppContext, campaign: CampaignRow): Promise<CampaignShown> {
    const [unit, a, b, formIds, retiredBegun] = await Promise.all([
      administeredUnit(deps, actorOf(c), viewerOf(c), campaign.unit_id),
      editionOrThrow(db, campaign.edition_a),
      editionOrThrow(db, campaign.edition_b),
      formIdsOf(db, campaign.id),
      retiredSecretariesBegun(db, campaign.id),
    ]);
    const forms = await Promise.all(
      STANDINGS.map(async (standing) => {
        const id = formIds[standing];
        return { standing, form: id ? await formOrThrow(db, id) : null };
      }),
    );
    return { campaign, unit, editions: [a, b], forms, retiredBegun, rehearsal: deps.rehearsal };
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const NEW_CAMPAIGN = { title: 'Lập đợt kiểm điểm', trail: TRAIL };

function frameOf({ campaign }: CampaignShown) {
  return { title: campaign.title, trail: TRAIL };
}
