import type { FileChild, Paragraph } from 'docx';
import type { PaperSignAnnex, PaperSignBlock, PaperSignRow } from '../views/models/paper.ts';
import { annexHead, TABLE_LOOK } from './word-annex.ts';
import { boxLines, dottedLine, line, TEXT_MM, words } from './word-paragraphs.ts';
import { grid, type GridRow } from './word-tables.ts';

/** The annex of the signs in Word, as templates/print/parts/sign-annex.hbs has it. */

const COLUMNS = [
  { label: 'Số', mm: 11 },
  { label: 'Biểu hiện', mm: 72 },
  { label: 'Kết quả tự soi, tự sửa', mm: null },
];
const ANSWER_MM = 78;
const PLAIN = { ...TABLE_LOOK, align: 'left', first: 0, above: 0 } as const;

export function signAnnexChildren({ mark, title, note, lists }: PaperSignAnnex): FileChild[] {
  return [
    ...annexHead(mark, title, note),
    ...lists.flatMap(({ heading, document, purpose, marksExplained, blocks }) => [
      line(heading, { bold: true, above: 14, withNext: true, outline: 1 }),
      line(document),
      line(purpose),
      ...(marksExplained ? [line(marksExplained, { italics: true })] : []),
      ...blocks.flatMap(blockChildren),
    ]),
  ];
}

function blockChildren({ heading, basis, ours, groups }: PaperSignBlock): FileChild[] {
  const centre = { align: 'center', first: 0, withNext: true } as const;
  const rows = groups.flatMap((group): GridRow[] => [
    { cells: [{ lines: [line(group.heading, { ...PLAIN, bold: true, withNext: true })], span: COLUMNS.length }] },
    ...group.rows.map((row) => signRow(row, ours)),
  ]);
  return [
    ...(heading ? [line(heading, { ...centre, above: 12, bold: true })] : []),
    ...(basis ? [line(basis, { ...centre, above: 3, italics: true })] : []),
    line([], { first: 0, above: 0, line: 8, withNext: true }),
    grid(COLUMNS, rows, { textMm: TEXT_MM, headLook: TABLE_LOOK }),
  ];
}

function signRow(row: PaperSignRow, ours: boolean): GridRow {
  const { number, text, mark, unknown, maySplit } = row;
  const wording = words(mark ? `${text}\u00A0${mark}` : text, { points: TABLE_LOOK.points, italics: ours || unknown });
  return {
    maySplit,
    cells: [
      { lines: [line(number, { ...PLAIN, align: 'center' })] },
      { lines: [line([wording], PLAIN)] },
      { lines: answerLines(row) },
    ],
  };
}

function answerLines({ answer, said, boxes }: PaperSignRow): Paragraph[] {
  const { points } = TABLE_LOOK;
  const dots = { ...PLAIN, width: ANSWER_MM };
  return [
    ...(answer ? [line(answer, { ...PLAIN, bold: true })] : []),
    ...said.flatMap(({ label, value, more }) => [
      line([words(`${label} `, { italics: true, points }), words(value, { points })], { ...PLAIN, above: 2 }),
      ...more.map((text) => line(text, { ...PLAIN, above: 2 })),
    ]),
    ...(boxes.length > 0
      ? [...boxLines(boxes, false, { ...PLAIN, left: 0, points, above: 2 }), dottedLine(dots), dottedLine(dots)]
      : []),
  ];
}
