import type { ReviewState, Standing } from '../../db/schema.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';
import type { UnitRow } from '../units/queries.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatDate, formatDateTime } from '../views/formats.ts';
import type { CampaignModel } from '../views/models/admin.ts';
import type { Task } from '../views/models/parts.ts';
import { radios, textField } from '../views/parts.ts';
import type { CampaignRow, CampaignStep, Preparations } from './queries.ts';
import { CAMPAIGN_STATE_WORDS, isDueLate, stillToCollate } from './rules.ts';
import { editionOption, formOption, RETIRED_SECRETARY_QUESTION, RETIRED_SECRETARY_WORDS } from './view-choices.ts';
import { textFields, textsStored, wordingFields } from './view-texts.ts';

/** Rows, typed values and errors → the campaign's own page (templates/admin/campaign.hbs). */

type Typed = Record<string, string>;

export interface CampaignShown {
  campaign: CampaignRow;
  unit: UnitRow;
  editions: readonly CatalogueEdition[];
  /** What each list goes by now: it may have been collated since the campaign was made. */
  newest: readonly CatalogueEdition[];
  forms: readonly { standing: Standing; form: FormVersion | null }[];
  /** How many retired secretaries have begun: they keep the form they have. */
  retiredBegun: number;
  preparations: Preparations;
  reviews: Partial<Record<ReviewState, number>>;
  steps: readonly CampaignStep[];
  rehearsal: boolean;
  /** Levels are decided by the office, not by who keeps the accounts. */
  mayRate: boolean;
}

export function campaignPage(
  shown: CampaignShown,
  typed: Typed | null = null,
  errors: FieldErrors = {},
): CampaignModel {
  const { campaign, rehearsal } = shown;
  const path = `/quan-tri/dot/${campaign.id}`;
  return {
    summary: errorSummary(errors),
    title: campaign.title,
    status: {
      kind: campaign.state === 'preparing' ? 'todo' : campaign.state === 'open' ? 'doing' : 'done',
      text: CAMPAIGN_STATE_WORDS[campaign.state],
    },
    dueLate: isDueLate(campaign) ? formatDate(campaign.due_on) : null,
    facts: factsOf(shown),
    collation: campaign.state === 'closed' ? [] : shown.editions.flatMap((edition) => collationOf(shown, edition)),
    collationKeeps:
      campaign.state === 'open'
        ? 'Đợt đã mở giữ phiên bản đang dùng đến hết đợt; phiên bản đối chiếu bây giờ dùng cho đợt sau.'
        : null,
    tasks: { groups: [{ id: 'viec-cua-dot', title: TASKS_TITLE[campaign.state], tasks: tasksOf(shown, path) }] },
    opening:
      campaign.state === 'preparing'
        ? {
            action: `${path}/mo`,
            needsNetworkText: !rehearsal,
            texts: textFields({ ...textsStored(campaign), ...typed }, errors, rehearsal),
          }
        : null,
    deciding:
      campaign.state === 'open' &&
      campaign.wording_decision_number === '' &&
      shown.editions.some((edition) => stillToCollate(edition).provisional > 0)
        ? { action: `${path}/quyet-dinh`, ...wordingFields(typed ?? {}, errors, false) }
        : null,
    retired: campaign.state === 'closed' ? null : retiredPart(shown, typed, errors),
    closing: campaign.state === 'open' ? { action: `${path}/ket-thuc`, counts: closingCounts(shown.reviews) } : null,
    reopening:
      campaign.state === 'closed'
        ? {
            action: `${path}/mo-lai`,
            reason: textField({
              name: 'ly_do',
              label: 'Lý do mở lại',
              hint: 'Được giữ trong lịch sử của đợt.',
              value: typed?.ly_do ?? '',
              error: errors.ly_do ?? null,
              rows: 3,
            }),
          }
        : null,
    history: shown.steps.map(historyOf),
    ratings: shown.mayRate && campaign.state !== 'preparing' ? `${path}/xep-loai` : null,
    results: shown.mayRate && campaign.state !== 'preparing' ? `${path}/tong-hop` : null,
    byFile: shown.mayRate && campaign.state !== 'preparing' ? `${path}/chi-bo-ngoai-mang` : null,
  };
}

function retiredPart(
  { campaign, retiredBegun }: CampaignShown,
  typed: Typed | null,
  errors: FieldErrors,
): NonNullable<CampaignModel['retired']> {
  const chosen = typed?.bi_thu_nghi_huu ?? campaign.retired_secretary_standing;
  return {
    action: `/quan-tri/dot/${campaign.id}/bi-thu-nghi-huu`,
    version: campaign.version,
    open: errors.bi_thu_nghi_huu !== undefined,
    begun:
      retiredBegun === 0
        ? 'Chưa có bí thư chi bộ đã nghỉ hưu nào bắt đầu bản kiểm điểm trong đợt này.'
        : `Đã có ${retiredBegun} bản kiểm điểm của bí thư chi bộ đã nghỉ hưu được bắt đầu: các bản ấy giữ nguyên mẫu đang dùng, kể cả sau khi đổi.`,
    field: radios({
      name: 'bi_thu_nghi_huu',
      legend: RETIRED_SECRETARY_QUESTION.label,
      hint: RETIRED_SECRETARY_QUESTION.hint,
      value: chosen,
      error: errors.bi_thu_nghi_huu ?? null,
      options: RETIRED_SECRETARY_QUESTION.options,
    }),
  };
}

function factsOf({ campaign, unit, editions, forms, reviews }: CampaignShown): CampaignModel['facts'] {
  const left = reviews.submitted ?? 0;
  return [
    { label: 'Tổ chức', value: unit.name },
    { label: 'Năm', value: String(campaign.year) },
    { label: 'Bắt đầu', value: formatDate(campaign.opens_on) },
    { label: 'Hạn nộp', value: formatDate(campaign.due_on) },
    ...(campaign.state === 'closed' && left > 0 ? [{ label: 'Chưa tiếp nhận', value: `${left} bản đã nộp` }] : []),
    ...editions.map((edition) => ({ label: edition.shortName, value: editionOption(edition).text })),
    ...forms.map(({ standing, form }) => ({
      label: STANDING_WORDS[standing],
      value: form ? formOption(form).text : 'Không dùng',
    })),
    { label: 'Bí thư chi bộ đã nghỉ hưu', value: RETIRED_SECRETARY_WORDS[campaign.retired_secretary_standing] },
    { label: 'Trả lời hết biểu hiện', value: campaign.signs_required ? 'Bắt buộc' : 'Chỉ nhắc' },
    { label: 'Văn bản về mạng', value: cited(campaign.network_text_number, campaign.network_text_date) },
    { label: 'Dùng bản soạn tạm', value: cited(campaign.wording_decision_number, campaign.wording_decision_date) },
  ];
}

const TASKS_TITLE: Record<CampaignRow['state'], string> = {
  preparing: 'Chuẩn bị đợt',
  open: 'Việc của đợt',
  closed: 'Đã chuẩn bị cho đợt',
};

function tasksOf({ campaign, preparations }: CampaignShown, path: string): Task[] {
  const { exemptions, suggestions, requested, received } = preparations;
  const counted = (count: number, words: string): Task['status'] =>
    count > 0 ? { kind: 'done', text: `${count} ${words}` } : { kind: 'todo', text: 'Chưa có' };
  return [
    ...(campaign.state === 'preparing'
      ? [task('Ngày, danh mục, biểu mẫu', `${path}/sua`, 'Đổi được đến khi mở đợt.', { kind: 'done', text: 'Đã chọn' })]
      : []),
    ...(campaign.state === 'open'
      ? [
          task('Hạn nộp', `${path}/han-nop`, 'Đổi khi đợt đang mở thì ghi lý do.', {
            kind: 'done',
            text: formatDate(campaign.due_on),
          }),
        ]
      : []),
    task(
      'Thiết lập của cấp ủy',
      `${path}/thiet-lap`,
      'Tỷ lệ xuất sắc, nhóm chức danh, tỷ lệ dự họp và phiếu, bộ tiêu chí.',
      campaign.settings === '{}' ? { kind: 'todo', text: 'Theo mức thường' } : { kind: 'done', text: 'Đã đặt' },
    ),
    task(
      'Miễn kiểm điểm, không đưa lên hệ thống',
      `${path}/mien`,
      'Ai không kiểm điểm trong đợt này, vì sao.',
      counted(exemptions, 'đồng chí'),
    ),
    task(
      'Gợi ý kiểm điểm',
      `${path}/goi-y`,
      'Vấn đề cấp ủy yêu cầu cá nhân hoặc tập thể chi bộ giải trình ở mục IV.',
      counted(suggestions, 'vấn đề'),
    ),
    task(
      'Nhận xét của cấp ủy nơi cư trú',
      `${path}/cu-tru`,
      'Thư đề nghị, đã gửi, đã nhận (Quy định 213-QĐ/TW).',
      requested + received > 0
        ? { kind: 'doing', text: `Đã nhận ${received}/${requested + received}` }
        : { kind: 'todo', text: 'Chưa gửi' },
    ),
  ];
}

function task(text: string, href: string, note: string, status: Task['status']): Task {
  return { text, href, note, status };
}

/** How far a list of the campaign is from the signed document, and what to do about it now. */
function collationOf({ campaign, newest }: CampaignShown, edition: CatalogueEdition): CampaignModel['collation'] {
  const { signs, provisional } = stillToCollate(edition);
  const latest = newest.find(({ list }) => list === edition.list);
  const collated = latest?.collation && latest.id !== edition.id ? latest : null;
  const mayTake = collated !== null && campaign.state === 'preparing';
  if (signs === 0 && !mayTake) return [];
  const { kind, number, date } = edition.document;
  return [
    {
      href: `/quan-tri/danh-muc/${edition.list.toLowerCase()}/doi-chieu?dot=${campaign.id}`,
      name: edition.shortName,
      document: `${kind} ${number}, ngày ${citedDate(date)}`,
      state:
        signs === 0
          ? 'đã đối chiếu lần trước'
          : provisional > 0
            ? `còn ${provisional} biểu hiện soạn tạm`
            : 'diễn đạt rút gọn, không phải nguyên văn',
      use: mayTake
        ? { action: `/quan-tri/dot/${campaign.id}/danh-muc`, edition: collated.id, text: editionOption(collated).text }
        : null,
    },
  ];
}

/** Counts alone: who has not come so far is no matter of this page. */
function closingCounts(reviews: CampaignShown['reviews']): { label: string; value: string }[] {
  const of = (state: ReviewState) => reviews[state] ?? 0;
  return [
    { label: 'Đã tiếp nhận, sẽ kết thúc cùng đợt', value: String(of('accepted')) },
    { label: 'Đã nộp mà chưa tiếp nhận', value: String(of('submitted')) },
    { label: 'Đang được đề nghị bổ sung', value: String(of('returned')) },
    { label: 'Đang soạn, chưa nộp', value: String(of('draft')) },
  ];
}

function historyOf(step: CampaignStep): CampaignModel['history'][number] {
  const what =
    step.to_state === 'closed'
      ? 'Kết thúc đợt'
      : step.from_state === 'preparing'
        ? 'Mở đợt'
        : step.from_state === 'closed'
          ? 'Mở lại đợt'
          : 'Đổi khi đợt đang mở';
  return { what, who: step.display_name, when: formatDateTime(step.at), reason: step.reason };
}

function cited(number: string, date: string | null): string {
  return number && date ? `${number}, ngày ${citedDate(date)}` : 'Chưa ghi';
}
