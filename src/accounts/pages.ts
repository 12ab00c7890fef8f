import { Hono } from 'hono';
import { setCookie } from 'hono/cookie';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { onlyFirst, parseInput, readFields, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page, TEXT_SIZE_COOKIE } from '../http/page.ts';
import {
  acknowledge,
  choosePassword,
  type Entrance,
  type NewSession,
  signIn,
  signInByRehearsalLink,
  signOut,
} from './commands.ts';
import { createFirstAdministrator, findOpenFirstLink } from './first-administrator.ts';
import { FirstAdministratorForm, NoticeForm, PasswordForm, safeReturnPath, SignInForm, TextSizeForm } from './input.ts';
import { dropSessionCookie, setSessionCookie } from './session-cookie.ts';
import { firstAdministratorPage, noticePage, passwordPage, signInPage } from './view.ts';

/** Sign-in, first password, first-use notice, the first administrator's link. */
export function accountPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  app.get('/dang-nhap', (c) => {
    if (c.get('viewer')) return c.redirect('/', 303);
    return page(c, 'accounts/sign-in', signInPage({ returnTo: safeReturnPath(c.req.query('ve') ?? '') }), SIGN_IN);
  });

  app.post('/dang-nhap', async (c) => {
    const typed = onlyFirst(await readForm(c));
    try {
      const form = parseInput(SignInForm, typed);
      const typedSecret = { userName: form.ten_dang_nhap, secret: form.mat_khau };
      const session = await signIn(deps, actorOf(c), typedSecret, entranceOf(c));
      return enter(c, session, safeReturnPath(form.ve));
    } catch (error) {
      const problem = asFormProblem(error, 'ten_dang_nhap');
      if (problem.retryAfterSeconds) c.header('retry-after', String(problem.retryAfterSeconds));
      const model = signInPage({
        userName: typed.ten_dang_nhap,
        returnTo: safeReturnPath(typed.ve ?? ''),
        errors: problem.fields,
      });
      return page(c, 'accounts/sign-in', model, { ...SIGN_IN, status: problem.status });
    }
  });

  app.post('/dang-xuat', async (c) => {
    await signOut(deps, actorOf(c), viewerOf(c));
    dropSessionCookie(c, deps);
    c.header('clear-site-data', '"cache", "storage"');
    return c.redirect('/dang-nhap', 303);
  });

  app.get('/mat-khau', (c) => page(c, 'accounts/password', passwordPage(viewerOf(c)), PASSWORD));

  app.post('/mat-khau', async (c) => {
    try {
      const form = await readFields(c, PasswordForm);
      const typed = { current: form.mat_khau_cu, next: form.mat_khau_moi, again: form.nhap_lai };
      await choosePassword(deps, actorOf(c), viewerOf(c), typed);
      return c.redirect('/', 303);
    } catch (error) {
      const problem = asFormProblem(error, 'mat_khau_moi');
      return page(c, 'accounts/password', passwordPage(viewerOf(c), problem.fields), {
        ...PASSWORD,
        status: problem.status,
      });
    }
  });

  app.get('/thong-bao', (c) => page(c, 'accounts/notice', noticePage(viewerOf(c)), NOTICE));

  app.post('/thong-bao', async (c) => {
    try {
      await readFields(c, NoticeForm);
      await acknowledge(deps, actorOf(c), viewerOf(c));
      return c.redirect('/', 303);
    } catch (error) {
      const problem = asFormProblem(error, 'da_doc');
      return page(c, 'accounts/notice', noticePage(viewerOf(c), problem.fields), { ...NOTICE, status: problem.status });
    }
  });

  app.get('/vao/:token', (c) => {
    if (!deps.rehearsal) throw notFound('links into the rehearsal exist there only');
    return page(c, 'accounts/enter', { token: c.req.param('token') }, ENTER);
  });

  app.post('/vao/:token', async (c) => {
    return enter(c, await signInByRehearsalLink(deps, actorOf(c), c.req.param('token'), entranceOf(c)), '/');
  });

  app.get('/thiet-lap/:token', async (c) => {
    await findOpenFirstLink(deps, c.req.param('token'));
    return page(c, 'accounts/first-administrator', firstAdministratorPage(c.req.param('token'), {}, {}), FIRST);
  });

  app.post('/thiet-lap/:token', async (c) => {
    const typed = { ...onlyFirst(await readForm(c)), lien_ket: c.req.param('token') };
    try {
      const form = parseInput(FirstAdministratorForm, typed);
      return enter(c, await createFirstAdministrator(deps, actorOf(c), form), '/');
    } catch (error) {
      const problem = asFormProblem(error, 'ten_dang_nhap');
      const model = firstAdministratorPage(c.req.param('token'), typed, problem.fields);
      return page(c, 'accounts/first-administrator', model, { ...FIRST, status: problem.status });
    }
  });

  app.post('/co-chu', async (c) => {
    const { co } = await readFields(c, TextSizeForm);
    setCookie(c, TEXT_SIZE_COOKIE, co, { path: '/', sameSite: 'Lax', maxAge: 400 * 86_400 });
    return c.redirect(returnPathOf(c), 303);
  });

  function enter(c: AppContext, session: NewSession, path: string): Response {
    setSessionCookie(c, deps, session.token);
    return c.redirect(path, 303);
  }

  return app;
}

const SIGN_IN = { title: 'Đăng nhập' };
const PASSWORD = { title: 'Chọn mật khẩu' };
const NOTICE = { title: 'Thông báo về dữ liệu cá nhân' };
const ENTER = { title: 'Vào bản tập huấn' };
const FIRST = { title: 'Người quản trị đầu tiên' };

/** Whoever signs in where somebody still is takes that session's place. */
function entranceOf(c: AppContext): Entrance {
  return { agent: c.req.header('user-agent') ?? '', replaces: c.get('viewer')?.sessionId ?? null };
}

/** Errors a form shows itself; anything else goes on to the common answer. */
function asFormProblem(
  error: unknown,
  field: string,
): { fields: Record<string, string>; status: number; retryAfterSeconds?: number | undefined } {
  if (!(error instanceof AppError)) throw error;
  if (error.code === 'invalid-input') return { fields: error.fields, status: 422 };
  if (error.code === 'wrong-credentials' || error.code === 'too-many-attempts') {
    return { fields: { [field]: error.hint ?? '' }, status: error.status, retryAfterSeconds: error.retryAfterSeconds };
  }
  throw error;
}

/** Back to the page the switch was used on, as the browser tells it; only ever a path of ours. */
function returnPathOf(c: AppContext): string {
  const from = c.req.header('referer');
  return from && URL.canParse(from) ? safeReturnPath(`${new URL(from).pathname}${new URL(from).search}`) : '/';
}
