import { heading, paragraphs } from '../views/document.ts';
import { paperDate } from '../views/formats.ts';
import type { DocumentBlock, DocumentPaper } from '../views/models/document.ts';
import { headOf } from '../views/paper-head.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { ReportContent, ReportText } from './content.ts';
import { earlierBlocks, levelBlocks, notReviewedTable, proposalTable, signBlocks } from './print-tables.ts';
import { earlierTotal } from './statistics.ts';

/** BÁO CÁO kết quả kiểm điểm: out of its content alone, so that a frozen report prints the same years later. */
export function reportPaper(content: ReportContent, options: { rehearsal: boolean }): DocumentPaper {
  const { unit, year, draft, signer } = content;
  const title = `kết quả kiểm điểm, đánh giá, xếp loại chất lượng năm ${year}`;
  return {
    documentTitle: `Báo cáo ${title}, ${unit.name}${draft === null ? '' : ` (dự thảo lần ${draft})`}`,
    stamp: options.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: unit.twoSided ?? false,
    landscape: false,
    documents: [
      {
        formLabel: null,
        head: headOf(unit, content.datedOn, {
          number: `Số ${numberWords(content.number)}-BC/CB`,
          draftMark: draft === null ? null : `Dự thảo lần ${draft}`,
        }),
        kindPhrases: ['BÁO CÁO'],
        subjectLines: [title],
        hyphens: true,
        addressees: [],
        blocks: [paragraphs(content.texts.opening || openingWords(content)), ...numbered(partsOf(content))],
        signatures: [
          {
            authority: unit.hasCommittee ? 'T/M CHI ỦY' : 'T/M CHI BỘ',
            post: signer.post,
            note: '',
            name: signer.name,
          },
        ],
        recipients: [...(unit.superior ? [unit.superior] : []), 'Lưu Chi bộ'],
      },
    ],
  };
}

/** Two digits (layout.md); dots for the hand while there is none. */
export function numberWords(number: number | null): string {
  return number === null ? '……' : String(number).padStart(2, '0');
}

/** Stands where the leaders write no opening of their own. */
export function openingWords({ unit, year }: Pick<ReportContent, 'unit' | 'year'>): string {
  const plan = unit.superior ? `Thực hiện kế hoạch của ${unit.superior} về` : 'Thực hiện việc';
  return `${plan} kiểm điểm, đánh giá, xếp loại chất lượng năm ${year}, ${unit.name} báo cáo kết quả như sau:`;
}

interface Part {
  title: string;
  sections: { title: string; blocks: DocumentBlock[] }[];
}

function partsOf(content: ReportContent): Part[] {
  const { signs, notReviewed, earlier } = content;
  const text = (key: ReportText) => textOf(content, key);
  return [
    {
      title: 'TÌNH HÌNH CHUNG, VIỆC TỔ CHỨC KIỂM ĐIỂM',
      sections: [
        { title: 'Đặc điểm, tình hình', blocks: [...text('situation'), paragraphs(peopleWords(content))] },
        { title: 'Công tác lãnh đạo, chỉ đạo, chuẩn bị', blocks: text('direction') },
        { title: 'Cuộc họp kiểm điểm', blocks: [...meetingBlocks(content), ...text('meeting')] },
      ],
    },
    {
      title: 'KẾT QUẢ KIỂM ĐIỂM',
      sections: [
        { title: 'Ưu điểm', blocks: text('strengths') },
        { title: 'Hạn chế, khuyết điểm', blocks: text('shortcomings') },
        { title: 'Nguyên nhân', blocks: text('causes') },
        {
          title: 'Kết quả khắc phục hạn chế, khuyết điểm của kỳ trước',
          blocks: [...(earlier.some((row) => earlierTotal(row) > 0) ? earlierBlocks(earlier) : []), ...text('earlier')],
        },
      ],
    },
    {
      title: 'KẾT QUẢ ĐÁNH GIÁ, XẾP LOẠI CHẤT LƯỢNG',
      sections: [
        { title: 'Tập thể', blocks: [paragraphs(collectiveWords(content))] },
        { title: 'Cá nhân', blocks: [...levelBlocks(content.levels), ...text('rating')] },
        { title: 'Danh sách đề xuất xếp loại', blocks: content.proposals.length > 0 ? [proposalTable(content)] : [] },
        {
          title: 'Đảng viên chưa kiểm điểm, xếp loại',
          blocks: notReviewed.length > 0 ? [notReviewedTable(content)] : [paragraphs('Không có.')],
        },
        { title: 'Tổng hợp kết quả tự soi theo các biểu hiện', blocks: signs ? signBlocks(signs) : [] },
      ],
    },
    {
      title: 'ĐÁNH GIÁ CHUNG, PHƯƠNG HƯỚNG',
      sections: [
        { title: 'Đánh giá chung', blocks: text('evaluation') },
        { title: 'Phương hướng, biện pháp khắc phục', blocks: text('remedies') },
      ],
    },
    { title: 'KIẾN NGHỊ, ĐỀ XUẤT', sections: [{ title: '', blocks: text('proposals') }] },
  ];
}

/** A draft says what is still to be written; once signed, what nobody wrote is left out. */
function textOf({ texts, draft }: ReportContent, key: ReportText): DocumentBlock[] {
  const text = texts[key] ?? '';
  if (text.trim() !== '') return [paragraphs(text)];
  if (key === 'proposals') return [paragraphs('Không có.')];
  const beside: readonly ReportText[] = ['situation', 'meeting', 'earlier', 'rating'];
  return draft !== null && !beside.includes(key) ? [paragraphs('(Chưa ghi.)')] : [];
}

const ROMAN = ['I', 'II', 'III', 'IV', 'V'];

/** Parts and sections with nothing in them take no number. */
function numbered(parts: readonly Part[]): DocumentBlock[] {
  const kept = parts
    .map(({ title, sections }) => ({ title, sections: sections.filter(({ blocks }) => blocks.length > 0) }))
    .filter(({ sections }) => sections.length > 0);
  return kept.flatMap(({ title, sections }, index) => [
    heading(1, `${ROMAN[index]}. ${title}`),
    ...sections.flatMap((section, place) => [
      ...(section.title ? [heading(2, `${place + 1}. ${section.title}`)] : []),
      ...section.blocks,
    ]),
  ]);
}

function peopleWords({ people, notReviewed }: ReportContent): string {
  const { all, official, probationary, toReview, handedIn } = people;
  return (
    `Tổng số đảng viên: ${all} (chính thức ${official}, dự bị ${probationary}). ` +
    `Thuộc diện kiểm điểm tại chi bộ: ${toReview}; đã nộp bản kiểm điểm: ${handedIn}; ` +
    `chưa kiểm điểm: ${notReviewed.length}.`
  );
}

function meetingBlocks({ meeting, draft }: ReportContent): DocumentBlock[] {
  if (!meeting) return draft === null ? [] : [paragraphs('(Chưa có cuộc họp.)')];
  const { official, probationary } = meeting;
  const place = meeting.place ? `, tại ${meeting.place}` : '';
  const guests = probationary.summoned > 0 ? `; dự bị ${probationary.present}/${probationary.summoned}` : '';
  return [
    paragraphs(
      `Chi bộ họp kiểm điểm ${paperDate(meeting.heldOn)}${place}. ` +
        `Có mặt ${official.present}/${official.summoned} đảng viên chính thức được triệu tập${guests}.`,
    ),
  ];
}

function collectiveWords({ collective, unit }: ReportContent): string {
  if (!collective) return `${unit.name} kiểm điểm cùng cấp ủy cấp trên trực tiếp.`;
  const own = collective.own ? `Tập thể tự nhận mức: ${collective.own}. ` : '';
  return `${own}Chi bộ đề xuất mức: ${collective.proposed || '……'}.`;
}
