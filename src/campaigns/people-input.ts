import * as z from 'zod';
import type { ExemptionKind } from '../../db/schema.ts';
import { requiredLine, requiredText, typedLine } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';

const KINDS = ['excused', 'suspended', 'new', 'elsewhere', 'outside_tool'] as const satisfies readonly ExemptionKind[];

export const ExemptionForm = z.object({
  loai: z.enum(KINDS, 'Đồng chí chọn một trường hợp.'),
  ly_do: requiredText('Đồng chí ghi lý do, ví dụ số quyết định.', 500),
});

export type ExemptionInput = z.output<typeof ExemptionForm>;

export const SuggestionForm = z
  .object({
    /** Given out with the form: its second click makes no second suggestion. */
    ma: z.uuid('Biểu mẫu này không còn dùng được. Đồng chí mở lại trang.'),
    noi_dung: requiredText('Đồng chí ghi vấn đề cần giải trình.', 2_000),
    nguon: requiredLine('Đồng chí ghi ai gợi ý, ví dụ: Ban Thường vụ Đảng ủy.', 150),
    so_van_ban: typedLine(60).default(''),
    ngay_van_ban: wholeDay().default(''),
  })
  .superRefine((form, context) => {
    if ((form.so_van_ban === '') === (form.ngay_van_ban === '')) return;
    const empty = form.so_van_ban === '' ? 'so_van_ban' : 'ngay_van_ban';
    const message = `Đồng chí ghi cả ${empty === 'so_van_ban' ? 'số' : 'ngày'} của văn bản, hoặc để trống cả hai.`;
    context.addIssue({ code: 'custom', path: [empty], message });
  })
  .transform((form) => ({
    id: form.ma,
    text: form.noi_dung,
    source: form.nguon,
    number: form.so_van_ban,
    date: form.ngay_van_ban || null,
  }));

export type SuggestionInput = z.output<typeof SuggestionForm>;
