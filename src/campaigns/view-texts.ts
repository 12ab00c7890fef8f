import type { FieldErrors } from '../errors.ts';
import { formatDate } from '../views/formats.ts';
import type { CampaignTextFields } from '../views/models/admin.ts';
import { lineField } from '../views/parts.ts';
import type { CampaignRow } from './queries.ts';

/** The texts of the cấp ủy that a campaign rests on, each with its number and its day → fields. */

type Typed = Record<string, string>;

export function textFields(typed: Typed, errors: FieldErrors, networkOptional: boolean): CampaignTextFields {
  const line = lineFor(typed, errors);
  const day = { width: 'medium' } as const;
  return {
    networkNumber: line(
      'so_van_ban_mang',
      'Số văn bản của cấp ủy về mạng được đặt hồ sơ',
      'Hồ sơ đảng viên là tài liệu mật của Đảng: cấp ủy cho phép bằng văn bản đặt trên mạng nào.',
      { ...day, optional: networkOptional },
    ),
    networkDate: line('ngay_van_ban_mang', 'Ngày của văn bản ấy', null, { ...day, optional: networkOptional }),
    ...wordingFields(typed, errors, true),
  };
}

export function wordingFields(typed: Typed, errors: FieldErrors, optional: boolean) {
  const line = lineFor(typed, errors);
  return {
    wordingNumber: line(
      'so_quyet_dinh',
      'Số quyết định của cấp ủy cho dùng các biểu hiện soạn tạm',
      'Chỉ ghi khi chưa có văn bản gốc để đối chiếu mà cấp ủy vẫn quyết định dùng.',
      { width: 'medium', optional },
    ),
    wordingDate: line('ngay_quyet_dinh', 'Ngày của quyết định ấy', null, { width: 'medium', optional }),
  };
}

export function textsStored(campaign: CampaignRow): Typed {
  return {
    so_van_ban_mang: campaign.network_text_number,
    ngay_van_ban_mang: formatDate(campaign.network_text_date ?? ''),
    so_quyet_dinh: campaign.wording_decision_number,
    ngay_quyet_dinh: formatDate(campaign.wording_decision_date ?? ''),
  };
}

export function lineFor(typed: Typed, errors: FieldErrors) {
  return (name: string, label: string, hint: string | null, more: Partial<Parameters<typeof lineField>[0]> = {}) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, ...more });
}
