import type { Deps, Statement } from '../deps.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { beginAssistance, judgeHelp } from './commands.ts';

/** What beginning a session has to know of one in which this helper will type; accounts asks it of us (begin-session.ts). */
export function assistingBy(deps: Pick<Deps, 'store' | 'now' | 'newId'>) {
  return (actor: Actor, helper: Viewer) => ({
    helper,
    judge: (accountId: string, madeBy: string | null): Promise<void> =>
      judgeHelp(deps, actor, helper, accountId, madeBy),
    begin: (accountId: string, id: string, sessionId: string): Promise<Statement[]> =>
      beginAssistance(deps, actor, helper, { id, sessionId, accountId }),
  });
}
