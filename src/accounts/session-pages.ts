import { Hono } from 'hono';
import type { Deps } from '../deps.ts';
import { readJson } from '../http/body.ts';
import { type AppContext, type AppEnv, actorOf, hasOpenDuty } from '../http/context.ts';
import { signIn } from './commands.ts';
import { enter, enterOrHalf, entranceOf } from './entering.ts';
import { CodeJson, SignInJson } from './input.ts';
import { sessionTimes } from './queries.ts';
import { timeLeft } from './rules.ts';
import { finishSignIn } from './second-factor.ts';
import { pendingCookie } from './session-cookie.ts';

/** The session under a page that is being written on; the page's side is templates/assets/session.js. */
export function sessionPages(deps: Deps): Hono<AppEnv> {
  const app = new Hono<AppEnv>();

  // Asking does not make the session longer; going on does (session-cookie.ts).
  app.get('/phien', async (c) => c.json(await stateOf(c)));
  app.post('/phien/tiep', async (c) => c.json(await stateOf(c)));

  app.post('/phien/vao', async (c) => {
    const typed = await readJson(c, SignInJson);
    const secret = { userName: typed.ten_dang_nhap, secret: typed.mat_khau };
    const inside = await enterOrHalf(c, deps, await signIn(deps, actorOf(c), secret, entranceOf(c)));
    return c.json({ next: inside ? 'in' : 'code' });
  });

  app.post('/phien/ma', async (c) => {
    const { ma } = await readJson(c, CodeJson);
    const session = await finishSignIn(deps, actorOf(c), pendingCookie(c, deps), ma, entranceOf(c));
    if (!session) return c.json({ next: 'password' });
    await enter(c, deps, session);
    return c.json({ next: 'in' });
  });

  async function stateOf(c: AppContext) {
    const viewer = c.get('viewer');
    const times = viewer && (await sessionTimes(deps.store.db, viewer.sessionId));
    if (!times) return { account: null, ready: false, secondsLeft: 0, mayGoOn: false };
    return { account: viewer.userName, ready: !hasOpenDuty(viewer), ...timeLeft(times, deps.now()) };
  }

  return app;
}
