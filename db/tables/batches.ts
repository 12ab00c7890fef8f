/** Everything in one go: one order of a branch's papers, its papers one by one, and the files that come of them. */

export type BatchState = 'running' | 'done' | 'failed' | 'cancelled';

/** One order, its asker's alone. A branch has one running at most. */
export interface BatchJobTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  account_id: string;
  /** JSON: keys of the kinds of papers asked for. */
  kinds: string;
  /** JSON: what was asked for and is not there to be printed, with why. */
  missing: string;
  state: BatchState;
  /** Code of why it failed; empty otherwise. */
  problem: string;
  /** Who puts the files together holds the order as this number says; a dead holder's order falls due at `due_at`. */
  attempts: number;
  due_at: string;
  /** Of the request that asked for it: what is read for it is logged with these. */
  address: string;
  request_id: string;
  asked_at: string;
  ended_at: string | null;
  /** Its files and papers are deleted then; null while it runs. */
  kept_until: string | null;
}

export type BatchItemState = 'waiting' | 'working' | 'done' | 'failed' | 'cancelled';

/** One paper of an order. */
export interface BatchItemTable {
  id: string;
  job_id: string;
  /** In the merged file and in the lists. */
  position: number;
  kind: string;
  /** 'collective', a member's id, or empty for a paper of the whole branch. */
  subject: string;
  /** Whose paper it is, as shown. */
  label: string;
  file_name: string;
  /** The frozen review it prints, whose paper stands in `paper`; null: the bytes stand in `batch_part`. */
  record_id: string | null;
  state: BatchItemState;
  /** Grows each time somebody takes it: tells its holder from the one who took it over. */
  attempts: number;
  due_at: string;
  /** How often it failed by itself since it was last asked for. */
  tries: number;
  problem: string;
  sha256: string | null;
  bytes: number | null;
}

/** A finished file of an order. Its bytes stand in `batch_part`. */
export interface BatchFileTable {
  id: string;
  job_id: string;
  kind: 'pdf' | 'zip';
  sha256: string;
  bytes: number;
  parts: number;
  pages: number | null;
  made_at: string;
}

/** Base64, less than 1 MB a part (D1 takes 2 MB a row). Parts of no item and no file are what was given up half-way. */
export interface BatchPartTable {
  owner_id: string;
  part: number;
  job_id: string;
  body: string;
}
