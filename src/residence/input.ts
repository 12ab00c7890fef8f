import * as z from 'zod';
import { AppError } from '../errors.ts';
import type { FormValues } from '../http/body.ts';
import { requiredText } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import type { Chosen } from './commands.ts';
import type { CommentedPerson } from './queries.ts';
import type { Noting } from './rules.ts';

/** Which button was pressed. */
const Act = z.enum(['gui', 'nhan', 'mien', 'bo'], 'Đồng chí bấm một trong các nút ở cuối danh sách.');

const Reason = z.object({ ly_do: requiredText('Đồng chí ghi lý do miễn.', 300) });

function dayForm(today: string) {
  return z.object({
    ngay: wholeDay()
      .refine((day) => day !== '', 'Đồng chí ghi ngày.')
      .refine((day) => day <= today, 'Ngày này ở tương lai. Đồng chí xem lại.'),
  });
}

/** What is to be noted, out of the button and the field that belongs to it. `today` is the day in Hà Nội. */
export function notingForm(today: string) {
  return z
    .object({ viec: Act, ngay: z.string().default(''), ly_do: z.string().default('') })
    .transform((form, context): Noting => {
      if (form.viec === 'bo') return { act: 'undo' };
      const parsed = form.viec === 'mien' ? Reason.safeParse(form) : dayForm(today).safeParse(form);
      if (!parsed.success) {
        for (const { path, message } of parsed.error.issues)
          context.addIssue({ code: 'custom', path: [...path], message });
        return z.NEVER;
      }
      const { ly_do: note = '', ngay: day = '' } = parsed.data as { ly_do?: string; ngay?: string };
      if (form.viec === 'mien') return { act: 'exempt', note };
      return { act: form.viec === 'gui' ? 'requested' : 'received', day };
    });
}

/** By when an answer is asked for: a day to come. */
export function letterForm(today: string) {
  return z.object({
    tra_loi_truoc: wholeDay()
      .refine((day) => day !== '', 'Đồng chí ghi ngày cần có nhận xét.')
      .refine((day) => day === '' || day >= today, 'Ngày này đã qua. Đồng chí ghi ngày còn ở phía trước.'),
  });
}

/**
 * The people ticked, each as `<member>:<version>`. null where one of them is not of this branch.
 * Throws `invalid-input` when nobody is ticked.
 */
export function chosenAmong(people: readonly CommentedPerson[], ticked: readonly string[]): Chosen[] | null {
  if (ticked.length === 0) {
    throw new AppError('invalid-input', {
      fields: { dong_chi: 'Đồng chí đánh dấu ít nhất một người trong danh sách.' },
    });
  }
  const chosen = ticked.map((value) => {
    const [id, version = ''] = value.split(':');
    const person = people.find((one) => one.id === id);
    return person && /^\d{1,9}$/.test(version) ? { person, seen: Number(version) } : null;
  });
  return chosen.includes(null) ? null : (chosen as Chosen[]);
}

/** Whoever was ticked stays ticked when the page comes back. */
export function tickedIn(values: FormValues): ReadonlySet<string> {
  return new Set((values.get('dong_chi') ?? []).map((value) => value.split(':')[0] ?? ''));
}
