/** One sitting in which somebody types for an author who has opened it himself. */
export interface AssistanceTable {
  id: string;
  /** The session may be gone already: what was done in it stays told here. */
  session_id: string;
  /** Whose review it is. */
  account_id: string;
  helper_account_id: string;
  /** null until the review of the open campaign is begun in it. */
  review_id: string | null;
  begun_at: string;
  /** null while it is open, and after a session that nobody saw end. */
  ended_at: string | null;
  /** The last change typed in it; null where nothing was. */
  changed_at: string | null;
  /** The read-back page was opened, over the content of this mark ("fields:items", as submission guards it). */
  read_back_at: string | null;
  read_back_mark: string | null;
  /** The author signed the paper, and the review was handed in with that. */
  signed_on_paper_at: string | null;
  /** Number of the submission that holds what was typed here; null until there is one. */
  submission: number | null;
}
