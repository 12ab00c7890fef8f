import { logRow } from '../audit/statements.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import { type Deps, LostGuard } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { isSameWording } from './differences.ts';
import { CatalogueEdition, type Sign, type SignGroup } from './edition.ts';
import type { OfficialText } from './official-text.ts';
import { newestOf, nextEditionNumber } from './queries.ts';
import { findSign, signsOf } from './rules.ts';
import { insertEdition } from './statements.ts';

type CollateDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

interface SignDocument {
  kind: string;
  number: string;
  date: string;
}

/** The signs under the document's own groups, or under ours where the paste names none. */
export interface CollatedGroup {
  /** As pasted; empty where the paste has no title and ours is not known to be the document's. */
  title: string;
  signs: { no: number; text: string }[];
}

export function collatedGroups(present: CatalogueEdition, read: OfficialText): CollatedGroup[] {
  const own =
    read.groups[0]?.from === 1 && read.groups.every(({ from }, at) => from > (read.groups[at - 1]?.from ?? 0));
  const starts = own
    ? read.groups
    : present.groups.map((group) => ({
        title: group.titleProvisional ? '' : group.title,
        from: group.signs[0]?.no ?? 1,
      }));
  return starts.map(({ title, from }, index) => {
    const until = starts[index + 1]?.from ?? Infinity;
    return { title, signs: read.signs.filter(({ no }) => no >= from && no < until).toSorted((a, b) => a.no - b.no) };
  });
}

/** What may be wrong although every line is there; each is asked about before the text is saved. */
export interface Doubts {
  /** Numbers whose pasted words are our own condensed or provisional ones, letter by letter. */
  ours: number[];
  otherDocument: boolean;
}

export function doubtsOn(present: CatalogueEdition, read: OfficialText, document: SignDocument): Doubts {
  return {
    ours: read.signs
      .filter(({ no, text }) => {
        const sign = findSign(present, no);
        return sign !== undefined && sign.provenance !== 'official' && isSameWording(sign.text, text);
      })
      .map(({ no }) => no),
    otherDocument:
      present.document.kind !== document.kind ||
      present.document.number !== document.number ||
      present.document.date !== document.date,
  };
}

export interface CollatedList {
  document: SignDocument;
  groups: CollatedGroup[];
  /** Numbers that offer "Không thuộc chức trách, nhiệm vụ". */
  outsideDuty: ReadonlySet<number>;
  by: { name: string; unit: string };
}

/**
 * Stores the document's own words as a new edition of the list; flags, links and answers come from the present one.
 * Answers its id, or that of an edition which says the same already (a second click).
 * Throws `conflict` when somebody else has collated the list since `present` was looked at.
 */
export async function collate(
  deps: CollateDeps,
  actor: Actor,
  present: CatalogueEdition,
  list: CollatedList,
): Promise<string> {
  const { db } = deps.store;
  const now = await newestOf(db, present.list);
  if (saysTheSame(now, list)) return now.id;
  if (now.id !== present.id) throw collatedMeanwhile(now);
  const edition = editionOf(present, list, await nextEditionNumber(db, present.list), deps.now().toISOString());
  const body = canonicalJson(edition);
  const row = { id: edition.id, list: edition.list, edition: edition.edition, body, sha256: sha256Hex(body) };
  try {
    await deps.store.atomic([
      insertEdition(db, { ...row, stored_at: deps.now().toISOString() }),
      logRow(deps, actor, { action: 'edition-collated', subject: { kind: 'catalogue', id: edition.id } }),
    ]);
    return edition.id;
  } catch (error) {
    if (!(error instanceof LostGuard)) throw error;
    const first = await newestOf(db, present.list);
    if (saysTheSame(first, list)) return first.id;
    throw collatedMeanwhile(first, error);
  }
}

/** Its id is of another kind than those of shipped editions, so that a later version of the program never meets it. */
function editionOf(present: CatalogueEdition, list: CollatedList, edition: number, at: string): CatalogueEdition {
  const { document, groups, outsideDuty, by } = list;
  return CatalogueEdition.parse({
    ...present,
    id: `${present.list.toLowerCase()}-${signsOf(present).length}-doi-chieu-${edition}`,
    edition,
    document: { ...present.document, ...document },
    groups: groups.map(({ title, signs }, index): SignGroup => ({
      number: NUMERALS[index] ?? String(index + 1),
      title,
      titleProvisional: false,
      signs: signs.map(({ no, text }) => signOf(findSign(present, no), no, text, outsideDuty.has(no))),
    })),
    collation: { by: by.name, unit: by.unit, at, document, from: present.id },
  });
}

const NUMERALS = ['I', 'II', 'III', 'IV', 'V', 'VI'];

function signOf(present: Sign | undefined, no: number, text: string, mayBeOutsideDuty: boolean): Sign {
  const label = present?.outsideDutyLabel;
  return {
    no,
    text,
    provenance: 'official',
    mayBeOutsideDuty,
    ...(mayBeOutsideDuty && label ? { outsideDutyLabel: label } : {}),
    seeAlso: present?.seeAlso ?? [],
  };
}

function saysTheSame(edition: CatalogueEdition, { document, groups, outsideDuty }: CollatedList): boolean {
  if (!edition.collation) return false;
  const said = (from: readonly { title: string; signs: readonly { no: number; text: string }[] }[]) =>
    canonicalJson(from.map(({ title, signs }) => [title, signs.map(({ no, text }) => [no, text])]));
  const outside = signsOf(edition).filter((sign) => sign.mayBeOutsideDuty);
  return (
    said(edition.groups) === said(groups) &&
    canonicalJson(edition.collation.document) === canonicalJson(document) &&
    outside.length === outsideDuty.size &&
    outside.every(({ no }) => outsideDuty.has(no))
  );
}

function collatedMeanwhile({ collation, edition }: CatalogueEdition, cause?: unknown): AppError {
  const who = collation ? `Đồng chí ${collation.by} (${collation.unit})` : 'Chương trình';
  return new AppError('conflict', {
    hint: `${who} vừa lưu phiên bản ${edition} của danh mục này. Nội dung đồng chí dán vẫn còn; bảng dưới so với phiên bản mới ấy, đồng chí xem lại rồi mới lưu.`,
    cause,
  });
}
