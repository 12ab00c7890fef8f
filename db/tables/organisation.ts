/** Units, the people in them, and how they came there. */

/** `mode` = `rehearsal` marks a database of invented people for good. */
export interface SettingTable {
  key: string;
  value: string;
}

export type UnitKind = 'committee' | 'branch';

/** A Party organisation. The tree has any depth; only the kind matters, never the level. */
export interface UnitTable {
  id: string;
  parent_id: string | null;
  kind: UnitKind;
  name: string;
  /** How the head of a paper names it, in capitals; lines parted by a line break. */
  paper_name: string;
  /** Place before the date, "Hà Nội". */
  place: string;
  /** A branch with a chi ủy signs T/M CHI ỦY, one without T/M CHI BỘ. */
  has_branch_committee: number;
  version: number;
}

/** How a unit's papers are printed, where it has settings of its own; `body` as units/settings.ts reads it. */
export interface PrintSettingTable {
  unit_id: string;
  body: string;
  account_id: string;
  at: string;
  version: number;
}

/** đối tượng kiểm điểm: holds a leading post / holds none / works outside the political system. */
export type Standing = 'leader' | 'no_post' | 'outside';

export interface MemberTable {
  id: string;
  unit_id: string;
  full_name: string;
  /** Lower case, without marks, for search. */
  folded_name: string;
  /** YYYY or YYYY-MM-DD: some papers of the oldest members hold only a year. */
  birth_date: string;
  workplace: string;
  party_post: string;
  government_post: string;
  union_post: string;
  standing: Standing;
  /** 1: chính thức, 0: dự bị (no vote: Điều lệ Đảng, Điều 3). */
  official: number;
  /** 1 where "Thủ trưởng cơ quan" rates the member as an official or employee. */
  has_agency: number;
  /** Party card number, 8 to 12 digits, or empty: it tells two people of one name apart. */
  card_number: string;
  /** The cấp ủy of the place of residence, to whom the request for comments goes (213-QĐ/TW); empty where unknown. */
  residence: string;
  version: number;
}

/** A person who changed branches. Reviews that were not accepted yet went along (see units/commands.ts). */
export interface MemberMoveTable {
  id: string;
  member_id: string;
  from_unit_id: string;
  to_unit_id: string;
  moved_on: string;
  reason: string;
  account_id: string;
  at: string;
}

/** One file of people on its way in: read, matched, looked at, then written, or undone again. */
export type ImportState = 'read' | 'done' | 'undone';

export interface MemberImportTable {
  id: string;
  unit_id: string;
  account_id: string;
  file_name: string;
  state: ImportState;
  /** JSON: the rows as they stood in the file, the matched columns, then the report. Emptied of rows once it is done. */
  body: string;
  at: string;
  done_at: string | null;
  version: number;
}

/** Which members an import made: what undoing it takes back. */
export interface MemberImportRowTable {
  import_id: string;
  member_id: string;
}
