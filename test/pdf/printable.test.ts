import { openSync } from 'fontkit';
import { describe, expect, test } from 'vitest';
import { paperFontPaths } from '../../src/pdf/paper-fonts-node.ts';
import { unprintableLetters } from '../../src/pdf/printable.ts';
import { ACCENTED_LETTERS } from '../fixtures/letters.ts';

describe('letters the paper can print', () => {
  test('there are 134 accented Vietnamese letters, and all print', () => {
    expect(new Set(ACCENTED_LETTERS).size).toBe(134);
    expect(unprintableLetters(ACCENTED_LETTERS.join(''))).toEqual([]);
    expect(unprintableLetters(ACCENTED_LETTERS.join('').normalize('NFD'))).toEqual([]);
  });

  test('what people paste from Word prints: quotes, dashes, bullets, signs', () => {
    expect(unprintableLetters('“Tự soi” – ‘tự sửa’… • ● ■ → ≥ ≤ ≠ ± × ÷ √ ½ % ‰ § © \u00a0\u202f ▪ ○')).toEqual([]);
  });

  test('line breaks, tabs and letters without a shape are no obstacle', () => {
    expect(unprintableLetters('dòng một\r\ndòng\thai\u200b\u00ad\ufeff\u200d')).toEqual([]);
  });

  test('names each letter once, in order, beyond the basic plane too', () => {
    expect(unprintableLetters('Đạt ✓ chỉ tiêu 😀, xem 漢字 và ✓ 😀')).toEqual(['✓', '😀', '漢', '字']);
  });

  test('agrees with the tables of all four fonts, letter by letter', () => {
    const fonts = paperFontPaths().map((path) => new Set(openSync(path).characterSet));
    const disagreeing: string[] = [];
    for (let point = 0x21; point <= 0xffff; point += 1) {
      const letter = String.fromCodePoint(point);
      if (/[\p{Cs}\p{Default_Ignorable_Code_Point}]/u.test(letter) || letter.normalize('NFC') !== letter) continue;
      const inAll = fonts.every((font) => font.has(point));
      if (inAll === unprintableLetters(letter).length > 0) disagreeing.push(point.toString(16));
    }
    expect(disagreeing).toEqual([]);
  });
});
