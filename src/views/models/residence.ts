import type { BranchNav } from './branches.ts';
import type { CheckboxField, ErrorSummary, LineField, TextField } from './parts.ts';
import type { Link } from './layout.ts';

/** Models of templates/residence: comments of the cấp ủy of the place of residence, asked for and received. */
export interface ResidenceModels {
  'residence/overview': ResidenceOverviewModel;
  'residence/branch': ResidenceBranchModel;
  'residence/own-branch': ResidenceOwnBranchModel;
  'residence/people': ResidencePeople;
}

export interface ResidenceOverviewModel {
  campaign: string;
  /** The table as a file. */
  sheets: Link[];
  branches: (Link & { open: number; requested: number; received: number; exempt: number })[];
}

export interface ResidencePeople {
  error: string | null;
  /** Links that tick a whole state at once: there is no script for it. */
  picks: Link[];
  people: { tick: CheckboxField; state: string; words: string; note: string }[];
  /** Members who are not reviewed are not asked about. */
  notReviewed: number;
  sheets: Link[];
}

/** One branch, for the office. */
export interface ResidenceBranchModel {
  summary: ErrorSummary | null;
  branch: string;
  back: Link;
  action: string;
  letters: string;
  unitId: string;
  list: ResidencePeople;
  /** False where the campaign is closed. */
  mayNote: boolean;
  day: LineField;
  reason: TextField;
  until: LineField;
}

/** The same for the branch's own leaders, who note what has come. */
export interface ResidenceOwnBranchModel {
  summary: ErrorSummary | null;
  nav: BranchNav;
  /** null: the branch takes part in no campaign yet. */
  campaign: string | null;
  campaignId: string;
  action: string;
  list: ResidencePeople;
  mayNote: boolean;
  day: LineField;
}
