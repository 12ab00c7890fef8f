import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { ASSISTANCE_OVER } from '../http/assisted.ts';
import { onlyFirst, parseInput, readFields, readForm } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page, setTextSizeCookie } from '../http/page.ts';
import type { NewSession } from './begin-session.ts';
import { acknowledge, choosePassword, signIn, signInByRehearsalLink, signOut } from './commands.ts';
import { enter, enterOrHalf, entranceOf, leave } from './entering.ts';
import { createFirstAdministrator, findOpenFirstLink } from './first-administrator.ts';
import {
  CodeForm,
  FirstAdministratorForm,
  NoticeForm,
  PasswordForm,
  safeReturnPath,
  SignInForm,
  TextSizeForm,
} from './input.ts';
import { asFormProblem } from './form-problem.ts';
import { finishSignIn, openPending } from './second-factor.ts';
import { pendingCookie } from './session-cookie.ts';
import { setPreference } from './statements.ts';
import { codePage } from './view-own.ts';
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
      const entered = await signIn(deps, actorOf(c), typedSecret, entranceOf(c));
      const path = safeReturnPath(form.ve);
      const inside = await enterOrHalf(c, deps, entered);
      return c.redirect(inside ? path : `/dang-nhap/ma?ve=${encodeURIComponent(path)}`, 303);
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

  app.get('/dang-nhap/ma', async (c) => {
    if (!(await openPending(deps, pendingCookie(c, deps)))) return c.redirect('/dang-nhap', 303);
    return page(c, 'accounts/code', codePage(safeReturnPath(c.req.query('ve') ?? '')), CODE);
  });

  app.post('/dang-nhap/ma', async (c) => {
    const typed = onlyFirst(await readForm(c));
    const path = safeReturnPath(typed.ve ?? '');
    try {
      const { ma } = parseInput(CodeForm, typed);
      const session = await finishSignIn(deps, actorOf(c), pendingCookie(c, deps), ma, entranceOf(c));
      return session ? await enterAt(c, session, path) : c.redirect('/dang-nhap', 303);
    } catch (error) {
      const problem = asFormProblem(error, 'ma');
      if (problem.retryAfterSeconds) c.header('retry-after', String(problem.retryAfterSeconds));
      return page(c, 'accounts/code', codePage(path, problem.fields), { ...CODE, status: problem.status });
    }
  });

  app.post('/dang-xuat', async (c) => {
    const viewer = viewerOf(c);
    await signOut(deps, actorOf(c), viewer);
    leave(c, deps);
    // The page it leads to tells the other windows of this browser.
    return c.redirect(`${viewer.assistance ? ASSISTANCE_OVER : '/dang-nhap'}?da-xuat=1`, 303);
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
    return enterAt(c, await signInByRehearsalLink(deps, actorOf(c), c.req.param('token'), entranceOf(c)), '/');
  });

  app.get('/thiet-lap/:token', async (c) => {
    await findOpenFirstLink(deps, c.req.param('token'));
    return page(c, 'accounts/first-administrator', firstAdministratorPage(c.req.param('token'), {}, {}), FIRST);
  });

  app.post('/thiet-lap/:token', async (c) => {
    const typed = { ...onlyFirst(await readForm(c)), lien_ket: c.req.param('token') };
    try {
      const form = parseInput(FirstAdministratorForm, typed);
      return await enterAt(c, await createFirstAdministrator(deps, actorOf(c), form), '/');
    } catch (error) {
      const problem = asFormProblem(error, 'ten_dang_nhap');
      const model = firstAdministratorPage(c.req.param('token'), typed, problem.fields);
      return page(c, 'accounts/first-administrator', model, { ...FIRST, status: problem.status });
    }
  });

  app.post('/co-chu', async (c) => {
    const { co } = await readFields(c, TextSizeForm);
    const viewer = c.get('viewer');
    if (viewer) await deps.store.atomic([setPreference(deps.store.db, viewer.accountId, 'text-size', co)]);
    setTextSizeCookie(c, co);
    return c.redirect(returnPathOf(c), 303);
  });

  async function enterAt(c: AppContext, session: NewSession, path: string): Promise<Response> {
    await enter(c, deps, session);
    return c.redirect(path, 303);
  }

  return app;
}

const SIGN_IN = { title: 'Đăng nhập' };
const CODE = { title: 'Mã xác nhận' };
const PASSWORD = { title: 'Chọn mật khẩu' };
const NOTICE = { title: 'Thông báo về dữ liệu cá nhân' };
const ENTER = { title: 'Vào bản tập huấn' };
const FIRST = { title: 'Người quản trị đầu tiên' };

/** Back to the page the switch was used on, as the browser tells it; only ever a path of ours. */
function returnPathOf(c: AppContext): string {
  const from = c.req.header('referer');
  return from && URL.canParse(from) ? safeReturnPath(`${new URL(from).pathname}${new URL(from).search}`) : '/';
}
