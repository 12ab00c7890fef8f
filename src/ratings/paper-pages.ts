import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import { findCampaign } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { pdfAnswer } from '../http/files.ts';
import { paperIssuer, unitAndAbove } from '../units/queries.ts';
import { renderDocument } from '../views/document.ts';
import type { DocumentPaper } from '../views/models/document.ts';
import { logSubject } from './commands.ts';
import { redecisionPaper } from './print-decision.ts';
import { decisionList } from './print-list.ts';
import { noticePaper, signerOf } from './print-notice.ts';
import { handedUpTables } from './handed-up.ts';
import { findDecision } from './queries.ts';
import { officeBranch } from './scope.ts';
import { type BranchTable, currentDecision, loadTable } from './table.ts';

/** Papers of what is decided: lists, notices, Mẫu 03; and each person's own notice. Every print is logged. */
export function ratingPaperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;
  const BRANCH = '/quan-tri/dot/:campaign/xep-loai/chi-bo/:unit' as const;

  app.get('/quan-tri/dot/:campaign/xep-loai/danh-sach.pdf', async (c) => {
    const { campaign, tables } = await handedUpTables(deps, c, c.req.param('campaign'));
    const committee = await paperIssuer(db, campaign.unit_id);
    if (!committee) throw notFound('the campaign has lost its unit');
    const paper = decisionList(tables, { ...committee, year: campaign.year, signer: signerFor(tables) }, print());
    const entry = { kind: 'campaign' as const, id: campaign.id };
    return answer(c, paper, `danh-sach-xep-loai-${campaign.year}.pdf`, [entry, campaign.unit_id, 'ratings']);
  });

  app.get(`${BRANCH}/danh-sach.pdf`, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const { year } = table.campaign;
    const committee = await paperIssuer(db, table.unit.parent_id);
    if (table.handedAt === null || !committee) throw notFound('nothing is handed up');
    const paper = decisionList([table], { ...committee, year, signer: signerFor([table]) }, print());
    const name = `danh-sach-xep-loai-${year}.pdf`;
    const entry = { kind: 'unit' as const, id: table.unit.id };
    return answer(c, paper, name, [entry, table.unit.id, 'ratings']);
  });

  app.get(`${BRANCH}/thong-bao.pdf`, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const paper = noticePaper(table, table.subjects, await printAbove(table));
    if (paper.documents.length === 0) throw notFound('nobody is decided yet');
    const entry = { kind: 'unit' as const, id: table.unit.id };
    const detail = `notices:${paper.documents.length}`;
    return answer(c, paper, `thong-bao-xep-loai-${table.campaign.year}.pdf`, [entry, table.unit.id, detail]);
  });

  app.get(`${BRANCH}/quyet-dinh/:decision/mau-03.pdf`, async (c) => {
    const table = await tableOf(c, c.req.param('campaign'), c.req.param('unit'));
    const subject = table.subjects.find(({ decisions }) => decisions.some(({ id }) => id === c.req.param('decision')));
    const decision = subject?.decisions.find(({ id }) => id === c.req.param('decision'));
    const replaced = subject?.decisions.find(({ id }) => id === decision?.replaces_id);
    if (!subject || !decision || !replaced) throw notFound('no such later decision');
    const paper = redecisionPaper(table, subject, { decision, replaced }, await printAbove(table));
    const entry = logSubject(table, subject.subject);
    return answer(c, paper, `quyet-dinh-xep-loai-lai-${table.campaign.year}.pdf`, [entry, table.unit.id, 'mau-03']);
  });

  /** A person's own notice, and nobody else's: whose it is follows from the session. */
  app.get('/xep-loai/:decision/thong-bao.pdf', async (c) => {
    const decision = await findDecision(db, c.req.param('decision'));
    const { memberId } = viewerOf(c);
    if (!decision || memberId === null || decision.subject !== memberId)
      throw notFound('no such decision of one’s own');
    const [campaign, path] = await Promise.all([
      findCampaign(db, decision.campaign_id),
      unitAndAbove(db, decision.unit_id),
    ]);
    const [unit, superior = null] = path;
    if (!unit || !campaign) throw notFound('the decision has lost its branch or campaign');
    const table = await loadTable(deps, { unit, superior, campaign });
    const own = table.subjects.filter(({ subject }) => subject === memberId);
    if (currentDecision(own[0] ?? { decisions: [] })?.id !== decision.id) throw notFound('the decision is replaced');
    const name = `thong-bao-xep-loai-${campaign.year}.pdf`;
    const paper = noticePaper(table, own, await printAbove(table));
    return answer(c, paper, name, [{ kind: 'member', id: memberId }, unit.id, 'notice']);
  });

  type LogOf = [subject: { kind: 'unit' | 'member' | 'campaign'; id: string }, unitId: string, detail: string];

  async function answer(c: AppContext, paper: DocumentPaper, name: string, log: LogOf): Promise<Response> {
    const bytes = await deps.pdf.render(renderDocument(paper));
    const [subject, unitId, detail] = log;
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'paper-printed', subject, unitId, detail })]);
    return pdfAnswer(c, bytes, name);
  }

  async function tableOf(c: AppContext, campaignId: string, unitId: string): Promise<BranchTable> {
    return loadTable(deps, await officeBranch(deps, actorOf(c), campaignId, unitId));
  }

  /** Papers about a branch that the committee above it issues. */
  async function printAbove({ unit }: BranchTable) {
    return { committee: await paperIssuer(db, unit.parent_id), rehearsal: deps.rehearsal };
  }

  function print() {
    return { rehearsal: deps.rehearsal, today: dayInHanoi(deps.now()) };
  }

  return app;
}

/** The body of the newest decision signs the list; before any, the committee. */
function signerFor(tables: readonly BranchTable[]): string {
  const decisions = tables.flatMap(({ subjects }) => subjects.flatMap((subject) => subject.decisions));
  const newest = decisions.toSorted((left, right) => right.at.localeCompare(left.at))[0];
  return signerOf(newest?.body ?? 'Đảng ủy');
}
