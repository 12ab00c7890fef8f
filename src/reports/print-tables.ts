import { groupRow, paragraphs, table, tableRow } from '../views/document.ts';
import { citedDate, formatNumber } from '../views/formats.ts';
import type { DocumentBar, DocumentBlock, DocumentTable } from '../views/models/document.ts';
import type { EarlierRow, LevelTable, ReportContent, SignTotals } from './content.ts';
import { earlierTotal, percentOf } from './statistics.ts';

/** Tables and charts of the report: each number stands written, a bar only draws it. */

const TEXT_MM = 165;
const NUMBER_MM = 11;

type Column = DocumentTable['columns'][number];

function column(label: string, mm: number, align: Column['align'] = 'right'): Column {
  return { label, width: `${mm.toFixed(2)}mm`, align };
}

/** Counts and shares per group of posts, and a chart of all persons. */
export function levelBlocks({ names, rows }: LevelTable): DocumentBlock[] {
  const all = rows.at(-1);
  if (!all || all.total === 0) return [paragraphs('Chi bộ không có đảng viên nào được xếp loại trong đợt này.')];
  const open = all.open > 0;
  const labels = [...names, ...(open ? ['Chưa có mức'] : [])];
  const [group, total] = [46, 19];
  const columns = [
    column('Nhóm chức danh', group, 'left'),
    column('Tổng số', total),
    ...labels.map((label) => column(label, (TEXT_MM - group - total) / labels.length)),
  ];
  const shown = rows.length === 2 ? rows.slice(0, 1) : rows;
  return [
    {
      kind: 'table',
      table: {
        caption: 'Số lượng và tỷ lệ theo mức chi bộ đề xuất',
        dense: true,
        whole: true,
        columns,
        rows: shown.map((row) => {
          const cells = [...row.counts, ...(open ? [row.open] : [])];
          const shares = cells.map((count) => `${formatNumber(count)}\n${percentOf(count, row.total)}`);
          return tableRow(columns, [row.name, formatNumber(row.total), ...shares], row === all);
        }),
      },
    },
    chart(
      'Cơ cấu mức đề xuất của cá nhân',
      labels.map((label, index) => ({ label, count: [...all.counts, all.open][index] ?? 0 })),
    ),
  ];
}

/** Fixed, under way, not fixed: of the collective and of all persons together. */
export function earlierBlocks(rows: readonly EarlierRow[]): DocumentBlock[] {
  const sum = (key: 'fixed' | 'fixing' | 'unfixed' | 'unsaid') => rows.reduce((total, row) => total + row[key], 0);
  const all = {
    name: 'Cộng',
    fixed: sum('fixed'),
    fixing: sum('fixing'),
    unfixed: sum('unfixed'),
    unsaid: sum('unsaid'),
  };
  const states = [
    { label: 'Đã khắc phục', key: 'fixed' as const },
    { label: 'Đang khắc phục', key: 'fixing' as const },
    { label: 'Chưa khắc phục', key: 'unfixed' as const },
    ...(all.unsaid > 0 ? [{ label: 'Chưa nêu', key: 'unsaid' as const }] : []),
  ];
  const [name, total] = [37, 28];
  const columns = [
    column('Đối tượng', name, 'left'),
    column('Tổng số', total),
    ...states.map(({ label }) => column(label, (TEXT_MM - name - total) / states.length)),
  ];
  return [
    {
      kind: 'table',
      table: {
        caption: 'Hạn chế, khuyết điểm và điều đã hứa của kỳ trước',
        dense: false,
        whole: true,
        columns,
        rows: [...rows, all].map((row) =>
          tableRow(
            columns,
            [row.name, formatNumber(earlierTotal(row)), ...states.map(({ key }) => formatNumber(row[key]))],
            row === all,
          ),
        ),
      },
    },
    chart(
      'Mức độ khắc phục',
      states.map(({ label, key }) => ({ label, count: all[key] })),
    ),
  ];
}

/** From black to white, so that neighbours are told apart on any printer. */
const SHADES: readonly DocumentBar['shade'][] = ['black', 'dark', 'middle', 'light', 'white'];

function chart(caption: string, bars: readonly { label: string; count: number }[]): DocumentBlock {
  const all = bars.reduce((total, { count }) => total + count, 0);
  return {
    kind: 'chart',
    chart: {
      caption,
      bars: bars.map(({ label, count }, index) => ({
        label,
        value: `${formatNumber(count)} (${percentOf(count, all)})`,
        percent: all === 0 ? 0 : Math.round((count * 1000) / all) / 10,
        shade: SHADES[index % SHADES.length] ?? 'black',
      })),
    },
  };
}

export function proposalTable({ proposals }: Pick<ReportContent, 'proposals'>): DocumentBlock {
  const agency = proposals.some((row) => row.agency !== '');
  const columns = [
    column('Stt', NUMBER_MM, 'center'),
    column('Họ và tên, chức vụ', agency ? 44 : 55, 'left'),
    column('Tự nhận', agency ? 20 : 24, 'left'),
    ...(agency ? [column('Cơ quan xếp loại', 20, 'left')] : []),
    column('Phiếu của chi bộ', agency ? 27 : 30, 'left'),
    column('Chi bộ đề xuất', agency ? 43 : 45, 'left'),
  ];
  const rowsOf = (kind: 'collective' | 'person', name: string) => {
    const own = proposals.filter((row) => row.kind === kind);
    return own.length === 0
      ? []
      : [
          groupRow(name),
          ...own.map((row, index) =>
            tableRow(columns, [
              String(index + 1),
              [row.name, row.post].filter((words) => words !== '').join('\n'),
              row.own || '–',
              ...(agency ? [row.agency || '–'] : []),
              row.votes.join('\n') || '–',
              row.proposed || '–',
            ]),
          ),
        ];
  };
  const rows = [...rowsOf('collective', 'Tập thể'), ...rowsOf('person', 'Cá nhân')];
  return { kind: 'table', table: { caption: null, dense: true, columns, rows } };
}

export function notReviewedTable({ notReviewed, draft }: Pick<ReportContent, 'notReviewed' | 'draft'>): DocumentBlock {
  const columns = [
    column('Stt', NUMBER_MM, 'center'),
    column('Họ và tên, chức vụ', 60, 'left'),
    column('Lý do', 94, 'left'),
  ];
  const missing = draft === null ? 'Chưa nộp bản kiểm điểm' : 'Chưa nộp bản kiểm điểm (chưa ghi lý do)';
  return table(
    columns,
    notReviewed.map(({ name, post, reason }, index) => [
      String(index + 1),
      [name, post].filter((words) => words !== '').join('\n'),
      reason || missing,
    ]),
  );
}

/** Totals without names; a dash stands for a number that must stay hidden. */
export function signBlocks({ decision, lists }: SignTotals): DocumentBlock[] {
  const intro =
    `Tổng hợp theo ${decision.number}, ngày ${citedDate(decision.date)}; không nêu tên. ` +
    'Dấu “–” thay cho số không nêu: nhóm dưới 5 người, mọi người hoặc không ai trả lời như vậy, hoặc số có thể suy ra các số đó.';
  return [
    paragraphs(intro),
    ...lists.map((list): DocumentBlock => {
      if (list.rows.length === 0) return paragraphs(`${list.name}: không tổng hợp vì dưới 5 đảng viên.`);
      const columns = [
        column('Biểu hiện', 27, 'left'),
        ...list.columns.map((label) => column(label, (TEXT_MM - 27) / list.columns.length)),
      ];
      const rows = list.rows.map(({ sign, counts }) =>
        tableRow(columns, [sign, ...counts.map((count) => (count === null ? '–' : String(count)))]),
      );
      const caption = `${list.name} (${formatNumber(list.people)} bản kiểm điểm)`;
      return { kind: 'table', table: { caption, dense: true, columns, rows } };
    }),
  ];
}
