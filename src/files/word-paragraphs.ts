import {
  AlignmentType,
  type IParagraphOptions,
  LeaderType,
  LineRuleType,
  Paragraph,
  type ParagraphChild,
  Tab,
  TabStopType,
  TextRun,
  UnderlineType,
} from 'docx';
import type { PaperSignOff } from '../views/models/paper.ts';
import { xmlText } from './xml-text.ts';

/** Lines of a paper in Word, in the sizes of Hướng dẫn 05-HD/VPTW: body 14 pt on exactly 18 pt, first line 10 mm. */

export const PAPER_FONT = 'Times New Roman';
/** Word's own units: twentieths of a point. */
export const POINT = 20;
export const FIRST_LINE_MM = 10;
/** Between the margins of an upright page. */
export const TEXT_MM = 165;
/** The head's and the signatures' two columns. */
export const LEFT_MM = 76;

export function twips(millimetres: number): number {
  return Math.round((millimetres / 25.4) * 1440);
}

export interface Look {
  bold?: boolean;
  italics?: boolean;
  underlined?: boolean;
  points?: number;
}

/** Letters of one look. Spaces fold together as they do on the printed paper. */
export function words(text: string, look: Look = {}): TextRun {
  const { points, underlined, ...rest } = look;
  return new TextRun({
    text: xmlText(text).replace(/[ \t\r\n]+/g, ' '),
    ...rest,
    ...(points ? { size: points * 2 } : {}),
    ...(underlined ? { underline: { type: UnderlineType.SINGLE } } : {}),
  });
}

export interface Line {
  align?: 'left' | 'center' | 'right' | 'both';
  /** Of the first line, in millimetres. */
  first?: number;
  left?: number;
  right?: number;
  /** Points above. */
  above?: number;
  /** Points from line to line. */
  line?: number;
  withNext?: boolean;
  /** Takes its place among the document's headings. */
  outline?: 0 | 1 | 2;
  newPage?: boolean;
  dots?: 'right';
  width?: number;
}

const ALIGN = {
  left: AlignmentType.LEFT,
  center: AlignmentType.CENTER,
  right: AlignmentType.RIGHT,
  both: AlignmentType.JUSTIFIED,
} as const;

export function line(content: string | readonly ParagraphChild[], how: Line & Look = {}): Paragraph {
  const { bold = false, italics = false, underlined = false, points } = how;
  const look = { bold, italics, underlined, ...(points ? { points } : {}) };
  return new Paragraph({
    ...layoutOf(how),
    children: typeof content === 'string' ? [words(content, look)] : [...content],
  });
}

function layoutOf(how: Line): IParagraphOptions {
  const { align = 'both', first = FIRST_LINE_MM, left = 0, right = 0, above = 6, line = 18 } = how;
  return {
    alignment: ALIGN[align],
    indent: {
      left: twips(left),
      right: twips(right),
      ...(first < 0 ? { hanging: twips(-first) } : { firstLine: twips(first) }),
    },
    spacing: { before: above * POINT, after: 0, line: line * POINT, lineRule: LineRuleType.EXACT },
    keepNext: how.withNext ?? false,
    keepLines: how.withNext ?? false,
    ...(how.outline === undefined ? {} : { outlineLevel: how.outline }),
    ...(how.newPage ? { pageBreakBefore: true } : {}),
    ...(how.dots ? { tabStops: [dotsTo(how.width ?? TEXT_MM)] } : {}),
  };
}

function dotsTo(millimetres: number) {
  return { type: TabStopType.RIGHT, position: twips(millimetres), leader: LeaderType.DOT };
}

/** The form's own words, and dots for the hand to the end of the line. */
export function byHand(text: string, dots: boolean, how: Line & Look = {}): Paragraph {
  return dots
    ? line([words(`${text} `, how), new TextRun({ children: [new Tab()] })], { ...how, dots: 'right' })
    : line(text, how);
}

/** A whole line for the hand. */
export function dottedLine(how: Line = {}): Paragraph {
  return line([new TextRun({ children: [new Tab()] })], { first: 0, above: 0, ...how, dots: 'right' });
}

/** Room for a figure to be written by hand. */
export function shortDots(): TextRun {
  return new TextRun({ text: '\u00A0'.repeat(18), underline: { type: UnderlineType.DOTTED } });
}

export interface Box {
  label: string;
  ticked: boolean;
}

/** Times has no boxes; this font of Windows does, and elsewhere Word finds another. */
const BOX_FONT = 'Segoe UI Symbol';

function box({ label, ticked }: Box, points?: number): ParagraphChild[] {
  const size = points ? { size: points * 2 } : {};
  return [
    new TextRun({ text: ticked ? '☒' : '☐', font: BOX_FONT, ...size }),
    words(` ${label}`, points ? { points } : {}),
  ];
}

/** Boxes below one another, or few and short ones side by side. */
export function boxLines(boxes: readonly Box[], row: boolean, how: Line & Look = {}): Paragraph[] {
  const place: Line = { align: 'left', left: FIRST_LINE_MM, first: 0, withNext: true, ...how };
  if (!row) return boxes.map((one) => line(box(one, how.points), { ...place, left: (place.left ?? 0) + 7, first: -7 }));
  const children = boxes.flatMap((one, index) => [
    ...(index > 0 ? [new TextRun({ text: '\u2003\u2003' })] : []),
    ...box(one, how.points),
  ]);
  return [line(children, place)];
}

export type Signature = Pick<PaperSignOff, 'signer' | 'post' | 'note' | 'name'>;

/** Who signs, over room for four lines. Stays whole. */
export function signatureLines({ signer, post, note, name }: Signature, how: Line = {}): Paragraph[] {
  const place: Line = { align: 'center', first: 0, above: 0, ...how };
  return [
    line(signer, { ...place, above: how.above ?? 6, bold: true, withNext: true }),
    ...(post ? [line(post, { ...place, above: 0, withNext: true })] : []),
    ...(note ? [line(note, { ...place, above: 0, italics: true, withNext: true })] : []),
    line(name, { ...place, bold: true, above: 72 }),
  ];
}
