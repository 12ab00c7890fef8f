import * as z from 'zod';
import { requiredText, typedLine, typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { DATE_KEY, isReportKey, reasonOf } from './content.ts';

/** One text as the saving script sends it. */
export const SavedText = z.strictObject({
  key: z.string().refine(isReportKey),
  value: z.string(),
  version: z.int().min(0),
});

export function textSchema(key: string): z.ZodType<string, string> {
  if (key === DATE_KEY) return wholeDay();
  return reasonOf(key) === undefined ? typedText() : typedLine();
}

const Version = z.coerce.number().int().min(0).max(1_000_000_000);

export const VersionForm = z.object({ phien_ban: Version });

function year(sentence: string) {
  return z
    .string()
    .default('')
    .transform((typed, context) => {
      const value = /^\s*(20\d\d)\s*$/.exec(typed)?.[1];
      if (value) return Number(value);
      context.addIssue(sentence);
      return z.NEVER;
    });
}

/** Spaces, a leading "Số" and an ending "-BC/CB" are the typist's: "Số 5-BC/CB" is 5. */
const DocumentNumber = z
  .string()
  .default('')
  .transform((typed, context) => {
    const digits = /^\s*(?:số\s*[:.]?\s*)?0*(\d{1,4})\s*(?:[-–]\s*BC\s*\/\s*CB)?\s*$/iu.exec(typed)?.[1];
    if (digits && Number(digits) > 0) return Number(digits);
    context.addIssue('Số của báo cáo ghi bằng số, ví dụ 05.');
    return z.NEVER;
  });

/** `signers`: who may be named; `today` is the day in Hà Nội. */
export function signForm(signers: readonly string[], today: string) {
  return z
    .object({
      phien_ban: Version,
      so: DocumentNumber,
      nhiem_ky_tu: year('Đồng chí ghi năm bắt đầu nhiệm kỳ của chi bộ, ví dụ 2025.'),
      nhiem_ky_den: year('Đồng chí ghi năm kết thúc nhiệm kỳ của chi bộ, ví dụ 2030.'),
      ngay_ky: wholeDay()
        .default('')
        .refine((day) => day !== '', 'Đồng chí ghi ngày ký báo cáo.')
        .refine((day) => day <= today, 'Ngày ký không thể ở tương lai. Đồng chí xem lại.'),
      nguoi_ky: z
        .string()
        .default('')
        .refine((id) => signers.includes(id), 'Đồng chí chọn người ký trong danh sách.'),
    })
    .superRefine((form, context) => {
      const years = form.nhiem_ky_den - form.nhiem_ky_tu;
      if (years >= 0 && years <= LONGEST_TERM) return;
      const message = 'Nhiệm kỳ ghi từ năm trước đến năm sau, dài nhất 6 năm. Đồng chí xem lại.';
      context.addIssue({ code: 'custom', path: ['nhiem_ky_den'], message });
    })
    .transform((form) => ({
      version: form.phien_ban,
      number: form.so,
      term: { first: form.nhiem_ky_tu, last: form.nhiem_ky_den },
      signedOn: form.ngay_ky,
      signer: form.nguoi_ky,
    }));
}

/** Five years by the rules of the Party; one more where a congress comes late. */
const LONGEST_TERM = 6;

export type SignInput = z.output<ReturnType<typeof signForm>>;

export const ReopenForm = z
  .object({ phien_ban: Version, ly_do: requiredText('Đồng chí ghi lý do mở lại báo cáo đã ký.', 1_000).default('') })
  .transform((form) => ({ version: form.phien_ban, reason: form.ly_do.trim() }));

/** "2025-2030": names the series of numbers. */
export function termKey({ first, last }: SignInput['term']): string {
  return `${first}-${last}`;
}
