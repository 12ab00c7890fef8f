import { Hono } from 'hono';
import { HELP_REFUSALS, helperRefusal } from '../assistance/rules.ts';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import { ASSISTANCE_AGAIN } from '../http/assisted.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type Actor, type AppContext, type AppEnv, actorOf, type Viewer, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import type { Assisted, Entrance, NewSession } from './begin-session.ts';
import { signIn } from './commands.ts';
import { enter, enterOrHalf, entranceOf } from './entering.ts';
import { asFormProblem } from './form-problem.ts';
import { AssistedForm, CodeForm } from './input.ts';
import { finishSignIn, openPending } from './second-factor.ts';
import { pendingCookie } from './session-cookie.ts';
import { assistedCodePage, assistedPage } from './view-assisted.ts';

/** The author opens, at the helper's screen and by his own secret, a session in which the helper types for him. */
export function assistedPages(deps: Deps, assisting: (actor: Actor, helper: Viewer) => Assisted): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get(ASSISTANCE_AGAIN, (c) => page(c, 'assistance/begin', assistedPage(viewerOf(c), {}), BEGIN));

  app.post(ASSISTANCE_AGAIN, async (c) => {
    const typed = onlyFirst(await readForm(c));
    const helper = viewerOf(c);
    try {
      const alone = helperRefusal(helper);
      if (alone) throw new AppError('not-allowed-now', { message: alone, hint: HELP_REFUSALS[alone] });
      const form = parseInput(AssistedForm, typed);
      const secret = { userName: form.ten_dang_nhap, secret: form.mat_khau };
      const inside = await enterOrHalf(c, deps, await signIn(deps, actorOf(c), secret, entrance(c)));
      return c.redirect(inside ? '/' : CODE_PATH, 303);
    } catch (error) {
      const problem = problemOf(c, error, 'ten_dang_nhap');
      const promised = typed.giu_kin === '1';
      const model = assistedPage(helper, { userName: typed.ten_dang_nhap, promised, errors: problem.fields });
      return page(c, 'assistance/begin', model, { ...BEGIN, status: problem.status });
    }
  });

  app.get(CODE_PATH, async (c) => {
    const pending = await openPending(deps, pendingCookie(c, deps), assisting(actorOf(c), viewerOf(c)));
    return pending ? page(c, 'assistance/code', assistedCodePage(), CODE) : c.redirect(ASSISTANCE_AGAIN, 303);
  });

  app.post(CODE_PATH, async (c) => {
    try {
      const { ma } = parseInput(CodeForm, onlyFirst(await readForm(c)));
      const session = await finishSignIn(deps, actorOf(c), pendingCookie(c, deps), ma, entrance(c));
      return session ? await enterHome(c, session) : c.redirect(ASSISTANCE_AGAIN, 303);
    } catch (error) {
      const problem = problemOf(c, error, 'ma');
      return page(c, 'assistance/code', assistedCodePage(problem.fields), { ...CODE, status: problem.status });
    }
  });

  function entrance(c: AppContext): Entrance {
    return { ...entranceOf(c), assisted: assisting(actorOf(c), viewerOf(c)) };
  }

  async function enterHome(c: AppContext, session: NewSession): Promise<Response> {
    await enter(c, deps, session);
    return c.redirect('/', 303);
  }

  return app;
}

const CODE_PATH = `${ASSISTANCE_AGAIN}/ma`;
const BEGIN = { title: 'Nhập giúp' };
const CODE = { title: 'Mã xác nhận', trail: [{ text: 'Nhập giúp', href: ASSISTANCE_AGAIN }] };

/** A refusal stands at the field as well: what is wrong is with whom, not with what was typed. */
function problemOf(c: AppContext, error: unknown, field: string): { fields: FieldErrors; status: number } {
  if (error instanceof AppError && error.code === 'not-allowed-now') {
    return { fields: { [field]: error.hint ?? '' }, status: error.status };
  }
  const problem = asFormProblem(error, field);
  if (problem.retryAfterSeconds) c.header('retry-after', String(problem.retryAfterSeconds));
  return problem;
}
