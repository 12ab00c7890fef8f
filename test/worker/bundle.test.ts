import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { wrangler, wranglerEnvironment } from '../helpers/workerd.ts';

/** What `wrangler deploy` would send, made without a network. */
const MEGABYTE = 1024 * 1024;
/** Of one Worker, packed, on the Workers Paid plan; the free plan takes 3 MB. */
const MOST_PACKED = 10 * MEGABYTE;
/** Running the modules' own code may take so long at Cloudflare. */
const LONGEST_START_MS = 1_000;

let home: string;
let folder: string;

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'tu-soi-bundle-'));
  folder = join(home, 'out');
  await wrangler(['deploy', '--dry-run', '--outdir', folder], wranglerEnvironment(home));
}, 120_000);

afterAll(() => rmSync(home, { recursive: true, force: true }));

describe('the bundle', () => {
  test('fits Workers', () => {
    const sent = readdirSync(folder).filter((name) => !/\.map$|^README/.test(name));
    const raw = sent.reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    const packed = sent.reduce((sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length, 0);
    console.info(`the Worker: ${kilobytes(raw)} raw, ${kilobytes(packed)} packed, in ${sent.length} modules`);
    expect(raw).toBeGreaterThan(MEGABYTE);
    expect(packed).toBeLessThan(MOST_PACKED);
  });

  test('makes code out of texts nowhere but where it never comes: workerd refuses it, and the walks pass', () => {
    const lines = readFileSync(join(folder, 'worker.js'), 'utf8').split('\n');
    const found = new Set<string>();
    let file = '';
    for (const line of lines) {
      file = /^\s*\/\/ (?:.*node_modules\/)?((?:@?[\w.-]+\/)+[\w.-]+\.(?:ts|js|mjs))$/.exec(line)?.[1] ?? file;
      const isComment = /^\s*(\/\/|\/?\*)/.test(line);
      if (!isComment && /\bnew Function\b|(?<![\w$.])eval\s*\(|=\s*Function;/.test(line)) found.add(file);
    }
    expect([...found].sort()).toEqual(NEVER_REACHED);
  });

  test('starts in time', { timeout: 60_000 }, async () => {
    const profile = join(home, 'start.cpuprofile');
    const told = await wrangler(['check', 'startup', '--outfile', profile], wranglerEnvironment(home));
    const active = Number(/Active: ([\d.]+) ms/.exec(told)?.[1]);
    console.info(`the Worker's start on this machine: ${active} ms of work`);
    expect(active).toBeLessThan(LONGEST_START_MS);
  });
});

/**
 * A text of puppeteer's that runs in the rented browser's page, if at all; its way to make a function out of it, for
 * waiting in pages; and zod's, which `src/worker/strict-zod.ts` switches off.
 */
const NEVER_REACHED = [
  '@cloudflare/puppeteer/lib/esm/puppeteer/generated/injected.js',
  '@cloudflare/puppeteer/lib/esm/puppeteer/util/Function.js',
  'zod/v4/core/doc.js',
  'zod/v4/core/util.js',
];

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024)} KB`;
}
