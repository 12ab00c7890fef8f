import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, Radios, SelectField } from './parts.ts';

/** Models of templates/imports: a list of people on its way from a file into the register. */
export interface ImportModels {
  'imports/start': ImportStartModel;
  'imports/columns': ImportColumnsModel;
  'imports/preview': ImportPreviewModel;
  'imports/report': ImportReportModel;
  'imports/undo': ImportUndoModel;
  'imports/row-list': RowList;
}

export interface ImportStartModel {
  summary: ErrorSummary | null;
  unit: string;
  action: string;
  sample: string;
  error: string | null;
  unfinished: { fileName: string; at: string; go: string; abandon: string }[];
  done: { fileName: string; at: string; href: string; state: string }[];
}

export interface ImportColumnsModel {
  summary: ErrorSummary | null;
  /** Another window was first. */
  notice: string | null;
  fileName: string;
  /** "trang tính “DS”, 3 trang khác không đọc"; empty for a text file. */
  sheet: string;
  rows: number;
  version: number;
  action: string;
  heading: LineField;
  /** Letters of an old font; null for Unicode. */
  letters: { encoding: string; before: string; after: string; choice: Radios } | null;
  columns: { letter: string; heading: string; samples: string[]; select: SelectField }[];
  /** null where the import is for one branch alone. */
  unit: SelectField | null;
  standing: Radios;
  official: Radios;
  hasAgency: CheckboxField;
  abandon: string;
}

/** Rows of a file with what is to be said about each: a page of them, and how many there are. */
export interface RowList {
  total: number;
  rows: { no: number; name: string; words: string }[];
  /** "Dòng 51–100 trên 4.980"; null where all are shown. */
  shown: string | null;
  back: Link | null;
  next: Link | null;
}

export interface ImportPreviewModel {
  summary: ErrorSummary | null;
  notice: string | null;
  fileName: string;
  version: number;
  action: string;
  columns: string;
  abandon: string;
  wanted: number;
  branches: { name: string; people: number }[];
  passedOver: number;
  sample: {
    no: number;
    name: string;
    birthDate: string;
    branch: string;
    card: string;
    standing: string;
    official: string;
  }[];
  duplicates: {
    total: number;
    shown: string | null;
    pages: { text: string; value: string }[];
    choices: DuplicateChoice[];
  };
  /** The commonest reasons, where there are many broken rows. */
  commonest: { words: string; rows: number }[];
  broken: RowList;
}

interface DuplicateChoice extends CheckboxField {
  no: number;
  reason: string;
}

export interface ImportReportModel {
  fileName: string;
  /** ISO instant. */
  doneAt: string;
  made: number;
  branches: { name: string; href: string; people: number; slips: string }[];
  skipped: RowList;
  broken: RowList;
  /** How many were taken back again; null while the import stands. */
  takenBack: number | null;
  /** Who stayed when it was undone, and why. */
  stayed: Stayed[];
  undo: string | null;
  unit: Link;
}

interface Stayed {
  name: string;
  href: string;
  reason: string;
}

export interface ImportUndoModel {
  fileName: string;
  doneAt: string;
  action: string;
  going: number;
  goingNames: string[];
  staying: Stayed[];
  back: string;
}
