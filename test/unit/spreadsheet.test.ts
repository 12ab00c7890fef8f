import { strFromU8, unzipSync } from 'fflate';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Sheet, type SheetCell, spreadsheet } from '../../src/files/spreadsheet.ts';
import { readXlsx } from '../../src/imports/xlsx.ts';

/** Read back by the reader that takes lists in from the offices. */
async function readBack(rows: readonly (readonly SheetCell[])[], kind: Sheet['columns'][number]['kind'] = 'text') {
  const bytes = await spreadsheet([sheetOf(rows, kind)]);
  const { rows: read } = await readXlsx(bytes);
  return { read: read.slice(1).map(({ cells }) => [...cells]), xml: part(bytes, 'xl/worksheets/sheet1.xml'), bytes };
}

function sheetOf(rows: readonly (readonly SheetCell[])[], kind: Sheet['columns'][number]['kind'] = 'text'): Sheet {
  return {
    name: 'Bảng',
    columns: [
      { label: 'Cột một', width: 20, kind },
      { label: 'Cột hai', width: 20, kind },
    ],
    rows,
  };
}

function part(bytes: Uint8Array, path: string): string {
  return strFromU8(unzipSync(bytes)[path] ?? new Uint8Array());
}

async function namesOf(names: readonly string[]): Promise<string[]> {
  const bytes = await spreadsheet(names.map((name) => ({ ...sheetOf([['a', 'b']]), name })));
  return [...part(bytes, 'xl/workbook.xml').matchAll(/<sheet [^>]*name="([^"]*)"/g)].map(([, name = '']) => name);
}

describe('a table as .xlsx', () => {
  test.each(['=HYPERLINK("http://x.example","Bấm")', '+84912345678', '-1+2', '@SUM(A1)', '=1+1', "'=1", '\t=1'])(
    'what looks like a formula stays a text: %s',
    async (typed) => {
      const { read, xml } = await readBack([[typed, 'x']]);
      expect(read).toEqual([[typed.trim(), 'x']]);
      expect(xml).not.toMatch(/<f[ >]/);
      expect(xml).toMatch(/<c r="A2"[^>]* t="(?:s|inlineStr|str)"/);
    },
  );

  test('leading zeros and long numbers stay as they were typed', async () => {
    const { read } = await readBack([['001234567', '012345678901234567890']]);
    expect(read).toEqual([['001234567', '012345678901234567890']]);
  });

  test('a number is a number, a part is per cent, and a text among them stays a text', async () => {
    const { read, xml } = await readBack([[12.5, 0]], 'number');
    expect(read).toEqual([['12.5', '0']]);
    expect(xml).toMatch(/<c r="A2"(?![^>]* t="s")[^>]*><v>12\.5<\/v>/);
    const percent = await readBack([[0.1834, 1]], 'percent');
    expect(part(percent.bytes, 'xl/styles.xml')).toContain('formatCode="0.0%"');
    expect(percent.xml).toMatch(/<c r="A2"[^>]*><v>0\.1834<\/v>/);
    expect((await readBack([['–', 3]], 'number')).read).toEqual([['–', '3']]);
  });

  test.each([
    ['2026-01-05', '05/01/2026'],
    ['1930-02-03', '03/02/1930'],
    ['2024-02-29', '29/02/2024'],
  ])('a day is a day for Excel, and shows as dd/mm/yyyy: %s', async (day, shown) => {
    const { read, xml, bytes } = await readBack([[day, '1960']], 'day');
    // A birth year alone stays the text it is.
    expect(read).toEqual([[shown, '1960']]);
    expect(xml).toMatch(/<c r="A2"(?![^>]* t="s")[^>]*><v>\d+<\/v>/);
    expect(part(bytes, 'xl/styles.xml')).toContain('dd/mm/yyyy');
  });

  test('letters that came apart are whole, and those that XML does not know are gone', async () => {
    const { read } = await readBack([['Nguyễn Thị Ước'.normalize('NFD'), 'một\u0001\uFFFE hai\uD800']]);
    expect(read).toEqual([['Nguyễn Thị Ước', 'một hai']]);
  });

  test('an empty cell is empty, and zero is not', async () => {
    expect(
      (
        await readBack([
          [null, 'x'],
          ['', 'y'],
        ])
      ).read,
    ).toEqual([
      ['', 'x'],
      ['', 'y'],
    ]);
    expect((await readBack([[0, 1]], 'number')).read).toEqual([['0', '1']]);
  });

  test('the head row stays in sight', async () => {
    const { xml } = await readBack([['a', 'b']]);
    expect(xml).toMatch(/<pane [^>]*ySplit="1"[^>]*state="frozen"/);
    expect(xml).toMatch(/<pane [^>]*topLeftCell="A2"/);
  });

  test('without rows it is its head', async () => {
    const { rows } = await readXlsx(await spreadsheet([sheetOf([])]));
    expect(rows.map(({ cells }) => [...cells])).toEqual([['Cột một', 'Cột hai']]);
  });

  test('sheets have names that Excel takes, and no two alike', async () => {
    const long = 'Nhóm tiêu chí về kết quả thực hiện nhiệm vụ được giao';
    const names = await namesOf(['[Bảng]: a/b\\c*?', long, long, "'Trích'", '', 'BẢNG', 'Bảng']);
    expect(names).toEqual([
      'Bảng a b c',
      'Nhóm tiêu chí về kết quả thực h',
      'Nhóm tiêu chí về kết quả th (2)',
      'Trích',
      'Bảng',
      'BẢNG (2)',
      'Bảng (3)',
    ]);
  });

  test('5,000 rows come back whole, in seconds', async () => {
    const rows = Array.from({ length: 5_000 }, (_, index) => [`Đảng viên ${index + 1}`, `0${index}`]);
    const { read } = await readBack(rows);
    expect(read).toHaveLength(5_000);
    expect([read[0], read[4_999]]).toEqual([rows[0], rows[4_999]]);
  }, 60_000);

  test('any text comes back as it was', async () => {
    const text = fc.stringMatching(/^[\p{L}0-9=+@'"<>&;:.,%(){}-][\p{L}0-9 =+@'"<>&;:.,%(){}-]{0,20}$/u);
    await fc.assert(
      fc.asyncProperty(text, async (typed) => {
        const whole = typed.normalize('NFC').replace(/ +/g, ' ').trim();
        expect((await readBack([[typed, 'x']])).read).toEqual([[whole, 'x']]);
      }),
      { numRuns: 60 },
    );
  });
});
