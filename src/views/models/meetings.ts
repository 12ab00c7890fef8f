import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { PaperHead } from './paper.ts';
import type { CheckboxField, ErrorSummary, LineField, TaskList, TextField } from './parts.ts';
import type { YearRow } from './reviews.ts';

/** Pages of the branch meeting (templates/meetings), and its blank ballots. */
export interface MeetingModels {
  'meetings/overview': OverviewModel;
  'meetings/plan': PlanModel;
  'meetings/attendance': AttendanceModel;
  'meetings/stage': StageModel;
  'meetings/counts': CountsModel;
  'meetings/count-one': CountOneModel;
  'print/ballots': BallotPaper;
}

export interface OverviewModel {
  nav: BranchNav;
  title: string;
  summary: ErrorSummary | null;
  /** Where there is nothing to show yet: what will be here, and how to begin. */
  empty: { text: string; begin: Link | null } | null;
  /** "Đã kết thúc lúc … – đồng chí …"; null while it goes on. */
  ended: string | null;
  warnings: string[];
  facts: { label: string; value: string }[];
  tasks: TaskList;
  papers: Link[];
  /** Asks how many copies; null before the meeting is planned. */
  ballots: { action: string; dot: string; copies: LineField } | null;
  ratings: Link | null;
  closing: { action: string; version: number; open: string[] } | null;
  reopening: { action: string; version: number; reason: TextField; opened: boolean } | null;
  years: YearRow[];
}

export interface PlanModel {
  nav: BranchNav;
  title: string;
  summary: ErrorSummary | null;
  /** The plan somebody else has stored meanwhile. */
  stored: { label: string; value: string }[];
  warnings: string[];
  action: string;
  version: number;
  day: LineField;
  hour: LineField;
  place: LineField;
  chair: LineField;
  clerk: LineField;
  content: TextField;
  enteredAfter: CheckboxField;
}

export interface AttendanceModel {
  /** The table as a file. */
  sheets: Link[];
  nav: BranchNav;
  summary: ErrorSummary | null;
  /** Why nothing can be marked; null while it can. */
  locked: string | null;
  /** "Đã lưu lúc …", or that something is not saved yet. */
  flash: string | null;
  numbers: { label: string; values: string[] }[];
  quorum: { text: string; met: boolean };
  action: string;
  rows: AttendanceRow[];
  pages: PageLink[];
}

export interface AttendanceRow {
  key: string;
  id: string;
  name: string;
  /** "Bí thư chi bộ · dự bị". */
  about: string;
  /** `3-0a1b2c3d`, as in every field that is saved by itself. */
  seen: string;
  /** Not asked of a suspended member, and of nobody once the meeting is closed: `said` stands there instead. */
  asked: boolean;
  said: string;
  options: { id: string; value: string; text: string; checked: boolean }[];
  reason: string;
  error: string | null;
}

export interface PageLink extends Link {
  current: boolean;
}

/** One subject at a time, in large type. */
export interface StageModel {
  title: string;
  /** "3 trong 20". */
  place: string;
  about: string;
  /** Where the meeting stands, if somewhere else. */
  elsewhere: Link | null;
  summary: ErrorSummary | null;
  action: string;
  /** Where each text is saved while typing; null where nothing can be written. */
  autosave: string | null;
  slide: string;
  before: string | null;
  after: string | null;
  back: Link;
  jumps: { value: string; text: string; current: boolean; note: string | null }[];
  reading: {
    /** Why there is nothing to read. */
    missing: string | null;
    sections: ReadingSection[];
    signs: ReadingSection[];
  } | null;
  /** Why nothing can be written; null while it can. */
  locked: string | null;
  texts: TextField[];
  lines: LineField[];
  /** What stands written where nothing can be changed. */
  written: { label: string; paragraphs: string[] }[];
  savedAt: string | null;
  count: Link | null;
}

export interface ReadingSection {
  heading: string;
  rows: { label: string; paragraphs: string[] }[];
}

export interface CountsModel {
  /** The table as a file. */
  sheets: Link[];
  nav: BranchNav;
  summary: ErrorSummary | null;
  locked: string | null;
  flash: string | null;
  /** "18 đảng viên chính thức dự họp". */
  present: string;
  /** "Một mức đạt khi …: 10 phiếu." */
  pass: string;
  misfits: string | null;
  /** Where to go while nobody is marked: only then is it known who may vote. */
  attendanceFirst: Link | null;
  action: string;
  autosave: string | null;
  columns: { column: string; label: string }[];
  fill: { issued: LineField; returned: LineField } | null;
  /** Of the cells beside a name. */
  span: number;
  rows: CountRowModel[];
  pages: PageLink[];
  ratings: Link;
}

export interface CountRowModel {
  key: string;
  id: string;
  name: string;
  about: string;
  seen: string;
  version: number;
  /** Shows what was typed or filled in, which is not stored. */
  typed: boolean;
  /** The meeting is over and nothing was counted for this one. */
  uncounted: boolean;
  /** One for each column; null where the subject's form does not have that level. */
  cells: (CountCell | null)[];
  /** "Đạt: Hoàn thành tốt nhiệm vụ (12 ≥ 10)". */
  result: string;
  /** Sentences under the row. */
  errors: string[];
  /** What somebody else has stored meanwhile. */
  theirs: string | null;
  one: Link;
  /** The first row without a count takes the focus. */
  focus: boolean;
}

export interface CountCell {
  id: string;
  name: string;
  column: string;
  /** The column's heading, where a narrow screen has no columns. */
  heading: string;
  /** For those who hear it: the heading and whom it is about. */
  label: string;
  value: string;
  wrong: boolean;
}

export interface CountOneModel {
  nav: BranchNav;
  title: string;
  about: string;
  place: string;
  summary: ErrorSummary | null;
  locked: string | null;
  flash: string | null;
  present: string;
  pass: string;
  result: string;
  theirs: string | null;
  action: string;
  key: string;
  seen: string;
  totals: LineField[];
  levels: LineField[];
  before: Link | null;
  after: Link | null;
  all: Link;
}

/** Blank ballots: copies of one list of names with a box for each level. */
export interface BallotPaper {
  documentTitle: string;
  stamp: string | null;
  head: PaperHead;
  title: string;
  year: string;
  guide: string;
  levels: string[];
  /** Columns of the table, for the rows that name a group. */
  span: number;
  rows: { group: string | null; number: string; name: string; boxes: boolean[] }[];
  /** One entry a copy. */
  copies: number[];
}
