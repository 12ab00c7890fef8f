import { isSyllable } from './syllables.ts';

/**
 * Vietnamese as old Word files hold it: letters of a font of the 1990s, which without that font read "§¶ng bé" or "Ñaûng boä".
 * TCVN3 is the third set of TCVN 5712:1993 (fonts .VnTime, ABC), VNI the set of VNI-Windows (fonts VNI-Times): both
 * arrive as letters of Windows-1252, TCVN3 sometimes as the symbols U+F0A1 … of a font marked as symbols.
 */
export type LegacyEncoding = 'TCVN3' | 'VNI';

const TCVN3_LETTERS =
  'Ă¡Â¢Ê£Ô¤Ơ¥Ư¦Đ§ă¨â©êªô«ơ¬ư\u00ADđ®àµả¶ã·á¸ạ¹ằ»ẳ¼ẵ½ắ¾ặÆầÇẩÈẫÉấÊậËèÌẻÎẽÏéÐẹÑềÒểÓễÔếÕệÖì×ỉØĩÜíÝịÞòßỏáõâóãọäồåổæỗçốèộéờêởëỡìớíợîùïủñũòúóụôừõửöữ÷ứøựùỳúỷûỹüýýỵþ';
const VNI_LETTERS: [string, string][] = [
  ['a', 'á ù à ø ả û ã õ ạ ï ă ê ắ é ằ è ẳ ú ẵ ü ặ ë â â ấ á ầ à ẩ å ẫ ã ậ ä'],
  ['e', 'é ù è ø ẻ û ẽ õ ẹ ï ê â ế á ề à ể å ễ ã ệ ä'],
  ['o', 'ó ù ò ø ỏ û õ õ ọ ï ô â ố á ồ à ổ å ỗ ã ộ ä'],
  ['ô', 'ớ ù ờ ø ở û ỡ õ ợ ï'],
  ['u', 'ú ù ù ø ủ û ũ õ ụ ï'],
  ['ö', 'ứ ù ừ ø ử û ữ õ ự ï'],
  ['y', 'ý ù ỳ ø ỷ û ỹ õ'],
  ['', 'ơ ô ư ö đ ñ í í ì ì ỉ æ ĩ ó ị ò ỵ î'],
];

const TCVN3 = new Map([...TCVN3_LETTERS.matchAll(/(.)(.)/gu)].map(([, letter = '', code = '']) => [code, letter]));
const VNI = new Map(
  VNI_LETTERS.flatMap(([base, pairs]) =>
    [...pairs.matchAll(/(\S) (\S)/g)].map(([, letter = '', mark = '']): [string, string] => [base + mark, letter]),
  ),
);
/** Marks that mean nothing unless they follow their letter. */
const VNI_MARKS = /[áàãâäåéèêëúùûüïøõ]/i;

/** No old font has these: a line with one of them is Unicode already. */
const UNICODE_ONLY = /[ăđĩũơưẠ-ỹ]/iu;
const WORD = /[\p{L}\u00A1-\u00FF\uF0A1-\uF0FF]+/gu;
const BEYOND_ASCII = /[^\0-\x7F]/;

/** So many different words must make sense in the old encoding only (a single one: see `standsAlone`) … */
const LEAST_WORDS = 2;
/** … and so many of them for each word that makes none in it. */
const MORE_THAN_AGAINST = 3;

/** Signs and letters that are in no Vietnamese word of Unicode. */
const FOREIGN = /[^\0-\x7FÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝà-ãè-êìíò-õùúý]/g;
/** Signs that people do set beside or between letters (m×n, N·m, ½m, m¹, a soft hyphen): alone they say nothing. */
const BESIDE_LETTERS = /[×÷·¹¼½¾\u00AD]/g;
/** What stands in no word of any language: a sign, a capital after a small letter, ß after a consonant (c«ng, viÖc, phßng). */
const OF_NO_LANGUAGE = /[\u00A1-\u00BF\uF0A1-\uF0FF]|[a-z][ÄÅÆÇËÎÏÐÑÖØÛÜÞ]|[b-df-hj-np-tvx]ß/;

export interface LegacyFound {
  encoding: LegacyEncoding;
  /** The different words that speak for it, as typed. */
  words: string[];
}

/**
 * The old encoding a text, or a part of its lines, was typed in. Judged by whole words: a word speaks for an encoding when
 * it is no Vietnamese syllable as it stands and is one when read so. null for Unicode, other languages and numbers.
 */
export function findLegacyWords(text: string): LegacyFound | null {
  if (!BEYOND_ASCII.test(text)) return null;
  const lines = text.split('\n').filter((line) => !UNICODE_ONLY.test(line));
  const [tcvn3, vni] = [wordsFor(lines, 'TCVN3'), wordsFor(lines, 'VNI')];
  if (tcvn3.length === 0 && vni.length === 0) return null;
  return tcvn3.length >= vni.length ? { encoding: 'TCVN3', words: tcvn3 } : { encoding: 'VNI', words: vni };
}

export function legacyEncodingOf(text: string): LegacyEncoding | null {
  return findLegacyWords(text)?.encoding ?? null;
}

/**
 * The text in Unicode. Lines that are Unicode already stay as they are, and beside such lines also those in which no word
 * speaks for the encoding. TCVN3 has no accented capitals (they were another font): they follow the capitals around them.
 */
export function toUnicode(text: string, encoding: LegacyEncoding): string {
  const lines = text.split('\n');
  const isMixed = lines.some((line) => UNICODE_ONLY.test(line));
  const converted = lines.map((line) => {
    if (UNICODE_ONLY.test(line) || (isMixed && judgeWords([line], encoding).for.size === 0)) return line;
    return encoding === 'VNI' ? fromVni(line) : fromTcvn3(line);
  });
  return converted.join('\n').normalize('NFC');
}

function wordsFor(lines: readonly string[], encoding: LegacyEncoding): string[] {
  const judged = judgeWords(lines, encoding);
  const words = [...judged.for];
  const enough = words.length >= LEAST_WORDS && words.length >= MORE_THAN_AGAINST * judged.against;
  return enough || (words.length === 1 && standsAlone(words[0] ?? '', lines, encoding)) ? words : [];
}

/**
 * Whether one word is enough. Names of other languages hold one foreign letter (Loïc, Chü, Söng), so it takes two of
 * them, or what is in no language; and every other word there must be a syllable, too.
 */
function standsAlone(word: string, lines: readonly string[], encoding: LegacyEncoding): boolean {
  const all = lines.flatMap((line) => line.match(WORD) ?? []).filter((each) => /\p{L}/u.test(each));
  if (!all.every((each) => isSyllable(readAs(each, encoding)))) return false;
  // A symbol in front may be a bullet of Word.
  const sure = word.replace(/^[\uF0A1-\uF0FF]/, '').replaceAll(BESIDE_LETTERS, '');
  return (sure.match(FOREIGN) ?? []).length >= 2 || (OF_NO_LANGUAGE.test(sure) && /[a-z].*[a-z]/.test(sure));
}

function judgeWords(lines: readonly string[], encoding: LegacyEncoding): { for: Set<string>; against: number } {
  const judged = { for: new Set<string>(), against: 0 };
  for (const word of lines.flatMap((line) => line.match(WORD) ?? [])) {
    // Signs that stand alone (©, «, µ, a bullet of Word) say nothing.
    if (!BEYOND_ASCII.test(word) || !/[a-z]/i.test(word)) continue;
    if (!isSyllable(readAs(word, encoding))) judged.against += 1;
    else if (!isWrittenAsWord(word)) judged.for.add(word);
  }
  return judged;
}

/** A syllable as it stands, in a case people write; a soft hyphen from a web page is no letter. */
function isWrittenAsWord(word: string): boolean {
  const plain = word.replaceAll('\u00AD', '').normalize('NFC');
  const lower = plain.toLocaleLowerCase('vi');
  const usual = [lower, plain.toLocaleUpperCase('vi'), plain.charAt(0).toLocaleUpperCase('vi') + lower.slice(1)];
  return usual.includes(plain) && isSyllable(lower);
}

/** The word in small letters; a letter that has no place in the encoding stays a "?", so that it is no syllable. */
function readAs(word: string, encoding: LegacyEncoding): string {
  if (encoding === 'TCVN3') {
    const letters = [...word].map((letter) => {
      const code = fromSymbol(letter);
      return TCVN3.get(code) ?? (BEYOND_ASCII.test(code) ? '?' : code);
    });
    return letters.join('').toLocaleLowerCase('vi');
  }
  return vniLetters(word.normalize('NFC'))
    .map(({ letter, read }) => (!read && (VNI_MARKS.test(letter) || BEYOND_ASCII.test(letter)) ? '?' : letter))
    .join('')
    .toLocaleLowerCase('vi');
}

function fromSymbol(letter: string): string {
  const point = letter.codePointAt(0) ?? 0;
  return point >= 0xf0a1 && point <= 0xf0ff ? String.fromCodePoint(point - 0xf000) : letter;
}

function fromVni(line: string): string {
  return vniLetters(line)
    .map(({ letter }) => letter)
    .join('');
}

/** A letter and the mark after it are one; the case is that of the letter. */
function vniLetters(text: string): { letter: string; read: boolean }[] {
  const found: { letter: string; read: boolean }[] = [];
  for (let at = 0; at < text.length; at += 1) {
    const first = text.charAt(at);
    const lower = first.toLowerCase();
    const pair = VNI.get(lower + text.charAt(at + 1).toLowerCase());
    const letter = pair ?? VNI.get(lower);
    if (pair !== undefined) at += 1;
    found.push({
      letter: letter === undefined || lower === first ? (letter ?? first) : letter.toUpperCase(),
      read: letter !== undefined,
    });
  }
  return found;
}

function fromTcvn3(line: string): string {
  const words = [...line.matchAll(WORD)].filter(
    ({ 0: word, index }) => /[a-z]/i.test(word) || (isSyllable(readAs(word, 'TCVN3')) && !isBullet(line, word, index)),
  );
  const cases = words.map(([word]) => caseOf(word));
  const isCapital = (index: number): boolean => {
    if (cases[index] !== 'unsure') return cases[index] === 'capital';
    const before = cases.slice(0, index).findLast((known) => known !== 'unsure');
    const after = cases.slice(index + 1).find((known) => known !== 'unsure');
    return (before ?? after) === 'capital' && (after ?? before) === 'capital';
  };
  const wanted = new Map(words.map(({ index }, place) => [index, isCapital(place)]));
  return line.replace(WORD, (word, at: number) => {
    if (!wanted.has(at)) return word;
    const read = [...word].map((letter) => TCVN3.get(fromSymbol(letter)) ?? letter).join('');
    return wanted.get(at) ? read.toLocaleUpperCase('vi') : read;
  });
}

/** A symbol by itself at the head of a line is a bullet of Word, not the letter that shares its code. */
function isBullet(line: string, word: string, at: number): boolean {
  return word >= '\uF0A1' && word.length === 1 && line.slice(0, at).trim() === '';
}

/** Only plain letters and Ă Â Đ Ê Ô Ơ Ư tell: two of them in capitals, and none small, are a word in capitals. */
function caseOf(word: string): 'capital' | 'small' | 'unsure' {
  if (/[a-z]/.test(word)) return 'small';
  return (word.match(/[A-Z¡-§\uF0A1-\uF0A7]/g) ?? []).length >= 2 ? 'capital' : 'unsure';
}
