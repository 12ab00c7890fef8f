import type { BackupRunTable } from '../../db/schema.ts';
import { logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import { plain } from '../storage/statement.ts';

type LogDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Commands at the server have no account. */
const OPERATOR = { accountId: null, address: 'command', requestId: '' };

/** How a run ended, and the log's line of it. */
export function recordRun(deps: LogDeps, run: Omit<BackupRunTable, 'id'>): Statement[] {
  const id = deps.newId();
  const action =
    run.kind === 'backup' ? (run.ok ? 'backup-made' : 'backup-failed') : run.ok ? 'drill-passed' : 'drill-failed';
  return [
    plain(deps.store.db.insertInto('backup_run').values({ id, ...run })),
    logRow(deps, OPERATOR, { action, subject: { kind: 'backup', id }, detail: run.file_name }),
  ];
}

/** What a database that was put back learns of it: the log's line, and nobody is signed in any more. */
export function restoredList(deps: LogDeps, madeAt: string): Statement[] {
  return [
    plain(deps.store.db.deleteFrom('session')),
    logRow(deps, OPERATOR, {
      action: 'data-restored',
      subject: { kind: 'backup', id: null },
      detail: `made ${madeAt}`,
    }),
  ];
}

/** What a database that another one was copied into learns of it. Who is signed in goes on there. */
export function movedList(deps: LogDeps, engines: string): Statement[] {
  return [logRow(deps, OPERATOR, { action: 'data-moved', subject: { kind: 'backup', id: null }, detail: engines })];
}

type CameFrom = Pick<BackupRunTable, 'file_name' | 'bytes' | 'counts'> & { madeAt: string };

/** The file a database came out of holds no row about itself; and no drill says more than a restore. */
export function restoredRuns(deps: LogDeps, { madeAt, ...file }: CameFrom): Statement[] {
  const run = { ...file, ok: 1 };
  const rows = [
    { ...run, id: deps.newId(), kind: 'backup' as const, at: madeAt, detail: 'Dữ liệu này được khôi phục từ đó.' },
    { ...run, id: deps.newId(), kind: 'drill' as const, at: deps.now().toISOString(), detail: 'Đã khôi phục thật.' },
  ];
  return rows.map((row) => plain(deps.store.db.insertInto('backup_run').values(row)));
}
