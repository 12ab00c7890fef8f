import type { Deps, Statement } from '../deps.ts';
import { BranchSummary, summaryText } from '../summaries/content.ts';
import { findSummary } from '../summaries/queries.ts';
import { deleteSummary, insertSummary } from '../summaries/statements.ts';

/**
 * Where the branch's frozen summary (written once at hand-up) goes along with a file. The branch's own machine has frozen
 * it; the office stores what the branch has signed, and works nothing out anew.
 */

interface Place {
  campaign_id: string;
  unit_id: string;
}

/** The summary as text for the file; null where this machine has none. */
export async function summaryForFile({ store }: Pick<Deps, 'store'>, place: Place): Promise<string | null> {
  return (await findSummary(store.db, place.campaign_id, place.unit_id))?.body ?? null;
}

/** The summary a file has brought, if it is one of this branch in this campaign, byte for byte as it was frozen. */
export function summaryOf(text: string, place: Place): BranchSummary | null {
  const read = BranchSummary.safeParse(parsed(text));
  if (!read.success || summaryText(read.data).body !== text) return null;
  return read.data.campaign.id === place.campaign_id && read.data.unit.id === place.unit_id ? read.data : null;
}

/** Statements that store the summary a file has brought, in the list that writes the whole hand-up. */
export function storeSummary({ store }: Pick<Deps, 'store'>, place: Place, text: string | null): Statement[] {
  const summary = text === null ? null : summaryOf(text, place);
  if (!summary) return [];
  const row = { ...place, ...summaryText(summary), written_at: summary.handedAt };
  return [deleteSummary(store.db, place), insertSummary(store.db, row)];
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
