/** Who signs in, by what, and as what. */

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
  /** Who types in it for its owner; null in a session of one's own. */
  helper_account_id: string | null;
}

/** `assisted_entry`: lets somebody type for the owner, and never opens the account itself. */
export type OneTimePurpose = 'first_administrator' | 'first_sign_in' | 'rehearsal' | 'assisted_entry';

export interface OneTimeCodeTable {
  id: string;
  purpose: OneTimePurpose;
  account_id: string | null;
  code_hash: string;
  created_at: string;
  expires_at: string;
  used_at: string | null;
  /** Of an `assisted_entry` code: whoever printed it does not type by it. */
  made_by: string | null;
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
  /** Set where it would open an assisted session, and no other. */
  helper_account_id: string | null;
}

/** What somebody else did to an account: its owner sees it at the next sign-in, and later among his account's pages. */
export type AccountNoticeKind = 'new-code' | 'second-factor-off' | 'account-reset' | 'sessions-ended';

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
