/** How two texts of one author are compared: pure, and about the words alone. */

const ENDS = /^[\s\p{P}]+|[\s\p{P}]+$/gu;

/** White space and marks of punctuation at the ends do not make another text. */
export function foldText(text: string): string {
  return text.normalize('NFC').replaceAll(/\s+/g, ' ').replaceAll(ENDS, '');
}

/** "Không", "Không có.": the author says that there is nothing to say. */
export function isDenial(text: string): boolean {
  return /^(không|không có|không có gì|chưa có)$/i.test(foldText(text));
}

export function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}
