import * as z from 'zod';
import { requiredLine } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';

export const CodeForm = z.object({ ma: requiredLine('Đồng chí gõ mã trên bản in.', 60) });

/** On which day the signed sheets came back; `today` is the day in Hà Nội. */
export function signedForm(today: string) {
  return z.object({
    ngay: wholeDay()
      .refine((day) => day !== '', 'Đồng chí ghi ngày nhận bản giấy.')
      .refine((day) => day <= today, 'Ngày này ở tương lai. Đồng chí xem lại.'),
  });
}

export const TakeBackForm = z.object({ ban: requiredLine('Đồng chí mở lại trang rồi bấm lại.', 60) });
