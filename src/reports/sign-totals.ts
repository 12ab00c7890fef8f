/**
 * Which totals of answers to a sign may be told (design §4): a group of fewer than five people is hidden, so is an
 * answer that all or none gave, and so is whatever would give a hidden group by subtraction.
 */
export const FEWEST = 5;

/**
 * `counts` part the same people by their answer to one sign, always in the same order. What comes back is what anybody
 * may read; null is hidden. How many people there are is known to everybody, so whatever is hidden takes others along:
 * the first answer always, the next ones while the hidden ones are alone or fewer than five people together. Which ones
 * never hangs on how large they are: else whoever knows this rule could tell a hidden number from what is still shown.
 */
export function toldCounts(counts: readonly number[]): (number | null)[] {
  const people = sum(counts);
  const hidden = new Set(counts.flatMap((count, at) => (count < FEWEST || count === people ? [at] : [])));
  if (hidden.size === 0) return [...counts];
  hidden.add(0);
  for (const at of counts.keys()) {
    const together = sum([...hidden].map((each) => counts[each] ?? 0));
    if (hidden.size < 2 || together < FEWEST) hidden.add(at);
  }
  return counts.map((count, at) => (hidden.has(at) ? null : count));
}

function sum(counts: readonly number[]): number {
  return counts.reduce((total, count) => total + count, 0);
}
