import { ConfigError } from './config.ts';
import { demoCommand } from './node/demo.ts';
import { logCommand } from './node/log-command.ts';
import { serveCommand } from './node/serve.ts';
import { userCommand } from './node/user-command.ts';

/** The command line on Node: `npm start` is serve; every other one is its own script. */
const COMMANDS: Record<string, (words: string[]) => Promise<void>> = {
  serve: serveCommand,
  user: userCommand,
  demo: demoCommand,
  log: logCommand,
};

/** Causes an operator can mend himself: the error's code → what to do. */
const WHAT_TO_DO: Record<string, string> = {
  EADDRINUSE:
    'Cổng này đang được chương trình khác dùng. Hãy dừng chương trình đó, hoặc chạy với PORT khác, ví dụ PORT=2525.',
  EADDRNOTAVAIL: 'Máy này không có địa chỉ ghi ở HOST. Hãy kiểm tra lại HOST.',
  EACCES: 'Không có quyền ghi vào thư mục dữ liệu hoặc mở cổng này. Hãy kiểm tra DATA_DIR và PORT.',
  EPERM: 'Không có quyền ghi vào thư mục dữ liệu. Hãy kiểm tra DATA_DIR.',
  ENOTDIR: 'DATA_DIR phải là một thư mục. Hãy kiểm tra lại đường dẫn.',
  EEXIST: 'DATA_DIR phải là một thư mục. Hãy kiểm tra lại đường dẫn.',
  SQLITE_NOTADB:
    'Tệp cơ sở dữ liệu đã hỏng hoặc không phải của Tự soi. Hãy giữ nguyên tệp và báo người phụ trách kỹ thuật.',
  SQLITE_CORRUPT: 'Tệp cơ sở dữ liệu đã hỏng. Hãy giữ nguyên tệp và báo người phụ trách kỹ thuật.',
  SQLITE_CANTOPEN: 'Không mở được cơ sở dữ liệu trong DATA_DIR. Hãy kiểm tra đường dẫn và quyền của thư mục.',
};

const [name = 'serve', ...words] = process.argv.slice(2);
const command = COMMANDS[name];
if (!command) {
  console.error(`Không có lệnh “${name}”. Các lệnh: ${Object.keys(COMMANDS).join(', ')}.`);
  process.exit(2);
}
try {
  await command(words);
  process.exit(0);
} catch (error) {
  console.error(explain(error));
  process.exit(1);
}

/** Says to the operator what happened and what to do, without a stack where the cause is plain. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) return error.message;
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code in WHAT_TO_DO) return `${WHAT_TO_DO[code]} (${code})`;
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
