import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { legacyEncodingOf, type LegacyEncoding, toUnicode } from '../../src/http/legacy-letters.ts';
import { isTidy, tidied } from '../../src/http/tidy.ts';

/** The encoders of this test are written from the published tables by code, not from the tables of the program. */
const SMALL = 'àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵ';
const TCVN3_CODES = (
  'b5 b6 b7 b8 b9 a8 bb bc bd be c6 a9 c7 c8 c9 ca cb ae cc ce cf d0 d1 aa d2 d3 d4 d5 d6 d7 d8 dc dd de ' +
  'df e1 e2 e3 e4 ab e5 e6 e7 e8 e9 ac ea eb ec ed ee ef f1 f2 f3 f4 ad f5 f6 f7 f8 f9 fa fb fc fd fe'
).split(' ');
const TCVN3_CAPITALS: Record<string, string> = { Ă: 'a1', Â: 'a2', Ê: 'a3', Ô: 'a4', Ơ: 'a5', Ư: 'a6', Đ: 'a7' };
const VNI_PAIRS = (
  'aø aû aõ aù aï aê aè aú aü aé aë aâ aà aå aã aá aä ñ eø eû eõ eù eï eâ eà eå eã eá eä ì æ ó í ò ' +
  'oø oû oõ où oï oâ oà oå oã oá oä ô ôø ôû ôõ ôù ôï uø uû uõ uù uï ö öø öû öõ öù öï yø yû yõ yù î'
).split(' ');

function encode(text: string, encoding: LegacyEncoding): string {
  return [...text]
    .map((letter) => {
      const small = letter.toLocaleLowerCase('vi');
      const place = [...SMALL].indexOf(small);
      if (place < 0) return letter;
      if (encoding === 'VNI') {
        const pair = VNI_PAIRS[place] ?? '';
        return letter === small ? pair : pair.toUpperCase();
      }
      const code = (letter === small ? undefined : TCVN3_CAPITALS[letter]) ?? TCVN3_CODES[place] ?? '';
      return String.fromCodePoint(parseInt(code, 16));
    })
    .join('');
}

const SENTENCES = [
  'Đảng bộ phường đã hoàn thành tốt nhiệm vụ được giao trong năm.',
  'Bản thân luôn giữ gìn phẩm chất chính trị, đạo đức, lối sống; gương mẫu trước quần chúng.',
  'ĐẢNG CỘNG SẢN VIỆT NAM',
  'Còn nể nang, ngại va chạm trong phê bình và tự phê bình.',
];

describe.each<LegacyEncoding>(['TCVN3', 'VNI'])('%s', (encoding) => {
  test('each of the 134 accented letters comes back, capitals among capitals', () => {
    const lost: string[] = [];
    for (const small of SMALL) {
      const capital = small.toLocaleUpperCase('vi');
      for (const word of [`n${small}ng`, `N${capital}NG`])
        if (toUnicode(encode(word, encoding), encoding) !== word) lost.push(word);
    }
    expect([...SMALL]).toHaveLength(67);
    expect(lost).toEqual([]);
  });

  test.each(SENTENCES)('is recognised and read: %s', (sentence) => {
    const typed = encode(sentence, encoding);
    expect(typed).not.toBe(sentence);
    expect(legacyEncodingOf(typed)).toBe(encoding);
    expect(toUnicode(typed, encoding)).toBe(sentence);
  });

  test('two words are enough, one is not', () => {
    expect(legacyEncodingOf(encode('đồng chí', encoding))).toBe(encoding === 'TCVN3' ? 'TCVN3' : null);
    expect(legacyEncodingOf(encode('được thưởng', encoding))).toBe(encoding);
    expect(legacyEncodingOf(encode('được', encoding))).toBeNull();
  });

  test('beside lines of Unicode only the pasted lines change', () => {
    const text = `Năm nay tôi cân nhắc kỹ.\nHòa, chân thành.\n${encode(SENTENCES[0] ?? '', encoding)}`;
    expect(legacyEncodingOf(text)).toBe(encoding);
    expect(toUnicode(text, encoding)).toBe(`Năm nay tôi cân nhắc kỹ.\nHòa, chân thành.\n${SENTENCES[0]}`);
  });
});

test('TCVN3 as a font of symbols gives it is the same text', () => {
  const typed = encode(SENTENCES[0] ?? '', 'TCVN3').replace(/[\u00A1-\u00FF]/g, (letter) =>
    String.fromCharCode(letter.charCodeAt(0) + 0xf000),
  );
  expect(legacyEncodingOf(typed)).toBe('TCVN3');
  expect(toUnicode(typed, 'TCVN3')).toBe(SENTENCES[0]);
});

test('capitals around a word without sure letters decide', () => {
  expect(toUnicode(encode('BÍ THƯ CHI BỘ', 'TCVN3'), 'TCVN3')).toBe('BÍ THƯ CHI BỘ');
  expect(toUnicode(encode('UBND Hà Giang', 'TCVN3'), 'TCVN3')).toBe('UBND Hà Giang');
  expect(toUnicode(encode('Lê Văn A', 'TCVN3'), 'TCVN3')).toBe('Lê Văn A');
});

describe('is left alone', () => {
  test.each([
    [
      'French',
      "L'été dernier, où êtes-vous allés ? À la fête du garçon naïf, près de l'île, « oui » août, Noël, maïs, thé.",
    ],
    ['French in capitals', 'ÉLÈVE FRANÇAIS DÉJÀ REÇU À L’ÉCOLE'],
    ['German', 'Für schöne Grüße öffnen wir über Köln die Tür; Öl, Bär, Mühe, größer, Übung, München, hören.'],
    ['Spanish, Danish, Swedish', 'El niño español mañana. Så går det på Åland, øl og ærter. Två öar, här är vår gård.'],
    ['signs and numbers', '25 °C ± 2; 100 µm; 3 × 4 ÷ 2; § 5; ¶ 2; © 2024 ®; £m; ½ kg; 1ª; 10²; 5 µg «a» «n»'],
    ['bullets of Word', '\uF0B7 Nam\n\uF0A7 Lan\n\uF0D8 An'],
    ['soft hyphens', 'phòng\u00AD ban, cân\u00AD nhắc, hòa\u00ADbình, chân\u00ADthành'],
    ['plain', 'abc 123'],
    ['nothing', ''],
  ])('%s', (_, text) => {
    expect(legacyEncodingOf(text)).toBeNull();
  });

  test('any text of Vietnamese syllables in Unicode, in any case and with any tone position', () => {
    const beginnings = [
      '',
      'b',
      'c',
      'ch',
      'd',
      'đ',
      'g',
      'gh',
      'gi',
      'h',
      'kh',
      'l',
      'm',
      'n',
      'ng',
      'ngh',
      'nh',
      'ph',
      'qu',
      't',
      'th',
      'tr',
      'v',
      'x',
    ];
    const rimes = [
      'a',
      'ai',
      'an',
      'âng',
      'ăc',
      'e',
      'en',
      'ê',
      'iêt',
      'i',
      'ia',
      'oa',
      'oai',
      'oe',
      'o',
      'ong',
      'ô',
      'ôi',
      'ơ',
      'u',
      'ua',
      'uê',
      'uy',
      'uyên',
      'ư',
      'ươi',
      'y',
      'ân',
      'ôn',
      'ông',
      'êu',
    ];
    const syllable = fc
      .tuple(
        fc.constantFrom(...beginnings),
        fc.constantFrom(...rimes),
        fc.constantFrom('', '\u0300', '\u0301', '\u0303', '\u0309', '\u0323'),
        fc.nat(2),
        fc.nat(2),
      )
      .map(([first, rime, tone, place, cased]) => {
        const stopped = /[ct]$/.test(rime) && !['\u0301', '\u0323'].includes(tone) ? '' : tone;
        const vowels = [...rime.matchAll(/[aăâeêioôơuưy]/g)].map(({ index }) => index + 1);
        const at = vowels[Math.min(place, vowels.length - 1)] ?? 1;
        const word = `${first}${rime.slice(0, at)}${stopped}${rime.slice(at)}`.normalize('NFC');
        return (
          [word, word.charAt(0).toLocaleUpperCase('vi') + word.slice(1), word.toLocaleUpperCase('vi')][cased] ?? ''
        );
      });
    const text = fc
      .tuple(fc.array(syllable, { maxLength: 40 }), fc.constantFrom(' ', ', ', '\n', '. '))
      .map(([words, between]) => words.join(between));
    fc.assert(
      fc.property(text, (typed) => legacyEncodingOf(typed) === null),
      { numRuns: 5_000 },
    );
    expect(legacyEncodingOf('Hoà, hòa, quý, quí, thuỷ, thúy')).toBeNull();
  });
});

describe('bullets and spaces', () => {
  test.each([
    ['\uF0B7\tMột\n\uF0A7 Hai\n• Ba\no\tBốn', '- Một\n- Hai\n- Ba\n- Bốn'],
    ['Hai  khoảng\u00A0 trắng \nhết', 'Hai khoảng trắng\nhết'],
    ['Một\n\n\n\nHai', 'Một\n\nHai'],
  ])('%j is cleaned', (typed, clean) => {
    expect(isTidy(typed)).toBe(false);
    expect(tidied(typed)).toBe(clean);
    expect(isTidy(clean)).toBe(true);
  });

  test.each(['Đang gõ ', 'Một\n\nHai', '- Một\n- Hai', '  thụt vào', 'o to', ''])(
    '%j has nothing to clean',
    (typed) => {
      expect(isTidy(typed)).toBe(true);
    },
  );

  test('cleaning twice changes nothing more, and loses no letter', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'ờ', ' ', '\n', '•', '\t', '\uF0B7', '-', 'o') }), (typed) => {
        const once = tidied(typed);
        return tidied(once) === once && once.replace(/[^aờ]/g, '') === typed.replace(/[^aờ]/g, '');
      }),
    );
    expect(tidied('a')).toBe('a');
  });
});
