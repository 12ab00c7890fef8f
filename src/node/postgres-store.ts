import { ConfigError } from '../config.ts';
import type { Log } from '../deps.ts';
import { copyEverything } from '../storage/copying.ts';
import { migrateTo, migrationsIn } from '../storage/migrate.ts';
import { openPostgres, othersAtWork, type PostgresStore } from '../storage/postgres.ts';
import { IN_USE, type NodeStore } from './node-store.ts';
import { openFile } from './sqlite-store.ts';

/** PostgreSQL 14 is the oldest that its makers still mend. */
const OLDEST = 140_000;

/**
 * A database on a server, and what the commands at the server need of it. Throws `ConfigError` when it cannot be reached,
 * or when it is wanted `alone` and others work with it.
 */
export async function openServer(
  url: string,
  log: Pick<Log, 'warn'>,
  { alone = false } = {},
): Promise<NodeStore & PostgresStore> {
  const firstHere = !(await reached(url, () => othersAtWork(url)));
  if (alone && !firstHere) throw new ConfigError(IN_USE);
  const store = openPostgres(url, log);
  const place = placeOf(url);
  async function ask<Row>(question: string): Promise<Row[]> {
    return (await store.pool.query(question)).rows as Row[];
  }
  const opened: NodeStore & PostgresStore = {
    ...store,
    engine: 'postgres',
    firstHere,
    place,
    async tables() {
      const rows = await ask<{ name: string }>(
        'select tablename as name from pg_tables where schemaname = current_schema() order by tablename collate "C"',
      );
      return rows.map(({ name }) => name);
    },
    async assertSound() {
      const [is] = await ask<{ version: number; encoding: string; readOnly: string; fsync: string }>(
        `select current_setting('server_version_num')::int as version, current_setting('server_encoding') as encoding,
          current_setting('transaction_read_only') as "readOnly", current_setting('fsync') as fsync`,
      );
      const fault = faultOf(is, await opened.tables());
      if (fault) throw new ConfigError(`Không dùng được cơ sở dữ liệu ${place}: ${fault}`);
      if (is?.fsync === 'off') log.warn({ place }, 'fsync is off: a power cut may lose what people have saved');
    },
    async copyTo(path) {
      const file = openFile(path);
      try {
        await migrateTo(file.db, (await migrationsIn(store.db)).at(-1) ?? '');
        // The file counts only once all of it is there: nothing in it is waited for before.
        await file.unwaited(async () => copyEverything(opened, file, await file.tables()));
        file.file.pragma('wal_checkpoint(truncate)');
      } finally {
        await file.close();
      }
    },
    unwaited: (work) => work(),
    async size() {
      const [row] = await ask<{ bytes: number }>('select pg_database_size(current_database()) as bytes');
      return row?.bytes ?? 0;
    },
    async writable() {
      return ask<{ off: boolean }>(`select current_setting('transaction_read_only') = 'off' as off`).then(
        ([row]) => row?.off === true,
        () => false,
      );
    },
  };
  try {
    await reached(url, opened.tables);
  } catch (error) {
    await store.close();
    throw error;
  }
  return opened;
}

async function reached<Result>(url: string, question: () => Promise<Result>): Promise<Result> {
  try {
    return await question();
  } catch (error) {
    throw new ConfigError(`Không mở được cơ sở dữ liệu ${placeOf(url)}: ${reasonOf(error)}`, { cause: error });
  }
}

function faultOf(
  is: { version: number; encoding: string; readOnly: string } | undefined,
  tables: readonly string[],
): string | null {
  if (!is || is.version < OLDEST) return 'máy chủ PostgreSQL quá cũ; cần bản 14 trở lên.';
  if (is.encoding !== 'UTF8')
    return 'bảng mã không phải UTF8; hãy tạo lại bằng createdb --encoding=UTF8 --template=template0.';
  if (is.readOnly !== 'off') return 'máy chủ này chỉ cho đọc; hãy trỏ DATABASE_URL tới máy chủ chính.';
  if (tables.length > 0 && !tables.includes('kysely_migration'))
    return 'trong đó đã có bảng của chương trình khác; hãy tạo một cơ sở dữ liệu riêng cho Tự soi.';
  return null;
}

/** Name and password stay out of it. */
function placeOf(url: string): string {
  const { host, pathname } = new URL(url);
  return `postgres://${host}${pathname}`;
}

/** What to do about it, by the server's or the network's code. */
const REASONS: [RegExp, string][] = [
  [
    /^ECONNREFUSED$/,
    'không có máy chủ PostgreSQL nào trả lời ở đó. Hãy khởi động nó, hoặc kiểm tra tên máy và cổng trong DATABASE_URL.',
  ],
  [/^(ENOTFOUND|EAI_AGAIN)$/, 'không tìm thấy máy ấy trong mạng. Hãy kiểm tra tên máy trong DATABASE_URL.'],
  [/^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/, 'máy ấy không trả lời. Hãy kiểm tra mạng và tường lửa.'],
  [/^28/, 'máy chủ không nhận tên hoặc mật khẩu trong DATABASE_URL.'],
  [/^3D000$/, 'máy chủ chưa có cơ sở dữ liệu tên ấy. Hãy tạo trước bằng createdb.'],
  [/^42501$/, 'tài khoản trong DATABASE_URL không có quyền tạo bảng ở đó.'],
  [/^(57P03|53300)$/, 'máy chủ đang khởi động hoặc đã đủ kết nối. Hãy đợi một phút rồi chạy lại.'],
];

function reasonOf(error: unknown): string {
  const codes = [error, error instanceof Error ? error.cause : undefined].map((one) =>
    one instanceof Error && 'code' in one ? String(one.code) : '',
  );
  const known = REASONS.find(([pattern]) => codes.some((code) => pattern.test(code)));
  return known ? known[1] : String(error);
}
