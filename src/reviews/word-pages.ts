import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { reviewWord } from '../files/word.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { fileAnswer } from '../http/files.ts';
import { findRecord, recordText } from '../records/queries.ts';
import type { ReviewContent } from './content.ts';
import { type AnyReview, loadAnyReview, loadReview } from './loaded.ts';
import { paperOf } from './papers.ts';
import { collectiveAddress } from './places.ts';
import { isWithItsAuthor } from './transitions.ts';

/**
 * Word copies for correction by hand, with the words of the sheets. They are made anew each time and never kept: the
 * frozen PDF alone is the record. Every copy is logged like a print (law.md).
 */
export function wordPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/ban-kiem-diem/:review/ban-in.docx', (c) => answerRecord(c, c.req.param('review'), false));
  app.get('/ban-kiem-diem/:review/ban-in-phu-luc.docx', (c) => answerRecord(c, c.req.param('review'), true));

  app.get('/ban-kiem-diem/:review/ban-nhap.docx', async (c) => {
    const review = await loadAnyReview(deps, c.req.param('review'));
    if (!isWithItsAuthor(review.row.state)) return c.redirect(frozenAddress(review), 303);
    const bytes = await reviewWord(await paperOf(deps, review.content, { annex: c.req.query('phu-luc') === '1' }));
    await deps.store.atomic([printed(c, review, 'draft-printed', 'draft word')]);
    return fileAnswer(c, bytes, `ban-nhap-${review.row.reference}`, 'docx');
  });

  async function answerRecord(c: AppContext, reviewId: string, annex: boolean): Promise<Response> {
    const review = await loadReview(deps, reviewId);
    const record = await findRecord(db, reviewId, review.row.submissions);
    if (!record || isWithItsAuthor(review.row.state)) throw notFound('no current record');
    const content = JSON.parse(await recordText(db, record)) as ReviewContent;
    const bytes = await reviewWord(await paperOf(deps, content, { annex }));
    await deps.store.atomic([printed(c, review, 'paper-printed', annex ? 'annex word' : 'plain word')]);
    return fileAnswer(c, bytes, `ban-kiem-diem-${review.row.reference}${annex ? '-phu-luc' : ''}`, 'docx');
  }

  function printed(c: AppContext, review: AnyReview, action: 'paper-printed' | 'draft-printed', detail: string) {
    const subject = { kind: 'review' as const, id: review.row.id };
    return logRow(deps, actorOf(c), { action, subject, unitId: review.row.unit_id, detail });
  }

  return app;
}

/** A collective's report that was sent is read on its branch's page. */
function frozenAddress({ row, member }: AnyReview): string {
  return member === null ? collectiveAddress(row, '/ban-gui') : `/ban-kiem-diem/${row.id}/ban-in.docx`;
}
