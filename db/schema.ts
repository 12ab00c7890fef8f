import type { Generated } from 'kysely';

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
  account_notice: AccountNoticeTable;
  catalogue_edition: CatalogueEditionTable;
  form_version: FormVersionTable;
  campaign: CampaignTable;
  campaign_form: CampaignFormTable;
  review: ReviewTable;
  review_field: ReviewFieldTable;
  review_item: ReviewItemTable;
  review_step: ReviewStepTable;
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

/** What somebody else did to an account: its owner sees it at the next sign-in, and later among his account's pages. */
export type AccountNoticeKind = 'new-code' | 'second-factor-off';

export interface AccountNoticeTable {
  id: string;
  account_id: string;
  kind: AccountNoticeKind;
  /** null where it was done on the server itself. */
  by_account: string | null;
  /** The name as it was then. */
  by_name: string;
  reason: string;
  at: string;
  seen_at: string | null;
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
  version: number;
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
  member_id: string;
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
  /** Digest of the words that look like an old font's and that the author keeps so; '' where he was not asked. */
  kept_letters: Generated<string>;
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
