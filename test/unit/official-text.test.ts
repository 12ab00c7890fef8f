import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compareWordings, isSameWording } from '../../src/catalogues/differences.ts';
import { type OfficialText, readOfficialText, textProblems } from '../../src/catalogues/official-text.ts';

const THREE = [2, 3, 1];

function wordings(read: OfficialText): string[] {
  return read.signs.map(({ no, text }) => `${no}: ${text}`);
}

const SIX = ['1: Lười học.', '2: Né trách nhiệm.', '3: Cục bộ.', '4: Háo danh.', '5: Lãng phí.', '6: Bàn lùi.'];

describe('the numbered text of a document is read', () => {
  test.each([
    ['with points', '1. Lười học.\n2. Né trách nhiệm.\n3. Cục bộ.\n4. Háo danh.\n5. Lãng phí.\n6. Bàn lùi.'],
    ['with brackets', '1) Lười học.\n2)Né trách nhiệm.\n(3) Cục bộ.\n4) Háo danh.\n5) Lãng phí.\n6) Bàn lùi.'],
    [
      'with the word itself',
      'Biểu hiện 1: Lười học.\nBiểu hiện 2: Né trách nhiệm.\nBiểu hiện thứ 3: Cục bộ.\nBiểu hiện 4 - Háo danh.\nBIỂU HIỆN 5. Lãng phí.\n- Biểu hiện 6: Bàn lùi.',
    ],
    ['out of a table', '1\tLười học.\n2\tNé trách nhiệm.\n3\tCục bộ.\n4\tHáo danh.\n5\tLãng phí.\n6\tBàn lùi.'],
    ['with dashes', '1- Lười học.\n2 – Né trách nhiệm.\n3- Cục bộ.\n4- Háo danh.\n5- Lãng phí.\n6- Bàn lùi.'],
    ['with nothing but a space', '1 Lười học.\n2 Né trách nhiệm.\n3 Cục bộ.\n4 Háo danh.\n5 Lãng phí.\n6 Bàn lùi.'],
    [
      'with lines broken anywhere, empty lines, and Windows line ends',
      '1. Lười\r\nhọc.\r\n\r\n2.\r\nNé trách\r\n\r\nnhiệm.\r\n3. Cục bộ.\r\n4.   Háo\u00A0danh.\r\n5. Lãng phí.\r\n6. Bàn\r\nlùi.\r\n',
    ],
    [
      'with one number written in another way',
      '1. Lười học.\n2. Né trách nhiệm.\n3) Cục bộ.\n4. Háo danh.\n5. Lãng phí.\n6. Bàn lùi.',
    ],
    [
      'across pages',
      '1. Lười học.\n2. Né trách\n7\nnhiệm.\n3. Cục bộ.\n4. Háo danh.\n- 8 -\n5. Lãng phí.\n6. Bàn lùi.',
    ],
    [
      'beginning again in each group',
      '1) Lười học.\n2) Né trách nhiệm.\n1) Cục bộ.\n2) Háo danh.\n3) Lãng phí.\n1) Bàn lùi.',
    ],
  ])('%s', (_how, text) => {
    const read = readOfficialText(text, THREE);
    expect(wordings(read)).toEqual(SIX);
    expect(textProblems(read, 6)).toEqual([]);
  });

  test.each([
    ['I. Tư tưởng\n1. a\n2. b\nII. Lối sống\n3. c\n4. d\n5. e\nIII. Nội bộ\n6. f', [1, 3, 6]],
    ['NHÓM 1: Tư tưởng\n1. a\n2. b\nNhóm 2: Lối sống\n3. c\n4. d\n5. e\nNhóm 3 – Nội bộ\n6. f', [1, 3, 6]],
    [
      'Nhóm thứ nhất: Tư tưởng\n1. a\n2. b\nNhóm thứ hai: Lối sống\n3. c\n4. d\n5. e\nNhóm thứ ba: Nội bộ\n6. f',
      [1, 3, 6],
    ],
    ['1- Tư tưởng\n1) a\n2) b\n2- Lối sống\n1) c\n2) d\n3) e\n3- Nội bộ:\n1) f', [1, 3, 6]],
    // The document's own groups go before ours where it is complete.
    ['A. Tư tưởng\n1) a\n2) b\n3) c\nB. Lối sống\n1) d\n2) e\nC. Nội bộ\n1) f', [1, 4, 6]],
    ['A. 6 BIỂU HIỆN\nI. Tư tưởng\n1. a\n2. b\nII. Lối\nsống\n3. c\n4. d\n5. e\nIII. Nội bộ\n6. f', [1, 3, 6]],
  ])('with its group titles: %j', (text, from) => {
    const read = readOfficialText(text, THREE);
    expect(read.groups).toEqual(
      ['Tư tưởng', 'Lối sống', 'Nội bộ'].map((title, index) => ({ title, from: from[index] })),
    );
    expect(read.signs.map(({ no }) => no)).toEqual([1, 2, 3, 4, 5, 6]);
    expect(read.signs.map(({ text: words }) => words)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });

  test('what stands before and after the list is handed back, and joins no sign', () => {
    const text =
      'PHỤ LỤC\nkèm theo Chỉ thị\n\n1. a\n2. b\n3. c\n4. d theo Chỉ thị\n24-CT/TU và V. I. Lênin\n5. e\n6. f\ncòn f\n\nNơi nhận:\n- Lưu.\nT/M BAN';
    const read = readOfficialText(text, THREE);
    expect(read.signs.map(({ text: words }) => words)).toEqual([
      'a',
      'b',
      'c',
      'd theo Chỉ thị 24-CT/TU và V. I. Lênin',
      'e',
      'f còn f',
    ]);
    expect(read.left).toEqual(['PHỤ LỤC', 'kèm theo Chỉ thị', 'Nơi nhận:', '- Lưu.', 'T/M BAN']);
  });

  test.each([
    ['Một văn bản không có số.', ['Chưa thấy dòng nào có số thứ tự']],
    ['', ['Chưa thấy dòng nào có số thứ tự']],
    ['1. a\n2. b\n4. d\n6. f', ['Thiếu số 3, 5.']],
    ['1. a\n2. b\n3. c\n3. c\n4. d\n5. e\n6. f', ['Số 3 có hơn một dòng.']],
    ['1. a\n2. b\n3. c\n4. d\n5. e\n6. f\n7. g', ['Danh mục này chỉ có 6 biểu hiện, nội dung dán có số 7.']],
    ['1. a\n2. b\n3.\n4. d\n5. e\n6. f', ['Số 3 chưa có nội dung.']],
    ['1. a\n2. b\n2. b\n4. d\n5.\n6. f\n9. g', ['Thiếu số 3.', 'Số 2 có hơn', 'có số 9.', 'Số 5 chưa có']],
    ['1) a\n2) b\n1) c\n3) e\n1) f', ['Thiếu số 4.']],
  ])('%j is not the whole list: %j', (text, begins) => {
    const problems = textProblems(readOfficialText(text, THREE), 6);
    expect(problems).toHaveLength(begins.length);
    for (const [index, words] of begins.entries()) expect(problems[index]).toContain(words);
  });
});

const word = fc.constantFrom(
  'phai',
  'nhạt',
  'lý',
  'tưởng,',
  'né',
  'tránh;',
  '24-CT/TU',
  '“tự',
  'diễn',
  'biến”',
  '100',
  'UBND',
);
const sentence = fc.array(word, { minLength: 1, maxLength: 12 }).map((words) => `Có ${words.join(' ')} thật.`);
const sizes = fc.array(fc.integer({ min: 2, max: 12 }), { minLength: 1, maxLength: 4 });
const marks = fc.constantFrom(
  (no: number) => `${no}. `,
  (no: number) => `${no}) `,
  (no: number) => `(${no}) `,
  (no: number) => `${no}.\t`,
  (no: number) => `Biểu hiện ${no}: `,
);

describe('however the lines are broken', () => {
  const list = sizes.chain((counts) => {
    const all = counts.reduce((sum, count) => sum + count, 0);
    return fc.record({
      counts: fc.constant(counts),
      texts: fc.array(sentence, { minLength: all, maxLength: all }),
      mark: marks,
      again: fc.boolean(),
      titled: fc.boolean(),
      breaks: fc.array(fc.constantFrom(' ', ' ', ' ', '\n', '  ', '\r\n'), { minLength: 1, maxLength: 7 }),
    });
  });

  test('every sign keeps its number and its words', () => {
    fc.assert(
      fc.property(list, ({ counts, texts, mark, again, titled, breaks }) => {
        let no = 0;
        let space = 0;
        // A line may be broken after any word but before a number, which would be a number at a line's beginning.
        const broken = (text: string) =>
          text.replaceAll(/ (?=[^\d])/gu, () => breaks[(space += 1) % breaks.length] ?? ' ');
        const paste = counts.flatMap((count, group) => [
          ...(titled ? [`${'I'.repeat(group + 1).replace('IIII', 'IV')}. Nhóm ấy`] : []),
          ...Array.from({ length: count }, (_, index) => {
            no += 1;
            return `${mark(again ? index + 1 : no)}${broken(texts[no - 1] ?? '')}`;
          }),
        ]);
        const read = readOfficialText(paste.join('\n'), counts);
        expect(wordings(read)).toEqual(texts.map((text, index) => `${index + 1}: ${text}`));
        expect(read.groups).toHaveLength(titled ? counts.length : 0);
        expect(textProblems(read, texts.length)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test('a number left out is named, whichever it is', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 26 }), (gone) => {
        const numbers = Array.from({ length: 27 }, (_, index) => index + 1).filter((no) => no !== gone);
        const read = readOfficialText(numbers.map((no) => `${no}) Nội dung số ${no}.`).join('\n'), [9, 9, 9]);
        expect(textProblems(read, 27)).toEqual([expect.stringContaining(`Thiếu số ${gone}.`)]);
      }),
    );
  });

  test('any text at all is read without a fault', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (text) => {
        const read = readOfficialText(text, [9, 9, 9]);
        expect(Array.isArray(textProblems(read, 27))).toBe(true);
      }),
    );
  });
});

describe('two wordings side by side', () => {
  test('are marked word by word, each on its own side', () => {
    expect(compareWordings('Phai nhạt lý tưởng của Đảng.', 'Phai nhạt lý tưởng cách mạng của Đảng ta.')).toEqual({
      same: false,
      present: [
        { text: 'Phai nhạt lý tưởng', own: false },
        { text: 'của', own: false },
        { text: 'Đảng.', own: true },
      ],
      official: [
        { text: 'Phai nhạt lý tưởng', own: false },
        { text: 'cách mạng', own: true },
        { text: 'của', own: false },
        { text: 'Đảng ta.', own: true },
      ],
    });
  });

  test.each([
    ['hòa  bình,\n“tự diễn biến”', 'hòa bình, "tự diễn biến"', true],
    ['chủ nghĩa Mác – Lênin', 'chủ nghĩa Mác - Lênin', true],
    ['Suy thoái', 'suy thoái', false],
    ['suy thoái', 'suy thoai', false],
    ['', 'suy thoái', false],
  ])('%j and %j are the same words: %s', (left, right, same) => {
    expect(compareWordings(left, right).same).toBe(same);
    expect(isSameWording(left, right)).toBe(same);
  });

  test('lose no word, and a difference is never hidden', () => {
    const text = fc.array(word, { maxLength: 30 }).map((words) => words.join(' '));
    fc.assert(
      fc.property(text, text, (left, right) => {
        const { present, official, same } = compareWordings(left, right);
        const shown = (pieces: typeof present) =>
          pieces
            .map((piece) => piece.text)
            .join(' ')
            .trim();
        expect(shown(present)).toBe(left);
        expect(shown(official)).toBe(right);
        const shared = (pieces: typeof present) => shown(pieces.filter(({ own }) => !own));
        expect(shared(present)).toBe(shared(official));
        expect(same).toBe(left === right);
        expect([...present, ...official].some(({ own }) => own)).toBe(!same);
      }),
    );
  });

  test('wholly different texts of any length are told quickly', () => {
    const long = (letter: string) => Array.from({ length: 8_000 }, (_, index) => `${letter}${index}`).join(' ');
    const started = performance.now();
    expect(compareWordings(long('a'), long('b')).same).toBe(false);
    expect(performance.now() - started).toBeLessThan(2_000);
  });
});
