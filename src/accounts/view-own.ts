import type { AccountNoticeKind, SecondFactorTable } from '../../db/schema.ts';
import { type HelpSheet, sheetInWords } from '../assistance/rules.ts';
import type { FieldErrors } from '../errors.ts';
import { hasRole, type Viewer } from '../http/context.ts';
import { errorSummary } from '../views/error-summary.ts';
import type {
  AccountNoticeLine,
  AccountNoticesModel,
  CodeModel,
  OwnAccountModel,
  SecondFactorModel,
} from '../views/models/accounts.ts';
import { lineField } from '../views/parts.ts';
import { browserInWords } from './browser-words.ts';
import { setupKey } from './totp.ts';

/** Rows → plain models of the pages about one's own account. */

interface ShownNotice {
  id: string;
  kind: AccountNoticeKind;
  by_name: string;
  reason: string;
  at: string;
  seen_at: string | null;
}

interface ShownSession {
  id: string;
  created_at: string;
  seen_at: string;
  address: string;
  agent: string;
  /** Who types in it; null in a session of one's own. */
  helper_name: string | null;
}

export function accountPage(
  viewer: Viewer,
  shown: {
    sessions: readonly ShownSession[];
    factorOn: boolean;
    codesLeft: number;
    helpSheet: HelpSheet | undefined;
    notices: readonly ShownNotice[];
  },
): OwnAccountModel {
  return {
    userName: viewer.userName,
    factor: { on: shown.factorOn, codesLeft: shown.codesLeft, advised: !shown.factorOn && isAdvised(viewer) },
    sessions: shown.sessions.map((session) => ({
      browser: browserInWords(session.agent),
      helper: session.helper_name,
      address: session.address,
      since: session.created_at,
      seen: session.seen_at,
      own: session.id === viewer.sessionId,
      end: `/tai-khoan/phien/${session.id}/ket-thuc`,
    })),
    helpSheet: shown.helpSheet
      ? { words: sheetInWords(shown.helpSheet), drop: '/tai-khoan/phieu-nhap-giup/huy' }
      : null,
    others: shown.sessions.some((session) => session.id !== viewer.sessionId),
    notices: shown.notices.map(noticeLine),
  };
}

const NOTICE_WORDS: Record<AccountNoticeKind, { what: string; after: string }> = {
  'new-code': {
    what: 'đã cấp một mã đăng nhập dùng một lần mới cho tài khoản này',
    after: 'Mã cũ và các phiên đang mở lúc ấy hết hiệu lực; mật khẩu và bài viết vẫn nguyên.',
  },
  'second-factor-off': {
    what: 'đã tắt đăng nhập hai bước của tài khoản này',
    after: 'Từ lúc ấy chỉ cần mật khẩu là vào được. Có điện thoại rồi, đồng chí nên bật lại ở trang Tài khoản.',
  },
  'account-reset': {
    what: 'đã đặt lại tài khoản này',
    after:
      'Mật khẩu cũ, đăng nhập hai bước và các phiên đang mở lúc ấy hết hiệu lực; bài viết vẫn nguyên. Đồng chí nên bật lại đăng nhập hai bước ở trang Tài khoản.',
  },
  'sessions-ended': {
    what: 'đã kết thúc mọi phiên đang mở của tài khoản này',
    after: 'Mật khẩu và bài viết vẫn nguyên.',
  },
};

function noticeLine({ kind, by_name: who, reason, at, seen_at: seenAt }: ShownNotice): AccountNoticeLine {
  return { who, what: NOTICE_WORDS[kind].what, after: NOTICE_WORDS[kind].after, reason, at, seenAt };
}

/** `notices` as they come, the newest first; there is at least one. */
export function accountNoticesPage(notices: readonly ShownNotice[]): AccountNoticesModel {
  return { notices: notices.map(noticeLine), last: notices[0]?.id ?? '' };
}

export function factorPage(
  viewer: Viewer,
  shown: {
    factor: SecondFactorTable | undefined;
    codesLeft: number;
    rehearsal: boolean;
    errors: FieldErrors;
  },
): SecondFactorModel {
  const { factor, errors } = shown;
  const on = Boolean(factor?.enabled_at);
  return {
    summary: errorSummary(errors, false),
    on,
    codesLeft: shown.codesLeft,
    advised: isAdvised(viewer),
    setup: factor && !on ? setupKey(factor.secret, viewer.userName, shown.rehearsal) : null,
    password: lineField({
      name: 'mat_khau_cu',
      label: 'Mật khẩu đang dùng',
      error: errors.mat_khau_cu ?? null,
      type: 'password',
      autocomplete: 'current-password',
      width: 'medium',
    }),
    code: codeField(on ? 'Sáu chữ số trên điện thoại, hoặc một mã dự phòng.' : 'Sáu chữ số trên điện thoại.', errors),
  };
}

export function codePage(returnTo: string, errors: FieldErrors = {}): CodeModel {
  const hint = 'Sáu chữ số trên điện thoại, hoặc một mã dự phòng.';
  return { summary: errorSummary(errors, false), returnTo, code: codeField(hint, errors) };
}

function codeField(hint: string, errors: FieldErrors) {
  return lineField({
    name: 'ma',
    label: 'Mã xác nhận',
    hint,
    error: errors.ma ?? null,
    autocomplete: 'one-time-code',
    width: 'medium',
  });
}

/** Whoever reaches other people's records has more to lose. */
function isAdvised(viewer: Viewer): boolean {
  return hasRole(viewer, 'office', 'administrator');
}
