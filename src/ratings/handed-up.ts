import type { CampaignRow } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import { type AppContext, actorOf, viewerOf } from '../http/context.ts';
import { handUpsOf } from './queries.ts';
import { officeBranch, officeCampaign } from './scope.ts';
import { type BranchTable, loadTable } from './table.ts';

/** The tables that the office's branches have handed up, in the branches' order. Throws `not-found` where there is none. */
export async function handedUpTables(
  deps: Deps,
  c: AppContext,
  campaignId: string,
): Promise<{ campaign: CampaignRow; tables: BranchTable[] }> {
  const { campaign, branches } = await officeCampaign(deps, actorOf(c), viewerOf(c), campaignId);
  const handUps = await handUpsOf(deps.store.db, campaign.id);
  const tables: BranchTable[] = [];
  for (const branch of branches.filter(({ id }) => handUps.has(id))) {
    tables.push(await loadTable(deps, await officeBranch(deps, actorOf(c), campaign.id, branch.id)));
  }
  if (tables.length === 0) throw notFound('no branch has handed up');
  return { campaign, tables };
}
