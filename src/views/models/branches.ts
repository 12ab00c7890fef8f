import type { Link, NavLink } from './layout.ts';
import type { ErrorSummary, LineField, Radios, Status, TextField } from './parts.ts';

/** Pages of a branch's leaders (templates/branches). */
export interface BranchModels {
  'partials/branch-nav': BranchNav;
  'branches/no-season': { unitName: string };
  'branches/board': BoardModel;
  'branches/board-table': { rows: BoardRow[] };
  'branches/remind-form': RemindForm;
  'branches/person': BranchPersonModel;
  'branches/conclusions': Conclusions;
}

/** The way between the pages of one branch. */
export interface BranchNav {
  label: string;
  links: NavLink[];
}

/** Where everybody stands. States only: nothing of what anybody writes, and no result. */
export interface BoardModel {
  summary: ErrorSummary | null;
  nav: BranchNav;
  title: string;
  /** "Hạn nộp 15/12/2026." */
  due: string;
  /** The tables as files. */
  sheets: Link[];
  campaigns: Link[];
  /** What the leader's last act has done. */
  done: string | null;
  /** "Đã nộp 9/12" */
  handedIn: string;
  states: { text: string; count: number }[];
  reminding: RemindForm | null;
  /** Why nobody is asked now; null where somebody can be, or need not be. */
  notReminding: string | null;
  paper: string;
  /** Where the signed sheets are recorded. */
  signed: string;
  filter: BoardFilterForm;
  table: { rows: BoardRow[] } | null;
  /** "Đang hiện 3 trong 12 đồng chí" */
  shown: string;
  /** Nobody matches what was asked for. */
  nobody: boolean;
  apart: { name: string; why: string; reason: string }[];
  /** Where its leaders go for codes. */
  further: Link[];
}

export interface BoardFilterForm {
  action: string;
  /** Kept where it is not the campaign shown anyway. */
  campaignId: string | null;
  search: string;
  states: { value: string; text: string; chosen: boolean }[];
  orders: { value: string; text: string; chosen: boolean }[];
  /** Everybody, unfiltered; null where nothing is filtered. */
  clear: string | null;
}

export interface BoardRow {
  name: string;
  href: string;
  post: string;
  /** What the script searches in, and the states it knows the row by. */
  folded: string;
  states: string;
  hidden: boolean;
  status: Status;
  comments: string;
  standing: string;
  official: string;
  notes: string[];
  read: string | null;
}

/** One act: asking those who have not handed in, or one of them. */
export interface RemindForm {
  action: string;
  intro: string;
  day: LineField;
  button: string;
  /** Where it comes back with an error. */
  open: boolean;
}

export interface BranchPersonModel {
  summary: ErrorSummary | null;
  nav: BranchNav;
  name: string;
  done: string | null;
  status: Status;
  facts: { label: string; value: string }[];
  read: Link | null;
  reminding: RemindForm | null;
  /** Why nobody is asked now. */
  notReminding: string | null;
  /** null for those who do not lead the branch. */
  conclusions: Conclusions | null;
}

export interface Conclusions {
  name: string;
  entries: {
    id: string;
    from: string;
    text: string;
    /** "Đồng chí Lương Văn Mẫu ghi lúc …" */
    who: string;
    at: string;
    /** Where it stands now. */
    standing: string;
    withdrawing: { action: string; reason: LineField; open: boolean } | null;
  }[];
  /** null where nothing can be entered now; `closed` says why. */
  form: { action: string; origin: Radios; text: TextField; year: LineField } | null;
  closed: string | null;
}
