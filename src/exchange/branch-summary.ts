import type { Deps, Statement } from '../deps.ts';

/**
 * Where the branch's frozen summary (written once at hand-up) goes along with a file. The branch's own machine has frozen
 * it; the office stores what the branch has signed, and works nothing out anew.
 */

interface Place {
  campaign_id: string;
  unit_id: string;
}

/** The summary as text for the file; null where this machine has none. */
export function summaryForFile(_deps: Pick<Deps, 'store'>, _place: Place): Promise<string | null> {
  return Promise.resolve(null);
}

/** Statements that store the summary a file has brought, in the list that writes the whole hand-up. */
export function storeSummary(_deps: Pick<Deps, 'store'>, _place: Place, _summary: string | null): Statement[] {
  return [];
}
