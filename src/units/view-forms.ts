import { ROLE_WORDS } from '../accounts/rules.ts';
import type { RoleName } from '../../db/schema.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { FactorOffModel, PersonFormModel, UnitFormModel } from '../views/models/admin.ts';
import type { PersonFieldsModel, UnitFieldsModel } from '../views/models/people.ts';
import { checkbox, lineField, radios, selectField, textField } from '../views/parts.ts';
import { USUAL_PLACE } from './input.ts';
import type { UnitRow } from './queries.ts';
import { PAPER_NAME_LINES } from '../views/paper-head.ts';
import { STANDING_WORDS } from './rules.ts';
import { factorOffPath, unitPath } from './view.ts';

/** What was typed, with its errors → the administrator's forms. */

export type Typed = Record<string, string>;

export function unitFormPage(units: readonly UnitRow[], typed: Typed, errors: FieldErrors = {}): UnitFormModel {
  const field = fieldsFrom(typed, errors);
  const committees = units.filter((unit) => unit.kind === 'committee');
  return {
    summary: errorSummary(forRadios(errors, ['loai'])),
    parent: selectField({ ...field('cap_tren', 'Cấp ủy cấp trên trực tiếp'), options: committees.map(unitOption) }),
    kind: radios({
      ...choice(typed, errors, 'loai', 'Loại tổ chức'),
      options: [
        { value: 'branch', text: 'Chi bộ', note: 'Nơi đảng viên sinh hoạt và kiểm điểm.' },
        { value: 'committee', text: 'Cấp ủy có tổ chức trực thuộc', note: 'Ví dụ: đảng ủy bộ phận.' },
      ],
    }),
    ...unitFieldsOf(typed, errors),
  };
}

export function unitFieldsOf(typed: Typed, errors: FieldErrors): UnitFieldsModel {
  const field = fieldsFrom(typed, errors);
  return {
    name: lineField({ ...field('ten', 'Tên tổ chức'), hint: 'Ví dụ: Chi bộ Tổ dân phố số 12.' }),
    paperName: textField({
      ...field('ten_van_ban', 'Tên in ở góc trái văn bản'),
      hint: `Chữ in hoa, mỗi dòng một ý, nhiều nhất ${PAPER_NAME_LINES} dòng. Để trống thì in hoa tên tổ chức.`,
      optional: true,
      rows: 3,
    }),
    place: lineField({ ...field('noi', 'Nơi ghi trước ngày tháng trên văn bản'), width: 'medium' }),
    hasBranchCommittee: checkbox({
      ...tick(typed, errors, 'co_chi_uy', 'Chi bộ có chi ủy'),
      hint: 'Có chi ủy thì văn bản ký T/M CHI ỦY; không có thì ký T/M CHI BỘ.',
    }),
  };
}

export function personFormPage(units: readonly UnitRow[], typed: Typed, errors: FieldErrors = {}): PersonFormModel {
  const field = fieldsFrom(typed, errors);
  const branches = units.filter((unit) => unit.kind === 'branch');
  return {
    summary: errorSummary(forRadios(errors, ['doi_tuong', 'chinh_thuc'])),
    noBranch: branches.length === 0,
    branch: selectField({ ...field('to_chuc', 'Chi bộ nơi sinh hoạt'), options: branches.map(unitOption) }),
    ...personFieldsOf(typed, errors),
    userName: lineField({
      ...field('ten_dang_nhap', 'Tên đăng nhập'),
      hint: 'Để trống thì lấy theo họ tên, ví dụ nguyen.van.an.',
      optional: true,
      width: 'medium',
    }),
    role: selectField({
      ...field('nhiem_vu', 'Nhiệm vụ trên hệ thống'),
      hint: 'Ngoài việc ghi bản kiểm điểm của mình.',
      options: [
        { value: 'khong', text: 'Không có nhiệm vụ nào khác' },
        ...(Object.keys(ROLE_WORDS) as RoleName[]).map((role) => ({ value: role, text: ROLE_WORDS[role] })),
      ],
    }),
    roleUnit: selectField({
      ...field('noi_nhiem_vu', 'Nhiệm vụ ấy ở tổ chức nào'),
      hint: 'Để trống là ở chính chi bộ nơi sinh hoạt. Văn phòng và quản trị thường thuộc đảng ủy.',
      optional: true,
      options: units.map(unitOption),
    }),
  };
}

/** The controls for what stands about a person, the same on every form that asks for it. */
export function personFieldsOf(typed: Typed, errors: FieldErrors): PersonFieldsModel {
  const field = fieldsFrom(typed, errors);
  return {
    fullName: lineField({ ...field('ho_ten', 'Họ và tên'), hint: 'Viết như trong hồ sơ, ví dụ: Nguyễn Văn An.' }),
    birthDate: lineField({
      ...field('ngay_sinh', 'Ngày sinh'),
      hint: 'Ngày/tháng/năm, ví dụ 02/09/1960; hồ sơ chỉ có năm thì ghi năm.',
      width: 'medium',
    }),
    workplace: lineField({ ...field('don_vi', 'Đơn vị công tác'), optional: true }),
    posts: [
      lineField({ ...field('chuc_vu_dang', 'Chức vụ Đảng'), optional: true }),
      lineField({ ...field('chuc_vu_chinh_quyen', 'Chức vụ chính quyền'), optional: true }),
      lineField({ ...field('chuc_vu_doan_the', 'Chức vụ đoàn thể'), optional: true }),
    ],
    standing: radios({
      ...choice(typed, errors, 'doi_tuong', 'Đối tượng kiểm điểm'),
      hint: 'Đối tượng quyết định mẫu bản kiểm điểm của đồng chí ấy.',
      options: Object.entries(STANDING_WORDS).map(([value, text]) => ({ value, text })),
    }),
    official: radios({
      ...choice(typed, errors, 'chinh_thuc', 'Đảng viên chính thức hay dự bị'),
      options: [
        { value: '1', text: 'Chính thức' },
        { value: '0', text: 'Dự bị' },
      ],
    }),
    hasAgency: checkbox({
      ...tick(typed, errors, 'co_co_quan', 'Có thủ trưởng cơ quan, đơn vị đánh giá, xếp loại'),
      hint: 'Công chức, viên chức thì đánh dấu: bản in có thêm khung của thủ trưởng.',
    }),
    cardNumber: lineField({
      ...field('so_the', 'Số thẻ đảng viên'),
      hint: '8 đến 12 chữ số, giữ cả số 0 ở đầu. Để phân biệt hai người trùng tên.',
      optional: true,
      width: 'medium',
      inputMode: 'numeric',
    }),
    residence: lineField({
      ...field('noi_cu_tru', 'Cấp ủy nơi cư trú'),
      hint: 'Nơi nhận phiếu xin nhận xét (Quy định 213-QĐ/TW), ví dụ: Chi bộ Tổ dân phố số 5, Đảng ủy phường Hoa Sữa.',
      optional: true,
    }),
  };
}

/** What the forms hold before anybody has typed. Only one possible answer is chosen beforehand, never one of several. */
export function usualUnit(units: readonly UnitRow[]): Typed {
  return { cap_tren: onlyOne(units, 'committee'), noi: USUAL_PLACE };
}

export function usualPerson(units: readonly UnitRow[], asked: string | undefined): Typed {
  return { to_chuc: asked ?? onlyOne(units, 'branch'), nhiem_vu: 'khong' };
}

function onlyOne(units: readonly UnitRow[], kind: UnitRow['kind']): string {
  const [first, second] = units.filter((unit) => unit.kind === kind);
  return first && !second ? first.id : '';
}

export function fieldsFrom(typed: Typed, errors: FieldErrors) {
  return (name: string, label: string) => ({ name, label, value: typed[name] ?? '', error: errors[name] ?? null });
}

export function choice(typed: Typed, errors: FieldErrors, name: string, legend: string) {
  return { name, legend, value: typed[name] ?? null, error: errors[name] ?? null };
}

export function tick(typed: Typed, errors: FieldErrors, name: string, label: string) {
  return { name, label, checked: typed[name] === '1', error: errors[name] ?? null };
}

export function unitOption(unit: UnitRow): { value: string; text: string } {
  return { value: unit.id, text: unit.name };
}

/** The summary links to a control; a group of radios is no control, its first option is (`<id>-1`). */
export function forRadios(errors: FieldErrors, names: readonly string[]): FieldErrors {
  return Object.fromEntries(
    Object.entries(errors).map(([name, text]) => [names.includes(name) ? `${name}-1` : name, text]),
  );
}

export function factorOffPage(
  member: { id: string; full_name: string },
  unit: UnitRow,
  typed = '',
  errors: FieldErrors = {},
): FactorOffModel {
  return {
    summary: errorSummary(errors),
    fullName: member.full_name,
    action: factorOffPath(member.id),
    reason: lineField({
      name: 'ly_do',
      label: 'Lý do',
      hint: 'Ví dụ: mất điện thoại và tờ mã dự phòng, đã đến văn phòng nhờ tắt.',
      value: typed,
      error: errors.ly_do ?? null,
    }),
    back: { text: 'Không tắt, quay lại', href: unitPath(unit.id) },
  };
}
