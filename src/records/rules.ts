import { randomBytes } from '@noble/hashes/utils.js';

/** Without 0 and O, 1, I and L, 2 and Z, 5 and S, G, 8 and B, U and V: no eye takes one for another on paper. */
const LETTERS = 'ACDEFHJKMNPQRTWXY34679';
const CODE_LETTERS = 16;
/** Bytes from here on would make the first letters likelier than the others. */
const WHOLE = 256 - (256 % LETTERS.length);

/** A frozen paper's code, 71 bits, as it is stored: without hyphens. It says nothing about whose paper it is. */
export function newPaperCode(): string {
  let code = '';
  while (code.length < CODE_LETTERS) {
    for (const byte of randomBytes(CODE_LETTERS)) {
      if (byte < WHOLE && code.length < CODE_LETTERS) code += LETTERS[byte % LETTERS.length];
    }
  }
  return code;
}

/** ACDE-FHJK-MNPQ-RTWX. */
export function shownCode(code: string): string {
  return code.replace(/.{4}(?=.)/g, '$&-');
}

/** A code as people type it, with any case, spaces and hyphens. */
export function readCode(typed: string): string {
  return typed.toUpperCase().replace(/[^A-Z0-9]/g, '');
}
