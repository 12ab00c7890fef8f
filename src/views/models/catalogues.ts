/** Models of templates/catalogues. */
export interface CatalogueModels {
  'catalogues/index': CatalogueIndexModel;
  'catalogues/edition': CatalogueEditionModel;
  'catalogues/sign': CatalogueSign;
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
}

export interface CatalogueEditionModel {
  title: string;
  name: string;
  document: string;
  purpose: string;
  /** One sentence on what the marks mean; null for an all-official list. */
  marks: string | null;
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
