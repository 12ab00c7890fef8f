import type { CampaignState, Standing } from '../../db/schema.ts';
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

/** The form that came into force last for this standing; undefined where there is none. */
export function newestForm(forms: readonly FormVersion[], standing: Standing): FormVersion | undefined {
  return forms
    .filter((form) => form.standing === standing)
    .toSorted((left, right) => right.effectiveFrom.localeCompare(left.effectiveFrom))[0];
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
  editionA: string;
  editionB: string;
  forms: Partial<Record<Standing, string>>;
}

/** Field names as the form has them; every list must be of its kind and every form of its standing. */
export function choiceProblems(chosen: CampaignChosen, choices: CampaignChoices): FieldErrors {
  const problems: FieldErrors = {};
  const isEdition = (id: string, list: 'A' | 'B') =>
    choices.editions.some((each) => each.id === id && each.list === list);
  if (!isEdition(chosen.editionA, 'A')) problems.danh_muc_a = 'Đồng chí chọn một phiên bản của danh mục 27 biểu hiện.';
  if (!isEdition(chosen.editionB, 'B')) problems.danh_muc_b = 'Đồng chí chọn một phiên bản của danh mục 25 biểu hiện.';
  for (const standing of STANDINGS) {
    const id = chosen.forms[standing];
    const known = id === undefined || choices.forms.some((form) => form.id === id && form.standing === standing);
    if (!known) problems[`mau_${standing}`] = 'Đồng chí chọn một biểu mẫu trong danh sách.';
  }
  if (Object.keys(chosen.forms).length === 0) {
    problems.mau_leader = 'Đồng chí chọn ít nhất một biểu mẫu: chưa có biểu mẫu nào thì không ai kiểm điểm được.';
  }
  return problems;
}

/** How far a list is from the signed document: what collation ("Đối chiếu với văn bản gốc") would put right. */
export function stillToCollate(edition: CatalogueEdition): { signs: number; provisional: number } {
  const signs = signsOf(edition).filter((sign) => sign.provenance !== 'official');
  return { signs: signs.length, provisional: signs.filter((sign) => sign.provenance === 'provisional').length };
}
