import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { formatDate } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type { CountedLevel } from './cap.ts';
import { giveBack, logSubject, recordDiscipline, takeDisciplineBack } from './commands.ts';
import { levelsInCampaign } from './counting.ts';
import { assertHandedUp, chosenLevels, decideAgain, decideRatings } from './deciding.ts';
import { decisionForm, disciplineForm, GiveBackForm, levelFields, redecisionForm } from './input.ts';
import { handUpsOf, levelsOfCampaign } from './queries.ts';
import { officeBranch, officeCampaign } from './scope.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision, loadTable } from './table.ts';
import { asksReason, confirmPage, officeBranchPage, officePage, officePaths, type ToConfirm } from './view-office.ts';
import { officeSubjectPage } from './view-subject.ts';

/** The committee's office: which branches have handed up, decisions in bulk, later decisions that replace them. */
export function officeRatingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;
  const BRANCH = '/quan-tri/dot/:campaign/xep-loai/chi-bo/:unit' as const;

  app.get('/quan-tri/dot/:campaign/xep-loai', async (c) => {
    const { campaign, branches } = await officeCampaign(deps, actorOf(c), viewerOf(c), c.req.param('campaign'));
    const [handUps, rows] = await Promise.all([handUpsOf(db, campaign.id), levelsOfCampaign(db, campaign.id)]);
    const own = new Set(branches.map(({ id }) => id));
    const levels = levelsInCampaign(rows, campaign).filter(({ unitId }) => own.has(unitId));
    const settings = settingsOf(campaign);
    const shown = { campaign, branches, settings, handUps, levels, decisions: rows.decisions };
    await deps.store.atomic([
      logRow(deps, actorOf(c), {
        action: 'ratings-viewed',
        subject: { kind: 'campaign', id: campaign.id },
        unitId: campaign.unit_id,
      }),
    ]);
    return page(c, 'ratings/office', officePage(shown), { title: 'Xếp loại', trail: trailTo(campaign), wide: true });
  });

  app.get(BRANCH, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    await deps.store.atomic([viewed(c, table, { kind: 'unit', id: table.unit.id })]);
    return showBranch(c, table);
  });

  app.post(`${BRANCH}/quyet-dinh`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    if (typed.sua === '1') return showBranch(c, table, typed);
    assertHandedUp(table);
    let shown: ToConfirm;
    try {
      const decision = parseInput(decisionForm(daysFor(table)), typed);
      const chosen = chosenLevels(table, levelFields(typed));
      shown = { table, decision, chosen, levels: await levelsWith(c, table, chosen) };
    } catch (error) {
      return showBranch(c, table, { so: '', ...typed }, formErrors(error));
    }
    if (typed.buoc !== '2') return showConfirm(c, shown, typed);
    try {
      assertConfirmed(shown);
      await decideRatings(deps, actorOf(c), table, shown.decision, shown.chosen);
      return c.redirect(officePaths(table.campaign.id).branch(table.unit.id), 303);
    } catch (error) {
      const errors = formErrors(error);
      return errors.so ? showBranch(c, table, typed, errors) : showConfirm(c, shown, typed, errors);
    }
  });

  app.post(`${BRANCH}/tra-lai`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    try {
      await giveBack(deps, actorOf(c), table, parseInput(GiveBackForm, typed).reason);
      return c.redirect(officePaths(table.campaign.id).branch(table.unit.id), 303);
    } catch (error) {
      return showBranch(c, table, typed, formErrors(error));
    }
  });

  app.get(`${BRANCH}/muc/:subject`, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    await deps.store.atomic([viewed(c, table, logSubject(table, subject.subject))]);
    return showSubject(c, table, subject);
  });

  app.post(`${BRANCH}/muc/:subject/quyet-dinh-lai`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    try {
      const again = parseInput(redecisionForm(subject.levels, daysFor(table, subject)), typed);
      await decideAgain(deps, actorOf(c), table, subject, again);
      return c.redirect(officePaths(table.campaign.id).subject(table.unit.id, subject.subject), 303);
    } catch (error) {
      return showSubject(c, table, subject, typed, formErrors(error));
    }
  });

  app.post(`${BRANCH}/muc/:subject/ky-luat`, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    try {
      const discipline = parseInput(disciplineForm(subject.kind, today()), typed);
      await recordDiscipline(deps, actorOf(c), table, subject, discipline);
      return c.redirect(officePaths(table.campaign.id).subject(table.unit.id, subject.subject), 303);
    } catch (error) {
      return showSubject(c, table, subject, typed, formErrors(error));
    }
  });

  app.post(`${BRANCH}/muc/:subject/ky-luat/:discipline/rut`, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    const row = subject.disciplines.find(({ id }) => id === c.req.param('discipline'));
    if (!row) throw notFound('no such discipline');
    await takeDisciplineBack(deps, actorOf(c), table, row);
    return c.redirect(officePaths(table.campaign.id).subject(table.unit.id, subject.subject), 303);
  });

  async function tableOf(c: AppContext, campaignId: string, unitId: string): Promise<BranchTable> {
    return loadTable(deps, await officeBranch(deps, actorOf(c), campaignId, unitId));
  }

  function today(): string {
    return dayInHanoi(deps.now());
  }

  /** A decision is not of the future, not older than its campaign, and not older than the one it replaces. */
  function daysFor({ campaign }: BranchTable, subject?: RatedSubject) {
    const current = subject && currentDecision(subject);
    const since = current?.decided_on ?? campaign.opens_on;
    const sinceWords = current
      ? `không thể trước ngày của quyết định được thay (${formatDate(since)})`
      : `không thể trước ngày mở đợt (${formatDate(since)})`;
    return { today: today(), since, sinceWords };
  }

  /** The whole campaign's levels as they would stand with this decision. */
  async function levelsWith(
    c: AppContext,
    { campaign, unit }: BranchTable,
    chosen: readonly (readonly [RatedSubject, string])[],
  ): Promise<CountedLevel[]> {
    const { branches } = await officeCampaign(deps, actorOf(c), viewerOf(c), campaign.id);
    const own = new Set(branches.map(({ id }) => id));
    const now = levelsInCampaign(await levelsOfCampaign(db, campaign.id), campaign);
    const decided = new Set(chosen.map(([{ subject }]) => subject));
    const kept = now.filter(({ unitId, subject }) => own.has(unitId) && !(unitId === unit.id && decided.has(subject)));
    return [
      ...kept,
      ...chosen.map(([{ kind, standing, place }, level]) => ({ kind, standing, head: place === 'head', level })),
    ];
  }

  function showBranch(
    c: AppContext,
    table: BranchTable,
    typed: Record<string, string> = {},
    errors: FieldErrors = {},
  ): Response {
    const frame = { title: table.unit.name, trail: trailTo(table.campaign, true), wide: true };
    return page(c, 'ratings/office-branch', officeBranchPage(table, typed, errors), {
      ...frame,
      status: statusFor(errors),
    });
  }

  function showConfirm(
    c: AppContext,
    shown: ToConfirm,
    typed: Record<string, string>,
    errors: FieldErrors = {},
  ): Response {
    const { campaign, unit } = shown.table;
    const trail = [...trailTo(campaign, true), { text: unit.name, href: officePaths(campaign.id).branch(unit.id) }];
    const frame = { title: 'Xem lại quyết định', trail, wide: true, status: statusFor(errors) };
    return page(c, 'ratings/confirm', confirmPage(shown, typed, errors), frame);
  }

  function showSubject(
    c: AppContext,
    table: BranchTable,
    subject: RatedSubject,
    typed: Record<string, string> = {},
    errors: FieldErrors = {},
  ): Response {
    const { campaign, unit } = table;
    const trail = [...trailTo(campaign, true), { text: unit.name, href: officePaths(campaign.id).branch(unit.id) }];
    const model = officeSubjectPage(table, subject, typed, errors);
    return page(c, 'ratings/subject', model, { title: subject.name, trail, status: statusFor(errors) });
  }

  function viewed(c: AppContext, table: BranchTable, subject: { kind: 'unit' | 'member'; id: string }) {
    return logRow(deps, actorOf(c), { action: 'ratings-viewed', subject, unitId: table.unit.id });
  }

  return app;
}

function assertConfirmed(shown: ToConfirm): void {
  const fields: FieldErrors = {};
  if (asksReason(shown) && shown.decision.reason === '') {
    fields.ly_do = 'Đồng chí ghi lý do: có mức khác đề xuất của chi bộ, hoặc có nhóm vượt tỷ lệ tối đa.';
  }
  if (!shown.decision.confirmed) fields.xac_nhan = 'Đồng chí đối chiếu rồi đánh dấu ô này thì mới ghi được.';
  if (Object.keys(fields).length > 0) throw new AppError('invalid-input', { fields });
}

/** Before the hand-up the office sees no line of the table, and no line of it exists for the office. */
function subjectOf(table: BranchTable, id: string): RatedSubject {
  const subject = table.handedAt === null ? undefined : table.subjects.find((each) => each.subject === id);
  if (!subject) throw notFound('no such subject in this table');
  return subject;
}

function statusFor(errors: FieldErrors): number {
  return Object.keys(errors).length > 0 ? 422 : 200;
}

function trailTo(campaign: CampaignRow, within = false): Link[] {
  const overview = { text: 'Văn phòng', href: '/quan-tri' };
  const season = { text: campaign.title, href: `/quan-tri/dot/${campaign.id}` };
  return [overview, season, ...(within ? [{ text: 'Xếp loại', href: officePaths(campaign.id).all }] : [])];
}
