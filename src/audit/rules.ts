import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { AuditRow, SealRow } from './queries.ts';

/** What the first seal stands on. */
export const BEGINNING = '0'.repeat(64);

/** The hash of a line and of all that was sealed before it. */
export function sealOf(previous: string, line: AuditRow): string {
  return sha256Hex(canonicalJson([previous, line]));
}

/** What is wrong with the log: a line was altered or put elsewhere, is gone, or a stretch of seals is. */
export type LogFault =
  | { kind: 'changed'; seq: number; auditId: string }
  | { kind: 'missing'; seq: number; auditId: string }
  | { kind: 'gap'; from: number; to: number };

/**
 * Checks one stretch of the log; `before` is the last seal of the stretch before it (null at the beginning). Each seal is
 * reckoned from the one that stands before it, so that a fault is told where it is and not for every line after it.
 */
export function faultsIn(
  before: Pick<SealRow, 'seq' | 'hash'> | null,
  stretch: readonly { seal: SealRow; line: AuditRow | null }[],
): LogFault[] {
  const faults: LogFault[] = [];
  let last = before ?? { seq: 0, hash: BEGINNING };
  for (const { seal, line } of stretch) {
    const follows = seal.seq === last.seq + 1;
    if (!follows) faults.push({ kind: 'gap', from: last.seq + 1, to: seal.seq - 1 });
    if (!line) faults.push({ kind: 'missing', seq: seal.seq, auditId: seal.audit_id });
    // After a gap the seal before is not known: what the gap hid cannot be told from what stands here.
    else if (follows && sealOf(last.hash, line) !== seal.hash)
      faults.push({ kind: 'changed', seq: seal.seq, auditId: seal.audit_id });
    last = seal;
  }
  return faults;
}

/** One line for a spreadsheet, quoted; what a program would take for a formula is read as a text. */
export function csvLine(cells: readonly string[]): string {
  return cells.map((cell) => `"${(/^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell).replaceAll('"', '""')}"`).join(',');
}
