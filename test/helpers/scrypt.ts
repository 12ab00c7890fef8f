import { scrypt } from 'node:crypto';

/**
 * The program's scrypt is JavaScript, the same on every runtime. In the tests Node's own stands in for it (see
 * vitest.config.ts): the same function to the bit at the same cost, but quicker, and beside the test instead of before it.
 */
export function scryptAsync(
  password: Uint8Array,
  salt: Uint8Array,
  { N, r, p, dkLen }: { N: number; r: number; p: number; dkLen: number },
): Promise<Uint8Array> {
  return new Promise((resolve, reject) => {
    const maxmem = 256 * N * r;
    scrypt(password, salt, dkLen, { N, r, p, maxmem }, (error, key) =>
      error ? reject(error) : resolve(new Uint8Array(key)),
    );
  });
}
