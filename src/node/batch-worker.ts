import { setTimeout as pause } from 'node:timers/promises';
import { workOnBatches } from '../batches/work.ts';
import type { Deps } from '../deps.ts';

/** How often the database is asked for orders once there is nothing to do. */
const LOOK_EVERY_MS = 1_000;

/** Works on orders of many papers until the signal. The queue is in the database, so nothing is lost with the process. */
export async function makeBatchesNow(deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let worked = false;
    try {
      worked = await workOnBatches(deps, signal);
    } catch (error) {
      deps.log.error({ cause: error }, 'batch worker');
    }
    if (!worked) await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
