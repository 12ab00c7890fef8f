import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, Status } from './parts.ts';

/** Everything in one go: what is ordered, how far it is, what came of it. */
export interface BatchModels {
  'batches/order': OrderModel;
  'batches/job': JobModel;
  'batches/progress': JobProgress;
}

export interface OrderModel {
  summary: ErrorSummary | null;
  /** null for the committee's office, which has no other page of the branch. */
  nav: BranchNav | null;
  unit: string;
  campaign: string;
  /** Other campaigns of the branch. */
  campaigns: Link[];
  /** The branch has an order running; `own` leads to it, else `cancel` stops the colleague's. */
  running: { text: string; own: string | null; cancel: string | null } | null;
  /** null: there is nothing at all to print. */
  form: { action: string; kinds: CheckboxField[]; error: string | null } | null;
  /** Kinds with nothing to print, with why. */
  missing: string[];
  jobs: { text: string; href: string; status: Status }[];
  keptDays: number;
}

export interface JobModel {
  nav: BranchNav | null;
  unit: string;
  campaign: string;
  asked: string;
  /** The page asks for itself until the order has ended. */
  live: boolean;
  here: string;
  progress: JobProgress;
  back: string;
}

/** What changes while an order runs. */
export interface JobProgress {
  status: Status;
  /** Papers made of all; null once it has ended. */
  bar: { done: number; all: number } | null;
  /** What is in work; null between papers. */
  working: string | null;
  /** Why nothing moves: no browser for PDF. */
  waiting: string | null;
  problem: string | null;
  /** Reviews that went back to their authors since: the files are no longer given out. */
  returned: string[];
  files: { text: string; href: string; detail: string; sha256: string; download: boolean }[];
  kept: string | null;
  cancel: string | null;
  retry: string | null;
  failed: { id: string; label: string; kind: string; why: string }[];
  results: { name: string; done: string; open: string }[];
  missing: { kind: string; people: { label: string; why: string }[] }[];
}
