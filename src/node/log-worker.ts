import { setTimeout as pause } from 'node:timers/promises';
import { sealLog } from '../audit/sealing.ts';
import type { Deps } from '../deps.ts';

const LOOK_EVERY_MS = 10_000;

/** Seals the log until the signal. What was not sealed when the process ended is sealed by the next one. */
export async function sealLogNow(deps: Deps, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await sealLog(deps, signal);
    } catch (error) {
      deps.log.error({ cause: error }, 'sealing the log');
    }
    await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
