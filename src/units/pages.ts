import { Hono } from 'hono';
import { campaignsOf } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, hasRole, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { newestRuns } from '../operation/queries.ts';
import { worriesAbout, type Worry } from '../operation/rules.ts';
import { waitingForOffice } from '../reviews/queries.ts';
import { changeUnit } from './changing.ts';
import { makeUnit } from './commands.ts';
import { type UnitChange, unitChangeForm, UnitForm } from './input.ts';
import {
  administeredUnits,
  draftHolders,
  memberCounts,
  openCodeRequests,
  peopleOf,
  type UnitRow,
  unitsBelow,
} from './queries.ts';
import { requestsSince } from './rules.ts';
import { administeredUnit, reachOf } from './scope.ts';
import { typedUnit, unitChangePage, unitWords } from './view-changes.ts';
import { unitFormPage, usualUnit } from './view-forms.ts';
import { storedBeside } from './view-person.ts';
import { overviewPage, unitPage, unitPath } from './view.ts';

async function gravestWorry({ upkeep, store, now, rehearsal }: Deps): Promise<Worry | null> {
  if (!upkeep) return null;
  const runs = await newestRuns(store.db);
  const given = { runs, at: upkeep.at, hindrance: upkeep.hindrance(), now: now(), rehearsal };
  return worriesAbout(given)[0] ?? null;
}

/** The office's overview and its units: look, make, change, hang elsewhere. */
export function unitPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri', async (c) => {
    const viewer = viewerOf(c);
    const units = await administeredUnits(db, viewer);
    const ids = units.map(({ id }) => id);
    const [counts, campaigns, pdf, forOffice, open] = await Promise.all([
      memberCounts(db),
      campaignsOf(db, ids),
      deps.pdf.health(),
      waitingForOffice(db, viewer),
      openCodeRequests(db, requestsSince(deps.now())),
    ]);
    const requests = open.filter(({ unit_id: unitId, state, asked_by: asker, account_id: owner }) => {
      const mine = asker === viewer.accountId;
      return ids.includes(unitId) && (state === 'confirmed' ? mine : !mine && owner !== viewer.accountId);
    });
    const waiting = hasRole(viewer, 'office') ? forOffice : null;
    const today = dayInHanoi(deps.now());
    const administers = hasRole(viewer, 'administrator');
    const worry = administers ? await gravestWorry(deps) : null;
    const model = overviewPage({ units, counts, campaigns, requests, pdf, today, waiting, administers, worry });
    return page(c, 'admin/overview', model, { title: 'Quản trị' });
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
    const viewer = viewerOf(c);
    const [people, units, reach, drafts] = await Promise.all([
      peopleOf(db, unit.id),
      administeredUnits(db, viewer),
      reachOf(deps, viewer),
      draftHolders(db, unit.id),
    ]);
    const model = unitPage(unit, people, units, { viewer, reach, drafts }, c.req.query('da-tat'));
    return page(c, 'admin/unit', model, { title: unit.name, trail: TRAIL, wide: true });
  });

  app.get('/quan-tri/to-chuc/:unit/sua', async (c) => {
    const unit = await ownUnit(c, c.req.param('unit'));
    const parents = await parentsFor(c, unit);
    return page(c, 'admin/unit-change', unitChangePage(unit, parents, typedUnit(unit)), frameOf(unit));
  });

  app.post('/quan-tri/to-chuc/:unit/sua', async (c) => {
    const unit = await ownUnit(c, c.req.param('unit'));
    const typed = onlyFirst(await readForm(c));
    const parents = await parentsFor(c, unit);
    try {
      const change = parseInput(unitChangeForm(unit.kind), typed);
      if (change.parentId !== '' && change.parentId !== unit.parent_id)
        await assertMayMove(c, parents, change.parentId);
      const overtaken = await changeUnit(deps, actorOf(c), unit, change).then(
        () => null,
        (error: unknown) => {
          if (error instanceof AppError && error.code === 'conflict') return unitConflict(c, unit, change, typed);
          throw error;
        },
      );
      return overtaken ?? c.redirect(unitPath(unit.id), 303);
    } catch (error) {
      const asSeen = { ...unit, version: Number(typed.phien_ban) };
      const model = unitChangePage(asSeen, parents, typed, formErrors(error));
      return page(c, 'admin/unit-change', model, { ...frameOf(unit), status: 422 });
    }
  });

  /** What was typed stays in the form; beside it stands what is stored now, and saving again goes over that. */
  async function unitConflict(
    c: AppContext,
    unit: UnitRow,
    change: UnitChange,
    typed: Record<string, string>,
  ): Promise<Response> {
    const stored = await ownUnit(c, unit.id);
    const parents = await parentsFor(c, stored);
    const wanted = typedUnit({
      ...stored,
      name: change.name,
      paper_name: change.paperName,
      place: change.place,
      has_branch_committee: change.hasBranchCommittee ? 1 : 0,
      parent_id: change.parentId || stored.parent_id,
    });
    const errors = storedBeside(typedUnit(stored), wanted, unitWords(parents));
    if (Object.keys(errors).length === 0) return c.redirect(unitPath(unit.id), 303);
    const model = unitChangePage(stored, parents, typed, errors);
    return page(c, 'admin/unit-change', model, { ...frameOf(unit), status: 409 });
  }

  function ownUnit(c: AppContext, id: string): Promise<UnitRow> {
    return administeredUnit(deps, actorOf(c), viewerOf(c), id);
  }

  /** Committees of one's own part of the tree, but for the unit and what hangs below it; none for the top of that part. */
  async function parentsFor(c: AppContext, unit: UnitRow): Promise<UnitRow[]> {
    const [units, below] = await Promise.all([administeredUnits(db, viewerOf(c)), unitsBelow(db, [unit.id])]);
    if (!units.some(({ id }) => id === unit.parent_id)) return [];
    return units.filter(({ id, kind }) => kind === 'committee' && !below.some((lower) => lower.id === id));
  }

  /** A committee below the unit is known to the person and gets a sentence; anybody else's looks as if there were none. */
  async function assertMayMove(c: AppContext, parents: readonly UnitRow[], parentId: string): Promise<void> {
    if (parents.length === 0) {
      throw new AppError('invalid-input', {
        fields: { cap_tren: 'Cấp trên của tổ chức này do quản trị cấp trên quyết định.' },
      });
    }
    await ownUnit(c, parentId);
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const NEW_UNIT = { title: 'Lập tổ chức', trail: TRAIL };

function frameOf(unit: UnitRow) {
  return { title: 'Sửa tổ chức', trail: [...TRAIL, { text: unit.name, href: unitPath(unit.id) }] };
}
