import type { Generated } from 'kysely';
import type { ExemptionKind } from './campaigns.ts';

/** The branch’s meeting, its ballots and ratings. */

/** The branch meeting of one campaign. */
export interface MeetingTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  state: 'planned' | 'held' | 'closed';
  /** YYYY-MM-DD in Hà Nội, and HH:MM; empty until planned. */
  held_on: string;
  starts_at: string;
  place: string;
  chair: string;
  clerk: string;
  /** Where the meeting stands, so that it can be interrupted: 'opening', 'collective', a member's id or 'closing'. */
  current_subject: string;
  version: number;
  /** What the invitation says the meeting is about. */
  content: Generated<string>;
  /** 1: its leaders said that they enter a meeting that was held already. */
  entered_after: Generated<number>;
}

export type Presence = 'present' | 'excused' | 'absent';

export interface MeetingAttendanceTable {
  meeting_id: string;
  member_id: string;
  presence: Presence;
  version: number;
  /** Why away. */
  reason: Generated<string>;
}

/** Every change of a meeting's state, with who and why. */
export interface MeetingStepTable {
  id: string;
  meeting_id: string;
  from_state: MeetingTable['state'];
  to_state: MeetingTable['state'];
  account_id: string;
  reason: string;
  at: string;
}

/** One text of the minutes, saved by itself. `subject`: 'meeting', 'collective' or a member's id. */
export interface MeetingFieldTable {
  meeting_id: string;
  subject: string;
  key: string;
  value: string;
  version: number;
  saved_at: string;
}

/** Whom a closed meeting has spoken about, as they stood then: who comes, goes or is renamed later changes no minutes. */
export interface MeetingSubjectTable {
  meeting_id: string;
  subject: string;
  position: number;
  name: string;
  post: string;
  /** Empty for none. */
  exemption: ExemptionKind | '';
}

/** The members of the branch when its meeting was closed: what attendance and ballots were checked against. */
export interface MeetingRosterTable {
  meeting_id: string;
  member_id: string;
  position: number;
  name: string;
  post: string;
  official: number;
  exemption: ExemptionKind | '';
}

/** Totals of one ballot; never a single vote. `subject`: 'collective' or a member's id. */
export interface BallotCountTable {
  meeting_id: string;
  subject: string;
  issued: number;
  returned: number;
  valid: number;
  invalid: number;
  version: number;
  saved_at: string;
}

export interface BallotVotesTable {
  meeting_id: string;
  subject: string;
  /** Key of a level of the form version. */
  level: string;
  votes: number;
}

/** Levels proposed on the way to the decision. The own level stands in the review. `subject` as in the ballot. */
export interface RatingTable {
  campaign_id: string;
  unit_id: string;
  subject: string;
  agency_level: string;
  committee_level: string;
  mass_body_level: string;
  branch_level: string;
  /** Why the branch proposes so although a warning stands. */
  reason: string;
  /** Ratings by quarter, entered by hand: 'failed' where one was "không hoàn thành", 'none' where none was; '' unknown. */
  quarters: Generated<string>;
  /** Of the collective: per cent of the year's tasks done, entered by hand; '' unknown. */
  tasks_done: Generated<string>;
  version: number;
  saved_at: string;
}

/** The committee's decision; a later one replaces it (Mẫu 03) and never edits it. */
export interface RatingDecisionTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  subject: string;
  level: string;
  number: string;
  decided_on: string;
  /** Who decided, as the paper names it. */
  body: string;
  reason: string;
  replaces_id: string | null;
  account_id: string;
  at: string;
}

/** A discipline that was concluded, beside the conditions of the levels. */
export interface DisciplineTable {
  id: string;
  campaign_id: string;
  /** null: of the collective. */
  member_id: string | null;
  unit_id: string;
  kind: string;
  duty_related: number;
  document: string;
  decided_on: string;
  account_id: string;
  at: string;
  withdrawn_at: string | null;
}

/** The branch has handed its proposals up to the committee's office. */
export interface HandUpTable {
  campaign_id: string;
  unit_id: string;
  handed_at: string;
  account_id: string;
}

/** Each hand-up and each time the office gave the proposals back, with who and why. */
export interface HandUpStepTable {
  id: string;
  campaign_id: string;
  unit_id: string;
  kind: 'handed' | 'given_back';
  /** Why it went up although something was missing, or why it came back; empty where nothing was. */
  reason: string;
  account_id: string;
  at: string;
}
