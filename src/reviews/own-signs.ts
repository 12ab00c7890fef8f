import { answerableSigns, findAnswer, signsOf, wordingOf } from '../catalogues/rules.ts';
import { signKey } from './content.ts';
import type { ReviewFrame } from './questions.ts';

/** The answer of every edition by which the author says a sign of himself (signs.md). */
const PRESENT = 'present';

/** A sign that its author says of himself, with what he wrote beside it. For his own eyes while he writes. */
export interface OwnSign {
  /** "27 biểu hiện" */
  list: string;
  /** As it is shown: "6t" for words of ours in a real campaign. */
  number: string;
  beside: { label: string; text: string }[];
}

export function ownSigns(frame: ReviewFrame, value: (key: string) => string): OwnSign[] {
  return [frame.a, frame.b].flatMap((edition) => {
    if (!edition) return [];
    return answerableSigns(signsOf(edition), frame.words).flatMap((sign): OwnSign[] => {
      const key = signKey(edition.list, sign.no);
      const answer = findAnswer(edition, sign, value(key));
      if (answer?.key !== PRESENT) return [];
      const beside = answer.asks.map((asked) => ({ label: asked.label, text: value(`${key}.${asked.key}`) }));
      return [
        {
          list: edition.shortName,
          number: wordingOf(sign, frame.words).shownNumber,
          beside: beside.filter(({ text }) => text.trim() !== ''),
        },
      ];
    });
  });
}

/** "27 biểu hiện số 5, 13; 25 biểu hiện số 22" */
export function namedByNumber(signs: readonly OwnSign[]): string {
  const lists = Map.groupBy(signs, ({ list }) => list);
  return [...lists].map(([list, own]) => `${list} số ${own.map(({ number }) => number).join(', ')}`).join('; ');
}
