import type { PaperVariant } from '../reviews/papers.ts';
import type { BatchPlace } from './place.ts';

/** One paper there is to print. */
export interface PlannedPaper {
  /** 'collective', a member's id; empty for a paper of the whole branch. */
  subject: string;
  /** Whose it is, as shown: a person's name, or the paper's own. */
  label: string;
  recordId: string | null;
}

/** Something that would belong there and is not, in words. */
export interface MissingPaper {
  label: string;
  why: string;
}

export interface Plan {
  papers: PlannedPaper[];
  missing: MissingPaper[];
}

/**
 * A kind of paper that a batch can hold. `name` is the file's or the folder's, in plain letters: every Windows shows them.
 */
export interface PaperKind {
  key: string;
  /** On the form, in the bookmarks and in the lists. */
  label: string;
  /** Among the papers of one person: "bản kiểm điểm". */
  short: string;
  hint: string | null;
  name: string;
  /** One for each person: they stand in a folder. */
  each: boolean;
  plan(place: BatchPlace): Promise<Plan>;
  /** A variant of a frozen review, whose bytes are kept already; else how the paper is printed. */
  paper: PaperVariant | ((place: BatchPlace, subject: string) => Promise<Uint8Array>);
}

export const NOTHING: Plan = { papers: [], missing: [] };

/** A paper of the whole branch, or why there is none. */
export function single(label: string, missing: string | null): Plan {
  return missing === null
    ? { papers: [{ subject: '', label, recordId: null }], missing: [] }
    : { papers: [], missing: [{ label, why: missing }] };
}
