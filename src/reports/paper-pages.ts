import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type AppEnv, actorOf } from '../http/context.ts';
import { pdfAnswer } from '../http/files.ts';
import { renderDocument } from '../views/document.ts';
import { frozenContent, type LoadedReport } from './loaded.ts';
import { reportPaper } from './print.ts';
import { begunReport } from './scope.ts';

/** The report on paper: the draft as it stands, or a signed one word for word. Every print is logged. */
export function reportPaperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/bao-cao/bao-cao.pdf', async (c) => {
    const { report, season } = await begunReport(deps, c);
    const content = await contentOf(report, c.req.query('ban'));
    const bytes = await deps.pdf.render(renderDocument(reportPaper(content, { rehearsal: deps.rehearsal })));
    const what = content.draft === null ? 'bao-cao' : `du-thao-${content.draft}-bao-cao`;
    const subject = { kind: 'report' as const, id: report.row.id };
    const entry = { action: 'paper-printed' as const, subject, unitId: season.unit.id, detail: what };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return pdfAnswer(c, bytes, `${what}-${season.campaign.year}.pdf`);
  });

  async function contentOf(report: LoadedReport, asked: string | undefined) {
    if (asked === undefined) return report.content;
    const edition = report.editions.find((each) => String(each.edition) === asked);
    if (!edition) throw notFound('no such signed report');
    return frozenContent(deps, edition);
  }

  return app;
}
