import type { PaperHead } from './paper.ts';

/**
 * The papers of the branch and the office (templates/print/document.hbs): invitation, minutes, count, lists, letters,
 * notices, decisions. Plain data, ready to show. Layout: 399-QĐ/TW and 05-HD/VPTW.
 */
export interface DocumentModels {
  'print/document': DocumentPaper;
}

/** One PDF of one or many papers, each beginning on a page of its own. */
export interface DocumentPaper {
  /** Of the PDF; never printed. */
  documentTitle: string;
  /** Stands in the bottom margin of every page; null on a paper of full value. */
  stamp: string | null;
  /** The back page takes the wide margin on the right. */
  twoSided: boolean;
  /** Wide tables. */
  landscape: boolean;
  /** Letters of a page each: no page is the second of anything, so none is numbered. */
  onePageEach?: boolean;
  documents: OfficialDocument[];
}

export interface OfficialDocument {
  /** "Mẫu …" at the top of a prescribed form. */
  formLabel: string | null;
  head: PaperHead;
  /** "BIÊN BẢN": phrases of it; lines break between them. */
  kindPhrases: string[];
  /** What it is about, each on a line of its own. */
  subjectLines: string[];
  /** Five hyphens under the subject of a numbered document. */
  hyphens: boolean;
  /** "Kính gửi: …", one addressee a line. */
  addressees: string[];
  blocks: DocumentBlock[];
  /** One stands on the right; of two the first stands on the left. */
  signatures: DocumentSignature[];
  /** Lines of "Nơi nhận", without their hyphen and mark; empty: none. */
  recipients: string[];
}

export type DocumentBlock =
  /** 1: "I. …" bold · 2: "1. …" bold · 3: "a) …" italic. */
  | { kind: 'heading'; level: 1 | 2 | 3; text: string }
  | { kind: 'paragraphs'; paragraphs: string[] }
  /** Who decides, and "QUYẾT ĐỊNH:": bold, centred, each on a line of its own. */
  | { kind: 'centred'; lines: string[] }
  /** Label and value on a line; an empty value with `dots` leaves room for the hand. */
  | { kind: 'pairs'; pairs: { label: string; value: string; dots: boolean }[] }
  /** Dotted lines for the hand. */
  | { kind: 'dots'; lines: number[] }
  | { kind: 'boxes'; boxes: { label: string; ticked: boolean }[]; row: boolean }
  | { kind: 'table'; table: DocumentTable }
  | { kind: 'chart'; chart: DocumentChart };

export interface DocumentTable {
  caption: string | null;
  /** Six columns and more are set in 12 pt. */
  dense: boolean;
  /** A short one that stands whole on a page, its caption and head with it. */
  whole?: boolean;
  columns: { label: string; width: string; align: 'left' | 'center' | 'right' }[];
  rows: DocumentRow[];
}

export interface DocumentRow {
  /** A heading over the rows that follow; null for a row of cells. */
  group: string | null;
  /** Sums stand in bold. */
  strong: boolean;
  maySplit: boolean;
  /** Each cell's paragraphs. */
  cells: { paragraphs: string[]; align: 'left' | 'center' | 'right' }[];
}

/** Bars in black and greys, each with its number written beside it: nothing is told by a shade or a length alone. */
export interface DocumentChart {
  caption: string;
  bars: DocumentBar[];
}

export interface DocumentBar {
  label: string;
  /** "12 (48 %)" */
  value: string;
  /** Length of the bar, 0 to 100. */
  percent: number;
  shade: 'black' | 'dark' | 'middle' | 'light' | 'white';
}

export interface DocumentSignature {
  /** "T/M CHI BỘ", "CHỦ TRÌ"; bold. */
  authority: string;
  /** "BÍ THƯ"; regular; empty where there is none. */
  post: string;
  note: string;
  /** Empty leaves it to the hand. */
  name: string;
}
