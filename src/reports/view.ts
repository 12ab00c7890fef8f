import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { settingsOf } from '../campaigns/settings.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatDateTime } from '../views/formats.ts';
import type { Status } from '../views/models/parts.ts';
import type { ReportModel, ReportSigning } from '../views/models/reports.ts';
import { lineField, selectField, textField } from '../views/parts.ts';
import type { Signer } from './commands.ts';
import type { ReportContent } from './content.ts';
import type { LoadedReport } from './loaded.ts';
import { reportPaths } from './place.ts';
import { numberWords } from './print.ts';
import type { StepRow } from './queries.ts';
import type { TextOutcome } from './saving.ts';
import { reportForm, textSummary, writtenTexts } from './view-fields.ts';
import { reportNumbers, signsModel } from './view-numbers.ts';

export interface ReportShown {
  season: BranchSeason;
  report: LoadedReport | null;
  /** What the draft's numbers would be; null for those who do not see them before the report is begun. */
  content: ReportContent | null;
  leads: boolean;
  /** Of the branch's own chi ủy: sees the check page and the branch's other pages. */
  sits: boolean;
  findings: number;
  steps: readonly StepRow[];
  signers: readonly Signer[];
  proposed: { number: number; first: string; last: string };
  outcomes: readonly TextOutcome[];
}

/** A form of the page that came back: what was typed, and a sentence for each field that is wrong. */
export interface Returned {
  form: 'sign' | 'reopen';
  typed: Record<string, string>;
  errors: FieldErrors;
}

export function reportPage(shown: ReportShown, returned?: Returned): ReportModel {
  const { season, report, content, leads, sits, outcomes } = shown;
  const paths = reportPaths(season);
  const open = season.campaign.state === 'open';
  const writes = leads && report !== null && report.open;
  return {
    nav: sits ? branchNav(season.unit, 'report', season.campaign.id) : null,
    summary: returned ? errorSummary(returned.errors) : textSummary(outcomes),
    lead: `${season.unit.name}. ${season.campaign.title}.`,
    status: statusOf(report),
    otherCampaigns: season.campaigns
      .filter(({ id }) => id !== season.campaign.id)
      .map((campaign) => ({ text: campaign.title, href: reportPaths({ unit: season.unit, campaign }).page })),
    events: shown.steps.filter(({ kind }) => kind !== 'drafted').map(eventOf),
    check: sits ? checkModel(shown, paths.check) : null,
    papers: report ? papersOf(report) : [],
    begin: report === null && leads && open ? { action: paths.begin } : null,
    empty: report === null ? emptyWords(shown) : null,
    form: writes && report ? reportForm(report, outcomes) : null,
    written: report && !writes ? writtenTexts(report) : [],
    numbers: content ? reportNumbers(content, sits ? paths.ratings : null) : null,
    signs:
      content && sits
        ? signsModel({
            decided: settingsOf(season.campaign).signTotals,
            content,
            action: writes ? paths.signs : null,
          })
        : null,
    draft: writes && report ? draftModel(report, paths.draft) : null,
    signing: writes && report ? signingModel(shown, report, returned?.form === 'sign' ? returned : undefined) : null,
    reopening:
      leads && open && report?.row.state === 'signed'
        ? reopeningModel(report, paths.reopen, returned?.form === 'reopen' ? returned : undefined)
        : null,
  };
}

function statusOf(report: LoadedReport | null): Status {
  if (!report) return { kind: 'todo', text: 'Chưa lập' };
  if (report.row.state === 'signed') return { kind: 'done', text: `Đã ký, số ${documentName(report)}` };
  return { kind: 'doing', text: `Dự thảo lần ${report.row.draft_number}` };
}

function documentName({ editions }: LoadedReport): string {
  return `${numberWords(editions[0]?.number ?? null)}-BC/CB`;
}

function emptyWords({ season, leads }: ReportShown): string {
  if (season.campaign.state !== 'open') return 'Đợt này đã kết thúc và chi bộ không lập báo cáo ở đây.';
  if (!leads) return 'Chi bộ chưa lập báo cáo. Bí thư hoặc phó bí thư lập ở trang này.';
  return 'Báo cáo lấy số liệu từ bản kiểm điểm đã nộp, cuộc họp, kiểm phiếu và bảng xếp loại; đồng chí chỉ ghi phần lời. Lập rồi, số liệu vẫn theo những gì đang ghi cho đến khi ký.';
}

const EVENT_WORDS: Record<StepRow['kind'], string> = {
  begun: 'Lập báo cáo',
  drafted: 'Lập dự thảo tiếp theo',
  signed: 'Ghi là đã ký',
  reopened: 'Mở lại báo cáo đã ký',
};

function eventOf({ kind, at, display_name: name, reason }: StepRow) {
  return { text: `${EVENT_WORDS[kind]} lúc ${formatDateTime(at)}, đồng chí ${name}.`, reason };
}

function checkModel({ findings, report }: ReportShown, href: string): ReportModel['check'] {
  const signed = report?.row.state === 'signed';
  const text =
    findings === 0
      ? 'Không thấy chỗ nào thiếu hoặc không khớp.'
      : `${signed ? 'Có' : 'Trước khi lập và ký báo cáo, còn'} ${findings} chỗ thiếu hoặc không khớp. Những chỗ này không chặn báo cáo.`;
  return { text, calm: findings === 0 || signed, link: { text: 'Soát trước khi lập báo cáo', href } };
}

function papersOf({ row, season, editions }: LoadedReport) {
  const paths = reportPaths(season);
  const signed = row.state === 'signed';
  const now = signed ? 'Báo cáo đã ký (PDF)' : `Dự thảo lần ${row.draft_number} (PDF)`;
  const earlier = signed ? editions.slice(1) : editions;
  return [
    { text: now, href: paths.paper() },
    { text: 'Bản Word để sửa tay (không phải bản lưu)', href: paths.word },
    ...earlier.map(({ edition, number, signed_on: day }) => ({
      text: `Bản ký trước, số ${numberWords(number)}-BC/CB ngày ${formatDate(day)} (PDF)`,
      href: paths.paper(edition),
    })),
  ];
}

function draftModel({ row }: LoadedReport, action: string): ReportModel['draft'] {
  const now = row.draft_number;
  return { action, version: row.version, now: `Dự thảo lần ${now}`, next: `Dự thảo lần ${now + 1}` };
}

function signingModel(
  { season, signers, proposed }: ReportShown,
  { row, content }: LoadedReport,
  returned?: Returned,
): ReportSigning {
  const usual: Record<string, string> = {
    so: numberWords(proposed.number),
    nhiem_ky_tu: proposed.first,
    nhiem_ky_den: proposed.last,
    ngay_ky: formatDate(content.datedOn ?? season.today),
    nguoi_ky: signers[0]?.accountId ?? '',
  };
  const field = (name: string, label: string, hint: string | null = null) =>
    lineField({
      name,
      label,
      hint,
      value: returned?.typed[name] ?? usual[name] ?? '',
      error: returned?.errors[name] ?? null,
      width: 'short',
      inputMode: 'numeric',
    });
  return {
    action: reportPaths(season).sign,
    version: row.version,
    opened: returned !== undefined,
    number: { ...field('so', 'Số', 'Số tiếp theo trong nhiệm kỳ; đồng chí sửa được.'), suffix: '-BC/CB' },
    from: field('nhiem_ky_tu', 'Nhiệm kỳ chi bộ, từ năm'),
    to: field('nhiem_ky_den', 'Đến năm'),
    day: { ...field('ngay_ky', 'Ngày ký'), width: 'medium' },
    signer: selectField({
      name: 'nguoi_ky',
      label: 'Người ký',
      value: returned?.typed.nguoi_ky ?? usual.nguoi_ky ?? '',
      error: returned?.errors.nguoi_ky ?? null,
      options: signers.map(({ accountId, name, post }) => ({
        value: accountId,
        text: `${name} (${post.toLocaleLowerCase('vi')})`,
      })),
    }),
  };
}

function reopeningModel({ row }: LoadedReport, action: string, returned?: Returned): ReportModel['reopening'] {
  return {
    action,
    version: row.version,
    opened: returned !== undefined,
    reason: textField({
      name: 'ly_do',
      label: 'Lý do mở lại',
      rows: 3,
      value: returned?.typed.ly_do ?? '',
      error: returned?.errors.ly_do ?? null,
    }),
  };
}
