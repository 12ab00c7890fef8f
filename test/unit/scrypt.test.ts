import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { hashPassword } from '../../src/accounts/secrets.ts';
import { scryptAsync } from '../helpers/scrypt.ts';

type Scrypt = typeof scryptAsync;

/** Past the tests' stand-in, which has the same name for the program. */
async function ofTheProgram(): Promise<Scrypt> {
  const path = createRequire(import.meta.url).resolve('@noble/hashes/scrypt.js');
  const { scryptAsync: own } = (await import(/* @vite-ignore */ pathToFileURL(path).href)) as { scryptAsync: Scrypt };
  return own;
}

test('the stand-in for scrypt gives what the program’s own gives', async () => {
  const own = await ofTheProgram();
  expect(own).not.toBe(scryptAsync);
  const text = new TextEncoder();
  for (const [password, salt] of [
    ['mùa thu Hà Nội 2026', 'muối'],
    ['', ''],
  ] as const) {
    for (const cost of [
      { N: 2 ** 4, r: 8, p: 3, dkLen: 32 },
      { N: 2 ** 10, r: 2, p: 1, dkLen: 64 },
    ]) {
      const given = [text.encode(password), text.encode(salt), cost] as const;
      expect(await scryptAsync(...given)).toEqual(await own(...given));
    }
  }
});

test('a password is stored at the full cost, as the program’s own scrypt would', async () => {
  const [scheme, salt = '', hash] = (await hashPassword('mùa thu Hà Nội 2026')).split('$');
  expect(scheme).toBe('scrypt-15-8-3');
  const own = await ofTheProgram();
  const key = await own(new TextEncoder().encode('mùa thu Hà Nội 2026'), Buffer.from(salt, 'hex'), {
    N: 2 ** 15,
    r: 8,
    p: 3,
    dkLen: 32,
  });
  expect(Buffer.from(key).toString('hex')).toBe(hash);
});
