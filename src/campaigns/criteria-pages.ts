import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { fileAnswer } from '../http/files.ts';
import { page } from '../http/page.ts';
import { logRow } from '../audit/statements.ts';
import { spreadsheet } from '../files/spreadsheet.ts';
import { criteriaSheets } from './sheets.ts';
import { administeredUnits, type UnitRow } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import { storeCriteria } from './criteria.ts';
import { CriteriaForm } from './criteria-input.ts';
import { type CriteriaSet, criteriaSetOrThrow, criteriaSetsOf } from './queries.ts';
import {
  criteriaFormPage,
  criteriaListPage,
  criteriaPage,
  criteriaPreviewPage,
  typedCriteria,
} from './view-criteria.ts';

/** Sets of criteria: how a committee splits the 30 and the 70 points. */
export function criteriaPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/quan-tri/tieu-chi', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    const sets = await criteriaSetsOf(
      db,
      units.map(({ id }) => id),
    );
    return page(c, 'campaigns/criteria-list', criteriaListPage(sets, units), { title: 'Bộ tiêu chí', trail: TRAIL });
  });

  app.get('/quan-tri/tieu-chi/moi', async (c) => {
    const units = await administeredUnits(db, viewerOf(c));
    const from = c.req.query('tu');
    const typed = from ? typedCriteria((await ownSet(c, from)).set) : { to_chuc: units[0]?.id ?? '' };
    return page(c, 'campaigns/criteria-form', criteriaFormPage(units, typed), NEW_SET);
  });

  /** `buoc`: read back (`xem`), or store what was read back (`luu`). */
  app.post('/quan-tri/tieu-chi/moi', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const units = await administeredUnits(db, viewerOf(c));
    try {
      const input = parseInput(CriteriaForm, typed);
      await administeredUnit(deps, actorOf(c), viewerOf(c), input.unitId);
      if (typed.buoc !== 'luu') {
        return page(c, 'campaigns/criteria-preview', criteriaPreviewPage(units, typed, input), NEW_SET);
      }
      return c.redirect(`/quan-tri/tieu-chi/${await storeCriteria(deps, actorOf(c), input)}`, 303);
    } catch (error) {
      const model = criteriaFormPage(units, typed, formErrors(error));
      return page(c, 'campaigns/criteria-form', model, { ...NEW_SET, status: 422 });
    }
  });

  app.get('/quan-tri/tieu-chi/:criteria', async (c) => {
    const { set, unit } = await ownSet(c, c.req.param('criteria'));
    return page(c, 'campaigns/criteria', criteriaPage(set, unit), { title: set.name, trail: SET_TRAIL });
  });

  app.get('/quan-tri/tieu-chi/:criteria/bang.xlsx', async (c) => {
    const { set, unit } = await ownSet(c, c.req.param('criteria'));
    const bytes = await spreadsheet(criteriaSheets(set));
    const subject = { kind: 'unit' as const, id: unit.id };
    const entry = { action: 'table-downloaded' as const, subject, unitId: unit.id, detail: `criteria ${set.id}` };
    await deps.store.atomic([logRow(deps, actorOf(c), entry)]);
    return fileAnswer(c, bytes, 'bo-tieu-chi', 'xlsx');
  });

  async function ownSet(c: AppContext, id: string): Promise<{ set: CriteriaSet; unit: UnitRow }> {
    const set = await criteriaSetOrThrow(db, id);
    return { set, unit: await administeredUnit(deps, actorOf(c), viewerOf(c), set.unitId) };
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];
const SET_TRAIL = [...TRAIL, { text: 'Bộ tiêu chí', href: '/quan-tri/tieu-chi' }];
const NEW_SET = { title: 'Lập bộ tiêu chí', trail: SET_TRAIL };
