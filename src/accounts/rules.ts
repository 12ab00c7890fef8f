import type { RoleName } from '../../db/schema.ts';

/** Who may come in, for how long, and after how many mistakes. */

export const IDLE_MINUTES = 30;
/** Where somebody types for another: its owner has gone home long before the half hour is over. */
export const ASSISTED_IDLE_MINUTES = 10;
export const LONGEST_HOURS = 12;
/** Long enough to write and read back a whole review; then its owner says anew that he is there. */
export const ASSISTED_LONGEST_HOURS = 4;
/** Version of the first-use notice (law.md); a new text asks everybody again. */
export const NOTICE_VERSION = '2026-11';

export const ATTEMPT_WINDOW_MINUTES = 15;
export const ATTEMPTS_PER_ACCOUNT = 6;
export const ATTEMPTS_PER_ADDRESS = 40;

export const PASSWORD_LETTERS = { least: 10, most: 128 } as const;

interface SessionTimes {
  created_at: string;
  seen_at: string;
  helper_account_id: string | null;
}

export function sessionIsOver(session: SessionTimes, now: Date): boolean {
  return now.getTime() > idleEndOf(session) || now.getTime() > lastEndOf(session);
}

function lastEndOf(session: SessionTimes): number {
  const hours = session.helper_account_id === null ? LONGEST_HOURS : ASSISTED_LONGEST_HOURS;
  return Date.parse(session.created_at) + hours * 3_600_000;
}

function idleEndOf(session: SessionTimes): number {
  const minutes = session.helper_account_id === null ? IDLE_MINUTES : ASSISTED_IDLE_MINUTES;
  return Date.parse(session.seen_at) + minutes * 60_000;
}

/** How long a session has still to live, and whether working on would make it longer (its longest time is fixed). */
export function timeLeft(session: SessionTimes, now: Date): { secondsLeft: number; mayGoOn: boolean } {
  const idleEnd = idleEndOf(session);
  const lastEnd = lastEndOf(session);
  const secondsLeft = Math.max(0, Math.floor((Math.min(idleEnd, lastEnd) - now.getTime()) / 1000));
  return { secondsLeft, mayGoOn: idleEnd < lastEnd };
}

/** Sessions that began before this instant are over, whoever has them. */
export function sessionsBegunBefore(now: Date): string {
  return new Date(now.getTime() - LONGEST_HOURS * 3_600_000).toISOString();
}

/** What is wrong with a new password, in Vietnamese, or null. Length counts, not character classes (NIST 800-63B). */
export function passwordProblem(password: string, userName: string): string | null {
  const letters = [...password].length;
  if (letters < PASSWORD_LETTERS.least) {
    return `Mật khẩu cần ít nhất ${PASSWORD_LETTERS.least} ký tự. Một câu ngắn dễ nhớ là tốt nhất.`;
  }
  if (letters > PASSWORD_LETTERS.most) return `Mật khẩu dài nhất ${PASSWORD_LETTERS.most} ký tự.`;
  if (new Set(password).size < 5) return 'Mật khẩu lặp lại quá ít ký tự. Đồng chí chọn câu khác.';
  if (password.toLowerCase().includes(userName.toLowerCase())) return 'Mật khẩu không được chứa tên đăng nhập.';
  return null;
}

/** A user name people can read aloud: small letters, digits, dots. */
export const USER_NAME = /^[a-z][a-z0-9.]{2,39}$/;
export const USER_NAME_SENTENCE =
  'Tên đăng nhập gồm 3–40 chữ thường không dấu, chữ số hoặc dấu chấm, bắt đầu bằng chữ.';

export const ROLE_WORDS: Record<RoleName, string> = {
  secretary: 'Bí thư chi bộ',
  deputy: 'Phó bí thư chi bộ',
  committee_member: 'Chi ủy viên',
  office: 'Văn phòng đảng ủy',
  administrator: 'Quản trị',
  auditor: 'Người kiểm tra nhật ký',
};
