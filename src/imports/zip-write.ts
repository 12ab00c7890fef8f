/** Packs small texts into a ZIP archive without compressing them: enough for a sample file of a few kilobytes. */
export function zipOf(files: readonly { path: string; text: string }[]): Uint8Array<ArrayBuffer> {
  const encoder = new TextEncoder();
  const locals: Uint8Array[] = [];
  const centrals: Uint8Array[] = [];
  let offset = 0;
  for (const { path, text } of files) {
    const [name, body] = [encoder.encode(path), encoder.encode(text)];
    const common = numbers(
      [2, 20],
      [2, UTF8_NAMES],
      [2, 0],
      [4, DAY],
      [4, crc32(body)],
      [4, body.length],
      [4, body.length],
    );
    const local = concat(numbers([4, 0x04034b50]), common, numbers([2, name.length], [2, 0]), name, body);
    const rest = numbers([2, name.length], [2, 0], [2, 0], [2, 0], [2, 0], [4, 0], [4, offset]);
    centrals.push(concat(numbers([4, 0x02014b50], [2, 20]), common, rest, name));
    locals.push(local);
    offset += local.length;
  }
  const central = concat(...centrals);
  const count = files.length;
  const end = numbers(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, count],
    [2, count],
    [4, central.length],
    [4, offset],
    [2, 0],
  );
  return concat(...locals, central, end);
}

const UTF8_NAMES = 0x0800;
/** 1 January 2026, 00:00, as MS-DOS writes it: one file is the same bytes whenever it is made. */
const DAY = (((2026 - 1980) << 9) | (1 << 5) | 1) * 0x10000;

function numbers(...given: readonly [bytes: 2 | 4, value: number][]): Uint8Array {
  const whole = new Uint8Array(given.reduce((sum, [bytes]) => sum + bytes, 0));
  const view = new DataView(whole.buffer);
  let at = 0;
  for (const [bytes, value] of given) {
    if (bytes === 2) view.setUint16(at, value, true);
    else view.setUint32(at, value, true);
    at += bytes;
  }
  return whole;
}

function concat(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
