import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { UnsavedText, UnsentModel } from '../views/models/errors.ts';
import { fieldId, lineField } from '../views/parts.ts';
import { ASSISTANCE_AGAIN } from './assisted.ts';
import type { FormValues } from './body.ts';
import type { AppContext } from './context.ts';
import { page } from './page.ts';

/**
 * A form that somebody writes in, sent when his session was over. The page that answers holds it whole: signing in on
 * that very page sends it once more to where it was going. The server keeps nothing of it meanwhile, and where it
 * arrives it is judged like any other: sent under another account it is nobody's.
 */
export interface Unsent {
  path: string;
  /** Everything of the form but the texts below, as it was sent. */
  carried: { name: string; value: string }[];
  /** What was typed and is not saved, under the label of its field. */
  texts: Omit<UnsavedText, 'id'>[];
  choices: UnsentModel['choices'];
  /** What else to know before signing in. */
  note: string | null;
}

/** Reads a form that was sent to `path`; null where nobody writes there. */
export type ReadUnsent = (path: string, values: FormValues) => Promise<Unsent | null>;

/** Where the page posts, and the names it adds to the form. */
export const RESUME_PATH = '/dang-nhap/luu-tiep';
/** The account that was writing. It only spares others the way: whose a review is, the server knows itself. */
export const WRITER_FIELD = 'nguoi';
const TARGET_FIELD = 'trang';
const ADDED = [TARGET_FIELD, 'ten_dang_nhap', 'mat_khau', 'ma'];

/** The form's own pairs, without what the page asked for beside it. */
export function pairsOf(values: FormValues): { name: string; value: string }[] {
  return [...values]
    .filter(([name]) => !ADDED.includes(name))
    .flatMap(([name, all]) => all.map((value) => ({ name, value })));
}

/** Where a form was going: while its writer signs in, it says so itself. */
export function destinationOf(c: AppContext, values: FormValues): string {
  const { pathname, search } = new URL(c.req.url);
  return pathname === RESUME_PATH ? (values.get(TARGET_FIELD)?.[0] ?? '') : `${pathname}${search}`;
}

/** What is asked for before the form can go on: name and password, the second factor's code, or a duty elsewhere. */
export type ResumeStep = 'password' | 'code' | { duty: string };

const DUTIES: Record<string, string> = {
  '/mat-khau': 'Chọn mật khẩu của riêng đồng chí (mở cửa sổ mới)',
  '/thong-bao': 'Đọc thông báo về dữ liệu của đồng chí (mở cửa sổ mới)',
  [ASSISTANCE_AGAIN]: 'Mở lại phiên nhập giúp (cửa sổ mới)',
};

export function unsentPage(
  c: AppContext,
  unsent: Unsent,
  step: ResumeStep,
  answer: { status: number; errors?: FieldErrors },
): Response {
  const title = headingFor(step);
  return page(c, 'errors/unsent', unsentModel(unsent, step, answer.errors ?? {}), { title, status: answer.status });
}

function unsentModel(unsent: Unsent, step: ResumeStep, errors: FieldErrors): UnsentModel {
  const writer = unsent.carried.find(({ name }) => name === WRITER_FIELD)?.value ?? '';
  const isEmpty = unsent.texts.length + unsent.choices.length === 0;
  const common = {
    summary: errorSummary(errors),
    note: unsent.note,
    target: { name: TARGET_FIELD, value: unsent.path },
    carried: unsent.carried,
    texts: unsent.texts.map((text) => ({ ...text, id: fieldId(text.name) })),
    choices: unsent.choices,
    duty: null,
    elsewhere: null,
  };
  if (typeof step === 'object') {
    return {
      ...common,
      heading: headingFor(step),
      lead: 'Phần đồng chí vừa gõ chưa được lưu nhưng chưa mất. Đồng chí làm việc dưới đây ở cửa sổ mới, rồi quay lại trang này bấm “Lưu tiếp”.',
      duty: { href: step.duty, text: DUTIES[step.duty] ?? step.duty },
      action: unsent.path,
      asked: [],
      button: 'Lưu tiếp',
    };
  }
  return {
    ...common,
    heading: headingFor(step),
    lead: isEmpty
      ? 'Không có phần nào vừa gõ bị mất. Đồng chí đăng nhập ngay tại đây để làm tiếp.'
      : 'Phần đồng chí vừa gõ chưa được lưu nhưng chưa mất. Đồng chí đăng nhập ngay tại đây thì phần ấy được lưu, rồi làm tiếp.',
    action: RESUME_PATH,
    asked: step === 'code' ? [codeField(errors)] : passwordFields(writer, errors),
    elsewhere: step === 'code' ? null : { action: unsent.path, text: 'Đã đăng nhập ở cửa sổ khác: lưu tiếp' },
    button: step === 'code' ? 'Xác nhận và lưu tiếp' : 'Đăng nhập và lưu tiếp',
  };
}

function headingFor(step: ResumeStep): string {
  if (typeof step === 'string') return 'Phiên làm việc đã hết';
  return step.duty === ASSISTANCE_AGAIN ? 'Phiên nhập giúp đã kết thúc' : 'Còn một việc phải làm trước';
}

function passwordFields(writer: string, errors: FieldErrors) {
  const width = 'medium' as const;
  return [
    lineField({
      name: 'ten_dang_nhap',
      label: 'Tên đăng nhập',
      hint: 'Tên của người khác thì phần chưa lưu bị bỏ, không ai xem được nữa.',
      value: writer,
      error: errors.ten_dang_nhap ?? null,
      autocomplete: 'username',
      width,
    }),
    lineField({
      name: 'mat_khau',
      label: 'Mật khẩu',
      error: errors.mat_khau ?? null,
      type: 'password',
      autocomplete: 'current-password',
      width,
    }),
  ];
}

function codeField(errors: FieldErrors) {
  return lineField({
    name: 'ma',
    label: 'Mã xác nhận',
    hint: 'Mật khẩu đúng. Đồng chí gõ sáu chữ số trên điện thoại, hoặc một mã dự phòng.',
    error: errors.ma ?? null,
    autocomplete: 'one-time-code',
    width: 'medium',
  });
}
