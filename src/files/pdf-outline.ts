import { PDFHexString } from '@cantoo/pdf-lib';

/** Bookmarks of two levels over the papers of a merged PDF (ISO 32000-1, 12.3.3). */
export interface OutlineEntry {
  chapter: string;
  title: string;
  /** Number of the object of its first page. */
  page: number;
}

interface Numbered {
  number: number;
  body: string;
}

/** The outline's root stands at `root`, its items from `first` on. A chapter of one paper has no second level. */
export function outlineObjects(entries: readonly OutlineEntry[], at: { root: number; first: number }): Numbered[] {
  const chapters = [...Map.groupBy(entries, ({ chapter }) => chapter)].map(([title, papers]) => ({ title, papers }));
  let free = at.first;
  const numbered = chapters.map(({ title, papers }) => {
    const number = free;
    const below = papers.length > 1 ? papers.map((paper, index) => ({ ...paper, number: number + 1 + index })) : [];
    free += 1 + below.length;
    return { title, number, below, page: papers[0]?.page ?? 0 };
  });
  const root = { number: at.root, body: `<< /Type /Outlines ${ends(numbered)} /Count ${numbered.length} >>` };
  if (numbered.length === 0) return [{ number: at.root, body: '<< /Type /Outlines /Count 0 >>' }];
  return [
    root,
    ...numbered.flatMap((chapter, index) => [
      item(chapter, {
        parent: at.root,
        before: numbered[index - 1],
        after: numbered[index + 1],
        // Closed: a reader sees the kinds first.
        more: chapter.below.length > 0 ? `${ends(chapter.below)} /Count -${chapter.below.length}` : '',
      }),
      ...chapter.below.map((paper, place) =>
        item(paper, {
          parent: chapter.number,
          before: chapter.below[place - 1],
          after: chapter.below[place + 1],
          more: '',
        }),
      ),
    ]),
  ];
}

interface Place {
  number: number;
}

function item(
  { number, title, page }: Place & { title: string; page: number },
  {
    parent,
    before,
    after,
    more,
  }: { parent: number; before: Place | undefined; after: Place | undefined; more: string },
): Numbered {
  const beside = [before ? `/Prev ${before.number} 0 R` : '', after ? `/Next ${after.number} 0 R` : '', more];
  const words = beside.filter((each) => each !== '').join(' ');
  const title16 = PDFHexString.fromText(title).toString();
  const body = `<< /Title ${title16} /Parent ${parent} 0 R ${words} /Dest [ ${page} 0 R /XYZ null null null ] >>`;
  return { number, body };
}

function ends(items: readonly Place[]): string {
  return `/First ${items[0]?.number} 0 R /Last ${items.at(-1)?.number} 0 R`;
}
