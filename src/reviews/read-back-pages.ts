import { Hono } from 'hono';
import { noteReadBack, signOnPaper } from '../assistance/statements.ts';
import { findAssistance } from '../assistance/queries.ts';
import { markOf } from '../assistance/rules.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { ASSISTANCE_OVER } from '../http/assisted.ts';
import { readFields } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { SignedForm } from './input.ts';
import { type LoadedReview, loadReview } from './loaded.ts';
import { submitReview } from './moving.ts';
import { largePaper, renderLargePaper } from './print-large.ts';
import { REASON_KEY } from './questions.ts';
import { isWithItsAuthor } from './transitions.ts';
import { readBackPage, type Refused, SIGNED } from './view-read-back.ts';

/**
 * Everything in large letters, to be read or listened to before it is handed in. Where somebody types for the author it
 * is the only way to hand in: read back after the last change, and signed on paper.
 */
export function readBackPages(deps: Deps, leave: (c: AppContext) => void): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/ban-kiem-diem/:review/doc-lai', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    if (!review.mayWrite) return c.redirect(`/ban-kiem-diem/${review.row.id}`, 303);
    const { assistance } = viewerOf(c);
    if (assistance) {
      await deps.store.atomic([
        noteReadBack(db, assistance.id, markOf(review.mark), deps.now().toISOString()),
        logged(c, review, 'assistance-read-back'),
      ]);
    }
    return showReadBack(c, review);
  });

  app.post('/ban-kiem-diem/:review/ky-nop', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    const { assistance } = viewerOf(c);
    // Whoever writes for himself hands in on the check page.
    if (!assistance) return c.redirect(`/ban-kiem-diem/${review.row.id}/kiem-tra`, 303);
    try {
      await readFields(c, SignedForm);
      const mark = markOf(review.mark);
      const seen = (await findAssistance(db, assistance.id))?.read_back_mark;
      if (seen !== mark) return await showReadBack(c, review, { changed: true });
      const signed = [
        signOnPaper(db, assistance.id, mark, deps.now().toISOString()),
        logged(c, review, 'assistance-signed'),
      ];
      await submitReview(deps, actorOf(c), review, review.fields.get(REASON_KEY)?.value ?? '', signed);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      return await showReadBack(c, review, { unsigned: error.fields[SIGNED] ?? null });
    }
    // The session is gone with it; nothing of it stays in the browser.
    leave(c);
    return c.redirect(`${ASSISTANCE_OVER}?da-xuat=1`, 303);
  });

  app.get('/ban-kiem-diem/:review/ban-chu-lon.pdf', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    if (!isWithItsAuthor(review.row.state)) return c.redirect(`/ban-kiem-diem/${review.row.id}/ban-in.pdf`, 303);
    const helper = viewerOf(c).assistance?.helperName ?? null;
    const paper = largePaper(review, { helper, at: deps.now().toISOString(), rehearsal: deps.rehearsal });
    const bytes = await deps.pdf.render(renderLargePaper(paper));
    await deps.store.atomic([logged(c, review, 'draft-printed', 'large')]);
    return pdfAnswer(c, bytes, `ban-doc-lai-${review.row.reference}.pdf`);
  });

  /** `refused`: it was not handed in; what is missing beside that stands on the page by itself. */
  async function showReadBack(c: AppContext, review: LoadedReview, refused?: Refused): Promise<Response> {
    const model = readBackPage(review, viewerOf(c), refused ?? {});
    const status = refused ? 422 : 200;
    const home = { text: review.campaign.title, href: `/ban-kiem-diem/${review.row.id}` };
    return page(c, 'reviews/read-back', model, { title: 'Đọc lại', status, trail: [home] });
  }

  function logged(
    c: AppContext,
    review: LoadedReview,
    action: 'assistance-read-back' | 'assistance-signed' | 'draft-printed',
    detail = '',
  ) {
    const subject = { kind: 'review' as const, id: review.row.id };
    return logRow(deps, actorOf(c), { action, subject, unitId: review.row.unit_id, detail });
  }

  return app;
}
