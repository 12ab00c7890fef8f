import { CsvError, parse } from 'csv-parse/browser/esm/sync';
import { cellText, type Grid, gridRows } from './grid.ts';
import { fileProblem } from './problem.ts';

/** Text files as spreadsheet programs write them: UTF-8, or UTF-16 with its mark; cells parted by comma, semicolon or tab. */
export function readCsv(bytes: Uint8Array): Grid {
  const text = decoded(bytes);
  const { delimiter, body } = parted(text);
  try {
    const records = parse(body, { delimiter, relax_column_count: true, relax_quotes: true });
    const rows = gridRows(records.map((cells, at) => [at + 1, cells.map(cellText)] as const));
    if (rows.length === 0) throw fileProblem('Tệp này chưa có dòng nào. Đồng chí xem lại đã chọn đúng tệp chưa.');
    return { rows, sheet: '', otherSheets: 0 };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? error.lines : 1;
    throw fileProblem(
      `Từ dòng ${line} có dấu ngoặc kép (") mở mà không đóng nên không tách được ô. Đồng chí sửa dòng ấy, hoặc lưu danh sách thành .xlsx.`,
      error,
    );
  }
}

const [UTF8, UTF16_LITTLE, UTF16_BIG] = ['utf-8', 'utf-16le', 'utf-16be'];

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  const marked = first === 0xff && second === 0xfe ? UTF16_LITTLE : first === 0xfe && second === 0xff ? UTF16_BIG : '';
  if (marked === '' && bytes.subarray(0, 2_000).includes(0)) {
    throw fileProblem(
      'Tệp này ghi bằng UTF-16 mà thiếu dấu hiệu ở đầu, hoặc không phải tệp chữ. Đồng chí lưu lại thành .xlsx, hoặc “CSV UTF-8”, rồi tải lên.',
    );
  }
  try {
    return new TextDecoder(marked || UTF8, { fatal: true }).decode(bytes);
  } catch (error) {
    throw fileProblem(
      'Tệp CSV này không phải UTF-8 (thường là bảng mã Windows-1258 hoặc 1252 của máy cũ), đọc vào sẽ sai dấu. Trong Excel, đồng chí chọn Lưu thành .xlsx, hoặc “CSV UTF-8”, rồi tải lên.',
      error,
    );
  }
}

/** "sep=;" on the first line is Excel's own word; else the sign that parts the first lines most evenly. */
function parted(text: string): { delimiter: string; body: string } {
  const named = /^sep=(.)\r?\n/i.exec(text);
  if (named) return { delimiter: named[1] as string, body: text.slice(named[0].length) };
  const lines = text
    .slice(0, 20_000)
    .split(/\r?\n|\r/)
    .filter((line) => line.trim() !== '')
    .slice(0, 20);
  const scores = [';', '\t', ','].map((delimiter) => ({ delimiter, score: evenness(lines, delimiter) }));
  return { delimiter: scores.toSorted((one, other) => other.score - one.score)[0]?.delimiter ?? ',', body: text };
}

/** How many of the lines have as many cells as most others have; a sign that parts nothing counts for nothing. */
function evenness(lines: readonly string[], delimiter: string): number {
  const counts = lines.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter).length);
  const parting = counts.filter((count) => count > 1);
  return Math.max(0, ...parting.map((count) => parting.filter((other) => other === count).length));
}
