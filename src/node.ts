import { ConfigError } from './config.ts';
import { demoCommand } from './node/demo.ts';
import { serveCommand } from './node/serve.ts';

/** The command line on Node: `serve` (npm start) and `demo` (npm run demo). */
const COMMANDS: Record<string, (words: string[]) => Promise<void>> = {
  serve: serveCommand,
  demo: demoCommand,
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
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE') {
    return 'Cổng này đang được chương trình khác dùng. Hãy dừng chương trình đó, hoặc chạy với PORT khác, ví dụ PORT=2525.';
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}
