import type { CheckboxField, ErrorSummary, LineField } from './parts.ts';

/** Models of templates/accounts. */
export interface AccountModels {
  'accounts/sign-in': SignInModel;
  'accounts/code': CodeModel;
  'accounts/own': OwnAccountModel;
  'accounts/second-factor': SecondFactorModel;
  'accounts/recovery-codes': { codes: string[] };
  'accounts/password': PasswordModel;
  'accounts/notice': NoticeModel;
  'accounts/account-notices': AccountNoticesModel;
  'accounts/enter': { token: string };
  'accounts/first-administrator': FirstAdministratorModel;
}

export interface SignInModel {
  summary: ErrorSummary | null;
  returnTo: string;
  userName: LineField;
  password: LineField;
}

export interface PasswordModel {
  summary: ErrorSummary | null;
  /** The first own password, right after a one-time code. */
  first: boolean;
  current: LineField | null;
  next: LineField;
  again: LineField;
}

export interface NoticeModel {
  summary: ErrorSummary | null;
  /** Already acknowledged: the page is only read again. */
  done: boolean;
  unitName: string | null;
  read: CheckboxField;
}

export interface FirstAdministratorModel {
  summary: ErrorSummary | null;
  token: string;
  unit: LineField;
  person: LineField;
  userName: LineField;
  next: LineField;
  again: LineField;
}

/** The second page of signing in. */
export interface CodeModel {
  summary: ErrorSummary | null;
  returnTo: string;
  code: LineField;
}

export interface OwnAccountModel {
  userName: string;
  factor: { on: boolean; codesLeft: number; advised: boolean };
  sessions: {
    browser: string;
    /** Who types in it for the owner; null in a session of his own. */
    helper: string | null;
    address: string;
    since: string;
    seen: string;
    own: boolean;
    end: string;
  }[];
  /** The sheet of codes by which others may type for him; null where there is none. */
  helpSheet: { words: string; drop: string } | null;
  /** There is another session than this one. */
  others: boolean;
  /** What others did to the account, the newest first. */
  notices: AccountNoticeLine[];
}

export interface AccountNoticeLine {
  who: string;
  /** "đã tắt đăng nhập hai bước của tài khoản này" */
  what: string;
  /** What that means for its owner. */
  after: string;
  /** '' where none was asked for. */
  reason: string;
  /** ISO instants. */
  at: string;
  seenAt: string | null;
}

/** Shown until the owner says that he has read them. */
export interface AccountNoticesModel {
  notices: AccountNoticeLine[];
  /** The id of the newest. */
  last: string;
}

export interface SecondFactorModel {
  summary: ErrorSummary | null;
  on: boolean;
  codesLeft: number;
  advised: boolean;
  /** The key being set up: a path over squares of side 1, and its letters in groups of four. */
  setup: { groups: string; picture: { side: number; path: string } } | null;
  password: LineField;
  code: LineField;
}
