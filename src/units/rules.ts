import type { CampaignState, CodeRequestTable, ReviewState, RoleName, Standing, UnitKind } from '../../db/schema.ts';
import { USER_NAME } from '../accounts/rules.ts';

/** Names and the tree, as pure rules. */

export const KIND_WORDS: Record<UnitKind, string> = { committee: 'Cấp ủy', branch: 'Chi bộ' };

export const STANDING_WORDS: Record<Standing, string> = {
  leader: 'Giữ chức vụ lãnh đạo, quản lý',
  no_post: 'Không giữ chức vụ lãnh đạo, quản lý',
  outside: 'Không làm việc trong hệ thống chính trị',
};

/** Short, for a dense table. */
export const SHORT_STANDING_WORDS: Record<Standing, string> = {
  leader: 'Lãnh đạo, quản lý',
  no_post: 'Không giữ chức vụ',
  outside: 'Ngoài hệ thống chính trị',
};

/** The way back from a page about a branch: its own leaders came from their board, anybody else from the office. */
export function branchTrail(
  unit: { id: string; name: string },
  roles: readonly { role: RoleName; unitId: string }[],
): { text: string; href: string }[] {
  const leads = roles.some(
    ({ role, unitId }) => unitId === unit.id && ['secretary', 'deputy', 'committee_member'].includes(role),
  );
  if (leads) return [{ text: 'Theo dõi chi bộ', href: `/chi-bo/${unit.id}` }];
  return [
    { text: roles.some(({ role }) => role === 'administrator') ? 'Quản trị' : 'Văn phòng', href: '/quan-tri' },
    { text: unit.name, href: `/quan-tri/to-chuc/${unit.id}` },
  ];
}

/** Small letters without marks, one space between words: how a name is searched for. "Đỗ Thị Ước" → "do thi uoc". */
export function foldName(name: string): string {
  return name.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().trim().replace(/\s+/g, ' ');
}

const VIETNAMESE = new Intl.Collator('vi');

/** Orders people as Vietnamese lists do: tên, then họ, then đệm. */
export function byName(left: { full_name: string }, right: { full_name: string }): number {
  const [a, b] = [nameParts(left.full_name), nameParts(right.full_name)];
  return (
    VIETNAMESE.compare(a.given, b.given) ||
    VIETNAMESE.compare(a.family, b.family) ||
    VIETNAMESE.compare(a.middle, b.middle)
  );
}

/** Lists go by post first (forms.md §4). */
const POST_ORDER: readonly RoleName[] = ['secretary', 'deputy', 'committee_member'];

/** Bí thư, phó bí thư, chi ủy viên, then everybody else; people of one post by name. `roles` are those in the branch. */
export function byPostThenName(
  left: { full_name: string; roles: readonly RoleName[] },
  right: { full_name: string; roles: readonly RoleName[] },
): number {
  return placeOfPost(left.roles) - placeOfPost(right.roles) || byName(left, right);
}

function placeOfPost(roles: readonly RoleName[]): number {
  const place = POST_ORDER.findIndex((role) => roles.includes(role));
  return place < 0 ? POST_ORDER.length : place;
}

/** A name of one word is a tên. */
function nameParts(fullName: string): { given: string; family: string; middle: string } {
  const words = fullName.trim().split(/\s+/);
  const given = words.at(-1) ?? '';
  return { given, family: words.length > 1 ? (words[0] ?? '') : '', middle: words.slice(1, -1).join(' ') };
}

const USER_NAME_LETTERS = 40;

/** "Nguyễn Văn An" → "nguyen.van.an"; empty when the name leaves nothing to make one of. */
export function suggestUserName(fullName: string): string {
  const words = foldName(fullName).split(/[^a-z0-9]+/);
  const joined = words
    .filter((word) => word !== '')
    .join('.')
    .slice(0, USER_NAME_LETTERS)
    .replace(/\.$/, '');
  return USER_NAME.test(joined) ? joined : '';
}

/** The wanted name, or the first with a number after it that nobody has: "nguyen.van.an2". */
export function freeUserName(wanted: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const ending = number === 1 ? '' : String(number);
    const name = `${wanted.slice(0, USER_NAME_LETTERS - ending.length)}${ending}`;
    if (!taken.has(name)) return name;
  }
}

/** How the head of a paper names a unit when nobody has broken its lines: in capitals, on one. */
export function usualPaperName(name: string): string {
  return name.toLocaleUpperCase('vi');
}

export interface Tree<Unit> {
  unit: Unit;
  below: Tree<Unit>[];
}

/** Parents before children, as `unitsBelow` gives them → one tree per unit whose parent is not among them. */
export function treesOf<Unit extends { id: string; parent_id: string | null }>(units: readonly Unit[]): Tree<Unit>[] {
  const nodes = new Map(units.map((unit) => [unit.id, { unit, below: [] } as Tree<Unit>]));
  const tops: Tree<Unit>[] = [];
  for (const node of nodes.values()) {
    const parent = node.unit.parent_id === null ? undefined : nodes.get(node.unit.parent_id);
    (parent ? parent.below : tops).push(node);
  }
  return tops;
}

export type NextStep = 'first-branch' | 'first-person' | 'first-campaign' | 'open-campaign' | null;

/** What an installation still lacks before its members can begin; null once a campaign is open. */
export function nextStep(there: {
  branches: number;
  people: number;
  campaigns: readonly { state: string }[];
}): NextStep {
  if (there.branches === 0) return 'first-branch';
  if (there.people === 0) return 'first-person';
  if (there.campaigns.length === 0) return 'first-campaign';
  const states = there.campaigns.map((campaign) => campaign.state);
  return states.includes('preparing') && !states.includes('open') ? 'open-campaign' : null;
}

/** Duties of a branch: held in one's own branch only, and given up with it. */
export const BRANCH_DUTIES: readonly RoleName[] = ['secretary', 'deputy', 'committee_member'];

/** Whoever has one of these stands above the office: only an administrator gives or takes them. */
const SYSTEM_DUTIES: readonly RoleName[] = ['administrator', 'auditor'];

export function isSystemDuty(role: RoleName): boolean {
  return SYSTEM_DUTIES.includes(role);
}

/** The leaders of a branch are official members of that branch; a probationary member is elected to nothing. */
export function roleProblem(
  person: { official: boolean; role: { role: RoleName; unitId: string } | null },
  branch: { id: string },
): { field: 'nhiem_vu' | 'noi_nhiem_vu'; sentence: string } | null {
  if (!person.role || !BRANCH_DUTIES.includes(person.role.role)) return null;
  if (person.role.unitId !== branch.id) {
    const sentence =
      'Bí thư, phó bí thư, chi ủy viên giữ nhiệm vụ ở chính chi bộ nơi sinh hoạt. Đồng chí để trống ô này.';
    return { field: 'noi_nhiem_vu', sentence };
  }
  if (person.official) return null;
  return { field: 'nhiem_vu', sentence: 'Đảng viên dự bị không giữ nhiệm vụ này. Đồng chí xem lại.' };
}

/** A request for a code waits so long for its answer, and then so long to be used. */
export const REQUEST_HOURS = 48;

/** Whatever was asked or confirmed before this instant has lapsed. */
export function requestsSince(now: Date): string {
  return new Date(now.getTime() - REQUEST_HOURS * 3_600_000).toISOString();
}

export type RequestStanding = CodeRequestTable['state'] | 'lapsed';

export function standingOf(
  request: { state: CodeRequestTable['state']; asked_at: string; answered_at: string | null },
  now: Date,
): RequestStanding {
  const since = request.state === 'confirmed' ? (request.answered_at ?? '') : request.asked_at;
  const open = request.state === 'waiting' || request.state === 'confirmed';
  return open && since <= requestsSince(now) ? 'lapsed' : request.state;
}

/** How many levels a unit and everything below it take, by the units `unitsBelow` gives for it. */
export function levelsOf(units: readonly { id: string; parent_id: string | null }[]): number {
  const level = new Map<string, number>();
  for (const { id, parent_id: parent } of units) level.set(id, (level.get(parent ?? '') ?? 0) + 1);
  return Math.max(0, ...level.values());
}

/**
 * Whether a review follows its author to another branch: while it is not accepted, and only to where its campaign
 * reaches (`path`: the new branch and the units above it). A draft left behind by an ended campaign is nobody's work.
 */
export function goesAlong(
  review: { state: ReviewState; campaign_unit: string; campaign_state: CampaignState },
  path: readonly string[],
): boolean {
  if (review.state === 'accepted' || review.state === 'closed') return false;
  if (review.state === 'draft' && review.campaign_state !== 'open') return false;
  return path.includes(review.campaign_unit);
}
