import * as z from 'zod';
import { requiredLine, typedLine } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { documentNumber } from '../ratings/rules.ts';

/** Number, day and body of the decision that recognises the results; without a number it is a draft. */
export function recognitionForm({ today, since }: { today: string; since: string }) {
  return z
    .object({
      so: typedLine(60)
        .default('')
        .transform(documentNumber)
        .refine((number) => number === '' || /\d/.test(number), 'Số quyết định phải có chữ số, ví dụ 45-QĐ/ĐU.'),
      ngay: wholeDay()
        .default('')
        .refine((day) => day <= today, 'Ngày quyết định không thể ở tương lai. Đồng chí xem lại.')
        .refine((day) => day === '' || day >= since, 'Ngày quyết định không thể trước ngày mở đợt. Đồng chí xem lại.'),
      noi: requiredLine('Đồng chí ghi cơ quan quyết định, ví dụ Ban Thường vụ Đảng ủy phường.', 150),
    })
    .refine(({ so, ngay }) => so === '' || ngay !== '', {
      path: ['ngay'],
      message: 'Đồng chí ghi ngày của quyết định.',
    })
    .transform(({ so, ngay, noi }) => ({ number: so, decidedOn: so === '' ? '' : ngay, body: noi }));
}
