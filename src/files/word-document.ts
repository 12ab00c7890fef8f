import type { FileChild, Paragraph } from 'docx';
import type { DocumentBlock, DocumentSignature, DocumentTable, OfficialDocument } from '../views/models/document.ts';
import { formLabelLine, headTable } from './word-head.ts';
import { boxLines, byHand, dottedLine, LEFT_MM, line, signatureLines, TEXT_MM, words } from './word-paragraphs.ts';
import { grid, type GridRow, millimetres, sideBySide } from './word-tables.ts';

/** One official paper in Word, with the same words in the same order as templates/print/document.hbs. */

const LANDSCAPE_TEXT_MM = 257;

export function documentChildren(paper: OfficialDocument, landscape: boolean): FileChild[] {
  const textMm = landscape ? LANDSCAPE_TEXT_MM : TEXT_MM;
  const columns = landscape ? ([128, 128] as const) : ([LEFT_MM, TEXT_MM - LEFT_MM] as const);
  const centre = { align: 'center', first: 0, withNext: true } as const;
  return [
    ...(paper.formLabel ? [formLabelLine(paper.formLabel)] : []),
    headTable(paper.head, columns),
    line(paper.kindPhrases.join(' '), { ...centre, above: 18, bold: true, points: 16, line: 20, outline: 0 }),
    ...paper.subjectLines.map((text) => line(text, { ...centre, above: 3, bold: true })),
    ...(paper.hyphens ? [line('-----', { ...centre, above: 3 })] : []),
    ...paper.addressees.map((text, at) =>
      line([...(at === 0 ? [words('Kính gửi: ', { italics: true })] : []), words(text)], {
        ...centre,
        above: at === 0 ? 12 : 6,
      }),
    ),
    ...paper.blocks.flatMap((block, at) => blockChildren(block, { textMm, last: at === paper.blocks.length - 1 })),
    ...endChildren(paper, columns),
  ];
}

const ROWS_WITH_SIGNATURE = 2;

interface Place {
  textMm: number;
  /** A signature never stands alone on a page. */
  last: boolean;
}

/** A chart in Word is its numbers: bars are drawn on the printed paper only. */
interface ChartNumbers {
  caption: string;
  bars: readonly { label: string; value: string }[];
}

type WordBlock = DocumentBlock | { kind: 'chart'; chart: ChartNumbers };

function blockChildren(block: WordBlock, { textMm, last }: Place): FileChild[] {
  switch (block.kind) {
    case 'heading': {
      const looks = { 1: { bold: true, above: 12 }, 2: { bold: true }, 3: { italics: true } } as const;
      const outline = { 1: 0, 2: 1, 3: 2 } as const;
      return [line(block.text, { ...looks[block.level], outline: outline[block.level], withNext: true })];
    }
    case 'paragraphs':
      return block.paragraphs.map((text, at) => line(text, { withNext: last && at === block.paragraphs.length - 1 }));
    case 'centred':
      return block.lines.map((text) => line(text, { align: 'center', first: 0, bold: true, withNext: true }));
    case 'pairs':
      return block.pairs.map(({ label, value, dots }) =>
        byHand(value ? `${label} ${value}` : label, dots, { width: textMm }),
      );
    case 'dots':
      return block.lines.map(() => dottedLine({ width: textMm }));
    case 'boxes':
      return boxLines(block.boxes, block.row);
    case 'chart':
      return chartChildren(block.chart, textMm);
    case 'table':
      return tableChildren(block.table, { textMm, last });
  }
}

function tableChildren(table: DocumentTable, { textMm, last }: Place): FileChild[] {
  const size = table.dense ? { points: 12, line: 15 } : { points: 13, line: 16 };
  const columns = table.columns.map(({ label, width }) => ({ label, mm: millimetres(width) }));
  const rows = table.rows.map(({ group, strong, maySplit, cells }, at): GridRow => {
    const withNext = last && at >= table.rows.length - ROWS_WITH_SIGNATURE;
    const plain = { ...size, first: 0, above: 0, withNext };
    if (group !== null) {
      const heading = line(group, { ...plain, align: 'left', bold: true, withNext: true });
      return { cells: [{ lines: [heading], span: columns.length }] };
    }
    return {
      maySplit,
      cells: cells.map(({ paragraphs, align }) => ({
        lines: paragraphs.map((text) => line(text, { ...plain, align, bold: strong })),
      })),
    };
  });
  const caption = table.caption ? [line(table.caption, { align: 'center', first: 0, bold: true, withNext: true })] : [];
  return [...caption, gap(table.caption ? 2 : 8), grid(columns, rows, { textMm, headLook: size })];
}

const CHART_VALUE_MM = 40;

function chartChildren({ caption, bars }: ChartNumbers, textMm: number): FileChild[] {
  const plain = { points: 12, line: 15, first: 0, above: 0 } as const;
  const rows = bars.map(({ label, value }) => ({
    cells: [
      { lines: [line(label, { ...plain, align: 'left' })] },
      { lines: [line(value, { ...plain, align: 'right' })] },
    ],
  }));
  const columns = [textMm - CHART_VALUE_MM, CHART_VALUE_MM].map((mm) => ({ label: '', mm }));
  return [
    line(caption, { align: 'center', first: 0, bold: true, withNext: true }),
    gap(2),
    ...(rows.length > 0 ? [grid(columns, rows, { textMm, headLook: null })] : []),
  ];
}

/** Word glues two tables together that nothing stands between, and a table has no room above itself. */
export function gap(points: number): Paragraph {
  return line([], { first: 0, above: 0, line: points, withNext: true });
}

function endChildren({ recipients, signatures }: OfficialDocument, columns: readonly [number, number]): FileChild[] {
  const left = recipients.length > 0 ? recipientLines(recipients) : null;
  const signed = signatures.map((one) => signatureLines(signatureOf(one), { above: 0 }));
  const all = left ? [left, ...signed] : signed;
  if (all.length === 0) return [];
  // An odd one at the end stands on the right.
  const cells = all.length % 2 === 1 && !(left && all.length === 1) ? [...all.slice(0, -1), [], ...all.slice(-1)] : all;
  const rows = Array.from({ length: Math.ceil(cells.length / 2) }, (_, row) => {
    return [cells[row * 2] ?? [], cells[row * 2 + 1] ?? []] as const;
  });
  return [gap(14), ...rows.flatMap((row, at) => [...(at > 0 ? [gap(14)] : []), sideBySide([row], columns)])];
}

function signatureOf({ authority, post, note, name }: DocumentSignature) {
  return { signer: authority, post, note, name };
}

function recipientLines(recipients: readonly string[]): Paragraph[] {
  const place = { align: 'left', first: 0, above: 0 } as const;
  return [
    line([words('Nơi nhận:', { underlined: true })], { ...place, withNext: true }),
    ...recipients.map((text, at) =>
      line(`- ${text}${at === recipients.length - 1 ? '.' : ';'}`, { ...place, points: 12, line: 14 }),
    ),
  ];
}
