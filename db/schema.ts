/**
 * The database, one interface per table. The portable subset of every engine:
 * booleans are 0 or 1, times ISO-8601 UTC text, dates YYYY-MM-DD text, ids UUIDv7 text, JSON is text.
 */
export interface Database {
  setting: SettingTable;
  unit: UnitTable;
  member: MemberTable;
  account: AccountTable;
  role: RoleTable;
  session: SessionTable;
  one_time_code: OneTimeCodeTable;
  attempt: AttemptTable;
  notice_acknowledgement: NoticeAcknowledgementTable;
  preference: PreferenceTable;
  second_factor: SecondFactorTable;
  recovery_code: RecoveryCodeTable;
  pending_sign_in: PendingSignInTable;
  catalogue_edition: CatalogueEditionTable;
  form_version: FormVersionTable;
  campaign: CampaignTable;
  campaign_form: CampaignFormTable;
  review: ReviewTable;
  review_field: ReviewFieldTable;
  review_item: ReviewItemTable;
  review_step: ReviewStepTable;
  member_move: MemberMoveTable;
  exemption: ExemptionTable;
  member_import: MemberImportTable;
  member_import_row: MemberImportRowTable;
  code_request: CodeRequestTable;
  criteria_set: CriteriaSetTable;
  campaign_step: CampaignStepTable;
  suggestion: SuggestionTable;
  residence_comment: ResidenceCommentTable;
  reminder: ReminderTable;
  remark_answer: RemarkAnswerTable;
  conclusion: ConclusionTable;
  meeting: MeetingTable;
  meeting_attendance: MeetingAttendanceTable;
  meeting_field: MeetingFieldTable;
  ballot_count: BallotCountTable;
  ballot_votes: BallotVotesTable;
  rating: RatingTable;
  rating_decision: RatingDecisionTable;
  discipline: DisciplineTable;
  hand_up: HandUpTable;
  record: RecordTable;
  record_part: RecordPartTable;
  paper: PaperTable;
  paper_part: PaperPartTable;
  audit: AuditTable;
  step: StepTable;
}

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

/** A one-time code that needs a second person's word, because a draft of its owner exists. */
export interface CodeRequestTable {
  id: string;
  account_id: string;
  asked_by: string;
  asked_at: string;
  state: 'waiting' | 'confirmed' | 'refused' | 'used';
  answered_by: string | null;
  answered_at: string | null;
  version: number;
}

export interface AccountTable {
  id: string;
  /** An administrator need not be a member. */
  member_id: string | null;
  user_name: string;
  display_name: string;
  /** scrypt, or null until the person has chosen a password. */
  password: string | null;
  disabled: number;
  created_at: string;
  version: number;
}

export type RoleName = 'secretary' | 'deputy' | 'committee_member' | 'office' | 'administrator' | 'auditor';

/** What an account may do beside being a member, and for which unit (and all below it). */
export interface RoleTable {
  account_id: string;
  unit_id: string;
  role: RoleName;
}

export interface SessionTable {
  id: string;
  /** SHA-256 of the cookie's token: a stolen database signs nobody in. */
  token_hash: string;
  account_id: string;
  created_at: string;
  seen_at: string;
  address: string;
  agent: string;
  /** Set while the person signed in by a one-time code has not yet chosen a password. */
  must_choose_password: number;
}

export type OneTimePurpose = 'first_administrator' | 'first_sign_in' | 'rehearsal';

export interface OneTimeCodeTable {
  id: string;
  purpose: OneTimePurpose;
  account_id: string | null;
  code_hash: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
}

/** Failed sign-ins, counted per account name and per address within a window. */
export interface AttemptTable {
  key: string;
  window_start: string;
  failures: number;
}

export interface NoticeAcknowledgementTable {
  account_id: string;
  notice_version: string;
  acknowledged_at: string;
}

/** How a person likes his pages: type size, one sign per page. */
export type PreferenceKey = 'text-size' | 'one-sign';

export interface PreferenceTable {
  account_id: string;
  key: PreferenceKey;
  value: string;
}

/** The key of a person's code app; on from `enabled_at`, before that it is only being set up. */
export interface SecondFactorTable {
  account_id: string;
  /** Base32. It must be readable to check a code. */
  secret: string;
  /** Time step of the last code taken: that code and older ones are worth nothing any more. */
  last_step: number;
  enabled_at: string | null;
}

export interface RecoveryCodeTable {
  id: string;
  account_id: string;
  code_hash: string;
  used_at: string | null;
}

/** The password was right and the second factor is still asked for; this opens no page. */
export interface PendingSignInTable {
  id: string;
  token_hash: string;
  account_id: string;
  /** The slip's one-time code that stood for the password: used up when the session begins. */
  code_id: string | null;
  expires_at: string;
}

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
  /** Editions pinned for good when the campaign is made. */
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

/** How a committee splits the 30 and the 70 points (a local decision). Immutable once stored: a change is a new set. */
export interface CriteriaSetTable {
  id: string;
  unit_id: string;
  name: string;
  body: string;
  sha256: string;
  stored_at: string;
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

/** A retired secretary reviews himself as a leader, or as a member outside the political system. */
export type RetiredSecretaryStanding = 'leader' | 'outside';

export interface CampaignFormTable {
  campaign_id: string;
  standing: Standing;
  form_id: string;
}

export type ReviewState = 'draft' | 'submitted' | 'returned' | 'accepted' | 'closed';

export interface ReviewTable {
  id: string;
  campaign_id: string;
  /** null: the review of the branch itself as a collective (Mẫu 01), one for each campaign and unit. */
  member_id: string | null;
  /** The branch at the time of the review: a later move does not take the record along. */
  unit_id: string;
  form_id: string;
  state: ReviewState;
  /** Grows with every change of state. */
  version: number;
  /** Number of submissions so far; the current record is the one with this number. */
  submissions: number;
  reference: string;
  created_at: string;
  submitted_at: string | null;
  state_at: string;
}

/** One field of a review, saved by itself. An absent row is an empty field of version 0. */
export interface ReviewFieldTable {
  review_id: string;
  key: string;
  value: string;
  version: number;
  saved_at: string;
}

export type ItemOrigin = 'written' | 'own_shortcoming' | 'own_promise' | 'branch' | 'higher';

/** One line of a list field: a shortcoming, a promise, an earlier conclusion. Its columns are fields `<list>.<id>.<column>`. */
export interface ReviewItemTable {
  id: string;
  review_id: string;
  /** Key of the list field, as the form version names it. */
  list: string;
  position: number;
  origin: ItemOrigin;
  /** What last year's review, the branch or a higher level said; empty for lines written here. */
  source_text: string;
  source_year: number | null;
  source_due: string | null;
  removed: number;
  /** Grows each time it is taken out or brought back. */
  version: number;
}

/** Every change of state, with who and why. */
export interface ReviewStepTable {
  id: string;
  review_id: string;
  from_state: ReviewState | 'none';
  to_state: ReviewState;
  account_id: string;
  remark: string;
  at: string;
}

/** The author's answer to a remark with which the review came back. */
export interface RemarkAnswerTable {
  step_id: string;
  review_id: string;
  text: string;
  version: number;
  at: string;
}

/** What the chi bộ or a higher level concluded about an earlier shortcoming: a line of the person's section III. */
export interface ConclusionTable {
  id: string;
  campaign_id: string;
  /** null: about the branch as a collective. */
  member_id: string | null;
  unit_id: string;
  origin: 'branch' | 'higher';
  text: string;
  source_year: number | null;
  account_id: string;
  at: string;
  withdrawn_at: string | null;
}

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
  /** Where the meeting stands, so that it can be interrupted: 'collective' or a member's id. */
  current_subject: string;
  version: number;
}

export type Presence = 'present' | 'excused' | 'absent';

export interface MeetingAttendanceTable {
  meeting_id: string;
  member_id: string;
  presence: Presence;
  version: number;
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

/** The frozen content of one submission: canonical JSON in parts, with its hash. */
export interface RecordTable {
  id: string;
  review_id: string;
  submission: number;
  sha256: string;
  bytes: number;
  form_id: string;
  edition_a: string;
  edition_b: string;
  template: string;
  frozen_at: string;
  /** 1 after the review was returned: readable by its author only. */
  superseded: number;
}

export interface RecordPartTable {
  record_id: string;
  part: number;
  body: string;
}

export type PaperState = 'waiting' | 'working' | 'ready' | 'failed';

/** One printed variant of a record; waiting rows are the print queue. */
export interface PaperTable {
  id: string;
  record_id: string;
  /** `plain` or `annex`, later also place and two-sided. */
  variant: string;
  state: PaperState;
  attempts: number;
  /** When the next try may start. */
  due_at: string;
  sha256: string | null;
  bytes: number | null;
  made_at: string | null;
}

export interface PaperPartTable {
  paper_id: string;
  part: number;
  /** Base64, at most 1 MB a part (D1 takes 2 MB a row). */
  body: string;
}

/** Append-only. No content: who did what to which record, when and from where. */
export interface AuditTable {
  id: string;
  at: string;
  account_id: string | null;
  action: string;
  subject_kind: string;
  subject_id: string | null;
  unit_id: string | null;
  address: string;
  request_id: string;
  detail: string;
}

/** D1 only: a guarded statement that changed no row breaks `check (n = 1)` here and so stops its batch. */
export interface StepTable {
  op: string;
  n: number;
}
