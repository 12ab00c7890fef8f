/**
 * Which totals of answers to a sign may be told (design §4): a group of fewer than five people is hidden, so is an
 * answer that all or none gave, and so is whatever would give a hidden group by subtraction.
 */
export const FEWEST = 5;

/**
 * `counts` part the same people by their answer to one sign. What comes back is what anybody may read; null is hidden.
 * How many people there are is known to everybody, so the hidden ones are always two or more, and together no small
 * group either: what is left over by subtraction is then neither one of them nor fewer than five people.
 */
export function toldCounts(counts: readonly number[]): (number | null)[] {
  const people = sum(counts);
  const hidden = new Set(counts.flatMap((count, at) => (count < FEWEST || count === people ? [at] : [])));
  const together = () => sum([...hidden].map((at) => counts[at] ?? 0));
  while (hidden.size > 0 && hidden.size < counts.length && (hidden.size < 2 || together() < FEWEST)) {
    hidden.add(smallestTold(counts, hidden));
  }
  return counts.map((count, at) => (hidden.has(at) ? null : count));
}

function smallestTold(counts: readonly number[], hidden: ReadonlySet<number>): number {
  const told = counts.map((count, at) => ({ count, at })).filter(({ at }) => !hidden.has(at));
  return told.toSorted((left, right) => left.count - right.count)[0]?.at ?? 0;
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
