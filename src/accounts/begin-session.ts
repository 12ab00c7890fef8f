import { logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import type { Actor } from '../http/context.ts';
import { sessionsBegunBefore } from './rules.ts';
import { newToken } from './secrets.ts';
import { endSession, endSessionsBefore, insertSession, sessionRow } from './statements.ts';

export type AccountDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'rehearsal'>;

export interface NewSession {
  /** For the cookie; the database keeps its hash only. */
  token: string;
  accountId: string;
}

/** From which browser, and which session of its own it leaves behind. */
export interface Entrance {
  agent: string;
  replaces: string | null;
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
  await deps.store.atomic([
    ...how.first,
    ...(entrance.replaces ? [endSession(db, entrance.replaces)] : []),
    endSessionsBefore(db, sessionsBegunBefore(now)),
    insertSession(db, {
      ...sessionRow({ id: deps.newId(), token, accountId, at: now.toISOString(), address: actor.address }),
      agent: entrance.agent.slice(0, 200),
      must_choose_password: how.mustChoosePassword ? 1 : 0,
    }),
    logRow(deps, { ...actor, accountId }, { action: 'sign-in', subject: { kind: 'account', id: accountId } }),
  ]);
  return { token, accountId };
}
