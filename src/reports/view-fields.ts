import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatTime } from '../views/formats.ts';
import type { ErrorSummary, LineField, TextField } from '../views/models/parts.ts';
import type { ReportForm, ReportModel } from '../views/models/reports.ts';
import { lineField, textField } from '../views/parts.ts';
import { DATE_KEY, reasonKey, type ReportText } from './content.ts';
import type { LoadedReport } from './loaded.ts';
import { reportPaths } from './place.ts';
import { openingWords } from './print.ts';
import type { TextOutcome } from './saving.ts';

/** What the leaders write, in the order of the paper. */
interface Asked {
  key: ReportText;
  label: string;
  rows: number;
  hint?: string;
}

const GROUPS: readonly { heading: string; texts: readonly Asked[] }[] = [
  { heading: 'Mở đầu', texts: [{ key: 'opening', label: 'Câu mở đầu, căn cứ', rows: 3 }] },
  {
    heading: 'I. Tình hình chung, việc tổ chức kiểm điểm',
    texts: [
      {
        key: 'situation',
        label: 'Đặc điểm, tình hình',
        rows: 4,
        hint: 'Số đảng viên, số đã kiểm điểm: báo cáo tự ghi.',
      },
      { key: 'direction', label: 'Công tác lãnh đạo, chỉ đạo, chuẩn bị', rows: 4 },
      { key: 'meeting', label: 'Cuộc họp kiểm điểm', rows: 4, hint: 'Ngày họp, số người dự: báo cáo tự ghi.' },
    ],
  },
  {
    heading: 'II. Kết quả kiểm điểm',
    texts: [
      { key: 'strengths', label: 'Ưu điểm', rows: 6 },
      { key: 'shortcomings', label: 'Hạn chế, khuyết điểm', rows: 6 },
      { key: 'causes', label: 'Nguyên nhân', rows: 4 },
      {
        key: 'earlier',
        label: 'Kết quả khắc phục hạn chế, khuyết điểm của kỳ trước',
        rows: 4,
        hint: 'Bảng số và biểu đồ: báo cáo tự ghi.',
      },
    ],
  },
  {
    heading: 'III. Kết quả đánh giá, xếp loại chất lượng',
    texts: [
      {
        key: 'rating',
        label: 'Nhận xét về kết quả xếp loại',
        rows: 4,
        hint: 'Bảng số, biểu đồ, danh sách đề xuất: báo cáo tự ghi.',
      },
    ],
  },
  {
    heading: 'IV. Đánh giá chung, phương hướng',
    texts: [
      { key: 'evaluation', label: 'Đánh giá chung', rows: 5 },
      { key: 'remedies', label: 'Phương hướng, biện pháp khắc phục', rows: 5 },
    ],
  },
  {
    heading: 'V. Kiến nghị, đề xuất',
    texts: [{ key: 'proposals', label: 'Kiến nghị, đề xuất', rows: 4, hint: 'Để trống thì báo cáo ghi “Không có.”' }],
  },
];

export function reportForm(report: LoadedReport, outcomes: readonly TextOutcome[]): ReportForm {
  const paths = reportPaths(report.season);
  const field = fieldsFrom(report, outcomes);
  const opening = `Để trống thì báo cáo ghi: “${openingWords(report.content)}”`;
  return {
    action: paths.page,
    autosave: paths.field,
    day: dayField(field(DATE_KEY)),
    groups: GROUPS.map(({ heading, texts }) => ({
      heading,
      texts: texts.map(({ key, ...asked }) =>
        textField({ ...asked, ...(key === 'opening' ? { hint: opening } : {}), ...field(key) }),
      ),
    })),
    reasons: reasonsOf(report, field),
    savedAt: lastSaved(report),
  };
}

/** More lines than these are folded, unless one of them is to be put right. */
const REASONS_SHOWN = 6;

function reasonsOf({ content }: LoadedReport, field: (key: string) => Field): ReportForm['reasons'] {
  const lines = content.notReviewed
    .filter(({ asked }) => asked)
    .map(({ memberId, name }) => lineField({ label: name, ...field(reasonKey(memberId)) }));
  const wrong = lines.some(({ error, conflict }) => error !== null || conflict !== null);
  return lines.length === 0 ? null : { lines, folded: lines.length > REASONS_SHOWN && !wrong };
}

/** What is written, where it can only be read; headings with nothing under them are left out. */
export function writtenTexts({ content }: LoadedReport): ReportModel['written'] {
  return GROUPS.map(({ heading, texts }) => ({
    heading,
    rows: texts.flatMap(({ key, label }) => {
      const paragraphs = (content.texts[key] ?? '').split('\n').filter((line) => line.trim() !== '');
      return paragraphs.length > 0 ? [{ label, paragraphs }] : [];
    }),
  })).filter(({ rows }) => rows.length > 0);
}

type Field = Pick<TextField, 'name' | 'value' | 'version' | 'error' | 'conflict'> & { seen?: string };

/** What a text shows: what is stored, or what was just typed where that could not be stored. */
function fieldsFrom({ fields }: LoadedReport, outcomes: readonly TextOutcome[]): (key: string) => Field {
  return (key) => {
    const stored = fields.get(key);
    const version = stored?.version ?? 0;
    const outcome = outcomes.find((one) => one.key === key);
    if (outcome?.kind === 'invalid') {
      return { name: key, value: outcome.typed, version, error: outcome.error, conflict: null, seen: '' };
    }
    if (outcome?.kind === 'conflict') {
      const { typed: mine, base, theirs, savedAt } = outcome;
      const conflict = { mine, theirs: shown(key, theirs), version: outcome.version, savedAt: formatTime(savedAt) };
      return { name: key, value: mine, version: base, error: null, conflict, seen: '' };
    }
    return { name: key, value: shown(key, stored?.value ?? ''), version, error: null, conflict: null };
  };
}

function shown(key: string, value: string): string {
  return key === DATE_KEY ? formatDate(value) : value;
}

function dayField(field: Field): LineField {
  const hint = 'Ngày sẽ ghi trên báo cáo, ví dụ 10/12/2026. Chưa biết thì để trống.';
  return lineField({ ...field, label: 'Ngày của báo cáo', hint, width: 'medium', inputMode: 'numeric' });
}

export function textSummary(outcomes: readonly TextOutcome[]): ErrorSummary | null {
  const bad = outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict');
  const other = 'Ô này vừa được lưu khác đi ở máy khác. Đồng chí chọn giữ bản nào.';
  return errorSummary(
    Object.fromEntries(bad.map((outcome) => [outcome.key, outcome.kind === 'invalid' ? outcome.error : other])),
  );
}

function lastSaved({ fields }: LoadedReport): string | null {
  const last = [...fields.values()]
    .map(({ saved_at: at }) => at)
    .toSorted()
    .at(-1);
  return last ? formatTime(last) : null;
}
