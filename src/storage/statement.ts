import type { Compilable } from 'kysely';
import type { Statement } from '../deps.ts';

/** A write that must change exactly one row, or nothing of its list may stay. */
export function guarded(query: Compilable): Statement {
  return { query: query.compile(), guard: true };
}

/** A write that may change any number of rows. */
export function plain(query: Compilable): Statement {
  return { query: query.compile(), guard: false };
}
