import type { ItemOrigin } from '../../db/schema.ts';
import type { ProvisionalWords } from '../catalogues/rules.ts';

/**
 * Everything one review says, as plain data: what the form and the annex print from, and what submission freezes
 * (design: the content is frozen, the paper is made from it afterwards).
 *
 * `fields` is flat: form fields by their key (`I.1`, `B.I.1`), list columns as `<list>.<item id>.<column>`,
 * signs as `<list><number>` with the answer's key (`A5` → `present`) and their questions as `A5.evidence`.
 */
export interface ReviewContent {
  reference: string;
  year: number;
  campaignTitle: string;
  formId: string;
  editionA: string;
  /** null where list B is not part of this review. */
  editionB: string | null;
  head: ReviewHead;
  unit: ReviewUnit;
  fields: Record<string, string>;
  items: ReviewItem[];
  provisionalWords: ProvisionalWords;
  /** YYYY-MM-DD of submission; null while a draft: the date line is then left for the hand. */
  signedOn: string | null;
  /** Who typed for the author in what is frozen here, where somebody did; the prescribed forms have no place for it. */
  typedBy?: { accountId: string; name: string; at: string }[];
}

export interface ReviewHead {
  fullName: string;
  /** YYYY or YYYY-MM-DD. */
  birthDate: string;
  partyPost: string;
  governmentPost: string;
  unionPost: string;
  workplace: string;
  branch: string;
  hasAgency: boolean;
}

export interface ReviewUnit {
  /** Lines of the head's left column, in capitals, broken at sense units. */
  superiorLines: string[];
  issuerLines: string[];
  place: string;
  hasBranchCommittee: boolean;
}

export interface ReviewItem {
  id: string;
  /** Key of the list field it belongs to. */
  list: string;
  origin: ItemOrigin;
  sourceText: string;
  sourceYear: number | null;
  sourceDue: string | null;
  /** Added by the author to a list that starts from last year: its words are a field of its own. */
  handAdded: boolean;
}

export function signKey(list: 'A' | 'B', no: number): string {
  return `${list}${no}`;
}
