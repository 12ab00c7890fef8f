import { deleteCookie, getCookie } from 'hono/cookie';
import type { Deps } from '../deps.ts';
import { forgetAssistance, rememberAssistance } from '../http/assisted.ts';
import type { AppContext } from '../http/context.ts';
import { setTextSizeCookie, TEXT_SIZE_COOKIE } from '../http/page.ts';
import { assistanceOf, type Entrance, type NewSession } from './begin-session.ts';
import { preferenceOf } from './queries.ts';
import type { HalfSignIn } from './second-factor.ts';
import { dropPendingCookie, dropSessionCookie, setPendingCookie, setSessionCookie } from './session-cookie.ts';

/** What every way in does to the browser, whether a form or the dialog over a page brought the person here. */
export async function enter(c: AppContext, deps: Deps, session: NewSession): Promise<void> {
  setSessionCookie(c, deps, session.token);
  dropPendingCookie(c, deps);
  if (session.assistanceId) rememberAssistance(c, session.assistanceId);
  else forgetAssistance(c);
  const size = await preferenceOf(deps.store.db, session.accountId, 'text-size');
  // Whoever chose nothing sees the usual size, whatever the person before him on this computer had.
  if (size) setTextSizeCookie(c, size);
  else forgetTextSize(c);
}

/** Returns whether the person is in; otherwise the code of the second factor comes next. */
export async function enterOrHalf(c: AppContext, deps: Deps, entered: NewSession | HalfSignIn): Promise<boolean> {
  if (!('pending' in entered)) {
    await enter(c, deps, entered);
    return true;
  }
  setPendingCookie(c, deps, entered.pending);
  return false;
}

/** Nothing of the person stays in the browser. */
export function leave(c: AppContext, deps: Deps): void {
  dropSessionCookie(c, deps);
  dropPendingCookie(c, deps);
  forgetTextSize(c);
  c.header('clear-site-data', '"cache", "storage"');
}

/** Whoever signs in where somebody still is takes that session's place. */
export function entranceOf(c: AppContext): Entrance {
  const viewer = c.get('viewer');
  const leaves = viewer && assistanceOf(viewer);
  const agent = c.req.header('user-agent') ?? '';
  return { agent, replaces: viewer?.sessionId ?? null, ...(leaves ? { leaves } : {}) };
}

function forgetTextSize(c: AppContext): void {
  if (getCookie(c, TEXT_SIZE_COOKIE)) deleteCookie(c, TEXT_SIZE_COOKIE, { path: '/' });
}
