import {
  type FileChild,
  type Paragraph,
  Tab,
  TabStopType,
  TextRun,
  LeaderType,
  Paragraph as WordParagraph,
} from 'docx';
import type {
  IdentityLine,
  PaperBody,
  PaperItem,
  PaperScore,
  PaperSection,
  PaperSignOff,
  PaperTableAnnex,
  ReviewPaper,
} from '../views/models/paper.ts';
import { formLabelLine, headTable } from './word-head.ts';
import {
  boxLines,
  byHand,
  dottedLine,
  FIRST_LINE_MM,
  LEFT_MM,
  line,
  POINT,
  shortDots,
  signatureLines,
  TEXT_MM,
  twips,
  words,
} from './word-paragraphs.ts';
import { signAnnexChildren } from './word-signs.ts';
import { annexHead, TABLE_LOOK } from './word-annex.ts';
import { grid, type GridRow, millimetres } from './word-tables.ts';

/** A review in Word, with the same words in the same order as templates/print/review.hbs. */

export function reviewChildren(paper: ReviewPaper): FileChild[] {
  const centre = { align: 'center', first: 0, above: 3, withNext: true } as const;
  return [
    ...(paper.formLabel ? [formLabelLine(paper.formLabel)] : []),
    headTable(paper.head),
    line(paper.titlePhrases.join(' '), { ...centre, above: 22, bold: true, points: 16, line: 20, outline: 0 }),
    line(paper.yearLine, { ...centre, bold: true }),
    ...(paper.subtitle ? [line(paper.subtitle, { ...centre, italics: true })] : []),
    ...paper.identity.map((each, at) => identityLine(each, at === 0 ? 14 : 6)),
    ...paper.parts.flatMap(({ number, heading, sections }) => [
      ...(heading ? [line(`${number} ${heading}`, { bold: true, above: 12, withNext: true, outline: 0 })] : []),
      ...sections.flatMap(sectionLines),
    ]),
    ...paper.signOff.flatMap((group) => group.flatMap(signOffLines)),
    ...paper.tables.flatMap(tableAnnex),
    ...(paper.signs ? signAnnexChildren(paper.signs) : []),
  ];
}

const SECOND_FIELD_MM = 52;

/** One field, or two side by side, the second near the end of the line. */
function identityLine({ fields }: IdentityLine, above: number): Paragraph {
  const second = TEXT_MM - SECOND_FIELD_MM;
  const last = fields.length - 1;
  const dotted = (millimetres: number) => {
    return { type: TabStopType.RIGHT, position: twips(millimetres), leader: LeaderType.DOT };
  };
  const stops = fields.flatMap(({ dots }, at) => [
    ...(dots ? [dotted(at === last ? TEXT_MM : second - 4)] : []),
    ...(at < last ? [{ type: TabStopType.LEFT, position: twips(second) }] : []),
  ]);
  const tab = () => new TextRun({ children: [new Tab()] });
  return new WordParagraph({
    tabStops: stops,
    indent: { firstLine: twips(FIRST_LINE_MM) },
    spacing: { before: above * POINT, after: 0, line: 18 * POINT, lineRule: 'exact' },
    children: fields.flatMap(({ label, value, dots }, at) => [
      words(`${label} ${value}`),
      ...(dots ? [tab()] : []),
      ...(at < last ? [tab()] : []),
    ]),
  });
}

function sectionLines({ number, heading, fields, total }: PaperSection): Paragraph[] {
  return [
    ...(heading ? [line(`${number} ${heading}`, { bold: true, withNext: true, outline: 1 })] : []),
    ...fields.flatMap(({ label, body }) => [
      ...(label ? [line(label, { italics: true, withNext: true })] : []),
      ...bodyLines(body),
    ]),
    ...(total ? [scoreLine(total)] : []),
  ];
}

function bodyLines(body: PaperBody): Paragraph[] {
  switch (body.kind) {
    case 'paragraphs':
      return body.paragraphs.map((text) => line(text, { italics: body.missing }));
    case 'items':
      return body.items.flatMap(itemLines);
    case 'score':
      return [scoreLine(body.score)];
    case 'boxes':
      return boxLines(body.boxes, body.row);
    case 'dots':
      return body.lines.map(() => dottedLine());
  }
}

function itemLines({ mark, first, note, more, answers }: PaperItem): Paragraph[] {
  const ending = note ? [words(` ${note}`, { italics: true })] : [];
  return [
    line([words(mark ? `${mark} ${first}` : first), ...(more.length === 0 ? ending : [])]),
    ...more.map((text, at) => line([words(text), ...(at === more.length - 1 ? ending : [])])),
    ...answers.flatMap(({ label, value, more: further }) => [
      line(`- ${label} ${value}`),
      ...further.map((text) => line(text)),
    ]),
  ];
}

function scoreLine({ label, value, outOf }: PaperScore): Paragraph {
  const figure = value === null ? shortDots() : words(value, { bold: true });
  return line([words(`${label} `), figure, words(`/${outOf}`)]);
}

/** Stays whole, with the lines that are signed. */
function signOffLines({ heading, lines, ...signature }: PaperSignOff): Paragraph[] {
  return [
    ...(heading ? [line(heading, { bold: true, above: 12, withNext: true })] : []),
    ...lines.flatMap(({ label, dots, more }, at) => [
      byHand(label, dots, { withNext: true, above: heading === null && at === 0 ? 12 : 6 }),
      ...more.map(() => dottedLine({ withNext: true })),
    ]),
    ...signatureLines(signature, { left: LEFT_MM }),
  ];
}

const NUMBER_COLUMN_MM = 11;
/** Room for handwriting, in points. */
const BLANK_ROW = 30;

function tableAnnex({ mark, title, note, columns, figures, rows }: PaperTableAnnex): FileChild[] {
  const plain = { ...TABLE_LOOK, first: 0, above: 0 };
  const shown = rows.map(({ number, cells, maySplit, blank, group, strong }): GridRow => {
    const numbered = { lines: [line(group === null ? number : '', { ...plain, align: 'center', bold: strong })] };
    if (group !== null) {
      const heading = line(group, { ...plain, align: 'left', bold: true, withNext: true });
      return { cells: [numbered, { lines: [heading], span: columns.length }] };
    }
    return {
      maySplit,
      ...(blank ? { height: BLANK_ROW } : {}),
      cells: [
        numbered,
        ...cells.map((paragraphs, at) => ({
          lines: paragraphs.map((text) =>
            line(text, { ...plain, align: figures && at > 0 ? 'right' : 'left', bold: strong }),
          ),
        })),
      ],
    };
  });
  const grown = columns.map(({ label, width }) => ({ label, mm: millimetres(width) }));
  return [
    ...annexHead(mark, title, note),
    grid([{ label: 'Stt', mm: NUMBER_COLUMN_MM }, ...grown], shown, { textMm: TEXT_MM, headLook: TABLE_LOOK }),
  ];
}
