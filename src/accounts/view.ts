import type { Viewer } from '../http/context.ts';
import type { FieldErrors } from '../errors.ts';
import type { FirstAdministratorModel, NoticeModel, PasswordModel, SignInModel } from '../views/models/accounts.ts';
import { lineField } from '../views/parts.ts';
import { errorSummary } from '../views/error-summary.ts';
import { PASSWORD_LETTERS } from './rules.ts';

/** Rows and errors → plain models of templates/accounts. */

export function signInPage(shown: {
  userName?: string | undefined;
  returnTo: string;
  errors?: FieldErrors;
}): SignInModel {
  const errors = shown.errors ?? {};
  return {
    summary: errorSummary(errors, false),
    returnTo: shown.returnTo,
    userName: lineField({
      name: 'ten_dang_nhap',
      label: 'Tên đăng nhập',
      hint: 'Ví dụ: nguyen.van.a. Ghi trên phiếu do văn phòng cấp.',
      value: shown.userName ?? '',
      error: errors.ten_dang_nhap ?? null,
      autocomplete: 'username',
      width: 'medium',
    }),
    password: lineField({
      name: 'mat_khau',
      label: 'Mật khẩu',
      hint: 'Lần đầu: gõ mã dùng một lần trên phiếu.',
      error: errors.mat_khau ?? null,
      type: 'password',
      autocomplete: 'current-password',
      width: 'medium',
    }),
  };
}

export function passwordPage(viewer: Viewer, errors: FieldErrors = {}): PasswordModel {
  return {
    summary: errorSummary(errors, false),
    first: viewer.mustChoosePassword,
    current: viewer.mustChoosePassword
      ? null
      : lineField({
          name: 'mat_khau_cu',
          label: 'Mật khẩu đang dùng',
          error: errors.mat_khau_cu ?? null,
          type: 'password',
          autocomplete: 'current-password',
          width: 'medium',
        }),
    ...newPasswordFields(errors),
  };
}

function newPasswordFields(errors: FieldErrors) {
  return {
    next: lineField({
      name: 'mat_khau_moi',
      label: 'Mật khẩu mới',
      hint: `Ít nhất ${PASSWORD_LETTERS.least} ký tự. Một câu ngắn dễ nhớ là tốt nhất; không cần ký hiệu lạ.`,
      error: errors.mat_khau_moi ?? null,
      type: 'password',
      autocomplete: 'new-password',
      width: 'medium',
    }),
    again: lineField({
      name: 'nhap_lai',
      label: 'Gõ lại mật khẩu mới',
      error: errors.nhap_lai ?? null,
      type: 'password',
      autocomplete: 'new-password',
      width: 'medium',
    }),
  };
}

export function noticePage(viewer: Viewer, errors: FieldErrors = {}): NoticeModel {
  return {
    summary: errorSummary(errors, false),
    done: !viewer.mustAcknowledge,
    unitName: viewer.unitName,
    read: {
      id: 'o-da_doc',
      name: 'da_doc',
      value: '1',
      label: 'Tôi đã đọc và hiểu thông báo này',
      hint: null,
      error: errors.da_doc ?? null,
      checked: false,
    },
  };
}

export function firstAdministratorPage(
  token: string,
  typed: Record<string, string>,
  errors: FieldErrors,
): FirstAdministratorModel {
  const line = (name: string, label: string, hint: string | null) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null });
  return {
    summary: errorSummary(errors, false),
    token,
    unit: line(
      'to_chuc',
      'Tên đảng ủy (cấp ủy cơ sở)',
      'Ví dụ: Đảng ủy phường Hoa Sữa. In ở góc trái phía trên của mọi văn bản.',
    ),
    person: line('ho_ten', 'Họ và tên người quản trị', null),
    userName: line('ten_dang_nhap', 'Tên đăng nhập', 'Chữ thường không dấu, ví dụ: quan.tri'),
    ...newPasswordFields(errors),
  };
}
