import { Hono } from 'hono';
import { type AuditAction, logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { fileAnswer } from '../http/files.ts';
import { page } from '../http/page.ts';
import { readForm } from '../http/body.ts';
import { savedFields } from '../http/saved-fields.ts';
import type { Link } from '../views/models/layout.ts';
import { type LoadedSummary, loadSummary } from './loaded.ts';
import { readableReviews } from './queries.ts';
import { officeSummary } from './scope.ts';
import { branchTable, earlierTable, levelTable, resultTable, screeningTable } from './tables.ts';
import { REPORT_TEXTS, reportTexts, saveReportTexts, type TextOutcome } from './texts.ts';
import { branchSummaryPage, reportPage, summaryPage, summaryPaths } from './view.ts';

/** The committee's office sums its branches up: from what they handed up, names and levels and no more. */
export function summaryPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dot/:campaign/tong-hop', async (c) => {
    const loaded = await summed(c, c.req.param('campaign'));
    await logged(c, loaded, 'summary-viewed');
    return page(c, 'summaries/overview', summaryPage(loaded), {
      title: 'Tổng hợp kết quả',
      trail: trailTo(loaded),
      wide: true,
    });
  });

  app.get('/quan-tri/dot/:campaign/tong-hop/tong-hop.xlsx', async (c) => {
    const loaded = await summed(c, c.req.param('campaign'));
    const { sum, campaign } = loaded;
    const tables = [branchTable(sum), levelTable(sum), earlierTable(sum), screeningTable(sum), resultTable(sum)];
    const bytes = await spreadsheet(
      tables.map(({ name, columns, rows }) => ({ name, columns, rows: rows.map(({ cells }) => cells) })),
    );
    await logged(c, loaded, 'summary-exported', 'xlsx');
    return fileAnswer(c, bytes, `tong-hop-xep-loai-${campaign.year}`, 'xlsx');
  });

  app.get('/quan-tri/dot/:campaign/tong-hop/chi-bo/:unit', async (c) => {
    const loaded = await summed(c, c.req.param('campaign'));
    const branch = loaded.sum.branches.find(({ unit }) => unit.id === c.req.param('unit'));
    if (!branch?.summary) throw notFound('this branch has not handed up');
    const readable = await readableReviews(db, loaded.campaign.id, branch.unit.id);
    const subject = { kind: 'unit' as const, id: branch.unit.id };
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'summary-viewed', subject, unitId: branch.unit.id })]);
    const trail = trailTo(loaded, true);
    const model = branchSummaryPage(loaded.sum, branch, readable);
    return page(c, 'summaries/branch', model, { title: branch.unit.name, trail, wide: true });
  });

  app.get('/quan-tri/dot/:campaign/tong-hop/bao-cao', async (c) => {
    const loaded = await summed(c, c.req.param('campaign'));
    return showReport(c, loaded, []);
  });

  app.post('/quan-tri/dot/:campaign/tong-hop/bao-cao', async (c) => {
    const values = await readForm(c);
    const loaded = await summed(c, c.req.param('campaign'));
    const isKey = (key: string) => REPORT_TEXTS.some((text) => text.key === key);
    const { fields, chosen } = savedFields(values, isKey);
    const texts = await reportTexts(deps, loaded);
    // Between two texts the person has been shown both: what is chosen goes over the version that was shown.
    const typed = fields.flatMap((field) => {
      const choice = chosen.get(field.key);
      if (!choice) return [field];
      const theirs = texts.get(field.key)?.value ?? '';
      if (choice.which === 'theirs') return [];
      const value = choice.which === 'both' ? `${theirs}\n${field.value}` : field.value;
      return [{ ...field, value, version: choice.over }];
    });
    return showReport(c, loaded, await saveReportTexts(deps, actorOf(c), loaded, typed));
  });

  async function showReport(c: AppContext, loaded: LoadedSummary, outcomes: readonly TextOutcome[]): Promise<Response> {
    const model = reportPage(loaded, await reportTexts(deps, loaded), outcomes);
    const kinds = outcomes.map(({ kind }) => kind);
    const status = kinds.includes('conflict') ? 409 : kinds.includes('invalid') ? 422 : 200;
    const trail = trailTo(loaded, true);
    return page(c, 'summaries/report', model, { title: 'Báo cáo kết quả', trail, writing: true, status });
  }

  async function summed(c: AppContext, campaignId: string): Promise<LoadedSummary> {
    return loadSummary(deps, await officeSummary(deps, actorOf(c), viewerOf(c), campaignId));
  }

  async function logged(
    c: AppContext,
    { campaign, committee }: LoadedSummary,
    action: AuditAction,
    detail = '',
  ): Promise<void> {
    const subject = { kind: 'campaign' as const, id: campaign.id };
    await deps.store.atomic([logRow(deps, actorOf(c), { action, subject, unitId: committee.id, detail })]);
  }

  return app;
}

export function trailTo({ campaign }: Pick<LoadedSummary, 'campaign'>, within = false): Link[] {
  const overview = { text: 'Văn phòng', href: '/quan-tri' };
  const season = { text: campaign.title, href: `/quan-tri/dot/${campaign.id}` };
  return [overview, season, ...(within ? [{ text: 'Tổng hợp', href: summaryPaths(campaign.id).all }] : [])];
}
