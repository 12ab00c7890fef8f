import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { branchNav } from '../branches/rules.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { openedKit } from '../exchange/queries.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { findUnit, leadersOf } from '../units/queries.ts';
import { renderDocument } from '../views/document.ts';
import { handUp, logSubject, proposeRating, RatingConflict, recordDiscipline, takeDisciplineBack } from './commands.ts';
import { disciplineForm, HandUpForm, ratingForm } from './input.ts';
import { proposalList } from './print-list.ts';
import { listRows } from './queries.ts';
import { statedKeys } from './stated.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, loadTable } from './table.ts';
import { rowPage, type RowShown } from './view-row.ts';
import { branchPaths, tablePage } from './view-table.ts';

/** The branch's table of proposals: its leaders write, its chi ủy sees; handed up, it is closed. */
export function ratingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/xep-loai', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return nothingYet(c, c.req.param('unit'));
    const table = await loadTable(deps, season);
    await deps.store.atomic([viewed(c, table)]);
    return showTable(c, table, season);
  });

  app.get('/chi-bo/:unit/xep-loai/danh-sach.pdf', async (c) => {
    const season = await seasonOf(c, c.req.param('unit'));
    const [table, leaders] = await Promise.all([loadTable(deps, season), leadersOf(db, season.unit.id)]);
    const secretary = leaders.find(({ role }) => role === 'secretary')?.display_name ?? '';
    const paper = proposalList(table, { ...season, secretary }, { rehearsal: deps.rehearsal, today: season.today });
    const bytes = await deps.pdf.render(renderDocument(paper));
    await deps.store.atomic([printed(c, table, 'proposals')]);
    return pdfAnswer(c, bytes, `danh-sach-de-xuat-xep-loai-${table.campaign.year}.pdf`);
  });

  app.post('/chi-bo/:unit/xep-loai/chuyen', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const season = await seasonOf(c, c.req.param('unit'));
    const table = await loadTable(deps, season);
    try {
      await handUp(deps, actorOf(c), table, parseInput(HandUpForm, typed).reason);
      return c.redirect(branchPaths(table).table, 303);
    } catch (error) {
      return showTable(c, table, season, typed, formErrors(error));
    }
  });

  app.get('/chi-bo/:unit/xep-loai/muc/:subject', async (c) => {
    const table = await tableOf(c, c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    await deps.store.atomic([subjectViewed(c, table, subject)]);
    return page(c, 'ratings/row', rowPage(await rowShown(c, table, subject)), rowFrame(table, subject));
  });

  app.post('/chi-bo/:unit/xep-loai/muc/:subject', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const table = await tableOf(c, c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    try {
      await proposeRating(deps, actorOf(c), table, subject, parseInput(ratingForm(subject.levels), typed));
      return c.redirect(typed.di === 'tiep' ? nextPath(table, subject) : branchPaths(table).table, 303);
    } catch (error) {
      const shown = await rowShown(c, table, subject);
      const returned = { v: '0', ...typed };
      if (error instanceof RatingConflict) {
        const model = rowPage(shown, { typed: returned, stored: error.stored });
        return page(c, 'ratings/row', model, { ...rowFrame(table, subject), status: 409 });
      }
      const model = rowPage(shown, { typed: returned, errors: formErrors(error) });
      return page(c, 'ratings/row', model, { ...rowFrame(table, subject), status: 422 });
    }
  });

  app.post('/chi-bo/:unit/xep-loai/muc/:subject/ky-luat', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const season = await seasonOf(c, c.req.param('unit'));
    const table = await loadTable(deps, season);
    const subject = subjectOf(table, c.req.param('subject'));
    try {
      const discipline = parseInput(disciplineForm(subject.kind, season.today), typed);
      await recordDiscipline(deps, actorOf(c), table, subject, discipline);
      return c.redirect(`${branchPaths(table).row(subject.subject)}#ky-luat`, 303);
    } catch (error) {
      const model = rowPage(await rowShown(c, table, subject), { typed, errors: formErrors(error) });
      return page(c, 'ratings/row', model, { ...rowFrame(table, subject), status: 422 });
    }
  });

  app.post('/chi-bo/:unit/xep-loai/muc/:subject/ky-luat/:discipline/rut', async (c) => {
    const table = await tableOf(c, c.req.param('unit'));
    const subject = subjectOf(table, c.req.param('subject'));
    const row = subject.disciplines.find(({ id }) => id === c.req.param('discipline'));
    if (!row) throw notFound('no such discipline');
    await takeDisciplineBack(deps, actorOf(c), table, row);
    return c.redirect(`${branchPaths(table).row(subject.subject)}#ky-luat`, 303);
  });

  async function seasonOf(c: AppContext, unitId: string): Promise<BranchSeason> {
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    if (!season) throw notFound('no campaign for this branch');
    return season;
  }

  async function tableOf(c: AppContext, unitId: string): Promise<BranchTable> {
    return loadTable(deps, await seasonOf(c, unitId));
  }

  async function showTable(
    c: AppContext,
    table: BranchTable,
    season: BranchSeason,
    typed: Record<string, string> = {},
    errors: Record<string, string> = {},
  ): Promise<Response> {
    const kit = await openedKit(db, table.campaign.id, table.unit.id);
    const may = { write: leads(c, table), sendFile: kit !== undefined };
    const model = tablePage(table, season, may, typed, errors);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    return page(c, 'ratings/table', model, { title: 'Xếp loại', wide: true, status });
  }

  async function nothingYet(c: AppContext, unitId: string): Promise<Response> {
    const unit = await findUnit(db, unitId);
    if (!unit) throw notFound('no such unit');
    return page(c, 'ratings/nothing', { nav: branchNav(unit, 'ratings') }, { title: 'Xếp loại' });
  }

  async function rowShown(c: AppContext, table: BranchTable, subject: RatedSubject): Promise<RowShown> {
    const keys = subject.form && statedKeys(subject.form);
    const rows = (list: string | undefined) =>
      subject.review && subject.stated && list ? listRows(db, subject.review.id, list) : null;
    const [earlier, tasks] = await Promise.all([rows(keys?.earlier?.list), rows(keys?.tasks?.list)]);
    return { table, subject, earlier, tasks, may: { write: leads(c, table) } };
  }

  function leads(c: AppContext, table: BranchTable): boolean {
    return viewerOf(c).roles.some(
      ({ role, unitId }) => (role === 'secretary' || role === 'deputy') && unitId === table.unit.id,
    );
  }

  function viewed(c: AppContext, table: BranchTable) {
    const subject = { kind: 'unit' as const, id: table.unit.id };
    return logRow(deps, actorOf(c), { action: 'ratings-viewed', subject, unitId: table.unit.id });
  }

  /** The row shows words of a review: its owner sees among his readers who opened it. */
  function subjectViewed(c: AppContext, table: BranchTable, { subject, review, stated }: RatedSubject) {
    const unitId = table.unit.id;
    if (review && stated && viewerOf(c).memberId !== subject) {
      const read = { kind: 'review' as const, id: review.id };
      return logRow(deps, actorOf(c), { action: 'review-viewed', subject: read, unitId, detail: 'ratings' });
    }
    return logRow(deps, actorOf(c), { action: 'ratings-viewed', subject: logSubject(table, subject), unitId });
  }

  function printed(c: AppContext, table: BranchTable, detail: string) {
    const subject = { kind: 'unit' as const, id: table.unit.id };
    return logRow(deps, actorOf(c), { action: 'paper-printed', subject, unitId: table.unit.id, detail });
  }

  return app;
}

/** Anybody else's line looks as if it did not exist. */
function subjectOf(table: BranchTable, id: string): RatedSubject {
  const subject = table.subjects.find((each) => each.subject === id);
  if (!subject) throw notFound('no such subject in this table');
  return subject;
}

function nextPath(table: BranchTable, subject: RatedSubject): string {
  const next = table.subjects[table.subjects.indexOf(subject) + 1];
  return next ? branchPaths(table).row(next.subject) : branchPaths(table).table;
}

function rowFrame(table: BranchTable, subject: RatedSubject) {
  return {
    title: subject.name,
    trail: [{ text: `Xếp loại, ${table.unit.name}`, href: branchPaths(table).table }],
    writing: true,
  };
}
