import { STANDING_WORDS } from '../units/rules.ts';
import { COLUMN_WORDS, type ColumnKey } from './rules.ts';
import { zipOf } from './zip-write.ts';

/** A file to fill in: the headings this program knows, every column as text, so that no zero in front of a number is lost. */

const COLUMNS: readonly { key: ColumnKey; heading: string; width: number; note: string }[] = [
  { key: 'name', heading: 'Họ và tên', width: 28, note: 'Viết như trong hồ sơ. Bắt buộc.' },
  {
    key: 'birth',
    heading: 'Ngày sinh',
    width: 14,
    note: 'Ngày/tháng/năm, ví dụ 02/09/1960; chỉ có năm thì ghi năm. Bắt buộc.',
  },
  {
    key: 'branch',
    heading: 'Chi bộ',
    width: 28,
    note: 'Đúng tên chi bộ trong hệ thống; cả tệp một chi bộ thì bỏ cột này.',
  },
  { key: 'card', heading: 'Số thẻ đảng viên', width: 18, note: '8 đến 12 chữ số, giữ số 0 ở đầu.' },
  { key: 'official', heading: 'Chính thức hay dự bị', width: 20, note: 'Ghi Chính thức hoặc Dự bị.' },
  {
    key: 'standing',
    heading: 'Đối tượng kiểm điểm',
    width: 40,
    note: `Ghi một trong ba: ${Object.values(STANDING_WORDS).join('; ')}.`,
  },
  { key: 'workplace', heading: 'Đơn vị công tác', width: 28, note: '' },
  { key: 'partyPost', heading: COLUMN_WORDS.partyPost, width: 22, note: '' },
  { key: 'governmentPost', heading: COLUMN_WORDS.governmentPost, width: 22, note: '' },
  { key: 'unionPost', heading: COLUMN_WORDS.unionPost, width: 22, note: '' },
  {
    key: 'agency',
    heading: 'Có thủ trưởng đánh giá',
    width: 20,
    note: 'Ghi Có hoặc Không: công chức, viên chức thì Có.',
  },
  { key: 'residence', heading: 'Cấp ủy nơi cư trú', width: 36, note: 'Nơi nhận phiếu xin nhận xét.' },
];

export function sampleFile(): Uint8Array<ArrayBuffer> {
  const list = [COLUMNS.map(({ heading }) => heading)];
  const help = [
    ['Cột', 'Cách ghi'],
    ...COLUMNS.filter(({ note }) => note !== '').map(({ heading, note }) => [heading, note]),
    ['', 'Ghi mỗi đồng chí một dòng ở trang “Danh sách”, từ dòng 2. Trang này không được đọc vào.'],
  ];
  return xlsxOf([
    { name: 'Danh sách', rows: list, widths: COLUMNS.map(({ width }) => width) },
    { name: 'Cách ghi', rows: help, widths: [28, 90] },
  ]);
}

export interface WrittenSheet {
  name: string;
  rows: readonly (readonly string[])[];
  widths: readonly number[];
}

/** The smallest workbook that spreadsheet programs open: sheets of texts, the first row in bold. */
export function xlsxOf(sheets: readonly WrittenSheet[]): Uint8Array<ArrayBuffer> {
  const each = (part: (sheet: WrittenSheet, number: number) => string) =>
    sheets.map((sheet, at) => part(sheet, at + 1)).join('');
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
  const packaged = 'http://schemas.openxmlformats.org/package/2006';
  const types = 'application/vnd.openxmlformats-officedocument.spreadsheetml';
  const files = [
    {
      path: '[Content_Types].xml',
      text: `<Types xmlns="${packaged}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${types}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${types}.styles+xml"/>${each((_, n) => `<Override PartName="/xl/worksheets/sheet${n}.xml" ContentType="${types}.worksheet+xml"/>`)}</Types>`,
    },
    {
      path: '_rels/.rels',
      text: `<Relationships xmlns="${packaged}/relationships"><Relationship Id="rId1" Type="${office}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
    },
    {
      path: 'xl/workbook.xml',
      text: `<workbook xmlns="${MAIN}" xmlns:r="${office}"><sheets>${each(({ name }, n) => `<sheet name="${escaped(name)}" sheetId="${n}" r:id="rId${n}"/>`)}</sheets></workbook>`,
    },
    {
      path: 'xl/_rels/workbook.xml.rels',
      text: `<Relationships xmlns="${packaged}/relationships">${each((_, n) => `<Relationship Id="rId${n}" Type="${office}/worksheet" Target="worksheets/sheet${n}.xml"/>`)}<Relationship Id="rId${sheets.length + 1}" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    },
    { path: 'xl/styles.xml', text: STYLES },
    ...sheets.map((sheet, at) => ({ path: `xl/worksheets/sheet${at + 1}.xml`, text: sheetXml(sheet) })),
  ];
  return zipOf(
    files.map(({ path, text }) => ({ path, text: `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n${text}` })),
  );
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
/** Style 1: text (number format 49). Style 2: text in bold. */
const STYLES = `<styleSheet xmlns="${MAIN}"><fonts count="2"><font><sz val="12"/><name val="Times New Roman"/></font><font><b/><sz val="12"/><name val="Times New Roman"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="3"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;

function sheetXml({ rows, widths }: WrittenSheet): string {
  const columns = widths.map(
    (width, at) => `<col min="${at + 1}" max="${at + 1}" width="${width}" style="1" customWidth="1"/>`,
  );
  const lines = rows.map(
    (cells, at) => `<row r="${at + 1}">${cells.map((text, column) => cellXml(text, at, column)).join('')}</row>`,
  );
  return `<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>${columns.join('')}</cols><sheetData>${lines.join('')}</sheetData></worksheet>`;
}

function cellXml(text: string, row: number, column: number): string {
  const address = `${columnLetter(column)}${row + 1}`;
  return `<c r="${address}" s="${row === 0 ? 2 : 1}" t="inlineStr"><is><t xml:space="preserve">${escaped(text)}</t></is></c>`;
}

/** 0 → "A", 27 → "AB". */
export function columnLetter(column: number): string {
  const rest = Math.floor(column / 26);
  return (rest > 0 ? columnLetter(rest - 1) : '') + String.fromCharCode(65 + (column % 26));
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
