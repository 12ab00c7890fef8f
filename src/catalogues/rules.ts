import type { CatalogueEdition, Sign, SignAnswer, SignGroup } from './edition.ts';

/**
 * How words of ours may be shown: rehearsal shows all, marked; a real campaign withholds them until the cấp ủy's
 * decision is recorded, with its number and date.
 */
export type ProvisionalWords = 'shown' | 'withheld' | { decision: string; date: string };

/** Stands where a real campaign has no official words yet, for a whole sign or for the missing end of one. */
export const NO_OFFICIAL_WORDS = 'Chưa có nội dung chính thức';

/** Heads the block that keeps our words apart from the city's, on screen and on paper. */
export const OWN_WORDS_HEADING = 'NỘI DUNG THAM KHẢO DO ĐƠN VỊ SOẠN TẠM – KHÔNG PHẢI VĂN BẢN CỦA THÀNH ỦY';

const PROVENANCE_MARKS: Record<Sign['provenance'], string | null> = {
  attested: 'Diễn đạt rút gọn, không phải nguyên văn',
  'attested-partial': 'Diễn đạt rút gọn – nguồn công khai thiếu phần cuối',
  provisional: 'Bản soạn tạm – chờ đối chiếu',
  official: null,
};

/** The words beside a sign that say where its text comes from; null for the official text, which needs none. */
export function provenanceMark(sign: Sign): string | null {
  return PROVENANCE_MARKS[sign.provenance];
}

/** The different marks a list carries, in order of first appearance: what its one explaining sentence must cover. */
export function provenanceMarks(edition: CatalogueEdition): string[] {
  const marks = signsOf(edition).map(provenanceMark);
  return [...new Set(marks.filter((mark) => mark !== null))];
}

export function signsOf(edition: CatalogueEdition): Sign[] {
  return edition.groups.flatMap((group) => group.signs);
}

export function findSign(edition: CatalogueEdition, no: number): Sign | undefined {
  return signsOf(edition).find((sign) => sign.no === no);
}

/**
 * The answers offered on one sign, in the edition's order, with none chosen. "Không thuộc chức trách, nhiệm vụ" is
 * there only where the sign has that flag, in the sign's own words where it has some (A12).
 */
export function answersFor(edition: CatalogueEdition, sign: Sign): SignAnswer[] {
  return edition.answers
    .filter((answer) => !answer.outsideDuty || sign.mayBeOutsideDuty)
    .map((answer) =>
      answer.outsideDuty && sign.outsideDutyLabel ? { ...answer, label: sign.outsideDutyLabel } : answer,
    );
}

/** The chosen answer with the label this sign gives it; undefined when the sign does not offer it. */
export function findAnswer(edition: CatalogueEdition, sign: Sign, key: string): SignAnswer | undefined {
  return answersFor(edition, sign).find((answer) => answer.key === key);
}

interface SignWording {
  text: string;
  /** `text` is NO_OFFICIAL_WORDS: this campaign may not show ours, and the sign cannot be answered. */
  missing: boolean;
  /** Our words, by decision of the cấp ủy: in italics, inside the block headed OWN_WORDS_HEADING. */
  ours: boolean;
  /** The public source breaks off: "[…]" follows the text. */
  cutOff: boolean;
  /** What stands for the missing end in a real campaign. */
  endNote: string | null;
  /** "6"; "6t" when our words stand in a real campaign, so that nobody cites them as the city's number 6. */
  shownNumber: string;
}

/**
 * How one sign may be shown in a review (signs.md, "Our words must never pass for the city's"). Rehearsal shows
 * everything under its plain number, with the mark of `provenanceMark` beside it.
 */
export function wordingOf(sign: Sign, words: ProvisionalWords): SignWording {
  const cutOff = sign.provenance === 'attested-partial';
  const plain: SignWording = {
    text: sign.text,
    missing: false,
    ours: sign.provenance === 'provisional',
    cutOff,
    endNote: cutOff && words !== 'shown' ? NO_OFFICIAL_WORDS : null,
    shownNumber: String(sign.no),
  };
  if (sign.provenance !== 'provisional' || words === 'shown') return plain;
  if (words === 'withheld') return { ...plain, text: NO_OFFICIAL_WORDS, missing: true, ours: false };
  return { ...plain, shownNumber: `${sign.no}t` };
}

/**
 * A sign with no words to agree or disagree with cannot be answered, so it never counts as unanswered either.
 * One whose end is missing is answered for the part that is known.
 */
export function isAnswerable(sign: Sign, words: ProvisionalWords): boolean {
  return !wordingOf(sign, words).missing;
}

export function answerableSigns(signs: readonly Sign[], words: ProvisionalWords): Sign[] {
  return signs.filter((sign) => isAnswerable(sign, words));
}

/** A group's title; ours is withheld like the words of a provisional sign. */
export function groupTitle(group: SignGroup, words: ProvisionalWords): { title: string; ours: boolean } {
  if (!group.titleProvisional) return { title: group.title, ours: false };
  if (words === 'withheld') return { title: 'Chưa có tên chính thức', ours: false };
  return { title: group.title, ours: true };
}

export interface SignBlock {
  /** OWN_WORDS_HEADING above our block; null above the list itself. */
  heading: string | null;
  ours: boolean;
  groups: SignGroup[];
}

/**
 * The groups as they are to be shown: one block, or two where our words stand by decision, so that they are apart from
 * the attested ones. A group with nothing to show in a block is left out of it.
 */
export function signGroups(edition: CatalogueEdition, words: ProvisionalWords): SignBlock[] {
  const apart = typeof words === 'object';
  const blocks: SignBlock[] = [
    { heading: null, ours: false, groups: keepSigns(edition, (sign) => !apart || sign.provenance !== 'provisional') },
    {
      heading: OWN_WORDS_HEADING,
      ours: true,
      groups: keepSigns(edition, (sign) => apart && sign.provenance === 'provisional'),
    },
  ];
  return blocks.filter((block) => block.groups.length > 0);
}

function keepSigns(edition: CatalogueEdition, wanted: (sign: Sign) => boolean): SignGroup[] {
  return edition.groups
    .map((group) => ({ ...group, signs: group.signs.filter(wanted) }))
    .filter((group) => group.signs.length > 0);
}

/** What a flat key of a review means among the signs: `A5` is an answer, `A5.evidence` what was written to it. */
interface SignAddress {
  edition: CatalogueEdition;
  sign: Sign;
  /** null for the answer itself. */
  question: SignAnswer['asks'][number] | null;
}

/** undefined for a key that names no sign of these editions, or a question no answer of theirs asks. */
export function signAddress(editions: readonly CatalogueEdition[], key: string): SignAddress | undefined {
  const match = /^([AB])([1-9]\d{0,2})(?:\.([a-z]+))?$/.exec(key);
  if (!match) return undefined;
  const [, list, no, questionKey] = match;
  const edition = editions.find((candidate) => candidate.list === list);
  const sign = edition && findSign(edition, Number(no));
  if (!edition || !sign) return undefined;
  if (questionKey === undefined) return { edition, sign, question: null };
  const question = answersFor(edition, sign)
    .flatMap((answer) => answer.asks)
    .find((asked) => asked.key === questionKey);
  return question && { edition, sign, question };
}
