import * as z from 'zod';
import { TEXT_SIZES } from '../http/page.ts';
import { requiredLine, typedLine } from '../http/text.ts';
import { USER_NAME, USER_NAME_SENTENCE } from './rules.ts';

const Password = z.string().max(512, 'Mật khẩu quá dài.').default('');

export const SignInForm = z.object({
  ten_dang_nhap: requiredLine('Đồng chí gõ tên đăng nhập.', 60),
  mat_khau: z.string().min(1, 'Đồng chí gõ mật khẩu hoặc mã dùng một lần.').max(512, 'Mật khẩu quá dài.'),
  ve: z.string().max(300).default(''),
});

/** The helper has read what it means; the author types the rest. */
export const AssistedForm = SignInForm.omit({ ve: true }).extend({
  giu_kin: z.literal('1', 'Đồng chí nhập giúp đọc phần trên rồi đánh dấu vào ô này.'),
});

/** A form on its way: where it was going. Whether anybody writes there is asked of `ReadUnsent`. */
export const ResumeForm = z.object({ trang: z.string('Trang này không có.').max(300) });

const Code = z.string().trim().min(1, 'Đồng chí gõ mã xác nhận.').max(60, 'Mã quá dài.');

export const CodeForm = z.object({ ma: Code });
export const CodeJson = CodeForm;
export const SignInJson = SignInForm.omit({ ve: true });
export const FactorForm = z.object({ mat_khau_cu: Password, ma: Code });

export const PasswordForm = z.object({ mat_khau_cu: Password, mat_khau_moi: Password, nhap_lai: Password });

export const NoticeForm = z.object({
  da_doc: z.literal('1', 'Đồng chí đánh dấu vào ô “Tôi đã đọc” nếu đã đọc thông báo.'),
});

/** The last of the notices that were shown. */
export const NoticesForm = z.object({ den: z.uuid('Đồng chí mở lại trang thông báo rồi bấm nút.') });

export const UserName = typedLine(40).refine((value) => USER_NAME.test(value), USER_NAME_SENTENCE);

export const FullName = requiredLine('Đồng chí ghi họ tên.', 80);

export const FirstAdministratorForm = z.object({
  lien_ket: z.string().max(200),
  to_chuc: requiredLine('Đồng chí ghi tên đảng ủy (cấp ủy cơ sở).', 120),
  ho_ten: requiredLine('Đồng chí ghi họ tên người quản trị.', 80),
  ten_dang_nhap: UserName,
  mat_khau_moi: Password,
  nhap_lai: Password,
});

/** Only a path of our own may be where sign-in leads back to. */
export function safeReturnPath(path: string): string {
  return /^\/(?![/\\])[\w\-./?=&%]*$/.test(path) && !/^\/(dang-nhap|dang-xuat|vao|phien)/.test(path) ? path : '/';
}

export const TextSizeForm = z.object({ co: z.enum(TEXT_SIZES, 'Cỡ chữ này không có.') });
export type FirstAdministratorInput = z.output<typeof FirstAdministratorForm>;
