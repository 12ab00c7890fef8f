import * as z from 'zod';
import type { Standing } from '../../db/schema.ts';
import { requiredLine, typedLine } from '../http/text.ts';
import { wholeDay } from '../http/typed.ts';
import { STANDINGS } from './rules.ts';

/** "Không dùng": this standing takes no part in the campaign. Empty would look like a question left open. */
export const NO_FORM = 'khong';

const Ticked = z
  .literal('1', 'Ô này chỉ có đánh dấu hoặc để trống.')
  .optional()
  .transform((value) => value === '1');

const Form = requiredLine('Đồng chí chọn biểu mẫu, hoặc “Không dùng”.', 80);

/** Number and day of a text of the cấp ủy: both or neither. */
const CampaignTexts = {
  so_van_ban_mang: typedLine(60).default(''),
  ngay_van_ban_mang: wholeDay().default(''),
  so_quyet_dinh: typedLine(60).default(''),
  ngay_quyet_dinh: wholeDay().default(''),
};

type Texts = { [Name in keyof typeof CampaignTexts]: string };

export const OpeningForm = z
  .object(CampaignTexts)
  .superRefine(bothOrNeither)
  .transform((form) => ({ network: networkOf(form), wording: wordingOf(form) }));

export type OpeningInput = z.output<typeof OpeningForm>;

/** The decision of the cấp ủy to use our words, for a campaign that is open already. */
export const DecisionForm = z.object({
  so_quyet_dinh: requiredLine('Đồng chí ghi số quyết định của cấp ủy.', 60),
  ngay_quyet_dinh: wholeDay().refine((day) => day !== '', 'Đồng chí ghi ngày của quyết định.'),
});

const RetiredSecretary = z.enum(['leader', 'outside'], 'Đồng chí chọn một trong hai mẫu.');

/** `phien_ban`: the campaign's version on the page that was answered. */
export const RetiredSecretaryForm = z.object({
  bi_thu_nghi_huu: RetiredSecretary,
  phien_ban: z.coerce.number('Trang này đã cũ. Đồng chí mở lại trang của đợt.').int().min(1),
});

/** `thisYear` is the year in Hà Nội: campaigns are made for it, the one before or the one after. */
export function campaignForm(thisYear: number) {
  return z
    .object({
      to_chuc: requiredLine('Đồng chí chọn tổ chức mở đợt kiểm điểm.', 60),
      nam: requiredLine('Đồng chí ghi năm kiểm điểm.', 10).refine(
        (typed) => /^\d{4}$/.test(typed) && Math.abs(Number(typed) - thisYear) <= 1,
        `Năm kiểm điểm ghi bốn chữ số, từ ${thisYear - 1} đến ${thisYear + 1}.`,
      ),
      ten: typedLine(150).default(''),
      mo_ngay: wholeDay().refine((day) => day !== '', 'Đồng chí ghi ngày bắt đầu.'),
      han_nop: wholeDay().refine((day) => day !== '', 'Đồng chí ghi hạn nộp bản kiểm điểm.'),
      danh_muc_a: requiredLine('Đồng chí chọn một phiên bản của danh mục 27 biểu hiện.', 80),
      danh_muc_b: requiredLine('Đồng chí chọn một phiên bản của danh mục 25 biểu hiện.', 80),
      mau_leader: Form,
      mau_no_post: Form,
      mau_outside: Form,
      bat_buoc_tra_loi: Ticked,
      danh_muc_b_ngoai: Ticked,
      bi_thu_nghi_huu: RetiredSecretary.default('outside'),
      ...CampaignTexts,
    })
    .superRefine(bothOrNeither)
    .superRefine((form, context) => {
      if (form.han_nop < form.mo_ngay) {
        context.addIssue({ code: 'custom', path: ['han_nop'], message: 'Hạn nộp phải từ ngày bắt đầu trở đi.' });
      }
    })
    .transform((form) => ({
      unitId: form.to_chuc,
      year: Number(form.nam),
      title: form.ten,
      opensOn: form.mo_ngay,
      dueOn: form.han_nop,
      editionA: form.danh_muc_a,
      editionB: form.danh_muc_b,
      forms: formsOf(form),
      signsRequired: form.bat_buoc_tra_loi,
      listBOutside: form.danh_muc_b_ngoai,
      retiredSecretary: form.bi_thu_nghi_huu,
      network: networkOf(form),
      wording: wordingOf(form),
    }));
}

export type CampaignInput = z.output<ReturnType<typeof campaignForm>>;

function formsOf(form: Record<`mau_${Standing}`, string>): Partial<Record<Standing, string>> {
  const chosen = STANDINGS.map((standing) => [standing, form[`mau_${standing}`]] as const);
  return Object.fromEntries(chosen.filter(([, id]) => id !== NO_FORM));
}

function networkOf(form: Texts) {
  return { number: form.so_van_ban_mang, date: form.ngay_van_ban_mang };
}

function wordingOf(form: Texts) {
  return { number: form.so_quyet_dinh, date: form.ngay_quyet_dinh };
}

function bothOrNeither(form: Texts, context: z.RefinementCtx<Texts>): void {
  const pairs = [
    { number: 'so_van_ban_mang', date: 'ngay_van_ban_mang' },
    { number: 'so_quyet_dinh', date: 'ngay_quyet_dinh' },
  ] as const;
  for (const { number, date } of pairs) {
    if ((form[number] === '') === (form[date] === '')) continue;
    const empty = form[number] === '' ? number : date;
    const message = empty === number ? 'Đồng chí ghi cả số của văn bản này.' : 'Đồng chí ghi cả ngày của văn bản này.';
    context.addIssue({ code: 'custom', path: [empty], message });
  }
}
