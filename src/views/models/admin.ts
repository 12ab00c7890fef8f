import type { Link } from './layout.ts';
import type {
  CheckboxField,
  ErrorSummary,
  LineField,
  Radios,
  SelectField,
  Status,
  TaskList,
  TextField,
} from './parts.ts';

/** Models of templates/admin. */
export interface AdminModels {
  'admin/overview': OverviewModel;
  'admin/unit-tree': UnitNode;
  'admin/unit': UnitModel;
  'admin/unit-form': UnitFormModel;
  'admin/person-form': PersonFormModel;
  'admin/slip': SlipModel;
  'admin/campaign-form': CampaignFormModel;
  'admin/campaign-texts': CampaignTextFields;
  'admin/campaign': CampaignModel;
}

export interface OverviewModel {
  /** What the installation still lacks; null when members can begin. */
  next: { text: string; action: Link } | null;
  units: UnitNode[];
  people: number;
  campaigns: TaskList | null;
  pdf: { ready: boolean; detail: string };
}

/** A unit with those below it; the template draws itself for each. */
export interface UnitNode {
  name: string;
  href: string;
  /** "Chi bộ, 14 đảng viên" */
  note: string;
  below: UnitNode[];
}

export interface UnitModel {
  name: string;
  facts: { label: string; value: string }[];
  /** null for a committee: people belong to branches. */
  newPerson: string | null;
  people: PersonLine[];
}

interface PersonLine {
  name: string;
  standing: string;
  /** "Chính thức" or "Dự bị". */
  official: string;
  userName: string;
  duties: string[];
  account: string;
  /** Where a new one-time code is asked for; null for the administrator himself. */
  newCode: string | null;
}

export interface UnitFormModel {
  summary: ErrorSummary | null;
  parent: SelectField;
  kind: Radios;
  name: LineField;
  paperName: TextField;
  place: LineField;
  hasBranchCommittee: CheckboxField;
}

export interface PersonFormModel {
  summary: ErrorSummary | null;
  /** No branch yet: the form waits for one. */
  noBranch: boolean;
  branch: SelectField;
  fullName: LineField;
  birthDate: LineField;
  workplace: LineField;
  posts: LineField[];
  standing: Radios;
  official: Radios;
  hasAgency: CheckboxField;
  userName: LineField;
  role: SelectField;
  roleUnit: SelectField;
}

/** Shown once, in the answer that made the code. */
export interface SlipModel {
  fullName: string;
  address: string;
  userName: string;
  code: string;
  /** ISO instant. */
  validUntil: string;
  /** Back to the person's branch, and on to the next person. */
  unit: Link;
  another: Link | null;
}

export interface CampaignTextFields {
  networkNumber: LineField;
  networkDate: LineField;
  wordingNumber: LineField;
  wordingDate: LineField;
}

export interface CampaignFormModel {
  summary: ErrorSummary | null;
  unit: SelectField;
  year: LineField;
  title: LineField;
  opensOn: LineField;
  dueOn: LineField;
  editions: SelectField[];
  forms: SelectField[];
  retiredSecretary: SelectField;
  signsRequired: CheckboxField;
  listBOutside: CheckboxField;
  texts: CampaignTextFields;
}

export interface CampaignModel {
  summary: ErrorSummary | null;
  title: string;
  status: Status;
  /** The last day, when it falls after 31-12. */
  dueLate: string | null;
  facts: { label: string; value: string }[];
  /** Lists whose words still differ from the signed document: collating them comes first. */
  collation: { href: string; name: string; document: string; state: string }[];
  opening: { action: string; needsNetworkText: boolean; texts: CampaignTextFields } | null;
  /** An open campaign without a decision on our words can still record one (signs.md). */
  /** Whose form a retired secretary gets, while it can be corrected; null once the campaign has ended. */
  retired: { action: string; version: number; open: boolean; begun: string; field: Radios } | null;
  deciding: { action: string; wordingNumber: LineField; wordingDate: LineField } | null;
  closing: { action: string } | null;
}
