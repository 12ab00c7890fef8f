import { fromBase64, toBase64 } from '../files/base64.ts';

/** The branch's signature (Ed25519, by WebCrypto: the same on Node and on Workers) and the code that locks a kit. */

/** `publicKey` raw and `privateKey` PKCS #8, both base64. */
export async function newSigningKey(): Promise<{ publicKey: string; privateKey: string }> {
  const pair = (await crypto.subtle.generateKey('Ed25519', true, ['sign', 'verify'])) as CryptoKeyPair;
  const [raw, pkcs8] = await Promise.all([
    crypto.subtle.exportKey('raw', pair.publicKey),
    crypto.subtle.exportKey('pkcs8', pair.privateKey),
  ]);
  return { publicKey: toBase64(new Uint8Array(raw)), privateKey: toBase64(new Uint8Array(pkcs8)) };
}

/** 64 bytes, base64. */
export async function signBytes(privateKey: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const key = await crypto.subtle.importKey('pkcs8', fromBase64(privateKey), 'Ed25519', false, ['sign']);
  return toBase64(new Uint8Array(await crypto.subtle.sign('Ed25519', key, bytes)));
}

export async function isSignedBy(
  publicKey: string,
  signature: string,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<boolean> {
  const key = await crypto.subtle.importKey('raw', fromBase64(publicKey), 'Ed25519', false, ['verify']);
  const given = fromBase64(signature);
  // One signature has one spelling: spare bits of its last letter would be a second one.
  return toBase64(given) === signature && (await crypto.subtle.verify('Ed25519', key, given, bytes));
}

/** Letters and digits that cannot be mistaken for one another when read from paper: 32 of them, 5 bits each. */
const CODE_ALPHABET = 'ABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const CODE_GROUPS = 4;

/** 80 bits, `ABCD-EFGH-JKLM-NPQR`: a kit lies on a stick, where anybody who finds it may try as long as he likes. */
export function newKitCode(): string {
  const random = crypto.getRandomValues(new Uint8Array(4 * CODE_GROUPS));
  return grouped([...random].map((byte) => CODE_ALPHABET[byte % CODE_ALPHABET.length]).join(''));
}

/** As it is typed, with any case and spacing. */
export function canonicalKitCode(typed: string): string {
  return grouped(typed.toUpperCase().replace(/[^A-Z0-9]/g, ''));
}

function grouped(letters: string): string {
  return letters.match(/.{1,4}/g)?.join('-') ?? '';
}
