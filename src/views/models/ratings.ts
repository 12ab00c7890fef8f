import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, SelectField, Status, TextField } from './parts.ts';

/** Models of templates/ratings: levels proposed, handed up, decided. */
export interface RatingModels {
  'ratings/table': RatingTableModel;
  'ratings/row': RatingRowModel;
  'ratings/nothing': { nav: BranchNav };
  'ratings/office': OfficeRatingsModel;
  'ratings/office-branch': OfficeBranchModel;
  'ratings/confirm': ConfirmDecisionModel;
  'ratings/subject': OfficeSubjectModel;
  'partials/own-results': { results: OwnResult[] };
}

/** A sentence with where it comes from. */
export interface Sourced {
  text: string;
  source: string;
}

/** What is weighed beside a name: plain statements, and what speaks against the level proposed. */
export interface Conditions {
  /** "2 điều cần cân nhắc"; null where none stands. */
  count: string | null;
  /** The level the findings are about; empty while none is proposed. */
  level: string;
  findings: Sourced[];
  statements: Sourced[];
}

export interface CapsModel {
  /** How the campaign reckons. */
  rule: string;
  /** Where the cap holds. */
  scope: string;
  groups: { name: string; current: string; together: string; over: boolean }[];
}

/** One line as every table of levels shows it; levels in short words, empty where nobody has entered one. */
export interface LevelLine {
  no: number;
  id: string;
  name: string;
  post: string;
  note: string | null;
  self: string;
  agency: string;
  committee: string;
  massBody: string;
  /** "Hoàn thành tốt 9": one for each level with votes; `passed` has enough of them. */
  votes: { text: string; passed: boolean }[];
  branch: string;
  decision: string;
}

/** Which columns this branch has. */
export interface LevelColumns {
  /** Nobody of a residential branch may have one. */
  agency: boolean;
  committee: boolean;
  massBody: boolean;
  count: number;
}

export interface RatingTableModel {
  nav: BranchNav;
  summary: ErrorSummary | null;
  title: string;
  otherCampaigns: Link[];
  status: Status;
  /** "Đã chuyển lên Đảng ủy … lúc …", with reasons; the newest first. */
  events: { text: string; reason: string }[];
  columns: LevelColumns;
  /** Which share of votes a level needs. */
  pass: string;
  lines: (LevelLine & { conditions: Conditions; href: string; act: string })[];
  strays: string[];
  caps: CapsModel;
  papers: Link[];
  /** Of a branch without network that has handed up: where its file for the office is made. */
  byFile: Link | null;
  handUp: { action: string; to: string; gaps: { text: string; names: string[] }[]; reason: TextField | null } | null;
}

export interface RatingRowModel {
  nav: BranchNav;
  summary: ErrorSummary | null;
  name: string;
  post: string;
  note: string | null;
  place: string;
  self: string;
  ballot: { text: string; votes: { text: string; passed: boolean }[] } | null;
  /** Saved elsewhere meanwhile: each field that differs, as typed here and as stored. */
  conflict: { savedAt: string; fields: { label: string; mine: string; theirs: string }[]; reload: string } | null;
  form: {
    action: string;
    version: number;
    agency: SelectField | null;
    committee: SelectField | null;
    massBody: SelectField;
    branch: SelectField;
    quarters: SelectField | null;
    tasksDone: LineField | null;
    reason: TextField;
    next: boolean;
  } | null;
  /** What stands, where nothing is to be written. */
  facts: { label: string; value: string }[];
  conditions: Conditions;
  earlier: { heading: string; entries: { text: string; state: string }[] } | null;
  tasks: { heading: string; columns: string[]; rows: string[][] } | null;
  levels: { basis: string; levels: { label: string; points: string; intro: string; conditions: string[] }[] } | null;
  disciplines: DisciplinesModel;
  history: DecisionLine[];
  back: Link;
  next: Link | null;
}

export interface DisciplinesModel {
  rows: { text: string; withdraw: string | null }[];
  /** null where nothing may be recorded. */
  form: {
    action: string;
    kind: SelectField;
    document: LineField;
    decidedOn: LineField;
    duty: SelectField;
    open: boolean;
  } | null;
}

/** One decision as its history shows it. */
export interface DecisionLine {
  level: string;
  /** "Quyết định 45-QĐ/ĐU, ngày 20-12-2026, Ban Thường vụ Đảng ủy phường" */
  document: string;
  reason: string;
  standing: boolean;
  paper: Link | null;
}

export interface OfficeRatingsModel {
  title: string;
  handed: string;
  branches: { name: string; href: string; status: Status; when: string; decided: string }[];
  caps: CapsModel;
  papers: Link[];
}

export interface OfficeBranchModel {
  summary: ErrorSummary | null;
  name: string;
  status: Status;
  events: { text: string; reason: string }[];
  columns: LevelColumns;
  pass: string;
  lines: (LevelLine & { href: string; reason: string; choice: LevelChoice | null })[];
  /** null before the hand-up, and once everybody is decided. */
  form: { action: string; number: LineField; decidedOn: LineField; body: LineField } | null;
  giveBack: { action: string; reason: TextField; open: boolean } | null;
  papers: Link[];
}

/** The level of one subject in the bulk form: the branch's proposal stands there, and counts once confirmed. */
export interface LevelChoice {
  id: string;
  name: string;
  error: string | null;
  options: { value: string; text: string; chosen: boolean }[];
}

export interface ConfirmDecisionModel {
  summary: ErrorSummary | null;
  action: string;
  unit: string;
  facts: { label: string; value: string }[];
  lines: { no: number; name: string; post: string; proposed: string; level: string; differs: boolean }[];
  left: string[];
  caps: CapsModel;
  hidden: { name: string; value: string }[];
  reason: TextField | null;
  confirm: CheckboxField;
}

export interface OfficeSubjectModel {
  summary: ErrorSummary | null;
  name: string;
  post: string;
  unit: string;
  facts: { label: string; value: string }[];
  history: DecisionLine[];
  /** null while nothing is decided. */
  again: {
    action: string;
    replaces: string;
    level: SelectField;
    number: LineField;
    decidedOn: LineField;
    body: LineField;
    reason: TextField;
    open: boolean;
  } | null;
  disciplines: DisciplinesModel;
}

/** A person's own result of one year; nobody else's is ever beside it. */
export interface OwnResult {
  title: string;
  decisions: DecisionLine[];
}
