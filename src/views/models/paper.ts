/** Models of the printed sheets (templates/print). Plain data, ready to show: templates decide nothing. */
export interface PaperModels {
  'print/handout': HandoutPaper;
  'print/review': ReviewPaper;
}

export interface ReviewPaper {
  /** Of the PDF; never printed. */
  documentTitle: string;
  /** Stands in the bottom margin of every page; null on a paper of full value. */
  stamp: string | null;
  /** The back page takes the wide margin on the right. */
  twoSided: boolean;
  formLabel: string | null;
  /** In the footer of every page; null where the unit does not print it. */
  code: string | null;
  head: PaperHead;
  /** Phrases of the title; lines break between them. */
  titlePhrases: string[];
  yearLine: string;
  subtitle: string | null;
  identity: IdentityLine[];
  parts: PaperPart[];
  /** Blocks of one group stay on one page: one with few lines never stands without the block before it. */
  signOff: PaperSignOff[][];
  tables: PaperTableAnnex[];
  signs: PaperSignAnnex | null;
}

export interface PaperHead {
  /** Each a line of its own. */
  superiorLines: string[];
  issuerLines: string[];
  /** 14, 13 or 12 pt: the largest at which every line fits its column. */
  points: number;
  star: boolean;
  /** Where no name is known, dots for the hand stand in its place. */
  byHand: boolean;
  /** The State's name and motto in place of the Party's. */
  state: boolean;
  dateLine: string;
  /** "Số 05-BC/CB"; null on a paper without a number. */
  number: string | null;
  /** "Dự thảo lần 1", under the number. */
  draftMark: string | null;
}

export interface IdentityLine {
  fields: { label: string; value: string; dots: boolean }[];
}

interface PaperPart {
  number: string;
  heading: string;
  sections: PaperSection[];
}

export interface PaperSection {
  number: string;
  heading: string;
  fields: PaperField[];
  total: PaperScore | null;
}

export interface PaperField {
  /** The form's own words before the answer: "1. Hạn chế, khuyết điểm". */
  label: string | null;
  body: PaperBody;
}

export type PaperBody =
  | { kind: 'paragraphs'; paragraphs: string[]; missing: boolean }
  | { kind: 'items'; items: PaperItem[] }
  | { kind: 'score'; score: PaperScore }
  /** `row`: few and short, side by side. */
  | { kind: 'boxes'; boxes: PaperBox[]; row: boolean }
  | { kind: 'dots'; lines: number[] };

export interface PaperItem {
  /** "a)"; empty where there is only one. */
  mark: string;
  first: string;
  /** After the matter, in brackets: where an earlier one comes from, or until when it is to be done. */
  note: string | null;
  more: string[];
  answers: { label: string; value: string; more: string[] }[];
}

export interface PaperScore {
  label: string;
  /** With a decimal comma; null leaves dots. */
  value: string | null;
  outOf: number;
}

interface PaperBox {
  label: string;
  ticked: boolean;
}

export interface PaperSignOff {
  heading: string | null;
  lines: { label: string; /** Full dotted lines under the label's own. */ more: number[]; dots: boolean }[];
  signer: string;
  /** The office of the person who signs, under the signer. */
  post: string | null;
  note: string;
  /** Under the space for the signature; empty leaves it to the hand. */
  name: string;
}

export interface PaperTableAnnex {
  mark: string;
  title: string;
  note: string;
  columns: { label: string; width: string }[];
  /** All but the first column hold figures. */
  figures: boolean;
  rows: PaperTableRow[];
}

export interface PaperTableRow {
  number: string;
  cells: string[][];
  maySplit: boolean;
  blank: boolean;
  /** A heading over the rows that follow, in place of cells. */
  group: string | null;
  /** Sums stand in bold. */
  strong: boolean;
}

export interface PaperSignAnnex {
  mark: string;
  title: string;
  note: string;
  lists: PaperSignList[];
}

export interface PaperSignList {
  /** "A. Theo 27 biểu hiện …". */
  heading: string;
  /** Kind, number, date, issuer and title of the document. */
  document: string;
  purpose: string;
  /** Explains the marks used in this list; null when every word is official. */
  marksExplained: string | null;
  blocks: PaperSignBlock[];
}

export interface PaperSignBlock {
  /** Keeps the unit's own words apart from the city's. */
  heading: string | null;
  /** By whose decision they stand here. */
  basis: string | null;
  ours: boolean;
  groups: { heading: string; rows: PaperSignRow[] }[];
}

export interface PaperSignRow {
  number: string;
  text: string;
  mark: string | null;
  /** Stands for words that are not known yet. */
  unknown: boolean;
  answer: string | null;
  said: { label: string; value: string; more: string[] }[];
  /** On the blank form: every answer with a box. */
  boxes: PaperBox[];
  maySplit: boolean;
}

/** The two sign lists on one sheet of paper, a list on each side. */
export interface HandoutPaper {
  documentTitle: string;
  stamp: string | null;
  sheets: HandoutSheet[];
}

export interface HandoutSheet {
  /** The largest type in which this list stays on its page. */
  points: number;
  title: string;
  document: string;
  purpose: string;
  blocks: { heading: string | null; basis: string | null; ours: boolean; groups: HandoutGroup[] }[];
  /** The reading page's own sentence on the marks, each with its asterisks; null when every word is official. */
  marks: string | null;
}

export interface HandoutGroup {
  heading: string;
  signs: { number: string; text: string; ending: string | null; missing: boolean; mark: string | null }[];
}
