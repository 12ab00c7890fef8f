import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import type { Link } from '../views/models/layout.ts';
import type { Status } from '../views/models/parts.ts';
import type { RatingTableModel } from '../views/models/ratings.ts';
import { textField } from '../views/parts.ts';
import { branchCaps, gapsIn } from './counting.ts';
import { hasGaps, passWords } from './rules.ts';
import { type BranchTable, currentDecision, factsOf, levelNow } from './table.ts';
import { capsModel, columnsOf, conditionsModel, eventsOf, levelLine } from './view-lines.ts';

type Typed = Record<string, string>;

/** Addresses of a branch's ratings; the campaign goes along, so that a page never writes into another year's table. */
export function branchPaths(place: { unit: { id: string }; campaign: { id: string } }) {
  const query = `?dot=${place.campaign.id}`;
  const base = `/chi-bo/${place.unit.id}/xep-loai`;
  return {
    query,
    table: `${base}${query}`,
    row: (subject: string) => `${base}/muc/${subject}${query}`,
    disciplines: (subject: string) => `${base}/muc/${subject}/ky-luat`,
    handUp: `${base}/chuyen${query}`,
    list: `${base}/danh-sach.pdf${query}`,
    sheet: `${base}/danh-sach.xlsx${query}`,
  };
}

export function isOpen({ campaign, handedAt }: Pick<BranchTable, 'campaign' | 'handedAt'>): boolean {
  return campaign.state === 'open' && handedAt === null;
}

export function tablePage(
  table: BranchTable,
  season: BranchSeason,
  may: { write: boolean; sendFile: boolean },
  typed: Typed = {},
  errors: FieldErrors = {},
): RatingTableModel {
  const paths = branchPaths(table);
  const writes = may.write && isOpen(table);
  return {
    nav: branchNav(table.unit, 'ratings', table.campaign.id),
    summary: errorSummary(errors),
    title: table.campaign.title,
    otherCampaigns: otherCampaigns(table, season),
    status: statusOf(table),
    events: eventsOf(table),
    columns: { ...columnsOf(table), count: columnsOf(table).count + 1 },
    pass: `Mức được đề xuất cần ${passWords(table.settings.pass)}.`,
    lines: table.subjects.map((subject, index) => ({
      ...levelLine(subject, index + 1),
      conditions: conditionsModel(factsOf(table, subject), levelNow(subject)),
      href: paths.row(subject.subject),
      act: writes && currentDecision(subject) === null ? 'Ghi mức' : 'Xem',
    })),
    strays: table.strays,
    caps: capsModel(branchCaps(table), table.settings.cap, BRANCH_SCOPE),
    papers: [
      { text: 'Danh sách đề xuất xếp loại (PDF)', href: paths.list },
      { text: 'Tải bảng (.xlsx)', href: paths.sheet },
    ],
    byFile:
      may.write && may.sendFile && table.handedAt !== null
        ? { text: 'Xuất tệp nộp cấp trên', href: `/chi-bo/${table.unit.id}/xuat${paths.query}` }
        : null,
    handUp: writes ? handUpModel(table, typed, errors) : null,
  };
}

const BRANCH_SCOPE =
  'Tỷ lệ chính thức tính ở cấp xét duyệt, trên tất cả chi bộ; tập thể chi bộ cũng tính riêng ở cấp đó. ' +
  'Dưới đây là phần của chi bộ này, để chi bộ cân nhắc.';

export function statusOf({ handedAt, subjects, steps }: BranchTable): Status {
  const decided = subjects.filter((subject) => currentDecision(subject) !== null).length;
  if (decided === subjects.length) return { kind: 'done', text: 'Đã có quyết định' };
  if (decided > 0) return { kind: 'doing', text: 'Đã quyết định một phần' };
  if (handedAt !== null) return { kind: 'done', text: 'Đã chuyển' };
  return steps[0]?.kind === 'given_back'
    ? { kind: 'problem', text: 'Được trả lại' }
    : { kind: 'doing', text: 'Chưa chuyển' };
}

function otherCampaigns(table: BranchTable, { campaigns }: BranchSeason): Link[] {
  return campaigns
    .filter(({ id }) => id !== table.campaign.id)
    .map((campaign) => ({ text: campaign.title, href: branchPaths({ unit: table.unit, campaign }).table }));
}

function handUpModel(table: BranchTable, typed: Typed, errors: FieldErrors): RatingTableModel['handUp'] {
  const gaps = gapsIn(table);
  const said = [
    { text: 'Chưa có mức chi bộ đề xuất', names: gaps.withoutLevel },
    { text: 'Chưa có kết quả kiểm phiếu', names: gaps.withoutBallot },
    { text: 'Chưa có bản kiểm điểm đã nộp', names: gaps.withoutReview },
    { text: 'Còn điều cần cân nhắc mà chưa ghi lý do', names: gaps.withoutReason },
  ].filter(({ names }) => names.length > 0);
  return {
    action: branchPaths(table).handUp,
    to: table.superior?.name ?? 'cấp trên',
    gaps: [
      ...said.map(({ text, names }) => ({ text, names: fewOf(names) })),
      ...gaps.overCap.map((words) => ({ text: `Vượt tỷ lệ tối đa: ${words}`, names: [] })),
    ],
    reason: hasGaps(gaps)
      ? textField({
          name: 'ly_do',
          label: 'Lý do vẫn chuyển',
          rows: 3,
          value: typed.ly_do ?? '',
          error: errors.ly_do ?? null,
        })
      : null,
  };
}

/** A branch of 400 does not read 400 names. */
const NAMES_SHOWN = 12;

function fewOf(names: readonly string[]): string[] {
  const rest = names.length - NAMES_SHOWN;
  return rest > 1 ? [...names.slice(0, NAMES_SHOWN), `và ${rest} dòng khác`] : [...names];
}
