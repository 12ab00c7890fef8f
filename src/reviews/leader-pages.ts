import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, type Viewer, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import type { Link } from '../views/models/layout.ts';
import { findMember } from '../units/queries.ts';
import { paperStandings } from '../verification/queries.ts';
import { AcceptForm, ReturnForm } from './input.ts';
import { judgeReview } from './moving.ts';
import { findReview, type ReviewRow, stepsOfReview } from './queries.ts';
import { subjectOf } from './content.ts';
import { readSubmitted, readYearBefore, type SubmittedReview } from './reading.ts';
import { leadsBranch, relationsTo, sitsIn } from './relations.ts';
import { judgedPage, readingPage } from './view-reading.ts';
import { signedNote } from './view-signed.ts';

/** Reading what was handed in, and returning or accepting it: the branch's leaders, and the office that stands in. */
export function leaderPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/ban-kiem-diem/:review/doc', (c) => showReview(c, c.req.param('review')));

  app.post('/ban-kiem-diem/:review/tiep-nhan', async (c) => {
    const { ban } = parseInput(AcceptForm, onlyFirst(await readForm(c)));
    return judge(c, c.req.param('review'), { move: 'accept', version: ban, remark: '' });
  });

  app.post('/ban-kiem-diem/:review/bo-sung', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const reviewId = c.req.param('review');
    try {
      const { ban, dieu_bo_sung: remark } = parseInput(ReturnForm, typed);
      return await judge(c, reviewId, { move: 'return', version: ban, remark });
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      // What somebody else has judged meanwhile is not opened again for the sake of a form.
      const remark = typed.dieu_bo_sung ?? '';
      if (!(await isOpenAt(reviewId, typed.ban))) return await showLost(c, await rowOrThrow(reviewId), remark);
      return await showReview(c, reviewId, { remark, errors: error.fields });
    }
  });

  app.get('/ban-kiem-diem/:review/ket-qua', async (c) => {
    const row = await rowOrThrow(c.req.param('review'));
    const judged = await judgedOf(row);
    return page(c, 'reviews/judged', judgedPage(judged, linksOf(viewerOf(c), row)), { title: judged.name });
  });

  async function judge(
    c: AppContext,
    reviewId: string,
    wanted: { move: 'return' | 'accept'; version: number; remark: string },
  ): Promise<Response> {
    const row = await rowOrThrow(reviewId);
    const done = `/ban-kiem-diem/${row.id}/ket-qua`;
    if (row.version === wanted.version) {
      try {
        await judgeReview(deps, actorOf(c), viewerOf(c), { row }, wanted);
        return c.redirect(done, 303);
      } catch (error) {
        if (!(error instanceof AppError) || error.message !== 'wrong-state') throw error;
      }
    }
    const now = await rowOrThrow(reviewId);
    return (await wasMine(c, now, wanted)) ? c.redirect(done, 303) : showLost(c, now, wanted.remark);
  }

  /** A double click: the very same act stands there as the newest step already. */
  async function wasMine(
    c: AppContext,
    now: ReviewRow,
    wanted: { move: 'return' | 'accept'; version: number; remark: string },
  ): Promise<boolean> {
    const { step } = await judgedOf(now);
    const to = wanted.move === 'accept' ? 'accepted' : 'returned';
    return (
      now.version === wanted.version + 1 &&
      step.to_state === to &&
      step.account_id === viewerOf(c).accountId &&
      step.remark === wanted.remark.trim()
    );
  }

  async function showLost(c: AppContext, now: ReviewRow, typed: string): Promise<Response> {
    const judged = await judgedOf(now);
    const model = judgedPage(judged, linksOf(viewerOf(c), now), { typed });
    return page(c, 'reviews/judged', model, { title: 'Đồng chí khác đã làm trước', status: 409 });
  }

  async function showReview(
    c: AppContext,
    reviewId: string,
    typed?: { remark: string; errors: Record<string, string> },
  ): Promise<Response> {
    const viewer = viewerOf(c);
    const review = await readSubmitted(deps, reviewId);
    const [before, relations, steps, papers] = await Promise.all([
      readYearBefore(deps, review),
      relationsTo(deps, viewer, reviewId),
      stepsOfReview(db, reviewId),
      paperStandings(db, [reviewId]),
    ]);
    // Last year's may belong to another branch: it stands here only for who may read it by itself.
    const last = before && (await mayRead(viewer, before.row.id)) ? before : null;
    await deps.store.atomic([review, ...(last ? [last] : [])].map((read) => viewed(c, read)));
    const reader = review.row.state !== 'submitted' ? 'done' : relations.includes('judges') ? 'judges' : 'waits';
    const { unit_id: unitId } = review.row;
    const here = { leads: leadsBranch(viewer, unitId), sits: sitsIn(viewer, unitId), today: dayInHanoi(deps.now()) };
    const signed = signedNote(review.row, papers.get(reviewId), here);
    const model = readingPage({ review, last, steps, reader, signed }, typed);
    const title = `Đọc bản kiểm điểm: ${subjectOf(review.content.head)}`;
    const trail = relations.includes('own-committee-after-hand-up')
      ? [summaryOf(review.row)]
      : linksOf(viewer, review.row).slice(0, 1);
    return page(c, 'reviews/doc', model, { title, trail, wide: true, status: typed ? 422 : 200 });
  }

  async function mayRead(viewer: Viewer, reviewId: string): Promise<boolean> {
    const relations = await relationsTo(deps, viewer, reviewId);
    return relations.some((relation) => relation !== 'judges');
  }

  function viewed(c: AppContext, { row }: SubmittedReview) {
    const subject = { kind: 'review' as const, id: row.id };
    return logRow(deps, actorOf(c), { action: 'review-viewed', subject, unitId: row.unit_id });
  }

  async function isOpenAt(reviewId: string, version: string | undefined): Promise<boolean> {
    const row = await rowOrThrow(reviewId);
    return row.state === 'submitted' && String(row.version) === version;
  }

  async function rowOrThrow(reviewId: string): Promise<ReviewRow> {
    const row = await findReview(db, reviewId);
    if (!row) throw notFound('no such review');
    return row;
  }

  async function judgedOf(row: ReviewRow) {
    const [steps, member] = await Promise.all([
      stepsOfReview(db, row.id),
      row.member_id ? findMember(db, row.member_id) : undefined,
    ]);
    const step = steps.at(-1);
    if (!step || !member) throw notFound('nothing has happened to this review yet');
    return { row, step, name: member.full_name };
  }

  return app;
}

/** Back to where the reader came from: his branch's board, or the office's own page. */
function linksOf(viewer: Viewer, row: ReviewRow): Link[] {
  const leads = viewer.roles.some(({ role, unitId }) => unitId === row.unit_id && BRANCH_ROLES.has(role));
  const home = leads
    ? { text: 'Theo dõi chi bộ', href: `/chi-bo/${row.unit_id}` }
    : { text: 'Văn phòng', href: '/quan-tri' };
  const readable = row.state === 'draft' || row.state === 'returned' ? [] : [read(row)];
  return [home, ...readable];
}

/** The committee's office comes from the branch's summary. */
function summaryOf({ campaign_id: campaignId, unit_id: unitId }: ReviewRow): Link {
  return { text: 'Kết quả của chi bộ', href: `/quan-tri/dot/${campaignId}/tong-hop/chi-bo/${unitId}` };
}

function read(row: ReviewRow): Link {
  return { text: 'Đọc bản kiểm điểm này', href: `/ban-kiem-diem/${row.id}/doc` };
}

const BRANCH_ROLES = new Set(['secretary', 'deputy', 'committee_member']);
