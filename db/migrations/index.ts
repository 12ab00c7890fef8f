import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-first.ts';
import * as m0002 from './0002-account-security.ts';
import * as m0003 from './0003-retired-secretary.ts';
import * as m0005 from './0005-season.ts';
import * as m0017 from './0017-assistance.ts';

/** Static, numbered, never edited after release: a change is the next number. */
export const migrations: Record<string, Migration> = {
  '0001-first': m0001,
  '0002-account-security': m0002,
  '0003-retired-secretary': m0003,
  '0005-season': m0005,
  '0017-assistance': m0017,
};
