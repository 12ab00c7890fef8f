import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { fileAnswer } from '../http/files.ts';
import { handedUpTables } from './handed-up.ts';
import { officeBranch } from './scope.ts';
import { levelSheet } from './sheets.ts';
import { type BranchTable, loadTable } from './table.ts';

/** The lists of levels as files, for whom their papers are. Each is logged like a print. */
export function ratingSheetPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/xep-loai/danh-sach.xlsx', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) throw notFound('no campaign yet');
    const subject = { kind: 'unit' as const, id: season.unit.id };
    return answer(c, [await loadTable(deps, season)], false, { subject, unitId: season.unit.id, detail: 'proposals' });
  });

  app.get('/quan-tri/dot/:campaign/xep-loai/danh-sach.xlsx', async (c) => {
    const { campaign, tables } = await handedUpTables(deps, c, c.req.param('campaign'));
    const subject = { kind: 'campaign' as const, id: campaign.id };
    return answer(c, tables, true, { subject, unitId: campaign.unit_id, detail: 'ratings' });
  });

  app.get('/quan-tri/dot/:campaign/xep-loai/chi-bo/:unit/danh-sach.xlsx', async (c) => {
    const place = await officeBranch(deps, actorOf(c), c.req.param('campaign'), c.req.param('unit'));
    const table = await loadTable(deps, place);
    if (table.handedAt === null) throw notFound('nothing is handed up');
    const subject = { kind: 'unit' as const, id: table.unit.id };
    return answer(c, [table], false, { subject, unitId: table.unit.id, detail: 'ratings' });
  });

  async function answer(
    c: AppContext,
    tables: readonly BranchTable[],
    branches: boolean,
    log: { subject: { kind: 'unit' | 'campaign'; id: string }; unitId: string; detail: string },
  ): Promise<Response> {
    const bytes = await spreadsheet([levelSheet(tables, branches)]);
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'table-downloaded', ...log })]);
    return fileAnswer(c, bytes, `danh-sach-xep-loai-${tables[0]?.campaign.year}`, 'xlsx');
  }

  return app;
}
