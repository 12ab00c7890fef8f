import { Hono } from 'hono';
import { helpSheetOf } from '../accounts/queries.ts';
import { helpWith } from '../assistance/queries.ts';
import { helpInWords, sheetInWords } from '../assistance/rules.ts';
import { nameReview } from '../assistance/statements.ts';
import { collectiveReview } from '../branches/queries.ts';
import { findCampaign, formIdFor, openCampaignFor, suggestionsFor } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors, notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, type Viewer, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { ownResults } from '../ratings/reading.ts';
import { findMember, unitAndAbove } from '../units/queries.ts';
import type { CollectiveNotice } from '../views/models/collective.ts';
import { contradictionsIn, thoughtsOn } from './advice.ts';
import { openRemarkOf } from './answering.ts';
import { apartFrom } from './apart.ts';
import { beginReview } from './begin.ts';
import { findingsOf, progressIn } from './completeness.ts';
import { CheckButtons } from './input.ts';
import { lastYearOf } from './last-year.ts';
import { type LoadedCollective, type LoadedReview, loadAnyReview, loadReview } from './loaded.ts';
import { submitReview } from './moving.ts';
import { collectiveAddress, trailOf } from './places.ts';
import { noteToShow, type PostedForm, savePosted } from './posted-form.ts';
import {
  collectiveReviewsOf,
  lastReturn,
  newestReminder,
  plannedMeeting,
  reviewsOf,
  sendingsOf,
  stepsOfReview,
} from './queries.ts';
import { REASON_KEY } from './questions.ts';
import { type FieldOutcome } from './saving.ts';
import { shownFields } from './shown.ts';
import { keepTextSize } from './text-size.ts';
import { isWithItsAuthor } from './transitions.ts';
import { checkPage } from './view-check.ts';
import { collectiveNotice, collectiveTasksPage } from './view-collective-read.ts';
import { confirmationPage, readPage, reminderWords, startPage, tasksPage } from './view-home.ts';

/** The author's way around the writing: home, task list, check, submission, confirmation, reading. */
export function reviewPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/', async (c) => {
    const viewer = viewerOf(c);
    if (viewer.assistance?.reviewId) return c.redirect(`/ban-kiem-diem/${viewer.assistance.reviewId}`, 303);
    if (!viewer.memberId || !viewer.unitId)
      return page(c, 'reviews/nobody', { links: roleLinks(c) }, { title: 'Trang chính' });
    const units = await unitAndAbove(db, viewer.unitId);
    const unitIds = units.map((unit) => unit.id);
    const campaign = await openCampaignFor(db, unitIds, dayInHanoi(deps.now()));
    const years = await yearsFor(viewer, viewer.memberId);
    const current = campaign && years.find((year) => year.campaign_id === campaign.id);
    if (current) return c.redirect(`/ban-kiem-diem/${current.id}`, 303);
    const member = await findMember(db, viewer.memberId);
    const formId = campaign && member && (await formIdFor(db, campaign, member));
    const formName = formId ? (await formOrThrow(db, formId)).name : null;
    const [reminder, collective, apart, suggestions] = campaign
      ? await Promise.all([
          newestReminder(db, campaign.id, viewer.memberId),
          noticeFor(c, campaign),
          apartFrom(deps, campaign.id, viewer.memberId),
          suggestionsFor(db, campaign.id, { member: viewer.memberId }),
        ])
      : [undefined, null, null, []];
    const asked = reminderWords(units[0] ?? { has_branch_committee: 0 }, reminder, null);
    const beside = { reminder: apart ? null : asked, collective, apart, suggestions };
    const model = startPage(campaign, formName, dayInHanoi(deps.now()), years, beside);
    const results = (await ownResults(deps, viewer.memberId)).slice(0, 1);
    return page(c, 'reviews/start', { ...model, results }, { title: 'Trang chính' });
  });

  app.post('/dot/:campaign/bat-dau', async (c) => {
    const viewer = viewerOf(c);
    const { assistance } = viewer;
    if (assistance?.reviewId) return c.redirect(`/ban-kiem-diem/${assistance.reviewId}`, 303);
    const member = viewer.memberId ? await findMember(db, viewer.memberId) : undefined;
    const campaign = await findCampaign(db, c.req.param('campaign'));
    const units = member ? (await unitAndAbove(db, member.unit_id)).map((unit) => unit.id) : [];
    if (!member || !campaign || !units.includes(campaign.unit_id)) throw notFound('no such campaign for this person');
    const id = await beginReview(deps, actorOf(c), campaign, member);
    if (assistance) await deps.store.atomic([nameReview(db, assistance.id, id)]);
    return c.redirect(`/ban-kiem-diem/${id}`, 303);
  });

  app.get('/ban-kiem-diem/:review', async (c) => {
    const review = await loadAnyReview(deps, c.req.param('review'));
    if (review.member === null) return showCollective(c, review);
    const frame = { title: review.campaign.title };
    const viewer = viewerOf(c);
    const [years, steps, collective, results, help, sheet] = await Promise.all([
      yearsFor(viewer, review.member.id),
      stepsOfReview(db, review.row.id),
      noticeFor(c, review.campaign),
      resultsOf(c, review),
      helpWith(db, [review.row.id]),
      sheetOf(viewer),
    ]);
    const helped = [...sheet, ...help.map(helpInWords)];
    if (!review.mayWrite) {
      return page(c, 'reviews/read', { ...readPage(review, years, { steps, collective }), results, helped }, frame);
    }
    const [returned, reminder, apart] = await Promise.all([
      lastReturn(db, review.row.id),
      newestReminder(db, review.campaign.id, review.member.id),
      apartFrom(deps, review.campaign.id, review.row.member_id),
    ]);
    const asked = apart ? null : reminderWords(review.unit, reminder, review.row);
    const beside = { steps, collective, apart, reminder: asked, assisted: Boolean(viewer.assistance) };
    const model = { ...tasksPage(review, progressIn(review), returned, years, beside), results, helped };
    return page(c, 'reviews/tasks', model, frame);
  });

  app.get('/ban-kiem-diem/:review/kiem-tra', async (c) => {
    const review = await loadAnyReview(deps, c.req.param('review'));
    if (review.member === null) return c.redirect(collectiveAddress(review.row, '/gui'), 303);
    // The confirmation leads on where there is nothing to confirm.
    if (!review.mayWrite) return c.redirect(`/ban-kiem-diem/${review.row.id}/da-nop`, 303);
    return showCheck(c, review);
  });

  app.post('/ban-kiem-diem/:review/nop', async (c) => {
    const values = await readForm(c);
    const buttons = parseInput(CheckButtons, onlyFirst(values));
    const read = await loadReview(deps, c.req.param('review'));
    const base = `/ban-kiem-diem/${read.row.id}`;
    // Where somebody types for the author, handing in begins with reading everything back.
    const assisted = Boolean(viewerOf(c).assistance);
    const readsBack = (buttons.di === 'doc-lai' || (assisted && buttons.di === 'nop')) && !buttons.co;
    const handsIn = buttons.di === 'nop' && !buttons.co && !assisted;
    // Handed in already, by a double click or the back button: the command knows, and there is nothing to save.
    const posted = handsIn && !read.mayWrite ? NOTHING : await savePosted(deps, actorOf(c), read, values);
    const review = posted.outcomes.length > 0 ? await loadReview(deps, read.row.id) : read;
    if (posted.problem) return showCheck(c, review, posted.outcomes, {}, posted.problem);
    const note = noteToShow(review, posted, () => `${base}/kiem-tra`);
    if (note) return c.redirect(note, 303);
    if (buttons.co) await keepTextSize(deps, c, buttons.co);
    if (readsBack) return c.redirect(`${base}/doc-lai`, 303);
    if (!handsIn) return c.redirect(buttons.di === 've' ? base : `${base}/kiem-tra#o-nop`, 303);
    try {
      await submitReview(deps, actorOf(c), review, review.fields.get(REASON_KEY)?.value ?? '');
      return c.redirect(`${base}/da-nop`, 303);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'invalid-input') throw error;
      return await showCheck(c, review, [], error.fields, 422);
    }
  });

  app.get('/ban-kiem-diem/:review/da-nop', async (c) => {
    const review = await loadReview(deps, c.req.param('review'));
    if (isWithItsAuthor(review.row.state)) return c.redirect(`/ban-kiem-diem/${review.row.id}`, 303);
    return page(c, 'reviews/confirmation', confirmationPage(review), { title: 'Đã nộp bản kiểm điểm' });
  });

  /** The writers' list of tasks; the branch's own page says everything else of a report. */
  async function showCollective(c: AppContext, review: LoadedCollective): Promise<Response> {
    if (!review.mayWrite) return c.redirect(collectiveAddress(review.row), 303);
    const [sendings, returned, years] = await Promise.all([
      sendingsOf(db, review.row.id),
      lastReturn(db, review.row.id),
      collectiveReviewsOf(db, review.row.unit_id),
    ]);
    const model = collectiveTasksPage(review, progressIn(review), { sendings, returned }, years);
    const [hub] = trailOf(review);
    return page(
      c,
      'reviews/tasks',
      { ...model, results: [], helped: [] },
      { title: 'Viết báo cáo của tập thể', trail: hub ? [hub] : [] },
    );
  }

  /** What the reader's branch was sent of its collective's report in this campaign. */
  async function noticeFor(c: AppContext, campaign: { id: string }): Promise<CollectiveNotice | null> {
    const { unitId, assistance } = viewerOf(c);
    const row = unitId && !assistance ? await collectiveReview(db, campaign.id, unitId) : undefined;
    if (!row) return null;
    const [meeting, sendings] = await Promise.all([
      plannedMeeting(db, campaign.id, row.unit_id),
      sendingsOf(db, row.id),
    ]);
    return collectiveNotice(row, { meeting, sendings });
  }

  /** What was decided about the reader himself in the year of this review. */
  async function resultsOf(c: AppContext, { row, campaign }: LoadedReview) {
    const { memberId, assistance } = viewerOf(c);
    if (assistance || memberId === null || memberId !== row.member_id) return [];
    return (await ownResults(deps, memberId)).filter(({ campaignId }) => campaignId === campaign.id);
  }

  /** His other years are closed to whoever types for the author. */
  async function yearsFor(viewer: Viewer, memberId: string) {
    return viewer.assistance ? [] : reviewsOf(db, memberId);
  }

  /** A sheet that the author may not have asked for: said where he looks first. */
  async function sheetOf({ accountId, assistance }: Viewer): Promise<string[]> {
    const sheet = assistance ? undefined : await helpSheetOf(db, accountId, deps.now().toISOString());
    return sheet ? [`${sheetInWords(sheet)} Không phải đồng chí nhờ thì hủy ở trang Tài khoản.`] : [];
  }

  async function showCheck(
    c: AppContext,
    review: LoadedReview,
    outcomes: readonly FieldOutcome[] = [],
    refused: FieldErrors = {},
    status = 200,
  ): Promise<Response> {
    const value = (key: string) => review.fields.get(key)?.value ?? '';
    const lastYear = await lastYearOf(deps, review, viewerOf(c));
    const findings = [
      ...findingsOf(progressIn(review)),
      ...contradictionsIn(review.frame, value),
      ...thoughtsOn(review.frame, value, lastYear?.isSame),
    ];
    const shown = shownFields(review, outcomes);
    const { userName: account, assistance } = viewerOf(c);
    const model = checkPage(review, findings, shown, {
      account,
      assisted: Boolean(assistance),
      refused,
      remark: await openRemarkOf(deps, review.row),
      apart: await apartFrom(deps, review.campaign.id, review.row.member_id),
    });
    const writing = model.reason ? model.form : undefined;
    const home = { text: review.campaign.title, href: `/ban-kiem-diem/${review.row.id}` };
    return page(c, 'reviews/check', model, { title: 'Kiểm tra và nộp', status, writing, trail: [home] });
  }

  return app;
}

const NOTHING: PostedForm = { outcomes: [], answered: new Map(), problem: null };

function roleLinks(c: AppContext) {
  const isAdministrator = viewerOf(c).roles.some(({ role }) => role === 'administrator');
  return isAdministrator ? [{ text: 'Quản trị: tổ chức, đảng viên, đợt kiểm điểm', href: '/quan-tri' }] : [];
}
