import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { collectiveReview } from '../branches/queries.ts';
import { branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { paperWaiting } from './paper-pages.ts';
import { frozenPaper } from './papers.ts';
import { collectiveAddress } from './places.ts';
import { isHandedUp, plannedMeeting, type ReviewRow, sendingsOf } from './queries.ts';
import { takesPart } from './relations.ts';
import { type SentReport, sentReport } from './sent.ts';
import { collectiveReadPage } from './view-collective-read.ts';

/**
 * What the participants of the branch's meeting were sent, on screen and on paper: always the frozen text, also while its
 * writers change it. Reading what was sent to everybody is not logged; printing is (law.md), and the office's reading.
 */
export function collectiveReadingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/tap-the/ban-gui', async (c) => {
    const { row, relation, ...sent } = await readable(c, c.req.param('unit'));
    if (relation === 'office') await deps.store.atomic([logged(c, row, 'review-viewed', '')]);
    const [meeting, sendings] = await Promise.all([
      plannedMeeting(db, row.campaign_id, row.unit_id),
      sendingsOf(db, row.id),
    ]);
    const model = collectiveReadPage({ ...sent, row }, { meeting, sendings });
    const frame = { title: 'Báo cáo kiểm điểm tập thể', back: { text: 'Về trang chính', href: '/' } };
    return page(c, 'reviews/collective-read', model, frame);
  });

  app.get('/chi-bo/:unit/tap-the/ban-gui.pdf', (c) => answerPaper(c, c.req.param('unit'), 'plain'));
  app.get('/chi-bo/:unit/tap-the/ban-gui-phu-luc.pdf', (c) => answerPaper(c, c.req.param('unit'), 'annex'));

  async function answerPaper(c: AppContext, unitId: string, variant: 'plain' | 'annex'): Promise<Response> {
    const { row, record, content } = await readable(c, unitId);
    const bytes = await frozenPaper(deps, record.id, variant);
    if (!bytes) return paperWaiting(deps, c, collectiveAddress(row, '/ban-gui'));
    await deps.store.atomic([logged(c, row, 'paper-printed', variant)]);
    const number = content.head.kind === 'collective' ? content.head.draftNumber : null;
    const what = number === null ? 'bao-cao-tap-the' : `du-thao-${number}-tap-the`;
    return pdfAnswer(c, bytes, `${what}-${row.reference}${variant === 'annex' ? '-phu-luc' : ''}.pdf`);
  }

  /** The office reads it once the branch has handed its papers up. Throws `not-found`. */
  async function readable(c: AppContext, unitId: string): Promise<SentReport & { relation: 'participant' | 'office' }> {
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    const row = season && (await collectiveReview(db, season.campaign.id, unitId));
    const sent = row && (await sentReport(deps, row));
    if (!row || !sent) throw notFound('nothing was sent yet');
    if (takesPart(viewerOf(c), unitId)) return { ...sent, relation: 'participant' };
    if (row.state !== 'closed' && !(await isHandedUp(db, row))) throw notFound('not handed up yet');
    return { ...sent, relation: 'office' };
  }

  function logged(c: AppContext, row: ReviewRow, action: 'review-viewed' | 'paper-printed', detail: string) {
    return logRow(deps, actorOf(c), { action, subject: { kind: 'review', id: row.id }, unitId: row.unit_id, detail });
  }

  return app;
}
