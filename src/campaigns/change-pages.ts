import { Hono } from 'hono';
import { allEditions } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { allForms } from '../forms/queries.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { changeCampaign, moveDueDay, takeEdition } from './changing.ts';
import { ChangeForm, DueDayForm } from './input.ts';
import { type CampaignRow, formIdsOf } from './queries.ts';
import { campaignTrail } from './rules.ts';
import { administeredCampaign } from './scope.ts';
import { changePage, dueDayPage, typedChoice } from './view-choices.ts';

/** What a campaign was made with, chosen anew: everything until it opens, then the last day with a reason. */
export function campaignChangePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/:campaign/sua', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    if (campaign.state !== 'preparing') return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    const typed = typedChoice(campaign, await formIdsOf(db, campaign.id));
    return page(c, 'campaigns/change', changePage(campaign, await choices(), typed), changeFrame(campaign));
  });

  app.post('/quan-tri/dot/:campaign/sua', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    try {
      await changeCampaign(deps, actorOf(c), campaign, parseInput(ChangeForm, typed), await choices());
      return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    } catch (error) {
      const model = changePage(campaign, await choices(), typed, formErrors(error));
      return page(c, 'campaigns/change', model, { ...changeFrame(campaign), status: 422 });
    }
  });

  app.post('/quan-tri/dot/:campaign/danh-muc', async (c) => {
    const { danh_muc: wanted } = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const edition = (await allEditions(db)).find(({ id }) => id === wanted);
    if (!edition) {
      throw new AppError('invalid-input', { hint: 'Không có phiên bản này. Đồng chí mở lại trang của đợt rồi chọn.' });
    }
    await takeEdition(deps, actorOf(c), campaign, edition);
    return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
  });

  app.get('/quan-tri/dot/:campaign/han-nop', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    if (campaign.state !== 'open') return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    return page(c, 'campaigns/due-day', dueDayPage(campaign, {}), dueFrame(campaign));
  });

  app.post('/quan-tri/dot/:campaign/han-nop', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    try {
      const { han_nop: due, ly_do: reason } = parseInput(DueDayForm, typed);
      await moveDueDay(deps, actorOf(c), campaign, { due, reason });
      return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    } catch (error) {
      const model = dueDayPage(campaign, typed, formErrors(error));
      return page(c, 'campaigns/due-day', model, { ...dueFrame(campaign), status: 422 });
    }
  });

  async function ownCampaign(c: AppContext, id: string): Promise<CampaignRow> {
    return (await administeredCampaign(deps, actorOf(c), viewerOf(c), id)).campaign;
  }

  async function choices() {
    const [editions, forms] = await Promise.all([allEditions(db), allForms(db)]);
    return { editions, forms };
  }

  return app;
}

function changeFrame(campaign: CampaignRow) {
  return { title: 'Ngày, danh mục, biểu mẫu', trail: campaignTrail(campaign) };
}

function dueFrame(campaign: CampaignRow) {
  return { title: 'Đổi hạn nộp', trail: campaignTrail(campaign) };
}
