import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LegacyEncoding, legacyEncodingOf, toUnicode } from '../../src/http/legacy-letters.ts';
import { isTidy, tidied } from '../../src/http/tidy.ts';
import { encode, SMALL } from '../fixtures/legacy-encoder.ts';

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

  test('two words are enough', () => {
    expect(legacyEncodingOf(encode('đồng chí', encoding))).toBe(encoding === 'TCVN3' ? 'TCVN3' : null);
    expect(legacyEncodingOf(encode('được thưởng', encoding))).toBe(encoding);
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

  test.each(['Đang gõ ', 'Một\n\nHai', '- Một\n- Hai', '\uF0A7\uF0B6ng', '  thụt vào', 'o to', ''])(
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
