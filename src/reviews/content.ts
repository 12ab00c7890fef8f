import type { ItemOrigin } from '../../db/schema.ts';
import type { CollectiveHeadKey, HeadFieldKey, PersonalHeadKey } from '../forms/version.ts';
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
  /** null for a collective: list A is about persons. */
  editionA: string | null;
  /** null where list B is not part of this review. */
  editionB: string | null;
  head: ReviewHead;
  unit: ReviewUnit;
  fields: Record<string, string>;
  items: ReviewItem[];
  provisionalWords: ProvisionalWords;
  /** The set of criteria whose lines stand among the fields; absent where the points are not split. */
  criteriaSet?: string;
  /**
   * YYYY-MM-DD of submission, of a collective's report the day the meeting passed it; null while a draft: the date line
   * is then left for the hand.
   */
  signedOn: string | null;
  /** Who typed for the author in what is frozen here, where somebody did; the prescribed forms have no place for it. */
  typedBy?: { accountId: string; name: string; at: string }[];
}

/** Whose review it is. Told apart by `kind`, which records frozen before 2026's collective form do not have. */
export type ReviewHead = PersonalHead | CollectiveHead;

export interface PersonalHead extends Record<PersonalHeadKey, string> {
  kind?: never;
  /** YYYY or YYYY-MM-DD. */
  birthDate: string;
  hasAgency: boolean;
}

/** A branch that reviews itself as a whole, or its chi ủy (Mẫu 01). */
export interface CollectiveHead extends Record<CollectiveHeadKey, string> {
  kind: 'collective';
  /** The secretary, who signs for it; empty where the register names none, or several. */
  signer: string;
  /** The how-manieth draft the participants were sent; null before it is sent, and once the meeting has passed it. */
  draftNumber: number | null;
}

/** One head field as it stands in a review; empty for a field of the other kind of form. */
export function headValue(head: ReviewHead, key: HeadFieldKey): string {
  const values: Partial<Record<HeadFieldKey, string>> = head;
  return values[key] ?? '';
}

/** "Nguyễn Văn An", "Chi ủy Chi bộ Số 1". */
export function subjectOf(head: ReviewHead): string {
  return head.kind === 'collective' ? head.unit : head.fullName;
}

export interface ReviewUnit {
  /** Lines of the head's left column, in capitals, broken at sense units. */
  superiorLines: string[];
  issuerLines: string[];
  place: string;
  /** T/M CHI ỦY signs, else T/M CHI BỘ. */
  hasBranchCommittee: boolean;
  /** How the unit prints, where it is not the usual way: frozen with the content, so that all its papers look alike. */
  print?: ReviewPrint;
}

export interface ReviewPrint {
  star?: boolean;
  formLabel?: 'on' | 'off';
  twoSided?: boolean;
  footerCode?: boolean;
  /** Of whoever signs for the branch. */
  post?: string;
  signer?: string;
  /** The head of the copy for the workplace; `name` empty: as the person's own head field says. */
  workplace?: { superior: string[]; name: string[]; state: boolean };
}

export interface ReviewItem {
  id: string;
  /** Key of the list field it belongs to. */
  list: string;
  origin: ItemOrigin | 'suggested';
  sourceText: string;
  sourceYear: number | null;
  sourceDue: string | null;
  /** Added by the author to a list that starts from last year: its words are a field of its own. */
  handAdded: boolean;
  /** Of a suggestion: who asks and by which document, and whether it asks for nothing any more. */
  suggestion?: { by: string; withdrawn: boolean };
}

export function signKey(list: 'A' | 'B', no: number): string {
  return `${list}${no}`;
}
