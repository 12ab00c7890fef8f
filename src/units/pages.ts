import { Hono } from 'hono';
import { campaignsOf } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, hasRole, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { waitingForOffice } from '../reviews/queries.ts';
import { freeNameFor, makeNewCode, makePerson, makeUnit, type Slip } from './commands.ts';
import { accountWithFactor, switchFactorOff } from './factor-off.ts';
import { FactorOffForm, personForm, UnitForm } from './input.ts';
import { administeredUnits, findMember, memberCounts, type MemberRow, peopleOf, type UnitRow } from './queries.ts';
import { administeredUnit } from './scope.ts';
import { overviewPage, slipPage, unitPage, unitPath } from './view.ts';
import { factorOffPage, personFormPage, unitFormPage, usualPerson, usualUnit } from './view-forms.ts';

/** The administrator's overview, and the plain forms for a unit, a person and a one-time code. */
export function unitPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    const [counts, campaigns, pdf, forOffice] = await Promise.all([
      memberCounts(db),
      campaignsOf(
        db,
        units.map(({ id }) => id),
      ),
      deps.pdf.health(),
      waitingForOffice(db, viewerOf(c)),
    ]);
    const waiting = hasRole(viewerOf(c), 'office') ? forOffice : null;
    const today = dayInHanoi(deps.now());
    return page(c, 'admin/overview', overviewPage({ units, counts, campaigns, pdf, today, waiting }), {
      title: 'Quản trị',
    });
  });

  app.get('/quan-tri/to-chuc/moi', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    return page(c, 'admin/unit-form', unitFormPage(units, usualUnit(units)), NEW_UNIT);
  });

  app.post('/quan-tri/to-chuc/moi', async (c) => {
    const typed = onlyFirst(await readForm(c));
    try {
      const unit = parseInput(UnitForm, typed);
      const parent = await ownUnit(c, unit.parentId);
      return c.redirect(unitPath(await makeUnit(deps, actorOf(c), parent, unit)), 303);
    } catch (error) {
      const errors = formErrors(error);
      const units = await administeredUnits(db, viewerOf(c));
      return page(c, 'admin/unit-form', unitFormPage(units, typed, errors), { ...NEW_UNIT, status: 422 });
    }
  });

  app.get('/quan-tri/to-chuc/:unit', async (c) => {
    const unit = await ownUnit(c, c.req.param('unit'));
    const [people, units] = await Promise.all([peopleOf(db, unit.id), administeredUnits(db, viewerOf(c))]);
    const model = unitPage(unit, people, units, viewerOf(c), c.req.query('da-tat'));
    return page(c, 'admin/unit', model, { title: unit.name, trail: TRAIL, wide: true });
  });

  app.get('/quan-tri/dang-vien/moi', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    return page(c, 'admin/person-form', personFormPage(units, usualPerson(units, c.req.query('to-chuc'))), NEW_PERSON);
  });

  app.post('/quan-tri/dang-vien/moi', async (c) => {
    const typed = onlyFirst(await readForm(c));
    try {
      const person = parseInput(personForm(dayInHanoi(deps.now())), typed);
      const branch = await ownUnit(c, person.unitId);
      if (person.role) await ownUnit(c, person.role.unitId);
      return showSlip(c, await makePerson(deps, actorOf(c), branch, person), branch, true);
    } catch (error) {
      const errors = formErrors(error);
      const units = await administeredUnits(db, viewerOf(c));
      const model = personFormPage(units, errors.ten_dang_nhap ? await withUserName(typed) : typed, errors);
      return page(c, 'admin/person-form', model, { ...NEW_PERSON, status: 422 });
    }
  });

  app.post('/quan-tri/dang-vien/:member/ma-moi', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    return showSlip(c, await makeNewCode(deps, actorOf(c), viewerOf(c), member), unit, false);
  });

  app.get('/quan-tri/dang-vien/:member/tat-hai-buoc', async (c) => {
    const { member, unit } = await ownMember(c, c.req.param('member'));
    await accountWithFactor(deps, viewerOf(c), member);
    return page(c, 'admin/factor-off', factorOffPage(member, unit), FACTOR_OFF);
  });

  app.post('/quan-tri/dang-vien/:member/tat-hai-buoc', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const { member, unit } = await ownMember(c, c.req.param('member'));
    try {
      const { ly_do: reason } = parseInput(FactorOffForm, typed);
      await switchFactorOff(deps, actorOf(c), viewerOf(c), member, reason);
      return c.redirect(`${unitPath(unit.id)}?da-tat=${member.id}`, 303);
    } catch (error) {
      const model = factorOffPage(member, unit, typed.ly_do, formErrors(error));
      return page(c, 'admin/factor-off', model, { ...FACTOR_OFF, status: 422 });
    }
  });

  async function ownMember(c: AppContext, id: string): Promise<{ member: MemberRow; unit: UnitRow }> {
    const member = await findMember(db, id);
    if (!member) throw notFound('no such member');
    return { member, unit: await ownUnit(c, member.unit_id) };
  }

  function ownUnit(c: AppContext, id: string): Promise<UnitRow> {
    return administeredUnit(deps, actorOf(c), viewerOf(c), id);
  }

  /** Only ever the answer to the post that made the code: there is no address under which it can be seen again. */
  function showSlip(c: AppContext, slip: Slip, unit: UnitRow, isNew: boolean): Response {
    const model = slipPage(slip, deps.config.publicOrigin, unit, isNew);
    return page(c, 'admin/slip', model, { title: 'Phiếu đăng nhập', trail: TRAIL });
  }

  /** A form that comes back for its user name shows the one we would give, where it was left to us. */
  async function withUserName(typed: Record<string, string>): Promise<Record<string, string>> {
    if (typed.ten_dang_nhap || !typed.ho_ten) return typed;
    return { ...typed, ten_dang_nhap: await freeNameFor(deps, typed.ho_ten) };
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const NEW_UNIT = { title: 'Lập tổ chức', trail: TRAIL };
const FACTOR_OFF = { title: 'Tắt đăng nhập hai bước', trail: TRAIL };
const NEW_PERSON = { title: 'Ghi đảng viên', trail: TRAIL };
