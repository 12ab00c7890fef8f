import type { BranchNav } from './branches.ts';
import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, SelectField, Status, TextField } from './parts.ts';

/** Models of templates/exchange: kits for branches without network, and their files. */
export interface ExchangeModels {
  'exchange/office': ExchangeOfficeModel;
  'exchange/kit': IssuedKitModel;
  'exchange/preview': RollUpPreviewModel;
  'exchange/imported': RollUpImportedModel;
  'exchange/open': OpenKitModel;
  'exchange/open-preview': OpenKitPreviewModel;
  'exchange/opened': OpenedKitModel;
  'exchange/export': ExportModel;
  'exchange/file': FileField;
}

/** A file to be chosen. */
export interface FileField {
  id: string;
  name: string;
  label: string;
  hint: string;
  accept: string;
  error: string | null;
}

export interface ExchangeOfficeModel {
  summary: ErrorSummary | null;
  title: string;
  branches: {
    name: string;
    kit: Status;
    /** "Lập lúc …, đồng chí …" */
    kitNote: string;
    download: string | null;
    file: Status;
    fileNote: string;
  }[];
  /** null while no kit can be issued: the campaign is not open, or there is no branch. */
  issue: { action: string; branch: SelectField; seen: { name: string; value: string }[]; again: CheckboxField } | null;
  closed: string | null;
  upload: { action: string; file: FileField } | null;
}

export interface IssuedKitModel {
  branch: string;
  code: string;
  replaced: boolean;
  members: number;
  download: Link;
  back: Link;
}

export interface RollUpPreviewModel {
  summary: ErrorSummary | null;
  branch: string;
  facts: { label: string; value: string }[];
  lines: { no: number; name: string; review: string; ballots: string; level: string }[];
  gone: string[];
  action: string;
  abandon: string;
}

export interface RollUpImportedModel {
  branch: string;
  at: string;
  facts: { label: string; value: string }[];
  ratings: Link;
  back: Link;
}

export interface OpenKitModel {
  summary: ErrorSummary | null;
  /** Why this machine takes no kit (any more); null where it does. */
  closed: string | null;
  action: string;
  file: FileField;
  code: LineField;
}

export interface OpenKitPreviewModel {
  summary: ErrorSummary | null;
  branch: string;
  facts: { label: string; value: string }[];
  leaders: { name: string; duty: string; userName: string }[];
  renamed: string[];
  action: string;
  code: string;
  back: string;
}

export interface OpenedKitModel {
  branch: string;
  campaign: string;
  openedAt: string;
  slips: string;
  unit: string;
}

export interface ExportModel {
  nav: BranchNav;
  summary: ErrorSummary | null;
  title: string;
  /** "Chưa chuyển bảng đề xuất" and what to do; null where a file can be made. */
  notYet: { text: string; go: Link | null } | null;
  contents: { label: string; value: string }[];
  make: { action: string; seen: number; text: string } | null;
  files: { no: number; madeAt: string; by: string; size: string; sha256: string; download: string | null }[];
  reopen: { action: string; reason: TextField; open: boolean } | null;
}
