import { execFile } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { brotliDecompressSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findBrowser } from '../../src/pdf/chromium-binary.ts';
import { readTar } from '../../src/pdf/chromium-tar.ts';
import { tryBrowser } from '../../src/pdf/chromium-trial.ts';
import { listeningLog } from '../helpers/printer.ts';

const run = promisify(execFile);
const unpack = fileURLToPath(new URL('../../src/pdf/chromium-unpack.ts', import.meta.url));
const bin = join(dirname(createRequire(import.meta.url).resolve('@sparticuz/chromium')), '..', 'bin');
const pinnedRunsHere = process.platform === 'linux' && process.arch === 'x64';
let home = '';

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), 'tu-soi-test-'));
});

afterAll(() => rmSync(home, { recursive: true, force: true }));

function fakeBrowser(name: string, script: string): string {
  const path = join(home, name);
  writeFileSync(path, `#!/bin/sh\n${script}\n`);
  chmodSync(path, 0o755);
  return path;
}

async function unpackInProcess(cache: string): Promise<{ path: string; version: string }> {
  const code = `import { unpackPinnedBrowser } from ${JSON.stringify(unpack)};
    console.log(JSON.stringify(await unpackPinnedBrowser(process.env.CACHE_FOR_TEST)));`;
  const env = { ...process.env, XDG_CACHE_HOME: cache, CACHE_FOR_TEST: cache };
  const { stdout } = await run(process.execPath, ['--input-type=module-typescript', '-e', code], { env });
  return JSON.parse(stdout) as { path: string; version: string };
}

describe.runIf(pinnedRunsHere)('the browser inside the npm package', () => {
  test('three processes that unpack it at once all get the same whole browser, in a folder of nobody else', async () => {
    const cache = join(home, 'shared');
    const found = await Promise.all([unpackInProcess(cache), unpackInProcess(cache), unpackInProcess(cache)]);
    expect(new Set(found.map(({ path }) => path)).size).toBe(1);
    const path = found[0]?.path ?? '';
    expect(found[0]?.version).toMatch(/^Chromium 153\./);
    expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(path)).filter((name) => name.startsWith('chromium.'))).toEqual([]);
  });

  test('a browser cut short is thrown away and unpacked anew the next time', async () => {
    const cache = join(home, 'shared');
    const { path } = await unpackInProcess(cache);
    writeFileSync(path, 'cut short');
    chmodSync(path, 0o700);
    const other = await unpackInProcess(cache);
    expect(other.path).not.toBe(path);
    expect(existsSync(path)).toBe(false);
    expect((await unpackInProcess(cache)).path).toBe(path);
  });

  test('a folder that somebody else has put in place of ours is not used', async () => {
    const cache = mkdtempSync(join(home, 'linked-'));
    const theirs = mkdtempSync(join(home, 'theirs-'));
    symlinkSync(theirs, join(cache, 'tu-soi'));
    const { path } = await unpackInProcess(cache);
    expect(path.startsWith(join(cache, 'browser'))).toBe(true);
    expect(readdirSync(theirs)).toEqual([]);
  });

  test.runIf(process.getuid?.() === 0)('a folder that belongs to somebody else is not used', async () => {
    const cache = mkdtempSync(join(home, 'foreign-'));
    mkdirSync(join(cache, 'tu-soi'), { mode: 0o777 });
    chownSync(join(cache, 'tu-soi'), 65_534, 65_534);
    const { path } = await unpackInProcess(cache);
    expect(path.startsWith(join(cache, 'browser'))).toBe(true);
    expect(readdirSync(join(cache, 'tu-soi'))).toEqual([]);
  });

  test('the package holds every library that bare servers lack', () => {
    const files = readTar(brotliDecompressSync(readFileSync(join(bin, 'al2023.tar.br'))));
    const names = files.map(({ path }) => path);
    expect(names).toEqual(
      expect.arrayContaining(['lib/libnss3.so', 'lib/libnspr4.so', 'lib/libnssutil3.so', 'lib/libexpat.so.1']),
    );
    for (const { path, body } of files.filter((file) => file.path.includes('.so'))) {
      expect([path, body.subarray(0, 4).toString('latin1')]).toEqual([path, '\u007fELF']);
    }
  });
});

describe('looking for a browser', () => {
  test('a loader that misses a library is told from a file that is no browser', async () => {
    const lacking = fakeBrowser(
      'lacking',
      'echo "error while loading shared libraries: libnss3.so: cannot open" >&2; exit 127',
    );
    expect(await tryBrowser(lacking, {})).toMatchObject({ outcome: 'lacks-libraries' });
    expect(await tryBrowser(fakeBrowser('broken', 'exit 3'), {})).toMatchObject({ outcome: 'fails' });
    expect(await tryBrowser(join(home, 'missing'), {})).toMatchObject({ outcome: 'fails' });
    expect(await tryBrowser(fakeBrowser('good', 'echo Chromium 1.2.3'), {})).toEqual({
      outcome: 'runs',
      version: 'Chromium 1.2.3',
    });
  });

  test('CHROMIUM_PATH goes before everything else', async () => {
    const chromiumPath = fakeBrowser('named', 'echo Chrome of the office');
    const found = await findBrowser({ chromiumPath, dataDir: home }, listeningLog());
    expect(found).toMatchObject({ path: chromiumPath, pinned: false });
    expect(found.name).toContain('CHROMIUM_PATH');
  });

  test('an archive that breaks off is refused', () => {
    const header = Buffer.alloc(512);
    header.write('lib/a.so');
    header.write('00000002000', 124);
    header.write('0', 156);
    expect(() => readTar(Buffer.concat([header, Buffer.alloc(512)]))).toThrow('breaks off');
  });
});
