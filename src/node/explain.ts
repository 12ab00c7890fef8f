import { ConfigError } from '../config.ts';

const RESTORE =
  'Hãy giữ nguyên tệp này, rồi khôi phục từ bản sao lưu gần nhất: npm run restore -- ĐƯỜNG_DẪN/tu-soi-….tsbackup ' +
  '(dữ liệu hiện có được cất sang bên, không bị ghi đè). Trong README, xem mục “Khôi phục”.';
const FULL = 'Ổ đĩa đã đầy nên chưa ghi được; những gì đã lưu trước đó vẫn còn nguyên. Hãy dọn bớt ổ đĩa rồi chạy lại.';

/** Causes an operator can mend himself: the error's code → what to do. */
const WHAT_TO_DO: Record<string, string> = {
  EADDRINUSE:
    'Cổng này đang được chương trình khác dùng. Hãy dừng chương trình đó, hoặc chạy với PORT khác, ví dụ PORT=2525.',
  EADDRNOTAVAIL: 'Máy này không có địa chỉ ghi ở HOST. Hãy kiểm tra lại HOST.',
  EACCES:
    'Không có quyền ghi vào thư mục dữ liệu, thư mục sao lưu, hoặc mở cổng này. Hãy kiểm tra DATA_DIR, BACKUP_DIR và PORT.',
  EPERM: 'Không có quyền ghi vào thư mục dữ liệu hoặc thư mục sao lưu. Hãy kiểm tra DATA_DIR và BACKUP_DIR.',
  EROFS: 'Ổ đĩa chỉ cho đọc. Hãy kiểm tra DATA_DIR và BACKUP_DIR.',
  ENOTDIR: 'DATA_DIR và BACKUP_DIR phải là thư mục. Hãy kiểm tra lại đường dẫn.',
  EEXIST: 'DATA_DIR phải là một thư mục. Hãy kiểm tra lại đường dẫn.',
  ENOSPC: FULL,
  EDQUOT: FULL,
  SQLITE_FULL: FULL,
  SQLITE_NOTADB: `Tệp cơ sở dữ liệu đã hỏng hoặc không phải của Tự soi. ${RESTORE}`,
  SQLITE_CORRUPT: `Tệp cơ sở dữ liệu đã hỏng. ${RESTORE}`,
  SQLITE_CANTOPEN: 'Không mở được cơ sở dữ liệu trong DATA_DIR. Hãy kiểm tra đường dẫn và quyền của thư mục.',
};

/** What to do about a broken database, where no error of SQLite's says that it is one. */
export const BROKEN_DATABASE = WHAT_TO_DO.SQLITE_CORRUPT ?? '';

/** What happened and what to do, in a sentence; undefined where no operator could know. */
export function plainWords(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const known = Object.keys(WHAT_TO_DO).find((name) => code === name || code.startsWith(`${name}_`));
  return known && `${WHAT_TO_DO[known]} (${code})`;
}

/** Says to the operator what happened and what to do, without a stack where the cause is plain. */
export function explain(error: unknown): string {
  return plainWords(error) ?? (error instanceof Error ? (error.stack ?? error.message) : String(error));
}
