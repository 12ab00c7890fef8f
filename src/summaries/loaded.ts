import { settingsOf } from '../campaigns/settings.ts';
import type { Deps } from '../deps.ts';
import { handUpsOf } from '../ratings/queries.ts';
import { readSummary } from './content.ts';
import { type CommitteeSummary, sumUp } from './figures.ts';
import { decisionsInCampaign, summariesOf } from './queries.ts';
import type { SummaryPlace } from './scope.ts';

/** A committee's campaign, summed up. */
export interface LoadedSummary extends SummaryPlace {
  sum: CommitteeSummary;
}

/** From what was frozen at the hand-ups and the decisions since then: three queries, however many branches there are. */
export async function loadSummary(deps: Pick<Deps, 'store'>, place: SummaryPlace): Promise<LoadedSummary> {
  const { db } = deps.store;
  const { campaign, branches } = place;
  const [rows, decisions, handUps] = await Promise.all([
    summariesOf(db, campaign.id),
    decisionsInCampaign(db, campaign.id),
    handUpsOf(db, campaign.id),
  ]);
  const own = new Set(branches.map(({ id }) => id));
  const summaries = new Map(rows.filter((row) => own.has(row.unit_id)).map((row) => [row.unit_id, readSummary(row)]));
  return { ...place, sum: sumUp({ branches, summaries, decisions, handUps, settings: settingsOf(campaign) }) };
}
