import { type Paragraph, TextRun } from 'docx';
import { line, words } from './word-paragraphs.ts';

/** What the annexes of a review have in common. */

export const TABLE_LOOK = { points: 13, line: 16 } as const;

/** On a page of its own. */
export function annexHead(mark: string, title: string, note: string): Paragraph[] {
  const centre = { align: 'center', first: 0, withNext: true } as const;
  const lines = [words(mark, { bold: true }), new TextRun({ break: 1 }), words(title, { bold: true })];
  return [
    line(lines, { ...centre, above: 0, newPage: true, outline: 0 }),
    line(note, { ...centre, above: 3, italics: true }),
    line([], { first: 0, above: 0, line: 8, withNext: true }),
  ];
}
