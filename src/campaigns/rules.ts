import type { CampaignState, RetiredSecretaryStanding, Standing } from '../../db/schema.ts';
import type { CatalogueEdition } from '../catalogues/edition.ts';
import { type ProvisionalWords, signsOf } from '../catalogues/rules.ts';
import type { FieldErrors } from '../errors.ts';
import type { FormVersion } from '../forms/version.ts';

/** Decisions about a year's campaign (đợt kiểm điểm): its words, its days, when it may open. */

export const STANDINGS: readonly Standing[] = ['leader', 'no_post', 'outside'];

export const CAMPAIGN_STATE_WORDS: Record<CampaignState, string> = {
  preparing: 'Đang chuẩn bị',
  open: 'Đang mở',
  closed: 'Đã kết thúc',
};

interface WordingDecision {
  wording_decision_number: string;
  wording_decision_date: string | null;
}

/** Rehearsal shows our words, marked; a real campaign withholds them until a decision is recorded (signs.md). */
export function provisionalWords(campaign: WordingDecision | undefined, rehearsal: boolean): ProvisionalWords {
  if (rehearsal) return 'shown';
  const { wording_decision_number: decision, wording_decision_date: date } = campaign ?? {};
  return decision && date ? { decision, date } : 'withheld';
}

/** On the reading page a decision counts for the editions its campaign has pinned, and for no other. */
export function wordsForReading(
  editionId: string,
  campaign: (WordingDecision & { edition_a: string; edition_b: string }) | undefined,
  rehearsal: boolean,
): ProvisionalWords {
  const pinned = campaign && [campaign.edition_a, campaign.edition_b].includes(editionId);
  return provisionalWords(pinned ? campaign : undefined, rehearsal);
}

/**
 * The form of a standing in a year: of those in force when the year ends, the one that came last. 2023 and 2024 have the
 * forms of 2023, 2025 and later those of 2025. Never by the letter: 2A is for leaders, 02A was for those without a post.
 * A form of its own goes before one that serves the standing too. undefined where there is none.
 */
export function newestForm(forms: readonly FormVersion[], standing: Standing, year: number): FormVersion | undefined {
  const own = (form: FormVersion) => (form.standing === standing ? 1 : 0);
  return forms
    .filter((form) => servesIn(form, standing, year))
    .toSorted((left, right) => own(right) - own(left) || right.effectiveFrom.localeCompare(left.effectiveFrom))[0];
}

/** Whether a form is for this standing and in force on the last day of the year. */
export function servesIn(form: FormVersion, standing: Standing, year: number): boolean {
  const end = `${year}-12-31`;
  const inForce = form.effectiveFrom <= end && (form.effectiveUntil === null || end <= form.effectiveUntil);
  return inForce && (form.standing === standing || form.alsoFor.includes(standing));
}

/**
 * The standing whose form a person gets. A retired secretary of a residential branch leads and is outside at once:
 * which of the two counts is not settled by the guidance, so the committee sets it for its campaign.
 */
export function standingInCampaign(
  person: { standing: Standing; secretaryOfOwnBranch: boolean },
  campaign: { retired_secretary_standing: RetiredSecretaryStanding },
): Standing {
  const retiredSecretary = person.standing === 'outside' && person.secretaryOfOwnBranch;
  return retiredSecretary ? campaign.retired_secretary_standing : person.standing;
}

/** The forms of a campaign are pinned: a standing that has none there cannot be given to anybody any more. */
export function retiredSecretaryProblems(
  standing: RetiredSecretaryStanding,
  forms: Partial<Record<Standing, string>>,
): FieldErrors {
  if (forms[standing] !== undefined) return {};
  return {
    bi_thu_nghi_huu:
      'Đợt này không dùng biểu mẫu cho đối tượng ấy, nên bí thư sẽ không có mẫu để ghi. Đồng chí chọn mẫu kia.',
  };
}

/** The year a campaign made today is usually for: in January offices still finish the old one (366-QĐ/TW: by 15-01). */
export function usualYear(today: string): number {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return month === 1 ? year - 1 : year;
}

export function usualTitle(year: number): string {
  return `Kiểm điểm, đánh giá, xếp loại năm ${year}`;
}

/** Reviews are to be finished before 31-12; some bodies close on 15-01, so this warns and never blocks. */
export function isDueLate(campaign: { year: number; due_on: string }): boolean {
  return campaign.due_on > `${campaign.year}-12-31`;
}

interface DocumentTyped {
  number: string;
  date: string;
}

/**
 * A real campaign opens only with the cấp ủy's text on which network these records may be (law.md).
 * The rehearsal's people are invented and need none.
 */
export function openingProblems(network: DocumentTyped, rehearsal: boolean): FieldErrors {
  if (rehearsal) return {};
  const problems: FieldErrors = {};
  if (network.number === '') problems.so_van_ban_mang = 'Đồng chí ghi số văn bản của cấp ủy về mạng được đặt hồ sơ.';
  if (network.date === '') problems.ngay_van_ban_mang = 'Đồng chí ghi ngày của văn bản về mạng được đặt hồ sơ.';
  return problems;
}

/** What the form offers; a value beside it was not chosen on our page. */
export interface CampaignChoices {
  editions: readonly CatalogueEdition[];
  forms: readonly FormVersion[];
}

interface CampaignChosen {
  year: number;
  editionA: string;
  editionB: string;
  forms: Partial<Record<Standing, string>>;
}

/** Field names as the form has them; every list must be of its kind, every form of its standing and in force that year. */
export function choiceProblems(chosen: CampaignChosen, choices: CampaignChoices): FieldErrors {
  const problems: FieldErrors = {};
  const isEdition = (id: string, list: 'A' | 'B') =>
    choices.editions.some((each) => each.id === id && each.list === list);
  if (!isEdition(chosen.editionA, 'A')) problems.danh_muc_a = 'Đồng chí chọn một phiên bản của danh mục 27 biểu hiện.';
  if (!isEdition(chosen.editionB, 'B')) problems.danh_muc_b = 'Đồng chí chọn một phiên bản của danh mục 25 biểu hiện.';
  for (const standing of STANDINGS) {
    const id = chosen.forms[standing];
    if (id === undefined) continue;
    const problem = formProblem(choices.forms, id, standing, chosen.year);
    if (problem) problems[`mau_${standing}`] = problem;
  }
  if (Object.keys(chosen.forms).length === 0) {
    problems.mau_leader = 'Đồng chí chọn ít nhất một biểu mẫu: chưa có biểu mẫu nào thì không ai kiểm điểm được.';
  }
  return problems;
}

function formProblem(forms: readonly FormVersion[], id: string, standing: Standing, year: number): string | null {
  const form = forms.find((each) => each.id === id);
  if (!form || (form.standing !== standing && !form.alsoFor.includes(standing))) {
    return 'Đồng chí chọn một biểu mẫu trong danh sách.';
  }
  if (servesIn(form, standing, year)) return null;
  const right = newestForm(forms, standing, year);
  const instead = right
    ? `đồng chí chọn mẫu ${right.code}`
    : 'năm ấy chưa có mẫu cho đối tượng này, đồng chí chọn “Không dùng”';
  return `Mẫu ${form.code} (${form.name}) không có hiệu lực cuối năm ${year}: ${instead}.`;
}

/** How far a list is from the signed document: what collation ("Đối chiếu với văn bản gốc") would put right. */
export function stillToCollate(edition: CatalogueEdition): { signs: number; provisional: number } {
  const signs = signsOf(edition).filter((sign) => sign.provenance !== 'official');
  return { signs: signs.length, provisional: signs.filter((sign) => sign.provenance === 'provisional').length };
}
