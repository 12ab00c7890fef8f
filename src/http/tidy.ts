/** What pasting from Word leaves behind, cleaned only when the person asks for it. */
/** A letter of Word's own needs a gap after it: without one it may be the first of a word in an old font of symbols. */
const BULLET = /^[ \t\u00A0]*(?:[•·●○■□▪▫◦►‣][ \t\u00A0]*|[\uE000-\uF8FF][ \t\u00A0]+|o\t[ \t]*)(?=\S)/gmu;
const GAP = /(?<=\S)[ \t\u00A0]{2,}(?=\S)/;
const EMPTY_LINES = /\n[ \t\u00A0]*\n(?:[ \t\u00A0]*\n)+/g;

/** False for bullets of Word, gaps inside a line and more than one empty line; a space still being typed at the end is fine. */
export function isTidy(text: string): boolean {
  return text.search(BULLET) < 0 && !GAP.test(text) && text.search(EMPTY_LINES) < 0;
}

/** Bullets become "- ", gaps one space, several empty lines one. */
export function tidied(text: string): string {
  let clean = text;
  for (let before = ''; before !== clean;) {
    before = clean;
    clean = clean
      .replace(BULLET, '- ')
      .replace(/(?<=\S)[ \t\u00A0]+/g, ' ')
      .replace(/ +$/gm, '')
      .replace(EMPTY_LINES, '\n\n');
  }
  return clean;
}
