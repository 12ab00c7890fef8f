import { type Gathered, presentOf } from './gathered.ts';
import { fits } from './rules.ts';
import type { Subject } from './subjects.ts';

/** What is still open at a meeting: told beside its pages, and before it is closed. */

/** Counted subjects whose sums no longer fit: attendance was put right after the counting. */
export function misfits(gathered: Gathered): Subject[] {
  const present = presentOf(gathered);
  return gathered.subjects.filter(({ key }) => {
    const count = gathered.counts.get(key);
    return count !== undefined && !fits(count, present);
  });
}

export function uncounted({ subjects, counts }: Gathered): Subject[] {
  return subjects.filter(({ key, left }) => !left && !counts.has(key));
}

/** Nobody has written a word about them. */
export function unspoken({ subjects, notes }: Gathered): Subject[] {
  const written = new Set([...notes.values()].filter(({ value }) => value !== '').map(({ subject }) => subject));
  return subjects.filter(({ key, left }) => !left && !written.has(key));
}

/** People who must come and are neither present nor away. */
export function unmarkedCount({ headcounts: { official, probationary } }: Gathered): number {
  return official.unmarked + probationary.unmarked;
}
