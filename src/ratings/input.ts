import * as z from 'zod';
import { requiredLine, typedText } from '../http/text.ts';
import { points, wholeDay } from '../http/typed.ts';
import { disciplineKinds } from './disciplines.ts';
import { documentNumber } from './rules.ts';

/** What people type about levels. Levels are those of the subject's form, and no others. */

const REASON_LETTERS = 2_000;

function levelOf(levels: readonly { key: string }[]) {
  const keys = ['', ...levels.map(({ key }) => key)] as const;
  return z.enum(keys, 'Đồng chí chọn một mức trong danh sách, hoặc để trống.').default('');
}

const Version = z
  .string()
  .regex(/^\d{1,9}$/)
  .default('0')
  .transform(Number);

/** One row of the table. */
export function ratingForm(levels: readonly { key: string }[]) {
  return z
    .object({
      co_quan: levelOf(levels),
      chi_uy: levelOf(levels),
      doan_the: levelOf(levels),
      chi_bo: levelOf(levels),
      ly_do: typedText(REASON_LETTERS).default(''),
      quy: z.enum(['', 'none', 'failed'], 'Đồng chí chọn một mục trong danh sách, hoặc để trống.').default(''),
      nhiem_vu: points(100).default(''),
      v: Version,
    })
    .transform((form) => ({
      agencyLevel: form.co_quan,
      committeeLevel: form.chi_uy,
      massBodyLevel: form.doan_the,
      branchLevel: form.chi_bo,
      reason: form.ly_do.trim(),
      quarters: form.quy,
      tasksDone: form.nhiem_vu,
      version: form.v,
    }));
}

export type RatingInput = z.output<ReturnType<typeof ratingForm>>;

export const HandUpForm = z
  .object({ ly_do: typedText(REASON_LETTERS).default('') })
  .transform((form) => ({ reason: form.ly_do.trim() }));

export const GiveBackForm = z
  .object({
    ly_do: typedText(REASON_LETTERS)
      .default('')
      .refine((text) => text.trim() !== '', 'Đồng chí ghi lý do trả lại để chi bộ biết phải xem lại điều gì.'),
  })
  .transform((form) => ({ reason: form.ly_do.trim() }));

interface Days {
  /** The day in Hà Nội. */
  today: string;
  /** No decision is older than the campaign it belongs to, or than the decision it replaces. */
  since: string;
  sinceWords: string;
}

function decidedOn({ today, since, sinceWords }: Days) {
  return wholeDay()
    .default('')
    .refine((day) => day !== '', 'Đồng chí ghi ngày của quyết định.')
    .refine((day) => day <= today, 'Ngày quyết định không thể ở tương lai. Đồng chí xem lại.')
    .refine((day) => day === '' || day >= since, `Ngày quyết định ${sinceWords}. Đồng chí xem lại.`);
}

function decisionFields(days: Days) {
  return {
    so: requiredLine('Đồng chí ghi số của quyết định, ví dụ 45-QĐ/ĐU.', 60)
      .transform(documentNumber)
      .refine((number) => /\d/.test(number), 'Số quyết định phải có chữ số, ví dụ 45-QĐ/ĐU.'),
    ngay: decidedOn(days),
    noi: requiredLine('Đồng chí ghi cơ quan quyết định, ví dụ Ban Thường vụ Đảng ủy phường.', 150),
  };
}

/** Number, day and body of one document that decides for many. The levels stand beside, one field for each subject. */
export function decisionForm(days: Days) {
  return z
    .object({ ...decisionFields(days), ly_do: typedText(REASON_LETTERS).default(''), xac_nhan: z.string().default('') })
    .transform((form) => ({
      number: form.so,
      decidedOn: form.ngay,
      body: form.noi,
      reason: form.ly_do.trim(),
      confirmed: form.xac_nhan === '1',
    }));
}

export type DecisionInput = z.output<ReturnType<typeof decisionForm>>;

/** A later decision (Mẫu 03): a level, and why. */
export function redecisionForm(levels: readonly { key: string }[], days: Days) {
  return z
    .object({
      ...decisionFields(days),
      muc: levelOf(levels).refine((level) => level !== '', 'Đồng chí chọn mức xếp loại lại.'),
      ly_do: typedText(REASON_LETTERS)
        .default('')
        .refine((text) => text.trim() !== '', 'Đồng chí ghi lý do xếp loại lại; lý do in vào quyết định.'),
      thay: requiredLine('Đồng chí mở lại trang này rồi gửi lại.', 60),
    })
    .transform((form) => ({
      number: form.so,
      decidedOn: form.ngay,
      body: form.noi,
      level: form.muc,
      reason: form.ly_do.trim(),
      replaces: form.thay,
    }));
}

export type RedecisionInput = z.output<ReturnType<typeof redecisionForm>>;

/** A discipline that was decided elsewhere and counts here. */
export function disciplineForm(kind: 'person' | 'collective', today: string) {
  const kinds = disciplineKinds(kind).map(({ value }) => value);
  return z
    .object({
      hinh_thuc: z.enum(kinds, 'Đồng chí chọn hình thức kỷ luật.'),
      so_ky_luat: requiredLine('Đồng chí ghi số của quyết định kỷ luật.', 60).transform(documentNumber),
      ngay_ky_luat: wholeDay()
        .default('')
        .refine((day) => day !== '', 'Đồng chí ghi ngày của quyết định kỷ luật.')
        .refine((day) => day <= today, 'Ngày quyết định không thể ở tương lai. Đồng chí xem lại.'),
      lien_quan: z.enum(['1', '0'], 'Đồng chí chọn: có liên quan đến chức trách, nhiệm vụ hay không.'),
    })
    .transform((form) => ({
      kind: form.hinh_thuc,
      document: form.so_ky_luat,
      decidedOn: form.ngay_ky_luat,
      dutyRelated: form.lien_quan === '1',
    }));
}

export type DisciplineInput = z.output<ReturnType<typeof disciplineForm>>;

/** The fields of the bulk form: subject → level. A subject whose field is empty is not part of this decision. */
export function levelFields(typed: Record<string, string>): Map<string, string> {
  return new Map(
    Object.entries(typed)
      .filter(([name, level]) => name.startsWith(LEVEL_FIELD) && level !== '')
      .map(([name, level]) => [name.slice(LEVEL_FIELD.length), level]),
  );
}

export const LEVEL_FIELD = 'muc-';
