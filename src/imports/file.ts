import { readCsv } from './csv.ts';
import type { Grid } from './grid.ts';
import { fileProblem, NO_EXCEL_FILE } from './problem.ts';
import { readXlsx } from './xlsx.ts';
import { PASSWORD } from './zip.ts';

/** Largest file that is taken; a list of 6,000 people is smaller. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024;

/** Reads a list of people out of a file, by what it is rather than by what it is called. Throws `invalid-input`. */
export async function readList(file: { name: string; bytes: Uint8Array<ArrayBuffer> }): Promise<Grid> {
  const { name, bytes } = file;
  if (bytes.byteLength === 0) throw fileProblem('Đồng chí chọn một tệp .xlsx hoặc .csv có dữ liệu.');
  if (bytes.byteLength > MOST_FILE_BYTES) {
    throw fileProblem('Tệp lớn hơn 5 MB. Đồng chí chép riêng danh sách sang một tệp mới, hoặc chia thành nhiều tệp.');
  }
  if (startsWith(bytes, [0x50, 0x4b, 0x03, 0x04])) return readXlsx(bytes);
  if (startsWith(bytes, [0xd0, 0xcf, 0x11, 0xe0])) throw fileProblem(isLocked(bytes) ? PASSWORD : OLD_EXCEL);
  if (/\.(csv|txt|tsv)$/i.test(name)) return readCsv(bytes);
  if (/\.(xlsx?|xlsm|ods)$/i.test(name)) throw fileProblem(NO_EXCEL_FILE);
  throw fileProblem(
    'Hệ thống chỉ nhận tệp Excel (.xlsx) hoặc .csv. Đồng chí lưu danh sách thành một trong hai loại ấy.',
  );
}

const OLD_EXCEL =
  'Đây là tệp Excel đời cũ (.xls). Đồng chí mở bằng Excel, chọn Lưu thành, loại “Sổ làm việc Excel (.xlsx)”, rồi tải lên.';

function startsWith(bytes: Uint8Array, signature: readonly number[]): boolean {
  return signature.every((byte, at) => bytes[at] === byte);
}

/** A workbook locked with a password is an old container with a stream of this name, in UTF-16. */
function isLocked(bytes: Uint8Array): boolean {
  return new TextDecoder('utf-16le').decode(bytes.subarray(0, bytes.byteLength & ~1)).includes('EncryptedPackage');
}
