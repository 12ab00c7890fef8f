import { Hono } from 'hono';
import { logRow } from '../audit/statements.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { recordConclusion, remind, takeBackConclusion } from './commands.ts';
import { conclusionForm, remindForm, WithdrawForm } from './input.ts';
import { boardPath, campaignIdIn, personPath, queryOf } from './places.ts';
import { conclusionsAbout, lastReminders, seasonPeople } from './queries.ts';
import { leadsBranch } from './rules.ts';
import { branchSeason } from './scope.ts';
import { type CameBack, isFollowed, type PersonHere, personPage, whyNoConclusion } from './view-person.ts';

/** One person of the branch: asking him to hand in, and what the chi bộ or a higher level concluded about him. */
export function branchPersonPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/chi-bo/:unit/dang-vien/:member', async (c) => {
    const here = await personHere(c, c.req.param('unit'), c.req.param('member'));
    return showPerson(c, here, null, DONE[c.req.query('xong') ?? ''] ?? null);
  });

  app.post('/chi-bo/:unit/dang-vien/:member/nhac', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await personHere(c, c.req.param('unit'), c.req.param('member'));
    try {
      const { truoc_ngay: day } = parseInput(remindForm(here.season.today), typed);
      if (!isFollowed(here) || here.person.id === here.viewerMemberId) throw notToBeAsked();
      const { unit, campaign } = here.season;
      const people = async () =>
        (await seasonPeople(db, campaign.id, unit.id)).filter(({ id }) => id === here.person.id);
      const { asked, askedToday } = await remind(deps, actorOf(c), here.season, people, day);
      if (asked + askedToday === 0) throw notToBeAsked();
      return goBack(c, here, 'nhac');
    } catch (error) {
      return showPerson(c, here, { form: 'nhac', typed, errors: formErrors(error) });
    }
  });

  app.post('/chi-bo/:unit/dang-vien/:member/ket-luan', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await personHere(c, c.req.param('unit'), c.req.param('member'));
    try {
      const input = parseInput(conclusionForm(here.season.campaign.year), typed);
      assertMayConclude(here);
      await recordConclusion(deps, actorOf(c), here.season, here.person, input);
      return goBack(c, here, 'ket-luan');
    } catch (error) {
      return showPerson(c, here, { form: 'ket-luan', typed, errors: formErrors(error) });
    }
  });

  app.post('/chi-bo/:unit/dang-vien/:member/ket-luan/:conclusion/rut', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const here = await personHere(c, c.req.param('unit'), c.req.param('member'));
    const id = c.req.param('conclusion');
    if (!here.conclusions?.some((row) => row.id === id)) throw notFound('no such conclusion about this person');
    try {
      const { ly_do: reason } = parseInput(WithdrawForm, typed);
      assertMayConclude(here);
      await takeBackConclusion(deps, actorOf(c), here.season, here.person, { id, reason });
      return goBack(c, here, 'rut');
    } catch (error) {
      return showPerson(c, here, { form: `rut:${id}`, typed, errors: formErrors(error) });
    }
  });

  /** Throws `not-found` for anybody the branch does not review in this campaign. */
  async function personHere(c: AppContext, unitId: string, memberId: string): Promise<PersonHere> {
    const viewer = viewerOf(c);
    const season = await branchSeason(deps, unitId, c.req.query('dot'));
    const people = season ? await seasonPeople(db, season.campaign.id, unitId) : [];
    const person = people.find(({ id }) => id === memberId);
    if (!season || !person) throw notFound('nobody of this branch');
    const asked = (await lastReminders(db, season.campaign.id)).get(person.id);
    const leads = leadsBranch(viewer, unitId);
    const conclusions = leads ? await conclusionsAbout(db, season.campaign.id, person.id) : null;
    return { season, person, asked, conclusions, viewerMemberId: viewer.memberId };
  }

  async function showPerson(
    c: AppContext,
    here: PersonHere,
    back: CameBack | null,
    done: string | null = null,
  ): Promise<Response> {
    const { season, person } = here;
    // What was concluded about somebody else is a part of his record: reading it is logged.
    if (here.conclusions && here.conclusions.length > 0 && person.id !== here.viewerMemberId) {
      const subject = { kind: 'member' as const, id: person.id };
      await deps.store.atomic([
        logRow(deps, actorOf(c), { action: 'conclusion-viewed', subject, unitId: season.unit.id }),
      ]);
    }
    const trail = [{ text: season.unit.name, href: `${boardPath(season.unit.id)}${queryOf(season)}` }];
    const model = personPage(here, back, done);
    return page(c, 'branches/person', model, { title: person.full_name, trail, status: back ? 422 : 200 });
  }

  return app;
}

function goBack(c: AppContext, { season, person }: PersonHere, done: keyof typeof DONE): Response {
  const dot = campaignIdIn(season);
  const query = new URLSearchParams({ ...(dot ? { dot } : {}), xong: done });
  return c.redirect(`${personPath(season, person.id)}?${query}`, 303);
}

const DONE: Record<string, string> = {
  nhac: 'Đã nhắc. Đồng chí ấy đọc được ở trang chính cho đến khi nộp.',
  'ket-luan': 'Đã ghi kết luận.',
  rut: 'Đã rút kết luận.',
};

function assertMayConclude(here: PersonHere): void {
  const why = whyNoConclusion(here);
  if (why) throw new AppError('not-allowed-now', { message: 'no conclusion here now', hint: why });
}

function notToBeAsked(): AppError {
  return new AppError('not-allowed-now', {
    message: 'nobody to be asked',
    hint: 'Đồng chí này đã nộp, hoặc không phải nộp ở chi bộ trong đợt này, nên không nhắc. Đồng chí mở lại trang để xem.',
  });
}
