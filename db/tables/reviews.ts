import type { Generated } from 'kysely';
/** What authors write, and what is said about it on its way. */

export type ReviewState = 'draft' | 'submitted' | 'returned' | 'accepted' | 'closed';

export interface ReviewTable {
  id: string;
  campaign_id: string;
  /** null: the review of the branch itself as a collective (Mẫu 01), one for each campaign and unit. */
  member_id: string | null;
  /** The branch at the time of the review: a later move does not take the record along. */
  unit_id: string;
  form_id: string;
  state: ReviewState;
  /** Grows with every change of state. */
  version: number;
  /** Number of submissions so far; the current record is the one with this number. */
  submissions: number;
  reference: string;
  created_at: string;
  submitted_at: string | null;
  state_at: string;
}

/** One field of a review, saved by itself. An absent row is an empty field of version 0. */
export interface ReviewFieldTable {
  review_id: string;
  key: string;
  value: string;
  version: number;
  saved_at: string;
  /** Digest of the words that look like an old font's and that the author keeps so; '' where he was not asked. */
  kept_letters: Generated<string>;
}

export type ItemOrigin = 'written' | 'own_shortcoming' | 'own_promise' | 'branch' | 'higher';

/** One line of a list field: a shortcoming, a promise, an earlier conclusion. Its columns are fields `<list>.<id>.<column>`. */
export interface ReviewItemTable {
  id: string;
  review_id: string;
  /** Key of the list field, as the form version names it. */
  list: string;
  position: number;
  origin: ItemOrigin;
  /**
   * What last year's review, the branch or a higher level said; empty for lines written here. A line that the branch
   * gives has its conclusion's id, and its author cannot change or take out these words.
   */
  source_text: string;
  source_year: number | null;
  source_due: string | null;
  removed: number;
  /** Grows each time it is taken out or brought back. */
  version: number;
}

/** Every change of state, with who and why. */
export interface ReviewStepTable {
  id: string;
  review_id: string;
  from_state: ReviewState | 'none';
  to_state: ReviewState;
  account_id: string;
  remark: string;
  at: string;
}

/** One draft of a collective's report, as it went to the participants: their meeting, and why it came late, if it did. */
export interface DraftSendingTable {
  review_id: string;
  /** Of the record that was sent. */
  submission: number;
  /** The how-manieth draft: "Dự thảo lần 2". */
  number: number;
  /** YYYY-MM-DD as it stood when the draft was sent; a meeting planned since then is the truth. */
  meeting_on: string;
  late_reason: string;
  account_id: string;
  sent_at: string;
}

/** The author's answer to a remark with which the review came back. */
export interface RemarkAnswerTable {
  step_id: string;
  review_id: string;
  text: string;
  version: number;
  at: string;
}

/** What the chi bộ or a higher level concluded about an earlier shortcoming: a line of the person's section III. */
export interface ConclusionTable {
  id: string;
  campaign_id: string;
  /** null: about the branch as a collective. */
  member_id: string | null;
  unit_id: string;
  origin: 'branch' | 'higher';
  text: string;
  source_year: number | null;
  account_id: string;
  at: string;
  withdrawn_at: string | null;
  withdrawn_reason: string | null;
  withdrawn_by: string | null;
}
