import type { MiddlewareHandler } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { endAssistance } from '../assistance/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, AppContext, AppEnv, Assistance, Viewer } from '../http/context.ts';
import { findSession, type SessionRow } from './queries.ts';
import { NOTICE_VERSION, sessionIsOver } from './rules.ts';
import { hashSecret } from './secrets.ts';
import { endSession, touchSession } from './statements.ts';

type SessionDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'config' | 'rehearsal'>;

/** A write for every request would be waste: the idle clock is stored to the minute. */
const TOUCH_SECONDS = 60;
const PENDING_SECONDS = 600;

/** Asking how long the session still lasts must not make it longer. */
const NOT_SLIDING: readonly string[] = ['GET /phien'];

/** Finds out who is asking. A session past its idle or longest time is ended here, and nobody is signed in. */
export function knowViewer(deps: SessionDeps): MiddlewareHandler<AppEnv> {
  return async (c, next) => {
    const token = getCookie(c, cookieName(deps));
    // Stylesheets and fonts are the same for everybody.
    if (c.req.path.startsWith('/assets/')) return next();
    const slides = !NOT_SLIDING.includes(`${c.req.method} ${c.req.path}`);
    const from = { address: c.get('address'), requestId: c.get('requestId') };
    c.set('viewer', token ? await viewerFor(deps, token, slides, from) : null);
    await next();
  };
}

async function viewerFor(
  deps: SessionDeps,
  token: string,
  slides: boolean,
  from: Pick<Actor, 'address' | 'requestId'>,
): Promise<Viewer | null> {
  const session = await findSession(deps.store.db, hashSecret(token), NOTICE_VERSION);
  if (!session) return null;
  const now = deps.now();
  if (sessionIsOver(session, now)) {
    await deps.store.atomic([endSession(deps.store.db, session.session_id), ...assistanceEnds(deps, session, from)]);
    return null;
  }
  // Its sitting is over, by submission for instance: the session goes with it.
  if (session.helper_account_id !== null && session.assistance_id === null) return null;
  if (slides && now.getTime() - Date.parse(session.seen_at) > TOUCH_SECONDS * 1000) {
    await touch(deps, session.session_id, now.toISOString());
  }
  return toViewer(session);
}

/** A sitting that nobody ended ended with the last sign of its session. */
function assistanceEnds(
  deps: SessionDeps,
  session: SessionRow,
  from: Pick<Actor, 'address' | 'requestId'>,
): Statement[] {
  const { account_id: accountId, helper_account_id: helperAccountId, assistance_id: id } = session;
  if (id === null || helperAccountId === null) return [];
  const actor = { ...from, accountId, assistance: { id, helperAccountId } };
  const ended = { id, accountId, helperAccountId, reviewId: session.review_id };
  return endAssistance(deps, actor, ended, session.seen_at);
}

/** The idle clock must not cost anybody a page: where the database is busy or its disk full, a later request moves it. */
async function touch(deps: SessionDeps, sessionId: string, at: string): Promise<void> {
  try {
    await deps.store.atomic([touchSession(deps.store.db, sessionId, at)]);
  } catch (error) {
    if (!(error instanceof AppError) || !['storage-busy', 'storage-full'].includes(error.code)) throw error;
  }
}

function toViewer(session: SessionRow): Viewer {
  const assistance = assistanceIn(session);
  return {
    accountId: session.account_id,
    sessionId: session.session_id,
    userName: session.user_name,
    displayName: session.display_name,
    memberId: session.member_id,
    unitId: session.unit_id,
    unitName: session.unit_name,
    // Whoever types for another takes on none of his duties.
    roles: assistance ? [] : session.roles,
    mustChoosePassword: session.must_choose_password === 1,
    mustAcknowledge: !session.acknowledged,
    // What was done to the account is its owner's to read, in a session of his own.
    mustReadNotices: !assistance && session.unseen_notices > 0,
    ...(assistance ? { assistance } : {}),
  };
}

function assistanceIn(session: SessionRow): Assistance | null {
  const { assistance_id: id, helper_account_id: helperAccountId, helper_name: helperName } = session;
  if (id === null || helperAccountId === null) return null;
  return { id, helperAccountId, helperName: helperName ?? '', reviewId: session.review_id };
}

/** A session cookie of the browser: closing it on a shared computer signs out. */
export function setSessionCookie(c: AppContext, deps: SessionDeps, token: string): void {
  setCookie(c, cookieName(deps), token, { ...cookieScope(deps), httpOnly: true, sameSite: 'Lax' });
}

export function dropSessionCookie(c: AppContext, deps: SessionDeps): void {
  deleteCookie(c, cookieName(deps), cookieScope(deps));
}

/** Between the password and the second factor's code; a script cannot read it, and it opens no page. */
export function setPendingCookie(c: AppContext, deps: SessionDeps, token: string): void {
  const scope = { ...cookieScope(deps), httpOnly: true, sameSite: 'Lax' as const, maxAge: PENDING_SECONDS };
  setCookie(c, `${cookieName(deps)}-cho`, token, scope);
}

export function pendingCookie(c: AppContext, deps: SessionDeps): string | undefined {
  return getCookie(c, `${cookieName(deps)}-cho`);
}

export function dropPendingCookie(c: AppContext, deps: SessionDeps): void {
  if (pendingCookie(c, deps)) deleteCookie(c, `${cookieName(deps)}-cho`, cookieScope(deps));
}

/** The rehearsal has its own name: signing in there never touches a real session on the same machine. */
function cookieName(deps: SessionDeps): string {
  const name = deps.rehearsal ? 'tu-soi-tap-huan' : 'tu-soi';
  return isHttps(deps) ? `__Host-${name}` : name;
}

function cookieScope(deps: SessionDeps) {
  return { path: '/', secure: isHttps(deps) };
}

function isHttps(deps: SessionDeps): boolean {
  return deps.config.publicOrigin.startsWith('https:');
}
