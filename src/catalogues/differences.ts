import { diffArrays } from 'diff';

/** Words that two wordings share, and those that only one of them has. */
export interface Piece {
  text: string;
  /** Only in this wording. */
  own: boolean;
}

export interface Comparison {
  present: Piece[];
  official: Piece[];
  /** Word for word, but for white space, kinds of quotation marks and of hyphens. */
  same: boolean;
}

/** Beyond this two texts are simply different; looking for the best account of it would only take time. */
const MOST_EDITS = 1_500;

/** Word by word. */
export function compareWordings(present: string, official: string): Comparison {
  const [before, after] = [wordsOf(present), wordsOf(official)];
  const changes = diffArrays(before, after, {
    comparator: (left, right) => folded(left) === folded(right),
    maxEditLength: MOST_EDITS,
  }) ?? [
    { value: before, removed: true, added: false },
    { value: after, removed: false, added: true },
  ];
  const side = (other: 'added' | 'removed') =>
    changes
      .filter((change) => !change[other])
      .map(({ value, added, removed }) => ({ words: value, own: added || removed }));
  return {
    // The words both have are reported as the official text has them: our own marks stay on our side.
    present: inWordsOf(before, side('added')),
    official: inWordsOf(after, side('removed')),
    same: changes.every(({ added, removed }) => !added && !removed),
  };
}

export function isSameWording(present: string, official: string): boolean {
  const [before, after] = [wordsOf(present), wordsOf(official)];
  return before.length === after.length && before.every((word, index) => folded(word) === folded(after[index] ?? ''));
}

function inWordsOf(words: readonly string[], pieces: readonly { words: readonly string[]; own: boolean }[]): Piece[] {
  let at = 0;
  return pieces.map(({ words: { length }, own }) => {
    const text = words.slice(at, at + length).join(' ');
    at += length;
    return { text, own };
  });
}

function wordsOf(text: string): string[] {
  return text
    .normalize('NFC')
    .split(/\s+/u)
    .filter((word) => word !== '');
}

/** Straight or curly, short or long: keyboards differ in these, documents do not. */
function folded(word: string): string {
  return word
    .replace(/[“”„"«»]/gu, '"')
    .replace(/[‘’']/gu, "'")
    .replace(/[‐‑–—−-]/gu, '-');
}
