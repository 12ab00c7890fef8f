import { citedDate, formatNumber } from '../views/formats.ts';
import type { NumberTable, ReportNumbers, ReportSigns } from '../views/models/reports.ts';
import type { EarlierRow, LevelTable, ReportContent } from './content.ts';
import { earlierTotal, percentOf } from './statistics.ts';

/** The report's own numbers on the page, so that its texts can speak of them. */

export function reportNumbers(content: ReportContent, ratings: string | null): ReportNumbers {
  const { people, collective, notReviewed, earlier } = content;
  return {
    people:
      `${formatNumber(people.all)} đảng viên (chính thức ${people.official}, dự bị ${people.probationary}); ` +
      `thuộc diện kiểm điểm ${people.toReview}, đã nộp ${people.handedIn}, chưa kiểm điểm ${notReviewed.length}.`,
    collective: collective
      ? `Tập thể: ${collective.proposed || 'chưa ghi mức đề xuất'}.`
      : 'Chi bộ kiểm điểm cùng cấp ủy cấp trên.',
    levels: levelNumbers(content.levels),
    earlier: earlier.some((row) => earlierTotal(row) > 0) ? earlierNumbers(earlier) : null,
    notReviewed: notReviewed.map(({ name, reason }) => ({ name, reason: reason || 'chưa ghi lý do' })),
    ratings: ratings === null ? null : { text: 'Xem danh sách đề xuất ở trang Xếp loại', href: ratings },
  };
}

function levelNumbers({ names, rows }: LevelTable): NumberTable {
  return {
    caption: 'Mức chi bộ đề xuất cho cá nhân',
    columns: ['Nhóm chức danh', 'Tổng số', ...names, 'Chưa có mức'],
    rows: rows.map((row, index) => ({
      name: row.name,
      cells: [
        formatNumber(row.total),
        ...[...row.counts, row.open].map((count) =>
          count === 0 ? '0' : `${formatNumber(count)} (${percentOf(count, row.total)})`,
        ),
      ],
      strong: index === rows.length - 1,
    })),
  };
}

function earlierNumbers(rows: readonly EarlierRow[]): NumberTable {
  return {
    caption: 'Hạn chế, khuyết điểm, điều đã hứa của kỳ trước',
    columns: ['Đối tượng', 'Tổng số', 'Đã khắc phục', 'Đang khắc phục', 'Chưa khắc phục', 'Chưa nêu'],
    rows: rows.map((row) => ({
      name: row.name,
      cells: [earlierTotal(row), row.fixed, row.fixing, row.unfixed, row.unsaid].map(formatNumber),
      strong: false,
    })),
  };
}

interface SignsShown {
  decided: { decisionNumber: string; decisionDate: string } | null;
  content: ReportContent;
  /** null where this reader may not reckon them now. */
  action: string | null;
}

/** null where no decision switched them on. */
export function signsModel({ decided, content, action }: SignsShown): ReportSigns | null {
  const { signs, people } = content;
  if (!decided && !signs) return null;
  const by = signs
    ? { number: signs.decision.number, date: signs.decision.date }
    : { number: decided?.decisionNumber ?? '', date: decided?.decisionDate ?? '' };
  return {
    basis: `${by.number}, ngày ${citedDate(by.date)}`,
    taken: signs
      ? `Đã chốt ngày ${citedDate(signs.takenOn)}, trên ${signs.lists.map(({ name, people: of }) => `${of} bản (${name})`).join(', ')}. Số này không đổi nữa.`
      : null,
    action: signs ? null : action,
    now: `${formatNumber(people.handedIn)} trên ${formatNumber(people.toReview)} bản kiểm điểm đã nộp`,
  };
}
