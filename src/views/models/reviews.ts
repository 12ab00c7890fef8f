import type {
  Banner,
  ErrorSummary,
  LastYearText,
  LineField,
  Pager,
  Radios,
  TaskList,
  TextField,
  WrittenBy,
} from './parts.ts';
import type { Link } from './layout.ts';

/** Models of templates/reviews. */
export interface ReviewModels {
  'reviews/start': StartModel;
  'reviews/tasks': TasksModel;
  'reviews/step': StepModel;
  'reviews/check': CheckModel;
  'reviews/confirmation': ConfirmationModel;
  'reviews/read': ReadModel;
  'reviews/paper-waiting': PaperWaitingModel;
  'reviews/nobody': NobodyModel;
  'reviews/years': YearsModel;
}

/** The home page before this year's review has begun. */
export interface StartModel {
  campaign: { id: string; title: string; dueOn: string; overdue: boolean } | null;
  formName: string | null;
  years: YearRow[];
}

export interface YearRow {
  title: string;
  href: string;
  state: string;
}

/** An account that is nobody's member record, an administrator for instance. */
export interface NobodyModel {
  links: Link[];
}

export interface TasksModel {
  title: string;
  reference: string;
  banner: Banner;
  open: { count: number; links: Link[] } | null;
  tasks: TaskList;
  papers: Link[];
  /** Who typed for the author, and when. */
  helped: string[];
  years: YearRow[];
}

export type Control =
  ({ control: 'text' } & TextField) | ({ control: 'line' } & LineField) | ({ control: 'radios' } & Radios);

/** One page of writing. */
export interface StepModel {
  title: string;
  /** "Bước 3 trong 14", where one sign stands on the page with its place in the group. */
  place: string;
  /** Its id: the type-size buttons at the foot of the page belong to it. */
  form: string;
  action: string;
  autosave: string;
  writtenBy: WrittenBy;
  /** Back to the check page after saving. */
  returnTo: string;
  summary: ErrorSummary | null;
  /** "Đã bỏ một mục" with a way to bring it back. */
  removed: { itemId: string } | null;
  intro: string | null;
  explains: string[];
  /** One sign in large type. */
  oneSign: boolean;
  signs: SignPageModel | null;
  /** A heading inside a step that shows several sections, or our own words apart from the city's. */
  blocks: StepBlock[];
  pager: Pager;
}

/** What a page of signs has beside its questions. */
export interface SignPageModel {
  /** The button that saves and shows the page the other way. */
  toggle: { value: 'mot' | 'nhom'; text: string };
  /** Words of art that stand on this page, in our own plain words. */
  glossary: { term: string; meaning: string }[];
}

export interface StepBlock {
  heading: string | null;
  hint: string | null;
  /** Our words by decision: in italics, under the prescribed heading. */
  reference: boolean;
  /** The author's pledge for this year, above the field that reports on it. */
  pledged?: { heading: string; points: readonly string[] };
  controls: Control[];
  lists: ListBlock[];
  /** Signs whose words are withheld in a real campaign. */
  withheld: { ordinal: string; text: string }[];
  total: { label: string; value: string; outOf: string } | null;
}

/** A list field: its entries, each with its own controls. */
export interface ListBlock {
  key: string;
  id: string;
  heading: string | null;
  hint: string | null;
  error: string | null;
  /** What the author wrote in this list last year; null where there was nothing. */
  lastYear: LastYearText | null;
  /** The signs the author says of himself, in his own words, beside the list of his shortcomings; else null. */
  ownSigns: LastYearText | null;
  empty: string | null;
  entries: ListEntry[];
  adds: { value: string; text: string }[];
}

export interface ListEntry {
  id: string;
  heading: string;
  /** What last year's review or the branch said; null for entries written here. */
  source: { from: string; text: string; due: string | null } | null;
  controls: Control[];
  /** Posts the item's id to take it out; null for entries that must stay. */
  remove: string | null;
}

/** Answers under one heading, as the check page and the reading page show them. */
export interface AnswerGroup {
  heading: string;
  /** Where the words of this group come from; null for the form's and the official ones. */
  note: string | null;
  /** Words of ours by decision: in italics, apart. */
  reference: boolean;
  rows: AnswerRow[];
}

export interface AnswerRow {
  label: string;
  /** What the link to change it is about, in few words, for those who hear it. */
  changeLabel: string;
  paragraphs: string[];
  change: string | null;
}

export interface CheckModel {
  summary: ErrorSummary | null;
  toWhom: string;
  missing: Link[];
  /** Statements that do not fit each other: a reason is asked for. */
  contradictions: Link[];
  /** Left unanswered: a reason is asked for. */
  warnings: Link[];
  /** Worth a thought; asks for nothing. */
  thoughts: Link[];
  groups: AnswerGroup[];
  form: string;
  action: string;
  autosave: string;
  writtenBy: WrittenBy;
  /** Asked where contradictions or warnings stand, and saved by itself like every other field. */
  reason: TextField | null;
  /** "09:41:05", when the reason was saved last. */
  savedAt: string | null;
  maySubmit: boolean;
  draftPaper: string;
  /** Somebody types for the author: it is handed in from the page where everything is read back. */
  assisted: boolean;
  readBack: string;
}

export interface ConfirmationModel {
  reference: string;
  submittedAt: string;
  toWhom: string;
  next: string[];
  papers: Link[];
}

export interface ReadModel {
  title: string;
  banner: Banner;
  groups: AnswerGroup[];
  papers: Link[];
  helped: string[];
  years: YearRow[];
}

export interface PaperWaitingModel {
  reason: string | null;
  href: string;
  back: string;
}

/** All of a person's reviews, with everybody else who read them. */
export interface YearsModel {
  years: {
    id: string;
    title: string;
    href: string;
    state: string;
    reference: string;
    submittedAt: string | null;
    papers: Link[];
    helped: string[];
    readings: { who: string; roles: string; what: string; at: string }[];
  }[];
}
