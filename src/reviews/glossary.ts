import * as z from 'zod';
import type { Explained } from '../views/models/parts.ts';

/** Words of art in our own plain words (db/glossary.json). They explain; they are nobody's official definition. */
const Term = z.strictObject({
  term: z.string().min(1),
  /** Other spellings of the same word. */
  also: z.array(z.string()).default([]),
  meaning: z.string().min(1),
});

const Glossary = z.strictObject({ note: z.string(), terms: z.array(Term) });

export type GlossaryTerm = z.infer<typeof Term>;

export function readGlossary(text: string): GlossaryTerm[] {
  return Glossary.parse(JSON.parse(text)).terms;
}

/** The terms that stand in a text, each once, in the order they come in. */
export function explain(terms: readonly GlossaryTerm[], text: string): Explained[] {
  const words = folded(text);
  return terms
    .map(({ term, also, meaning }) => ({ term, meaning, at: firstPlace(words, [term, ...also]) }))
    .filter(({ at }) => at >= 0)
    .sort((left, right) => left.at - right.at)
    .map(({ term, meaning }) => ({ term, meaning }));
}

/** -1 where none of the spellings stands in the words. */
function firstPlace(words: string, spellings: readonly string[]): number {
  const places = spellings.map((spelling) => words.indexOf(folded(spelling))).filter((at) => at >= 0);
  return places.length > 0 ? Math.min(...places) : -1;
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('vi');
}
