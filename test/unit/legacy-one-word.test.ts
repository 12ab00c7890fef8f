import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findLegacyWords, legacyEncodingOf, type LegacyEncoding, toUnicode } from '../../src/http/legacy-letters.ts';
import { isSyllable } from '../../src/http/syllables.ts';
import { encode } from '../fixtures/legacy-encoder.ts';

/** A single word: recognised only where its letters stand in no word of Unicode. */

/** Every different word of our own lists, forms and stories: Vietnamese as these people write it, names included. */
const WORDS = [
  ...new Set(
    readdirSync('db', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.json'))
      .flatMap((file) => readFileSync(join('db', file), 'utf8').match(/\p{L}+/gu) ?? []),
  ),
];
const REAL = WORDS.filter((word) => isSyllable(word.toLocaleLowerCase('vi')) && /[^\0-\x7F]/.test(word));
/** Every syllable the rules know, said or not. */
const POSSIBLE = syllables();

function syllables(): string[] {
  const beginnings = ['', ...'b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x'.split(' ')];
  const rimes = (
    'a ai am an ang anh ao au ay ac ach ap at ăm ăn ăng ăc ăp ăt âm ân âng âu ây âc âp ât e em en eng eo ec et ê êm ên ' +
    'ênh êu êch êp êt i ia im in inh iêm iên iêng iêu ich iêc iêt ip it oa oai oan oang oanh oay oac oat oăn oe oen oi ' +
    'om on ong oc op ot ô ôi ôm ôn ông ôc ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uây uê ui um un ung uôi uôm uôn uông uy uyên ' +
    'uc up ut uôc uôt uât uyêt ư ưa ưi ưng ươi ươm ươn ương ươu ưu ưc ưt ươc ươp ươt y yên yêu'
  ).split(' ');
  const tones = ['', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'];
  return beginnings.flatMap((beginning) =>
    rimes.flatMap((rime) =>
      tones
        .map((tone) => (beginning + rime.replace(/[aăâeêioôơuưy]/u, (vowel) => vowel + tone)).normalize('NFC'))
        .filter(isSyllable),
    ),
  );
}

function inEachCase(word: string): string[] {
  const capital = word.charAt(0).toLocaleUpperCase('vi') + word.slice(1);
  return [word, capital, word.toLocaleUpperCase('vi'), word.normalize('NFD')];
}

/** What people set around or into a word of Unicode. */
const AROUND: ((word: string) => string)[] = [
  (word) => word,
  (word) => `${word}®`,
  (word) => `©${word}`,
  (word) => `«${word}»`,
  (word) => `«${word}`,
  (word) => `·${word}`,
  (word) => `${word}¹`,
  (word) => `½${word}`,
  (word) => `${word}×${word}`,
  (word) => `§ ${word}`,
  (word) => `\uF0B7${word}`,
  (word) => `\uF0B7 ${word}`,
  (word) => `${word.slice(0, 1)}\u00AD${word.slice(1)}`,
];

function recognised(words: readonly string[]): string[] {
  return words.filter((word) => legacyEncodingOf(word) !== null);
}

describe('a single word of Unicode is left alone', () => {
  test('each syllable of the rules, in every case and composed apart', () => {
    expect(POSSIBLE.length).toBeGreaterThan(10_000);
    expect(recognised(POSSIBLE.flatMap(inEachCase))).toEqual([]);
  });

  test('each word of our lists, forms and stories, whatever stands around it', () => {
    expect(WORDS.length).toBeGreaterThan(1_500);
    expect(recognised(WORDS.flatMap(inEachCase).flatMap((word) => AROUND.map((set) => set(word))))).toEqual([]);
  });

  test('two of them, parted by anything', () => {
    const word = fc.constantFrom(...WORDS).chain((one) => fc.constantFrom(...inEachCase(one)));
    fc.assert(
      fc.property(word, word, fc.constantFrom(' ', '\n', '-', ' × ', '·', '/', ' § '), (left, right, between) => {
        return legacyEncodingOf(left + between + right) === null;
      }),
      { numRuns: 5_000 },
    );
    expect(REAL.length).toBeGreaterThan(800);
  });

  test.each([
    [
      'names',
      'Loïc Haïm Caïn Naïm Noël Chloë Zoë Gaël Maël Raphaël Anaïs Benoît François Jérôme René Müller Lü Chü Nü Yü ' +
        'Schröder Gödel Jörg Björn Jørgen Søren Håkan Ångström Bø Mø Pär Åse Æsa Søng Möng Lüng Høng Höng Núñez Peña ' +
        'Muñoz Saïgon Hanoï Huế Đắk Lắk H’Hen Ksor Ỳ Brönte Kněz Dvořák Łódź Erdoğan Ñu Ño',
    ],
    [
      'words',
      'café naïve résumé façade jalapeño piñata über för på må så gå då nå få öl är år año niño señor maïs haï thé',
    ],
    [
      'capitals after small ones, as a stuck key writes them',
      'hÀ nỘI vIỆT tHÀNH cHÀO tRÀ bÁN kÉO lÀM mÌNH pHÒNG gIÓ nGÀY tÔI cÔ iPhone McÉwan',
    ],
    ['German', 'Spaß groß daß muß naß laß biß Fuß Heß Voß Maß Baß Kuß heiß weiß Öl Tür für schön Bär'],
    ['units and formulas', 'µm µg 5µm N·m kN·m m×n a×b ½m ¼l ¾kg m² m³ 25°C £m €m ¥n ±n 1ª Sraª Mª m¹ n·n µin'],
    ['abbreviations', 'UBND HĐND TP.HCM QĐ/TW NQ-TW §Ia §II ACB® Intel®Core ©VN «VN» ©2024 ®VN ¶1 §5a'],
    ['bullets of Word', '\uF0B7Nam \uF0A7an \uF0D8An \uF0FCy \uF0B7ung \uF0A7Lan \uF0B7 \uF0A7'],
  ])('%s', (_, words) => {
    expect(recognised(words.split(' ').flatMap((word) => [word, `${word} nam`, `anh ${word}`]))).toEqual([]);
  });
});

describe('a single word of an old encoding', () => {
  test.each<[string, LegacyEncoding, string]>([
    ['c«ng', 'TCVN3', 'công'],
    ['§¶ng', 'TCVN3', 'Đảng'],
    ['®ång', 'TCVN3', 'đồng'],
    ['®­îc', 'TCVN3', 'được'],
    ['nhiÖm', 'TCVN3', 'nhiệm'],
    ['phßng', 'TCVN3', 'phòng'],
    ['ban ®¬n.', 'TCVN3', 'ban đơn.'],
    ['Ñaûng', 'VNI', 'Đảng'],
    ['ñöôïc', 'VNI', 'được'],
    ['\uF0A7\uF0B6ng', 'TCVN3', 'Đảng'],
  ])('%j is read as it was meant', (typed, encoding, meant) => {
    expect(findLegacyWords(typed)?.encoding).toBe(encoding);
    expect(toUnicode(typed, encoding)).toBe(meant);
  });

  test.each<LegacyEncoding>(['TCVN3', 'VNI'])(
    '%s: whatever is recognised is converted to the very word',
    (encoding) => {
      const small = REAL.filter((word) => word === word.toLocaleLowerCase('vi'));
      const found = small.filter((word) => legacyEncodingOf(encode(word, encoding)) !== null);
      const wrong = found.filter((word) => {
        const typed = encode(word, encoding);
        return legacyEncodingOf(typed) !== encoding || toUnicode(typed, encoding) !== word.normalize('NFC');
      });
      expect(wrong).toEqual([]);
      const share = found.length / small.length;
      // The others have letters of Unicode Vietnamese only (tèt), or one that foreign names have too.
      expect(share).toBeGreaterThan(encoding === 'TCVN3' ? 0.35 : 0.08);
    },
  );

  test('beside a word of another language it is not enough', () => {
    expect(legacyEncodingOf('Microsoft c«ng')).toBeNull();
    expect(legacyEncodingOf('UBND §¶ng')).toBeNull();
  });
});
