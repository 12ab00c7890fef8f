import type {
  Explained,
  Banner,
  ErrorSummary,
  LastYearText,
  LineField,
  Pager,
  Radios,
  TaskList,
  TextField,
  WrittenBy,
  WordCopies,
} from './parts.ts';
import type { CollectiveNotice } from './collective.ts';
import type { Link } from './layout.ts';
import type { OwnResult } from './ratings.ts';
import type { HistoryEntry } from './reading.ts';

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
  'reviews/suggestions': SuggestionNotes;
  'reviews/apart': ApartNote;
  'reviews/years': YearsModel;
}

/** The home page before this year's review has begun. */
export interface StartModel {
  /** What was decided about the person. */
  results: OwnResult[];
  campaign: { id: string; title: string; dueOn: string; overdue: boolean } | null;
  formName: string | null;
  /** "Chi ủy đề nghị đồng chí nộp …"; null where nobody has asked. */
  reminder: string | null;
  /** Why the person writes none in this campaign; null for everybody who is reviewed. */
  apart: ApartNote | null;
  suggestions: SuggestionNotes | null;
  years: YearRow[];
  collective: CollectiveNotice | null;
}

/** Told plainly to whoever is excused, suspended, new, or reviewed elsewhere. */
export interface ApartNote {
  words: string;
  reason: string;
  /** A review was begun before. */
  begun: boolean;
}

/** gợi ý kiểm điểm: what the person is asked to explain. */
export interface SuggestionNotes {
  intro: string;
  /** Section IV; null where nothing can be written there. */
  link: Link | null;
  suggestions: { text: string; by: string }[];
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
  /** What was decided about the person. */
  results: OwnResult[];
  title: string;
  reference: string;
  reminder: string | null;
  banner: Banner;
  apart: ApartNote | null;
  suggestions: SuggestionNotes | null;
  open: { count: number; links: Link[] } | null;
  tasks: TaskList;
  papers: Link[];
  /** null for whoever types for the author. */
  word: WordCopies | null;
  history: HistoryEntry[];
  /** Who typed for the author, and when. */
  helped: string[];
  years: YearRow[];
  /** Who reads it before it is handed in. */
  privacy: string;
  collective: CollectiveNotice | null;
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
  /** What the branch had put into this section and took back, with the author's own words to it. */
  withdrawn?: { text: string; reason: string; own: string[] }[];
  intro: string | null;
  explains: string[];
  /** Of whom the answers speak: đồng chí, or tập thể. */
  self: string;
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
  /** Words of art in the group's title; those of a sign stand at the sign. */
  explained: readonly Explained[];
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
  apart: ApartNote | null;
  toWhom: string;
  missing: Link[];
  /** Letters the paper's font lacks: stored, and to be mended before handing in. */
  unprintable: Link[];
  /** Statements that do not fit each other: a reason is asked for. */
  contradictions: Link[];
  /** Left unanswered: a reason is asked for. */
  warnings: Link[];
  /** Worth a thought; asks for nothing. */
  thoughts: Link[];
  /** The remark of a returned review with the author's answer; null where there is none. */
  answering: { from: string; remark: string; answer: string | null; href: string } | null;
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
  word: WordCopies;
}

export interface ReadModel {
  /** What was decided about the person. */
  results: OwnResult[];
  title: string;
  banner: Banner;
  /** Made after the review was handed in. */
  suggestions: SuggestionNotes | null;
  groups: AnswerGroup[];
  papers: Link[];
  word: WordCopies | null;
  history: HistoryEntry[];
  helped: string[];
  years: YearRow[];
  collective: CollectiveNotice | null;
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
    /** Whether the signed sheet is back; null before it was handed in. */
    signed: string | null;
    /** By which somebody who holds a sheet verifies it. */
    codes: string[];
    helped: string[];
    readings: { who: string; roles: string; what: string; at: string }[];
  }[];
}
