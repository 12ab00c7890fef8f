import type { Link } from './layout.ts';

/** Models of templates/partials. Plain data, everything given: src/views/parts.ts fills what is usual. */
export interface PartModels {
  'partials/error-summary': ErrorSummary;
  'partials/field-text': TextField;
  'partials/field-line': LineField;
  'partials/field-select': SelectField;
  'partials/checkbox': CheckboxField;
  'partials/radios': Radios;
  'partials/text-size': TextSizes;
  'partials/written-by': WrittenBy;
  'partials/conflict': ConflictBlock;
  'partials/offers': OffersBlock;
  'partials/glossary': { terms: readonly Explained[] };
  'partials/status': Status;
  'partials/task-list': TaskList;
  'partials/banner': Banner;
  'partials/pager': Pager;
}

/** What the author wrote in the same field last year: shown to him alone, never to be typed over. */
export interface LastYearText {
  /** "Năm trước đồng chí viết". */
  summary: string;
  /** The old form's own words where they differ from this year's; null where they are the same. */
  label: string | null;
  entries: { heading: string | null; lines: string[] }[];
}

/** "Có N chỗ cần xem lại", at the top of the content, with focus. Hrefs point at the controls ("#o-I-1"). */
export interface ErrorSummary {
  errors: Link[];
  /** Says that what was typed is still there; not true of passwords. */
  kept: boolean;
}

/** What every control has: ids are `id` (the control), `goi-y-<id>` (hint) and `loi-<id>` (error). */
interface Field {
  id: string;
  /** The form field's name; on autosaved fields also the data-key. */
  name: string;
  /** The stored version; null where nothing is autosaved. 0 is a field never saved. */
  version: number | null;
  /** Digest of the stored value shown, so that a field nobody touched is told from one typed back; '' once touched. */
  seen: string;
  label: string;
  hint: string | null;
  error: string | null;
  value: string;
  /** Adds "(không bắt buộc)" to the label. */
  optional: boolean;
  offers: TextOffers | null;
  /** About the text as it is stored: letters that cannot be printed. It keeps nobody from saving. */
  remark: string | null;
}

export interface TextField extends Field {
  kind: 'text';
  /** The label is the page's one heading. */
  heading: boolean;
  rows: number;
  conflict: Conflict | null;
  lastYear: LastYearText | null;
  /** Whether this is last year's text word for word; null where nothing is compared. For its author only. */
  sameAsLastYear: boolean | null;
}

export interface LineField extends Field {
  kind: 'line';
  type: 'text' | 'password' | 'date' | 'tel';
  /** "decimal" and not type="number": a decimal comma and no spinning by the wheel. */
  inputMode: 'text' | 'decimal' | 'numeric';
  autocomplete: string;
  width: 'short' | 'medium' | 'full';
  /** "/30" after the box. */
  suffix: string | null;
  conflict: Conflict | null;
}

export interface SelectField extends Field {
  options: { value: string; text: string; chosen: boolean }[];
}

export interface CheckboxField {
  id: string;
  name: string;
  value: string;
  label: string;
  hint: string | null;
  error: string | null;
  checked: boolean;
}

export interface Radios {
  /** Of the group; options are `<id>-1`, `<id>-2` …, so an error links to `#<id>-1`. */
  id: string;
  name: string;
  version: number | null;
  /** As in a text field. */
  seen: string;
  /** "12." before the legend; null where the question has no number. */
  ordinal: string | null;
  legend: string;
  heading: boolean;
  /** "Bản soạn tạm – chờ đối chiếu"; null for official text. */
  provenance: string | null;
  /** Words of art in the legend, in our own plain words. */
  explained: readonly Explained[];
  hint: string | null;
  /** Where the same matter is treated; the links lead back here. */
  seeAlso: Link[];
  error: string | null;
  /** Takes the answer back, posting `xoa=<name>`; hidden while nothing is chosen. null where there is no such button. */
  clear: { text: string; hidden: boolean } | null;
  options: RadioOption[];
  conflict: Conflict | null;
}

export interface Explained {
  term: string;
  meaning: string;
}

export interface RadioOption {
  id: string;
  value: string;
  text: string;
  note: string | null;
  checked: boolean;
  /** Asked when this option is chosen; without JavaScript always visible. */
  followUps: (TextField | LineField)[];
}

/** What a form says of itself, for when it arrives after the session's end: who writes, and on which form version. */
export interface WrittenBy {
  account: string;
  formId: string;
}

/** The buttons that change the size of letters. */
interface TextSizes {
  /** Id of the form they belong to; null inside a form of their own. */
  form: string | null;
  size: 18 | 21 | 24;
}

/** The same field was saved elsewhere meanwhile: the field holds what was typed, this what is stored. */
export interface Conflict {
  /** What was typed here, in the words of the option where the field has options. */
  mine: string;
  theirs: string;
  /** The stored version the person is shown: a choice goes over this one and no later one. */
  version: number;
  /** "09:41:05" */
  savedAt: string;
}

/** What the conflict partial shows; the fields fill it from themselves. */
interface ConflictBlock extends Conflict {
  /** The buttons post `chon:<name>` = mine | theirs | both. */
  name: string;
  mayJoin: boolean;
}

/** What could be done with a pasted text, each on a button `chuyen:<name>`: unicode | nguyen, gon. */
export interface TextOffers {
  /** Letters of an old font ("TCVN3"); null for Unicode. */
  encoding: string | null;
  /** The text they stand for. */
  converted: string;
  /** Bullets of Word, gaps, empty lines. */
  untidy: boolean;
}

/** What the offers partial shows; the fields fill it from themselves. */
interface OffersBlock extends TextOffers {
  id: string;
  name: string;
}

export interface Status {
  kind: 'todo' | 'doing' | 'done' | 'problem';
  text: string;
}

export interface TaskList {
  groups: TaskGroup[];
}

interface TaskGroup {
  id: string;
  title: string;
  tasks: Task[];
}

export interface Task {
  text: string;
  /** null: not open yet, the note says why. */
  href: string | null;
  note: string | null;
  status: Status;
}

/** The one thing nobody may mistake: is it handed in or not. */
export interface Banner {
  /** ISO instant; null shows CHƯA NỘP. */
  submittedAt: string | null;
  /** Stands for CHƯA NỘP where the review is not handed in but sent: "CHƯA GỬI". */
  open?: string;
  /** "Nộp cho chi ủy trước ngày 10/12/2026." */
  text: string;
  /** A returned review: who asks for what. */
  remark: { from: string; text: string } | null;
  action: Link | null;
}

export interface Pager {
  /** "09:41:05", the last save of this page's fields; null where nothing is stored yet. */
  savedAt: string | null;
  autosave: boolean;
  next: PagerButton;
  /** To the sign before, where one sign stands on a page. */
  back: PagerButton | null;
  home: PagerButton | null;
}

interface PagerButton {
  text: string;
  name: string;
  value: string;
}

/** Copies of a paper that can be changed by hand, and what they are not: the record. */
export interface WordCopies {
  links: Link[];
  note: string;
}
