import { setCookie } from 'hono/cookie';
import type { Deps } from '../deps.ts';
import type { AppContext } from '../http/context.ts';
import { TEXT_SIZE_COOKIE } from '../http/page.ts';
import type { Entrance, NewSession } from './begin-session.ts';
import { preferenceOf } from './queries.ts';
import type { HalfSignIn } from './second-factor.ts';
import { dropPendingCookie, setPendingCookie, setSessionCookie } from './session-cookie.ts';

/** What every way in does to the browser, whether a form or the dialog over a page brought the person here. */
export async function enter(c: AppContext, deps: Deps, session: NewSession): Promise<void> {
  setSessionCookie(c, deps, session.token);
  dropPendingCookie(c, deps);
  const size = await preferenceOf(deps.store.db, session.accountId, 'text-size');
  if (size) setTextSizeCookie(c, size);
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

export function setTextSizeCookie(c: AppContext, size: string): void {
  setCookie(c, TEXT_SIZE_COOKIE, size, { path: '/', sameSite: 'Lax', maxAge: 400 * 86_400 });
}

/** Whoever signs in where somebody still is takes that session's place. */
export function entranceOf(c: AppContext): Entrance {
  return { agent: c.req.header('user-agent') ?? '', replaces: c.get('viewer')?.sessionId ?? null };
}
