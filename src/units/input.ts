import * as z from 'zod';
import type { RoleName } from '../../db/schema.ts';
import { ROLE_WORDS, USER_NAME, USER_NAME_SENTENCE } from '../accounts/rules.ts';
import { requiredLine, typedLine, typedText } from '../http/text.ts';
import { birthDate } from '../http/typed.ts';
import { PAPER_NAME_LINES } from '../views/paper-head.ts';
import { usualPaperName } from './rules.ts';

const Ticked = z
  .literal('1', 'Ô này chỉ có đánh dấu hoặc để trống.')
  .optional()
  .transform((value) => value === '1');

const PaperName = typedText(400)
  .default('')
  .transform((text) =>
    text
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== ''),
  )
  .refine((lines) => lines.length <= PAPER_NAME_LINES, `Tên trên văn bản nhiều nhất ${PAPER_NAME_LINES} dòng.`)
  .transform((lines) => usualPaperName(lines.join('\n')));

export const UnitForm = z
  .object({
    cap_tren: requiredLine('Đồng chí chọn cấp ủy cấp trên trực tiếp.', 60),
    loai: z.enum(['committee', 'branch'], 'Đồng chí chọn loại tổ chức: cấp ủy hay chi bộ.'),
    ten: requiredLine('Đồng chí ghi tên tổ chức.', 120),
    ten_van_ban: PaperName,
    noi: typedLine(60).default(''),
    co_chi_uy: Ticked,
  })
  .transform((form) => ({
    parentId: form.cap_tren,
    kind: form.loai,
    name: form.ten,
    paperName: form.ten_van_ban || usualPaperName(form.ten),
    place: form.noi || USUAL_PLACE,
    hasBranchCommittee: form.loai === 'branch' && form.co_chi_uy,
  }));

export const FactorOffForm = z.object({
  ly_do: requiredLine('Đồng chí ghi lý do tắt; chủ tài khoản sẽ đọc được.', 200),
});

export const USUAL_PLACE = 'Hà Nội';

export type UnitInput = z.output<typeof UnitForm>;

const ROLES = Object.keys(ROLE_WORDS) as [RoleName, ...RoleName[]];

/** `today` is the day in Hà Nội: nobody is born after it. */
export function personForm(today: string) {
  return z
    .object({
      to_chuc: requiredLine('Đồng chí chọn chi bộ nơi sinh hoạt.', 60),
      ho_ten: requiredLine('Đồng chí ghi họ và tên.', 80).transform((name) => name.replace(/\s+/g, ' ')),
      ngay_sinh: birthDate(today).refine((day) => day !== '', 'Đồng chí ghi ngày sinh, hoặc chỉ năm sinh.'),
      don_vi: typedLine(200).default(''),
      chuc_vu_dang: typedLine(200).default(''),
      chuc_vu_chinh_quyen: typedLine(200).default(''),
      chuc_vu_doan_the: typedLine(200).default(''),
      doi_tuong: z.enum(['leader', 'no_post', 'outside'], 'Đồng chí chọn đối tượng kiểm điểm.'),
      chinh_thuc: z.enum(['1', '0'], 'Đồng chí chọn: chính thức hay dự bị.'),
      co_co_quan: Ticked,
      ten_dang_nhap: typedLine(40)
        .default('')
        .refine((name) => name === '' || USER_NAME.test(name), USER_NAME_SENTENCE),
      nhiem_vu: z.enum(['khong', ...ROLES], 'Đồng chí chọn nhiệm vụ, hoặc “Không”.').default('khong'),
      noi_nhiem_vu: typedLine(60).default(''),
    })
    .transform((form) => ({
      unitId: form.to_chuc,
      fullName: form.ho_ten,
      birthDate: form.ngay_sinh,
      workplace: form.don_vi,
      partyPost: form.chuc_vu_dang,
      governmentPost: form.chuc_vu_chinh_quyen,
      unionPost: form.chuc_vu_doan_the,
      standing: form.doi_tuong,
      official: form.chinh_thuc === '1',
      hasAgency: form.co_co_quan,
      userName: form.ten_dang_nhap,
      role: form.nhiem_vu === 'khong' ? null : { role: form.nhiem_vu, unitId: form.noi_nhiem_vu || form.to_chuc },
    }));
}

export type PersonInput = z.output<ReturnType<typeof personForm>>;
