import { capRuleWords, currentWords, togetherWords } from '../ratings/cap.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatDate, formatDateTime, formatNumber, formatTime } from '../views/formats.ts';
import type { CapsModel } from '../views/models/ratings.ts';
import type {
  BranchSummaryModel,
  RecognitionModel,
  SummaryGrid,
  SummaryModel,
  SummaryReportModel,
} from '../views/models/summaries.ts';
import { lineField, textField } from '../views/parts.ts';
import { capsOf, type CommitteeSummary, countsOf, personState, type SummedBranch } from './figures.ts';
import type { LoadedSummary } from './loaded.ts';
import { whyNot } from './screening.ts';
import { branchTable, earlierTable, labelIn, levelTable, screeningTable, type SummaryTable } from './tables.ts';
import { REPORT_TEXTS, type ReportTexts, type TextOutcome } from './texts.ts';

/** The committee's summary on screen: names and levels, counts and reasons, never a word of a review. */

export function summaryPaths(campaignId: string) {
  const base = `/quan-tri/dot/${campaignId}/tong-hop`;
  return {
    all: base,
    branch: (unitId: string) => `${base}/chi-bo/${unitId}`,
    report: `${base}/bao-cao`,
    reportPaper: `${base}/bao-cao.pdf`,
    decision: `${base}/quyet-dinh`,
    decisionPaper: `${base}/quyet-dinh.pdf`,
    screening: `${base}/sang-loc.pdf`,
    statistics: `${base}/thong-ke.pdf`,
    workbook: `${base}/tong-hop.xlsx`,
  };
}

export function summaryPage({ campaign, sum }: LoadedSummary): SummaryModel {
  const paths = summaryPaths(campaign.id);
  const handed = sum.branches.filter(({ handedAt }) => handedAt !== null).length;
  const counted = sum.branches.some(({ summary }) => summary !== null);
  const screening = screeningTable(sum);
  return {
    title: campaign.title,
    handed: `${formatNumber(handed)}/${formatNumber(sum.branches.length)} chi bộ đã chuyển bảng đề xuất.`,
    notes: notesOf(sum),
    branches: gridOf('Các chi bộ trong đợt', branchTable(sum), paths.branch),
    results: counted
      ? {
          scope:
            'Mức đã quyết định, và mức chi bộ đề xuất nơi chưa có quyết định. Tỷ lệ tính trên số đã có mức; tập thể tính riêng.',
          levels: gridOf('Mức xếp loại theo nhóm', levelTable(sum)),
          caps: capsModel(sum),
          earlier: gridOf('Hạn chế của các kỳ trước, theo chi bộ', earlierTable(sum)),
          screening: screening.rows.length > 0 ? gridOf('Danh sách rà soát, sàng lọc', screening) : null,
        }
      : null,
    papers: counted
      ? [
          { text: 'Báo cáo kết quả: viết và in', href: paths.report },
          { text: 'Quyết định công nhận kết quả', href: paths.decision },
          { text: 'Thống kê (PDF)', href: paths.statistics },
          ...(screening.rows.length > 0
            ? [{ text: 'Danh sách rà soát, sàng lọc tháng 01 (PDF)', href: paths.screening }]
            : []),
          { text: 'Tất cả các bảng (Excel)', href: paths.workbook },
        ]
      : [],
  };
}

function notesOf({ branches }: CommitteeSummary): string[] {
  const old = branches.filter(({ handedAt, summary }) => handedAt !== null && summary === null);
  const beside = branches.filter((branch) => branch.beside > 0);
  return [
    ...(old.length > 0
      ? [
          `${namesOf(old)} đã chuyển nhưng chưa có bản tổng hợp, nên chưa tính vào số liệu. Đồng chí trả lại bảng để chi bộ chuyển lần nữa.`,
        ]
      : []),
    ...beside.map(
      (branch) =>
        `${branch.unit.name} có ${formatNumber(branch.beside)} mức đã quyết định cho người không có trong bản chi bộ chuyển; số ấy chưa tính ở đây, đồng chí xem ở trang Xếp loại.`,
    ),
  ];
}

function namesOf(branches: readonly SummedBranch[]): string {
  return branches.map(({ unit }) => unit.name).join(', ');
}

function capsModel(sum: CommitteeSummary): CapsModel {
  const { cap } = sum.settings;
  return {
    rule: capRuleWords(cap),
    scope: 'Tính trên tất cả chi bộ đã chuyển.',
    groups: capsOf(sum).map(({ name, of, reading }) => ({
      name,
      current: currentWords(reading, cap),
      together: togetherWords(reading, of),
      over: reading.over,
    })),
  };
}

/** The first cell of a row names it; on a list with numbers the second. */
function gridOf(label: string, table: SummaryTable, branchHref?: (unitId: string) => string): SummaryGrid {
  const head = table.columns.findIndex(({ kind }) => kind === 'text');
  return {
    label,
    columns: table.columns.map(({ label: words, kind }) => ({ label: words, number: isNumber(kind) })),
    rows: table.rows.map(({ cells, strong, unitId }) => ({
      strong,
      cells: cells.map((cell, at) => {
        const [text = '', ...lines] = cellWords(cell, table.columns[at]?.kind ?? 'text').split('\n');
        const href = at === head && unitId && branchHref ? branchHref(unitId) : null;
        return { text, lines, number: isNumber(table.columns[at]?.kind ?? 'text'), head: at === head, href };
      }),
    })),
  };
}

type Kind = SummaryTable['columns'][number]['kind'];

function isNumber(kind: Kind): boolean {
  return kind === 'number' || kind === 'percent';
}

/** "41,7 %", "22/11/2026", "1.204": as people read it; nothing where there is nothing. */
export function cellWords(cell: string | number | null, kind: Kind): string {
  if (cell === null) return '';
  if (typeof cell === 'number') {
    return kind === 'percent' ? `${formatNumber(Math.round(cell * 1000) / 10)}\u00a0%` : formatNumber(cell);
  }
  return kind === 'day' ? formatDate(cell) : cell;
}

/** One branch as it was handed up; `readable` are the reviews that are there to be opened. */
export function branchSummaryPage(
  sum: CommitteeSummary,
  branch: SummedBranch,
  readable: ReadonlySet<string>,
): BranchSummaryModel {
  const counts = countsOf(branch.people);
  const { collective } = branch;
  return {
    name: branch.unit.name,
    facts: [
      { label: 'Chuyển lúc', value: branch.handedAt ? formatDateTime(branch.handedAt) : '' },
      ...(branch.summary?.reason ? [{ label: 'Lý do chuyển khi còn thiếu', value: branch.summary.reason }] : []),
      {
        label: 'Đảng viên',
        value: `${formatNumber(counts.people)}; đã kiểm điểm ${formatNumber(counts.reviewed)}, chưa kiểm điểm ${formatNumber(counts.notReviewed)}`,
      },
      ...(collective
        ? [
            {
              label: collective.name,
              value: `${labelIn(sum, collective.level) || 'Chưa có mức'}. ${basisOf(collective)}`,
            },
          ]
        : []),
    ],
    lines: branch.people.map((one, index) => {
      const { person } = one;
      const state = personState(person);
      return {
        no: index + 1,
        name: person.name,
        post: person.post,
        level: labelIn(sum, one.level),
        basis: one.level === '' ? '' : basisOf(one),
        state: STATES[state],
        note: state === 'not-reviewed' ? whyNot(person) : '',
        read: person.reviewId && readable.has(person.reviewId) ? `/ban-kiem-diem/${person.reviewId}/doc` : null,
      };
    }),
  };
}

const STATES = {
  reviewed: { kind: 'done', text: 'Đã kiểm điểm' },
  'not-reviewed': { kind: 'todo', text: 'Chưa kiểm điểm' },
  outside: { kind: 'doing', text: 'Không đưa lên hệ thống' },
} as const;

function basisOf({
  level,
  decision,
}: {
  level: string;
  decision: { number: string; decided_on: string } | null;
}): string {
  if (decision) return `Quyết định ${decision.number}, ${formatDate(decision.decided_on)}`;
  return level === '' ? '' : 'Chi bộ đề xuất';
}

export function reportPage(
  { campaign }: LoadedSummary,
  texts: ReportTexts,
  outcomes: readonly TextOutcome[] = [],
): SummaryReportModel {
  const paths = summaryPaths(campaign.id);
  const errors: FieldErrors = Object.fromEntries(
    outcomes.flatMap((one) => (one.kind === 'invalid' ? [[one.key, one.error]] : [])),
  );
  const saved = outcomes.findLast((one) => one.kind === 'saved');
  const whole = outcomes.length > 0 && outcomes.every(({ kind }) => kind === 'saved' || kind === 'unchanged');
  return {
    summary: errorSummary(errors),
    saved: whole && saved?.kind === 'saved' ? `Đã lưu lúc ${formatTime(saved.savedAt)}` : null,
    action: paths.report,
    paper: paths.reportPaper,
    fields: REPORT_TEXTS.map(({ key, label, hint }) => {
      const stored = texts.get(key);
      const outcome = outcomes.find((one) => one.key === key);
      const typed = outcome?.kind === 'invalid' || outcome?.kind === 'conflict' ? outcome.typed : null;
      return textField({
        name: key,
        label,
        hint,
        rows: 10,
        value: typed ?? stored?.value ?? '',
        // Typed words are not what is stored: they are sent again whatever their digest.
        ...(typed === null ? {} : { seen: '' }),
        version: stored?.version ?? 0,
        error: errors[key] ?? null,
        conflict:
          outcome?.kind === 'conflict'
            ? {
                mine: outcome.typed,
                theirs: outcome.theirs,
                version: outcome.version,
                savedAt: formatTime(outcome.savedAt),
              }
            : null,
      });
    }),
  };
}

type Typed = Record<string, string>;

export function recognitionPage(
  { campaign, sum }: LoadedSummary,
  documents: readonly { number: string; decidedOn: string; body: string; count: number }[],
  typed: Typed | null = null,
  errors: FieldErrors = {},
): RecognitionModel {
  const [newest] = documents;
  const usual: Typed = newest
    ? { so: newest.number, ngay: formatDate(newest.decidedOn), noi: newest.body }
    : { so: '', ngay: '', noi: '' };
  const at = (name: string) => ({ name, value: (typed ?? usual)[name] ?? '', error: errors[name] ?? null });
  const waiting = sum.branches
    .flatMap(({ people }) => people)
    .filter(({ level, decision }) => level !== '' && !decision);
  const rest =
    waiting.length > 0 ? ` Còn ${formatNumber(waiting.length)} đồng chí mới có mức đề xuất, chưa có quyết định.` : '';
  return {
    summary: errorSummary(errors),
    action: summaryPaths(campaign.id).decisionPaper,
    lead: `Số, ngày và cơ quan quyết định in lên văn bản; danh sách kèm theo lấy từ các mức đã quyết định.${rest} Để trống số thì bản in là dự thảo, danh sách gồm cả mức chi bộ đề xuất.`,
    known: documents.map(
      ({ number, decidedOn, body, count }) =>
        `${number}, ngày ${citedDate(decidedOn)}, ${body}: ${formatNumber(count)} mức`,
    ),
    number: lineField({
      ...at('so'),
      label: 'Số quyết định',
      hint: 'Ví dụ 45-QĐ/ĐU. Số đã ghi ở trang Xếp loại thì danh sách chỉ gồm những mức của quyết định ấy.',
      width: 'medium',
      optional: true,
    }),
    decidedOn: lineField({
      ...at('ngay'),
      label: 'Ngày quyết định',
      hint: 'Ngày/tháng/năm; dự thảo thì để trống.',
      width: 'medium',
      optional: true,
    }),
    body: lineField({
      ...at('noi'),
      label: 'Cơ quan quyết định',
      hint: 'Như trên văn bản, ví dụ: Ban Thường vụ Đảng ủy phường.',
    }),
  };
}
