import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { campaignTrail } from '../campaigns/rules.ts';
import { administeredCampaign, unitOfCampaign } from '../campaigns/scope.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { type FormValues, onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { fileAnswer, pdfAnswer } from '../http/files.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { leadersOf, memberCount, printFor, unitAndAbove, unitsBelow, type UnitRow } from '../units/queries.ts';
import { renderDocument } from '../views/document.ts';
import { noteForSeveral } from './commands.ts';
import { chosenAmong, letterForm, notingForm, tickedIn } from './input.ts';
import { lettersPaper } from './print.ts';
import { commentCounts, commentedPeople } from './queries.ts';
import { commentCountSheet, commentSheet } from './sheets.ts';
import { branchPage, overviewPage, type Picked } from './view.ts';

/** The office asks the cấp ủy of the places of residence, and notes what was sent and what has come. */
export function residencePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/:campaign/cu-tru', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const asked = c.req.query('chi-bo');
    if (asked) {
      const branch = await branchOf(c, campaign, asked);
      return showBranch(c, campaign, branch, { state: c.req.query('chon'), ticked: new Set() });
    }
    const [branches, counts] = await Promise.all([branchesOf(campaign), commentCounts(db, campaign.id)]);
    return page(c, 'residence/overview', overviewPage(campaign, branches, counts), {
      title: TITLE,
      trail: campaignTrail(campaign),
      wide: true,
    });
  });

  app.get('/quan-tri/dot/:campaign/cu-tru.xlsx', async (c) => {
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const asked = c.req.query('chi-bo');
    const branch = asked ? await branchOf(c, campaign, asked) : null;
    const sheet = branch
      ? commentSheet(await commentedPeople(db, campaign.id, branch.id), true)
      : commentCountSheet(await branchesOf(campaign), await commentCounts(db, campaign.id));
    const bytes = await spreadsheet([sheet]);
    const subject = branch ? { kind: 'unit' as const, id: branch.id } : { kind: 'campaign' as const, id: campaign.id };
    const entry = { action: 'table-downloaded' as const, subject, unitId: branch?.id ?? campaign.unit_id };
    await deps.store.atomic([logRow(deps, actorOf(c), { ...entry, detail: 'residence' })]);
    return fileAnswer(c, bytes, `nhan-xet-noi-cu-tru-${campaign.year}`, 'xlsx');
  });

  app.post('/quan-tri/dot/:campaign/cu-tru', async (c) => {
    const values = await readForm(c);
    const typed = onlyFirst(values);
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const branch = await branchOf(c, campaign, typed.chi_bo);
    try {
      const chosen = await chosenFrom(campaign, branch, values);
      const noting = parseInput(notingForm(dayInHanoi(deps.now())), typed);
      await noteForSeveral(deps, actorOf(c), campaign, branch.id, chosen, noting);
      return c.redirect(`/quan-tri/dot/${campaign.id}/cu-tru?chi-bo=${branch.id}`, 303);
    } catch (error) {
      return showBranch(c, campaign, branch, { state: undefined, ticked: tickedIn(values) }, typed, formErrors(error));
    }
  });

  app.post('/quan-tri/dot/:campaign/cu-tru/thu.pdf', async (c) => {
    const values = await readForm(c);
    const typed = onlyFirst(values);
    const campaign = await ownCampaign(c, c.req.param('campaign'));
    const branch = await branchOf(c, campaign, typed.chi_bo);
    try {
      const chosen = await chosenFrom(campaign, branch, values);
      const { tra_loi_truoc: until } = parseInput(letterForm(dayInHanoi(deps.now())), typed);
      return await printLetters(c, campaign, branch, { people: chosen.map(({ person }) => person), until });
    } catch (error) {
      if (error instanceof AppError && error.code !== 'invalid-input') throw error;
      return showBranch(c, campaign, branch, { state: undefined, ticked: tickedIn(values) }, typed, formErrors(error));
    }
  });

  async function printLetters(
    c: AppContext,
    campaign: CampaignRow,
    branch: UnitRow,
    wanted: Pick<Parameters<typeof lettersPaper>[0], 'people' | 'until'>,
  ): Promise<Response> {
    const [path, leaders] = await Promise.all([unitAndAbove(db, branch.id), leadersOf(db, branch.id)]);
    const secretary = leaders.find(({ role }) => role === 'secretary')?.display_name ?? '';
    const print = await printFor(db, path);
    const letters = { campaign, branch, superior: path[1] ?? null, print, secretary, ...wanted };
    const bytes = await deps.pdf.render(renderDocument(lettersPaper(letters, deps.rehearsal)));
    const subject = { kind: 'unit' as const, id: branch.id };
    const detail = `residence-letters ${wanted.people.length}`;
    await deps.store.atomic([
      logRow(deps, actorOf(c), { action: 'paper-printed', subject, unitId: branch.id, detail }),
    ]);
    return pdfAnswer(c, bytes, `thu-de-nghi-nhan-xet-${campaign.year}.pdf`);
  }

  async function showBranch(
    c: AppContext,
    campaign: CampaignRow,
    branch: UnitRow,
    picked: Picked,
    typed: Record<string, string> = {},
    errors: FieldErrors = {},
  ): Promise<Response> {
    const [people, members] = await Promise.all([
      commentedPeople(db, campaign.id, branch.id),
      memberCount(db, branch.id),
    ]);
    const shown = { campaign, branch, people, members, picked, today: dayInHanoi(deps.now()) };
    const status = Object.keys(errors).length > 0 ? { status: 422 } : {};
    return page(c, 'residence/branch', branchPage(shown, typed, errors), {
      title: branch.name,
      trail: [...campaignTrail(campaign), { text: TITLE, href: `/quan-tri/dot/${campaign.id}/cu-tru` }],
      wide: true,
      ...status,
    });
  }

  async function chosenFrom(campaign: CampaignRow, branch: UnitRow, values: FormValues) {
    const people = await commentedPeople(db, campaign.id, branch.id);
    const chosen = chosenAmong(people, values.get('dong_chi') ?? []);
    if (!chosen) throw notFound('somebody chosen is not of this branch');
    return chosen;
  }

  async function branchesOf(campaign: CampaignRow): Promise<UnitRow[]> {
    return (await unitsBelow(db, [campaign.unit_id])).filter(({ kind }) => kind === 'branch');
  }

  async function ownCampaign(c: AppContext, id: string): Promise<CampaignRow> {
    return (await administeredCampaign(deps, actorOf(c), viewerOf(c), id)).campaign;
  }

  /** Throws `invalid-input` where the form names none. */
  async function branchOf(c: AppContext, campaign: CampaignRow, id: string | undefined): Promise<UnitRow> {
    if (!id) throw new AppError('invalid-input', { hint: 'Chưa chọn chi bộ nào. Đồng chí mở lại trang rồi chọn.' });
    const unit = await unitOfCampaign(deps, actorOf(c), viewerOf(c), campaign, id);
    if (unit.kind !== 'branch') throw notFound('no branch');
    return unit;
  }

  return app;
}

const TITLE = 'Nhận xét của cấp ủy nơi cư trú';
