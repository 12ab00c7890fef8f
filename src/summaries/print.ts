import { capLine, capRuleWords } from '../ratings/cap.ts';
import { sentence, signerOf, signOf } from '../ratings/print-notice.ts';
import { committeeSignature, isTwoSided, issuedHead, type PaperIssuer } from '../units/print-issuer.ts';
import { centred, dottedLines, groupRow, heading, paragraphs, tableRow } from '../views/document.ts';
import { citedDate, formatNumber } from '../views/formats.ts';
import type { DocumentBlock, DocumentPaper, OfficialDocument } from '../views/models/document.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { capsOf, countsOf, everybody, personState } from './figures.ts';
import type { LoadedSummary } from './loaded.ts';
import { screeningList, whyNot } from './screening.ts';
import {
  branchTable,
  earlierTable,
  levelTable,
  type ResultLine,
  resultLines,
  screeningTable,
  type SummaryTable,
} from './tables.ts';
import type { ReportTexts } from './texts.ts';
import { cellWords } from './view.ts';

/** The committee's papers: report, decision recognising the results, statistics, list for January's screening. */

export interface Print {
  rehearsal: boolean;
  /** YYYY-MM-DD in Hà Nội. */
  today: string;
}

export interface RecognisedBy {
  /** '': a draft. */
  number: string;
  decidedOn: string;
  body: string;
}

const SUBJECT = 'kết quả kiểm điểm, đánh giá, xếp loại chất lượng';

export function reportPaper(loaded: LoadedSummary, texts: ReportTexts, print: Print): DocumentPaper {
  const { campaign, committee, sum } = loaded;
  const counts = countsOf(everybody(sum));
  const handed = sum.branches.filter(({ summary }) => summary !== null).length;
  const own = (key: string): DocumentBlock => {
    const text = texts.get(key)?.value ?? '';
    return text.trim() === '' ? dottedLines(4) : paragraphs(text);
  };
  const missing = sum.branches.filter(({ handedAt }) => handedAt === null).map(({ unit }) => unit.name);
  const notReviewed = sum.branches.flatMap(({ unit, people }) =>
    people
      .filter(({ person }) => personState(person) === 'not-reviewed')
      .map(({ person }) => ({
        unitId: unit.id,
        branch: unit.name,
        person,
        level: '',
        reasons: [upper(whyNot(person))],
      })),
  );
  const document: OfficialDocument = {
    ...bare(['BÁO CÁO'], [`${SUBJECT} năm ${campaign.year}`]),
    head: issuedHead(issuerIn(loaded), print.today, { number: 'Số ……-BC/ĐU', draftMark: 'Dự thảo' }),
    hyphens: true,
    blocks: [
      heading(1, 'I. Tình hình chung'),
      paragraphs(
        [
          `Đến ngày ${citedDate(print.today)}, ${formatNumber(handed)} trên ${formatNumber(sum.branches.length)} chi bộ đã chuyển kết quả${missing.length > 0 ? `; chưa chuyển: ${missing.join(', ')}` : ''}.`,
          `Trong các chi bộ ấy có ${formatNumber(counts.people)} đảng viên: ${formatNumber(counts.reviewed)} đã kiểm điểm, ${formatNumber(counts.notReviewed)} chưa kiểm điểm${counts.outside > 0 ? `, ${formatNumber(counts.outside)} do cấp trên kiểm điểm` : ''}. Đã có quyết định xếp loại: ${formatNumber(counts.decided)}.`,
        ].join('\n'),
      ),
      heading(1, 'II. Đánh giá chung'),
      own('danh_gia'),
      heading(1, 'III. Kết quả xếp loại'),
      tableBlock(sharesBelow(levelTable(sum))),
      paragraphs([capRuleWords(sum.settings.cap), ...capLines(loaded)].join('\n')),
      heading(1, 'IV. Kết quả khắc phục hạn chế, khuyết điểm của các kỳ trước'),
      tableBlock(earlierTable(sum)),
      heading(1, 'V. Đảng viên chưa kiểm điểm'),
      notReviewed.length > 0 ? tableBlock(withoutLevel(screeningTable(sum, notReviewed))) : paragraphs('Không có.'),
      heading(1, 'VI. Phương hướng, kiến nghị'),
      own('phuong_huong'),
    ],
    signatures: [committeeSignature(loaded, 'T/M ĐẢNG ỦY')],
    recipients: ['Cấp ủy cấp trên', 'Các chi bộ', 'Lưu'],
  };
  return paperOf(`Báo cáo ${SUBJECT} năm ${campaign.year}, ${committee.name}`, [document], {
    ...print,
    loaded,
    landscape: false,
  });
}

export function statisticsPaper(loaded: LoadedSummary, print: Print): DocumentPaper {
  const { campaign, committee, sum } = loaded;
  const document: OfficialDocument = {
    ...bare(['THỐNG KÊ'], [`${SUBJECT} năm ${campaign.year}`]),
    head: issuedHead(issuerIn(loaded), print.today),
    blocks: [
      heading(1, '1. Các chi bộ'),
      tableBlock(branchTable(sum)),
      heading(1, '2. Mức xếp loại theo nhóm'),
      tableBlock(sharesBelow(levelTable(sum))),
      paragraphs([capRuleWords(sum.settings.cap), ...capLines(loaded)].join('\n')),
      heading(1, '3. Hạn chế, khuyết điểm của các kỳ trước'),
      tableBlock(earlierTable(sum)),
    ],
    signatures: [committeeSignature(loaded, 'T/M ĐẢNG ỦY')],
  };
  return paperOf(`Thống kê ${SUBJECT} năm ${campaign.year}, ${committee.name}`, [document], {
    ...print,
    loaded,
    landscape: true,
  });
}

export function screeningPaper(loaded: LoadedSummary, print: Print): DocumentPaper {
  const { campaign, committee, sum } = loaded;
  const document: OfficialDocument = {
    ...bare(['DANH SÁCH'], [`đảng viên đưa vào rà soát, sàng lọc sau đánh giá, xếp loại năm ${campaign.year}`]),
    head: issuedHead(issuerIn(loaded), print.today, { number: null, draftMark: 'Dự thảo' }),
    blocks: [
      tableBlock(screeningTable(sum)),
      paragraphs(`Danh sách có ${formatNumber(screeningList(sum).length)} đồng chí.`),
    ],
    signatures: [committeeSignature(loaded, 'T/M ĐẢNG ỦY')],
  };
  return paperOf(`Danh sách rà soát, sàng lọc năm ${campaign.year}, ${committee.name}`, [document], {
    ...print,
    loaded,
    landscape: true,
  });
}

/** The decision on one page or two, and its list as an annex that begins on a page of its own. */
export function recognitionPaper(loaded: LoadedSummary, by: RecognisedBy, print: Print): DocumentPaper {
  const { campaign, committee, sum } = loaded;
  const draft = by.number === '';
  const lines = resultLines(sum, draft ? { draft: true } : { number: by.number, body: by.body });
  const sign = draft ? 'ĐU' : signOf(by.number);
  const dated = by.decidedOn === '' ? null : by.decidedOn;
  const decision: OfficialDocument = {
    ...bare(['QUYẾT ĐỊNH'], [`công nhận kết quả đánh giá, xếp loại chất lượng năm ${campaign.year}`]),
    head: issuedHead(issuerIn(loaded), dated, {
      number: draft ? `Số ……-QĐ/${sign}` : `Số ${by.number}`,
      draftMark: draft ? 'Dự thảo' : null,
    }),
    hyphens: true,
    blocks: [
      paragraphs(
        [
          '- Căn cứ Quy định số 366-QĐ/TW, ngày 30-8-2025 và Hướng dẫn số 43-HD/BTCTW, ngày 31-10-2025;',
          `- Xét kết quả kiểm điểm và đề xuất xếp loại năm ${campaign.year} của các chi bộ,`,
        ].join('\n'),
      ),
      centred(`${by.body.toLocaleUpperCase('vi')}\nQUYẾT ĐỊNH:`),
      paragraphs(
        [
          `Điều 1. Công nhận kết quả đánh giá, xếp loại chất lượng năm ${campaign.year} của ${formatNumber(lines.length)} tập thể, cá nhân có tên trong danh sách kèm theo.`,
          sentence('Điều 2. Kết quả này được thông báo tới từng tập thể, cá nhân và lưu hồ sơ theo quy định'),
          'Điều 3. Quyết định này có hiệu lực kể từ ngày ký. Các chi bộ và các đồng chí có tên trong danh sách chịu trách nhiệm thi hành.',
        ].join('\n'),
      ),
    ],
    signatures: [committeeSignature(loaded, signerOf(by.body))],
    recipients: ['Như Điều 3', 'Lưu hồ sơ'],
  };
  const of = draft
    ? '(kèm theo dự thảo quyết định)'
    : `(kèm theo Quyết định số ${by.number}${dated ? `, ngày ${citedDate(dated)}` : ''})`;
  const annex: OfficialDocument = {
    ...bare(['DANH SÁCH'], [`kết quả đánh giá, xếp loại chất lượng năm ${campaign.year}`, of]),
    head: issuedHead(issuerIn(loaded), dated),
    blocks: [annexTable(lines)],
    signatures: [],
  };
  return paperOf(`Quyết định công nhận kết quả xếp loại năm ${campaign.year}, ${committee.name}`, [decision, annex], {
    ...print,
    loaded,
    landscape: false,
  });
}

function capLines({ sum }: LoadedSummary): string[] {
  return capsOf(sum).map((group) => `${capLine(group, sum.settings.cap)}.`);
}

function issuerIn({ committee, superior, print }: LoadedSummary): PaperIssuer {
  return { unit: committee, superior, ...(print ? { print } : {}) };
}

/** Each branch under its own heading, numbered through. */
function annexTable(lines: readonly ResultLine[]): DocumentBlock {
  const columns = [
    { label: 'Stt', width: '8%', align: 'center' as const },
    { label: 'Họ và tên', width: '27%', align: 'left' as const },
    { label: 'Năm sinh', width: '10%', align: 'center' as const },
    { label: 'Chức vụ', width: '24%', align: 'left' as const },
    { label: 'Mức xếp loại', width: '31%', align: 'left' as const },
  ];
  const numbered = lines.map((line, index) => ({ ...line, no: index + 1 }));
  const rows = [...Map.groupBy(numbered, ({ branch }) => branch)].flatMap(([branch, own]) => [
    groupRow(branch),
    ...own.map(({ no, name, birth, post, level }) => tableRow(columns, [String(no), name, birth, post, level])),
  ]);
  return { kind: 'table', table: { caption: null, dense: true, columns, rows } };
}

/** Paper has no room for two columns a level: the share stands under its number. */
function sharesBelow({ name, columns, rows }: SummaryTable): SummaryTable {
  const kept = <Each>(all: readonly Each[]) => all.filter((_, at) => columns[at]?.kind !== 'percent');
  const words = (cells: SummaryTable['rows'][number]['cells'], at: number) => {
    const number = cellWords(cells[at] ?? null, columns[at]?.kind ?? 'text');
    const next = columns[at + 1]?.kind === 'percent' ? cellWords(cells[at + 1] ?? null, 'percent') : '';
    return next === '' ? number : `${number}\n${next}`;
  };
  return {
    name,
    columns: kept(columns),
    rows: rows.map((row) => ({ ...row, cells: kept(row.cells.map((_, at) => words(row.cells, at))) })),
  };
}

function withoutLevel(table: SummaryTable): SummaryTable {
  const kept = <Each>(all: readonly Each[]) => all.filter((_, at) => at !== 3);
  return {
    ...table,
    columns: kept(table.columns),
    rows: table.rows.map((row) => ({ ...row, cells: kept(row.cells) })),
  };
}

function tableBlock({ columns, rows }: SummaryTable): DocumentBlock {
  const all = columns.reduce((sum, { share }) => sum + share, 0);
  const shown = columns.map(({ label, kind, share }) => ({
    label,
    width: `${((share / all) * 100).toFixed(2)}%`,
    align: kind === 'text' ? ('left' as const) : ('center' as const),
  }));
  return {
    kind: 'table',
    table: {
      caption: null,
      dense: columns.length >= DENSE_FROM,
      columns: shown,
      rows: rows.map(({ cells, strong }) =>
        tableRow(
          shown,
          cells.map((cell, at) => cellWords(cell, columns[at]?.kind ?? 'text')),
          strong,
        ),
      ),
    },
  };
}

const DENSE_FROM = 6;

function upper(words: string): string {
  return words.charAt(0).toLocaleUpperCase('vi') + words.slice(1);
}

function bare(kindPhrases: string[], subjectLines: string[]): Omit<OfficialDocument, 'head' | 'blocks' | 'signatures'> {
  return { formLabel: null, kindPhrases, subjectLines, hyphens: false, addressees: [], recipients: [] };
}

function paperOf(
  documentTitle: string,
  documents: OfficialDocument[],
  { loaded, rehearsal, landscape }: { loaded: LoadedSummary; rehearsal: boolean; landscape: boolean },
): DocumentPaper {
  return {
    documentTitle,
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(loaded),
    landscape,
    documents,
  };
}
