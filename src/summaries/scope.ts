import type { CampaignRow } from '../campaigns/queries.ts';
import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { officeCampaign } from '../ratings/scope.ts';
import { printFor, type UnitRow, unitAndAbove } from '../units/queries.ts';
import type { PrintSettings } from '../units/settings.ts';

/** A campaign as one committee's office sums it up: its own branches and no others. */
export interface SummaryPlace {
  campaign: CampaignRow;
  /** Whose papers these are: the campaign's committee, or the one below it that the office belongs to. */
  committee: UnitRow;
  superior: UnitRow | null;
  /** How the committee prints; left out: as is usual. */
  print?: PrintSettings;
  /** By name. */
  branches: UnitRow[];
}

/** Another office's campaign looks as if it did not exist, and the attempt is logged. */
export async function officeSummary(
  deps: Pick<Deps, 'store' | 'now' | 'newId'>,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  campaignId: string,
): Promise<SummaryPlace> {
  const { campaign, branches } = await officeCampaign(deps, actor, viewer, campaignId);
  const { db } = deps.store;
  const tops = viewer.roles.filter(({ role }) => role === 'office').map(({ unitId }) => unitId);
  const paths = await Promise.all([campaign.unit_id, ...tops.toSorted()].map((id) => unitAndAbove(db, id)));
  const [own = [], ...others] = paths;
  const below = others.find((path) => path.some(({ id }) => id === campaign.unit_id));
  const path = own.some(({ id }) => tops.includes(id)) ? own : below;
  const [committee, superior = null] = path ?? [];
  if (!committee) throw notFound('the campaign has lost its committee');
  const print = await printFor(db, path ?? []);
  return { campaign, committee, superior, print, branches: branches.toSorted(byUnitName) };
}

/** "Chi bộ Số 2" before "Chi bộ Số 10". */
function byUnitName(left: UnitRow, right: UnitRow): number {
  return left.name.localeCompare(right.name, 'vi', { numeric: true });
}
