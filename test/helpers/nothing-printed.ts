import type { PdfNumbers } from '../../src/deps.ts';

const NONE = { count: 0, usual: 0, worst: 0 };

/** The print works of a test that is not about them. */
export const NOTHING_PRINTED: PdfNumbers = {
  active: 0,
  queued: 0,
  waitedMs: NONE,
  tookMs: NONE,
  bytes: NONE,
  restarts: 0,
};
