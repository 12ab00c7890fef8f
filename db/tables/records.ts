/** What is frozen and printed, and the log. */

/** The frozen content of one submission: canonical JSON in parts, with its hash. */
export interface RecordTable {
  id: string;
  review_id: string;
  submission: number;
  sha256: string;
  bytes: number;
  form_id: string;
  edition_a: string;
  edition_b: string;
  template: string;
  frozen_at: string;
  /** 1 after the review was returned: readable by its author only. */
  superseded: number;
}

export interface RecordPartTable {
  record_id: string;
  part: number;
  body: string;
}

export type PaperState = 'waiting' | 'working' | 'ready' | 'failed';

/** One printed variant of a record; waiting rows are the print queue. */
export interface PaperTable {
  id: string;
  record_id: string;
  /** What is printed and how: see PaperVariant in reviews/papers.ts. */
  variant: string;
  state: PaperState;
  attempts: number;
  /** When the next try may start. */
  due_at: string;
  sha256: string | null;
  bytes: number | null;
  made_at: string | null;
  /** Sixteen letters, 64 bits or more; with the bytes it is frozen with. Who is named by it, only its relations learn. */
  code: string | null;
}

/** When the sheet that its author signed came back to the branch; one for each record. */
export interface SignedPaperTable {
  record_id: string;
  /** YYYY-MM-DD in Hà Nội. */
  came_on: string;
  account_id: string;
  at: string;
}

export interface PaperPartTable {
  paper_id: string;
  part: number;
  /** Base64, at most 1 MB a part (D1 takes 2 MB a row). */
  body: string;
}

/** Append-only. No content: who did what to which record, when and from where. */
export interface AuditTable {
  id: string;
  at: string;
  account_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  unit_id: string | null;
  address: string;
  request_id: string;
  detail: string;
}

/** The log's lines in the order they were sealed, each with a hash over the line and the seal before it. */
export interface AuditSealTable {
  seq: number;
  audit_id: string;
  hash: string;
}

/** D1 only: a guarded statement that changed no row breaks `check (n = 1)` here and so stops its batch. */
export interface StepTable {
  op: string;
  n: number;
}
