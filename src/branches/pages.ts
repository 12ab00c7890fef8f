import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { fileAnswer, pdfAnswer } from '../http/files.ts';
import { type Sheet, spreadsheet } from '../files/spreadsheet.ts';
import { findUnit } from '../units/queries.ts';
import { renderDocument } from '../views/document.ts';
import { type BoardFilter, partsOf } from './board.ts';
import { remind } from './commands.ts';
import { BoardQuery, remindForm } from './input.ts';
import { boardPath, campaignIdIn } from './places.ts';
import { notHandedInPaper } from './print.ts';
import { lastReminders, movementsOf, seasonPeople } from './queries.ts';
import { leadsBranch } from './rules.ts';
import { type BranchSeason, branchSeason } from './scope.ts';
import { boardSheet, notHandedInSheet } from './sheets.ts';
import { type Board, boardPage, toBeAsked } from './view.ts';

/** The board of a branch: where everybody stands, who is asked to hand in, the list for the wall of the office. */
export function branchPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return noSeason(c, c.req.param('unit'));
    return showBoard(c, season, null, doneWords(c.req.query('nhac'), c.req.query('roi')));
  });

  app.get('/chi-bo/:unit/chua-nop.pdf', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return noSeason(c, c.req.param('unit'));
    const board = await boardOf(c, season);
    const bytes = await deps.pdf.render(renderDocument(notHandedInPaper(board, deps.rehearsal)));
    const subject = { kind: 'unit' as const, id: season.unit.id };
    const entry = { action: 'paper-printed' as const, subject, unitId: season.unit.id, detail: 'not-handed-in' };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return pdfAnswer(c, bytes, `chua-nop-${season.campaign.year}.pdf`);
  });

  app.get('/chi-bo/:unit/theo-doi.xlsx', (c) => answerSheet(c, 'theo-doi', 'board', boardSheet));
  app.get('/chi-bo/:unit/chua-nop.xlsx', (c) => answerSheet(c, 'chua-nop', 'not-handed-in', notHandedInSheet));

  app.post('/chi-bo/:unit/nhac', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return noSeason(c, c.req.param('unit'));
    try {
      const { truoc_ngay: day } = parseInput(remindForm(season.today), typed);
      const people = async () => toBeAsked(await boardOf(c, season));
      const { asked, askedToday } = await remind(deps, actorOf(c), season, people, day);
      const dot = campaignIdIn(season);
      const query = { ...(dot ? { dot } : {}), nhac: String(asked), roi: String(askedToday) };
      return c.redirect(`${boardPath(season.unit.id)}?${new URLSearchParams(query)}`, 303);
    } catch (error) {
      return showBoard(c, season, { typed: typed.truoc_ngay ?? '', errors: formErrors(error) });
    }
  });

  async function showBoard(
    c: AppContext,
    season: BranchSeason,
    returned: Parameters<typeof boardPage>[2],
    done: string | null = null,
  ): Promise<Response> {
    const board = await boardOf(c, season);
    const model = boardPage(board, filterIn(c), returned, done);
    return page(c, 'branches/board', model, { title: season.unit.name, wide: true, status: returned ? 422 : 200 });
  }

  async function answerSheet(c: AppContext, name: string, detail: string, sheetOf: (board: Board) => Sheet) {
    const unitId = c.req.param('unit') ?? '';
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    if (!season) return noSeason(c, unitId);
    const bytes = await spreadsheet([sheetOf(await boardOf(c, season))]);
    const entry = {
      action: 'table-downloaded' as const,
      subject: { kind: 'unit' as const, id: unitId },
      unitId,
      detail,
    };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return fileAnswer(c, bytes, `${name}-${season.campaign.year}`, 'xlsx');
  }

  async function boardOf(c: AppContext, season: BranchSeason): Promise<Board> {
    const { unit, campaign } = season;
    const viewer = viewerOf(c);
    const [people, movements, reminders] = await Promise.all([
      seasonPeople(db, campaign.id, unit.id),
      movementsOf(db, campaign, unit.id),
      lastReminders(db, campaign.id),
    ]);
    const leads = leadsBranch(viewer, unit.id);
    return { season, ...partsOf(people, unit.id, movements), reminders, viewerMemberId: viewer.memberId, leads };
  }

  async function noSeason(c: AppContext, unitId: string): Promise<Response> {
    const unitName = (await findUnit(db, unitId))?.name ?? '';
    return page(c, 'branches/no-season', { unitName }, { title: unitName });
  }

  return app;
}

function filterIn(c: AppContext): BoardFilter {
  const { tim, tt, xep } = BoardQuery.parse({
    tim: c.req.query('tim') ?? '',
    tt: c.req.query('tt') ?? '',
    xep: c.req.query('xep'),
  });
  return { search: tim, state: tt, order: xep === 'ten' ? 'name' : 'post' };
}

/** "Đã nhắc 3 đồng chí." Numbers only come out of the address. */
export function doneWords(asked: string | undefined, askedToday: string | undefined): string | null {
  if (!asked || !/^\d{1,4}$/.test(asked)) return null;
  const before = askedToday && /^[1-9]\d{0,3}$/.test(askedToday) ? Number(askedToday) : 0;
  const again = before > 0 ? ` ${before} đồng chí đã được nhắc trong hôm nay nên không nhắc lại.` : '';
  return asked === '0' && before > 0 ? again.trim() : `Đã nhắc ${Number(asked)} đồng chí.${again}`;
}
