import type { CampaignChoiceFields } from './campaigns.ts';
import type { Link } from './layout.ts';
import type { PersonFieldsModel, UnitFieldsModel } from './people.ts';
import type { ErrorSummary, LineField, Radios, SelectField, Status, TaskList, TextField } from './parts.ts';

/** Models of templates/admin. */
export interface AdminModels {
  'admin/overview': OverviewModel;
  'admin/unit-tree': UnitNode;
  'admin/unit': UnitModel;
  'admin/factor-off': FactorOffModel;
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
  /** Instead of making a branch by hand: the kit of the office above. null where something stands here already. */
  openKit: Link | null;
  /** Reviews that wait for the office, because nobody in their branch may judge them; null for an administrator. */
  waiting: { who: string; unit: string; submittedAt: string; href: string }[] | null;
  /** Requests for a code that wait for this person's word, or that he may now use. */
  requests: Link[];
  units: UnitNode[];
  people: number;
  campaigns: TaskList | null;
  /** `status`: the server's page, for administrators only. */
  pdf: { ready: boolean; detail: string; status: string | null };
  /** The gravest fault of the copies of the data, for administrators only; null when all is well. */
  worry: { what: string; todo: string } | null;
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
  /** What has just been done; null on any other visit. */
  done: string | null;
  facts: { label: string; value: string }[];
  /** What may be done with the unit itself: change it, import people, print slips. */
  actions: Link[];
  /** null for a committee: people belong to branches. */
  newPerson: string | null;
  people: PersonLine[];
}

interface PersonLine {
  name: string;
  href: string;
  standing: string;
  /** "Chính thức" or "Dự bị". */
  official: string;
  userName: string;
  duties: string[];
  account: string;
  newCode: CodeOffer | null;
  /** Where a lost second factor is switched off; null where it is not on. */
  factorOff: string | null;
}

export interface FactorOffModel {
  summary: ErrorSummary | null;
  fullName: string;
  action: string;
  reason: LineField;
  back: Link;
}

/** Where a one-time code for somebody else is asked for, and what follows. */
export interface CodeOffer {
  action: string;
  button: string;
  consequence: string;
}

export interface UnitFormModel extends UnitFieldsModel {
  summary: ErrorSummary | null;
  parent: SelectField;
  kind: Radios;
}

export interface PersonFormModel extends PersonFieldsModel {
  summary: ErrorSummary | null;
  /** No branch yet: the form waits for one. */
  noBranch: boolean;
  branch: SelectField;
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
  choices: CampaignChoiceFields;
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
  collation: {
    href: string;
    name: string;
    document: string;
    state: string;
    /** A collated edition that this campaign can still take. */
    use: { action: string; edition: string; text: string } | null;
  }[];
  /** Why collating changes nothing in this campaign any more; null while it can. */
  collationKeeps: string | null;
  /** What the office prepares and sets, each on a page of its own. */
  tasks: TaskList;
  opening: { action: string; needsNetworkText: boolean; texts: CampaignTextFields } | null;
  /** An open campaign without a decision on our words can still record one (signs.md). */
  /** Whose form a retired secretary gets, while it can be corrected; null once the campaign has ended. */
  retired: { action: string; version: number; open: boolean; begun: string; field: Radios } | null;
  deciding: { action: string; wordingNumber: LineField; wordingDate: LineField } | null;
  /** Counts of reviews by state, no names. */
  closing: { action: string; counts: { label: string; value: string }[] } | null;
  reopening: { action: string; reason: TextField } | null;
  history: { what: string; who: string; when: string; reason: string }[];
  /** Where the office decides levels; null for an administrator, and while the campaign is prepared. */
  ratings: string | null;
  /** The committee's summary, for its office. */
  results: string | null;
  /** Kits and files of branches without network; as `ratings`, the office's alone. */
  byFile: string | null;
}
