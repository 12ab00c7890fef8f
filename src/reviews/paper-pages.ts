import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { newestEditions } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { findRecord } from '../records/queries.ts';
import { type AnyReview, loadAnyReview, loadReview } from './loaded.ts';
import { frozenPaper, printContent, printPledge } from './papers.ts';
import { collectiveAddress } from './places.ts';
import { pledgePoints } from './pledge.ts';
import { blankPaper, renderReviewPaper } from './print.ts';
import { hasWorkplace, type PaperKind, variantOf } from './print-unit.ts';
import { isWithItsAuthor } from './transitions.ts';

/** The sheets: the frozen paper of a submitted review, the draft, the blank form. Every print is logged (law.md). */
export function paperPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/ban-kiem-diem/:review/ban-in.pdf', (c) => answerPaper(c, c.req.param('review'), 'plain'));
  app.get('/ban-kiem-diem/:review/ban-in-phu-luc.pdf', (c) => answerPaper(c, c.req.param('review'), 'annex'));

  app.get('/ban-kiem-diem/:review/ban-in-don-vi.pdf', (c) => answerPaper(c, c.req.param('review'), 'workplace'));

  app.get('/ban-kiem-diem/:review/ban-nhap.pdf', async (c) => {
    const review = await loadAnyReview(deps, c.req.param('review'));
    if (!isWithItsAuthor(review.row.state)) return c.redirect(frozenAddress(review), 303);
    const bytes = await printContent(deps, review.content, { annex: c.req.query('phu-luc') === '1' });
    await deps.store.atomic([printed(c, review, 'draft-printed', 'draft')]);
    return pdfAnswer(c, bytes, `ban-nhap-${review.row.reference}.pdf`);
  });

  app.get('/ban-kiem-diem/:review/cam-ket.pdf', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    const { content, frame } = review;
    if (pledgePoints(content, frame.form).length === 0) throw notFound('no pledge was written');
    if (!isWithItsAuthor(review.row.state)) return answerPaper(c, review.row.id, 'pledge');
    const bytes = await printPledge(deps, content);
    await deps.store.atomic([printed(c, review, 'draft-printed', 'pledge')]);
    return pdfAnswer(c, bytes, `ban-nhap-cam-ket-${review.row.reference}.pdf`);
  });

  app.get('/bieu-mau/:form/mau-trong.pdf', async (c) => {
    const form = await formOrThrow(deps.store.db, c.req.param('form'));
    const [a, b] = await newestEditions(deps.store.db);
    const options = {
      annex: false,
      rehearsal: deps.rehearsal,
      year: null,
      unit: null,
      provisionalWords: 'withheld' as const,
    };
    const bytes = await deps.pdf.render(renderReviewPaper(blankPaper(form, { a, b }, options)));
    const subject = { kind: 'form' as const, id: form.id };
    await deps.store.atomic([logRow(deps, actorOf(c), { action: 'paper-printed', subject, detail: 'blank' })]);
    return pdfAnswer(c, bytes, `mau-trong-${form.id}.pdf`);
  });

  async function answerPaper(c: AppContext, reviewId: string, kind: PaperKind): Promise<Response> {
    const review = await loadReview(deps, reviewId);
    const record = await findRecord(deps.store.db, reviewId, review.row.submissions);
    if (!record || isWithItsAuthor(review.row.state)) throw notFound('no current record');
    if (kind === 'workplace' && !hasWorkplace(review.content)) throw notFound('no workplace takes a copy');
    const variant = variantOf(kind, review.content);
    const bytes = await frozenPaper(deps, record.id, variant);
    const back = viewerOf(c).memberId === review.row.member_id ? 'da-nop' : 'doc';
    if (!bytes) return paperWaiting(deps, c, `/ban-kiem-diem/${reviewId}/${back}`);
    await deps.store.atomic([printed(c, review, 'paper-printed', variant)]);
    return pdfAnswer(c, bytes, `${FILE_NAMES[kind](review.row.reference)}.pdf`);
  }

  function printed(c: AppContext, review: AnyReview, action: 'paper-printed' | 'draft-printed', detail: string) {
    const subject = { kind: 'review' as const, id: review.row.id };
    return logRow(deps, actorOf(c), { action, subject, unitId: review.row.unit_id, detail });
  }

  return app;
}

function frozenAddress({ row, member }: AnyReview): string {
  return member === null ? collectiveAddress(row, '/ban-gui.pdf') : `/ban-kiem-diem/${row.id}/ban-in.pdf`;
}

/** The content is frozen, its paper not made yet: `back` leads to where the reader came from. */
export async function paperWaiting(deps: Pick<Deps, 'pdf'>, c: AppContext, back: string): Promise<Response> {
  const health = await deps.pdf.health();
  c.header('retry-after', '10');
  const { pathname, search } = new URL(c.req.url);
  const model = { reason: health.ready ? null : health.detail, href: `${pathname}${search}`, back };
  return page(c, 'reviews/paper-waiting', model, { title: 'Đang tạo bản in', status: 503 });
}

const FILE_NAMES: Record<PaperKind, (reference: string) => string> = {
  plain: (reference) => `ban-kiem-diem-${reference}`,
  annex: (reference) => `ban-kiem-diem-${reference}-phu-luc`,
  pledge: (reference) => `ban-cam-ket-${reference}`,
  workplace: (reference) => `ban-kiem-diem-${reference}-don-vi`,
};
