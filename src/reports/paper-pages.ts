import { Hono } from 'hono';
import { type AuditEntry, logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { documentWord } from '../files/word.ts';
import { fileAnswer, pdfAnswer } from '../http/files.ts';
import { renderDocument } from '../views/document.ts';
import { frozenContent, type LoadedReport } from './loaded.ts';
import { reportPaper } from './print.ts';
import { begunReport } from './scope.ts';

/** The report on paper: the draft as it stands, or a signed one word for word. Every print is logged. */
export function reportPaperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/chi-bo/:unit/bao-cao/bao-cao.pdf', async (c) => {
    const { paper, what, name } = await asked(c);
    const bytes = await deps.pdf.render(renderDocument(paper));
    await log(c, what);
    return pdfAnswer(c, bytes, `${name}.pdf`);
  });

  app.get('/chi-bo/:unit/bao-cao/bao-cao.docx', async (c) => {
    const { paper, what, name } = await asked(c);
    const bytes = await documentWord(paper);
    await log(c, { ...what, detail: `${what.detail} docx` });
    return fileAnswer(c, bytes, name, 'docx');
  });

  async function asked(c: AppContext) {
    const { report, season } = await begunReport(deps, c);
    const content = await contentOf(report, c.req.query('ban'));
    const paper = reportPaper(content, { rehearsal: deps.rehearsal });
    const detail = content.draft === null ? 'bao-cao' : `du-thao-${content.draft}-bao-cao`;
    const what = { subject: { kind: 'report' as const, id: report.row.id }, unitId: season.unit.id, detail };
    return { paper, what, name: `${detail}-${season.campaign.year}` };
  }

  async function log(c: AppContext, what: Omit<AuditEntry, 'action'>): Promise<void> {
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'paper-printed', ...what })]);
  }

  async function contentOf(report: LoadedReport, asked: string | undefined) {
    if (asked === undefined) return report.content;
    const edition = report.editions.find((each) => String(each.edition) === asked);
    if (!edition) throw notFound('no such signed report');
    return frozenContent(deps, edition);
  }

  return app;
}
