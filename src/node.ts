import { backupCommand, drillCommand } from './node/backup-command.ts';
import { demoCommand } from './node/demo.ts';
import { explain } from './node/explain.ts';
import { logCommand } from './node/log-command.ts';
import { moveCommand } from './node/move-command.ts';
import { restoreCommand } from './node/restore-command.ts';
import { serveCommand } from './node/serve.ts';
import { userCommand } from './node/user-command.ts';
import { workerCommand } from './node/worker-command.ts';

/** The command line on Node: `npm start` is serve; every other one is its own script. */
const COMMANDS: Record<string, (words: string[]) => Promise<void>> = {
  serve: serveCommand,
  user: userCommand,
  demo: demoCommand,
  log: logCommand,
  backup: backupCommand,
  restore: restoreCommand,
  drill: drillCommand,
  move: moveCommand,
  worker: workerCommand,
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
