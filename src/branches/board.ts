import type { ReviewState, RoleName } from '../../db/schema.ts';
import type { Comments } from '../residence/rules.ts';
import { STATE_WORDS } from '../reviews/transitions.ts';
import { byName, byPostThenName, foldName } from '../units/rules.ts';
import type { SeasonPerson } from './queries.ts';
import { EXEMPTION_WORDS, isReviewed } from './rules.ts';

/** The board's decisions, pure: who stands where, in which order, and who is shown. States only, nothing finer. */

export type BoardState = 'none' | ReviewState;

export const BOARD_STATES = ['none', 'draft', 'submitted', 'returned', 'accepted', 'closed'] as const;

export const BOARD_STATE_WORDS: Record<BoardState, string> = { none: 'Chưa bắt đầu', ...STATE_WORDS };

export const COMMENT_WORDS: Record<Comments['state'], string> = {
  open: 'Chưa gửi yêu cầu',
  requested: 'Chưa nhận',
  received: 'Đã nhận',
  exempt: 'Không phải lấy',
};

const POST_WORDS: Partial<Record<RoleName, string>> = {
  secretary: 'Bí thư',
  deputy: 'Phó bí thư',
  committee_member: 'Chi ủy viên',
};

/** The highest post a person holds in the branch; empty for most. */
export function postWords(roles: readonly RoleName[]): string {
  const order: RoleName[] = ['secretary', 'deputy', 'committee_member'];
  const held = order.find((role) => roles.includes(role));
  return (held && POST_WORDS[held]) ?? '';
}

export function stateOf(person: Pick<SeasonPerson, 'review'>): BoardState {
  return person.review?.state ?? 'none';
}

/** With the branch: handed in and not sent back. */
export function hasHandedIn(person: Pick<SeasonPerson, 'review'>): boolean {
  return ['submitted', 'accepted', 'closed'].includes(stateOf(person));
}

/** `chua-nop`: everybody who has still to hand in, whatever the state. */
export type BoardFilter = { search: string; state: BoardState | 'chua-nop' | ''; order: 'post' | 'name' };

/** Each typed word begins a word of the name, with or without its marks: "an" finds An, and not every Văn. */
export function isFound(person: { folded_name: string }, search: string): boolean {
  return foldName(search)
    .split(' ')
    .every((word) => ` ${person.folded_name}`.includes(` ${word}`));
}

export function isShown(person: Pick<SeasonPerson, 'folded_name' | 'review'>, filter: BoardFilter): boolean {
  const state = stateOf(person);
  const inState =
    filter.state === '' || filter.state === state || (filter.state === 'chua-nop' && !hasHandedIn(person));
  return inState && isFound(person, filter.search);
}

export function inOrder<Person extends Pick<SeasonPerson, 'full_name' | 'roles'>>(
  people: readonly Person[],
  order: BoardFilter['order'],
): Person[] {
  return people.toSorted(order === 'name' ? byName : byPostThenName);
}

/** "Đã nộp 9/12", and how many stand in each state that anybody is in. Results are no part of it. */
export function countsOf(people: readonly Pick<SeasonPerson, 'review'>[]) {
  const inState = (state: BoardState) => people.filter((person) => stateOf(person) === state).length;
  return {
    handedIn: people.filter(hasHandedIn).length,
    all: people.length,
    states: BOARD_STATES.map((state) => ({ state, count: inState(state) })).filter(({ count }) => count > 0),
  };
}

/** Somebody who is not followed here in this campaign, with the word for it. */
export interface Apart {
  name: string;
  why: string;
  reason: string;
}

/** Where people have gone, beside those the campaign knows of this branch. */
export interface Movements {
  /** Moved away with a review not accepted yet, or before it was begun. */
  gone: readonly { member_id: string; full_name: string; now_in: string }[];
  /** Here now, and reviewed by the branch they came from. */
  reviewedElsewhere: readonly { full_name: string; reviewed_in: string }[];
}

/** Those the branch follows, and those who stand apart: exempt, moved, or reviewed elsewhere. */
export function partsOf(
  people: readonly SeasonPerson[],
  unitId: string,
  { gone, reviewedElsewhere }: Movements,
): { here: SeasonPerson[]; apart: Apart[] } {
  const isAway = (person: SeasonPerson) => person.unit_id !== unitId;
  const goneTo = (id: string) => gone.find(({ member_id }) => member_id === id)?.now_in ?? 'chi bộ khác';
  const known = new Set(people.map(({ id }) => id));
  return {
    here: people.filter((person) => isReviewed(person) && !isAway(person)),
    apart: [
      ...people.flatMap(({ full_name: name, exemption, ...person }) =>
        exemption && !isReviewed({ exemption })
          ? [{ name, why: EXEMPTION_WORDS[exemption.kind], reason: exemption.reason }]
          : person.unit_id !== unitId
            ? [{ name, why: `Đã chuyển sang ${goneTo(person.id)}`, reason: 'Bản kiểm điểm đã tiếp nhận ở lại chi bộ.' }]
            : [],
      ),
      ...gone
        .filter(({ member_id }) => !known.has(member_id))
        .map(({ full_name: name, now_in }) => ({
          name,
          why: `Đã chuyển sang ${now_in}`,
          reason: 'Kiểm điểm ở nơi mới.',
        })),
      ...reviewedElsewhere.map(({ full_name: name, reviewed_in }) => ({
        name,
        why: `Mới chuyển đến từ ${reviewed_in}`,
        reason: 'Đã kiểm điểm ở nơi cũ.',
      })),
    ],
  };
}
