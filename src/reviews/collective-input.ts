import * as z from 'zod';
import { typedText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { formatDate } from '../views/formats.ts';

const Reason = typedText(2_000).optional().default('');

export const ReviseForm = z.object({ gop_y: Reason });

/**
 * Sending the draft. The day of the meeting is asked while no meeting is planned: `planned` goes before what is typed.
 * A first draft goes out before its meeting; a later one may take up what was said there.
 */
export function sendForm(now: { today: string; year: number; planned: string | null; first: boolean }) {
  return z
    .object({ ngay_hop: wholeDay().optional().default(''), ly_do: Reason, ly_do_muon: Reason })
    .superRefine((form, context) => {
      if (now.planned !== null) return;
      const problem = meetingDayProblem(form.ngay_hop, now);
      if (problem) context.addIssue({ code: 'custom', path: ['ngay_hop'], message: problem });
    })
    .transform((form) => ({
      meetingOn: now.planned ?? form.ngay_hop,
      reason: form.ly_do,
      lateReason: form.ly_do_muon,
    }));
}

function meetingDayProblem(day: string, now: { today: string; year: number; first: boolean }): string | null {
  if (day === '') return 'Đồng chí ghi ngày họp: người dự họp cần biết, và thời gian gửi trước tính theo ngày ấy.';
  if (now.first && day < now.today) return 'Ngày họp đã qua. Đồng chí ghi ngày họp sắp tới.';
  const year = Number(day.slice(0, 4));
  if (year < now.year || year > now.year + 1) return `Ngày họp phải trong năm ${now.year} hoặc ${now.year + 1}.`;
  return null;
}

/** The day on which the meeting passed the report: a day that has come, and not before the draft was sent. */
export function passForm(now: { today: string; firstSentOn: string }) {
  return z.object({
    ngay_thong_qua: wholeDay()
      .optional()
      .default('')
      .superRefine((day, context) => {
        const message =
          day === ''
            ? 'Đồng chí ghi ngày hội nghị thông qua báo cáo.'
            : day > now.today
              ? 'Hội nghị chưa họp thì chưa thông qua được. Đồng chí ghi ngày đã họp.'
              : day < now.firstSentOn
                ? `Ngày này trước ngày gửi dự thảo (${formatDate(now.firstSentOn)}). Đồng chí xem lại.`
                : null;
        if (message) context.addIssue({ code: 'custom', message });
      }),
  });
}
