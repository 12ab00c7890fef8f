import { spawn } from 'node:child_process';
import { resolve } from 'node:path';

/** One line of `npm run check`. `run` gives what is wrong, in lines for a person; nothing when all is well. */
export interface Step {
  name: string;
  run: () => Promise<string[]>;
}

export interface ToolResult {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a JavaScript tool of node_modules on the Node we run on: the machine's own may be too old for it. */
export function runTool(script: string, args: readonly string[], folder = '.'): Promise<ToolResult> {
  const entry = resolve('node_modules', script);
  return new Promise((finish, fail) => {
    const child = spawn(process.execPath, [entry, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
    const stdout: Buffer[] = [];
    const stderr: Buffer[] = [];
    child.stdout.on('data', (part: Buffer) => stdout.push(part));
    child.stderr.on('data', (part: Buffer) => stderr.push(part));
    child.on('error', fail);
    child.on('close', (code) =>
      finish({
        code: code ?? 1,
        stdout: Buffer.concat(stdout).toString('utf8'),
        stderr: Buffer.concat(stderr).toString('utf8'),
      }),
    );
  });
}

/** A step that is one call of a tool: whatever it says is wrong when it exits with anything but 0. */
export function toolStep(name: string, script: string, args: readonly string[]): Step {
  return {
    name,
    run: async () => {
      const { code, stdout, stderr } = await runTool(script, args);
      return code === 0 ? [] : [`${stdout}${stderr}`.trim() || `exit code ${code}`];
    },
  };
}
