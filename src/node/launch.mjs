// Plain JavaScript on purpose: this file must run on whatever Node the machine has.
// Everything else runs on the pinned Node 24 that npm installed beside us, unless this one is already new enough.
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const NEEDED_MAJOR = 24;

function pinnedNode() {
  const system = { linux: 'linux', win32: 'win' }[process.platform];
  if (!system) return undefined;
  const require = createRequire(import.meta.url);
  try {
    const folder = dirname(require.resolve(`node-${system}-${process.arch}/package.json`));
    return join(folder, 'bin', process.platform === 'win32' ? 'node.exe' : 'node');
  } catch {
    return undefined;
  }
}

const enough = Number(process.versions.node.split('.')[0]) >= NEEDED_MAJOR;
const node = enough ? process.execPath : pinnedNode();
if (!node) {
  console.error(
    `Máy này chạy Node ${process.versions.node}; Tự soi cần Node ${NEEDED_MAJOR}. ` +
      `Hãy cài Node ${NEEDED_MAJOR} LTS rồi chạy lại lệnh vừa gõ.`,
  );
  process.exit(1);
}

const child = spawn(node, process.argv.slice(2), { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));

// Ended by a signal, npm and its shell go without a word to us: the server must not stay behind and hold its port.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid;
  setInterval(() => process.ppid !== parent && child.kill('SIGTERM'), 1_000).unref();
}
