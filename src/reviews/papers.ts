import { sha256Hex } from '../canonical.ts';
import { criteriaSetOrThrow } from '../campaigns/queries.ts';
import { editionOrThrow } from '../catalogues/queries.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError, type ErrorCode, notFound } from '../errors.ts';
import { formOrThrow } from '../forms/queries.ts';
import { duePapers, findPaper, findRecordById, paperBytes, type PaperRow, recordText } from '../records/queries.ts';
import { newPaperCode, shownCode } from '../records/rules.ts';
import { askForPaper, freezePaper, postponePaper, type TakenPaper, takePaper } from '../records/statements.ts';
import type { ReviewPaper } from '../views/models/paper.ts';
import type { ReviewContent } from './content.ts';
import { pledgePaper, renderReviewPaper, reviewPaper } from './print.ts';
import type { PaperKind, PaperVariant } from './print-unit.ts';

export type { PaperVariant } from './print-unit.ts';

/**
 * Papers of submitted reviews. Submission freezes the content; the paper is a job after it, tried again until
 * it stands, and frozen when first printed (design §4d). The database is the queue: a job survives a restart.
 */
type PaperDeps = Pick<Deps, 'store' | 'now' | 'newId' | 'pdf' | 'rehearsal' | 'log'>;

/** Looks at a paper another process is making, before the reader is told to come back. */
const LOOKS = 20;
const LOOK_MS = 250;

/** A job of a process that died is taken over after this long: more than all of the renderer's limits together. */
const LEASE_SECONDS = 300;
/** Waiting time before the next try: 5 s, 10 s, 20 s … at most 10 minutes. */
const FIRST_WAIT_SECONDS = 5;
const LONGEST_WAIT_SECONDS = 600;
/** Somebody has to make room first. */
const FULL_WAIT_SECONDS = 60;
/** From here on the operator should look. */
const WORRYING_ATTEMPTS = 6;

/** The frozen bytes; null while the paper is still to be made. Asks for it and tries once, right now. */
export async function frozenPaper(
  deps: PaperDeps,
  recordId: string,
  variant: PaperVariant,
): Promise<Uint8Array<ArrayBuffer> | null> {
  const { db } = deps.store;
  let paper = await findPaper(db, recordId, variant);
  if (!paper) {
    const ask = { id: deps.newId(), record_id: recordId, variant, due_at: deps.now().toISOString() };
    await deps.store.atomic([askForPaper(db, ask)]);
    paper = await findPaper(db, recordId, variant);
  }
  if (paper && paper.state !== 'ready') {
    await makePaper(deps, paper);
    paper = await waitWhileWorking(deps, recordId, variant);
  }
  return paper?.state === 'ready' ? paperBytes(db, paper.id) : null;
}

/** Right after submission the paper is in work already: its reader waits a moment instead of being sent away. */
async function waitWhileWorking(
  deps: PaperDeps,
  recordId: string,
  variant: PaperVariant,
): Promise<PaperRow | undefined> {
  let paper = await findPaper(deps.store.db, recordId, variant);
  for (let look = 0; paper?.state === 'working' && look < LOOKS; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
    paper = await findPaper(deps.store.db, recordId, variant);
  }
  return paper;
}

/**
 * Makes the papers that are due, one after another, until the signal. Returns how many now stand.
 * Without a browser nothing is tried, so that no paper is held back for a fault that is not its own.
 */
export async function makeDuePapers(deps: PaperDeps, signal?: AbortSignal, most = 20): Promise<number> {
  const due = await duePapers(deps.store.db, deps.now().toISOString(), most);
  if (due.length === 0 || !(await deps.pdf.health()).ready) return 0;
  let made = 0;
  for (const paper of due) {
    if (signal?.aborted) break;
    if (await makePaper(deps, paper)) made += 1;
  }
  return made;
}

async function makePaper(deps: PaperDeps, paper: PaperRow): Promise<boolean> {
  const { db } = deps.store;
  const now = deps.now();
  const taken = { id: paper.id, attempts: paper.attempts + 1 };
  const until = new Date(now.getTime() + LEASE_SECONDS * 1000).toISOString();
  try {
    await deps.store.atomic([takePaper(db, paper, now.toISOString(), until)]);
  } catch (error) {
    // Another process has it, or it is not due yet.
    if (error instanceof LostGuard) return false;
    throw error;
  }
  try {
    const code = newPaperCode();
    const bytes = await printRecord(deps, paper.record_id, paper.variant as PaperVariant, code);
    const frozen = {
      ...taken,
      sha256: sha256Hex(bytes),
      bytes,
      madeAt: deps.now().toISOString(),
      code,
    };
    await deps.store.atomic(freezePaper(db, frozen));
    return true;
  } catch (error) {
    // Taken over meanwhile by another process: the paper is its business now.
    if (error instanceof LostGuard) return false;
    await giveBack(deps, taken, error);
    // Whoever waits for the paper is told that the disk is full; trying the next one now would only meet the same.
    if (isFull(error)) throw error;
    return false;
  }
}

const NO_FAULT_OF_THE_PAPER: readonly ErrorCode[] = ['pdf-busy', 'pdf-unavailable', 'storage-full'];

function isFull(error: unknown): boolean {
  return error instanceof AppError && error.code === 'storage-full';
}

/** A busy or missing browser is soon asked again; a paper that fails by itself waits longer each time. */
async function giveBack(deps: PaperDeps, taken: TakenPaper, error: unknown): Promise<void> {
  const ownFault = !(error instanceof AppError && NO_FAULT_OF_THE_PAPER.includes(error.code));
  const seconds = ownFault
    ? Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** (taken.attempts - 1))
    : isFull(error)
      ? FULL_WAIT_SECONDS
      : FIRST_WAIT_SECONDS;
  const dueAt = new Date(deps.now().getTime() + seconds * 1000).toISOString();
  const level = ownFault && taken.attempts >= WORRYING_ATTEMPTS ? 'error' : 'warn';
  deps.log[level](
    { paper: taken.id, attempts: taken.attempts, dueAt, cause: error },
    'paper not made, will be tried again',
  );
  await deps.store.atomic([postponePaper(deps.store.db, taken, dueAt)]);
}

async function printRecord(
  deps: PaperDeps,
  recordId: string,
  variant: PaperVariant,
  frozenCode: string,
): Promise<Uint8Array> {
  const { db } = deps.store;
  const record = await findRecordById(db, recordId);
  if (!record) throw new Error(`no record ${recordId}`);
  const content = JSON.parse(await recordText(db, record)) as ReviewContent;
  const kind = variant.replace(/-code$/, '') as PaperKind;
  const code = variant === kind ? undefined : shownCode(frozenCode);
  if (kind === 'pledge') return printPledge(deps, content, { code });
  return printContent(deps, content, { annex: kind === 'annex', workplace: kind === 'workplace', code });
}

/** Throws `not-found` for a form without a pledge. Stamped as a draft while the review is not handed in. */
export async function printPledge(
  deps: Pick<Deps, 'store' | 'pdf' | 'rehearsal'>,
  content: ReviewContent,
  options: { code?: string | undefined } = {},
): Promise<Uint8Array> {
  const form = await formOrThrow(deps.store.db, content.formId);
  const paper = pledgePaper(content, form, { ...options, rehearsal: deps.rehearsal });
  if (!paper) throw notFound('this form has no pledge');
  return deps.pdf.render(renderReviewPaper(paper));
}

/** Prints what a review says. One that is not signed yet comes out stamped as a draft, and is never frozen. */
export async function printContent(
  deps: Pick<Deps, 'store' | 'pdf' | 'rehearsal'>,
  content: ReviewContent,
  options: { annex: boolean; workplace?: boolean; code?: string | undefined },
): Promise<Uint8Array> {
  return deps.pdf.render(renderReviewPaper(await paperOf(deps, content, options)));
}

/** The paper of what a review says, for print and for Word. */
export async function paperOf(
  deps: Pick<Deps, 'store' | 'rehearsal'>,
  content: ReviewContent,
  options: { annex: boolean; workplace?: boolean; code?: string | undefined },
): Promise<ReviewPaper> {
  const { db } = deps.store;
  const form = await formOrThrow(db, content.formId);
  const a = content.editionA === null ? null : await editionOrThrow(db, content.editionA);
  const b = content.editionB === null ? null : await editionOrThrow(db, content.editionB);
  const criteria = content.criteriaSet ? await criteriaSetOrThrow(db, content.criteriaSet) : undefined;
  return reviewPaper(content, form, { a, b }, { ...options, rehearsal: deps.rehearsal, criteria });
}
