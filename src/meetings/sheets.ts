import { EXEMPTION_WORDS } from '../branches/rules.ts';
import type { Sheet } from '../files/spreadsheet.ts';
import { type Gathered, presenceWords } from './gathered.ts';
import { countCell, countedColumns } from './print-parts.ts';
import { resultWords } from './count-words.ts';
import { summonsOf } from './rules.ts';

/** Attendance and ballot totals as tables. Totals only: there is nothing about who voted how. */

export function attendanceSheet({ attendees }: Gathered): Sheet {
  return {
    name: 'Điểm danh',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Họ và tên', width: 30, kind: 'text' },
      { label: 'Chức vụ', width: 18, kind: 'text' },
      { label: 'Đảng viên', width: 12, kind: 'text' },
      { label: 'Trường hợp', width: 26, kind: 'text' },
      { label: 'Điểm danh', width: 20, kind: 'text' },
      { label: 'Lý do vắng', width: 40, kind: 'text' },
    ],
    rows: attendees.map(({ name, post, official, exemption, left, presence, reason }, index) => {
      const apart = [exemption ? EXEMPTION_WORDS[exemption] : '', left ? 'Đã chuyển chi bộ khác' : ''];
      const unmarked = summonsOf(exemption) === 'not' ? 'Không dự họp' : 'Chưa ghi';
      return [
        index + 1,
        name,
        post,
        official ? 'Chính thức' : 'Dự bị',
        apart.filter(Boolean).join('; '),
        presence ? presenceWords(presence) : unmarked,
        reason,
      ];
    }),
  };
}

export function countSheet(gathered: Gathered): Sheet {
  const { subjects, counts } = gathered;
  const numbers = countedColumns(subjects);
  return {
    name: 'Kiểm phiếu',
    columns: [
      { label: 'Stt', width: 6, kind: 'number' },
      { label: 'Họ và tên', width: 30, kind: 'text' },
      { label: 'Chức vụ', width: 18, kind: 'text' },
      ...numbers.map(({ label }) => ({ label, width: 14, kind: 'number' as const })),
      { label: 'Kết quả', width: 44, kind: 'text' },
    ],
    rows: subjects.map((subject, index) => {
      const count = counts.get(subject.key);
      return [
        index + 1,
        subject.name,
        subject.post,
        ...numbers.map(({ column }) => (count ? countCell(subject, count, column) : null)),
        count ? resultWords(gathered, subject, count) : '',
      ];
    }),
  };
}
