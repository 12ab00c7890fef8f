import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField } from './parts.ts';

/** The way of the paper: is this sheet the stored one, and has the signed one come back (templates/verification). */
export interface VerificationModels {
  'verification/check': CheckModel;
  'verification/signed': SignedModel;
  'verification/signed-note': SignedNote;
}

export interface CheckModel {
  summary: ErrorSummary | null;
  answer: CheckAnswer | null;
  fileError: string | null;
  /** null for whoever is not signed in: he has a file or nothing. */
  code: LineField | null;
}

export interface CheckAnswer {
  good: boolean;
  title: string;
  text: string;
  facts: { label: string; value: string }[];
  link: Link | null;
}

export interface SignedModel {
  summary: ErrorSummary | null;
  done: string | null;
  nav: BranchNav;
  campaign: string;
  /** null for those of the chi ủy who read along, and where no sheet is out. */
  form: {
    action: string;
    campaignId: string;
    all: Link | null;
    error: string | null;
    sheets: { tick: CheckboxField; note: string }[];
    day: LineField;
  } | null;
  /** For those who do not record: who is still to bring the sheet. */
  open: { name: string; note: string }[];
  back: {
    name: string;
    note: string;
    takeBack: { action: string; review: string; campaignId: string } | null;
  }[];
  /** Nobody has handed in yet. */
  nobody: boolean;
}

/** On the page where a leader reads a review: the codes of its papers, and whether the signed sheet is back. */
export interface SignedNote {
  codes: string[];
  words: string;
  form: { action: string; campaignId: string; review: string; day: LineField } | null;
  list: Link | null;
}
