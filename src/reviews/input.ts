import * as z from 'zod';
import { TEXT_SIZES } from '../http/page.ts';
import type { FormValues } from '../http/body.ts';
import { type Choice, savedFields, type TypedField } from '../http/saved-fields.ts';
import { typedText } from '../http/text.ts';
import { type AnswerToOffer, ANSWERS_TO_OFFERS } from './offers.ts';
import { RETURN_TO } from './places.ts';

const Key = z
  .string()
  .max(120)
  .regex(/^[A-Z][A-Za-z0-9.-]*$/, 'Mục này không có trong bản kiểm điểm.');

/** One field as the saving script sends it, `keep` with "Giữ nguyên". The value's own rules follow from its key. */
export const SavedField = z.strictObject({
  key: Key,
  value: z.string(),
  version: z.int().min(0),
  keep: z.literal(true).optional(),
});

/** The size of letters, changed from a page that is being written on: its words are saved first. */
const TextSize = z.enum(TEXT_SIZES, 'Cỡ chữ này không có.').optional();

/** The check page: hand in, read everything back, save the reason and go home; any other button only saves it. Nothing is handed in unasked. */
export const CheckButtons = z.object({ di: z.enum(['nop', 'doc-lai', 've', 'luu']).default('luu'), co: TextSize });

/** The author's signature on paper, told by a tick: nothing but this hands in where somebody types for him. */
export const SignedForm = z.object({
  da_ky: z.literal('1', 'Chưa nộp. Đánh dấu vào ô này khi đồng chí ấy đã đọc lại (hoặc nghe đọc) và đã ký bản giấy.'),
});

/** The version that was read; anything else matches none. */
const ReadVersion = z.coerce.number().int().catch(0);

export const AcceptForm = z.object({ ban: ReadVersion });

export const REMARK_LETTERS = 4_000;

export const ReturnForm = z.object({
  ban: ReadVersion,
  dieu_bo_sung: typedText(REMARK_LETTERS).refine(
    (text) => text !== '',
    'Đồng chí ghi rõ điều cần bổ sung để người viết biết sửa chỗ nào.',
  ),
});

/** Which item to add (`II.1:written`), take out, or bring back, and where to go on. */
export const StepButtons = z.object({
  di: z.enum(['tiep', 'truoc', 've']).default('tiep'),
  ve: z.string().regex(RETURN_TO).catch(''),
  /** Shows the signs the other way from now on: one on a page, or the whole group. */
  xem: z.enum(['mot', 'nhom']).optional(),
  them: z
    .string()
    .regex(/^[A-Z][A-Za-z0-9.]*:(written|branch|higher)$/, 'Không thêm được mục này.')
    .optional(),
  bo: z.uuid('Không bỏ được mục này.').optional(),
  hoan: z.uuid('Không lấy lại được mục này.').optional(),
  /** The question whose answer is taken back. */
  xoa: Key.optional(),
  co: TextSize,
});

export type StepButtons = z.output<typeof StepButtons>;

/** The review's fields among a form's values; `chuyen:<key>` says what to do with a pasted text. */
export function typedFields(values: FormValues): {
  fields: TypedField[];
  chosen: Map<string, Choice>;
  answered: Map<string, AnswerToOffer>;
} {
  const answered = answersToOffers(values);
  const isChanged = (key: string) => (answered.get(key) ?? 'nguyen') !== 'nguyen';
  return { ...savedFields(values, (key) => Key.safeParse(key).success, isChanged), answered };
}

/** Keeps the typed text, takes the stored one, or joins both with the stored one first. */
export function withChoice(field: TypedField, choice: Choice | undefined, stored: string): TypedField {
  if (!choice) return field;
  if (choice.which === 'mine') return { ...field, version: choice.over };
  if (choice.which === 'theirs') return { ...field, value: stored, version: choice.over };
  return { ...field, value: `${stored}\n\n${field.value}`, version: choice.over };
}

function answersToOffers(values: FormValues): Map<string, AnswerToOffer> {
  const answered = new Map<string, AnswerToOffer>();
  for (const [name, all] of values) {
    const [, key = ''] = /^chuyen:(.+)$/.exec(name) ?? [];
    const answer = z.enum(ANSWERS_TO_OFFERS).safeParse(all[0]);
    if (Key.safeParse(key).success && answer.success) answered.set(key, answer.data);
  }
  return answered;
}
