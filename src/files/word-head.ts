import { BorderStyle, LineRuleType, Paragraph, type Table } from 'docx';
import type { PaperHead } from '../views/models/paper.ts';
import { byHand, LEFT_MM, line, POINT, TEXT_MM, twips } from './word-paragraphs.ts';
import { sideBySide } from './word-tables.ts';

/** What stands above a paper's title. */

/** The rule under the national title, as long as its letters in 15 pt. */
const RULE_MM = 72.7;

export function formLabelLine(label: string): Paragraph {
  return line(label, { align: 'right', first: 0, above: 0, bold: true, points: 12, line: 16 });
}

export function headTable(head: PaperHead, columns: readonly [number, number] = [LEFT_MM, TEXT_MM - LEFT_MM]): Table {
  const { points, superiorLines, issuerLines } = head;
  const [left, right] = columns;
  const place = { align: 'center', first: 0, above: 0 } as const;
  const unknown = (text: string, bold: boolean) =>
    byHand(text, true, { ...place, align: 'left', bold, points, left: 6, width: left - 6 });
  const issuer = [
    ...(superiorLines.length > 0
      ? superiorLines.map((text) => line(text, { ...place, points }))
      : [unknown('ĐẢNG BỘ', false)]),
    ...(issuerLines.length > 0
      ? issuerLines.map((text) => line(text, { ...place, points, bold: true }))
      : [unknown('CHI BỘ', true)]),
    ...(head.star ? [line('*', { ...place, above: 4, line: 14 })] : []),
    ...(head.number ? [line(head.number, place)] : []),
    ...(head.draftMark ? [line(head.draftMark, { ...place, italics: true })] : []),
  ];
  const nation = line('ĐẢNG CỘNG SẢN VIỆT NAM', { ...place, bold: true, points: 15 });
  return sideBySide(
    [[issuer, [nation, rule(right), line(head.dateLine, { ...place, above: 4, italics: true })]]],
    columns,
  );
}

/** A line of its own: a border of the title's line would be as wide as its column. */
function rule(columnMm: number): Paragraph {
  const beside = twips((columnMm - RULE_MM) / 2);
  return new Paragraph({
    indent: { left: beside, right: beside, firstLine: 0 },
    spacing: { before: POINT, after: 0, line: 2 * POINT, lineRule: LineRuleType.EXACT },
    border: { top: { style: BorderStyle.SINGLE, size: 6, space: 0, color: '000000' } },
  });
}
