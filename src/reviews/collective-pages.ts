import { Hono } from 'hono';
import { collectiveReview } from '../branches/queries.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { memberCount } from '../units/queries.ts';
import { contradictionsIn, thoughtsOn } from './advice.ts';
import { beginCollective, collectiveForm } from './begin-collective.ts';
import { passForm, ReviseForm, sendForm } from './collective-input.ts';
import { isSent, passReport, reviseDraft, sendDraft } from './collective-moves.ts';
import { findingsOf, progressIn } from './completeness.ts';
import { collectiveStanding } from './heads.ts';
import { lastYearOf } from './last-year.ts';
import { type LoadedCollective, loadCollective } from './loaded.ts';
import { collectiveAddress } from './places.ts';
import { collectiveReviewsOf, lastReturn, plannedMeeting, type ReviewRow, sendingsOf } from './queries.ts';
import { leadsBranch } from './relations.ts';
import { sentReport } from './sent.ts';
import { isWithItsAuthor } from './transitions.ts';
import { collectivePage, collectiveYearRows, type CollectiveShown, type ReportShown } from './view-collective.ts';
import { collectiveSendPage } from './view-collective-send.ts';

/**
 * The branch's review of itself as a collective (Mẫu 01): begun, sent to the participants, taken back, passed. Writing it
 * is the same as writing a person's review (writing-pages.ts); `?dot=` names the campaign where it is not the open one.
 */
export function collectivePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/tap-the', async (c) => {
    const season = await branchSeason(deps, c.req.param('unit'), c.req.query('dot'));
    if (!season) return page(c, 'reviews/collective-none', {}, { title: 'Kiểm điểm tập thể' });
    return showHub(c, season);
  });

  app.post('/chi-bo/:unit/tap-the/bat-dau', async (c) => {
    const season = await seasonOf(c, c.req.param('unit'));
    const id = await beginCollective(deps, actorOf(c), season);
    return c.redirect(`/ban-kiem-diem/${id}`, 303);
  });

  app.get('/chi-bo/:unit/tap-the/gui', async (c) => {
    const { season, row } = await reportOf(c, c.req.param('unit'));
    const review = await loadCollective(deps, row.id);
    if (!review.mayWrite) return c.redirect(collectiveAddress(row), 303);
    return showSend(c, season, review);
  });

  app.post('/chi-bo/:unit/tap-the/gui', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { season, row } = await reportOf(c, c.req.param('unit'));
    const review = await loadCollective(deps, row.id);
    if (isSent(review)) return c.redirect(collectiveAddress(row), 303);
    const [meeting, sendings] = await meetingAndSendings(row);
    const now = {
      today: season.today,
      year: season.campaign.year,
      planned: meeting?.held_on ?? null,
      first: sendings.length === 0,
    };
    try {
      await sendDraft(deps, actorOf(c), review, parseInput(sendForm(now), typed));
      return c.redirect(collectiveAddress(row), 303);
    } catch (error) {
      return await showSend(c, season, review, { typed, errors: formErrors(error) });
    }
  });

  app.post('/chi-bo/:unit/tap-the/sua', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { season, row } = await reportOf(c, c.req.param('unit'));
    try {
      await reviseDraft(deps, actorOf(c), row, parseInput(ReviseForm, typed).gop_y);
      return c.redirect(`/ban-kiem-diem/${row.id}`, 303);
    } catch (error) {
      return await showHub(c, season, { typed, errors: formErrors(error) });
    }
  });

  app.post('/chi-bo/:unit/tap-the/thong-qua', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { season, row } = await reportOf(c, c.req.param('unit'));
    const [first] = await sendingsOf(db, row.id);
    const firstSentOn = first ? dayInHanoi(new Date(first.sent_at)) : season.today;
    try {
      const { ngay_thong_qua: day } = parseInput(passForm({ today: season.today, firstSentOn }), typed);
      await passReport(deps, actorOf(c), row, day);
      return c.redirect(collectiveAddress(row), 303);
    } catch (error) {
      return await showHub(c, season, { typed, errors: formErrors(error) });
    }
  });

  async function showHub(
    c: AppContext,
    season: BranchSeason,
    returned?: Parameters<typeof collectivePage>[1],
  ): Promise<Response> {
    const { unit, campaign } = season;
    const row = await collectiveReview(db, campaign.id, unit.id);
    const [standing, form, years] = await Promise.all([
      collectiveStanding(db, unit, campaign),
      collectiveForm(db, campaign),
      collectiveReviewsOf(db, unit.id),
    ]);
    const shown: CollectiveShown = {
      season,
      standing,
      form,
      report: row ? await reportShown(row) : null,
      years: collectiveYearRows(
        years.filter((year) => year.campaign_id !== campaign.id),
        unit.id,
      ),
      leads: leadsBranch(viewerOf(c), unit.id),
    };
    const frame = { title: 'Kiểm điểm tập thể', status: returned ? 422 : 200 };
    return page(c, 'reviews/collective', collectivePage(shown, returned), frame);
  }

  async function reportShown(row: ReviewRow): Promise<ReportShown> {
    const [[meeting, sendings], returned] = await Promise.all([meetingAndSendings(row), lastReturn(db, row.id)]);
    const review = isWithItsAuthor(row.state) ? await loadCollective(deps, row.id) : null;
    const passed = row.state === 'accepted' || row.state === 'closed' ? await sentReport(deps, row) : null;
    return {
      row,
      mayWrite: review?.mayWrite ?? false,
      open: review ? progressIn(review).filter(({ findings }) => findings.length > 0).length : 0,
      sendings,
      meeting,
      returned,
      passedOn: passed?.content.signedOn ?? null,
    };
  }

  async function showSend(
    c: AppContext,
    season: BranchSeason,
    review: LoadedCollective,
    returned?: Parameters<typeof collectiveSendPage>[1],
  ): Promise<Response> {
    const value = (key: string) => review.fields.get(key)?.value ?? '';
    const [lastYear, [meeting, sendings], participants] = await Promise.all([
      lastYearOf(deps, review, viewerOf(c)),
      meetingAndSendings(review.row),
      memberCount(db, season.unit.id),
    ]);
    const findings = [
      ...findingsOf(progressIn(review)),
      ...contradictionsIn(review.frame, value),
      ...thoughtsOn(review.frame, value, lastYear?.isSame),
    ];
    const leads = leadsBranch(viewerOf(c), season.unit.id);
    const shown = { review, findings, meeting, sendings, participants, leads };
    const trail = [{ text: 'Kiểm điểm tập thể', href: collectiveAddress(review.row) }];
    const frame = { title: 'Kiểm tra và gửi dự thảo', status: returned ? 422 : 200, trail };
    return page(c, 'reviews/collective-send', collectiveSendPage(shown, returned), frame);
  }

  async function meetingAndSendings(row: ReviewRow) {
    return Promise.all([plannedMeeting(db, row.campaign_id, row.unit_id), sendingsOf(db, row.id)]);
  }

  async function seasonOf(c: AppContext, unitId: string): Promise<BranchSeason> {
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    if (!season) throw notFound('no campaign for this branch');
    return season;
  }

  async function reportOf(c: AppContext, unitId: string): Promise<{ season: BranchSeason; row: ReviewRow }> {
    const season = await seasonOf(c, unitId);
    const row = await collectiveReview(db, season.campaign.id, unitId);
    if (!row) throw notFound('this branch has not begun its own review');
    return { season, row };
  }

  return app;
}
