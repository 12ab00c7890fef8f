import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { formErrors } from '../http/form-errors.ts';
import { page } from '../http/page.ts';
import { accountWithFactor, switchFactorOff } from './factor-off.ts';
import { FactorOffForm } from './input.ts';
import { administeredMember } from './scope.ts';
import { unitPath } from './view.ts';
import { factorOffPage } from './view-forms.ts';

/** A lost second factor is switched off, with a reason that its owner reads. */
export function factorPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

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

  function ownMember(c: AppContext, id: string) {
    return administeredMember(deps, actorOf(c), viewerOf(c), id);
  }

  return app;
}

const FACTOR_OFF = { title: 'Tắt đăng nhập hai bước', trail: [{ text: 'Quản trị', href: '/quan-tri' }] };
