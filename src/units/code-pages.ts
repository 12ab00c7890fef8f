import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { pdfAnswer } from '../http/files.ts';
import { answerRequest, collectCode, makeNewCode, type Slip } from './codes.ts';
import {
  type CodeRequestRow,
  findAdministeredUnit,
  findCodeRequest,
  findUnit,
  openCodeRequests,
  type UnitRow,
} from './queries.ts';
import { branchTrail, requestsSince } from './rules.ts';
import { administeredMember, administeredUnit } from './scope.ts';
import { makeSlips, peopleForSlips } from './slips.ts';
import { codeRequestPage, codeRequestsPage, requestPath, slipsPage } from './view-codes.ts';
import { slipPage, unitPath } from './view.ts';

/** One-time codes for others: one by one, with a second person's word, and as slips for a whole branch. */
export function codePages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.post('/quan-tri/dang-vien/:member/ma-moi', async (c) => {
    const { member, unit } = await administeredMember(deps, actorOf(c), viewerOf(c), c.req.param('member'));
    const made = await makeNewCode(deps, actorOf(c), viewerOf(c), member);
    if ('requestId' in made) return c.redirect(requestPath({ unit_id: unit.id, id: made.requestId }), 303);
    return showSlip(c, made.slip, unit);
  });

  app.get('/chi-bo/:unit/cap-ma', async (c) => {
    const unit = await unitOrThrow(c.req.param('unit'));
    const open = await openCodeRequests(db, requestsSince(deps.now()));
    const requests = open.filter(({ unit_id: unitId }) => unitId === unit.id);
    return page(c, 'admin/code-requests', codeRequestsPage(unit, requests, deps.now()), {
      title: 'Các đề nghị cấp mã',
      trail: branchTrail(unit, viewerOf(c).roles),
    });
  });

  app.get('/chi-bo/:unit/cap-ma/:request', async (c) => {
    const { request, unit } = await requestOrThrow(c.req.param('unit'), c.req.param('request'));
    const keepsUnits = (await findAdministeredUnit(db, viewerOf(c), unit.id)) !== undefined;
    const model = codeRequestPage(request, unit, viewerOf(c), deps.now(), keepsUnits);
    const requests = { text: 'Các đề nghị cấp mã', href: `/chi-bo/${unit.id}/cap-ma` };
    const trail = [...branchTrail(unit, viewerOf(c).roles), requests];
    return page(c, 'admin/code-request', model, { title: 'Đề nghị cấp mã', trail });
  });

  app.post('/chi-bo/:unit/cap-ma/:request/dong-y', async (c) => {
    const { request } = await requestOrThrow(c.req.param('unit'), c.req.param('request'));
    await answerRequest(deps, actorOf(c), viewerOf(c), request, 'confirmed');
    return c.redirect(requestPath(request), 303);
  });

  app.post('/chi-bo/:unit/cap-ma/:request/tu-choi', async (c) => {
    const { request } = await requestOrThrow(c.req.param('unit'), c.req.param('request'));
    await answerRequest(deps, actorOf(c), viewerOf(c), request, 'refused');
    return c.redirect(requestPath(request), 303);
  });

  app.post('/chi-bo/:unit/cap-ma/:request/nhan', async (c) => {
    const { request, unit } = await requestOrThrow(c.req.param('unit'), c.req.param('request'));
    return showSlip(c, await collectCode(deps, actorOf(c), viewerOf(c), request), unit);
  });

  app.get('/quan-tri/to-chuc/:unit/phieu', async (c) => {
    const unit = await administeredUnit(deps, actorOf(c), viewerOf(c), c.req.param('unit'));
    if (unit.kind !== 'branch') throw notFound('slips are for a branch');
    const model = slipsPage(unit, await peopleForSlips(deps, viewerOf(c), unit), null);
    return page(c, 'admin/slips', model, frameOf(unit));
  });

  app.post('/quan-tri/to-chuc/:unit/phieu.pdf', async (c) => {
    const unit = await administeredUnit(deps, actorOf(c), viewerOf(c), c.req.param('unit'));
    if (unit.kind !== 'branch') throw notFound('slips are for a branch');
    const chosen = new Set((await readForm(c)).get('chon') ?? []);
    try {
      const bytes = await makeSlips(deps, actorOf(c), viewerOf(c), unit, chosen);
      return pdfAnswer(c, bytes, 'phieu-dang-nhap.pdf');
    } catch (error) {
      const { chon } = formErrors(error);
      const model = slipsPage(unit, await peopleForSlips(deps, viewerOf(c), unit), chosen, chon ?? null);
      return page(c, 'admin/slips', model, { ...frameOf(unit), status: 422 });
    }
  });

  /** Only ever the answer to the post that made the code: there is no address under which it can be seen again. */
  function showSlip(c: AppContext, slip: Slip, unit: UnitRow): Response {
    const model = slipPage(slip, deps.config.publicOrigin, unit, false);
    return page(c, 'admin/slip', model, { title: 'Phiếu đăng nhập', trail: TRAIL });
  }

  async function unitOrThrow(id: string): Promise<UnitRow> {
    const unit = await findUnit(db, id);
    if (!unit) throw notFound('no such unit');
    return unit;
  }

  /** A request is known in the branch its owner belongs to now, and nowhere else. */
  async function requestOrThrow(unitId: string, id: string): Promise<{ request: CodeRequestRow; unit: UnitRow }> {
    const request = await findCodeRequest(db, id);
    if (!request || request.unit_id !== unitId) throw notFound('no such request in this branch');
    return { request, unit: await unitOrThrow(unitId) };
  }

  return app;
}

const TRAIL = [{ text: 'Quản trị', href: '/quan-tri' }];

function frameOf(unit: UnitRow) {
  return { title: 'Phiếu đăng nhập', trail: [...TRAIL, { text: unit.name, href: unitPath(unit.id) }] };
}
