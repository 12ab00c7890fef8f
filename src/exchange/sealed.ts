import { Decrypter, Encrypter } from 'age-encryption';
import { AppError } from '../errors.ts';

/** age around our own bytes. Nothing is compressed, so a file never grows when it is opened. */

const AGE = 'age-encryption.org/v1\n';
/** 2^15: 32 MB and a tenth of a second. The code has 80 bits of its own, and pure scrypt would stop the server longer. */
const WORK_FACTOR = 15;
/** A file made elsewhere must not ask for more memory than ours do. */
const PASSPHRASE_STANZA = /^-> scrypt [A-Za-z0-9+/]+ (\d{1,2})$/m;
const HEADER_BYTES = 4_096;

export type Lock = 'passphrase' | 'recipient' | 'none';

/** How a file is locked, by its plain header; `none` for what is no age file. */
export function lockOf(bytes: Uint8Array): Lock {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEADER_BYTES));
  if (!head.startsWith(AGE)) return 'none';
  return head.startsWith(`${AGE}-> scrypt `) ? 'passphrase' : 'recipient';
}

export async function lockWithCode(code: string, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  encrypter.setScryptWorkFactor(WORK_FACTOR);
  encrypter.setPassphrase(code);
  return new Uint8Array(await encrypter.encrypt(plain));
}

export async function lockFor(recipient: string, plain: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return new Uint8Array(await encrypter.encrypt(plain));
}

/** null where the code is not this file's, or the file is not what was locked: the two cannot be told apart. */
export async function openWithCode(code: string, bytes: Uint8Array): Promise<Uint8Array | null> {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, HEADER_BYTES));
  if (Number(PASSPHRASE_STANZA.exec(head)?.[1] ?? 99) > WORK_FACTOR) return null;
  const decrypter = new Decrypter();
  decrypter.addPassphrase(code);
  return decrypter.decrypt(bytes).catch(nothing);
}

/** `foreign`: locked for somebody else, or changed where that stands · `broken`: not whole, or not the bytes that were locked. */
export async function openWithIdentity(
  identity: string,
  bytes: Uint8Array,
): Promise<Uint8Array | 'foreign' | 'broken'> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter
    .decrypt(bytes)
    .catch((error: unknown) => (/no identity matched/.test(String(error)) ? 'foreign' : 'broken'));
}

function nothing(): null {
  return null;
}

/** Strict UTF-8: a broken byte is no text of ours. */
export function textOf(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** A mistake that shows at the box where the file is chosen. */
export function fileProblem(sentence: string, field = 'tep'): AppError {
  return new AppError('invalid-input', { message: 'a file was refused', fields: { [field]: sentence } });
}
