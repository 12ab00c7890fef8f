import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { fileAnswer } from '../http/files.ts';
import { page } from '../http/page.ts';
import { logRow } from '../audit/statements.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { exemptionSheet } from './sheets.ts';
import { findReviewOf } from '../reviews/queries.ts';
import { unitsBelow } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { makeSuggestion, recordExemption, takeBackSuggestion, withdrawExemption } from './apart.ts';
import { ExemptionForm, SuggestionForm } from './people-input.ts';
import { type CampaignRow, exemptionsOf, peopleNamed, suggestionsOf } from './queries.ts';
import { campaignTrail } from './rules.ts';
import { administeredCampaign, memberOfCampaign, unitOfCampaign } from './scope.ts';
import { exemptionsPage, isWorthSearching, searchModel, suggestionsPage } from './view-people.ts';

type Typed = Record<string, string>;

/** D1 takes a pattern of 50 letters; longer names than this differ before. */
const LONGEST_SEARCH = 40;

/** Who of a campaign stands apart, and who is asked to explain something. */
export function campaignPeoplePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/:campaign/mien', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    return showExemptions(c, campaign, c.req.query('dong-chi'));
  });

  app.get('/quan-tri/dot/:campaign/mien.xlsx', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const bytes = await spreadsheet([exemptionSheet(await exemptionsOf(db, campaign.id))]);
    const subject = { kind: 'campaign' as const, id: campaign.id };
    const entry = { action: 'table-downloaded' as const, subject, unitId: campaign.unit_id, detail: 'exemptions' };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return fileAnswer(c, bytes, `mien-kiem-diem-${campaign.year}`, 'xlsx');
  });

  app.post('/quan-tri/dot/:campaign/mien', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const { member } = await chosenMember(c, campaign, typed);
    try {
      await recordExemption(deps, actorOf(c), campaign, member, parseInput(ExemptionForm, typed));
      return c.redirect(`/quan-tri/dot/${campaign.id}/mien`, 303);
    } catch (error) {
      return showExemptions(c, campaign, member.id, typed, formErrors(error));
    }
  });

  app.post('/quan-tri/dot/:campaign/mien/:member/rut', async (c) => {
    const { phien_ban: version = '' } = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const { member } = await memberOfCampaign(deps, actorOf(c), viewerOf(c), campaign, c.req.param('member'));
    await withdrawExemption(deps, actorOf(c), campaign, member, Number(version));
    return c.redirect(`/quan-tri/dot/${campaign.id}/mien`, 303);
  });

  app.get('/quan-tri/dot/:campaign/goi-y', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    return showSuggestions(c, campaign, { dong_chi: c.req.query('dong-chi'), chi_bo: c.req.query('chi-bo') });
  });

  app.post('/quan-tri/dot/:campaign/goi-y', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const asked = typed.chi_bo
      ? { unit: await unitOfCampaign(deps, actorOf(c), viewerOf(c), campaign, typed.chi_bo) }
      : await chosenMember(c, campaign, typed);
    try {
      await makeSuggestion(deps, actorOf(c), campaign, asked, parseInput(SuggestionForm, typed));
      return c.redirect(`/quan-tri/dot/${campaign.id}/goi-y`, 303);
    } catch (error) {
      return showSuggestions(c, campaign, typed, typed, formErrors(error));
    }
  });

  app.post('/quan-tri/dot/:campaign/goi-y/:suggestion/rut', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const suggestion = (await suggestionsOf(db, campaign.id)).find(({ id }) => id === c.req.param('suggestion'));
    if (!suggestion) throw notFound('no such suggestion in this campaign');
    await takeBackSuggestion(deps, actorOf(c), campaign, suggestion);
    return c.redirect(`/quan-tri/dot/${campaign.id}/goi-y`, 303);
  });

  async function showExemptions(
    c: AppContext,
    campaign: CampaignRow,
    memberId: string | undefined,
    typed: Typed = {},
    errors: FieldErrors = {},
  ): Promise<Response> {
    const path = `/quan-tri/dot/${campaign.id}/mien`;
    const shown = {
      campaign,
      people: await exemptionsOf(db, campaign.id),
      search: await searched(c, campaign, path),
      chosen: memberId ? await chosenPerson(c, campaign, memberId) : null,
    };
    const frame = { title: 'Miễn kiểm điểm', trail: campaignTrail(campaign), wide: true };
    return page(c, 'campaigns/exemptions', exemptionsPage(shown, typed, errors), { ...frame, ...statusOf(errors) });
  }

  async function showSuggestions(
    c: AppContext,
    campaign: CampaignRow,
    asked: { dong_chi?: string | undefined; chi_bo?: string | undefined },
    typed: Typed = {},
    errors: FieldErrors = {},
  ): Promise<Response> {
    const units = await unitsBelow(db, [campaign.unit_id]);
    const path = `/quan-tri/dot/${campaign.id}/goi-y`;
    const shown = {
      campaign,
      suggestions: await suggestionsOf(db, campaign.id),
      branches: units.filter(({ kind }) => kind === 'branch'),
      search: await searched(c, campaign, path),
      chosen: asked.chi_bo
        ? { unit: await unitOfCampaign(deps, actorOf(c), viewerOf(c), campaign, asked.chi_bo) }
        : asked.dong_chi
          ? await chosenPerson(c, campaign, asked.dong_chi)
          : null,
      newId: deps.newId(),
    };
    const frame = { title: 'Gợi ý kiểm điểm', trail: campaignTrail(campaign) };
    return page(c, 'campaigns/suggestions', suggestionsPage(shown, typed, errors), { ...frame, ...statusOf(errors) });
  }

  /** Only people of the campaign's own branches are found. */
  async function searched(c: AppContext, campaign: CampaignRow, path: string) {
    const query = c.req.query('tim') ?? '';
    if (!isWorthSearching(query)) return searchModel(path, query, null);
    const own = new Set((await unitsBelow(db, [campaign.unit_id])).map(({ id }) => id));
    const people = (await peopleNamed(db, foldName(query).slice(0, LONGEST_SEARCH))).filter(({ unit_id }) =>
      own.has(unit_id),
    );
    return searchModel(path, query, people);
  }

  /** The person the form names; a form that names nobody was not sent from our page. */
  async function chosenMember(c: AppContext, campaign: CampaignRow, typed: Typed) {
    if (!typed.dong_chi) {
      throw new AppError('invalid-input', {
        hint: 'Chưa chọn đồng chí nào. Đồng chí tìm theo họ tên rồi chọn một người.',
      });
    }
    return memberOfCampaign(deps, actorOf(c), viewerOf(c), campaign, typed.dong_chi);
  }

  async function chosenPerson(c: AppContext, campaign: CampaignRow, memberId: string) {
    const { member, branch } = await memberOfCampaign(deps, actorOf(c), viewerOf(c), campaign, memberId);
    const review = await findReviewOf(db, member.id, campaign.id);
    return { member, branch, review: review?.state ?? null };
  }

  async function ownCampaign(c: AppContext, id: string): Promise<CampaignRow> {
    return (await administeredCampaign(deps, actorOf(c), viewerOf(c), id)).campaign;
  }

  return app;
}

function statusOf(errors: FieldErrors): { status?: number } {
  return Object.keys(errors).length > 0 ? { status: 422 } : {};
}
