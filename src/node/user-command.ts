import { v7 as uuidv7 } from 'uuid';
import type { RoleName } from '../../db/schema.ts';
import { FullName, UserName } from '../accounts/input.ts';
import { allAccounts } from '../accounts/queries.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import { endAllSessions, freshCode, makeAccount, resetAccount, type ServerCode } from '../accounts/server-acts.ts';
import { type Config, ConfigError, readConfig } from '../config.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { maskNumbers } from '../http/masking.ts';
import { pendingMigrations } from '../storage/migrate.ts';
import { allUnits, draftHolders, findMember, type UnitRow } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import { openExisting } from './existing.ts';

/** What can be given to somebody who is nobody's member; a branch's duties are given to members, on their pages. */
const GIVEN: Record<string, RoleName> = { 'quan-tri': 'administrator', 'van-phong': 'office', 'kiem-tra': 'auditor' };

const USAGE = `Cách dùng:
  npm run user -- list                                        các tài khoản
  npm run user -- make TÊN_ĐĂNG_NHẬP "HỌ TÊN" VIỆC "TỔ CHỨC"   lập tài khoản, in mã dùng một lần
        VIỆC là ${Object.keys(GIVEN).join(', ')}; TỔ CHỨC là tên hoặc mã của một tổ chức đảng
  npm run user -- link TÊN_ĐĂNG_NHẬP                          mã dùng một lần mới; mật khẩu giữ nguyên
  npm run user -- reset TÊN_ĐĂNG_NHẬP                         bỏ mật khẩu và đăng nhập hai bước, kết thúc mọi phiên, in mã mới
  npm run user -- end-sessions TÊN_ĐĂNG_NHẬP                  kết thúc mọi phiên đang mở`;

type UserDeps = Pick<Deps, 'store' | 'now' | 'newId'> & { config: Config };
type Account = Awaited<ReturnType<typeof allAccounts>>[number];

/** How many words each act takes. */
const ACTS: Record<string, { words: number; act: (deps: UserDeps, words: string[]) => Promise<void> }> = {
  list: { words: 0, act: list },
  make: { words: 4, act: make },
  link: { words: 1, act: link },
  reset: { words: 1, act: reset },
  'end-sessions': { words: 1, act: endSessionsOf },
};

/** What these words ask for, on any database. Throws `ConfigError` that tells how to ask. */
export function userAct([name = '', ...words]: string[]): (deps: UserDeps) => Promise<void> {
  const chosen = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (!chosen || words.length !== chosen.words) throw new ConfigError(USAGE);
  return async (deps) => {
    try {
      await chosen.act(deps, words);
    } catch (error) {
      if (!(error instanceof LostGuard)) throw error;
      throw new ConfigError('Có người vừa thay đổi cùng lúc nên chưa làm gì cả. Hãy chạy lại lệnh.', { cause: error });
    }
  };
}

/** `npm run user`: for who keeps the server, beside it or while it stands still. */
export async function userCommand(words: string[]): Promise<void> {
  const act = userAct(words);
  const config = readConfig(process.env, 'data/real');
  const store = await openExisting(config);
  try {
    if ((await pendingMigrations(store.db)).length > 0) {
      throw new ConfigError('Cơ sở dữ liệu này của phiên bản cũ hơn. Hãy chạy npm start để nâng cấp, rồi làm lại.');
    }
    await act({ store, now: () => new Date(), newId: uuidv7, config });
  } finally {
    await store.close();
  }
}

async function list({ store }: UserDeps): Promise<void> {
  const accounts = await allAccounts(store.db);
  for (const account of accounts) {
    const duties = account.roles.map(({ role, unit_name: unit }) => `${ROLE_WORDS[role]} (${unit})`);
    const marks = [
      ...duties,
      ...(account.password === null ? ['chưa đặt mật khẩu'] : []),
      ...(account.factorOn ? ['đăng nhập hai bước'] : []),
      ...(account.disabled === 1 ? ['ĐANG KHÓA'] : []),
    ];
    const line = `${account.user_name}  ${account.display_name}${marks.length > 0 ? ` – ${marks.join('; ')}` : ''}`;
    console.log(maskNumbers(line));
  }
  console.log(`Có ${formatNumber(accounts.length)} tài khoản.`);
}

async function make(deps: UserDeps, [userName = '', displayName = '', work = '', place = '']: string[]): Promise<void> {
  const name = UserName.safeParse(userName);
  if (!name.success) throw new ConfigError(`“${userName}” chưa đúng. ${name.error.issues[0]?.message ?? ''}`);
  const shown = FullName.safeParse(displayName);
  if (!shown.success) throw new ConfigError(`Họ tên chưa đúng. ${shown.error.issues[0]?.message ?? ''}`);
  const role = Object.hasOwn(GIVEN, work) ? GIVEN[work] : undefined;
  if (!role) {
    throw new ConfigError(
      `Không có việc “${work}”. Chọn một trong: ${Object.keys(GIVEN).join(', ')}. ` +
        'Bí thư, phó bí thư, chi ủy viên thì giao cho đảng viên ở trang Quản trị.',
    );
  }
  const unit = unitNamed(await allUnits(deps.store.db), place);
  if ((await allAccounts(deps.store.db)).some(({ user_name: taken }) => taken === name.data)) {
    throw new ConfigError(
      `Đã có tài khoản ${name.data}. Hãy chọn tên khác, hoặc dùng: npm run user -- link ${name.data}`,
    );
  }
  const code = await makeAccount(deps, { userName: name.data, displayName: shown.data, role, unitId: unit.id });
  console.log(`Đã lập tài khoản ${name.data} cho đồng chí ${shown.data}: ${ROLE_WORDS[role]}, ${unit.name}.`);
  tellCode(deps, name.data, code);
}

/** By its id, or by its name in any case and with or without marks. */
function unitNamed(units: readonly UnitRow[], asked: string): UnitRow {
  const byId = units.find(({ id }) => id === asked);
  const found = byId ? [byId] : units.filter(({ name }) => foldName(name) === foldName(asked));
  const [only] = found;
  if (only && found.length === 1) return only;
  if (units.length === 0) {
    throw new ConfigError('Chưa có tổ chức nào. Hãy chạy npm start và mở liên kết lập người quản trị đầu tiên.');
  }
  const choices = (found.length > 0 ? found : units.filter(({ kind }) => kind === 'committee')).map(
    ({ id, name }) => `  ${id}  ${name}`,
  );
  const what = found.length > 0 ? `Có nhiều tổ chức tên “${asked}”` : `Không có tổ chức “${asked}”`;
  throw new ConfigError(`${what}. Hãy dùng mã hoặc tên của một tổ chức:\n${choices.join('\n')}`);
}

async function link(deps: UserDeps, [userName = '']: string[]): Promise<void> {
  const account = await accountNamed(deps, userName);
  const code = await freshCode(deps, await held(deps, account));
  console.log(`Đã tạo mã mới cho ${account.user_name} (đồng chí ${account.display_name}). Mật khẩu giữ nguyên.`);
  tellCode(deps, account.user_name, code);
  if (account.factorOn) console.log('Tài khoản này bật đăng nhập hai bước: gõ mã xong còn phải có điện thoại.');
  await warnOfDraft(deps, account);
}

async function reset(deps: UserDeps, [userName = '']: string[]): Promise<void> {
  const account = await accountNamed(deps, userName);
  const code = await resetAccount(deps, await held(deps, account));
  console.log(`Đã đặt lại tài khoản ${account.user_name} (đồng chí ${account.display_name}):`);
  console.log('mật khẩu cũ và đăng nhập hai bước đã bỏ, mọi phiên đã kết thúc; bài viết vẫn nguyên.');
  tellCode(deps, account.user_name, code);
  await warnOfDraft(deps, account);
}

async function endSessionsOf(deps: UserDeps, [userName = '']: string[]): Promise<void> {
  const account = await accountNamed(deps, userName);
  await endAllSessions(deps, await held(deps, account));
  console.log(`Đã kết thúc mọi phiên của ${account.user_name} (đồng chí ${account.display_name}).`);
  console.log('Mật khẩu giữ nguyên: nếu nghi người khác biết mật khẩu, hãy dùng reset.');
}

async function accountNamed({ store }: UserDeps, userName: string): Promise<Account> {
  const account = (await allAccounts(store.db)).find(({ user_name: name }) => name === userName.trim().toLowerCase());
  if (!account) throw new ConfigError(`Không có tài khoản “${userName}”. Xem các tài khoản: npm run user -- list`);
  if (account.disabled === 1) throw new ConfigError(`Tài khoản ${account.user_name} đang khóa nên chưa làm gì cả.`);
  return account;
}

async function held({ store }: UserDeps, account: Account) {
  const member = account.member_id === null ? undefined : await findMember(store.db, account.member_id);
  return { id: account.id, version: account.version, unitId: member?.unit_id ?? null };
}

function tellCode({ config }: UserDeps, userName: string, { code, validUntil }: ServerCode): void {
  console.log(`Mở ${config.publicOrigin}/dang-nhap, gõ tên đăng nhập ${userName} và, ở ô mật khẩu, mã dùng một lần:`);
  console.log(`\n    ${code}\n`);
  console.log(`Mã dùng được đến ${formatDateTime(validUntil)}. Chỉ trao tận tay; lệnh này không in lại được.`);
}

/** A draft is its author's alone: whoever holds the code would open it. */
async function warnOfDraft(deps: UserDeps, account: Account): Promise<void> {
  const { unitId } = await held(deps, account);
  if (!account.member_id || !unitId) return;
  if (!(await draftHolders(deps.store.db, unitId)).has(account.member_id)) return;
  console.log(
    'Đồng chí này có bản kiểm điểm đang viết, chỉ một mình đồng chí ấy được đọc: ai cầm mã là mở được bản ấy.',
  );
  console.log('Lần đăng nhập tới, đồng chí ấy được báo là mã đã được tạo trên máy chủ.');
}
