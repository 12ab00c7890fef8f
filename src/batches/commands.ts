import { logRow } from '../audit/statements.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { MissingPaper, PaperKind, Plan } from './kind.ts';
import { numberedName } from './kinds.ts';
import { fileNameOf } from './names.ts';
import type { ItemRow, JobRow } from './queries.ts';
import { keptUntil } from './rules.ts';
import { cancelJob, insertJob, retryJob } from './statements.ts';

type CommandDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** What was asked for and is not there, under the kind it belongs to. */
export interface Missing extends MissingPaper {
  kind: string;
}

/**
 * Orders the papers; returns the order's id. Throws `not-allowed-now` while the branch has another one running, and
 * `invalid-input` for more papers than this runtime can put together.
 */
export async function askForBatch(
  deps: CommandDeps & Pick<Deps, 'mostPapersAtOnce'>,
  actor: Actor,
  { unit, campaign }: BranchSeason,
  chosen: readonly { kind: PaperKind; plan: Plan }[],
): Promise<string> {
  const id = deps.newId();
  const at = deps.now().toISOString();
  const missing: Missing[] = chosen.flatMap(({ kind, plan }) =>
    plan.missing.map((one) => ({ ...one, kind: kind.label })),
  );
  const papers = chosen.flatMap(({ kind, plan }) =>
    plan.papers.map((paper, index) => ({
      kind: kind.key,
      subject: paper.subject,
      label: paper.label,
      record_id: paper.recordId,
      file_name: fileNameOf(kind, numberedName(kind), paper, index),
    })),
  );
  if (papers.length > (deps.mostPapersAtOnce ?? Infinity)) throw tooMany(papers.length, deps.mostPapersAtOnce ?? 0);
  const items = papers.map((paper, index) => ({
    ...paper,
    id: deps.newId(),
    job_id: id,
    position: index + 1,
    state: 'waiting' as const,
    attempts: 0,
    due_at: at,
    tries: 0,
    problem: '',
    sha256: null,
    bytes: null,
  }));
  const job = {
    id,
    campaign_id: campaign.id,
    unit_id: unit.id,
    account_id: actor.accountId ?? '',
    kinds: JSON.stringify(chosen.map(({ kind }) => kind.key)),
    missing: JSON.stringify(missing),
    state: 'running' as const,
    problem: '',
    attempts: 0,
    due_at: at,
    address: actor.address,
    request_id: actor.requestId,
    asked_at: at,
    ended_at: null,
    kept_until: null,
  };
  const log = logBatch(deps, actor, job, 'batch-asked', `papers:${items.length}`);
  await orBusy(deps.store.atomic([...insertJob(deps.store.db, job, items), log]));
  return id;
}

function tooMany(papers: number, most: number): AppError {
  const loai = `Lần in này có ${papers} bản; máy chủ này gộp được nhiều nhất ${most} bản một lần. Đồng chí chọn ít loại hơn, in làm nhiều lần.`;
  return new AppError('invalid-input', { fields: { loai } });
}

/** Nothing of it stays: papers not begun are not begun, and no file is written any more. */
export async function cancelBatch(deps: CommandDeps, actor: Actor, job: JobRow): Promise<void> {
  const now = deps.now();
  const ended = { at: now.toISOString(), keptUntil: keptUntil(now) };
  try {
    await deps.store.atomic([
      ...cancelJob(deps.store.db, job.id, ended),
      logBatch(deps, actor, job, 'batch-cancelled', ''),
    ]);
  } catch (error) {
    // It ended by itself meanwhile: its page says how.
    if (!(error instanceof LostGuard)) throw error;
  }
}

/** `item` null: everything that failed, and the files. */
export async function retryBatch(deps: CommandDeps, actor: Actor, job: JobRow, item: ItemRow | null): Promise<void> {
  const again = retryJob(deps.store.db, job.id, deps.now().toISOString(), item?.id ?? null);
  await orBusy(deps.store.atomic([...again, logBatch(deps, actor, job, 'batch-retried', item?.kind ?? '')]));
}

/** About the branch's papers as a whole; single records are logged as they are printed. */
export function logBatch(
  deps: CommandDeps,
  actor: Actor,
  job: Pick<JobRow, 'id' | 'unit_id'>,
  action: 'batch-asked' | 'batch-cancelled' | 'batch-retried' | 'paper-printed',
  detail: string,
) {
  const subject = { kind: 'unit' as const, id: job.unit_id };
  const what = [`batch ${job.id}`, detail].filter((part) => part !== '').join(' ');
  return logRow(deps, actor, { action, subject, unitId: job.unit_id, detail: what });
}

async function orBusy(written: Promise<void>): Promise<void> {
  try {
    await written;
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    throw new AppError('not-allowed-now', {
      message: 'another batch is running, or this one moved on',
      hint: 'Chi bộ đang có một lần in chưa xong, hoặc lần in này vừa được làm tiếp. Đồng chí mở lại trang In hồ sơ để xem.',
      cause: error,
    });
  }
}
