import type { Link } from './layout.ts';
import type { CheckboxField, ErrorSummary, LineField, Radios, SelectField, TextField } from './parts.ts';

/** Models of templates/campaigns: what the office prepares and sets for a campaign. */
export interface CampaignSeasonModels {
  'campaigns/choices': CampaignChoiceFields;
  'campaigns/change': ChangeModel;
  'campaigns/due-day': DueDayModel;
  'campaigns/settings': SettingsModel;
  'campaigns/criteria-list': CriteriaListModel;
  'campaigns/criteria-form': CriteriaFormModel;
  'campaigns/criteria-preview': CriteriaPreviewModel;
  'campaigns/criteria': CriteriaModel;
  'campaigns/criteria-table': CriteriaGroupTable;
  'campaigns/exemptions': ExemptionsModel;
  'campaigns/suggestions': SuggestionsModel;
  'campaigns/search': PersonSearch;
}

/** What is chosen for a campaign, and may be chosen anew until it opens. */
export interface CampaignChoiceFields {
  title: LineField;
  opensOn: LineField;
  dueOn: LineField;
  editions: SelectField[];
  forms: SelectField[];
  retiredSecretary: SelectField;
  signsRequired: CheckboxField;
  listBOutside: CheckboxField;
}

export interface ChangeModel {
  summary: ErrorSummary | null;
  campaign: string;
  action: string;
  choices: CampaignChoiceFields;
}

/** The last day of an open campaign. */
export interface DueDayModel {
  summary: ErrorSummary | null;
  campaign: string;
  action: string;
  dueOn: LineField;
  reason: TextField;
}

export interface SettingsModel {
  summary: ErrorSummary | null;
  campaign: string;
  /** null for a closed campaign: nothing can be changed. */
  action: string | null;
  percent: Radios;
  rounding: Radios;
  head: Radios;
  /** What follows from the cap as it is stored: so many "tốt", at most so many "xuất sắc". */
  examples: { good: number; most: number }[];
  exampleHeading: string;
  groups: { names: LineField[]; standings: SelectField[] };
  quorum: { parts: LineField; of: LineField; example: string };
  pass: { parts: LineField; of: LineField; among: Radios };
  signTotals: Radios;
  draftDays: LineField;
  daysOff: LineField;
  /** How many people make a collective. */
  fewest: LineField;
  criteria: SelectField[];
  /** Where sets of criteria are made. */
  criteriaList: string;
  /** Asked for while the campaign is open. */
  reason: TextField | null;
}

export interface CriteriaListModel {
  sets: (Link & { unit: string; lines: number })[];
}

export interface CriteriaFormModel extends CriteriaFields {
  summary: ErrorSummary | null;
}

interface CriteriaFields {
  unit: SelectField;
  name: LineField;
  general: TextField;
  results: TextField;
}

/** Read back before it is stored for good. */
export interface CriteriaPreviewModel extends CriteriaFields {
  title: string;
  unitName: string;
  groups: CriteriaGroupTable[];
}

export interface CriteriaModel {
  sheets: Link[];
  name: string;
  unit: string;
  groups: CriteriaGroupTable[];
  /** Where a new set begins with these lines. */
  copy: string;
}

export interface CriteriaGroupTable {
  caption: string;
  outOf: number;
  lines: { no: number; text: string; points: number }[];
}

/** Looks for a person by name, with or without marks. */
export interface PersonSearch {
  action: string;
  query: LineField;
  /** null before anybody has searched. */
  found: { people: FoundPerson[]; more: boolean } | null;
}

export interface FoundPerson extends Link {
  /** "sinh 1958, Chi bộ Số 1". */
  note: string;
}

/** The person, or the branch, that the form is about. */
interface Chosen {
  name: string;
  note: string;
  /** Where the person's review stands, or what stands already; null where there is nothing to say. */
  state: string | null;
}

export interface ExemptionsModel {
  /** The table as a file. */
  sheets: Link[];
  summary: ErrorSummary | null;
  campaign: string;
  search: PersonSearch;
  chosen: (Chosen & { action: string; memberId: string; kind: Radios; reason: TextField }) | null;
  people: { name: string; branch: string; kind: string; reason: string; withdraw: Withdrawal | null }[];
  /** False where the campaign is closed. */
  mayRecord: boolean;
}

interface Withdrawal {
  action: string;
  version: string;
}

export interface SuggestionsModel {
  summary: ErrorSummary | null;
  campaign: string;
  search: PersonSearch;
  branches: SelectField;
  branchAction: string;
  chosen:
    | (Chosen & {
        action: string;
        memberId: string;
        unitId: string;
        /** Its second click makes no second suggestion. */
        formId: string;
        text: TextField;
        source: LineField;
        number: LineField;
        date: LineField;
      })
    | null;
  suggestions: { whom: string; branch: string; text: string; from: string; withdraw: string | null }[];
  mayMake: boolean;
}
