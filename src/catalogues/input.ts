import * as z from 'zod';
import { requiredLine, typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';

/** The 27 signs in full are some 15,000 letters, with the pages around them. */
const PASTE_LETTERS = 60_000;

/** What is pasted, and the document it was copied from. `today` is the day in Hà Nội. */
export function collationForm(today: string) {
  return z
    .object({
      van_ban: typedText(PASTE_LETTERS).refine((text) => text !== '', 'Đồng chí dán nội dung danh mục từ văn bản gốc.'),
      loai: requiredLine('Đồng chí ghi loại văn bản, ví dụ: Chỉ thị.', 60),
      so: requiredLine('Đồng chí ghi số của văn bản gốc.', 60),
      ngay: wholeDay()
        .refine((day) => day !== '', 'Đồng chí ghi ngày của văn bản gốc.')
        .refine((day) => day <= today, 'Ngày của văn bản không thể ở tương lai. Đồng chí xem lại.'),
    })
    .transform((form) => ({
      text: form.van_ban,
      document: { kind: form.loai, number: form.so, date: form.ngay },
    }));
}

export type CollationInput = z.output<ReturnType<typeof collationForm>>;

/** A group's title as the document has it; ours may be provisional and is never taken over unread. */
export const GroupTitle = requiredLine('Đồng chí chép tên nhóm từ văn bản gốc.', 300);
