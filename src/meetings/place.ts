import type { BranchSeason } from '../branches/scope.ts';

/** Where the pages of one meeting stand; `dot` only where the address asked for another campaign than the usual one. */
export interface MeetingPlace {
  unitId: string;
  dot: string | null;
}

export function placeOf(season: BranchSeason, asked: string | undefined): MeetingPlace {
  return { unitId: season.unit.id, dot: asked ? season.campaign.id : null };
}

/** `/chi-bo/<unit>/hop/<page>` with the campaign and whatever else is asked for. */
export function meetingPath({ unitId, dot }: MeetingPlace, page = '', asked: Record<string, string> = {}): string {
  const query = new URLSearchParams({ ...(dot ? { dot } : {}), ...asked }).toString();
  return `/chi-bo/${unitId}/hop${page ? `/${page}` : ''}${query ? `?${query}` : ''}`;
}

export function ratingsPath({ unitId, dot }: MeetingPlace): string {
  return `/chi-bo/${unitId}/xep-loai${dot ? `?dot=${dot}` : ''}`;
}
