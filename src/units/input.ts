import * as z from 'zod';
import type { RoleName, UnitKind } from '../../db/schema.ts';
import { ROLE_WORDS, USER_NAME, USER_NAME_SENTENCE } from '../accounts/rules.ts';
import { requiredLine, typedLine, typedText } from '../http/text.ts';
import { birthDate, cardNumber, personName, wholeDay } from '../http/typed.ts';
import { PAPER_NAME_LINES } from '../views/paper-head.ts';
import { usualPaperName } from './rules.ts';

export const Ticked = z
  .literal('1', 'Ô này chỉ có đánh dấu hoặc để trống.')
  .optional()
  .transform((value) => value === '1');

/** Of the record as its reader saw it. */
export const Version = z
  .string('Trang này đã cũ. Đồng chí mở lại trang rồi làm lại.')
  .regex(/^\d{1,9}$/, 'Trang này đã cũ. Đồng chí mở lại trang rồi làm lại.')
  .transform(Number);

export const PaperName = typedText(400)
  .default('')
  .transform((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
  .refine((lines) => lines.length <= PAPER_NAME_LINES, `Tên trên văn bản nhiều nhất ${PAPER_NAME_LINES} dòng.`)
  .transform((lines) => usualPaperName(lines.join('\n')));

const UnitFields = {
  ten: requiredLine('Đồng chí ghi tên tổ chức.', 120),
  ten_van_ban: PaperName,
  noi: typedLine(60).default(''),
  co_chi_uy: Ticked,
};

export const USUAL_PLACE = 'Hà Nội';

export const UnitForm = z
  .object({
    cap_tren: requiredLine('Đồng chí chọn cấp ủy cấp trên trực tiếp.', 60),
    loai: z.enum(['committee', 'branch'], 'Đồng chí chọn loại tổ chức: cấp ủy hay chi bộ.'),
    ...UnitFields,
  })
  .transform((form) => ({ parentId: form.cap_tren, kind: form.loai, ...unitFieldsOf(form, form.loai) }));

export const FactorOffForm = z.object({
  ly_do: requiredLine('Đồng chí ghi lý do tắt; chủ tài khoản sẽ đọc được.', 200),
});

export type UnitInput = z.output<typeof UnitForm>;

/** A unit's kind stays what it is; `cap_tren` is absent where it may not move. */
export function unitChangeForm(kind: UnitKind) {
  return z
    .object({ cap_tren: typedLine(60).default(''), phien_ban: Version, ...UnitFields })
    .transform((form) => ({ parentId: form.cap_tren, version: form.phien_ban, ...unitFieldsOf(form, kind) }));
}

export type UnitChange = z.output<ReturnType<typeof unitChangeForm>>;

function unitFieldsOf(form: { ten: string; ten_van_ban: string; noi: string; co_chi_uy: boolean }, kind: UnitKind) {
  return {
    name: form.ten,
    paperName: form.ten_van_ban || usualPaperName(form.ten),
    place: form.noi || USUAL_PLACE,
    hasBranchCommittee: kind === 'branch' && form.co_chi_uy,
  };
}

const ROLES = Object.keys(ROLE_WORDS) as [RoleName, ...RoleName[]];

/** What stands about a person in the register. `today` is the day in Hà Nội: nobody is born after it. */
function personFields(today: string) {
  return {
    ho_ten: personName(),
    ngay_sinh: birthDate(today).refine((day) => day !== '', 'Đồng chí ghi ngày sinh, hoặc chỉ năm sinh.'),
    don_vi: typedLine(200).default(''),
    chuc_vu_dang: typedLine(200).default(''),
    chuc_vu_chinh_quyen: typedLine(200).default(''),
    chuc_vu_doan_the: typedLine(200).default(''),
    doi_tuong: z.enum(['leader', 'no_post', 'outside'], 'Đồng chí chọn đối tượng kiểm điểm.'),
    chinh_thuc: z.enum(['1', '0'], 'Đồng chí chọn: chính thức hay dự bị.'),
    co_co_quan: Ticked,
    so_the: cardNumber().default(''),
    noi_cu_tru: typedLine(200).default(''),
  };
}

type TypedPerson = z.output<z.ZodObject<ReturnType<typeof personFields>>>;

function personFrom(form: TypedPerson) {
  return {
    fullName: form.ho_ten,
    birthDate: form.ngay_sinh,
    workplace: form.don_vi,
    partyPost: form.chuc_vu_dang,
    governmentPost: form.chuc_vu_chinh_quyen,
    unionPost: form.chuc_vu_doan_the,
    standing: form.doi_tuong,
    official: form.chinh_thuc === '1',
    hasAgency: form.co_co_quan,
    cardNumber: form.so_the,
    residence: form.noi_cu_tru,
  };
}

export type PersonFields = ReturnType<typeof personFrom>;

export function personForm(today: string) {
  return z
    .object({
      to_chuc: requiredLine('Đồng chí chọn chi bộ nơi sinh hoạt.', 60),
      ...personFields(today),
      ten_dang_nhap: typedLine(40)
        .default('')
        .refine((name) => name === '' || USER_NAME.test(name), USER_NAME_SENTENCE),
      nhiem_vu: z.enum(['khong', ...ROLES], 'Đồng chí chọn nhiệm vụ, hoặc “Không”.').default('khong'),
      noi_nhiem_vu: typedLine(60).default(''),
    })
    .transform((form) => ({
      unitId: form.to_chuc,
      ...personFrom(form),
      userName: form.ten_dang_nhap,
      role: form.nhiem_vu === 'khong' ? null : { role: form.nhiem_vu, unitId: form.noi_nhiem_vu || form.to_chuc },
    }));
}

export type PersonInput = z.output<ReturnType<typeof personForm>>;

export function personChangeForm(today: string) {
  return z
    .object({ phien_ban: Version, ...personFields(today) })
    .transform((form) => ({ version: form.phien_ban, ...personFrom(form) }));
}

export type PersonChange = z.output<ReturnType<typeof personChangeForm>>;

export const DutyForm = z.object({
  nhiem_vu: z.enum(ROLES, 'Đồng chí chọn nhiệm vụ.'),
  noi_nhiem_vu: typedLine(60).default(''),
});

/** `today` is the day in Hà Nội: a move is recorded when it has happened. */
export function moveForm(today: string) {
  return z
    .object({
      phien_ban: Version,
      den: requiredLine('Đồng chí chọn chi bộ mới.', 60),
      ngay: wholeDay()
        .refine((day) => day !== '', 'Đồng chí ghi ngày chuyển.')
        .refine((day) => day <= today, 'Ngày chuyển chưa tới. Đồng chí ghi khi đảng viên đã chuyển sinh hoạt.'),
      ly_do: requiredLine('Đồng chí ghi lý do chuyển, ví dụ: chuyển nơi ở.', 300),
      xac_nhan: Ticked,
    })
    .transform((form) => ({
      version: form.phien_ban,
      unitId: form.den,
      movedOn: form.ngay,
      reason: form.ly_do,
      confirmed: form.xac_nhan,
    }));
}

export type MoveInput = z.output<ReturnType<typeof moveForm>>;
