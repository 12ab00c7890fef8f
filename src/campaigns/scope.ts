import type { Deps } from '../deps.ts';
import { notFound } from '../errors.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { findMember, type MemberRow, unitAndAbove, type UnitRow } from '../units/queries.ts';
import { administeredUnit } from '../units/scope.ts';
import { type CampaignRow, findCampaign } from './queries.ts';

type ScopeDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** A campaign of a unit the viewer answers for; another office's looks as if there were none, and the attempt is logged. */
export async function administeredCampaign(
  deps: ScopeDeps,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  id: string,
): Promise<{ campaign: CampaignRow; unit: UnitRow }> {
  const campaign = await findCampaign(deps.store.db, id);
  if (!campaign) throw notFound('no such campaign');
  return { campaign, unit: await administeredUnit(deps, actor, viewer, campaign.unit_id) };
}

/** Somebody whom the campaign concerns, with his branch. Throws `not-found` for everybody else. */
export async function memberOfCampaign(
  deps: ScopeDeps,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  campaign: CampaignRow,
  memberId: string,
): Promise<{ member: MemberRow; branch: UnitRow }> {
  const member = await findMember(deps.store.db, memberId);
  if (!member) throw notFound('no such member');
  return { member, branch: await unitOfCampaign(deps, actor, viewer, campaign, member.unit_id) };
}

/** A unit that takes part in the campaign: its own, or one below. Throws `not-found`. */
export async function unitOfCampaign(
  deps: ScopeDeps,
  actor: Actor,
  viewer: Pick<Viewer, 'roles'>,
  campaign: CampaignRow,
  unitId: string,
): Promise<UnitRow> {
  const unit = await administeredUnit(deps, actor, viewer, unitId);
  const above = await unitAndAbove(deps.store.db, unitId);
  if (!above.some(({ id }) => id === campaign.unit_id)) throw notFound('the unit takes no part in this campaign');
  return unit;
}
