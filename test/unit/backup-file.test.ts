import { createHash, randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ConfigError } from '../../src/config.ts';
import { packBackup, verifyBackup } from '../../src/node/backup-file.ts';

/** More than two of age's pieces of 64 KB, so that order and ends are met. */
const BYTES = 150_000;
const PASSPHRASE = 'năm từ không liên quan gì';

let folder = '';
let whole = Buffer.alloc(0);

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tu-soi-file-'));
  const content = randomBytes(BYTES);
  const database = join(folder, 'database');
  writeFileSync(database, content);
  const sha256 = createHash('sha256').update(content).digest('hex');
  const rest = { rehearsal: false, counts: { review: 1 }, sealHead: null, settings: {} };
  const header = {
    program: '0.1.0',
    madeAt: '2026-11-25T15:00:00.000Z',
    migration: '0001-first',
    bytes: BYTES,
    sha256,
    ...rest,
  };
  await packBackup({ header, database, to: join(folder, 'whole'), passphrase: PASSPHRASE, workFactor: 8 });
  whole = readFileSync(join(folder, 'whole'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(bytes: Uint8Array): Promise<unknown> {
  const path = join(folder, 'tried');
  writeFileSync(path, bytes);
  return verifyBackup(path, PASSPHRASE).catch((error: unknown) => error);
}

test('a whole file says what is in it', async () => {
  expect(await read(whole)).toMatchObject({ format: 1, counts: { review: 1 }, bytes: BYTES });
});

test('with any bit of any byte changed it is refused', async () => {
  const head = fc.integer({ min: 0, max: 400 });
  const anywhere = fc.integer({ min: 0, max: whole.length - 1 });
  await fc.assert(
    fc.asyncProperty(fc.oneof(head, anywhere), fc.integer({ min: 0, max: 7 }), async (position, bit) => {
      const changed = Uint8Array.from(whole);
      changed[position] = (changed[position] ?? 0) ^ (1 << bit);
      expect(await read(changed)).toBeInstanceOf(ConfigError);
    }),
    { numRuns: 300 },
  );
});

test('cut off anywhere it is refused', async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: whole.length - 1 }), async (length) => {
      expect(await read(whole.subarray(0, length))).toBeInstanceOf(ConfigError);
    }),
    { numRuns: 100 },
  );
});
