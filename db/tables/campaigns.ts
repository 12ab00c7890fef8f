import type { Standing } from './organisation.ts';

/** Lists, forms, a year’s campaign and what is prepared for it. */

/** Immutable once stored: a change is a new edition. */
export interface CatalogueEditionTable {
  id: string;
  list: 'A' | 'B';
  edition: number;
  body: string;
  sha256: string;
  stored_at: string;
}

/** Immutable once stored: a change is a new version. */
export interface FormVersionTable {
  id: string;
  standing: Standing | 'collective';
  body: string;
  sha256: string;
  stored_at: string;
}

export type CampaignState = 'preparing' | 'open' | 'closed';

export interface CampaignTable {
  id: string;
  unit_id: string;
  year: number;
  title: string;
  state: CampaignState;
  opens_on: string;
  due_on: string;
  /** Editions pinned for good when the campaign opens. */
  edition_a: string;
  edition_b: string;
  /** The cấp ủy's text on which network these records may be (law.md): required before a real campaign opens. */
  network_text_number: string;
  network_text_date: string | null;
  /** The decision to use our provisional words for the 25 signs, if there is one. */
  wording_decision_number: string;
  wording_decision_date: string | null;
  /** 1: an unanswered sign blocks submission; 0: it warns. */
  signs_required: number;
  /** 1: members outside the political system answer list B too. */
  list_b_outside: number;
  /** Whose form a secretary outside the political system gets (forms.md §6, open): the committee's decision. */
  retired_secretary_standing: RetiredSecretaryStanding;
  /** JSON, read by campaigns/settings.ts: criteria sets, cap, groups of posts, quorum, pass ratio. */
  settings: string;
  version: number;
}

/** Every change of a campaign's state, with who and why. */
export interface CampaignStepTable {
  id: string;
  campaign_id: string;
  from_state: CampaignState;
  to_state: CampaignState;
  account_id: string;
  reason: string;
  at: string;
}

/** A retired secretary reviews himself as a leader, or as a member outside the political system. */
export type RetiredSecretaryStanding = 'leader' | 'outside';

export interface CampaignFormTable {
  campaign_id: string;
  standing: Standing;
  form_id: string;
}

/** How a committee splits the 30 and the 70 points (a local decision). Immutable once stored: a change is a new set. */
export interface CriteriaSetTable {
  id: string;
  unit_id: string;
  name: string;
  body: string;
  sha256: string;
  stored_at: string;
}

/**
 * Why a person is not reviewed in a campaign, or not here (forms.md §6): được miễn công tác và sinh hoạt đảng /
 * bị đình chỉ sinh hoạt đảng / mới kết nạp chưa đủ 6 tháng / temporarily elsewhere (still rated, after written
 * comments) / kept out of this tool because a higher level manages the person (law.md).
 */
export type ExemptionKind = 'excused' | 'suspended' | 'new' | 'elsewhere' | 'outside_tool';

export interface ExemptionTable {
  campaign_id: string;
  member_id: string;
  kind: ExemptionKind;
  reason: string;
  account_id: string;
  at: string;
  version: number;
}

/** gợi ý kiểm điểm: what a person or a branch is asked to explain (section IV). */
export interface SuggestionTable {
  id: string;
  campaign_id: string;
  /** One of the two: a person, or the branch as a collective. */
  member_id: string | null;
  unit_id: string | null;
  text: string;
  /** Who asks, and by which document. */
  source: string;
  document_number: string;
  document_date: string | null;
  account_id: string;
  at: string;
  withdrawn_at: string | null;
}

/** Nhận xét của cấp ủy nơi cư trú (213-QĐ/TW) for one person in one campaign. No row: not asked for yet. */
export interface ResidenceCommentTable {
  campaign_id: string;
  member_id: string;
  state: 'requested' | 'received' | 'exempt';
  requested_on: string | null;
  received_on: string | null;
  /** Why exempt, or a word on what came; never the comment itself. */
  note: string;
  version: number;
}

/** "Nhắc nộp": the member reads it on his home page until he hands in. */
export interface ReminderTable {
  id: string;
  campaign_id: string;
  member_id: string;
  due_on: string;
  account_id: string;
  at: string;
}
