import type { CheckboxField, ErrorSummary, LineField } from './parts.ts';

/** Models of templates/accounts. */
export interface AccountModels {
  'accounts/sign-in': SignInModel;
  'accounts/password': PasswordModel;
  'accounts/notice': NoticeModel;
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
