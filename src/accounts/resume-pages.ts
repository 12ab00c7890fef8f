import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import { onlyFirst, parseInput, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf } from '../http/context.ts';
import { type ReadUnsent, RESUME_PATH, type Unsent, unsentPage, WRITER_FIELD } from '../http/unsent.ts';
import { signIn } from './commands.ts';
import { enter, enterOrHalf, entranceOf } from './entering.ts';
import { asFormProblem } from './form-problem.ts';
import { CodeForm, ResumeForm, SignInForm } from './input.ts';
import { finishSignIn } from './second-factor.ts';
import { pendingCookie } from './session-cookie.ts';

/**
 * Signing in on the page that gives back what came after the session's end (http/unsent.ts). Once the person is in,
 * 307 makes his browser send the very same form to where it was going: there it is saved, or refused, like any other.
 */
export function resumePages(deps: Deps, readUnsent: ReadUnsent): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.post(RESUME_PATH, async (c) => {
    const values = await readForm(c);
    const typed = onlyFirst(values);
    const unsent = await readUnsent(parseInput(ResumeForm, typed).trang, values);
    if (!unsent) throw new AppError('invalid-input', { message: 'nothing to go on with' });
    return typed.ma === undefined ? byPassword(c, unsent, typed) : byCode(c, unsent, typed);
  });

  async function byPassword(c: AppContext, unsent: Unsent, typed: Record<string, string>): Promise<Response> {
    try {
      const form = parseInput(SignInForm, typed);
      const secret = { userName: form.ten_dang_nhap, secret: form.mat_khau };
      const inside = await enterOrHalf(c, deps, await signIn(deps, actorOf(c), secret, entranceOf(c)));
      const isAnother = typed[WRITER_FIELD] !== undefined && typed[WRITER_FIELD] !== form.ten_dang_nhap.toLowerCase();
      if (isAnother) return c.redirect(inside ? '/' : '/dang-nhap/ma?ve=%2F', 303);
      return inside ? c.redirect(unsent.path, 307) : unsentPage(c, unsent, 'code', { status: 200 });
    } catch (error) {
      return again(c, unsent, 'password', asFormProblem(error, 'ten_dang_nhap'));
    }
  }

  async function byCode(c: AppContext, unsent: Unsent, typed: Record<string, string>): Promise<Response> {
    try {
      const { ma } = parseInput(CodeForm, typed);
      const session = await finishSignIn(deps, actorOf(c), pendingCookie(c, deps), ma, entranceOf(c));
      if (!session) return unsentPage(c, unsent, 'password', { status: 401 });
      await enter(c, deps, session);
      return c.redirect(unsent.path, 307);
    } catch (error) {
      return again(c, unsent, 'code', asFormProblem(error, 'ma'));
    }
  }

  return app;
}

function again(
  c: AppContext,
  unsent: Unsent,
  step: 'password' | 'code',
  problem: ReturnType<typeof asFormProblem>,
): Response {
  if (problem.retryAfterSeconds) c.header('retry-after', String(problem.retryAfterSeconds));
  return unsentPage(c, unsent, step, { status: problem.status, errors: problem.fields });
}
