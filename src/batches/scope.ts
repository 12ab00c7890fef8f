import { logRow } from '../audit/statements.ts';
import { leadsBranch } from '../branches/rules.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { type AppContext, actorOf, viewerOf } from '../http/context.ts';
import { findHandUp } from '../ratings/queries.ts';
import { findJob, type JobRow } from './queries.ts';

type ScopeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Where papers are ordered: a branch in a campaign, by its leaders or, after the hand-up, by its committee's office. */
export interface BatchHere {
  season: BranchSeason;
  leads: boolean;
}

/**
 * That the viewer leads the branch or is an office above it is the access table's business. The office finds nothing
 * here before the branch has handed up, and its attempt is logged. null where no campaign was ever made for the branch.
 */
export async function batchHere(deps: ScopeDeps, c: AppContext, campaignId?: string): Promise<BatchHere | null> {
  const unitId = c.req.param('unit') ?? '';
  const season = await branchSeason(deps, unitId, campaignId ?? c.req.query('dot'));
  const leads = leadsBranch(viewerOf(c), unitId);
  if (leads) return season && { season, leads };
  if (season && (await findHandUp(deps.store.db, season.campaign.id, unitId))) return { season, leads };
  return refuse(deps, c, unitId);
}

/**
 * An order of one's own for this branch; anybody else's looks as if it did not exist. `orRunning`: a leader may stop
 * what a colleague left running, since it keeps his own from beginning.
 */
export async function jobHere(
  deps: ScopeDeps,
  c: AppContext,
  options: { orRunning: boolean } = { orRunning: false },
): Promise<BatchHere & { job: JobRow }> {
  const unitId = c.req.param('unit') ?? '';
  const job = await findJob(deps.store.db, c.req.param('job') ?? '');
  const own = job?.unit_id === unitId && job.account_id === viewerOf(c).accountId;
  const colleagues = options.orRunning && job?.unit_id === unitId && job.state === 'running';
  if (!job || (!own && !(colleagues && leadsBranch(viewerOf(c), unitId)))) return refuse(deps, c, unitId);
  const here = await batchHere(deps, c, job.campaign_id);
  if (!here) throw notFound('the campaign is gone');
  return { ...here, job };
}

async function refuse(deps: ScopeDeps, c: AppContext, unitId: string): Promise<never> {
  const subject = { kind: 'unit' as const, id: unitId };
  await deps.store.atomic([logRow(deps, actorOf(c), { action: 'access-refused', subject })]);
  throw new AppError('not-found', { message: 'no such batch for this viewer', logged: true });
}
