import * as z from 'zod';
import { TEXT_SIZES } from '../http/page.ts';
import { canonical } from '../http/text.ts';
import { digestOf } from '../views/parts.ts';
import type { FormValues } from '../http/body.ts';
import { type AnswerToOffer, ANSWERS_TO_OFFERS } from './offers.ts';
import { RETURN_TO } from './places.ts';
import type { TypedField } from './saving.ts';

const Key = z
  .string()
  .max(120)
  .regex(/^[A-Z][A-Za-z0-9.-]*$/, 'Mục này không có trong bản kiểm điểm.');
const Version = z.coerce.number().int().min(0).max(1_000_000_000);
/** `3-0a1b2c3d`: the version shown, and the digest of the value shown while nobody had touched it. */
const SEEN = /^(\d{1,9})(?:-([0-9a-f]{8}))?$/;

/** One field as the saving script sends it. The value's own rules follow from its key. */
export const SavedField = z.strictObject({ key: Key, value: z.string(), version: z.int().min(0) });

/** The size of letters, changed from a page that is being written on: its words are saved first. */
const TextSize = z.enum(TEXT_SIZES, 'Cỡ chữ này không có.').optional();

/** The check page: hand in, read everything back, save the reason and go home; any other button only saves it. Nothing is handed in unasked. */
export const CheckButtons = z.object({ di: z.enum(['nop', 'doc-lai', 've', 'luu']).default('luu'), co: TextSize });

/** The author's signature on paper, told by a tick: nothing but this hands in where somebody types for him. */
export const SignedForm = z.object({
  da_ky: z.literal('1', 'Chưa nộp. Đánh dấu vào ô này khi đồng chí ấy đã đọc lại (hoặc nghe đọc) và đã ký bản giấy.'),
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

/** Between two texts: which one, over which stored version the person was shown. */
export interface Choice {
  which: 'mine' | 'theirs' | 'both';
  over: number;
}

/**
 * The review's fields among a form's values: those that carry a version (`v:<key>`).
 * Where the person has just chosen between two texts, `chon:<key>` says which, `hien:<key>` what was shown;
 * `chuyen:<key>` says what to do with a pasted text, `xoa` which answer is taken back.
 */
export function typedFields(values: FormValues): {
  fields: TypedField[];
  chosen: Map<string, Choice>;
  answered: Map<string, AnswerToOffer>;
} {
  const fields: TypedField[] = [];
  const chosen = new Map<string, Choice>();
  const answered = answersToOffers(values);
  for (const [name, all] of values) {
    const [, kind, key = ''] = /^(v|chon):(.+)$/.exec(name) ?? [];
    if (!kind || !Key.safeParse(key).success) continue;
    if (kind === 'chon') {
      const which = z.enum(['mine', 'theirs', 'both']).safeParse(all[0]);
      const over = Version.safeParse(values.get(`hien:${key}`)?.[0]);
      if (which.success && over.success) chosen.set(key, { which: which.data, over: over.data });
      continue;
    }
    const [, version, seen] = SEEN.exec(all[0] ?? '') ?? [];
    // A question sends no value while nothing is chosen: untouched (its digest says so) there is nothing to save,
    // else its answer was taken back.
    const unchosen = seen === undefined ? '' : undefined;
    const value = key === values.get('xoa')?.[0] ? '' : (values.get(key)?.[0] ?? unchosen);
    if (version === undefined || value === undefined) continue;
    // A field that came back as it was shown was not typed here, whatever another tab has saved meanwhile.
    const asked = answered.get(key) ?? 'nguyen';
    if (asked === 'nguyen' && seen !== undefined && seen === digestOf(canonical(value))) continue;
    fields.push({ key, value, version: Number(version) });
  }
  return { fields, chosen, answered };
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
