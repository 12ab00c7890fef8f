import { citedDate, formatDateTime } from '../views/formats.ts';
import type {
  CatalogueBlock,
  CatalogueEditionModel,
  CatalogueIndexModel,
  CatalogueSign,
} from '../views/models/catalogues.ts';
import type { CatalogueEdition, Sign } from './edition.ts';
import {
  groupTitle,
  NO_OFFICIAL_WORDS,
  type ProvisionalWords,
  provenanceMark,
  type SignBlock,
  signGroups,
  signsOf,
  wordingOf,
} from './rules.ts';

/** Editions → plain models of templates/catalogues. */

interface PinnedBy {
  title: string;
  edition_a: string;
  edition_b: string;
}

export function indexPage(editions: readonly CatalogueEdition[], campaign: PinnedBy | undefined): CatalogueIndexModel {
  const pinned = campaign ? [campaign.edition_a, campaign.edition_b] : [];
  const several = (list: string) => editions.filter((edition) => edition.list === list).length > 1;
  return {
    lists: editions.map((edition) => ({
      href: `/danh-muc/${edition.id}`,
      title: several(edition.list) ? `${edition.shortName} (phiên bản ${edition.edition})` : edition.shortName,
      name: edition.name,
      document: documentOf(edition),
      purpose: edition.purpose,
      usedIn: campaign && pinned.includes(edition.id) ? `Dùng trong đợt: ${campaign.title}.` : null,
      collated: collatedWords(edition),
    })),
  };
}

/** `mayCollate`: the reader is of the office. */
export function editionPage(
  edition: CatalogueEdition,
  words: ProvisionalWords,
  mayCollate = false,
): CatalogueEditionModel {
  const blocks = signGroups(edition, words).map((block) => blockModel(block, words));
  return {
    title: edition.shortName,
    name: edition.name,
    document: documentOf(edition),
    purpose: edition.purpose,
    marks: marksSentence(edition, words),
    collated: collatedWords(edition),
    collate: mayCollate ? collationPath(edition.list) : null,
    contents: blocks.flatMap((block) => [
      ...(block.heading ? [{ href: `#${block.id}`, text: 'Nội dung tham khảo do đơn vị soạn tạm' }] : []),
      ...(block.heading ? [] : block.groups.map((group) => ({ href: `#${group.id}`, text: group.heading }))),
    ]),
    blocks,
  };
}

function blockModel(block: SignBlock, words: ProvisionalWords): CatalogueBlock {
  const prefix = block.ours ? 'tham-khao-' : 'nhom-';
  return {
    id: block.ours ? 'tham-khao' : 'danh-muc',
    heading: block.heading,
    basis:
      block.ours && typeof words === 'object'
        ? `Sử dụng theo quyết định của cấp ủy: ${words.decision}, ngày ${citedDate(words.date)}.`
        : null,
    ours: block.ours,
    groups: block.groups.map((group) => {
      const { title, ours } = groupTitle(group, words);
      return {
        id: `${prefix}${group.number.toLowerCase()}`,
        heading: `${group.number}. ${title}${ours ? ' (tên tạm – chờ đối chiếu)' : ''}`,
        signs: group.signs.map((sign) => signModel(sign, words)),
      };
    }),
  };
}

function signModel(sign: Sign, words: ProvisionalWords): CatalogueSign {
  const wording = wordingOf(sign, words);
  return {
    id: `bieu-hien-${sign.no}`,
    number: wording.shownNumber,
    text: wording.text,
    missing: wording.missing,
    ours: wording.ours,
    ending: wording.endNote ? `[…] ${wording.endNote}` : wording.cutOff ? '[…]' : null,
    mark: wording.missing ? null : provenanceMark(sign),
  };
}

/** What each mark that stands on the page means, in one sentence. */
const MEANINGS: Record<Exclude<Sign['provenance'], 'official'>, string> = {
  attested: 'nội dung có trong nguồn công khai, câu chữ do chương trình rút gọn',
  'attested-partial': 'nguồn công khai dừng giữa câu, phần cuối chưa biết',
  provisional: 'chưa đọc được văn bản gốc, chương trình tạm soạn',
};

function marksSentence(edition: CatalogueEdition, words: ProvisionalWords): string | null {
  const signs = signsOf(edition);
  const shown = signs.filter((sign) => !wordingOf(sign, words).missing);
  const parts = [...new Set(shown.map((sign) => sign.provenance))].flatMap((provenance) => {
    const mark = shown.find((sign) => sign.provenance === provenance);
    return provenance === 'official' || !mark ? [] : [`“${provenanceMark(mark)}”: ${MEANINGS[provenance]}`];
  });
  const withheld = signs.some((sign) => wordingOf(sign, words).missing || wordingOf(sign, words).endNote !== null);
  if (withheld) parts.push(`“${NO_OFFICIAL_WORDS}”: chờ cơ quan đối chiếu với văn bản gốc`);
  return parts.length === 0 ? null : `Các dòng ghi chú cho biết lời văn từ đâu ra: ${parts.join('; ')}.`;
}

export function collationPath(list: CatalogueEdition['list']): string {
  return `/quan-tri/danh-muc/${list.toLowerCase()}/doi-chieu`;
}

/** Official words carry no mark of their own; the list says once who put them there. */
function collatedWords({ collation }: CatalogueEdition): string | null {
  if (!collation) return null;
  const { kind, number, date } = collation.document;
  return `Đồng chí ${collation.by} (${collation.unit}) đối chiếu với văn bản gốc ${kind} ${number}, ngày ${citedDate(date)}; lưu lúc ${formatDateTime(collation.at)}.`;
}

/** "Chỉ thị 24-CT/TU, ngày 07-8-2023 của Ban Thường vụ Thành ủy Hà Nội về …" */
export function documentOf({ document }: CatalogueEdition): string {
  return `${document.kind} ${document.number}, ngày ${citedDate(document.date)} của ${document.issuer} ${document.title}`;
}
