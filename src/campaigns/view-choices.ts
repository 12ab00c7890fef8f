import type { RetiredSecretaryStanding, Standing } from '../../db/schema.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';
import type { UnitRow } from '../units/queries.ts';
import { STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { citedDate, formatDate } from '../views/formats.ts';
import type { CampaignFormModel } from '../views/models/admin.ts';
import type { CampaignChoiceFields, ChangeModel, DueDayModel } from '../views/models/campaigns.ts';
import { checkbox, lineField, selectField, textField } from '../views/parts.ts';
import { NO_FORM } from './input.ts';
import type { CampaignRow } from './queries.ts';
import { type CampaignChoices, newestForm, servesIn, STANDINGS, usualYear } from './rules.ts';
import { lineFor, textFields } from './view-texts.ts';

/** What is chosen for a campaign: its days, lists and forms → fields. */

type Typed = Record<string, string>;

export const RETIRED_SECRETARY_WORDS: Record<RetiredSecretaryStanding, string> = {
  outside: 'Mẫu của đảng viên không làm việc trong hệ thống chính trị',
  leader: 'Mẫu của người giữ chức vụ lãnh đạo, quản lý',
};

export const RETIRED_SECRETARY_QUESTION = {
  label: 'Bí thư chi bộ đã nghỉ hưu (không làm việc trong hệ thống chính trị) dùng mẫu nào',
  hint: 'Hướng dẫn chưa nói rõ; cấp ủy chọn cho cả đợt.',
  options: [
    { value: 'outside', text: RETIRED_SECRETARY_WORDS.outside },
    { value: 'leader', text: RETIRED_SECRETARY_WORDS.leader },
  ],
};

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
  return {
    summary: errorSummary(errors),
    unit: selectField({
      name: 'to_chuc',
      label: 'Tổ chức mở đợt',
      hint: 'Mọi chi bộ trực thuộc tổ chức này cùng tham gia đợt.',
      value: typed.to_chuc ?? '',
      error: errors.to_chuc ?? null,
      options: choices.units.map((unit) => ({ value: unit.id, text: unit.name })),
    }),
    year: line('nam', 'Năm kiểm điểm', null, { width: 'short', inputMode: 'numeric' }),
    choices: choiceFields(choices, typed, errors, Number(typed.nam)),
    texts: textFields(typed, errors, true),
  };
}

export function choiceFields(
  choices: CampaignChoices,
  typed: Typed,
  errors: FieldErrors,
  year: number,
): CampaignChoiceFields {
  const line = (name: string, label: string, hint: string, more: { optional?: boolean; width?: 'medium' } = {}) =>
    lineField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, ...more });
  const select = (name: string, label: string, hint: string | null, options: { value: string; text: string }[]) =>
    selectField({ name, label, hint, value: typed[name] ?? '', error: errors[name] ?? null, options });
  const tick = (name: string, label: string, hint: string) =>
    checkbox({ name, label, hint, error: errors[name] ?? null, checked: typed[name] === '1' });
  const editions = (list: 'A' | 'B') => choices.editions.filter((edition) => edition.list === list).map(editionOption);
  return {
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
      select(
        `mau_${standing}`,
        STANDING_WORDS[standing],
        newestForm(choices.forms, standing, year)?.wordingNote ?? null,
        [
          ...formsOffered(choices.forms, standing, typed, year).map(formOption),
          { value: NO_FORM, text: 'Không dùng: đối tượng này không kiểm điểm trên hệ thống' },
        ],
      ),
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
  };
}

/**
 * The forms of the year typed and of its neighbours: with another year typed in, the right one is there to choose.
 * What was chosen stays, else a mistyped year would quietly turn it into "Không dùng".
 */
function formsOffered(forms: readonly FormVersion[], standing: Standing, typed: Typed, year: number): FormVersion[] {
  const near = (form: FormVersion) => [year, year - 1, year + 1].some((each) => servesIn(form, standing, each));
  return forms.filter((form) => form.id === typed[`mau_${standing}`] || near(form));
}

/** A campaign as its form shows it. */
export function typedChoice(campaign: CampaignRow, forms: Partial<Record<Standing, string>>): Typed {
  return {
    ten: campaign.title,
    mo_ngay: formatDate(campaign.opens_on),
    han_nop: formatDate(campaign.due_on),
    danh_muc_a: campaign.edition_a,
    danh_muc_b: campaign.edition_b,
    ...Object.fromEntries(STANDINGS.map((standing) => [`mau_${standing}`, forms[standing] ?? NO_FORM])),
    ...(campaign.signs_required ? { bat_buoc_tra_loi: '1' } : {}),
    ...(campaign.list_b_outside ? { danh_muc_b_ngoai: '1' } : {}),
    bi_thu_nghi_huu: campaign.retired_secretary_standing,
  };
}

export function changePage(
  campaign: CampaignRow,
  choices: CampaignChoices,
  typed: Typed,
  errors: FieldErrors = {},
): ChangeModel {
  return {
    summary: errorSummary(errors),
    campaign: campaign.title,
    action: `/quan-tri/dot/${campaign.id}/sua`,
    choices: choiceFields(choices, typed, errors, campaign.year),
  };
}

export function dueDayPage(campaign: CampaignRow, typed: Typed, errors: FieldErrors = {}): DueDayModel {
  return {
    summary: errorSummary(errors),
    campaign: campaign.title,
    action: `/quan-tri/dot/${campaign.id}/han-nop`,
    dueOn: lineField({
      name: 'han_nop',
      label: 'Hạn nộp mới',
      hint: `Hạn nộp đang ghi: ${formatDate(campaign.due_on)}. Theo quy định, kiểm điểm xong trước ngày 31/12.`,
      value: typed.han_nop ?? '',
      error: errors.han_nop ?? null,
      width: 'medium',
    }),
    reason: textField({
      name: 'ly_do',
      label: 'Lý do đổi',
      hint: 'Được giữ trong lịch sử của đợt.',
      value: typed.ly_do ?? '',
      error: errors.ly_do ?? null,
      rows: 3,
    }),
  };
}

export function editionOption(edition: CatalogueEdition): { value: string; text: string } {
  const { kind, number, date } = edition.document;
  const collated = edition.collation ? ' (đã đối chiếu với văn bản gốc)' : '';
  return {
    value: edition.id,
    text: `Phiên bản ${edition.edition}${collated}, theo ${kind} ${number}, ngày ${citedDate(date)}`,
  };
}

export function formOption(form: FormVersion): { value: string; text: string } {
  return { value: form.id, text: `Mẫu ${form.code}: ${form.name}` };
}
