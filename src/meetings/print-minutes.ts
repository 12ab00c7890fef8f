import { EXEMPTION_WORDS } from '../branches/rules.ts';
import { heading, paragraphs } from '../views/document.ts';
import { paperDate } from '../views/formats.ts';
import type { DocumentBlock, DocumentPaper } from '../views/models/document.ts';
import { isTwoSided } from '../units/print-issuer.ts';
import { REHEARSAL_STAMP } from '../views/stamps.ts';
import type { AttendeeRow, Gathered } from './gathered.ts';
import { presentWords, passWords } from './count-words.ts';
import { quorumWords } from './plan.ts';
import { countTable, headFor } from './print-parts.ts';
import { passMark, summonsOf } from './rules.ts';
import { COLLECTIVE, type Subject } from './subjects.ts';
import { hourWords } from './view.ts';

/** Biên bản họp chi bộ: who was there, what was said on each subject, how the ballots came out. */
export function minutesPaper(gathered: Gathered, options: { rehearsal: boolean }): DocumentPaper {
  const { season, meeting } = gathered;
  const draft = meeting.state !== 'closed';
  const title = `họp chi bộ kiểm điểm, đánh giá, xếp loại năm ${season.campaign.year}`;
  return {
    documentTitle: `Biên bản ${title}${draft ? ' (dự thảo)' : ''}`,
    stamp: options.rehearsal ? REHEARSAL_STAMP : null,
    twoSided: isTwoSided(season),
    landscape: false,
    documents: [
      {
        formLabel: null,
        head: headFor(season, meeting.held_on, { kind: 'BB', draft }),
        kindPhrases: ['BIÊN BẢN'],
        subjectLines: [`${title.charAt(0).toLocaleUpperCase('vi')}${title.slice(1)}`],
        hyphens: true,
        addressees: [],
        blocks: [
          ...timeAndPlace(gathered),
          ...participants(gathered),
          ...proceedings(gathered),
          ...results(gathered),
          ...ending(gathered),
        ],
        signatures: [
          { authority: 'THƯ KÝ', post: '', note: '(Ký, ghi rõ họ tên)', name: meeting.clerk },
          { authority: 'CHỦ TRÌ', post: '', note: '(Ký, ghi rõ họ tên)', name: meeting.chair },
        ],
        recipients: [],
      },
    ],
  };
}

function timeAndPlace({ meeting }: Gathered): DocumentBlock[] {
  return [
    heading(1, 'I. THỜI GIAN, ĐỊA ĐIỂM'),
    paragraphs(
      `Cuộc họp bắt đầu lúc ${hourWords(meeting.starts_at)}, ${paperDate(meeting.held_on)}, tại ${meeting.place}.`,
    ),
  ];
}

function participants(gathered: Gathered): DocumentBlock[] {
  const { attendees, headcounts, meeting } = gathered;
  const { official, probationary } = headcounts;
  const all = (key: 'all' | 'present') => official[key] + probationary[key];
  const away = (presence: 'excused' | 'absent') => attendees.filter((one) => one.presence === presence);
  const notAsked = attendees.filter(({ presence, exemption }) => presence === null && summonsOf(exemption) !== 'must');
  const unmarked = attendees.filter(({ presence, exemption }) => presence === null && summonsOf(exemption) === 'must');
  return [
    heading(1, 'II. THÀNH PHẦN'),
    paragraphs(
      [
        `Chủ trì: đồng chí ${meeting.chair}.`,
        `Thư ký: ${meeting.clerk ? `đồng chí ${meeting.clerk}` : '…………'}.`,
        `Tổng số đảng viên của chi bộ: ${all('all')} (chính thức ${official.all}, dự bị ${probationary.all}).`,
        `Có mặt: ${all('present')} (chính thức ${official.present}, dự bị ${probationary.present}).`,
        listed('Vắng có lý do', away('excused'), ({ reason }) => reason),
        listed('Vắng không có lý do', away('absent'), ({ reason }) => reason),
        listed('Không phải dự', notAsked, ({ exemption }) =>
          exemption ? EXEMPTION_WORDS[exemption].toLocaleLowerCase('vi') : '',
        ),
        ...(unmarked.length > 0 && meeting.state !== 'closed' ? [listed('Chưa điểm danh', unmarked, () => '')] : []),
        quorumWords(gathered.quorum),
      ]
        .filter((line) => line !== '')
        .join('\n'),
    ),
  ];
}

/** "Vắng có lý do: 2 (Nguyễn Văn A: ốm; Trần Thị B)."; empty for a list that is of no interest when nobody is in it. */
function listed(label: string, people: readonly AttendeeRow[], noteOf: (one: AttendeeRow) => string): string {
  if (people.length === 0) return label.startsWith('Vắng') ? `${label}: 0.` : '';
  const names = people.map((one) => {
    const note = [one.official ? '' : 'dự bị', noteOf(one)].filter(Boolean).join(', ');
    return note ? `${one.name}: ${note}` : one.name;
  });
  return `${label}: ${people.length} (${names.join('; ')}).`;
}

function proceedings(gathered: Gathered): DocumentBlock[] {
  const { notes, subjects } = gathered;
  const note = (key: string) => notes.get(`meeting.${key}`)?.value ?? '';
  const people = subjects.filter(({ memberId }) => memberId !== null);
  const collective = subjects.find(({ key }) => key === COLLECTIVE);
  let number = 0;
  const next = (title: string) => heading(2, `${(number += 1)}. ${title}`);
  return [
    heading(1, 'III. NỘI DUNG'),
    ...(note('opening') ? [next('Khai mạc'), paragraphs(note('opening'))] : []),
    ...(collective ? [next('Kiểm điểm tập thể'), ...spoken(gathered, collective)] : []),
    ...(people.length > 0 ? [next('Kiểm điểm cá nhân')] : []),
    ...people.flatMap((subject, index) => [
      heading(3, `${number}.${index + 1}. Đồng chí ${subject.name}${subject.post ? `, ${subject.post}` : ''}`),
      ...spoken(gathered, subject),
    ]),
    ...(note('general') ? [next('Ý kiến chung'), paragraphs(note('general'))] : []),
  ];
}

function spoken({ notes, meeting }: Gathered, { key }: Subject): DocumentBlock[] {
  const note = (name: string) => notes.get(`${key}.${name}`)?.value ?? '';
  const [remarks, explanation, conclusion] = ['remarks', 'explanation', 'conclusion'].map(note);
  if (!remarks && !explanation && !conclusion && meeting.state !== 'closed') return [paragraphs('(Chưa ghi.)')];
  return [
    labelled('Ý kiến góp ý', remarks || 'Không có ý kiến khác.'),
    ...(explanation ? [labelled('Giải trình, tiếp thu', explanation)] : []),
    ...(conclusion ? [labelled('Kết luận', conclusion)] : []),
  ];
}

function labelled(label: string, text: string): DocumentBlock {
  return paragraphs(`${label}: ${text}`);
}

function results(gathered: Gathered): DocumentBlock[] {
  const { counts, headcounts, settings } = gathered;
  if (counts.size === 0) return [];
  return [
    heading(1, 'IV. KẾT QUẢ BỎ PHIẾU ĐÁNH GIÁ, XẾP LOẠI'),
    paragraphs(`${presentWords(gathered)} ${passWords(passMark(headcounts, settings.pass))}`),
    { kind: 'table', table: countTable(gathered, null) },
  ];
}

function ending({ notes, counts }: Gathered): DocumentBlock[] {
  const note = (key: string) => notes.get(`meeting.${key}`)?.value ?? '';
  const ended = note('ended');
  const time = ended ? `lúc ${hourWords(ended)} cùng ngày` : 'lúc …… giờ …… cùng ngày';
  return [
    heading(1, `${counts.size > 0 ? 'V' : 'IV'}. KẾT LUẬN`),
    ...(note('conclusion') ? [paragraphs(note('conclusion'))] : []),
    paragraphs(`Cuộc họp kết thúc ${time}. Biên bản được đọc lại cho chi bộ nghe và thông qua.`),
  ];
}
