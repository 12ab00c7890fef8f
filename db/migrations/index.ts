import type { Migration } from 'kysely/migration';
import * as m0001 from './0001-first.ts';
import * as m0002 from './0002-account-security.ts';
import * as m0003 from './0003-retired-secretary.ts';
import * as m0004 from './0004-account-notice.ts';
import * as m0005 from './0005-season.ts';
import * as m0006 from './0006-kept-letters.ts';
import * as m0013 from './0013-conclusion-withdrawal.ts';
import * as m0014 from './0014-draft-sending.ts';
import * as m0015 from './0015-meeting-records.ts';
import * as m0016 from './0016-ratings.ts';
import * as m0017 from './0017-assistance.ts';
import * as m0018 from './0018-reports.ts';
import * as m0019 from './0019-batches.ts';
import * as m0020 from './0020-summaries.ts';
import * as m0021 from './0021-exchange.ts';
import * as m0022 from './0022-paper-loop.ts';
import * as m0030 from './0030-audit-seal.ts';
import * as m0031 from './0031-backup-run.ts';
import * as m0032 from './0032-account-reset.ts';

/** Static, numbered, never edited after release: a change is the next number. */
export const migrations: Record<string, Migration> = {
  '0001-first': m0001,
  '0002-account-security': m0002,
  '0003-retired-secretary': m0003,
  '0004-account-notice': m0004,
  '0005-season': m0005,
  '0006-kept-letters': m0006,
  '0013-conclusion-withdrawal': m0013,
  '0014-draft-sending': m0014,
  '0015-meeting-records': m0015,
  '0016-ratings': m0016,
  '0017-assistance': m0017,
  '0018-reports': m0018,
  '0019-batches': m0019,
  '0020-summaries': m0020,
  '0021-exchange': m0021,
  '0022-paper-loop': m0022,
  '0030-audit-seal': m0030,
  '0031-backup-run': m0031,
  '0032-account-reset': m0032,
};
