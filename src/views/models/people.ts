import type { CodeOffer } from './admin.ts';
import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, Radios, SelectField, Status, TextField } from './parts.ts';

/** Models of the office's pages about one unit, one person and the codes people sign in with (templates/admin). */
export interface PeopleModels {
  'admin/unit-fields': UnitFieldsModel;
  'admin/unit-change': UnitChangeModel;
  'admin/person-fields': PersonFieldsModel;
  'admin/person': PersonModel;
  'admin/person-change': PersonChangeModel;
  'admin/person-move': PersonMoveModel;
  'admin/person-move-check': PersonMoveCheckModel;
  'admin/code-request': CodeRequestModel;
  'admin/code-requests': CodeRequestsModel;
  'admin/slips': SlipsModel;
  'print/slips': SlipsPaper;
}

export interface UnitFieldsModel {
  name: LineField;
  paperName: TextField;
  place: LineField;
  /** null for a committee. */
  hasBranchCommittee: CheckboxField | null;
}

export interface UnitChangeModel extends UnitFieldsModel {
  summary: ErrorSummary | null;
  title: string;
  action: string;
  version: number;
  /** null at the top of what the person keeps in order: it stays where it is. */
  parent: SelectField | null;
}

export interface PersonFieldsModel {
  fullName: LineField;
  birthDate: LineField;
  workplace: LineField;
  posts: LineField[];
  standing: Radios;
  official: Radios;
  hasAgency: CheckboxField;
  cardNumber: LineField;
  residence: LineField;
}

export interface PersonModel {
  summary: ErrorSummary | null;
  name: string;
  facts: { label: string; value: string }[];
  change: string;
  move: string;
  exemptions: { campaign: string; kind: string; reason: string }[];
  duties: { words: string; take: { action: string; role: string; unitId: string } | null }[];
  giving: { action: string; role: SelectField; unit: SelectField } | null;
  /** Why duties cannot be given here; null where they can. */
  noGiving: string | null;
  account: { userName: string; state: string } | null;
  /** null where none can be made. */
  code: CodeOffer | null;
  /** A request that is still open. */
  request: Link | null;
  moves: { movedOn: string; words: string; reason: string }[];
}

export interface PersonChangeModel extends PersonFieldsModel {
  summary: ErrorSummary | null;
  /** Somebody else changed the record first. */
  conflict: boolean;
  name: string;
  action: string;
  version: number;
  back: string;
}

export interface PersonMoveModel {
  summary: ErrorSummary | null;
  name: string;
  from: string;
  action: string;
  version: number;
  unit: SelectField;
  movedOn: LineField;
  reason: LineField;
}

/** What a move will do, before it is done. */
export interface PersonMoveCheckModel {
  name: string;
  from: string;
  to: string;
  movedOn: string;
  reason: string;
  /** The record or a review changed since the page was read: this is how it stands now. */
  changed: boolean;
  effects: string[];
  action: string;
  hidden: { name: string; value: string }[];
  back: string;
}

export interface CodeRequestModel {
  owner: string;
  unit: string;
  asker: string;
  /** ISO instants. */
  askedAt: string;
  status: Status;
  /** What comes next, for this reader. */
  next: string;
  until: string | null;
  answer: { confirm: string; refuse: string } | null;
  collect: string | null;
  back: Link | null;
}

export interface CodeRequestsModel {
  unit: string;
  requests: { text: string; href: string; askedAt: string; status: Status }[];
}

export interface SlipsModel {
  summary: ErrorSummary | null;
  unit: string;
  action: string;
  people: SlipChoice[];
  leftOut: { name: string; reason: string }[];
  days: number;
}

interface SlipChoice extends CheckboxField {
  state: string;
}

/** Slips to be cut out (templates/print/slips.hbs), ready to show. */
export interface SlipsPaper {
  documentTitle: string;
  stamp: string | null;
  address: string;
  unit: string;
  pages: { slips: PaperSlip[] }[];
  /** People of the branch without a slip, and why. */
  leftOut: { name: string; reason: string }[];
}

interface PaperSlip {
  fullName: string;
  userName: string;
  code: string;
  validUntil: string;
  /** Long names are set smaller. */
  tight: boolean;
}
