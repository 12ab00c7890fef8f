/** The branch's report of a campaign, its number, and what was frozen of it. */

export type ReportState = 'draft' | 'signed';

export interface BranchReportTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  state: ReportState;
  /** The how-manieth draft is printed now: "Dự thảo lần 2". */
  draft_number: number;
  /** Grows with every change of state or draft, never with a text. */
  version: number;
}

/** One text of the report, saved by itself. An absent row is an empty text of version 0. */
export interface ReportFieldTable {
  report_id: string;
  key: string;
  value: string;
  version: number;
  saved_at: string;
}

/** A signed report as it was frozen: canonical JSON in parts, with its hash. A report opened again gets a later one. */
export interface ReportEditionTable {
  id: string;
  report_id: string;
  edition: number;
  number: number;
  /** "2025-2030" */
  term: string;
  signed_on: string;
  signer: string;
  sha256: string;
  bytes: number;
  account_id: string;
  at: string;
}

export interface ReportEditionPartTable {
  edition_id: string;
  part: number;
  body: string;
}

/** Every turn of a report, with who and why. */
export interface ReportStepTable {
  id: string;
  report_id: string;
  kind: 'begun' | 'drafted' | 'signed' | 'reopened';
  reason: string;
  account_id: string;
  at: string;
}

/** The branch's term of office now (nhiệm kỳ): its documents are numbered within it. */
export interface BranchTermTable {
  unit_id: string;
  first_year: number;
  last_year: number;
}

/** A number of a document is given once for each kind of document and term. */
export interface DocumentNumberTable {
  unit_id: string;
  /** "BC" of "05-BC/CB". */
  kind: string;
  term: string;
  number: number;
  /** Id of the document that bears it. */
  holder_id: string;
}

/**
 * How many gave which answer to each sign, for a whole branch and without names: reckoned once, and never again.
 * The numbers that must stay hidden are not stored either.
 */
export interface SignTotalTable {
  campaign_id: string;
  unit_id: string;
  body: string;
  account_id: string;
  at: string;
}
