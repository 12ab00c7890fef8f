import type { RetiredSecretaryStanding, Standing } from '../../db/schema.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';
import type { UnitRow } from '../units/queries.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatDate } from '../views/formats.ts';
import type { CampaignFormModel, CampaignModel, CampaignTextFields } from '../views/models/admin.ts';
import { checkbox, lineField, radios, selectField } from '../views/parts.ts';
import { NO_FORM } from './input.ts';
import type { CampaignRow } from './queries.ts';
import {
  CAMPAIGN_STATE_WORDS,
  type CampaignChoices,
  isDueLate,
  newestForm,
  servesIn,
  STANDINGS,
  stillToCollate,
  usualYear,
} from './rules.ts';

/** Rows, typed values and errors → plain models of templates/admin/campaign*. */

type Typed = Record<string, string>;

/** What the form holds before anybody has typed: the usual year, from today, the newest of everything. */
export function usualCampaign(choices: CampaignChoices & { units: readonly UnitRow[] }, today: string): Typed {
  const newest = (list: 'A' | 'B') => choices.editions.find((edition) => edition.list === list)?.id ?? '';
  const year = usualYear(today);
  const forms = STANDINGS.map((standing) => [
    `mau_${standing}`,
    newestForm(choices.forms, standing, year)?.id ?? NO_FORM,
  ]);
  return {
    to_chuc: choices.units[0]?.id ?? '',
    nam: String(year),
    mo_ngay: formatDate(today),
    danh_muc_a: newest('A'),
    danh_muc_b: newest('B'),
    bi_thu_nghi_huu: 'outside',
    ...Object.fromEntries(forms),
  };
}

export function campaignFormPage(
  choices: CampaignChoices & { units: readonly UnitRow[] },
  typed: Typed,
  errors: FieldErrors = {},
): CampaignFormModel {
  const line = lineFor(typed, errors);
  const select = (name: string, label: string, hint: string | null, options: { value: string; text: string }[]) =>
    selectField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, options });
  const tick = (name: string, label: string, hint: string) =>
    checkbox({ name, label, hint, error: errors[name] ?? null, checked: typed[name] === '1' });
  const editions = (list: 'A' | 'B') => choices.editions.filter((edition) => edition.list === list).map(editionOption);
  return {
    summary: errorSummary(errors),
    unit: select(
      'to_chuc',
      'Tổ chức mở đợt',
      'Mọi chi bộ trực thuộc tổ chức này cùng tham gia đợt.',
      choices.units.map((unit) => ({ value: unit.id, text: unit.name })),
    ),
    year: line('nam', 'Năm kiểm điểm', null, { width: 'short', inputMode: 'numeric' }),
    title: line('ten', 'Tên đợt', 'Để trống thì ghi: Kiểm điểm, đánh giá, xếp loại năm …', { optional: true }),
    opensOn: line('mo_ngay', 'Ngày bắt đầu', 'Ngày/tháng/năm, ví dụ 15/11/2026.', { width: 'medium' }),
    dueOn: line('han_nop', 'Hạn nộp bản kiểm điểm', 'Theo quy định, kiểm điểm xong trước ngày 31/12.', {
      width: 'medium',
    }),
    editions: [
      select('danh_muc_a', '27 biểu hiện', null, editions('A')),
      select('danh_muc_b', '25 biểu hiện', null, editions('B')),
    ],
    forms: STANDINGS.map((standing) =>
      select(`mau_${standing}`, STANDING_WORDS[standing], wordingNotes(choices.forms, standing, typed), [
        ...formsOffered(choices.forms, standing, typed).map(formOption),
        { value: NO_FORM, text: 'Không dùng: đối tượng này không kiểm điểm trên hệ thống' },
      ]),
    ),
    signsRequired: tick(
      'bat_buoc_tra_loi',
      'Phải trả lời hết các biểu hiện mới nộp được',
      'Để trống thì hệ thống chỉ nhắc những biểu hiện chưa trả lời.',
    ),
    listBOutside: tick(
      'danh_muc_b_ngoai',
      'Đảng viên không làm việc trong hệ thống chính trị cũng tự soi theo 25 biểu hiện',
      'Phần lớn 25 biểu hiện nói về công vụ, nên thường để trống.',
    ),
    retiredSecretary: select(
      'bi_thu_nghi_huu',
      RETIRED_SECRETARY_QUESTION.label,
      RETIRED_SECRETARY_QUESTION.hint,
      RETIRED_SECRETARY_QUESTION.options,
    ),
    texts: textFields(typed, errors, true),
  };
}

const RETIRED_SECRETARY_WORDS: Record<RetiredSecretaryStanding, string> = {
  outside: 'Mẫu của đảng viên không làm việc trong hệ thống chính trị',
  leader: 'Mẫu của người giữ chức vụ lãnh đạo, quản lý',
};

const RETIRED_SECRETARY_QUESTION = {
  label: 'Bí thư chi bộ đã nghỉ hưu (không làm việc trong hệ thống chính trị) dùng mẫu nào',
  hint: 'Hướng dẫn chưa nói rõ; cấp ủy chọn cho cả đợt.',
  options: [
    { value: 'outside', text: RETIRED_SECRETARY_WORDS.outside },
    { value: 'leader', text: RETIRED_SECRETARY_WORDS.leader },
  ],
};

/**
 * The forms of the year typed and of its neighbours: with another year typed in, the right one is there to choose.
 * What was chosen stays, else a mistyped year would quietly turn it into "Không dùng".
 */
function formsOffered(forms: readonly FormVersion[], standing: Standing, typed: Typed): FormVersion[] {
  const year = Number(typed.nam);
  const near = (form: FormVersion) => [year, year - 1, year + 1].some((each) => servesIn(form, standing, each));
  return forms.filter((form) => form.id === typed[`mau_${standing}`] || near(form));
}

export interface CampaignShown {
  campaign: CampaignRow;
  unit: UnitRow;
  editions: readonly CatalogueEdition[];
  forms: readonly { standing: Standing; form: FormVersion | null }[];
  /** How many retired secretaries have begun: they keep the form they have. */
  retiredBegun: number;
  rehearsal: boolean;
}

export function campaignPage(
  shown: CampaignShown,
  typed: Typed | null = null,
  errors: FieldErrors = {},
): CampaignModel {
  const { campaign, unit, rehearsal } = shown;
  const path = `/quan-tri/dot/${campaign.id}`;
  return {
    summary: errorSummary(errors),
    title: campaign.title,
    status: {
      kind: campaign.state === 'preparing' ? 'todo' : campaign.state === 'open' ? 'doing' : 'done',
      text: CAMPAIGN_STATE_WORDS[campaign.state],
    },
    dueLate: isDueLate(campaign) ? formatDate(campaign.due_on) : null,
    facts: [
      { label: 'Tổ chức', value: unit.name },
      { label: 'Năm', value: String(campaign.year) },
      { label: 'Bắt đầu', value: formatDate(campaign.opens_on) },
      { label: 'Hạn nộp', value: formatDate(campaign.due_on) },
      ...shown.editions.map((edition) => ({ label: edition.shortName, value: editionOption(edition).text })),
      ...shown.forms.map(({ standing, form }) => ({
        label: STANDING_WORDS[standing],
        value: form ? formOption(form).text : 'Không dùng',
      })),
      { label: 'Bí thư chi bộ đã nghỉ hưu', value: RETIRED_SECRETARY_WORDS[campaign.retired_secretary_standing] },
      { label: 'Trả lời hết biểu hiện', value: campaign.signs_required ? 'Bắt buộc' : 'Chỉ nhắc' },
      { label: 'Văn bản về mạng', value: cited(campaign.network_text_number, campaign.network_text_date) },
      { label: 'Dùng bản soạn tạm', value: cited(campaign.wording_decision_number, campaign.wording_decision_date) },
    ],
    collation: campaign.state === 'closed' ? [] : shown.editions.flatMap(collationOf),
    opening:
      campaign.state === 'preparing'
        ? {
            action: `${path}/mo`,
            needsNetworkText: !rehearsal,
            texts: textFields({ ...textsStored(campaign), ...typed }, errors, rehearsal),
          }
        : null,
    deciding:
      campaign.state === 'open' && campaign.wording_decision_number === ''
        ? { action: `${path}/quyet-dinh`, ...wordingFields(typed ?? {}, errors, false) }
        : null,
    retired: campaign.state === 'closed' ? null : retiredPart(shown, typed, errors),
    closing: campaign.state === 'open' ? { action: `${path}/ket-thuc` } : null,
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

function collationOf(edition: CatalogueEdition): CampaignModel['collation'] {
  const { signs, provisional } = stillToCollate(edition);
  if (signs === 0) return [];
  const { kind, number, date } = edition.document;
  return [
    {
      href: `/danh-muc/${edition.id}`,
      name: edition.shortName,
      document: `${kind} ${number}, ngày ${citedDate(date)}`,
      state: provisional > 0 ? `còn ${provisional} biểu hiện soạn tạm` : 'diễn đạt rút gọn, không phải nguyên văn',
    },
  ];
}

function textFields(typed: Typed, errors: FieldErrors, networkOptional: boolean): CampaignTextFields {
  const line = lineFor(typed, errors);
  const day = { width: 'medium' } as const;
  return {
    networkNumber: line(
      'so_van_ban_mang',
      'Số văn bản của cấp ủy về mạng được đặt hồ sơ',
      'Hồ sơ đảng viên là tài liệu mật của Đảng: cấp ủy cho phép bằng văn bản đặt trên mạng nào.',
      { ...day, optional: networkOptional },
    ),
    networkDate: line('ngay_van_ban_mang', 'Ngày của văn bản ấy', null, { ...day, optional: networkOptional }),
    ...wordingFields(typed, errors, true),
  };
}

function wordingFields(typed: Typed, errors: FieldErrors, optional: boolean) {
  const line = lineFor(typed, errors);
  return {
    wordingNumber: line(
      'so_quyet_dinh',
      'Số quyết định của cấp ủy cho dùng các biểu hiện soạn tạm',
      'Chỉ ghi khi chưa có văn bản gốc để đối chiếu mà cấp ủy vẫn quyết định dùng.',
      { width: 'medium', optional },
    ),
    wordingDate: line('ngay_quyet_dinh', 'Ngày của quyết định ấy', null, { width: 'medium', optional }),
  };
}

function textsStored(campaign: CampaignRow): Typed {
  return {
    so_van_ban_mang: campaign.network_text_number,
    ngay_van_ban_mang: formatDate(campaign.network_text_date ?? ''),
    so_quyet_dinh: campaign.wording_decision_number,
    ngay_quyet_dinh: formatDate(campaign.wording_decision_date ?? ''),
  };
}

function lineFor(typed: Typed, errors: FieldErrors) {
  return (name: string, label: string, hint: string | null, more: Partial<Parameters<typeof lineField>[0]> = {}) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, ...more });
}

function cited(number: string, date: string | null): string {
  return number && date ? `${number}, ngày ${citedDate(date)}` : 'Chưa ghi';
}

function editionOption(edition: CatalogueEdition): { value: string; text: string } {
  const { kind, number, date } = edition.document;
  return { value: edition.id, text: `Phiên bản ${edition.edition}, theo ${kind} ${number}, ngày ${citedDate(date)}` };
}

function formOption(form: FormVersion): { value: string; text: string } {
  return { value: form.id, text: `Mẫu ${form.code}: ${form.name}` };
}

function wordingNotes(forms: readonly FormVersion[], standing: Standing, typed: Typed): string | null {
  return newestForm(forms, standing, Number(typed.nam))?.wordingNote ?? null;
}
