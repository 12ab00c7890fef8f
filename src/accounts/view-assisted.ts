import { HELP_REFUSALS, helperRefusal } from '../assistance/rules.ts';
import type { FieldErrors } from '../errors.ts';
import type { Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { AssistedBeginModel, AssistedCodeModel } from '../views/models/assistance.ts';
import { checkbox, lineField } from '../views/parts.ts';
import { ASSISTED_IDLE_MINUTES, ASSISTED_LONGEST_HOURS } from './rules.ts';

/** What helping means, then the two fields that only the author fills in. */
export function assistedPage(
  helper: Viewer,
  shown: { userName?: string | undefined; promised?: boolean; errors?: FieldErrors },
): AssistedBeginModel {
  const errors = shown.errors ?? {};
  const refusal = helperRefusal(helper);
  const leads = helper.roles.filter(({ role }) => role === 'secretary' || role === 'deputy');
  return {
    summary: refusal ? null : errorSummary(errors, false),
    refusal: refusal ? HELP_REFUSALS[refusal] : null,
    idleMinutes: ASSISTED_IDLE_MINUTES,
    longestHours: ASSISTED_LONGEST_HOURS,
    sheets: [...new Set(leads.map(({ unitId }) => unitId))].map((unitId) => ({
      text: 'In phiếu nhập giúp cho đồng chí trong chi bộ',
      href: `/chi-bo/${unitId}/nhap-giup`,
    })),
    promise: checkbox({
      name: 'giu_kin',
      label: 'Tôi đã đọc, và giữ kín những gì thấy khi nhập giúp',
      error: errors.giu_kin ?? null,
      checked: shown.promised ?? false,
    }),
    userName: lineField({
      name: 'ten_dang_nhap',
      label: 'Tên đăng nhập của đồng chí được giúp',
      hint: 'Ghi trên phiếu.',
      value: shown.userName ?? '',
      error: errors.ten_dang_nhap ?? null,
      width: 'medium',
    }),
    secret: lineField({
      name: 'mat_khau',
      label: 'Mật khẩu, hoặc một mã trên phiếu',
      hint: 'Mỗi mã mở được một lần.',
      error: errors.mat_khau ?? null,
      type: 'password',
      width: 'medium',
    }),
  };
}

export function assistedCodePage(errors: FieldErrors = {}): AssistedCodeModel {
  return {
    summary: errorSummary(errors, false),
    code: lineField({
      name: 'ma',
      label: 'Mã xác nhận',
      hint: 'Sáu chữ số trên điện thoại của đồng chí được giúp, hoặc một mã dự phòng.',
      error: errors.ma ?? null,
      width: 'medium',
    }),
  };
}
