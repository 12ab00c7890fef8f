import * as z from 'zod';
import { requiredText } from '../http/text.ts';

const Old = 'Trang này đã cũ. Đồng chí mở lại trang rồi làm lại.';

/** Which branch; what its kit was on the page is read beside it (`thay:<branch>`). */
export const IssueForm = z
  .object({
    chi_bo: z.string('Đồng chí chọn một chi bộ.').min(1, 'Đồng chí chọn một chi bộ.'),
    lap_lai: z.string().optional(),
  })
  .transform(({ chi_bo, lap_lai }) => ({ unitId: chi_bo, again: lap_lai === '1' }));

export const CodeField = z.string().max(60).default('');

export const ExportForm = z
  .object({ so: z.string(Old).regex(/^\d{1,6}$/, Old) })
  .transform(({ so }) => ({ seen: Number(so) }));

export const ReopenForm = z
  .object({ ly_do: requiredText('Đồng chí ghi lý do mở lại, ví dụ: văn phòng báo trả lại ngày nào.', 1_000) })
  .transform(({ ly_do: reason }) => ({ reason }));
