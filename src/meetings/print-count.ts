import { heading, paragraphs } from '../views/document.ts';
import { paperDate } from '../views/formats.ts';
import type { DocumentPaper, DocumentSignature } from '../views/models/document.ts';
import { isTwoSided } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import { passWords, presentWords } from './count-words.ts';
import type { Gathered } from './gathered.ts';
import { misfits, uncounted } from './outlook.ts';
import { countTable, headFor } from './print-parts.ts';
import { passMark } from './rules.ts';

/** Biên bản kiểm phiếu: totals only. It is a draft while somebody is not counted, or a sum no longer fits. */
export function countPaper(gathered: Gathered, options: { rehearsal: boolean }): DocumentPaper {
  const { season, meeting, headcounts, settings } = gathered;
  const draft = meeting.state !== 'closed' && (uncounted(gathered).length > 0 || misfits(gathered).length > 0);
  const tellers = tellersOf(gathered);
  return {
    documentTitle: `Biên bản kiểm phiếu đánh giá, xếp loại năm ${season.campaign.year}${draft ? ' (dự thảo)' : ''}`,
    stamp: options.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(season),
    landscape: false,
    documents: [
      {
        formLabel: null,
        head: headFor(season, meeting.held_on, { kind: 'BB', draft }),
        kindPhrases: ['BIÊN BẢN', 'KIỂM PHIẾU'],
        subjectLines: [`Đánh giá, xếp loại chất lượng năm ${season.campaign.year}`],
        hyphens: true,
        addressees: [],
        blocks: [
          paragraphs(
            [
              `Cuộc họp của ${season.unit.name}, ${paperDate(meeting.held_on)}, tại ${meeting.place}.`,
              presentWords(gathered),
            ].join('\n'),
          ),
          heading(1, 'I. TỔ KIỂM PHIẾU'),
          paragraphs(
            tellers.length > 0
              ? tellers
                  .map((name, index) => `${index + 1}. Đồng chí ${name}${index === 0 ? ', tổ trưởng' : ''}.`)
                  .join('\n')
              : 'Tổ trưởng: …………………………………………\nThành viên: …………………………………………',
          ),
          heading(1, 'II. KẾT QUẢ KIỂM PHIẾU'),
          paragraphs(passWords(passMark(headcounts, settings.pass))),
          { kind: 'table', table: countTable(gathered, null) },
          paragraphs(
            'Biên bản lập xong, đã công bố trước cuộc họp. Phiếu đã kiểm được niêm phong, giao chi ủy, chi bộ lưu giữ.',
          ),
        ],
        signatures: signaturesOf(tellers, meeting.chair),
        recipients: [],
      },
    ],
  };
}

export function tellersOf({ notes }: Pick<Gathered, 'notes'>): string[] {
  const text = notes.get('meeting.tellers')?.value ?? '';
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/** The head of the tellers on the right; then the others, and who chaired the meeting. */
function signaturesOf([head = '', ...members]: readonly string[], chair: string): DocumentSignature[] {
  const signature = (authority: string, name: string): DocumentSignature => {
    return { authority, post: '', note: '(Ký, ghi rõ họ tên)', name };
  };
  const [first = '', ...more] = members;
  return [
    signature('THÀNH VIÊN', first),
    signature('TỔ TRƯỞNG', head),
    ...more.map((name) => signature('THÀNH VIÊN', name)),
    signature('CHỦ TRÌ CUỘC HỌP', chair),
  ];
}
