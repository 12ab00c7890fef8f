import { logRow } from '../audit/statements.ts';
import { type CampaignRow, findCampaign } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { type UnitRow, unitAndAbove, unitsBelow } from '../units/queries.ts';
import type { RatingTablePlace } from './subjects.ts';

type ScopeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** A campaign as one office decides in it: the branches of the campaign that lie in the office's part of the tree. */
export interface OfficeCampaign {
  campaign: CampaignRow;
  branches: UnitRow[];
}

/**
 * Levels are decided by the committee's office alone: an administrator keeps accounts and has no content (law.md).
 * A campaign without a branch of this office looks as if it did not exist, and the attempt is logged.
 */
export async function officeCampaign(
  deps: ScopeDeps,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  campaignId: string,
): Promise<OfficeCampaign> {
  const { db } = deps.store;
  const campaign = await findCampaign(db, campaignId);
  const tops = viewer.roles.filter(({ role }) => role === 'office').map(({ unitId }) => unitId);
  const [own, taking] = await Promise.all([unitsBelow(db, tops), campaign ? unitsBelow(db, [campaign.unit_id]) : []]);
  const ids = new Set(own.map(({ id }) => id));
  const branches = taking.filter(({ id, kind }) => kind === 'branch' && ids.has(id));
  if (campaign && campaign.state !== 'preparing' && (branches.length > 0 || ids.has(campaign.unit_id))) {
    return { campaign, branches };
  }
  await refuse(deps, actor, { kind: 'campaign', id: campaign?.id ?? null });
  throw new AppError('not-found', { message: 'no such campaign for this office', logged: true });
}

/** One branch of it. That the office stands above the branch is the access table's business, before this is called. */
export async function officeBranch(
  deps: ScopeDeps,
  actor: Actor,
  campaignId: string,
  unitId: string,
): Promise<RatingTablePlace> {
  const { db } = deps.store;
  const [campaign, path] = await Promise.all([findCampaign(db, campaignId), unitAndAbove(db, unitId)]);
  const [unit, superior = null] = path;
  const takesPart = campaign !== undefined && path.some(({ id }) => id === campaign.unit_id);
  if (campaign && campaign.state !== 'preparing' && unit?.kind === 'branch' && takesPart) {
    return { unit, superior, campaign };
  }
  await refuse(deps, actor, { kind: 'campaign', id: campaign?.id ?? null });
  throw new AppError('not-found', { message: 'no such branch in this campaign', logged: true });
}

async function refuse(deps: ScopeDeps, actor: Actor, subject: { kind: 'campaign'; id: string | null }): Promise<void> {
  await deps.store.atomic([logRow(deps, actor, { action: 'access-refused', subject })]);
}
