import type { HandoutPaper, HandoutSheet } from '../views/models/paper.ts';
import { render } from '../views/render.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { CatalogueEdition } from './edition.ts';
import { provenanceMarks, type ProvisionalWords } from './rules.ts';
import { editionPage } from './view.ts';

/** The lists to be handed out: one sheet of paper, a list on each side. What may be shown is as on the reading page. */

export interface HandoutList {
  edition: CatalogueEdition;
  words: ProvisionalWords;
}

/**
 * The largest type in which a list stays on its page. Nobody should have to read anything smaller than the last:
 * a longer list, as the full official text may be, then runs on to a further page.
 */
const SMALLEST = 9.5;
const POINTS = [12, 11.5, 11, 10.5, 10, SMALLEST];
/** 178 × 270 mm. */
const WIDTH_PT = 504;
const HEIGHT_PT = 765;
/** Mean width of a letter and height of a line, in sizes of the type. */
const LETTER = 0.43;
const LINE = 1.15;

export function handoutPaper(lists: readonly HandoutList[], rehearsal: boolean): HandoutPaper {
  return {
    documentTitle: `Tờ rơi: ${lists.map(({ edition }) => edition.shortName).join(' và ')}`.normalize('NFC'),
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    sheets: lists.map((list) => {
      const sheet = sheetOf(list);
      return { points: POINTS.find((points) => heightOf(sheet, points) <= HEIGHT_PT) ?? SMALLEST, ...sheet };
    }),
  };
}

export function renderHandout(paper: HandoutPaper): string {
  return render('print/handout', paper).normalize('NFC');
}

function sheetOf({ edition, words }: HandoutList): Omit<HandoutSheet, 'points'> {
  const page = editionPage(edition, words);
  const marks = new Map(provenanceMarks(edition).map((mark, index) => [mark, `(${'*'.repeat(index + 1)})`]));
  return {
    title: page.name,
    document: `${page.document}.`,
    purpose: page.purpose,
    blocks: page.blocks.map((block) => ({
      heading: block.heading,
      basis: block.basis,
      ours: block.ours,
      groups: block.groups.map(({ heading, signs }) => ({
        heading,
        signs: signs.map(({ number, text, ending, missing, mark }) => {
          return { number, text, ending, missing, mark: marks.get(mark ?? '') ?? null };
        }),
      })),
    })),
    marks: [...marks].reduce<string | null>(
      (sentence, [mark, stars]) => sentence && sentence.replace(`“${mark}”`, `${stars} “${mark}”`),
      page.marks,
    ),
  };
}

/** About how high the list will be, in points; generous, so that it never runs over. */
function heightOf(sheet: Omit<HandoutSheet, 'points'>, points: number): number {
  const perLine = WIDTH_PT / (LETTER * points);
  const lines = (text: string | null, indent = 0) => Math.ceil((text ?? '').length / (perLine - indent)) * LINE;
  const blocks = sheet.blocks.flatMap((block) => [
    block.heading ? lines(block.heading) + lines(block.basis) + 0.4 : 0,
    ...block.groups.flatMap(({ heading, signs }) => [
      lines(heading) + 0.4,
      ...signs.map(({ text, ending, mark }) => lines([text, ending, mark].filter(Boolean).join(' '), 5) + 0.1),
    ]),
  ]);
  const head = lines(sheet.title) * 1.5 + lines(sheet.document) + lines(sheet.purpose) + 1;
  return (blocks.reduce((sum, one) => sum + one, head) + lines(sheet.marks) + 0.8) * points;
}
