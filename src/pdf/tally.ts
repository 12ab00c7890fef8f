import type { Measure } from '../deps.ts';

const KEPT = 100;

/** Keeps one measure in a fixed amount of memory. */
export function createTally(): { add(value: number): void; read(): Measure } {
  const last: number[] = [];
  let count = 0;
  let worst = 0;
  return {
    add(value) {
      last[count % KEPT] = value;
      count += 1;
      worst = Math.max(worst, value);
    },
    read() {
      const sorted = last.toSorted((one, other) => one - other);
      return { count, usual: sorted[Math.floor((sorted.length - 1) / 2)] ?? 0, worst };
    },
  };
}
