/** What the committee's office sums up. */

/**
 * A branch's result as it handed it up: written once, in the same list of statements, and never edited. A give-back
 * takes it away, the next hand-up writes anew. No answer to a sign is in it.
 */
export interface BranchSummaryTable {
  campaign_id: string;
  unit_id: string;
  /** Canonical JSON, read by summaries/content.ts. */
  body: string;
  sha256: string;
  written_at: string;
}

/** A text of the committee's report, saved by itself. An absent row is an empty text of version 0. */
export interface SummaryTextTable {
  campaign_id: string;
  /** The committee whose office writes. */
  unit_id: string;
  key: string;
  value: string;
  version: number;
  saved_at: string;
}
