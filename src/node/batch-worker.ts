import { setTimeout as pause } from 'node:timers/promises';
import { releaseBatches, workOnBatches } from '../batches/work.ts';
import type { Deps } from '../deps.ts';

/** How often the database is asked for orders once there is nothing to do. */
const LOOK_EVERY_MS = 1_000;

/** Works on orders of many papers until the signal. What a process that died held is free again at once. */
export async function makeBatchesNow(deps: Deps, signal: AbortSignal): Promise<void> {
  let released = false;
  while (!signal.aborted) {
    let worked = false;
    try {
      if (!released) await releaseBatches(deps);
      released = true;
      worked = await workOnBatches(deps, signal);
    } catch (error) {
      deps.log.error({ cause: error }, 'batch worker');
    }
    if (!worked) await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
