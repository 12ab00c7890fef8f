import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';

/** The command line as an operator uses it: real processes, real folders. */
export function freshFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tu-soi-command-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  if (!address || typeof address === 'string') throw new Error('no port');
  return address.port;
}

export interface Run {
  child: ChildProcess;
  printed: () => string;
  until: (words: string) => Promise<void>;
  ended: Promise<number | null>;
}

export function run(words: string[], env: Record<string, string>): Run {
  const child = spawn(process.execPath, ['src/node/launch.mjs', 'src/node.ts', ...words], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own: the launcher's server must not outlive it when a test ends early.
    detached: process.platform !== 'win32',
  });
  let printed = '';
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  onTestFinished(() => endWithAll(child));
  async function until(wanted: string): Promise<void> {
    const stopped = ended.then(() => 'ended' as const);
    while (!printed.includes(wanted)) {
      const next = await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), stopped]);
      if (next === 'ended' && !printed.includes(wanted)) throw new Error(`ended without “${wanted}”: ${printed}`);
    }
  }
  return { child, printed: () => printed, until, ended };
}

/** Ends a command and whatever it has started, if anything is left of it. */
function endWithAll(child: ChildProcess): void {
  if (child.pid === undefined || process.platform === 'win32') return void child.kill('SIGKILL');
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
