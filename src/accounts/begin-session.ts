import { endAssistance, type EndedAssistance } from '../assistance/statements.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { sessionsBegunBefore } from './rules.ts';
import { newToken } from './secrets.ts';
import { endSession, endSessionsBefore, insertSession, sessionRow } from './statements.ts';

export type AccountDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

export interface NewSession {
  /** For the cookie; the database keeps its hash only. */
  token: string;
  accountId: string;
  /** The sitting that began with it, where somebody else types. */
  assistanceId?: string;
}

/** From which browser, and which session of its own it leaves behind. */
export interface Entrance {
  agent: string;
  replaces: string | null;
  /** What was being typed for somebody in the session that is left behind. */
  leaves?: EndedAssistance;
  /** Set where somebody else will type for the person who signs in. */
  assisted?: Assisted;
}

/** An assisted session: the same proof of who somebody is as at any sign-in, and less that is open afterwards. */
export interface Assisted {
  helper: Pick<Viewer, 'accountId'>;
  /**
   * Whether this person may be helped by that one now; `madeBy` printed the one-time code that stood for the password.
   * Throws `not-allowed-now`, before anything is written or spent.
   */
  judge(accountId: string, madeBy: string | null): Promise<void>;
  /** What stands in the session's own list; `id` is the sitting's. */
  begin(accountId: string, id: string, sessionId: string): Promise<Statement[]>;
}

/** `first` is what let the person in: its guards stop the session when somebody else was first. */
export async function beginSession(
  deps: AccountDeps,
  actor: Actor,
  accountId: string,
  entrance: Entrance,
  how: { mustChoosePassword: boolean; first: Statement[] },
): Promise<NewSession> {
  const token = newToken();
  const { db } = deps.store;
  const now = deps.now();
  const { replaces, leaves, assisted } = entrance;
  const sessionId = deps.newId();
  const by = assisted && { id: deps.newId(), helperAccountId: assisted.helper.accountId };
  const { address, requestId } = actor;
  const inside: Actor = { address, requestId, accountId, ...(by ? { assistance: by } : {}) };
  await deps.store.atomic([
    ...how.first,
    ...(replaces ? [endSession(db, replaces)] : []),
    ...(leaves ? endAssistance(deps, actor, leaves, now.toISOString()) : []),
    endSessionsBefore(db, sessionsBegunBefore(now)),
    insertSession(db, {
      ...sessionRow({ id: sessionId, token, accountId, at: now.toISOString(), address }),
      agent: entrance.agent.slice(0, 200),
      must_choose_password: how.mustChoosePassword && !by ? 1 : 0,
      helper_account_id: by?.helperAccountId ?? null,
    }),
    logRow(deps, inside, { action: 'sign-in', subject: { kind: 'account', id: accountId } }),
    ...(assisted && by ? await assisted.begin(accountId, by.id, sessionId) : []),
  ]);
  return { token, accountId, ...(by ? { assistanceId: by.id } : {}) };
}

/** The sitting of an assisted session, to be ended with it. */
export function assistanceOf(viewer: Viewer): EndedAssistance | null {
  const { assistance, accountId } = viewer;
  if (!assistance) return null;
  return { id: assistance.id, accountId, helperAccountId: assistance.helperAccountId, reviewId: assistance.reviewId };
}
