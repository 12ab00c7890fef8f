/** A third of the page's 257 mm, in lines of 16 pt. */
const LINES_KEPT_WHOLE = 15;

/**
 * Rows stay whole up to a third of a page; taller ones may split, else a whole stretch of the page before them stays
 * blank. Cells are paragraphs; `lettersPerLine` is about what a line of each column holds.
 */
export function maySplit(cells: readonly (readonly string[])[], lettersPerLine: readonly number[]): boolean {
  return cells.some((paragraphs, column) => {
    const width = lettersPerLine[column] ?? 40;
    return (
      paragraphs.reduce((lines, text) => lines + Math.max(1, Math.ceil(text.length / width)), 0) > LINES_KEPT_WHOLE
    );
  });
}
