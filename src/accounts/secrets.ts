import { sha256 } from '@noble/hashes/sha2.js';
import { scryptAsync } from '@noble/hashes/scrypt.js';
import { bytesToHex, hexToBytes, randomBytes, utf8ToBytes } from '@noble/hashes/utils.js';

/**
 * Passwords, session tokens and one-time codes. Only hashes are stored.
 * Pure JavaScript on purpose: the same on Node and on Workers.
 */

/** OWASP's scrypt setting of 32 MiB: N = 2^15, r = 8, p = 3. */
const COST = { N: 2 ** 15, r: 8, p: 3, dkLen: 32 } as const;
const SCHEME = 'scrypt-15-8-3';

/** `scrypt-15-8-3$salt$hash`, both hexadecimal. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16);
  return `${SCHEME}$${bytesToHex(salt)}$${bytesToHex(await derive(password, salt))}`;
}

/** With `null` (no such account, or no password yet) it takes as long and is always false. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [scheme, salt = '', hash = ''] = (stored ?? `${SCHEME}$${'00'.repeat(16)}$`).split('$');
  const derived = await derive(password, hexToBytes(salt));
  return scheme === SCHEME && stored !== null && equalBytes(derived, hexToBytes(hash));
}

/** NFKC, so that a password typed with another keyboard method is the same password. */
function derive(password: string, salt: Uint8Array): Promise<Uint8Array> {
  return scryptAsync(utf8ToBytes(password.normalize('NFKC')), salt, COST);
}

function equalBytes(left: Uint8Array, right: Uint8Array): boolean {
  if (left.length !== right.length) return false;
  let difference = 0;
  for (let i = 0; i < left.length; i += 1) difference |= (left[i] as number) ^ (right[i] as number);
  return difference === 0;
}

/** 256 bits for a cookie or a link. */
export function newToken(): string {
  return bytesToHex(randomBytes(32));
}

/** Letters and digits that cannot be mistaken for one another when read from paper. */
const CODE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';

/** A one-time code to type from a slip, 60 bits: `ABCD-EFGH-JKLM`. */
export function newCode(): string {
  const letters = [...randomBytes(12)].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]);
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].map((group) => group.join('')).join('-');
}

/** Tokens and codes have enough entropy of their own for a plain hash. Codes may be typed with any case and spacing. */
export function hashSecret(secret: string): string {
  return bytesToHex(sha256(utf8ToBytes(secret)));
}

export function canonicalCode(typed: string): string {
  const letters = typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
  return [letters.slice(0, 4), letters.slice(4, 8), letters.slice(8)].join('-');
}
