import { AppError } from '../errors.ts';

/** What is the matter with a file, in words for whoever sent it: the form comes back with them. */
export function fileProblem(sentence: string, cause?: unknown): AppError {
  return new AppError('invalid-input', { fields: { tep: sentence }, cause });
}

export const NO_EXCEL_FILE =
  'Tệp này không mở được như một tệp Excel (.xlsx): có thể bị hỏng hoặc chỉ đổi tên đuôi. Đồng chí mở bằng Excel, lưu lại thành .xlsx rồi tải lên.';
