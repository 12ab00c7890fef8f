import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, SelectField } from './parts.ts';
import type { AnswerGroup } from './reviews.ts';

/** Models of assisted entry: somebody types for an author who cannot (templates/assistance, reviews/read-back). */
export interface AssistanceModels {
  'assistance/begin': AssistedBeginModel;
  'assistance/code': AssistedCodeModel;
  'assistance/over': AssistanceOverModel;
  'assistance/sheets': HelpSheetsModel;
  'partials/helped': { helped: string[] };
  'reviews/read-back': ReadBackModel;
  'print/help-sheet': HelpSheetPaper;
  'print/large': LargePaper;
}

export interface AssistedBeginModel {
  summary: ErrorSummary | null;
  /** Why this person helps nobody; the form is left out then. */
  refusal: string | null;
  idleMinutes: number;
  longestHours: number;
  /** Where a branch's leader prints sheets. */
  sheets: Link[];
  promise: CheckboxField;
  userName: LineField;
  secret: LineField;
}

export interface AssistedCodeModel {
  summary: ErrorSummary | null;
  code: LineField;
}

/** How the sitting of this browser ended. */
export interface AssistanceOverModel {
  /** null: this browser remembers none, or it is a while ago and somebody else may sit there. */
  ended: {
    author: string;
    /** null: it was not handed in. */
    signedAt: string | null;
    reference: string | null;
  } | null;
}

export interface HelpSheetsModel {
  summary: ErrorSummary | null;
  unit: string;
  action: string;
  codes: number;
  days: number;
  /** null where the branch has nobody to print for. */
  member: SelectField | null;
}

/** A sheet of codes to be crossed off, in large type. */
export interface HelpSheetPaper {
  documentTitle: string;
  stamp: string | null;
  unit: string;
  fullName: string;
  address: string;
  userName: string;
  codes: string[];
  validUntil: string;
  maker: string;
}

export interface ReadBackModel {
  summary: ErrorSummary | null;
  author: string;
  title: string;
  /** "Mục 3 trong 14", each with its own heading; links lead back to where it is written. */
  sections: (AnswerGroup & { id: string; place: string })[];
  /** Sent along with the submission, where a reason was asked for. */
  reason: { text: string; change: string } | null;
  largePaper: string;
  /** What keeps it from being handed in, with the way there; null when nothing does. */
  obstacle: { text: string; link: Link } | null;
  /** In an assisted session: the tick and the button; null for an author who reads by himself. */
  signing: { action: string; form: string; toWhom: string; signed: CheckboxField } | null;
  check: Link;
}

/** Everything a review says in 18 pt, to be read and signed by hand. */
export interface LargePaper {
  documentTitle: string;
  stamp: string;
  title: string;
  author: string;
  branch: string;
  reference: string;
  printedAt: string;
  helper: string | null;
  groups: {
    heading: string;
    note: string | null;
    reference: boolean;
    rows: { label: string; paragraphs: string[]; maySplit: boolean }[];
  }[];
  reason: string | null;
}
