import * as z from 'zod';
import { typedLine } from '../http/text.ts';
import { COLUMN_KEYS, COLUMN_WORDS, type ColumnKey, repeatedColumns } from './rules.ts';

/** This column is passed over. Empty would look like a question left open. */
export const NO_COLUMN = 'khong';
/** The list itself says for each person which branch. */
export const BY_COLUMN = 'theo-cot';

const Version = z
  .string('Trang này đã cũ. Đồng chí mở lại trang rồi làm lại.')
  .regex(/^\d{1,9}$/, 'Trang này đã cũ. Đồng chí mở lại trang rồi làm lại.')
  .transform(Number);

const Column = z
  .enum([NO_COLUMN, ...COLUMN_KEYS], 'Đồng chí chọn một nội dung cho cột này, hoặc “Không nhập”.')
  .default(NO_COLUMN)
  .transform((key): ColumnKey | '' => (key === NO_COLUMN ? '' : key));

export const HeadingForm = z.object({
  phien_ban: Version,
  tieu_de: typedLine(10).refine(
    (typed) => /^\d{0,6}$/.test(typed),
    'Ghi số dòng, ví dụ 5; không có tiêu đề thì ghi 0.',
  ),
});

/** What the second step settles; `old` says that the list is in letters of an old font, and must be spoken about. */
export function columnsForm(file: { columns: number; isBranch: boolean; old: boolean }) {
  const columns = Object.fromEntries(Array.from({ length: file.columns }, (_, at) => [`cot${at}`, Column]));
  return z
    .object({
      ...columns,
      phien_ban: Version,
      chi_bo: typedLine(60).default(''),
      doi_tuong: z.enum(['', 'leader', 'no_post', 'outside'], 'Đồng chí chọn một trong ba đối tượng.').default(''),
      chinh_thuc: z.enum(['', '1', '0'], 'Đồng chí chọn: chính thức hay dự bị.').default(''),
      co_co_quan: z
        .literal('1', 'Ô này chỉ có đánh dấu hoặc để trống.')
        .optional()
        .transform((value) => value === '1'),
      chuyen: z.enum(['', 'co', 'khong'], 'Đồng chí chọn: chuyển hay giữ nguyên.').default(''),
    })
    .transform((form) => ({
      columns: Object.keys(columns).map((name) => (form as unknown as Record<string, ColumnKey | ''>)[name] ?? ''),
      version: form.phien_ban,
      unitId: form.chi_bo,
      standing: form.doi_tuong,
      official: form.chinh_thuc,
      hasAgency: form.co_co_quan,
      convert: form.chuyen === '' ? null : form.chuyen === 'co',
    }))
    .superRefine((form, context) => {
      const has = (key: ColumnKey) => form.columns.includes(key);
      const issue = (name: string, message: string) => context.addIssue({ code: 'custom', path: [name], message });
      for (const key of repeatedColumns(form.columns)) {
        const at = form.columns.lastIndexOf(key);
        issue(`cot${at}`, `Hai cột cùng là “${COLUMN_WORDS[key]}”. Đồng chí để một cột.`);
      }
      if (!has('name') && !(has('family') && has('given'))) {
        issue('cot0', 'Chưa có cột nào là họ và tên. Đồng chí chọn cột ấy, hoặc hai cột: họ đệm và tên.');
      }
      if (!has('birth')) issue(has('name') ? 'cot0' : 'cot1', 'Chưa có cột nào là ngày sinh hoặc năm sinh.');
      if (!file.isBranch && form.unitId === '') issue('chi_bo', 'Đồng chí chọn chi bộ, hoặc “Theo cột trong tệp”.');
      if (!file.isBranch && form.unitId === BY_COLUMN && !has('branch')) {
        issue('chi_bo', 'Chưa có cột nào là chi bộ. Đồng chí chọn cột ấy ở trên, hoặc chọn một chi bộ cho cả tệp.');
      }
      if (!has('standing') && form.standing === '')
        issue('doi_tuong', 'Tệp không có cột đối tượng kiểm điểm: đồng chí chọn một cho tất cả.');
      if (!has('official') && form.official === '')
        issue('chinh_thuc', 'Tệp không ghi chính thức hay dự bị: đồng chí chọn một cho tất cả.');
      if (file.old && form.convert === null) issue('chuyen', 'Đồng chí chọn: chuyển hay giữ nguyên chữ trong tệp.');
    });
}

export const PreviewForm = z
  .object({
    phien_ban: Version,
    /** "ghi" writes; a number leads to that page of doubles; "luu" only keeps what was chosen. */
    di: z.string().regex(/^(ghi|luu|\d{1,4})$/, 'Nút này không có.'),
  })
  .transform((form) => ({ version: form.phien_ban, next: form.di }));
