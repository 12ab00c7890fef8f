import { execFile } from 'node:child_process';

type Trial =
  | { outcome: 'runs'; version: string }
  /** The loader misses a shared library (libnss3.so on most bare servers). */
  | { outcome: 'lacks-libraries'; detail: string }
  | { outcome: 'fails'; detail: string };

const TRIAL_MS = 20_000;
const TRIES_WHILE_BUSY = 5;

/**
 * Runs `browser --version`: the one cheap way to know that a file is a browser that this machine can load.
 * Never throws.
 */
export async function tryBrowser(path: string, env: NodeJS.ProcessEnv): Promise<Trial> {
  for (let attempt = 1; ; attempt += 1) {
    const { code, output } = await runForVersion(path, env);
    // Another thread's fork may still hold the freshly written file open for a moment.
    if (code === 'ETXTBSY' && attempt < TRIES_WHILE_BUSY) {
      await new Promise((resolve) => setTimeout(resolve, 50 * attempt));
      continue;
    }
    if (code === 0) return { outcome: 'runs', version: output.trim() };
    if (/error while loading shared libraries/.test(output))
      return { outcome: 'lacks-libraries', detail: output.trim() };
    return { outcome: 'fails', detail: `${code}: ${output.trim()}`.slice(0, 500) };
  }
}

function runForVersion(path: string, env: NodeJS.ProcessEnv): Promise<{ code: number | string; output: string }> {
  return new Promise((resolve) => {
    try {
      execFile(path, ['--version'], { env, timeout: TRIAL_MS, windowsHide: true }, (error, stdout, stderr) => {
        if (!error) resolve({ code: 0, output: stdout });
        else resolve({ code: error.code ?? error.signal ?? 'unknown', output: `${stdout}${stderr}` });
      });
    } catch (error) {
      resolve({ code: (error as NodeJS.ErrnoException).code ?? 'unknown', output: String(error) });
    }
  });
}
