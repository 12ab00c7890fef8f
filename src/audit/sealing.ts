import { type Deps, LostGuard } from '../deps.ts';
import { countLines, lastSeal, sealedLines, unsealedLines } from './queries.ts';
import { BEGINNING, faultsIn, type LogFault, sealOf } from './rules.ts';
import { insertSeals } from './statements.ts';

/** A list that began before another may end after it: what is this old will find no older line any more. */
const SETTLED_MS = 5_000;
const MOST = 200;

/**
 * Seals the lines that are due, in stretches, and returns how many. One process at a time gets a stretch; for the others
 * there is nothing to do.
 */
export async function sealLog(deps: Pick<Deps, 'store' | 'now'>, signal?: AbortSignal): Promise<number> {
  const { db } = deps.store;
  let sealed = 0;
  while (!signal?.aborted) {
    const before = new Date(deps.now().getTime() - SETTLED_MS).toISOString();
    const [last, lines] = await Promise.all([lastSeal(db), unsealedLines(db, before, MOST)]);
    if (lines.length === 0) return sealed;
    let { seq, hash } = last ?? { seq: 0, hash: BEGINNING };
    const seals = lines.map((line) => {
      seq += 1;
      hash = sealOf(hash, line);
      return { seq, audit_id: line.id, hash };
    });
    try {
      await deps.store.atomic(insertSeals(db, seals));
    } catch (error) {
      if (error instanceof LostGuard) return sealed;
      throw error;
    }
    sealed += lines.length;
  }
  return sealed;
}

export interface LogVerdict {
  /** Lines that bear a seal, and the last of these. */
  sealed: number;
  head: { seq: number; hash: string } | null;
  /** Lines too young for a seal, or not sealed because no server runs. */
  unsealed: number;
  faults: LogFault[];
}

/** Reckons the whole chain anew, stretch by stretch. */
export async function verifyLog(deps: Pick<Deps, 'store' | 'now'>): Promise<LogVerdict> {
  const { db } = deps.store;
  const faults: LogFault[] = [];
  let head: LogVerdict['head'] = null;
  let sealed = 0;
  for (;;) {
    const stretch = await sealedLines(db, head?.seq ?? 0, MOST);
    const last = stretch.at(-1);
    if (!last) break;
    faults.push(...faultsIn(head, stretch));
    sealed += stretch.length;
    head = { seq: last.seal.seq, hash: last.seal.hash };
  }
  const missing = faults.filter(({ kind }) => kind === 'missing').length;
  return { sealed, head, unsealed: (await countLines(db)) - (sealed - missing), faults };
}
