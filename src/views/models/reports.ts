import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { ErrorSummary, LineField, SelectField, Status, TextField } from './parts.ts';

/** The branch's report and what is looked at before it (templates/reports). */
export interface ReportModels {
  'reports/report': ReportModel;
  'reports/check': ReportCheckModel;
}

export interface ReportModel {
  /** null for an office that reads what was handed up: those pages are the branch's. */
  nav: BranchNav | null;
  summary: ErrorSummary | null;
  /** The campaign. */
  lead: string;
  status: Status;
  otherCampaigns: Link[];
  /** What became of it, the newest first. */
  events: { text: string; reason: string }[];
  /** null for those who only read what is handed up. */
  check: { text: string; calm: boolean; link: Link } | null;
  papers: Link[];
  /** null once it is begun, and for those who only read. */
  begin: { action: string } | null;
  /** Why there is nothing to read yet; null once there is. */
  empty: string | null;
  form: ReportForm | null;
  /** What stands written where nothing can be changed. */
  written: { heading: string; rows: { label: string; paragraphs: string[] }[] }[];
  numbers: ReportNumbers | null;
  signs: ReportSigns | null;
  draft: { action: string; version: number; now: string; next: string } | null;
  signing: ReportSigning | null;
  reopening: { action: string; version: number; reason: TextField; opened: boolean } | null;
}

export interface ReportForm {
  action: string;
  /** Where each text is saved while typing. */
  autosave: string;
  day: LineField;
  groups: { heading: string; texts: TextField[] }[];
  /** Why each of those is not reviewed; null where everybody has handed in. Many stand behind a click. */
  reasons: { lines: LineField[]; folded: boolean } | null;
  savedAt: string | null;
}

/** The report's numbers, made of what is recorded; nobody types them here. */
export interface ReportNumbers {
  people: string;
  collective: string;
  levels: NumberTable;
  earlier: NumberTable | null;
  notReviewed: { name: string; reason: string }[];
  ratings: Link | null;
}

export interface NumberTable {
  caption: string;
  columns: string[];
  rows: { name: string; cells: string[]; strong: boolean }[];
}

export interface ReportSigns {
  /** By which decision. */
  basis: string;
  /** What was reckoned and when; null before. */
  taken: string | null;
  /** Reckons them, once; null where that is done, or not for this reader. */
  action: string | null;
  /** Of how many reviews it would be now. */
  now: string;
}

export interface ReportSigning {
  action: string;
  version: number;
  opened: boolean;
  number: LineField;
  from: LineField;
  to: LineField;
  day: LineField;
  signer: SelectField;
}

export interface ReportCheckModel {
  nav: BranchNav;
  lead: string;
  /** "Còn 12 chỗ, thuộc 4 loại." */
  count: string;
  none: boolean;
  groups: CheckGroup[];
  /** The cap's arithmetic, over it or not. */
  caps: string[];
  capRule: string;
  back: Link;
}

export interface CheckGroup {
  id: string;
  heading: string;
  hint: string | null;
  first: CheckLine[];
  /** A branch of 400 does not read 400 names at once. */
  rest: { summary: string; lines: CheckLine[] } | null;
}

export interface CheckLine {
  text: string;
  href: string;
  /** What the link leads to. */
  act: string;
}
