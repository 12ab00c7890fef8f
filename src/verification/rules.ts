import { dayInHanoi } from '../calendar.ts';
import type { Viewer } from '../http/context.ts';
import { shownCode } from '../records/rules.ts';
import { circumstancesIn, isWithItsAuthor, officeStandsIn } from '../reviews/transitions.ts';
import { formatDate } from '../views/formats.ts';
import type { Circumstances, FrozenRow, PaperStanding } from './queries.ts';

/** Who hears what of a frozen paper, and when a signed sheet can have come back. Pure. */

/** So many questions from one address, and so many codes of one person, in the window of sign-in. */
export const FILES_PER_ADDRESS = 30;
export const CODES_PER_ACCOUNT = 20;

type Found = Pick<FrozenRow, 'member_id' | 'unit_id' | 'state' | 'superseded' | 'handed_at'>;

/**
 * Whether this person may hear whose paper it is (design §4e): its author; the branch's chi ủy while it is handed in; the
 * committee's office once the branch has handed up, or where it stands in for a branch without a second leader. Of a
 * version that was replaced nobody but its author hears. The collective's paper is its writers'.
 */
export function mayHear(viewer: Pick<Viewer, 'memberId' | 'roles'>, found: Found, around: Circumstances): boolean {
  if (found.member_id !== null && found.member_id === viewer.memberId) return true;
  if (found.superseded === 1 || isWithItsAuthor(found.state)) return false;
  const sits = viewer.roles.some(
    ({ role, unitId }) => unitId === found.unit_id && ['secretary', 'deputy', 'committee_member'].includes(role),
  );
  if (sits) return true;
  if (!around.below.has(found.unit_id)) return false;
  if (found.state === 'closed' || found.handed_at !== null) return true;
  if (found.member_id === null) return false;
  const branch = {
    leaders: around.leaders.filter(({ unit_id }) => unit_id === found.unit_id),
    members: around.members.get(found.unit_id) ?? 0,
  };
  return officeStandsIn(circumstancesIn(branch, found.member_id));
}

const KIND_WORDS: Record<string, string> = {
  plain: 'Bản in',
  annex: 'Bản in kèm phụ lục tự soi',
  pledge: 'Bản cam kết',
  workplace: 'Bản nộp đơn vị công tác',
};

/** What a frozen paper is called; the one with its code in the footer is said to be that. */
export function variantWords(variant: string): string {
  const kind = variant.replace(/-code$/, '');
  return `${KIND_WORDS[kind] ?? kind}${variant === kind ? '' : ' có mã ở chân trang'}`;
}

/** "Bản in: ACDE-FHJK-MNPQ-RTWX", each paper that stands. */
export function codeWords({ codes }: PaperStanding): string[] {
  return codes.map(({ variant, code }) => `${variantWords(variant)}: ${shownCode(code)}`);
}

export function signedWords(cameOn: string | null): string {
  return cameOn === null
    ? 'Chi bộ chưa ghi đã nhận bản giấy có chữ ký.'
    : `Chi bộ đã nhận bản giấy có chữ ký ngày ${formatDate(cameOn)}.`;
}

/** Where a branch records its signed sheets. */
export function signedPath(unitId: string): string {
  return `/chi-bo/${unitId}/ban-ky`;
}

/** No sheet is signed before what stands on it was handed in. */
export function isTooEarly(review: { frozen_at: string }, day: string): boolean {
  return day < dayInHanoi(new Date(review.frozen_at));
}
