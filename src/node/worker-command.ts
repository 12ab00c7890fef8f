import { v7 as uuidv7 } from 'uuid';
import { FIRST_LINK_MINUTES, firstAdministratorLink } from '../accounts/first-administrator.ts';
import { ConfigError, readConfig } from '../config.ts';
import { verify } from './log-command.ts';
import { userAct } from './user-command.ts';
import { openThroughWrangler } from './wrangler-d1.ts';

const USAGE = `Cách dùng (PUBLIC_ORIGIN phải đúng như trong wrangler.toml):
  npm run worker -- first-link          liên kết lập người quản trị đầu tiên
  npm run worker -- user LỆNH …         như npm run user, trên D1
  npm run worker -- verify [SỐ:MÃ]      như npm run log -- verify, trên D1
Thêm --local ở cuối để làm trên bản chạy thử của wrangler dev.`;

/** What who keeps a Worker does from his own machine. The Worker itself has no screen to print a link on. */
export async function workerCommand(given: string[]): Promise<void> {
  const local = given.indexOf('--local');
  const where = local < 0 ? ['--remote'] : given.slice(local);
  const [name, ...words] = local < 0 ? given : given.slice(0, local);
  if (name !== 'first-link' && name !== 'user' && name !== 'verify') throw new ConfigError(USAGE);
  if (!process.env.PUBLIC_ORIGIN) throw new ConfigError(`Chưa đặt PUBLIC_ORIGIN.\n${USAGE}`);
  const config = readConfig(process.env, 'D1');
  const store = openThroughWrangler(where);
  const deps = { store, now: () => new Date(), newId: uuidv7, config };
  if (name === 'user') return userAct(words)(deps);
  if (name === 'verify') return verify(store, words[0]);
  const link = await firstAdministratorLink(deps);
  if (!link) throw new ConfigError('Đã có người quản trị nên không lập người quản trị đầu tiên nữa.');
  console.log(`Lập người quản trị đầu tiên (dùng một lần, trong ${FIRST_LINK_MINUTES} phút):\n  ${link}`);
}
