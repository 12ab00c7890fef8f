import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { AppContext } from './context.ts';

/**
 * A browser in which an assisted session was opened remembers that it was one, and which. When the session is over, its
 * pages lead to the page that says how it ended: never to a sign-in that would open the author's whole account there.
 */
/** A working day: long enough for a window left open; signing in drops it earlier. */
const SECONDS = 12 * 3600;

export const ASSISTANCE_OVER = '/nhap-giup/xong';
export const ASSISTANCE_AGAIN = '/nhap-giup';

export function rememberAssistance(c: AppContext, id: string): void {
  setCookie(c, cookieName(c), id, { path: '/', httpOnly: true, sameSite: 'Lax', maxAge: SECONDS });
}

export function rememberedAssistance(c: AppContext): string | undefined {
  return getCookie(c, cookieName(c));
}

export function forgetAssistance(c: AppContext): void {
  if (rememberedAssistance(c)) deleteCookie(c, cookieName(c), { path: '/' });
}

/** The rehearsal has its own, as it has its own session cookie. */
function cookieName(c: AppContext): string {
  return `tu-soi${c.get('frame').rehearsal ? '-tap-huan' : ''}-nhap-giup`;
}
