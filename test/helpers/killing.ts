import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Real servers to be killed. */
const SERVER = fileURLToPath(new URL('killed-server.ts', import.meta.url));
const heard = new WeakMap<ChildProcess, string>();

/** Loads the program and stops there: tell it anything, and it opens the data and serves. */
export function loadServer(dataDir: string, port: number): ChildProcess {
  const child = spawn(process.execPath, [SERVER, dataDir, String(port)], { stdio: ['pipe', 'pipe', 'inherit'] });
  // Who is killed reads nothing any more.
  child.stdin.on('error', () => undefined);
  heard.set(child, '');
  child.stdout.on('data', (chunk: Buffer) => heard.set(child, `${heard.get(child) ?? ''}${chunk.toString()}`));
  return child;
}

export async function says(child: ChildProcess, word: string): Promise<void> {
  while (!heard.get(child)?.includes(word)) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`the server ended before it was ${word}`);
    await Promise.race([once(child.stdout as NodeJS.ReadableStream, 'data'), once(child, 'exit')]);
  }
}
