import { fileProblem, NO_EXCEL_FILE } from './problem.ts';

/**
 * Reads single entries of a ZIP archive and never more than was allowed, whatever the archive says of itself: how many
 * entries and how many bytes it names is judged before anything is unpacked, what really comes out is counted while
 * unpacking. Format: PKWARE APPNOTE 6.3, 4.3 and 4.4.
 */
export interface ZipLimits {
  entries: number;
  /** Of all entries together, named as well as unpacked. */
  unpackedBytes: number;
}

export interface Zip {
  has(path: string): boolean;
  /** The entry as text; undefined where there is none. Throws `invalid-input`: too large, or broken. */
  text(path: string): Promise<string | undefined>;
}

interface Entry {
  method: number;
  encrypted: boolean;
  packed: number;
  /** Where the entry's own header begins. */
  offset: number;
}

const END_BYTES = 22;
/** A comment may follow the end record. */
const MOST_COMMENT = 65_535;
const ENTRY_BYTES = 46;
const HEADER_BYTES = 30;
const [END, ENTRY, HEADER] = [0x06054b50, 0x02014b50, 0x04034b50];
const [STORED, DEFLATED] = [0, 8];
/** In place of a number that only ZIP64 can hold; no spreadsheet of ours is so large. */
const BEYOND_32 = 0xffffffff;

export function openZip(bytes: Uint8Array<ArrayBuffer>, limits: ZipLimits): Zip {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries = entriesOf(view, bytes, limits);
  let left = limits.unpackedBytes;
  return {
    has: (path) => entries.has(path),
    async text(path) {
      const entry = entries.get(path);
      if (!entry) return undefined;
      const unpacked = await unpack(packedBytes(view, bytes, entry), entry.method, left);
      left -= unpacked.byteLength;
      return new TextDecoder('utf-8').decode(unpacked);
    },
  };
}

function entriesOf(view: DataView, bytes: Uint8Array<ArrayBuffer>, limits: ZipLimits): Map<string, Entry> {
  const end = endOf(view);
  const entries = new Map<string, Entry>();
  let at = view.getUint32(end + 16, true);
  let [count, named] = [0, 0];
  for (; at + ENTRY_BYTES <= end && view.getUint32(at, true) === ENTRY; count += 1) {
    if (count >= limits.entries) throw tooMuch();
    const [packed, size] = [view.getUint32(at + 20, true), view.getUint32(at + 24, true)];
    named += size;
    if (size === BEYOND_32 || packed === BEYOND_32 || named > limits.unpackedBytes) throw tooMuch();
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true)) as [
      number,
      number,
      number,
    ];
    const path = new TextDecoder('utf-8').decode(bytes.subarray(at + ENTRY_BYTES, at + ENTRY_BYTES + name));
    entries.set(path, {
      method: view.getUint16(at + 10, true),
      encrypted: (view.getUint16(at + 8, true) & 1) === 1,
      packed,
      offset: view.getUint32(at + 42, true),
    });
    at += ENTRY_BYTES + name + extra + comment;
  }
  return entries;
}

function endOf(view: DataView): number {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - MOST_COMMENT; at -= 1) if (view.getUint32(at, true) === END) return at;
  throw fileProblem(NO_EXCEL_FILE);
}

function packedBytes(view: DataView, bytes: Uint8Array<ArrayBuffer>, entry: Entry): Uint8Array<ArrayBuffer> {
  const { offset, packed, encrypted } = entry;
  if (encrypted) throw fileProblem(PASSWORD);
  if (offset + HEADER_BYTES > view.byteLength || view.getUint32(offset, true) !== HEADER)
    throw fileProblem(NO_EXCEL_FILE);
  const start = offset + HEADER_BYTES + view.getUint16(offset + 26, true) + view.getUint16(offset + 28, true);
  if (start + packed > view.byteLength) throw fileProblem(NO_EXCEL_FILE);
  return bytes.subarray(start, start + packed);
}

async function unpack(packed: Uint8Array<ArrayBuffer>, method: number, most: number): Promise<Uint8Array> {
  if (method === STORED) {
    if (packed.byteLength > most) throw tooMuch();
    return packed;
  }
  if (method !== DEFLATED) throw fileProblem(NO_EXCEL_FILE);
  const reader = new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader();
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read().catch((error: unknown) => {
      throw fileProblem(NO_EXCEL_FILE, error);
    });
    if (done) break;
    bytes += value.byteLength;
    if (bytes > most) {
      await reader.cancel().catch(() => undefined);
      throw tooMuch();
    }
    parts.push(value);
  }
  return joined(parts, bytes);
}

function joined(parts: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}

export const PASSWORD =
  'Tệp Excel này đặt mật khẩu mở nên không đọc được. Đồng chí bỏ mật khẩu trong Excel (Tệp, Thông tin, Bảo vệ sổ làm việc), lưu lại rồi tải lên.';

function tooMuch() {
  return fileProblem(
    'Tệp này nén quá nhiều dữ liệu bên trong nên không mở. Đồng chí chép riêng danh sách sang một tệp Excel mới rồi tải lên.',
  );
}
