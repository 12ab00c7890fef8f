import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { ASSISTANCE_OVER, forgetAssistance, rememberedAssistance } from '../http/assisted.ts';
import { readFields } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { findUnit, type UnitRow } from '../units/queries.ts';
import { branchTrail } from '../units/rules.ts';
import { SheetForm } from './input.ts';
import { endOfAssistance } from './queries.ts';
import { makeSheet, sheetPeople } from './sheets.ts';
import { helpSheetsPage } from './view.ts';

/** How a sitting ended, for the browser it was in; and the sheets of codes that open one. */
export function assistancePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get(ASSISTANCE_OVER, async (c) => {
    // While it lasts there is nothing to tell.
    if (c.get('viewer')?.assistance) return c.redirect('/', 303);
    const id = rememberedAssistance(c);
    const end = id ? await endOfAssistance(db, id) : undefined;
    const fresh = end && isFresh(end, deps.now());
    // Somebody else may sit at this computer by now.
    if (end && !fresh) forgetAssistance(c);
    const ended = fresh ? { author: end.author, signedAt: end.signedAt, reference: end.reference } : null;
    return page(c, 'assistance/over', { ended }, { title: 'Nhập giúp đã kết thúc' });
  });

  app.get('/chi-bo/:unit/nhap-giup', async (c) => showSheets(c, await branchOrThrow(c.req.param('unit'))));

  app.post('/chi-bo/:unit/nhap-giup', async (c) => {
    const branch = await branchOrThrow(c.req.param('unit'));
    try {
      const { nguoi } = await readFields(c, SheetForm);
      const { bytes, userName } = await makeSheet(deps, actorOf(c), viewerOf(c), branch, nguoi);
      return pdfAnswer(c, bytes, `phieu-nhap-giup-${userName.replaceAll('.', '-')}.pdf`);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      return await showSheets(c, branch, error.fields);
    }
  });

  async function showSheets(c: AppContext, branch: UnitRow, errors: FieldErrors = {}): Promise<Response> {
    const people = await sheetPeople(deps, viewerOf(c), branch.id);
    const status = Object.keys(errors).length > 0 ? 422 : 200;
    const frame = { title: 'Phiếu nhập giúp', trail: branchTrail(branch, viewerOf(c).roles), status };
    return page(c, 'assistance/sheets', helpSheetsPage(branch, people, errors), frame);
  }

  async function branchOrThrow(unitId: string): Promise<UnitRow> {
    const unit = await findUnit(db, unitId);
    if (!unit || unit.kind !== 'branch') throw notFound('no such branch');
    return unit;
  }

  return app;
}

const TELLS_MINUTES = 30;

/** One that nobody saw end is told of by its beginning. */
function isFresh({ begunAt, endedAt }: { begunAt: string; endedAt: string | null }, now: Date): boolean {
  return now.getTime() - Date.parse(endedAt ?? begunAt) < TELLS_MINUTES * 60_000;
}
