import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { LongestFirst } from './longest-first.ts';

/**
 * What takes longer than one waits for while working: every page under axe at two widths, a branch's season in a browser,
 * hundreds of kills, and everything in workerd. `npm run test:long` runs it, and so does CI.
 */
export const LONG = [
  'test/browser/axe.test.ts',
  'test/browser/season.test.ts',
  'test/storage/killed*.test.ts',
  'test/worker/**/*.test.ts',
];
/** What is about the database file, or the commands around it, is the same whichever engine the other tests run on. */
const ABOUT_THE_FILE = [
  'test/storage/{killed,migration,remembered,copying}*.test.ts',
  'test/app/{backup,start,stopping,commands,log-command,user-command,storage-full}.test.ts',
];
/** What several processes do over one server. */
const ABOUT_THE_SERVER = ['test/postgres/**'];

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: {
    alias: [
      { find: '@noble/hashes/scrypt.js', replacement: fileURLToPath(new URL('helpers/scrypt.ts', import.meta.url)) },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/bench/**', ...(process.env.TEST_DATABASE_URL ? ABOUT_THE_FILE : [...LONG, ...ABOUT_THE_SERVER])],
    pool: 'forks',
    // One more than the cores of the machines this runs on: a third of the time goes in waiting for a server or a browser.
    maxWorkers: 3,
    // The program is loaded once per process, not once per file: what it keeps at module level are compiled templates
    // and parsed lists, and every test opens a database of its own.
    isolate: false,
    // Commands that tests start compile the program once, not each of them anew.
    env: { NODE_COMPILE_CACHE: fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url)) },
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    globalSetup: ['test/helpers/whole-run.ts'],
    // A test that asserts nothing cannot fail.
    expect: { requireAssertions: true },
    reporters: ['default'],
  },
});
