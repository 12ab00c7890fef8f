import * as z from 'zod';
import { requiredLine, typedLine } from './text.ts';

/** Values that people type in their own way and that are stored in one way. */

/** dd/mm/yyyy, or a year alone → YYYY-MM-DD or YYYY. `today` is the day in Hà Nội. */
export function birthDate(today: string): z.ZodType<string, string> {
  return typedLine(20).transform((typed, context) => {
    if (typed === '') return '';
    const day = readDay(typed);
    if (!day) {
      context.addIssue('Ngày sinh ghi dạng ngày/tháng/năm, ví dụ 02/09/1960, hoặc chỉ ghi năm sinh.');
      return z.NEVER;
    }
    if (day > today) {
      context.addIssue('Ngày sinh không thể ở tương lai. Đồng chí xem lại năm sinh.');
      return z.NEVER;
    }
    if (day < '1900') {
      context.addIssue('Năm sinh phải từ 1900 trở đi. Đồng chí xem lại.');
      return z.NEVER;
    }
    return day;
  });
}

/** A name people are called by, on one line. What begins like a formula or holds signs of one is none. */
export function personName(): z.ZodType<string, string> {
  return requiredLine('Đồng chí ghi họ và tên.', 80)
    .transform((name) => name.replace(/\s+/g, ' '))
    .refine(
      (name) => name === '' || PERSON_NAME.test(name),
      'Họ và tên chỉ gồm chữ, có thể có dấu chấm, dấu nháy, gạch nối. Đồng chí xem lại.',
    );
}

const PERSON_NAME = /^\p{L}[\p{L}\p{M}\p{N} .,'’()–-]*$/u;

/** The number of a Party card: 8 to 12 digits, zeros in front kept (layout.md); empty where unknown. */
export function cardNumber(): z.ZodType<string, string> {
  return typedLine(30)
    .transform((typed) => typed.replace(/[ .-]/g, ''))
    .refine((digits) => /^(\d{8,12})?$/.test(digits), 'Số thẻ đảng viên gồm 8 đến 12 chữ số. Đồng chí xem lại.');
}

/** A whole day, dd/mm/yyyy → YYYY-MM-DD; an empty field stays empty. */
export function wholeDay(): z.ZodType<string, string> {
  return typedLine(20).transform((typed, context) => {
    const day = typed === '' ? '' : readDay(typed);
    if (day === '' || (day !== undefined && /^20\d\d-/.test(day))) return day;
    context.addIssue('Ngày ghi dạng ngày/tháng/năm, ví dụ 15/11/2026.');
    return z.NEVER;
  });
}

/** dd/mm/yyyy or YYYY-MM-DD or YYYY → ISO; undefined for anything else, 31/02 included. */
function readDay(typed: string): string | undefined {
  if (/^\d{4}$/.test(typed)) return typed;
  const shown = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(typed);
  const iso = shown
    ? `${shown[3]}-${shown[2]?.padStart(2, '0')}-${shown[1]?.padStart(2, '0')}`
    : /^\d{4}-\d{2}-\d{2}$/.test(typed)
      ? typed
      : undefined;
  if (!iso) return undefined;
  const instant = new Date(`${iso}T00:00:00Z`);
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(iso) ? iso : undefined;
}

/** Points with a decimal comma or point, up to two decimals, 0 … most → "28.5". */
export function points(most: number): z.ZodType<string, string> {
  return typedLine(20).transform((typed, context) => {
    if (typed === '') return '';
    const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(typed);
    const value = match ? Number(`${match[1]}.${match[2] ?? '0'}`) : Number.NaN;
    if (Number.isNaN(value)) {
      context.addIssue('Điểm ghi bằng số, có thể có hai chữ số sau dấu phẩy, ví dụ 28,5.');
      return z.NEVER;
    }
    if (value > most) {
      context.addIssue(`Điểm ở mục này nhiều nhất là ${String(most).replace('.', ',')}.`);
      return z.NEVER;
    }
    return String(value);
  });
}
