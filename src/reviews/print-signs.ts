import type { CatalogueEdition, Sign } from '../catalogues/edition.ts';
import { answersFor, findAnswer, groupTitle, provenanceMark, signGroups, wordingOf } from '../catalogues/rules.ts';
import { citedDate } from '../views/formats.ts';
import type { PaperSignAnnex, PaperSignBlock, PaperSignList, PaperSignRow } from '../views/models/paper.ts';
import { signKey, type ReviewContent } from './content.ts';
import { paragraphsOf } from './print-fields.ts';
import { maySplit } from './print-rows.ts';

interface SignFilling {
  /** null on the blank form: every answer then stands there with a box. */
  fields: ReviewContent['fields'] | null;
  provisionalWords: ReviewContent['provisionalWords'];
}

/** A sign's row: letters to a line of 13 pt in the column of the wording and in that of the answer. */
const ROW_COLUMNS = [37, 42];

/** The annex of Hà Nội: per sign the answer, and what was written to it. Never a count, never a rating. */
export function signAnnex(
  editions: readonly CatalogueEdition[],
  filling: SignFilling,
  about: { mark: string; note: string },
): PaperSignAnnex {
  return {
    mark: about.mark,
    title: `KẾT QUẢ TỰ SOI, TỰ SỬA THEO ${editions.map(({ shortName }) => shortName.toLocaleUpperCase('vi')).join(' VÀ ')}`,
    note: about.note,
    lists: editions.map((edition) => signList(edition, filling)),
  };
}

function signList(edition: CatalogueEdition, filling: SignFilling): PaperSignList {
  const { document } = edition;
  const blocks = signGroups(edition, filling.provisionalWords);
  const shown = blocks.flatMap((block) => block.groups.flatMap((group) => group.signs));
  const marks = marksOf(shown.filter((sign) => !wordingOf(sign, filling.provisionalWords).missing));
  return {
    heading: `${edition.list}. ${edition.name}`,
    document: `${document.kind} ${document.number}, ngày ${citedDate(document.date)} của ${document.issuer} ${document.title}.`,
    purpose: edition.purpose,
    marksExplained:
      marks.size === 0 ? null : `Ghi chú: ${[...marks].map(([words, mark]) => `${mark} ${words}`).join('; ')}.`,
    blocks: blocks.map((block) => ({
      heading: block.heading,
      basis: block.ours ? basisOf(filling.provisionalWords) : null,
      ours: block.ours,
      groups: block.groups.map((group) => ({
        heading: groupHeading(group, filling),
        rows: group.signs.map((sign) => signRow(edition, sign, marks, filling)),
      })),
    })),
  };
}

function groupHeading(group: CatalogueEdition['groups'][number], { provisionalWords }: SignFilling): string {
  const { title, ours } = groupTitle(group, provisionalWords);
  return `${group.number}. ${title}${ours ? ' (tên tạm – chờ đối chiếu)' : ''}`;
}

function basisOf(words: SignFilling['provisionalWords']): PaperSignBlock['basis'] {
  return typeof words === 'object'
    ? `(Sử dụng theo quyết định của cấp ủy: ${words.decision}, ngày ${citedDate(words.date)})`
    : null;
}

/** One asterisk more for each kind of wording that is not the official text, in order of appearance. */
function marksOf(signs: readonly Sign[]): Map<string, string> {
  const words = [...new Set(signs.map(provenanceMark).filter((mark) => mark !== null))];
  return new Map(words.map((mark, index) => [mark, `(${'*'.repeat(index + 1)})`]));
}

function signRow(
  edition: CatalogueEdition,
  sign: Sign,
  marks: Map<string, string>,
  filling: SignFilling,
): PaperSignRow {
  const wording = wordingOf(sign, filling.provisionalWords);
  const ending = wording.endNote
    ? ` […] (phần cuối: ${wording.endNote.toLocaleLowerCase('vi')})`
    : wording.cutOff
      ? ' […]'
      : '';
  const text = `${wording.text}${ending}`;
  const key = signKey(edition.list, sign.no);
  const chosen = wording.missing ? undefined : findAnswer(edition, sign, filling.fields?.[key] ?? '');
  const said = (chosen?.asks ?? []).flatMap(({ key: question, label }) => {
    const [first, ...more] = paragraphsOf(filling.fields?.[`${key}.${question}`] ?? '');
    return first ? [{ label: `${label}:`, value: first, more }] : [];
  });
  const blank = filling.fields === null && !wording.missing;
  const answer = wording.missing ? '–' : (chosen?.label ?? (blank ? null : 'Chưa trả lời'));
  const answerText = [answer ?? '', ...said.flatMap(({ label, value, more }) => [`${label} ${value}`, ...more])];
  return {
    number: wording.shownNumber,
    text,
    mark: wording.missing ? null : (marks.get(provenanceMark(sign) ?? '') ?? null),
    unknown: wording.missing,
    answer,
    said,
    boxes: blank ? answersFor(edition, sign).map(({ label }) => ({ label, ticked: false })) : [],
    maySplit: maySplit([[text], answerText], ROW_COLUMNS),
  };
}
