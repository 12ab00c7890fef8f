import type { Link } from './layout.ts';
import type { ErrorSummary, LineField, Status, TextField } from './parts.ts';
import type { CapsModel } from './ratings.ts';

/** Models of templates/summaries: what the committee's office sums up. */
export interface SummaryModels {
  'summaries/overview': SummaryModel;
  'summaries/branch': BranchSummaryModel;
  'summaries/report': SummaryReportModel;
  'summaries/decision': RecognitionModel;
  'summaries/table': SummaryGrid;
}

/** A table whose cells are words already. */
export interface SummaryGrid {
  label: string;
  columns: { label: string; number: boolean }[];
  rows: {
    strong: boolean;
    cells: { text: string; lines: string[]; number: boolean; head: boolean; href: string | null }[];
  }[];
}

export interface SummaryModel {
  title: string;
  handed: string;
  /** Why some branches are not in the figures. */
  notes: string[];
  branches: SummaryGrid;
  /** null while nothing is handed up. */
  results: {
    scope: string;
    levels: SummaryGrid;
    caps: CapsModel;
    earlier: SummaryGrid;
    /** null where nobody stands in it. */
    screening: SummaryGrid | null;
  } | null;
  /** "Báo cáo", "Quyết định", sheets: empty while nothing is handed up. */
  papers: Link[];
}

export interface BranchSummaryModel {
  name: string;
  facts: { label: string; value: string }[];
  lines: {
    no: number;
    name: string;
    post: string;
    level: string;
    basis: string;
    state: Status;
    note: string;
    /** The person's review; null where there is none to read here. */
    read: string | null;
  }[];
}

export interface SummaryReportModel {
  summary: ErrorSummary | null;
  saved: string | null;
  action: string;
  fields: TextField[];
  paper: string;
}

export interface RecognitionModel {
  summary: ErrorSummary | null;
  action: string;
  lead: string;
  known: string[];
  number: LineField;
  decidedOn: LineField;
  body: LineField;
}
