import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readFields, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { leadersOf } from '../units/queries.ts';
import { endMeeting, openAgain, planMeeting } from './commands.ts';
import { expectedQuorum } from './gathered.ts';
import { CloseForm, PlanForm, ReopenForm } from './input.ts';
import { meetingPath } from './place.ts';
import { lastStep } from './queries.ts';
import { isLeader, meetingHere, type MeetingHere, seasonHere } from './scope.ts';
import { meetingTitle, type Returned } from './view.ts';
import { emptyPage, overviewPage } from './view-overview.ts';
import { planPage } from './view-plan.ts';

/** The branch meeting as a whole: what there is to do, its plan, its end. */
export function meetingPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/hop', async (c) => {
    const { season, place, gathered } = await seasonHere(deps, c);
    if (gathered) return showOverview(c, { season, place, gathered });
    return page(c, 'meetings/overview', emptyPage(season, place), { title: meetingTitle(season) });
  });

  app.get('/chi-bo/:unit/hop/ke-hoach', (c) => showPlan(c));

  app.post('/chi-bo/:unit/hop/ke-hoach', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { season, place, gathered } = await seasonHere(deps, c);
    try {
      const outcome = await planMeeting(deps, actorOf(c), season, gathered, parseInput(PlanForm, typed));
      if (outcome === 'planned') return c.redirect(meetingPath(place), 303);
      return await showPlan(c, { typed, errors: {} }, 409);
    } catch (error) {
      return showPlan(c, { typed, errors: formErrors(error) }, 422);
    }
  });

  app.post('/chi-bo/:unit/hop/ket-thuc', async (c) => {
    const { phien_ban: version } = await readFields(c, CloseForm);
    const { gathered, place } = await meetingHere(deps, c);
    await endMeeting(deps, actorOf(c), gathered, version);
    return c.redirect(meetingPath(place), 303);
  });

  app.post('/chi-bo/:unit/hop/mo-lai', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await meetingHere(deps, c);
    try {
      const { phien_ban: version, ly_do: reason } = parseInput(ReopenForm, typed);
      await openAgain(deps, actorOf(c), here.gathered, { version, reason });
      return c.redirect(meetingPath(here.place), 303);
    } catch (error) {
      return showOverview(c, here, { typed, errors: formErrors(error) });
    }
  });

  async function showOverview(c: AppContext, here: MeetingHere, returned?: Returned): Promise<Response> {
    const { season, place, gathered } = here;
    const shown = { place, leads: isLeader(c, season), lastStep: await lastStep(db, gathered.meeting.id) };
    const frame = { title: meetingTitle(season), status: returned ? 422 : 200 };
    return page(c, 'meetings/overview', overviewPage(gathered, shown, returned), frame);
  }

  async function showPlan(c: AppContext, returned?: Returned, status = 200): Promise<Response> {
    const { season, place, gathered } = await seasonHere(deps, c);
    const [quorum, leaders] = await Promise.all([
      gathered?.quorum ?? expectedQuorum(deps, season),
      leadersOf(db, season.unit.id),
    ]);
    const secretary = leaders.find(({ role }) => role === 'secretary')?.display_name ?? '';
    const meeting = gathered?.meeting;
    const shown = { season, place, meeting, quorum, secretary, ...returned, conflict: status === 409 };
    const trail = [{ text: meetingTitle(season), href: meetingPath(place) }];
    return page(c, 'meetings/plan', planPage(shown), { title: 'Kế hoạch họp chi bộ', status, trail });
  }

  return app;
}
