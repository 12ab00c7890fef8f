import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findDuplicates, nameKey } from '../../src/imports/duplicates.ts';
import { inUsualLetters, officialIn, readRows, type RowReading, standingIn } from '../../src/imports/rows.ts';
import {
  type ColumnKey,
  findHeading,
  guessColumns,
  headingAround,
  headingsAt,
  repeatedColumns,
} from '../../src/imports/rules.ts';
import { userNames } from '../../src/imports/commands.ts';
import { foldName } from '../../src/units/rules.ts';

const KNOWN: [string, ColumnKey][] = [
  ['Họ và tên', 'name'],
  ['Họ tên đảng viên', 'name'],
  ['Họ và tên khai sinh', 'name'],
  ['Họ và tên đệm', 'family'],
  ['Họ đệm', 'family'],
  ['Tên', 'given'],
  ['Ngày sinh', 'birth'],
  ['Năm sinh', 'birth'],
  ['Ngày, tháng, năm sinh', 'birth'],
  ['Ngày tháng năm sinh Nam', 'birth'],
  ['Sinh ngày', 'birth'],
  ['Số thẻ', 'card'],
  ['Số thẻ đảng viên', 'card'],
  ['Mã thẻ', 'card'],
  ['Chi bộ', 'branch'],
  ['Chi bộ sinh hoạt', 'branch'],
  ['Nơi sinh hoạt', 'branch'],
  ['Đơn vị công tác', 'workplace'],
  ['Cơ quan, đơn vị công tác', 'workplace'],
  ['Nơi làm việc', 'workplace'],
  ['Chức vụ Đảng', 'partyPost'],
  ['Chức vụ trong Đảng', 'partyPost'],
  ['Chức vụ', 'governmentPost'],
  ['Chức vụ chính quyền', 'governmentPost'],
  ['Chức danh', 'governmentPost'],
  ['Chức vụ đoàn thể', 'unionPost'],
  ['Đối tượng kiểm điểm', 'standing'],
  ['Chính thức hay dự bị', 'official'],
  ['Chính thức/dự bị', 'official'],
  ['Có thủ trưởng đánh giá', 'agency'],
  ['Cấp ủy nơi cư trú', 'residence'],
];

describe('a column is guessed by its heading', () => {
  test.each(KNOWN)('%j is %s', (heading, key) => {
    expect(guessColumns([heading])).toEqual([key]);
  });

  test.each([
    'Stt',
    'Ngày vào Đảng',
    'Ngày cấp thẻ',
    'Nơi cấp thẻ đảng viên',
    'Ngày chính thức',
    'Họ tên vợ',
    'CCCD',
    'Ghi chú',
    '',
  ])('%j is nothing that is asked for', (heading) => {
    expect(guessColumns([heading])).toEqual(['']);
  });

  test('whatever the case, the marks, the spaces and the signs around', () => {
    const spelling = fc.record({
      known: fc.constantFrom(...KNOWN),
      fold: fc.boolean(),
      upper: fc.boolean(),
      apart: fc.boolean(),
      gap: fc.constantFrom(' ', '  ', '\n', ' - '),
      end: fc.constantFrom('', ':', ' *', '.', ' (1)'),
    });
    fc.assert(
      fc.property(spelling, ({ known: [heading, key], fold, upper, apart, gap, end }) => {
        const plain = fold ? foldName(heading) : heading;
        const cased = upper ? plain.toLocaleUpperCase('vi') : plain;
        const spaced = cased.replaceAll(' ', gap) + end;
        const typed = apart ? spaced.normalize('NFD') : spaced;
        const guessed = guessColumns([typed])[0];
        expect([typed, key === 'given' || key === 'family' ? key : guessed]).toEqual([typed, key]);
      }),
    );
  });

  test('a meaning is given once, but for names and birth dates in several columns', () => {
    expect(guessColumns(['Họ và tên', 'Họ tên', 'Năm sinh Nam', 'Năm sinh Nữ', 'Số thẻ', 'Số thẻ'])).toEqual([
      'name',
      'name',
      'birth',
      'birth',
      'card',
      '',
    ]);
    expect(repeatedColumns(['name', 'name', 'card', 'card', '', ''])).toEqual(['card']);
  });
});

describe('a heading is found', () => {
  const rows = (lines: string[][]) => lines.map((cells, at) => ({ no: at + 1, cells }));

  test('below the titles, over two lines, with the numbers of the columns under it', () => {
    const list = rows([
      ['ĐẢNG BỘ PHƯỜNG', '', '', ''],
      ['DANH SÁCH ĐẢNG VIÊN', '', '', ''],
      ['Stt', 'Họ và tên', 'Năm sinh', '', 'Chi bộ'],
      ['', '', 'Nam', 'Nữ', ''],
      ['(1)', '(2)', '(3)', '(4)', '(5)'],
      ['1', 'Lý Hai', '1960', '', 'Chi bộ 1'],
    ]);
    const place = findHeading(list);
    expect(place).toEqual({ first: 2, last: 4 });
    expect(headingsAt(list, place ?? { first: 0, last: 0 })).toEqual([
      'Stt',
      'Họ và tên',
      'Năm sinh Nam',
      'Năm sinh Nữ',
      'Chi bộ',
    ]);
  });

  test('a first person without a known second line is no heading', () => {
    const list = rows([
      ['Họ và tên', 'Ngày sinh'],
      ['Lý Hai', '1960'],
      ['', '1970'],
    ]);
    expect(findHeading(list)).toEqual({ first: 0, last: 0 });
    expect(headingAround(list, 1)).toEqual({ first: 1, last: 1 });
  });

  test('not where there is none', () => {
    expect(
      findHeading(
        rows([
          ['Lý Hai', '1960'],
          ['Đỗ Ba', '1970'],
        ]),
      ),
    ).toBeNull();
  });
});

const BRANCHES = [
  { id: 'b1', name: 'Chi bộ Số 1' },
  { id: 'b2', name: 'Chi bộ Tổ dân phố số 2' },
  { id: 'c1', name: 'Chi bộ Trường học' },
  { id: 'c2', name: 'Chi bộ Trường học' },
];

function reading(columns: (ColumnKey | '')[], more: Partial<RowReading['usual']> = {}): RowReading {
  const usual = { unitId: 'b1', standing: 'no_post' as const, official: '1' as const, hasAgency: false, ...more };
  return { columns, headings: [], usual, branches: BRANCHES, today: '2026-11-22' };
}

function readOne(cells: string[], columns: (ColumnKey | '')[], more: Partial<RowReading['usual']> = {}) {
  const read = readRows([{ no: 7, cells }], reading(columns, more));
  return { person: read.people[0], problems: read.broken[0]?.problems ?? [] };
}

describe('a row', () => {
  test.each([
    ['02/09/1960', '1960-09-02'],
    ['2/9/1960', '1960-09-02'],
    ['2-9-1960', '1960-09-02'],
    ['2.9.1960', '1960-09-02'],
    ['2 / 9 / 1960', '1960-09-02'],
    ['1960-09-02', '1960-09-02'],
    ['02/09/1960 00:00:00', '1960-09-02'],
    ['1960', '1960'],
    ['1960.0', '1960'],
    ['1960,00', '1960'],
  ])('with the birth date %j has %s', (typed, stored) => {
    expect(readOne(['Lý Hai', typed], ['name', 'birth']).person?.birthDate).toBe(stored);
  });

  test.each([
    ['31/02/1960', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['09/25/1960', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['09/1960', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['22161', 'ô ấy cần định dạng Ngày (Date)'],
    ['23/11/2026', 'không thể ở tương lai'],
    ['=TODAY()', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['', 'Thiếu ngày sinh'],
  ])('with the birth date %j is broken: %s', (typed, words) => {
    expect(readOne(['Lý Hai', typed], ['name', 'birth']).problems.join(' ')).toContain(words);
  });

  test.each([
    ['=HYPERLINK("http://x";"Lý Hai")', 'bắt đầu bằng “=” như một công thức'],
    ['@Lý Hai', 'bắt đầu bằng “@”'],
    ['+84 912', 'bắt đầu bằng “+”'],
    ['0912 Lý Hai', 'Họ và tên chỉ gồm chữ'],
    ['Tổng số: 30', 'Họ và tên chỉ gồm chữ'],
    ['ạ'.repeat(81), 'nhiều nhất 80 chữ'],
    ['', 'Đồng chí ghi họ và tên'],
  ])('named %j is broken: %s', (typed, words) => {
    expect(readOne([typed, '1960'], ['name', 'birth']).problems.join(' ')).toContain(words);
  });

  test('a cell like a formula is a text in any other column', () => {
    const { person } = readOne(['Lý Hai', '1960', '=HYPERLINK("http://x")'], ['name', 'birth', 'workplace']);
    expect(person?.workplace).toBe('=HYPERLINK("http://x")');
  });

  test.each([
    ['0012345678', '0012345678'],
    ['00 123.456-78', '0012345678'],
    ['12345678.0', '12345678'],
    ['12345678,00', '12345678'],
    ['', ''],
  ])('with the card %j has %j', (typed, stored) => {
    expect(readOne(['Lý Hai', '1960', typed], ['name', 'birth', 'card']).person?.cardNumber).toBe(stored);
  });

  test.each(['1234567', '1234567890123', '12345678,5', 'ABC12345', '1.2E+10'])(
    'with the card %j is broken',
    (typed) => {
      expect(readOne(['Lý Hai', '1960', typed], ['name', 'birth', 'card']).problems.join(' ')).toContain(
        '8 đến 12 chữ số',
      );
    },
  );

  test('has its name from two columns or from one, in the letters names are written in, NFC', () => {
    const two = readOne(['NGUYỄN VĂN', 'AN', '1960'], ['family', 'given', 'birth']);
    expect(two.person?.fullName).toBe('Nguyễn Văn An');
    const merged = readOne(['Lý Hai', 'Lý Hai', '1960'], ['name', 'name', 'birth']);
    expect(merged.person?.fullName).toBe('Lý Hai');
    const apart = readOne(['Đỗ  Thị Ước'.normalize('NFD'), '1960'], ['name', 'birth']);
    expect(apart.person?.fullName).toBe('Đỗ Thị Ước');
  });

  test.each([
    ["H'HEN NIÊ", "H'Hen Niê"],
    ['TÔN NỮ-HUẾ', 'Tôn Nữ-Huế'],
    ['Nguyễn văn An', 'Nguyễn văn An'],
    ['Y', 'Y'],
  ])('the name %j is written %j', (typed, written) => {
    expect(inUsualLetters(typed)).toBe(written);
  });

  test('one of the two birth columns is filled; both are a problem', () => {
    const columns: ColumnKey[] = ['name', 'birth', 'birth'];
    expect(readOne(['Lý Hai', '', '1968'], columns).person?.birthDate).toBe('1968');
    expect(readOne(['Lý Hai', '1967', '1968'], columns).problems.join(' ')).toContain('Có hai ngày sinh khác nhau');
  });

  test.each([
    ['Chi bộ Số 1', 'b1', ''],
    ['chi bo so 1', 'b1', ''],
    ['Số 1', 'b1', ''],
    ['CB số 1', 'b1', ''],
    ['TỔ DÂN PHỐ SỐ 2', 'b2', ''],
    ['Chi bộ Số 9', '', 'Không có chi bộ nào tên “Chi bộ Số 9”'],
    ['Trường học', '', 'Có 2 chi bộ cùng tên'],
    ['', '', 'Thiếu tên chi bộ'],
  ])('of the branch %j goes to %j %s', (typed, unitId, words) => {
    const { person, problems } = readOne(['Lý Hai', '1960', typed], ['name', 'birth', 'branch'], { unitId: '' });
    expect(person?.unitId ?? '').toBe(unitId);
    expect(problems.join(' ')).toContain(words);
  });

  test.each([
    ['Giữ chức vụ lãnh đạo, quản lý', 'leader'],
    ['Lãnh đạo', 'leader'],
    ['2A', 'leader'],
    ['Không giữ chức vụ lãnh đạo, quản lý', 'no_post'],
    ['không lãnh đạo', 'no_post'],
    ['2b', 'no_post'],
    ['Không làm việc trong hệ thống chính trị', 'outside'],
    ['Nghỉ hưu', 'outside'],
    ['Cán bộ hưu trí', 'outside'],
    ['nhân viên', null],
    ['', null],
  ])('the standing %j is %j', (typed, standing) => {
    expect(standingIn(typed)).toBe(standing);
  });

  test.each([
    ['Chính thức', '1'],
    ['CT', '1'],
    ['Dự bị', '0'],
    ['Đảng viên dự bị', '0'],
    ['ĐVDB', '0'],
    ['x', null],
  ])('“%s” is official: %j', (typed, official) => {
    expect(officialIn(typed)).toBe(official);
  });

  test('what the list leaves open is as usual; a word nobody understands is a problem', () => {
    const columns: ColumnKey[] = ['name', 'birth', 'standing', 'official', 'agency'];
    const blank = readOne(['Lý Hai', '1960', '', '', ''], columns, {
      standing: 'outside',
      official: '0',
      hasAgency: true,
    });
    expect(blank.person).toMatchObject({ standing: 'outside', official: false, hasAgency: true });
    const odd = readOne(['Lý Hai', '1960', 'nhân viên', 'x', 'chắc có'], columns);
    expect(odd.problems).toEqual([
      'Đối tượng kiểm điểm: chưa hiểu “nhân viên”.',
      'Chính thức hay dự bị: chưa hiểu “x”.',
      'Có thủ trưởng đánh giá: chưa hiểu “chắc có”, ghi Có hoặc Không.',
    ]);
    const missing = readOne(['Lý Hai', '1960'], ['name', 'birth'], { standing: '', official: '' });
    expect(missing.problems).toEqual(['Thiếu: Đối tượng kiểm điểm.', 'Thiếu: Chính thức hay dự bị.']);
  });

  test('empty ones and a heading on a later page are passed over, not called broken', () => {
    const list = [
      ['', ''],
      ['Họ và tên', 'Ngày sinh'],
      ['Lý Hai', '1960'],
      ['12', ''],
    ].map((cells, at) => ({ no: at + 1, cells }));
    const read = readRows(list, { ...reading(['name', 'birth']), headings: ['Họ và tên', 'Ngày sinh'] });
    expect(read.passedOver).toBe(2);
    expect(read.people).toHaveLength(1);
    expect(read.broken.map(({ no }) => no)).toEqual([4]);
  });

  test('whatever a row holds, it is a person or has a reason, and nothing throws', () => {
    const cell = fc.oneof(
      fc.string(),
      fc.constantFrom('Lý Hai', '1960', '02/09/1960', 'Chi bộ Số 1', '00123456', 'Dự bị'),
    );
    const columns = fc.array(
      fc.constantFrom<ColumnKey | ''>('name', 'birth', 'branch', 'card', 'official', 'standing', 'agency', ''),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(fc.array(fc.array(cell, { maxLength: 8 }), { maxLength: 6 }), columns, (lines, keys) => {
        const rows = lines.map((cells, at) => ({ no: at + 1, cells }));
        const read = readRows(rows, reading(keys));
        expect(read.people.length + read.broken.length + read.passedOver).toBe(rows.length);
        for (const person of read.people) {
          expect(person.fullName).toMatch(/^\p{L}/u);
          expect(person.birthDate).toMatch(/^\d{4}(-\d\d-\d\d)?$/);
          expect(person.cardNumber).toMatch(/^(\d{8,12})?$/);
          expect(person.fullName).toBe(person.fullName.normalize('NFC'));
        }
        for (const { problems } of read.broken) expect(problems.length).toBeGreaterThan(0);
      }),
    );
  });
});

describe('doubles', () => {
  const person = (no: number, fullName: string, birthDate: string, cardNumber = '') => {
    const read = readRows([{ no, cells: [fullName, birthDate, cardNumber] }], reading(['name', 'birth', 'card']));
    return read.people[0] ?? Promise.reject(new Error('broken'));
  };
  const registered = { fullName: 'Lý Hòa', birthDate: '1960-09-02', cardNumber: '00112233', branch: 'Chi bộ Số 1' };

  test.each([
    ['LÝ HOÀ', '02/09/1960', '', ['trùng họ tên và ngày sinh với đồng chí Lý Hòa đã có ở Chi bộ Số 1']],
    ['Lý Hòa', '1960', '', ['trùng họ tên và năm sinh với đồng chí Lý Hòa đã có ở Chi bộ Số 1']],
    ['Đỗ Ba', '1971', '00112233', ['trùng số thẻ với đồng chí Lý Hòa đã có ở Chi bộ Số 1']],
    ['Lý Hòa', '03/09/1960', '', []],
    ['Lý Hoa', '02/09/1960', '', []],
    ['Lý Hóa', '02/09/1960', '', []],
  ])('%s, born %s, card %j: %j', async (name, birth, card, reasons) => {
    const found = findDuplicates([await person(5, name, birth, card)], [registered]);
    expect((found.get(5)?.reasons ?? []).map(({ words }) => words)).toEqual(reasons);
  });

  test('inside the file the first stands and later ones are doubles', async () => {
    const list = [
      await person(2, 'Đỗ Ba', '1971', '99887766'),
      await person(3, 'ĐỖ BA', '1971'),
      await person(4, 'Lý Tư', '1972', '99887766'),
    ];
    const found = findDuplicates(list, []);
    expect([...found.keys()]).toEqual([3, 4]);
    expect(found.get(3)?.reasons[0]?.plain).toBe('trùng họ tên và ngày sinh với dòng 2 của tệp');
    expect(found.get(4)?.reasons[0]?.plain).toBe('trùng số thẻ với dòng 2 của tệp');
  });

  test('one name is one key wherever its tone stands', () => {
    expect(nameKey('Hoà')).toBe(nameKey('HÒA'));
    expect(nameKey('Thuỷ  Tiên'.normalize('NFD'))).toBe(nameKey('Thủy Tiên'));
    expect(nameKey('Hoà')).not.toBe(nameKey('Hoa'));
    expect(nameKey('Hoà')).not.toBe(nameKey('Hoá'));
  });
});

test('user names are numbered past those that are taken, and never given twice', () => {
  const next = userNames(new Set(['ly.hai', 'ly.hai3']));
  expect(['Lý Hai', 'Lý Hai', 'Lý Hải', 'Ý', 'Y'].map(next)).toEqual([
    'ly.hai2',
    'ly.hai4',
    'ly.hai5',
    'dang.vien',
    'dang.vien2',
  ]);
});
