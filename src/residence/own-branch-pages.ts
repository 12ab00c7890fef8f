import { Hono } from 'hono';
import { branchSeason, type BranchSeason } from '../branches/scope.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { fileAnswer } from '../http/files.ts';
import { page } from '../http/page.ts';
import { logRow } from '../audit/statements.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { commentSheet } from './sheets.ts';
import { findUnit, memberCount } from '../units/queries.ts';
import { noteForSeveral } from './commands.ts';
import { chosenAmong, notingForm, tickedIn } from './input.ts';
import { commentedPeople } from './queries.ts';
import { noSeasonPage, ownBranchPage, type Picked } from './view.ts';

/** A branch's leaders note that comments have come for their own people; sending is the office's work. */
export function ownResidencePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/cu-tru', async (c) => {
    const unitId = c.req.param('unit');
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    if (!season) {
      const unit = await findUnit(db, unitId);
      if (!unit) throw notFound('no such unit');
      return page(c, 'residence/own-branch', noSeasonPage(unit, dayInHanoi(deps.now())), { title: TITLE, wide: true });
    }
    return show(c, season, { state: c.req.query('chon'), ticked: new Set() });
  });

  app.get('/chi-bo/:unit/cu-tru.xlsx', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) throw notFound('no campaign yet');
    const { unit, campaign } = season;
    const bytes = await spreadsheet([commentSheet(await commentedPeople(db, campaign.id, unit.id), false)]);
    const subject = { kind: 'unit' as const, id: unit.id };
    const entry = { action: 'table-downloaded' as const, subject, unitId: unit.id, detail: 'residence' };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return fileAnswer(c, bytes, `nhan-xet-noi-cu-tru-${campaign.year}`, 'xlsx');
  });

  app.post('/chi-bo/:unit/cu-tru', async (c) => {
    const values = await readForm(c);
    const typed = onlyFirst(values);
    const season = await branchSeason(deps, c.req.param('unit'), typed.dot);
    if (!season) throw new AppError('not-allowed-now', { hint: 'Chi bộ chưa có đợt kiểm điểm nào.' });
    const { unit, campaign, today } = season;
    try {
      const chosen = chosenAmong(await commentedPeople(db, campaign.id, unit.id), values.get('dong_chi') ?? []);
      if (!chosen) throw notFound('somebody chosen is not of this branch');
      const noting = parseInput(notingForm(today), { ...typed, viec: 'nhan' });
      await noteForSeveral(deps, actorOf(c), campaign, unit.id, chosen, noting);
      return c.redirect(`/chi-bo/${unit.id}/cu-tru?dot=${campaign.id}`, 303);
    } catch (error) {
      return show(c, season, { state: undefined, ticked: tickedIn(values) }, typed, formErrors(error));
    }
  });

  async function show(
    c: AppContext,
    season: BranchSeason,
    picked: Picked,
    typed: Record<string, string> = {},
    errors: FieldErrors = {},
  ): Promise<Response> {
    const { unit, campaign, today } = season;
    const [people, members] = await Promise.all([commentedPeople(db, campaign.id, unit.id), memberCount(db, unit.id)]);
    const status = Object.keys(errors).length > 0 ? { status: 422 } : {};
    const model = ownBranchPage({ season, people, members, picked, today }, typed, errors);
    return page(c, 'residence/own-branch', model, { title: TITLE, wide: true, ...status });
  }

  return app;
}

const TITLE = 'Nhận xét của cấp ủy nơi cư trú';
