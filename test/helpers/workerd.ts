import { type ChildProcess, execFile, spawn } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import Database from 'better-sqlite3';
import { v7 as uuidv7 } from 'uuid';
import { readConfig } from '../../src/config.ts';
import type { Deps } from '../../src/deps.ts';
import { withValues } from '../../src/node/wrangler-d1.ts';
import { readShipped } from '../../src/node/shipped.ts';
import { findBrowser } from '../../src/pdf/chromium-binary.ts';
import { openD1 } from '../../src/storage/d1.ts';
import { fakePdf } from './app.ts';
import { freePort, type LiveSite } from './browser.ts';

/** The Worker as `wrangler dev` runs it: workerd, a local D1, a queue, and a browser behind the BROWSER binding. */
export interface LiveWorker extends LiveSite {
  /** The folder of its local database, for wrangler's own commands. */
  state: string;
  /** Everything the Worker and wrangler have written so far. */
  output(): string;
  /** The scheduled run, now. */
  runSchedule(): Promise<number>;
  remove(): Promise<void>;
}

const WRANGLER = 'node_modules/wrangler/bin/wrangler.js';
/** The build that this wrangler would download: it takes what lies in its place. */
const CHROME_BUILD = 'linux-126.0.6478.182';
const READY_MS = 60_000;

export interface WorkerOptions {
  /** A database of Node's whose rows the Worker shall have; its first-time rows included. */
  copyOf?: Promise<string>;
  rehearsal?: boolean;
}

export async function startWorker({ copyOf, rehearsal = false }: WorkerOptions = {}): Promise<LiveWorker> {
  const home = mkdtempSync(join(tmpdir(), 'tu-soi-workerd-'));
  const state = join(home, 'state');
  const env = wranglerEnvironment(home);
  const [port, inspector] = [await freePort(), await freePort()];
  const origin = `http://127.0.0.1:${port}`;
  const { child, output } = startDev(['--port', `${port}`, '--inspector-port', `${inspector}`], { state, origin, env });
  const remove = async () => {
    await end(child, join(home, 'browsers'));
    rmSync(home, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  };
  try {
    // Nobody has asked yet, so the database is nobody's but ours.
    await Promise.all([migrate(state, env), installBrowser(home)]);
    if (copyOf) copyRows(await copyOf, databaseFile(state));
    await untilReady(child, origin, output);
  } catch (error) {
    await remove();
    throw error;
  }
  const deps = await depsBeside(origin, rehearsal);
  const runSchedule = async () => (await fetch(`${origin}/cdn-cgi/local/scheduled`)).status;
  return { origin, port, state, deps, output, runSchedule, remove };
}

function startDev(
  ports: readonly string[],
  { state, origin, env }: { state: string; origin: string; env: NodeJS.ProcessEnv },
): { child: ChildProcess; output: () => string } {
  const words = ['dev', '--ip', '127.0.0.1', ...ports, '--persist-to', state, '--var', `PUBLIC_ORIGIN:${origin}`];
  const child = spawn(process.execPath, [WRANGLER, ...words, '--show-interactive-dev-session=false'], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const written: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => written.push(String(text)));
  return { child, output: () => written.join('') };
}

/** Nothing of this machine's own wrangler is read or written, and nothing is asked of the network. */
export function wranglerEnvironment(home: string): NodeJS.ProcessEnv {
  return {
    PATH: process.env.PATH,
    HOME: home,
    TMPDIR: process.env.TMPDIR,
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_CACHE_HOME: join(home, 'cache'),
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_LOG_PATH: join(home, 'logs'),
    CLOUDFLARE_CF_FETCH_ENABLED: 'false',
    CI: 'true',
    NO_COLOR: '1',
  };
}

export async function wrangler(parts: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, [WRANGLER, ...parts], { env });
  return stdout + stderr;
}

/** As the operator does it. */
async function migrate(state: string, env: NodeJS.ProcessEnv): Promise<void> {
  await wrangler(['d1', 'migrations', 'apply', 'tu-soi', '--local', '--persist-to', state], env);
}

/**
 * The browser that Node prints with, where wrangler looks for its own. It notes its number, to be found again. Nothing is
 * said of hinting (`--font-render-hinting`): at Cloudflare nobody can say it either, and papers must be the same.
 */
async function installBrowser(home: string): Promise<void> {
  const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const binary = await findBrowser({ chromiumPath: process.env.CHROMIUM_PATH, dataDir: tmpdir() }, silent);
  const folder = join(home, 'cache/.wrangler/chrome', CHROME_BUILD, 'chrome-linux64');
  mkdirSync(folder, { recursive: true });
  const script = join(folder, 'chrome');
  const asRoot = process.getuid?.() === 0 ? ' --no-sandbox' : '';
  const lines = [
    '#!/bin/sh',
    `echo $$ >> '${join(home, 'browsers')}'`,
    binary.libraries ? `export LD_LIBRARY_PATH='${binary.libraries}'` : '',
    `exec '${binary.path}' "$@"${asRoot} --disable-gpu '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'`,
    '',
  ];
  writeFileSync(script, lines.join('\n'));
  chmodSync(script, 0o700);
}

/** Where wrangler keeps the one local D1. */
function databaseFile(state: string): string {
  const folder = join(state, 'v3/d1/miniflare-D1DatabaseObject');
  const [name, ...more] = readdirSync(folder).filter((file) => /^[0-9a-f]{64}\.sqlite$/.test(file));
  if (!name || more.length > 0) throw new Error('there is not one local D1');
  return join(folder, name);
}

/** Both were made by the same migrations; only the tables of their keepers differ. */
function copyRows(from: string, to: string): void {
  const target = new Database(to);
  target.pragma('foreign_keys = OFF');
  target.prepare('attach ? as source').run(from);
  const names = target
    .prepare(
      "select name from source.sqlite_master where type = 'table' and name not like '%kysely%' and name not like 'sqlite_%'",
    )
    .pluck()
    .all() as string[];
  target.transaction(() => {
    for (const name of names) {
      const columns = target
        .prepare(`select '"' || name || '"' from pragma_table_info(?)`)
        .pluck()
        .all(name)
        .join(', ');
      target.exec(
        `delete from main."${name}"; insert into main."${name}" (${columns}) select ${columns} from source."${name}"`,
      );
    }
  })();
  target.close();
}

/** The same database, as the test asks it: through wrangler's own door, so that only one process ever writes. */
async function depsBeside(origin: string, rehearsal: boolean): Promise<Deps> {
  return {
    store: openD1(throughExplorer(origin)),
    pdf: fakePdf(),
    now: () => new Date(),
    newId: uuidv7,
    log: { info: () => undefined, warn: () => undefined, error: () => undefined },
    config: readConfig({ PUBLIC_ORIGIN: origin }, '.'),
    rehearsal,
    addressOf: () => 'test',
    shipped: await readShipped(),
    upkeep: null,
  };
}

type D1 = Parameters<typeof openD1>[0];

interface Asked {
  sql: string;
  params: unknown[];
}

interface Answered {
  result?: { results: { columns: string[]; rows: unknown[][] }; meta: object }[];
  errors?: { message: string }[];
}

function throughExplorer(origin: string): D1 {
  const id = /database_id = "(.+)"/.exec(readFileSync('wrangler.toml', 'utf8'))?.[1] ?? '';
  async function ask(batch: readonly Asked[]) {
    const address = `${origin}/cdn-cgi/local/explorer/api/d1/database/${id}/raw`;
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(address, {
      method: 'POST',
      headers,
      body: JSON.stringify({ batch: batch.map(textsOnly) }),
    });
    const { result, errors } = (await answer.json()) as Answered;
    if (!answer.ok || !result) throw new Error(errors?.[0]?.message ?? `D1 answers ${answer.status}`);
    return result.map(({ results: { columns, rows }, meta }) => ({
      success: true,
      meta,
      results: rows.map((row) => Object.fromEntries(columns.map((column, index) => [column, row[index]]))),
    }));
  }
  const database = {
    prepare: (sql: string) => ({
      bind: (...params: unknown[]) => ({ sql, params, all: async () => (await ask([{ sql, params }]))[0] }),
    }),
    batch: (all: readonly Asked[]) => ask(all.map(({ sql, params }) => ({ sql, params }))),
  };
  return database as unknown as D1;
}

/** That door takes no values but texts; the others are written into the SQL. */
function textsOnly({ sql, params }: Asked): Asked {
  const texts: unknown[] = [];
  let next = 0;
  const written = sql.replace(/'(?:[^']|'')*'|"(?:[^"]|"")*"|\?/g, (part) => {
    if (part !== '?') return part;
    const value = params[next++];
    if (typeof value !== 'string') return withValues('?', [value]);
    texts.push(value);
    return '?';
  });
  return { sql: written, params: texts };
}

async function untilReady(child: ChildProcess, origin: string, output: () => string): Promise<void> {
  const until = Date.now() + READY_MS;
  while (Date.now() < until) {
    if (child.exitCode !== null) break;
    const answer = await fetch(`${origin}/healthz`).catch(() => undefined);
    if (answer) return;
    await pause(100);
  }
  throw new Error(`wrangler dev does not answer:\n${output()}`);
}

/** wrangler ends its own; what is still there after that is ended by its number, and nothing else is. */
async function end(child: ChildProcess, browsers: string): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.exitCode === null) {
    child.kill('SIGTERM');
    await Promise.race([ended, pause(10_000)]);
  }
  killGroup(child.pid);
  if (!existsSync(browsers)) return;
  for (const pid of readFileSync(browsers, 'utf8').split('\n').filter(Boolean)) killGroup(Number(pid));
}

function killGroup(leader: number | undefined): void {
  if (!leader) return;
  try {
    process.kill(-leader, 'SIGKILL');
  } catch {
    // Gone already.
  }
}
