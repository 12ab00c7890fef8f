import { isTwoSided } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { paragraphs } from '../views/document.ts';
import { paperDate } from '../views/formats.ts';
import type { DocumentBlock, DocumentPaper, OfficialDocument } from '../views/models/document.ts';
import type { Gathered } from './gathered.ts';
import { headFor, signatureOf } from './print-parts.ts';
import { summonsOf } from './rules.ts';
import { hourWords } from './view.ts';

interface InvitationOptions {
  rehearsal: boolean;
  /** One paper each instead of one for all. */
  each: boolean;
  /** Who signs for the branch. */
  signer: { role: 'secretary' | 'deputy'; display_name: string } | undefined;
}

/** Giấy mời: to everybody who may take part; a suspended member is not invited. */
export function invitationPaper(gathered: Gathered, options: InvitationOptions): DocumentPaper {
  const { season, attendees } = gathered;
  const invited = attendees.filter(({ exemption, left }) => summonsOf(exemption) !== 'not' && !left);
  const addressees = options.each
    ? invited.map(({ name, post }) => [`Đồng chí ${name}${post ? `, ${post}` : ''}`])
    : [[`Các đồng chí đảng viên ${season.unit.name}`]];
  return {
    documentTitle: `Giấy mời họp chi bộ kiểm điểm năm ${season.campaign.year}`,
    stamp: options.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(season, addressees.length),
    landscape: false,
    documents: addressees.map((to) => invitation(gathered, options, to)),
  };
}

function invitation(gathered: Gathered, { signer, each }: InvitationOptions, addressees: string[]): OfficialDocument {
  const { season, meeting } = gathered;
  // Printed again after the meeting it must not bear a day on which nobody was invited.
  const issuedOn = season.today <= meeting.held_on ? season.today : null;
  return {
    formLabel: null,
    head: headFor(season, issuedOn, { kind: 'GM', draft: false }),
    kindPhrases: ['GIẤY MỜI'],
    subjectLines: [`Họp chi bộ kiểm điểm, đánh giá, xếp loại năm ${season.campaign.year}`],
    hyphens: true,
    addressees,
    blocks: body(gathered, each ? 'đồng chí' : 'các đồng chí'),
    signatures: [signatureOf(season, signer)],
    recipients: ['Như trên', 'Lưu Chi bộ'],
  };
}

function body({ season, meeting, headcounts }: Gathered, whom: string): DocumentBlock[] {
  const who = season.unit.has_branch_committee === 1 ? 'Chi ủy' : 'Chi bộ';
  const agenda = meeting.content.split('\n').filter((line) => line.trim() !== '');
  return [
    paragraphs(`${who} trân trọng kính mời ${whom} dự cuộc họp của chi bộ.`),
    ...(agenda.length > 0 ? [paragraphs(['Nội dung:', ...agenda.map((line) => `- ${line}`)].join('\n'))] : []),
    paragraphs(
      `Thành phần: toàn thể đảng viên chi bộ (${headcounts.official.all} chính thức, ${headcounts.probationary.all} dự bị).`,
    ),
    paragraphs(`Thời gian: ${hourWords(meeting.starts_at)}, ${paperDate(meeting.held_on)}.`),
    paragraphs(`Địa điểm: ${sentence(meeting.place)}`),
    paragraphs(`Chủ trì: đồng chí ${sentence(meeting.chair)}`),
    paragraphs(
      `Đề nghị ${whom} nghiên cứu trước tài liệu kiểm điểm và đến dự đúng giờ. Nếu vắng mặt, xin báo trước với chi ủy, chi bộ.`,
    ),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
