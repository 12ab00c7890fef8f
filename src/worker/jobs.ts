import { sealLog } from '../audit/sealing.ts';
import { workOnBatches } from '../batches/work.ts';
import type { Deps } from '../deps.ts';
import { makeDuePapers } from '../reviews/papers.ts';

/** Papers of one go; the rest waits for the next. Orders of many papers have a bound of their own. */
const PAPERS_AT_ONCE = 10;
/**
 * After this long nothing new is begun; an invocation may last 15 minutes. Putting an order's file together must fit into
 * it: what is cut short there begins anew.
 */
const SLICE_MS = 10 * 60_000;

export interface Slice {
  /** Something was done, so there may be more. */
  worked: boolean;
  /** Something broke; each job's failure leaves the others alone. */
  failed: boolean;
}

/** One bounded stretch of everything that goes on beside the requests. What it leaves stands in the database. */
export async function workForAWhile(deps: Deps, sliceMs = SLICE_MS): Promise<Slice> {
  const signal = AbortSignal.timeout(sliceMs);
  const jobs: [string, () => Promise<boolean>][] = [
    ['paper worker', async () => (await makeDuePapers(deps, signal, PAPERS_AT_ONCE)) > 0],
    ['batch worker', () => workOnBatches(deps, signal)],
    // Its lines come in all the time; sealing them is no reason to begin anew.
    ['sealing the log', async () => (await sealLog(deps, signal)) < 0],
  ];
  const slice = { worked: false, failed: false };
  for (const [name, job] of jobs) {
    try {
      if (await job()) slice.worked = true;
    } catch (error) {
      slice.failed = true;
      deps.log.error({ cause: error }, name);
    }
  }
  return slice;
}
