import { setTimeout as pause } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import { makeDuePapers } from '../reviews/papers.ts';

/** How often the database is asked for papers that are due. */
const LOOK_EVERY_MS = 3_000;

/** Makes due papers until the signal. The queue is in the database, so nothing is lost with the process. */
export async function makePapersNow(deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await makeDuePapers(deps, signal);
    } catch (error) {
      deps.log.error({ cause: error }, 'paper worker');
    }
    await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
