import * as z from 'zod';
import { requiredLine, typedLine, typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { BOARD_STATES } from './board.ts';

/** What a leader asks the board to show. Anything unknown shows everybody. */
export const BoardQuery = z.object({
  tim: typedLine(80).catch(''),
  tt: z.enum([...BOARD_STATES, 'chua-nop', '']).catch(''),
  xep: z.enum(['chuc-vu', 'ten']).catch('chuc-vu'),
});

export type BoardQuery = z.output<typeof BoardQuery>;

/** By when the members are asked to hand in; `today` is the day in Hà Nội. */
export function remindForm(today: string) {
  return z.object({
    truoc_ngay: wholeDay()
      .refine((day) => day !== '', 'Đồng chí ghi ngày cần nộp, ví dụ 15/12/2026.')
      .refine((day) => day === '' || day >= today, 'Ngày này đã qua. Đồng chí ghi hôm nay hoặc một ngày sau.'),
  });
}

/** `year` is the campaign's: nothing is concluded about a year to come. */
export function conclusionForm(year: number) {
  return z.object({
    cap: z.enum(['branch', 'higher'], 'Đồng chí chọn ai đã kết luận.'),
    noi_dung: typedText(2_000).refine((text) => text !== '', 'Đồng chí chép điều đã được kết luận.'),
    nam: typedLine(10)
      .refine(
        (typed) => typed === '' || (/^\d{4}$/.test(typed) && Number(typed) >= 1990 && Number(typed) <= year),
        `Năm ghi bốn chữ số, từ 1990 đến ${year}, hoặc để trống.`,
      )
      .transform((typed) => (typed === '' ? null : Number(typed))),
  });
}

export type ConclusionInput = z.output<ReturnType<typeof conclusionForm>>;

export const WithdrawForm = z.object({ ly_do: requiredLine('Đồng chí ghi lý do rút.', 500) });
