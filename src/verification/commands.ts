import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard, type Statement } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { circumstancesOf, findFrozen, type FrozenRow, type HandedInRow, type Sought } from './queries.ts';
import { isTooEarly, mayHear } from './rules.ts';
import { insertSignedPaper, removeSignedPaper } from './statements.ts';

type VerifyDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** `known`: to somebody who may hear whose it is · `yes`: it is ours, no more · `no`: every other case alike. */
export type Verdict = { kind: 'known'; paper: FrozenRow } | { kind: 'yes' } | { kind: 'no' };

/**
 * Answers what a sheet is. A file is answered yes or no to everybody; a code to nobody but those in the right relation.
 * Each question is one row of the log, and each no costs the same questions to the database. `giveBack` uncounts the
 * attempt where it was no guess.
 */
export async function verify(
  deps: VerifyDeps,
  actor: Actor,
  viewer: Viewer | null,
  sought: Sought,
  giveBack: Statement,
): Promise<Verdict> {
  const { db } = deps.store;
  const paper = await findFrozen(db, sought);
  const around = viewer && (await circumstancesOf(db, viewer));
  const hears = paper !== undefined && viewer !== null && around !== null && mayHear(viewer, paper, around);
  const verdict: Verdict = hears
    ? { kind: 'known', paper }
    : 'sha256' in sought && paper?.superseded === 0
      ? { kind: 'yes' }
      : { kind: 'no' };
  await deps.store.atomic([
    logOf(deps, actor, paper, verdict, 'code' in sought ? 'code' : 'file'),
    ...(verdict.kind === 'no' ? [] : [giveBack]),
  ]);
  return verdict;
}

function logOf(deps: VerifyDeps, actor: Actor, paper: FrozenRow | undefined, verdict: Verdict, detail: string) {
  if (verdict.kind === 'known') {
    const subject = { kind: 'review' as const, id: verdict.paper.review_id };
    return logRow(deps, actor, { action: 'paper-verified', subject, unitId: verdict.paper.unit_id, detail });
  }
  const subject = { kind: 'paper' as const, id: paper?.id ?? null };
  return logRow(deps, actor, {
    action: verdict.kind === 'yes' ? 'paper-verified' : 'paper-not-verified',
    subject,
    detail,
  });
}

/** Another leader may record the same sheets in the same moment: then the list is made once more. */
const TRIES = 3;

/**
 * Records for all of these, or for none, that the signed sheet came back on that day; a sheet recorded already is left as
 * it is. `list` gives the branch's sheets anew at each try. Throws `invalid-input` for a day before one was handed in,
 * `not-found` for a review of somebody else's.
 */
export async function recordSigned(
  deps: VerifyDeps,
  actor: Actor,
  unitId: string,
  list: () => Promise<readonly HandedInRow[]>,
  wanted: { reviewIds: readonly string[]; day: string },
): Promise<{ recorded: number; already: number }> {
  const { reviewIds, day } = wanted;
  for (let attempt = 1; ; attempt += 1) {
    const known = await list();
    const chosen = reviewIds.map((id) => known.find((row) => row.id === id));
    if (attempt === 1 && chosen.includes(undefined)) throw notFound('a sheet that this branch does not have');
    const here = chosen.filter((row) => row !== undefined);
    const early = here.filter((row) => isTooEarly(row, day));
    if (early.length > 0) throw tooEarly(early);
    const open = here.filter(({ came_on }) => came_on === null);
    try {
      await deps.store.atomic(open.flatMap((row) => signedOne(deps, actor, unitId, row, day)));
      return { recorded: open.length, already: reviewIds.length - open.length };
    } catch (error) {
      if (!(error instanceof LostGuard) || attempt === TRIES) throw error;
    }
  }
}

function signedOne(deps: VerifyDeps, actor: Actor, unitId: string, row: HandedInRow, day: string): Statement[] {
  const at = deps.now().toISOString();
  const signed = { record_id: row.record_id, came_on: day, account_id: actor.accountId ?? '', at };
  return [
    insertSignedPaper(deps.store.db, signed),
    logRow(deps, actor, {
      action: 'signed-paper-recorded',
      subject: { kind: 'review', id: row.id },
      unitId,
      detail: day,
    }),
  ];
}

function tooEarly(early: readonly HandedInRow[]): AppError {
  const names = early.slice(0, 3).map(({ full_name }) => full_name);
  const more = early.length > names.length ? ` và ${early.length - names.length} đồng chí khác` : '';
  const ngay = `Ngày này trước ngày đồng chí ${names.join(', ')}${more} nộp bản kiểm điểm. Đồng chí xem lại ngày.`;
  return new AppError('invalid-input', { fields: { ngay } });
}

/** Takes back what was recorded by mistake; pressing twice takes back once. */
export async function takeBackSigned(deps: VerifyDeps, actor: Actor, unitId: string, row: HandedInRow): Promise<void> {
  if (row.came_on === null) return;
  try {
    await deps.store.atomic([
      removeSignedPaper(deps.store.db, row.record_id, row.came_on),
      logRow(deps, actor, {
        action: 'signed-paper-withdrawn',
        subject: { kind: 'review', id: row.id },
        unitId,
        detail: row.came_on,
      }),
    ]);
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
  }
}
