import type { CheckboxField, ErrorSummary, LineField, TextField } from './parts.ts';

/** Models of templates/catalogues. */
export interface CatalogueModels {
  'catalogues/index': CatalogueIndexModel;
  'catalogues/edition': CatalogueEditionModel;
  'catalogues/sign': CatalogueSign;
  'catalogues/collation': CollationModel;
  'catalogues/comparison': ComparisonModel;
}

export interface CatalogueIndexModel {
  lists: CatalogueListEntry[];
}

interface CatalogueListEntry {
  href: string;
  /** "27 biểu hiện", with "(phiên bản 1)" where a list has several editions. */
  title: string;
  name: string;
  /** "Nghị quyết 04-NQ/TW, ngày 30-10-2016 của …" */
  document: string;
  purpose: string;
  /** "Dùng trong đợt …"; null for an edition the viewer's open campaign does not pin. */
  usedIn: string | null;
  /** Who collated it with what and when; null where nobody has. */
  collated: string | null;
}

export interface CatalogueEditionModel {
  title: string;
  name: string;
  document: string;
  purpose: string;
  /** One sentence on what the marks mean; null for an all-official list. */
  marks: string | null;
  /** Who collated it with what and when; null where nobody has. */
  collated: string | null;
  /** Where the office collates this list; null for everybody else. */
  collate: string | null;
  contents: { href: string; text: string }[];
  blocks: CatalogueBlock[];
}

export interface CatalogueBlock {
  id: string;
  /** Above words of ours by decision; null above the list itself. */
  heading: string | null;
  /** "Dùng theo quyết định …" below that heading. */
  basis: string | null;
  ours: boolean;
  groups: { id: string; heading: string; signs: CatalogueSign[] }[];
}

export interface CatalogueSign {
  /** The anchor: "bieu-hien-6". */
  id: string;
  /** "6", or "6t" for words of ours in a real campaign. */
  number: string;
  text: string;
  /** No words may be shown: `text` says so. */
  missing: boolean;
  /** Words of ours stand in italics. */
  ours: boolean;
  /** "[…] Chưa có nội dung chính thức" after a text whose end is unknown; null for a whole one. */
  ending: string | null;
  mark: string | null;
}

/** Where the office pastes the numbered text of the signed document. */
export interface CollationModel extends PasteFields {
  summary: ErrorSummary | null;
  /** "27 biểu hiện". */
  name: string;
  /** "Nghị quyết 04-NQ/TW, ngày 30-10-2016 của …" */
  document: string;
  /** What stands there now, in one sentence. */
  present: string;
  action: string;
}

interface PasteFields {
  text: TextField;
  /** Kind, number, date. */
  documentFields: LineField[];
  /** The campaign to go back to; empty where there is none. */
  campaignId: string;
}

/** The present wording and the document's, side by side. */
export interface ComparisonModel extends PasteFields {
  summary: ErrorSummary | null;
  name: string;
  document: string;
  /** "So với phiên bản 1 …". */
  against: string;
  counts: { same: number; changed: number };
  action: string;
  /** The edition compared with, and what was compared: saving takes nothing else. */
  base: string;
  seen: string;
  /** Lines of the paste that belong to no sign. */
  left: string[];
  groups: { title: LineField; rows: ComparisonRow[] }[];
  /** What may be wrong although every line is there, each to be ticked off. */
  doubts: CheckboxField[];
  confirm: CheckboxField;
}

export interface ComparisonRow {
  no: number;
  /** Where the present words come from; null for official ones. */
  mark: string | null;
  present: WordingPiece[];
  official: WordingPiece[];
  same: boolean;
  outsideDuty: CheckboxField;
}

export interface WordingPiece {
  text: string;
  /** Only on this side. */
  own: boolean;
}
