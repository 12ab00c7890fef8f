import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import * as z from 'zod';
import { ConfigError } from '../config.ts';
import { openD1 } from '../storage/d1.ts';

/** The same store over a D1 at Cloudflare, as its operator reaches it: by `wrangler d1 execute`, with his own permission. */

type D1 = Parameters<typeof openD1>[0];
type Bound = ReturnType<ReturnType<D1['prepare']>['bind']>;

const Results = z.array(
  z.object({
    results: z.array(z.record(z.string(), z.unknown())).default([]),
    meta: z.record(z.string(), z.unknown()).default({}),
  }),
);

/** `where`: what tells wrangler which database (`--remote`, or `--local --persist-to DIR`). */
export function openThroughWrangler(where: readonly string[]): ReturnType<typeof openD1> {
  /** A call is one batch: all of its statements, or none. */
  async function execute(statements: readonly string[]): Promise<z.infer<typeof Results>> {
    const words = ['d1', 'execute', 'DB', ...where, '--json', '--yes', '--command', statements.join(';\n')];
    return Results.parse(JSON.parse(await wrangler(words)));
  }
  const database = {
    prepare: (sql: string) => ({
      bind(...values: unknown[]) {
        const text = withValues(sql, values);
        return { text, all: async () => ({ success: true, ...(await execute([text]))[0] }) };
      },
    }),
    batch: (all: readonly { text: string }[]) => execute(all.map(({ text }) => text)),
  };
  return openD1(database as unknown as D1 & { batch(all: readonly Bound[]): Promise<never> });
}

async function wrangler(words: readonly string[]): Promise<string> {
  const program = join(dirname(createRequire(import.meta.url).resolve('wrangler/package.json')), 'bin/wrangler.js');
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false' };
  try {
    const { stdout } = await promisify(execFile)(process.execPath, [program, ...words], { env, maxBuffer: 2 ** 28 });
    return stdout;
  } catch (cause) {
    const { stdout = '', stderr = '' } = cause as { stdout?: string; stderr?: string };
    // A guard's refusal is an answer, too; the store knows it by its words.
    if (/constraint failed/i.test(stdout + stderr)) throw new Error(stdout + stderr, { cause });
    throw new ConfigError(
      `wrangler chưa làm được việc này. Đồng chí xem đã đăng nhập (wrangler login) và wrangler.toml đã ghi đúng database_id chưa.\n${stderr || stdout}`,
      { cause },
    );
  }
}

/** Puts the values where the marks stand. Marks inside names and texts are none. */
export function withValues(sql: string, values: readonly unknown[]): string {
  let next = 0;
  const text = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (part) =>
    part === '?' ? literal(values[next++]) : part,
  );
  if (next !== values.length) throw new Error(`${values.length} values for ${next} places`);
  return text;
}

function literal(value: unknown): string {
  if (value === null) return 'null';
  if (typeof value === 'number' && Number.isFinite(value)) return String(value);
  if (typeof value === 'string' && !value.includes('\0')) return `'${value.replaceAll("'", "''")}'`;
  throw new Error('a value that cannot be written as SQL');
}
