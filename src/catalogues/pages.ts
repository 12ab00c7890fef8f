import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { type CampaignRow, openCampaignFor } from '../campaigns/queries.ts';
import { wordsForReading } from '../campaigns/rules.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { type AppContext, type AppEnv, actorOf, hasRole, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { unitAndAbove } from '../units/queries.ts';
import { handoutPaper, renderHandout } from './handout.ts';
import { allEditions, editionOrThrow, newestEditions } from './queries.ts';
import { editionPage, indexPage } from './view.ts';

/** The sign lists to read: nothing is asked here, and nothing is stored. */
export function cataloguePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/danh-muc', async (c) => {
    const model = indexPage(await allEditions(db), await openCampaignOf(c));
    return page(c, 'catalogues/index', model, { title: 'Danh mục biểu hiện' });
  });

  // Before the route of one list, which would take this address for an edition's name.
  app.get('/danh-muc/to-roi.pdf', async (c) => {
    const campaign = await openCampaignOf(c);
    const editions = campaign
      ? await Promise.all([editionOrThrow(db, campaign.edition_a), editionOrThrow(db, campaign.edition_b)])
      : await newestEditions(db);
    const lists = editions.map((edition) => ({
      edition,
      words: wordsForReading(edition.id, campaign, deps.rehearsal),
    }));
    const bytes = await deps.pdf.render(renderHandout(handoutPaper(lists, deps.rehearsal)));
    const subject = { kind: 'catalogue' as const, id: null };
    const detail = editions.map(({ id }) => id).join(' ');
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'paper-printed', subject, detail })]);
    return pdfAnswer(c, bytes, 'to-roi-danh-muc-bieu-hien.pdf');
  });

  app.get('/danh-muc/:edition', async (c) => {
    const edition = await editionOrThrow(db, c.req.param('edition'));
    const words = wordsForReading(edition.id, await openCampaignOf(c), deps.rehearsal);
    const trail = [{ text: 'Danh mục biểu hiện', href: '/danh-muc' }];
    const mayCollate = hasRole(viewerOf(c), 'administrator', 'office');
    const model = editionPage(edition, words, mayCollate);
    return page(c, 'catalogues/edition', model, { title: edition.shortName, trail });
  });

  /** The campaign the viewer takes part in: its decision says whether words of ours may be shown. */
  async function openCampaignOf(c: AppContext): Promise<CampaignRow | undefined> {
    const { unitId } = viewerOf(c);
    if (unitId === null) return undefined;
    const units = await unitAndAbove(db, unitId);
    return openCampaignFor(
      db,
      units.map(({ id }) => id),
      dayInHanoi(deps.now()),
    );
  }

  return app;
}
