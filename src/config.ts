import * as z from 'zod';

/** What the environment means, after `readConfig`. */
export interface Config {
  host: string;
  port: number;
  /** Scheme, host and port under which people reach the server; every link and the CSRF check use it. */
  publicOrigin: string;
  dataDir: string;
  /** `postgres://…`: the database is a PostgreSQL server's; without it, a file in the data folder. Never logged: a password may stand in it. */
  databaseUrl: string | undefined;
  chromiumPath: string | undefined;
  /** Address of the one TLS proxy whose X-Forwarded-For is believed. */
  trustedProxy: string | undefined;
  logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  backup: BackupConfig;
}

/** Copies of the data. The passphrase stands here or in a file of its own; it is never logged and never stored. */
export interface BackupConfig {
  dir: string;
  /** How many of its own newest files stay. */
  keep: number;
  /** HH:MM in Hà Nội, every day; undefined: only when somebody asks. */
  at: string | undefined;
  passphrase: string | undefined;
  passphraseFile: string | undefined;
}

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const Environment = z.object({
  HOST: z.string().trim().min(1).default('127.0.0.1'),
  PORT: z.coerce.number().int().min(0).max(65_535).default(2424),
  PUBLIC_ORIGIN: z
    .url({ protocol: /^https?$/ })
    .transform((url) => new URL(url).origin)
    .optional(),
  DATA_DIR: z.string().trim().min(1).optional(),
  DATABASE_URL: z.url({ protocol: /^postgres(ql)?$/ }).optional(),
  CHROMIUM_PATH: z.string().trim().min(1).optional(),
  TRUSTED_PROXY: z.union([z.ipv4(), z.ipv6()]).optional(),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  BACKUP_DIR: z.string().trim().min(1).optional(),
  BACKUP_KEEP: z.coerce.number().int().min(1).max(1_000).default(14),
  BACKUP_AT: z
    .string()
    .trim()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/)
    .optional(),
  BACKUP_PASSPHRASE: z.string().optional(),
  BACKUP_PASSPHRASE_FILE: z.string().trim().min(1).optional(),
});

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

/**
 * Reads the environment. Throws `ConfigError` with a sentence in Vietnamese for the operator.
 * A host beyond loopback needs PUBLIC_ORIGIN: without it the CSRF check could not know its own name.
 */
export function readConfig(env: Record<string, string | undefined>, defaultDataDir: string): Config {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const parsed = Environment.safeParse(set);
  if (!parsed.success) {
    const names = [...new Set(parsed.error.issues.map((issue) => issue.path.join('.')))].join(', ');
    throw new ConfigError(`Biến môi trường không hợp lệ: ${names}. Hãy sửa hoặc bỏ đi rồi chạy lại.`);
  }
  const { HOST, PORT, PUBLIC_ORIGIN, DATA_DIR, CHROMIUM_PATH, TRUSTED_PROXY, LOG_LEVEL } = parsed.data;
  if (!PUBLIC_ORIGIN && !LOOPBACK.has(HOST)) {
    throw new ConfigError(
      `HOST=${HOST} mở máy chủ ra mạng nội bộ, nên cần thêm PUBLIC_ORIGIN, ` +
        `ví dụ PUBLIC_ORIGIN=http://tu-soi.lan:${PORT} (đúng địa chỉ mọi người gõ vào trình duyệt).`,
    );
  }
  const shownHost = HOST.includes(':') ? `[${HOST}]` : HOST;
  return {
    host: HOST,
    port: PORT,
    publicOrigin: PUBLIC_ORIGIN ?? `http://${shownHost}:${PORT}`,
    dataDir: DATA_DIR ?? defaultDataDir,
    databaseUrl: parsed.data.DATABASE_URL,
    chromiumPath: CHROMIUM_PATH,
    trustedProxy: TRUSTED_PROXY,
    logLevel: LOG_LEVEL,
    backup: {
      dir: parsed.data.BACKUP_DIR ?? `${DATA_DIR ?? defaultDataDir}/backups`,
      keep: parsed.data.BACKUP_KEEP,
      at: parsed.data.BACKUP_AT,
      passphrase: parsed.data.BACKUP_PASSPHRASE,
      passphraseFile: parsed.data.BACKUP_PASSPHRASE_FILE,
    },
  };
}
