import { logOnce } from '../audit/statements.ts';
import { branchSeason } from '../branches/scope.ts';
import { sha256Hex } from '../canonical.ts';
import { LostGuard, type Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import { findPaper } from '../records/queries.ts';
import { releasePapers } from '../records/statements.ts';
import { frozenPaper } from '../reviews/papers.ts';
import { assemble } from './assembling.ts';
import { kindOf } from './kinds.ts';
import { type BatchDeps, type BatchPlace, placeOf } from './place.ts';
import {
  dueItems,
  endedJobs,
  hasOpenItems,
  isReadable,
  type ItemRow,
  type JobRow,
  reviewOfRecord,
  runningJobs,
} from './queries.ts';
import { type JobProblem, keptUntil, MOST_TRIES, nextTry } from './rules.ts';
import {
  deleteJob,
  failItem,
  failJob,
  finishItem,
  postponeItem,
  releaseAll,
  type Taken,
  takeItem,
  takeJob,
} from './statements.ts';

/** What a dead process held is taken over after this long: more than the renderer and a wait for it take together. */
const LEASE_SECONDS = 300;
/** Papers of one order before the next order gets its turn. */
const AT_ONCE = 20;
/** The renderer prints one or two at a time: a second lane keeps it from waiting for the database. */
const LANES = 2;
/** Until a busy printer is asked again. */
const BUSY_SECONDS = 2;

/**
 * Goes on with every order there is: papers first, then the files. The database is the queue, so an order goes on after
 * a restart. Returns whether there was anything to do.
 */
export async function workOnBatches(deps: BatchDeps, signal?: AbortSignal): Promise<boolean> {
  const { db } = deps.store;
  for (const job of await endedJobs(db, deps.now().toISOString())) await deps.store.atomic(deleteJob(db, job.id));
  let worked = false;
  for (const job of await runningJobs(db)) {
    if (signal?.aborted) break;
    worked = (await workOn(deps, job, signal)) || worked;
  }
  return worked;
}

/** At the start of the first process of an installation: nobody else can be holding a paper or an order. */
export async function releaseHeld(deps: Pick<BatchDeps, 'store' | 'now'>): Promise<void> {
  const now = deps.now().toISOString();
  await deps.store.atomic([releasePapers(deps.store.db, now), ...releaseAll(deps.store.db, now)]);
}

async function workOn(deps: BatchDeps, job: JobRow, signal: AbortSignal | undefined): Promise<boolean> {
  const { db } = deps.store;
  try {
    const season = await branchSeason(deps, job.unit_id, job.campaign_id);
    if (!season) throw new AppError('not-found', { message: 'the campaign is gone' });
    const due = await dueItems(db, job.id, deps.now().toISOString(), AT_ONCE);
    if (due.length > 0) {
      // Without a browser nothing is tried, so that no paper is held back for a fault that is not its own.
      if (!(await deps.pdf.health()).ready) return false;
      const place = placeOf(deps, season);
      await inLanes(due, (item) => printItem(deps, place, job, item), signal);
      return true;
    }
    if (await hasOpenItems(db, job.id)) return false;
    const taken = { id: job.id, attempts: job.attempts + 1 };
    await deps.store.atomic(takeJob(db, job, deps.now().toISOString(), leaseFrom(deps)));
    const title = `Hồ sơ kiểm điểm năm ${season.campaign.year}, ${season.unit.name}`;
    await assemble(deps, job, taken, { title, lease: () => leaseFrom(deps), signal });
    return true;
  } catch (error) {
    // Cancelled, or another process has it.
    if (error instanceof LostGuard) return false;
    return stop(deps, job, error);
  }
}

/** The order stands still with a plain word. Where not even that can be written, it falls due again with its lease. */
async function stop(deps: BatchDeps, job: JobRow, error: unknown): Promise<boolean> {
  const problem: JobProblem = isCode(error, 'storage-full')
    ? 'storage-full'
    : isCode(error, 'not-found')
      ? 'gone'
      : 'internal';
  deps.log.error({ batch: job.id, problem, cause: error }, 'a batch could not be finished');
  const now = deps.now();
  const ended = { at: now.toISOString(), keptUntil: keptUntil(now) };
  await deps.store.atomic(failJob(deps.store.db, job.id, problem, ended)).catch((cause: unknown) => {
    if (!(cause instanceof LostGuard)) deps.log.error({ batch: job.id, cause }, 'nor could that be noted');
  });
  return false;
}

async function inLanes(
  items: readonly ItemRow[],
  act: (item: ItemRow) => Promise<void>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const waiting = items[Symbol.iterator]();
  const lane = async () => {
    for (const item of waiting) {
      if (signal?.aborted) return;
      await act(item);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: LANES }, lane));
  const fault = ends.find((end) => end.status === 'rejected');
  if (fault) throw fault.reason;
}

async function printItem(deps: BatchDeps, place: BatchPlace, job: JobRow, item: ItemRow): Promise<void> {
  const { db } = deps.store;
  const taken = { id: item.id, attempts: item.attempts + 1 };
  try {
    await deps.store.atomic([takeItem(db, item, deps.now().toISOString(), leaseFrom(deps))]);
  } catch (error) {
    if (error instanceof LostGuard) return;
    throw error;
  }
  try {
    const made = await make(deps, place, item);
    if (made === 'returned') return await deps.store.atomic([failItem(db, taken, 'returned', item.tries)]);
    if (made === 'elsewhere') return await putOff(deps, item, taken, 'elsewhere');
    if (made === null) return await putOff(deps, item, taken);
    const { bytes, kept } = made;
    const stored = {
      ...taken,
      jobId: job.id,
      sha256: sha256Hex(bytes),
      length: bytes.length,
      bytes: kept ? null : bytes,
    };
    await deps.store.atomic([...finishItem(db, stored), ...(await readingOf(deps, job, item))]);
  } catch (error) {
    // Cancelled meanwhile, or taken over: it is not ours any more.
    if (error instanceof LostGuard) return;
    if (isCode(error, 'storage-full')) throw error;
    await putOff(deps, item, taken, error);
  }
}

async function make(
  deps: BatchDeps,
  place: BatchPlace,
  item: ItemRow,
): Promise<{ bytes: Uint8Array; kept: boolean } | 'returned' | 'elsewhere' | null> {
  const { paper } = kindOf(item.kind);
  if (typeof paper !== 'string') return { bytes: await paper(place, item.subject), kept: false };
  if (item.record_id === null || !(await isReadable(deps.store.db, item.record_id))) return 'returned';
  const bytes = await frozenPaper(deps, item.record_id, paper);
  if (bytes) return { bytes, kept: true };
  const held = await findPaper(deps.store.db, item.record_id, paper);
  return held?.state === 'working' ? 'elsewhere' : null;
}

/** A busy or missing printer, or a process that prints the same paper, is soon asked again; a paper that fails by itself is given up after a few tries. */
async function putOff(deps: BatchDeps, item: ItemRow, taken: Taken, cause?: unknown): Promise<void> {
  const { db } = deps.store;
  const now = deps.now();
  if (cause === 'elsewhere' || ['pdf-busy', 'pdf-unavailable', 'storage-busy'].some((code) => isCode(cause, code))) {
    const soon = new Date(now.getTime() + BUSY_SECONDS * 1000).toISOString();
    return deps.store.atomic([postponeItem(db, taken, soon, item.tries)]);
  }
  const tries = item.tries + 1;
  deps.log.warn({ batch: item.job_id, item: item.id, tries, cause }, 'a paper of a batch was not made');
  const next = tries < MOST_TRIES ? postponeItem(db, taken, nextTry(now, tries), tries) : undefined;
  await deps.store.atomic([next ?? failItem(db, taken, 'not-made', tries)]);
}

/** Each record of somebody else's is logged once for an order, however many papers of it are printed. */
async function readingOf(deps: BatchDeps, job: JobRow, item: ItemRow): Promise<Statement[]> {
  if (item.record_id === null) return [];
  const review = await reviewOfRecord(deps.store.db, item.record_id);
  if (!review || review.account_id === job.account_id) return [];
  const actor = { accountId: job.account_id, address: job.address, requestId: job.request_id };
  const subject = { kind: 'review' as const, id: review.id };
  const entry = { action: 'paper-printed' as const, subject, unitId: job.unit_id, detail: `batch ${job.id}` };
  return [logOnce(deps, actor, entry)];
}

function leaseFrom({ now }: Pick<BatchDeps, 'now'>): string {
  return new Date(now().getTime() + LEASE_SECONDS * 1000).toISOString();
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof AppError && error.code === code;
}
