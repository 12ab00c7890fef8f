import { matchedRoutes } from 'hono/route';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { AppError, type ErrorCode } from '../errors.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { OpenDuty } from './access.ts';
import { ASSISTANCE_AGAIN, ASSISTANCE_OVER, rememberedAssistance } from './assisted.ts';
import { decodeForm, FORM_TYPE, type FormValues } from './body.ts';
import type { AppContext } from './context.ts';
import { page } from './page.ts';
import { destinationOf, type ReadUnsent, type Unsent, unsentPage } from './unsent.ts';

/** The one place that answers errors: a page in Vietnamese, or problem+json for the saving script. */

const TITLES: Partial<Record<ErrorCode, string>> = {
  'not-found': 'Không tìm thấy trang này',
  forbidden: 'Đồng chí chưa được giao quyền này',
  'closed-while-assisted': 'Trang này đóng trong lúc nhập giúp',
  'not-signed-in': 'Phiên làm việc đã hết',
  'too-many-attempts': 'Đã thử quá nhiều lần',
  'too-large': 'Nội dung quá dài',
  'wrong-content-type': 'Không nhận được nội dung này',
  'bad-request': 'Nội dung gửi lên bị hỏng',
  'invalid-input': 'Có chỗ chưa đúng',
  conflict: 'Nội dung vừa được sửa ở nơi khác',
  'already-submitted': 'Bản kiểm điểm đã nộp',
  'not-allowed-now': 'Chưa làm được bước này',
  'link-used': 'Liên kết đã dùng hoặc đã hết hạn',
  'pdf-busy': 'Máy in PDF đang bận',
  'pdf-unavailable': 'Chưa tạo được bản in',
  'pdf-failed': 'Chưa tạo được bản in',
  'storage-busy': 'Máy chủ đang bận',
  'storage-full': 'Ổ đĩa của máy chủ đã đầy',
  'cross-site': 'Yêu cầu không được nhận',
};

const HINTS: Partial<Record<ErrorCode, string>> = {
  'closed-while-assisted':
    'Khi nhập giúp chỉ mở được bản kiểm điểm của đợt này. Những trang khác của đồng chí ấy (tài khoản, các năm trước, nhiệm vụ được giao) vẫn đóng. Đồng chí về trang chính để nhập tiếp.',
  'invalid-input':
    'Có chỗ gửi lên chưa đúng dạng nên chưa có gì được lưu. Đồng chí quay lại trang trước, xem lại rồi gửi lại.',
  conflict:
    'Một người khác hoặc một cửa sổ khác vừa làm việc này trước. Chưa có gì bị thay đổi; đồng chí mở lại trang để xem rồi làm tiếp.',
  'not-found': 'Có thể địa chỉ gõ chưa đúng, hoặc trang không dành cho đồng chí. Đồng chí về trang chính để tiếp tục.',
  'not-signed-in':
    'Đồng chí đăng nhập lại để tiếp tục. Nội dung vừa gõ còn ở bên dưới, có thể chép lại trước khi rời trang.',
  internal:
    'Lỗi nằm ở máy chủ, không phải do đồng chí. Nội dung đã lưu trước đó vẫn còn. Đồng chí thử lại; nếu vẫn lỗi, hãy đọc mã yêu cầu bên dưới cho quản trị.',
};

/** `readUnsent` knows the forms people write in: what came too late is given back under its labels. */
export function answerError(deps: Pick<Deps, 'log' | 'rehearsal'>, readUnsent: ReadUnsent) {
  return async (error: unknown, c: AppContext): Promise<Response> => {
    if (error instanceof OpenDuty) {
      const unsent = await unsentIn(c, readUnsent);
      return unsent ? unsentPage(c, unsent, { duty: error.path }, { status: 409 }) : c.redirect(error.path, 303);
    }
    const known = asAppError(error);
    logError(deps, c, known);
    const assisted = known.code === 'not-signed-in' && rememberedAssistance(c) !== undefined;
    if (known.code === 'not-signed-in' && isRead(c)) return c.redirect(assisted ? ASSISTANCE_OVER : signInPath(c), 303);
    if (known.retryAfterSeconds) c.header('retry-after', String(known.retryAfterSeconds));
    if (wantsJson(c)) return problemJson(c, known);
    const unsent = KEEPS_TYPED.includes(known.code) ? await unsentIn(c, readUnsent) : null;
    if (unsent && known.code === 'not-signed-in') {
      return unsentPage(c, unsent, assisted ? { duty: ASSISTANCE_AGAIN } : 'password', { status: known.status });
    }
    if (assisted) return c.redirect(ASSISTANCE_OVER, 303);
    return problemPage(c, known, unsent);
  };
}

function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  // A lost guard that nobody explained: somebody was first, and nothing was written.
  if (error instanceof LostGuard) return new AppError('conflict', { message: error.message, cause: error });
  return new AppError('internal', { message: String(error), cause: error });
}

export function answerNotFound(c: AppContext): never {
  throw new AppError('not-found', { message: `no route for ${c.req.method}` });
}

async function problemPage(c: AppContext, error: AppError, unsent: Unsent | null): Promise<Response> {
  const texts = unsent?.texts ?? (KEEPS_TYPED.includes(error.code) ? await typedTexts(c) : []);
  return page(
    c,
    'errors/problem',
    {
      heading: TITLES[error.code] ?? 'Có lỗi xảy ra',
      hint: hintOf(error),
      fields: Object.values(error.fields),
      texts: texts.map((text, index) => ({ ...text, id: `o-chua-luu-${index + 1}` })),
      choices: unsent?.choices ?? [],
      signIn: error.code === 'not-signed-in',
      requestId: c.get('requestId') ?? '',
    },
    { title: TITLES[error.code] ?? 'Có lỗi xảy ra', status: error.status },
  );
}

function problemJson(c: AppContext, error: AppError): Response {
  const body = {
    type: 'about:blank',
    status: error.status,
    code: error.code,
    hint: hintOf(error),
    fields: error.fields,
    requestId: c.get('requestId'),
  };
  return c.json(body, error.status as ContentfulStatusCode, {
    'content-type': 'application/problem+json; charset=utf-8',
  });
}

function hintOf(error: AppError): string {
  return error.hint ?? HINTS[error.code] ?? (HINTS.internal as string);
}

/** Where a form cannot come back with its fields: what was typed is shown to its typist, so that nothing is lost. */
const KEEPS_TYPED: readonly ErrorCode[] = [
  'not-signed-in',
  'already-submitted',
  'conflict',
  'not-allowed-now',
  'storage-busy',
  'storage-full',
  'internal',
];

/** Texts of any other form: no versions, no passwords, no keys of buttons and choices. */
async function typedTexts(c: AppContext): Promise<Unsent['texts']> {
  return [...(await typedValues(c))]
    .filter(([name]) => !/^(v|chon):|mat_khau|^(nhap_lai|trang|nguoi|mau)$/.test(name))
    .flatMap(([, texts]) => texts)
    .filter((text) => text.trim().length > 3 && !/^[a-z-]+$/.test(text))
    .map((text, index) => ({ name: '', label: `Ô thứ ${index + 1}`, text }));
}

async function unsentIn(c: AppContext, readUnsent: ReadUnsent): Promise<Unsent | null> {
  const values = await typedValues(c);
  return values.size > 0 ? readUnsent(destinationOf(c, values), values) : null;
}

async function typedValues(c: AppContext): Promise<FormValues> {
  if (isRead(c) || !FORM_TYPE.test(c.req.header('content-type') ?? '')) return new Map();
  try {
    return decodeForm(await c.req.text());
  } catch {
    return new Map();
  }
}

function wantsJson(c: AppContext): boolean {
  return /^application\/json\b/i.test(c.req.header('content-type') ?? '');
}

function isRead(c: AppContext): boolean {
  return c.req.method === 'GET' || c.req.method === 'HEAD';
}

function signInPath(c: AppContext): string {
  const asked = new URL(c.req.url);
  return asked.pathname === '/'
    ? '/dang-nhap'
    : `/dang-nhap?ve=${encodeURIComponent(`${asked.pathname}${asked.search}`)}`;
}

/**
 * Refused for the sake of somebody's record or rights: another's id, another site, a dead link.
 * A page that simply does not exist is none.
 */
export function isUnloggedRefusal(error: unknown, c: AppContext): boolean {
  if (!(error instanceof AppError) || error.logged) return false;
  if (error.code === 'not-found') return c.get('viewer') !== null && /^\/(?!assets\/).*:/.test(routeName(c));
  return error.code === 'forbidden' || error.code === 'cross-site' || error.code === 'link-used';
}

/** The pattern, never the path itself: a one-time link carries its secret there. */
export function routeName(c: AppContext): string {
  return matchedRoutes(c).at(-1)?.path ?? '(none)';
}

function logError(deps: Pick<Deps, 'log'>, c: AppContext, error: AppError): void {
  const fields = { requestId: c.get('requestId'), code: error.code, method: c.req.method, route: routeName(c) };
  if (error.status >= 500) deps.log.error({ ...fields, cause: error.cause ?? error }, error.message);
  else deps.log.info(fields, error.message);
}
