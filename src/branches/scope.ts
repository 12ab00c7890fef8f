import { type CampaignRow, campaignsOf, openCampaignFor } from '../campaigns/queries.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { printFor, type UnitRow, unitAndAbove } from '../units/queries.ts';
import type { PrintSettings } from '../units/settings.ts';

/** A branch in a campaign: where every page of its leaders stands. */
export interface BranchSeason {
  unit: UnitRow;
  /** The committee directly above; null at the top of the tree. */
  superior: UnitRow | null;
  campaign: CampaignRow;
  /** Every campaign the branch takes or took part in, the newest first. */
  campaigns: CampaignRow[];
  /** The day in Hà Nội. */
  today: string;
  /** How the branch prints; left out: as is usual. */
  print?: PrintSettings;
}

/**
 * The branch's campaign: the one asked for by `?dot=`, else the open one, else the newest. Who may see the branch is the
 * access table's business. Throws `not-found` for what is no branch, and for a campaign of somebody else's;
 * null where no campaign was ever made for it.
 */
export async function branchSeason(
  deps: Pick<Deps, 'store' | 'now'>,
  unitId: string,
  asked: string | undefined,
): Promise<BranchSeason | null> {
  const { db } = deps.store;
  const path = await unitAndAbove(db, unitId);
  const [unit, superior = null] = path;
  if (!unit || unit.kind !== 'branch') throw notFound('no such branch');
  const ids = path.map(({ id }) => id);
  const today = dayInHanoi(deps.now());
  const campaigns = (await campaignsOf(db, ids)).filter(({ state }) => state !== 'preparing');
  const campaign = asked
    ? campaigns.find(({ id }) => id === asked)
    : ((await openCampaignFor(db, ids, today)) ?? campaigns[0]);
  if (asked && !campaign) throw notFound('no such campaign for this branch');
  if (!campaign) return null;
  return { unit, superior, campaign, campaigns, today, print: await printFor(db, path) };
}
