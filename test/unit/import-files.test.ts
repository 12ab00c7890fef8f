import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { AppError } from '../../src/errors.ts';
import { readList } from '../../src/imports/file.ts';
import { sampleFile, xlsxOf } from '../../src/imports/sample.ts';
import { numberText } from '../../src/imports/xlsx-numbers.ts';
import { sheetOf, textFile, workbook, zipFile } from '../helpers/files.ts';

type Bytes = Uint8Array<ArrayBuffer>;

async function cellsOf(bytes: Bytes, name = 'ds.xlsx'): Promise<string[][]> {
  return (await readList({ name, bytes })).rows.map(({ cells }) => cells);
}

/** The sentence a file comes back with. */
async function refusal(bytes: Bytes, name = 'ds.xlsx'): Promise<string> {
  const error = await readList({ name, bytes }).then(
    () => 'it was read',
    (refused: unknown) => refused,
  );
  return error instanceof AppError ? (error.fields.tep ?? '') : String(error);
}

describe('a workbook', () => {
  test('as a spreadsheet program writes it: dates, zeros of a format, formulas, merged cells, rich text, a hidden sheet', async () => {
    const bytes = new Uint8Array(readFileSync(new URL('../fixtures/danh-sach.xlsx', import.meta.url)));
    const grid = await readList({ name: 'danh-sach.xlsx', bytes });
    expect([grid.sheet, grid.otherSheets]).toEqual(['DS đảng viên', 1]);
    expect(grid.rows.map(({ no }) => no)).toEqual([1, 2, 4, 5, 6, 7, 8, 9, 10, 12]);
    const row = (no: number) => grid.rows.find((each) => each.no === no)?.cells;
    expect(row(6)).toEqual(['1', 'NGUYỄN VĂN AN', '02/09/1960', '', '001234567', 'Bí thư', '', 'Chi bộ Số 1']);
    expect(row(7)).toEqual(['2', 'Lý Thị Hai', '', '19/5/1968', '012345678', '', 'Giáo viên', 'Chi bộ Số 1']);
    expect(row(8)).toEqual(['3', 'Trần Văn Ba', '1971', '', '77', '', '', 'Chi bộ Số 1']);
    expect(row(10)?.[1]).toBe('=HYPERLINK("http://x.example","Người Giả")');
  });

  test('whose elements bear prefixes, and whose cells bear no addresses, reads the same', async () => {
    const sheet =
      '<x:worksheet xmlns:x="y"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>Lý &amp; Hai</x:t></x:is></x:c>' +
      '<x:c><x:v>1960</x:v></x:c></x:row></x:sheetData></x:worksheet>';
    expect(await cellsOf(workbook({ sheet }))).toEqual([['Lý & Hai', '1960']]);
  });

  test('keeps what a cell says: true and false, an error, letters composed apart, line breaks as spaces', async () => {
    const strings = `<sst><si><t>${'Ngô Thị Ước'.normalize('NFD')}</t></si><si><t>hai_x000D_\ndòng</t></si></sst>`;
    const sheet =
      '<worksheet><sheetData><row r="3"><c r="B3" t="s"><v>0</v></c><c r="C3" t="b"><v>1</v></c><c r="D3" t="b"><v>0</v></c>' +
      '<c r="E3" t="e"><v>#N/A</v></c><c r="F3" t="s"><v>1</v></c><c r="G3" t="s"><v>99</v></c></row></sheetData></worksheet>';
    const [cells] = await cellsOf(workbook({ sheet, strings }));
    expect(cells).toEqual(['', 'Ngô Thị Ước', 'Có', 'Không', '#N/A', 'hai dòng']);
  });

  test('what this program writes, it reads, and the sample file is one', async () => {
    // What looks like the file format's own word for a control character is read as one.
    const text = fc.stringMatching(/^[\p{L}0-9 .&<>"'=-]{1,20}$/u);
    const rows = fc.array(fc.array(text, { minLength: 1, maxLength: 8 }), { minLength: 1, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(rows, async (written) => {
        const texts = written.map((cells) =>
          cells.map((each) =>
            each
              .normalize('NFC')
              .replace(/\p{Z}+/gu, ' ')
              .trim(),
          ),
        );
        const filled = texts.filter((cells) => cells.some((each) => each !== ''));
        fc.pre(filled.length > 0);
        const read = await cellsOf(xlsxOf([{ name: 'A', rows: written, widths: [] }]));
        expect(read).toEqual(filled.map((cells) => cells.slice(0, cells.findLastIndex((each) => each !== '') + 1)));
      }),
      { numRuns: 60 },
    );
    const [headings] = await cellsOf(sampleFile());
    expect(headings?.slice(0, 4)).toEqual(['Họ và tên', 'Ngày sinh', 'Chi bộ', 'Số thẻ đảng viên']);
  });

  test.each([
    ['22161', 'dd/mm/yyyy', '02/09/1960'],
    ['22161', '[$-42A]dd "tháng" mm;@', '02/09/1960'],
    ['22161.75', 'd/m/yy h:mm', '02/09/1960'],
    ['22161', 'yyyy', '1960'],
    ['22161', 'mm/yyyy', '09/1960'],
    ['59', 'd/m/yyyy', '28/02/1900'],
    ['61', 'd/m/yyyy', '01/03/1900'],
    ['-5', 'd/m/yyyy', '-5'],
    ['1960', 'General', '1960'],
    ['1234567', '000000000', '001234567'],
    ['1.2345678901E10', '', '12345678901'],
    ['0.1', '0.00', '0.1'],
    ['28.499999999999996', '', '28.5'],
    ['12', '"d"0', '12'],
  ])('the number %s in the format %j is read as %s', (raw, format, text) => {
    expect(numberText(raw, format, false)).toBe(text);
  });

  test('that counts its days from 1904 says so', () => {
    expect(numberText('20699', 'dd/mm/yyyy', true)).toBe('02/09/1960');
  });
});

describe('a file that is none, or is one to harm', () => {
  const PEOPLE = sheetOf([
    ['Họ và tên', 'Ngày sinh'],
    ['Lý Thị Hai', '1960'],
  ]);

  test.each<[string, () => Bytes, string, string]>([
    ['an empty file', () => new Uint8Array(), 'ds.xlsx', 'có dữ liệu'],
    [
      'a picture called .xlsx',
      () => new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2, 3]),
      'ds.xlsx',
      'không mở được như một tệp Excel',
    ],
    ['a web page called .xls', () => textFile('<html><table>'), 'ds.xls', 'không mở được như một tệp Excel'],
    ['a program', () => textFile('MZ'), 'ds.exe', 'chỉ nhận tệp Excel (.xlsx) hoặc .csv'],
    ['an archive cut in the middle', () => workbook({ sheet: PEOPLE }).slice(0, 300), 'ds.xlsx', 'không mở được'],
    ['an archive of something else', () => zipFile([{ path: 'a.txt', data: 'chào' }]), 'ds.xlsx', 'không mở được'],
    ['broken XML', () => workbook({ sheet: '<worksheet><sheetData><row><c></row>' }), 'ds.xlsx', 'không mở được'],
    ['a sheet without rows', () => workbook({ sheet: sheetOf([]) }), 'ds.xlsx', 'chưa có dòng nào'],
    [
      'an old .xls',
      () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Array<number>(600).fill(0)]),
      'ds.xls',
      'tệp Excel đời cũ (.xls)',
    ],
    [
      'a workbook locked with a password',
      () => new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, ...Buffer.from('EncryptedPackage', 'utf16le')]),
      'ds.xlsx',
      'đặt mật khẩu mở',
    ],
    [
      'an archive whose entries are locked',
      () => zipFile([{ path: '_rels/.rels', data: 'x', encrypted: true }]),
      'ds.xlsx',
      'đặt mật khẩu mở',
    ],
    [
      'more rows than 6.000',
      () => workbook({ sheet: sheetOf(Array.from({ length: 6_001 }, () => ['x'])) }),
      'ds.xlsx',
      'hơn 6.000 dòng',
    ],
  ])('%s is answered in plain words', async (_what, bytes, name, words) => {
    expect(await refusal(bytes(), name)).toContain(words);
  });

  test('a bomb that says how large it is, is not unpacked', async () => {
    const bomb = workbook({ sheet: PEOPLE, more: [{ path: 'xl/bom.xml', data: 'x', saysBytes: 4_000_000_000 }] });
    expect(await refusal(bomb)).toContain('nén quá nhiều dữ liệu');
  });

  test('a bomb that lies about its size is stopped while it unpacks, in little time and memory', async () => {
    const sheet = `<worksheet><sheetData>${' '.repeat(300 * 1024 * 1024)}</sheetData></worksheet>`;
    const path = 'xl/worksheets/sheet1.xml';
    const entries = [
      { path: '_rels/.rels', data: '<Relationships/>' },
      {
        path: 'xl/_rels/workbook.xml.rels',
        data: '<r><Relationship Id="r1" Type="t/worksheet" Target="worksheets/sheet1.xml"/></r>',
      },
      { path: 'xl/workbook.xml', data: '<workbook><sheets><sheet name="A" r:id="r1"/></sheets></workbook>' },
      { path, data: sheet, saysBytes: 1_000 },
    ];
    const bomb = zipFile(entries);
    expect(bomb.length).toBeLessThan(1024 * 1024);
    const start = performance.now();
    expect(await refusal(bomb)).toContain('nén quá nhiều dữ liệu');
    expect(performance.now() - start).toBeLessThan(5_000);
  });

  test('an archive of very many entries is not looked through', async () => {
    const many = Array.from({ length: 1_100 }, (_, at) => ({ path: `xl/${at}.xml`, data: '' }));
    expect(await refusal(workbook({ sheet: PEOPLE, more: many }))).toContain('nén quá nhiều dữ liệu');
  });

  test('cells at the far end of the sheet cost nothing, and entities of its own are not expanded', async () => {
    const far =
      '<worksheet><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Họ tên</t></is></c><c r="XFD1"><v>1</v></c></row>' +
      '<row r="1048576"><c r="A1048576"><v>7</v></c></row></sheetData><mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>';
    const grid = await readList({ name: 'ds.xlsx', bytes: workbook({ sheet: far }) });
    expect(grid.rows.map(({ no, cells }) => [no, cells[0]])).toEqual([
      [1, 'Họ tên'],
      [1_048_576, '7'],
    ]);
    const laughs = `<!DOCTYPE a [<!ENTITY b "${'ha'.repeat(1_000)}">]>${sheetOf([['&b;']]).replace('&amp;b;', '&b;')}`;
    expect(JSON.stringify(await cellsOf(workbook({ sheet: laughs }))).length).toBeLessThan(100);
  });
});

describe('a text file', () => {
  test.each([
    ['commas', 'Họ tên,Ngày sinh\n"Lý, Hai",1960\n'],
    ['semicolons', 'Họ tên;Ngày sinh\r\nLý, Hai;1960\r\n'],
    ['tabs', 'Họ tên\tNgày sinh\nLý, Hai\t1960'],
    ['Excel’s own first line', 'sep=|\nHọ tên|Ngày sinh\nLý, Hai|1960'],
    ['a mark of UTF-8', '\uFEFFHọ tên;Ngày sinh\nLý, Hai;1960'],
  ])('parted by %s', async (_what, text) => {
    expect(await cellsOf(textFile(text), 'ds.csv')).toEqual([
      ['Họ tên', 'Ngày sinh'],
      ['Lý, Hai', '1960'],
    ]);
  });

  test('in UTF-16 with its mark, as Excel saves “Unicode text”', async () => {
    const little = new Uint8Array([0xff, 0xfe, ...Buffer.from('Họ tên\tNgày sinh\nLý Hai\t0012', 'utf16le')]);
    expect(await cellsOf(little, 'ds.txt')).toEqual([
      ['Họ tên', 'Ngày sinh'],
      ['Lý Hai', '0012'],
    ]);
  });

  test.each<[string, () => Bytes, string]>([
    [
      'UTF-16 without its mark',
      () => new Uint8Array(Buffer.from('Họ tên,Ngày', 'utf16le')),
      'UTF-16 mà thiếu dấu hiệu',
    ],
    [
      'Windows-1258',
      () => new Uint8Array([0x48, 0xf2, 0xa0, 0x76, 0xe0, 0x20, 0x74, 0xea, 0x6e]),
      'bảng mã Windows-1258',
    ],
    ['a quote that is never closed', () => textFile('Họ tên,Ngày\n"Lý,1960\n'), 'Từ dòng 2'],
    ['nothing but empty lines', () => textFile('\n\n;;\n'), 'chưa có dòng nào'],
  ])('%s is answered in plain words', async (_what, bytes, words) => {
    expect(await refusal(bytes(), 'ds.csv')).toContain(words);
  });

  test('rows keep their number in the file, past empty ones, and zeros in front', async () => {
    const { rows } = await readList({ name: 'ds.csv', bytes: textFile('a;b\n\n;\nx;0012\n') });
    expect(rows).toEqual([
      { no: 1, cells: ['a', 'b'] },
      { no: 4, cells: ['x', '0012'] },
    ]);
  });
});
