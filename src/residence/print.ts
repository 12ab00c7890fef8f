import type { CampaignRow } from '../campaigns/queries.ts';
import { branchSignature, isTwoSided, issuedHead } from '../units/print-issuer.ts';
import type { UnitRow } from '../units/queries.ts';
import type { PrintSettings } from '../units/settings.ts';
import { pair, paragraphs } from '../views/document.ts';
import { formatDate, paperDate } from '../views/formats.ts';
import type { DocumentPaper, OfficialDocument } from '../views/models/document.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { CommentedPerson } from './queries.ts';

/** Request letters to the cấp ủy of the places of residence: one page each, numbered and dated by hand. */

export interface Letters {
  campaign: CampaignRow;
  branch: UnitRow;
  superior: UnitRow | null;
  /** How the branch prints; left out: as is usual. */
  print?: PrintSettings;
  /** Who signs; empty leaves the name to the hand. */
  secretary: string;
  people: readonly CommentedPerson[];
  /** By when an answer is asked for. */
  until: string;
}

export function lettersPaper(letters: Letters, rehearsal: boolean): DocumentPaper {
  const { campaign, branch, people } = letters;
  return {
    documentTitle: `Đề nghị nhận xét đảng viên nơi cư trú năm ${campaign.year} – ${branch.name}`.normalize('NFC'),
    stamp: rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(letters, people.length),
    landscape: false,
    onePageEach: true,
    documents: people.map((person) => letterTo(letters, person)),
  };
}

const DOTS = '…………………………………………………………';

function letterTo(
  { campaign, branch, superior, print, secretary, until }: Letters,
  person: CommentedPerson,
): OfficialDocument {
  const issuer = { unit: branch, superior, ...(print ? { print } : {}) };
  return {
    formLabel: null,
    head: issuedHead(issuer, null, { number: 'Số ………-CV/CB', draftMark: null }),
    kindPhrases: ['GIẤY ĐỀ NGHỊ'],
    subjectLines: [`Nhận xét đảng viên nơi cư trú năm ${campaign.year}`],
    hyphens: true,
    addressees: [addressee(person.residence)],
    blocks: [
      paragraphs(
        `Thực hiện Quy định 213-QĐ/TW, ngày 02-01-2020 của Bộ Chính trị, để có căn cứ kiểm điểm, đánh giá, xếp loại đảng viên năm ${campaign.year}, ${branch.name} đề nghị cấp ủy nơi cư trú nhận xét:`,
      ),
      pair('Đồng chí:', `${person.full_name}, ${bornWords(person.birth_date)}`),
      pair('Đơn vị công tác:', person.workplace),
      pair('Nơi cư trú:', ''),
      paragraphs(
        [
          'Nội dung đề nghị nhận xét:',
          '- Việc giữ mối liên hệ với cấp ủy, chi bộ và nhân dân nơi cư trú.',
          '- Việc chấp hành chủ trương của Đảng, chính sách, pháp luật của Nhà nước, thực hiện nghĩa vụ công dân của bản thân và gia đình.',
          '- Phẩm chất đạo đức, lối sống, tinh thần nêu gương ở nơi cư trú.',
          `Nhận xét xin gửi về ${branch.name} trước ${paperDate(until)}.`,
        ].join('\n'),
      ),
    ],
    signatures: [branchSignature(issuer, { post: 'BÍ THƯ', name: secretary })],
    recipients: ['Như trên', 'Lưu Chi bộ'],
  };
}

/** The register may name the cấp ủy itself, or only the place. */
function addressee(residence: string): string {
  if (residence === '') return `Cấp ủy ${DOTS}`;
  return /^(?:cấp ủy|chi ủy|đảng ủy|chi bộ|đảng bộ|ban chi ủy)(?![\p{L}])/iu.test(residence)
    ? residence
    : `Cấp ủy nơi cư trú: ${residence}`;
}

function bornWords(day: string): string {
  return `sinh ${day.length === 4 ? 'năm' : 'ngày'} ${formatDate(day)}`;
}
