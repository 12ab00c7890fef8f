import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { unitAndAbove } from '../units/queries.ts';
import { setSettings } from './changing.ts';
import { type CampaignRow, criteriaSetsOf } from './queries.ts';
import { campaignTrail } from './rules.ts';
import { administeredCampaign } from './scope.ts';
import { settingsOf } from './settings.ts';
import { settingsForm, typedSettings } from './settings-input.ts';
import { settingsPage } from './view-settings.ts';

/** What the committee sets for a campaign where the rules leave it open. */
export function campaignSettingsPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/:campaign/thiet-lap', async (c) => {
    const shown = await shownSettings(c, c.req.param('campaign'));
    return page(c, 'campaigns/settings', settingsPage(shown, typedSettings(shown.settings)), frameOf(shown.campaign));
  });

  app.post('/quan-tri/dot/:campaign/thiet-lap', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const shown = await shownSettings(c, c.req.param('campaign'));
    const { campaign, sets } = shown;
    try {
      const form = settingsForm(
        sets.map(({ id }) => id),
        campaign.state === 'open',
      );
      const { settings, reason } = parseInput(form, typed);
      await setSettings(deps, actorOf(c), campaign, settings, reason);
      return c.redirect(`/quan-tri/dot/${campaign.id}`, 303);
    } catch (error) {
      const model = settingsPage(shown, typed, formErrors(error));
      return page(c, 'campaigns/settings', model, { ...frameOf(campaign), status: 422 });
    }
  });

  /** A set of the campaign's own unit may be chosen, or of one above it. */
  async function shownSettings(c: AppContext, id: string) {
    const { campaign } = await administeredCampaign(deps, actorOf(c), viewerOf(c), id);
    const units = await unitAndAbove(db, campaign.unit_id);
    const sets = await criteriaSetsOf(
      db,
      units.map((unit) => unit.id),
    );
    return { campaign, settings: settingsOf(campaign), sets };
  }

  return app;
}

function frameOf(campaign: CampaignRow) {
  return { title: 'Thiết lập của cấp ủy', trail: campaignTrail(campaign) };
}
