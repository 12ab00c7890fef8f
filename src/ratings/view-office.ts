import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate, formatDateTime, formatNumber } from '../views/formats.ts';
import type { ConfirmDecisionModel, OfficeBranchModel, OfficeRatingsModel } from '../views/models/ratings.ts';
import { checkbox, fieldId, lineField, textField } from '../views/parts.ts';
import type { CampaignSettings } from '../campaigns/settings.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import type { UnitRow } from '../units/queries.ts';
import { committeeCaps, type CountedLevel } from './cap.ts';
import type { PlacedLevel } from './counting.ts';
import { type DecisionInput, LEVEL_FIELD } from './input.ts';
import type { DecisionRow } from './queries.ts';
import { labelOf, passWords, shortLevel } from './rules.ts';
import type { RatedSubject } from './subjects.ts';
import { type BranchTable, currentDecision } from './table.ts';
import { capsModel, columnsOf, eventsOf, levelLine } from './view-lines.ts';
import { statusOf } from './view-table.ts';

/** What the committee's office sees and decides: names and levels, never a person's review. */

type Typed = Record<string, string>;

export function officePaths(campaignId: string) {
  const base = `/quan-tri/dot/${campaignId}/xep-loai`;
  const branch = (unitId: string) => `${base}/chi-bo/${unitId}`;
  return {
    all: base,
    list: `${base}/danh-sach.pdf`,
    sheet: `${base}/danh-sach.xlsx`,
    branch,
    subject: (unitId: string, subject: string) => `${branch(unitId)}/muc/${subject}`,
  };
}

export interface OfficeShown {
  campaign: CampaignRow;
  settings: CampaignSettings;
  branches: readonly UnitRow[];
  handUps: ReadonlyMap<string, string>;
  levels: readonly PlacedLevel[];
  decisions: readonly Pick<DecisionRow, 'unit_id' | 'subject'>[];
}

export function officePage(shown: OfficeShown): OfficeRatingsModel {
  const { campaign, branches, handUps, settings, levels } = shown;
  const paths = officePaths(campaign.id);
  const handed = branches.filter(({ id }) => handUps.has(id)).length;
  return {
    title: campaign.title,
    handed: `${formatNumber(handed)}/${formatNumber(branches.length)} chi bộ đã chuyển bảng đề xuất.`,
    branches: branches.map((unit) => branchLine(shown, unit)),
    caps: capsModel(committeeCaps(levels, settings), settings.cap, OFFICE_SCOPE),
    papers:
      handed > 0
        ? [
            { text: 'Danh sách xếp loại của các chi bộ đã chuyển (PDF)', href: paths.list },
            { text: 'Tải bảng (.xlsx)', href: paths.sheet },
          ]
        : [],
  };
}

const OFFICE_SCOPE = 'Dưới đây là mức đã quyết định, và mức đề xuất của các chi bộ đã chuyển mà chưa quyết định.';

function branchLine(
  { campaign, handUps, decisions }: OfficeShown,
  unit: UnitRow,
): OfficeRatingsModel['branches'][number] {
  const handedAt = handUps.get(unit.id);
  const decided = new Set(decisions.filter((row) => row.unit_id === unit.id).map(({ subject }) => subject)).size;
  return {
    name: unit.name,
    href: officePaths(campaign.id).branch(unit.id),
    status: handedAt ? { kind: 'done', text: 'Đã chuyển' } : { kind: 'todo', text: 'Chưa chuyển' },
    when: handedAt ? formatDateTime(handedAt) : '',
    decided: decided > 0 ? formatNumber(decided) : '',
  };
}

/** Before the hand-up nothing of the branch is shown but that it has not handed up. */
export function officeBranchPage(table: BranchTable, typed: Typed = {}, errors: FieldErrors = {}): OfficeBranchModel {
  const { unit, campaign, handedAt } = table;
  const paths = officePaths(campaign.id);
  const handed = handedAt !== null;
  const decided = table.subjects.filter((subject) => currentDecision(subject) !== null);
  const open = handed && decided.length < table.subjects.length;
  const columns = columnsOf(table);
  return {
    summary: errorSummary(errors),
    name: unit.name,
    status: handed ? statusOf(table) : { kind: 'todo', text: 'Chưa chuyển' },
    events: eventsOf(table),
    columns,
    pass: `Mức được đề xuất cần ${passWords(table.settings.pass)}.`,
    lines: handed
      ? table.subjects.map((subject, index) => ({
          ...levelLine(subject, index + 1),
          href: paths.subject(unit.id, subject.subject),
          reason: subject.rating?.reason ?? '',
          choice: currentDecision(subject) ? null : choiceOf(subject, typed, errors),
        }))
      : [],
    form: open ? { action: `${paths.branch(unit.id)}/quyet-dinh`, ...documentFields(typed, errors) } : null,
    giveBack:
      handed && decided.length === 0 && campaign.state === 'open'
        ? {
            action: `${paths.branch(unit.id)}/tra-lai`,
            open: errors.ly_do !== undefined,
            reason: textField({
              name: 'ly_do',
              label: 'Lý do trả lại',
              rows: 3,
              value: typed.ly_do ?? '',
              error: errors.ly_do ?? null,
            }),
          }
        : null,
    papers: [
      ...(handed
        ? [
            { text: 'Danh sách xếp loại (PDF)', href: `${paths.branch(unit.id)}/danh-sach.pdf` },
            { text: 'Tải bảng (.xlsx)', href: `${paths.branch(unit.id)}/danh-sach.xlsx` },
          ]
        : []),
      ...(decided.length > 0
        ? [{ text: 'Thông báo kết quả, mỗi người một tờ (PDF)', href: `${paths.branch(unit.id)}/thong-bao.pdf` }]
        : []),
    ],
  };
}

/** What was typed, an emptied field included; before anything is typed the branch's proposal. */
function choiceOf(subject: RatedSubject, typed: Typed, errors: FieldErrors) {
  const name = `${LEVEL_FIELD}${subject.subject}`;
  const value = typed[name] ?? ('so' in typed ? '' : (subject.rating?.branch_level ?? ''));
  return {
    id: fieldId(name),
    name,
    error: errors[name] ?? null,
    options: subject.levels.map(({ key }) => ({
      value: key,
      text: shortLevel(subject.levels, key),
      chosen: key === value,
    })),
  };
}

export function documentFields(typed: Typed, errors: FieldErrors) {
  const at = (name: string) => ({ name, value: typed[name] ?? '', error: errors[name] ?? null });
  return {
    number: lineField({ ...at('so'), label: 'Số quyết định', hint: 'Ví dụ 45-QĐ/ĐU.', width: 'medium' }),
    decidedOn: lineField({ ...at('ngay'), label: 'Ngày quyết định', hint: 'Ngày/tháng/năm.', width: 'medium' }),
    body: lineField({
      ...at('noi'),
      label: 'Cơ quan quyết định',
      hint: 'Như trên văn bản, ví dụ: Ban Thường vụ Đảng ủy phường.',
    }),
  };
}

export interface ToConfirm {
  table: BranchTable;
  decision: DecisionInput;
  chosen: readonly (readonly [RatedSubject, string])[];
  /** All levels of the campaign as they would stand with this decision. */
  levels: readonly CountedLevel[];
}

/** Why a reason is asked for: a level beside the branch's proposal, or a group over its cap. */
export function asksReason({ table, chosen, levels }: ToConfirm): boolean {
  const differs = chosen.some(([subject, level]) => level !== (subject.rating?.branch_level ?? ''));
  return differs || committeeCaps(levels, table.settings).some(({ reading }) => reading.over);
}

export function confirmPage(shown: ToConfirm, typed: Typed, errors: FieldErrors = {}): ConfirmDecisionModel {
  const { table, decision, chosen, levels } = shown;
  const left = table.subjects.filter(
    (subject) => currentDecision(subject) === null && !chosen.some(([each]) => each === subject),
  );
  return {
    summary: errorSummary(errors),
    action: `${officePaths(table.campaign.id).branch(table.unit.id)}/quyet-dinh`,
    unit: table.unit.name,
    facts: [
      { label: 'Số quyết định', value: decision.number },
      { label: 'Ngày quyết định', value: formatDate(decision.decidedOn) },
      { label: 'Cơ quan quyết định', value: decision.body },
      { label: 'Số dòng', value: formatNumber(chosen.length) },
    ],
    lines: chosen.map(([subject, level]) => ({
      no: table.subjects.indexOf(subject) + 1,
      name: subject.name,
      post: subject.post,
      proposed: labelOf(subject.levels, subject.rating?.branch_level ?? ''),
      level: labelOf(subject.levels, level),
      differs: level !== (subject.rating?.branch_level ?? ''),
    })),
    left: left.map(({ name }) => name),
    caps: capsModel(
      committeeCaps(levels, table.settings),
      table.settings.cap,
      'Dưới đây tính cả các mức trong quyết định này.',
    ),
    hidden: Object.entries(typed)
      .filter(([name]) => ['so', 'ngay', 'noi'].includes(name) || name.startsWith(LEVEL_FIELD))
      .map(([name, value]) => ({ name, value })),
    reason: asksReason(shown)
      ? textField({
          name: 'ly_do',
          label: 'Lý do khi vượt tỷ lệ hoặc khác đề xuất của chi bộ',
          hint: 'Lý do lưu cùng quyết định, chỉ văn phòng xem.',
          rows: 3,
          value: typed.ly_do ?? '',
          error: errors.ly_do ?? null,
        })
      : null,
    confirm: checkbox({
      name: 'xac_nhan',
      label: 'Tôi đã đối chiếu từng mức với văn bản quyết định',
      error: errors.xac_nhan ?? null,
    }),
  };
}
