import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-first.ts';

/** Static, numbered, never edited after release: a change is the next number. */
export const migrations: Record<string, Migration> = {
  '0001-first': m0001,
};
