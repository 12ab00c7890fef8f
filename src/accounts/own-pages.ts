import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { AppError, type FieldErrors } from '../errors.ts';
import { readFields } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, viewerOf } from '../http/context.ts';
import { page } from '../http/page.ts';
import { dropHelpSheet, endOwnOtherSessions, endOwnSession, readNotices } from './commands.ts';
import { FactorForm, NoticesForm } from './input.ts';
import { findFactor, helpSheetOf, noticesOf, recoveryCodesLeft, sessionsOf } from './queries.ts';
import { sessionIsOver } from './rules.ts';
import { proposeSecondFactor, turnOff, turnOn } from './second-factor.ts';
import { dropSessionCookie } from './session-cookie.ts';
import { accountNoticesPage, accountPage, factorPage } from './view-own.ts';

/** What a person sees and settles about his own account. */
export function ownAccountPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();
  const { db } = deps.store;

  app.get('/tai-khoan/thong-bao', async (c) => {
    const notices = (await noticesOf(db, viewerOf(c).accountId)).filter((notice) => notice.seen_at === null);
    if (notices.length === 0) return c.redirect('/tai-khoan', 303);
    return page(c, 'accounts/account-notices', accountNoticesPage(notices), NOTICES);
  });

  app.post('/tai-khoan/thong-bao', async (c) => {
    const { den } = await readFields(c, NoticesForm);
    await readNotices(deps, actorOf(c), viewerOf(c), den);
    return c.redirect('/', 303);
  });

  app.get('/tai-khoan', async (c) => {
    const viewer = viewerOf(c);
    const sessions = await sessionsOf(db, viewer.accountId);
    const shown = {
      sessions: sessions.filter((session) => !sessionIsOver(session, deps.now())),
      factorOn: Boolean((await findFactor(db, viewer.accountId))?.enabled_at),
      codesLeft: await recoveryCodesLeft(db, viewer.accountId),
      notices: await noticesOf(db, viewer.accountId),
      helpSheet: await helpSheetOf(db, viewer.accountId, deps.now().toISOString()),
    };
    return page(c, 'accounts/own', accountPage(viewer, shown), ACCOUNT);
  });

  app.post('/tai-khoan/phien/:session/ket-thuc', async (c) => {
    const viewer = viewerOf(c);
    await endOwnSession(deps, actorOf(c), viewer, c.req.param('session'));
    if (c.req.param('session') !== viewer.sessionId) return c.redirect('/tai-khoan', 303);
    dropSessionCookie(c, deps);
    return c.redirect('/dang-nhap', 303);
  });

  app.post('/tai-khoan/phien-khac/ket-thuc', async (c) => {
    await endOwnOtherSessions(deps, actorOf(c), viewerOf(c));
    return c.redirect('/tai-khoan', 303);
  });

  app.post('/tai-khoan/phieu-nhap-giup/huy', async (c) => {
    await dropHelpSheet(deps, actorOf(c), viewerOf(c));
    return c.redirect('/tai-khoan', 303);
  });

  app.get('/tai-khoan/hai-buoc', (c) => showFactor(c));

  app.post('/tai-khoan/hai-buoc', async (c) => {
    await proposeSecondFactor(deps, actorOf(c), viewerOf(c));
    return c.redirect('/tai-khoan/hai-buoc', 303);
  });

  app.post('/tai-khoan/hai-buoc/bat', async (c) => {
    try {
      const typed = await readFields(c, FactorForm);
      const given = { password: typed.mat_khau_cu, code: typed.ma };
      const codes = await turnOn(deps, actorOf(c), viewerOf(c), given);
      return page(c, 'accounts/recovery-codes', { codes }, { ...FACTOR, title: 'Mã dự phòng' });
    } catch (error) {
      return showFactor(c, error);
    }
  });

  app.post('/tai-khoan/hai-buoc/tat', async (c) => {
    try {
      const typed = await readFields(c, FactorForm);
      await turnOff(deps, actorOf(c), viewerOf(c), { password: typed.mat_khau_cu, code: typed.ma });
      return c.redirect('/tai-khoan', 303);
    } catch (error) {
      return showFactor(c, error);
    }
  });

  async function showFactor(c: AppContext, error?: unknown): Promise<Response> {
    const problem = error === undefined ? null : asFieldProblem(error);
    const viewer = viewerOf(c);
    const model = factorPage(viewer, {
      factor: await findFactor(db, viewer.accountId),
      codesLeft: await recoveryCodesLeft(db, viewer.accountId),
      rehearsal: deps.rehearsal,
      errors: problem?.fields ?? {},
    });
    return page(c, 'accounts/second-factor', model, { ...FACTOR, status: problem?.status ?? 200 });
  }

  return app;
}

const NOTICES = { title: 'Thông báo về tài khoản' };
const ACCOUNT = { title: 'Tài khoản' };
const FACTOR = { title: 'Đăng nhập hai bước', trail: [{ text: 'Tài khoản', href: '/tai-khoan' }] };

/** What stands at a field of the form; anything else goes on to the common answer. */
function asFieldProblem(error: unknown): { fields: FieldErrors; status: number } {
  if (error instanceof AppError && error.code === 'invalid-input') return { fields: error.fields, status: 422 };
  if (!(error instanceof AppError) || error.code !== 'too-many-attempts') throw error;
  return { fields: { mat_khau_cu: error.hint ?? '' }, status: error.status };
}
