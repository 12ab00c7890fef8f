import type { BranchSeason } from './scope.ts';

/** Addresses of the board's pages, all made here. */

export function boardPath(unitId: string): string {
  return `/chi-bo/${unitId}`;
}

export function personPath(season: BranchSeason, memberId: string): string {
  return `${boardPath(season.unit.id)}/dang-vien/${memberId}`;
}

/** The campaign's id where the page would show another one without it. */
export function campaignIdIn({ campaign, campaigns, today }: BranchSeason): string | null {
  const open = campaigns.filter(({ state, opens_on }) => state === 'open' && opens_on <= today);
  const usual = open.length === 0 ? campaigns[0] : open.length === 1 ? open[0] : undefined;
  return usual?.id === campaign.id ? null : campaign.id;
}

export function queryOf(season: BranchSeason): string {
  const id = campaignIdIn(season);
  return id ? `?dot=${id}` : '';
}
