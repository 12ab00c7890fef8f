import { Hono } from 'hono';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { type MoveInput, moveForm } from './input.ts';
import { assertMayMove, movePerson, planOfMove } from './moving.ts';
import { administeredUnits, findMember, type MemberRow, type UnitRow } from './queries.ts';
import { administeredMember, administeredUnit } from './scope.ts';
import { personMoveCheckPage, personMovePage } from './view-changes.ts';
import { personPath, unitPath } from './view.ts';

/** Moving a person to another branch: where and why, then what it will do, then done. */
export function movePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/dang-vien/:member/chuyen', async (c) => {
    const { member, unit } = await administeredMember(deps, actorOf(c), viewerOf(c), c.req.param('member'));
    return showForm(c, member, unit, {});
  });

  app.post('/quan-tri/dang-vien/:member/chuyen', async (c) => {
    const { member, unit } = await administeredMember(deps, actorOf(c), viewerOf(c), c.req.param('member'));
    const typed = onlyFirst(await readForm(c));
    try {
      const move = parseInput(moveForm(dayInHanoi(deps.now())), typed);
      const target = await administeredUnit(deps, actorOf(c), viewerOf(c), move.unitId);
      if (!move.confirmed) return await showCheck(c, { member, unit, target, move });
      return await moveNow(c, { member, unit, target, move });
    } catch (error) {
      return showForm(c, member, unit, typed, error);
    }
  });

  interface Wanted {
    member: MemberRow;
    unit: UnitRow;
    target: UnitRow;
    move: MoveInput;
  }

  async function moveNow(c: AppContext, wanted: Wanted): Promise<Response> {
    const { member, target, move } = wanted;
    try {
      await movePerson(deps, actorOf(c), viewerOf(c), member, target, move);
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== 'conflict') throw error;
      const now = await findMember(db, member.id);
      // The first of two clicks has moved the person.
      if (now?.unit_id === target.id) return c.redirect(personPath(member.id), 303);
      return showCheck(c, { ...wanted, member: now ?? member }, true);
    }
    return c.redirect(personPath(member.id), 303);
  }

  async function showCheck(c: AppContext, { member, unit, target, move }: Wanted, changed = false): Promise<Response> {
    await assertMayMove(deps, member, target);
    const plan = await planOfMove(deps, member, target);
    const model = personMoveCheckPage({ member, from: unit, to: target, move, plan, changed });
    return page(c, 'admin/person-move-check', model, { ...frameOf(member, unit), ...(changed ? { status: 409 } : {}) });
  }

  async function showForm(
    c: AppContext,
    member: MemberRow,
    unit: UnitRow,
    typed: Record<string, string>,
    error?: unknown,
  ): Promise<Response> {
    const errors = error === undefined ? {} : formErrors(error);
    const units = await administeredUnits(db, viewerOf(c));
    const branches = units.filter(({ id, kind }) => kind === 'branch' && id !== unit.id);
    const model = personMovePage(member, unit, branches, typed, errors);
    return page(c, 'admin/person-move', model, { ...frameOf(member, unit), ...(error ? { status: 422 } : {}) });
  }

  return app;
}

function frameOf(member: MemberRow, unit: UnitRow) {
  const trail = [
    { text: 'Quản trị', href: '/quan-tri' },
    { text: unit.name, href: unitPath(unit.id) },
    { text: member.full_name, href: personPath(member.id) },
  ];
  return { title: 'Chuyển chi bộ', trail };
}
