import * as z from 'zod';

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

/** The terms that stand in these texts, in the glossary's order. */
export function termsIn(terms: readonly GlossaryTerm[], texts: readonly string[]): GlossaryTerm[] {
  const words = folded(texts.join('\n'));
  return terms.filter(({ term, also }) => [term, ...also].some((spelling) => words.includes(folded(spelling))));
}

function folded(text: string): string {
  return text.normalize('NFC').toLocaleLowerCase('vi');
}
