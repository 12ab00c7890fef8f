import { deflateRawSync } from 'node:zlib';
import { ORIGIN, type TestApp } from './app.ts';

/** Files as people and mischief-makers send them. */

export interface ZipEntry {
  path: string;
  data: string | Uint8Array;
  /** What the archive says the size is, where it lies. */
  saysBytes?: number;
  encrypted?: boolean;
}

/** A real, compressed archive, whatever its entries say of themselves. */
export function zipFile(entries: readonly ZipEntry[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const index: Buffer[] = [];
  let offset = 0;
  for (const { path, data, saysBytes, encrypted } of entries) {
    const [name, body] = [Buffer.from(path), Buffer.from(data)];
    const packed = deflateRawSync(body);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(encrypted ? 1 : 0, 2);
    common.writeUInt16LE(8, 4);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(saysBytes ?? body.length, 18);
    common.writeUInt16LE(name.length, 22);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, name, packed]);
    index.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\x00'), common, rest, name]));
    parts.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(index);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(entries.length, 65_535), 8);
  end.writeUInt16LE(Math.min(entries.length, 65_535), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return new Uint8Array(Buffer.concat([...parts, central, end]));
}

const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** A workbook of one sheet whose parts are given as they are; `x` puts a prefix before each element, as some programs do. */
export function workbook(parts: {
  sheet: string;
  strings?: string;
  styles?: string;
  book?: string;
  more?: readonly ZipEntry[];
}): Uint8Array<ArrayBuffer> {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  const relations = (inner: string) => `<Relationships xmlns="x">${inner}</Relationships>`;
  return zipFile([
    { path: '_rels/.rels', data: relations(relation('r0', 'officeDocument', 'xl/workbook.xml')) },
    {
      path: 'xl/_rels/workbook.xml.rels',
      data: relations(
        relation('r1', 'worksheet', 'worksheets/sheet1.xml') +
          relation('r2', 'sharedStrings', '/xl/sharedStrings.xml') +
          relation('r3', 'styles', 'styles.xml'),
      ),
    },
    {
      path: 'xl/workbook.xml',
      data: parts.book ?? '<workbook><sheets><sheet name="DS" sheetId="1" r:id="r1"/></sheets></workbook>',
    },
    ...(parts.strings === undefined ? [] : [{ path: 'xl/sharedStrings.xml', data: parts.strings }]),
    ...(parts.styles === undefined ? [] : [{ path: 'xl/styles.xml', data: parts.styles }]),
    { path: 'xl/worksheets/sheet1.xml', data: parts.sheet },
    ...(parts.more ?? []),
  ]);
}

/** Rows of texts as a sheet. */
export function sheetOf(rows: readonly (readonly string[])[]): string {
  const cell = (text: string) =>
    `<c t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c>`;
  return `<worksheet><sheetData>${rows.map((cells) => `<row>${cells.map(cell).join('')}</row>`).join('')}</sheetData></worksheet>`;
}

export function textFile(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text);
}

/** Posts a file as a browser's form would. */
export function sendFile(
  it: Pick<TestApp, 'app'>,
  browser: { cookie: string },
  path: string,
  file: { name: string; bytes: Uint8Array<ArrayBuffer> } | null,
): Promise<Response> {
  const body = new FormData();
  if (file) body.append('tep', new File([file.bytes], file.name));
  else body.append('tep', new File([], ''));
  const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, cookie: browser.cookie };
  return Promise.resolve(it.app.request(`${ORIGIN}${path}`, { method: 'POST', body, headers }));
}
