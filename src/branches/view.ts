import { standingInCampaign } from '../campaigns/rules.ts';
import { dayInHanoi } from '../calendar.ts';
import type { FieldErrors } from '../errors.ts';
import { SHORT_STANDING_WORDS } from '../units/rules.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { BoardModel, BoardRow, RemindForm } from '../views/models/branches.ts';
import type { Link } from '../views/models/layout.ts';
import type { Status } from '../views/models/parts.ts';
import { lineField } from '../views/parts.ts';
import {
  type Apart,
  BOARD_STATE_WORDS,
  BOARD_STATES,
  type BoardFilter,
  COMMENT_WORDS,
  countsOf,
  hasHandedIn,
  inOrder,
  isShown,
  postWords,
  stateOf,
} from './board.ts';
import type { SeasonPerson } from './queries.ts';
import { boardPath, campaignIdIn, personPath, queryOf } from './places.ts';
import { branchNav, EXEMPTION_WORDS } from './rules.ts';
import type { BranchSeason } from './scope.ts';

/** The board: one row a person, counts apart from it. */

export interface Board {
  season: BranchSeason;
  here: readonly SeasonPerson[];
  apart: readonly Apart[];
  /** Member → when last asked to hand in. */
  reminders: ReadonlyMap<string, string>;
  /** Whose page it is. */
  viewerMemberId: string | null;
  leads: boolean;
}

export function boardPage(
  board: Board,
  filter: BoardFilter,
  returned: { typed: string; errors: FieldErrors } | null = null,
  done: string | null = null,
): BoardModel {
  const { season, here } = board;
  const { unit, campaign } = season;
  const counts = countsOf(here);
  const rows = inOrder(here, filter.order).map((person) => boardRow(board, person, !isShown(person, filter)));
  const shown = rows.filter((row) => !row.hidden).length;
  return {
    summary: errorSummary(returned?.errors ?? {}),
    nav: branchNav(unit, 'board', campaignIdIn(season) ?? undefined),
    title: campaign.title,
    due: `Hạn nộp ${formatDate(campaign.due_on)}${campaign.state === 'closed' ? '; đợt đã kết thúc' : ''}.`,
    campaigns: season.campaigns
      .filter(({ id }) => id !== campaign.id)
      .map(({ id, title }) => ({ text: title, href: `${boardPath(unit.id)}?dot=${id}` })),
    done,
    handedIn: `Đã nộp ${counts.handedIn}/${counts.all}`,
    states: counts.states.map(({ state, count }) => ({ text: BOARD_STATE_WORDS[state], count })),
    ...remindingOf(board, returned),
    paper: `${boardPath(unit.id)}/chua-nop.pdf${queryOf(season)}`,
    sheets: [
      { text: 'Tải bảng (.xlsx)', href: `${boardPath(unit.id)}/theo-doi.xlsx${queryOf(season)}` },
      { text: 'Tải danh sách chưa nộp (.xlsx)', href: `${boardPath(unit.id)}/chua-nop.xlsx${queryOf(season)}` },
    ],
    signed: `${boardPath(unit.id)}/ban-ky${queryOf(season)}`,
    filter: filterForm(season, filter),
    table: here.length > 0 ? { rows } : null,
    shown: `Đang hiện ${shown} trong ${rows.length} đồng chí`,
    nobody: here.length > 0 && shown === 0,
    apart: [...board.apart],
    further: board.leads ? codeLinks(unit.id) : [],
  };
}

/** What a leader does with codes for members of the branch. */
function codeLinks(unitId: string): Link[] {
  return [
    { text: 'In phiếu nhập giúp cho đồng chí không tự gõ được', href: `${boardPath(unitId)}/nhap-giup` },
    { text: 'Xem các đề nghị cấp mã đăng nhập mới', href: `${boardPath(unitId)}/cap-ma` },
  ];
}

export function boardRow(board: Board, person: SeasonPerson, hidden: boolean): BoardRow {
  const { season, reminders, viewerMemberId } = board;
  const state = stateOf(person);
  const asked = reminders.get(person.id);
  return {
    name: person.full_name,
    href: `${personPath(season, person.id)}${queryOf(season)}`,
    post: postWords(person.roles),
    folded: person.folded_name,
    states: hasHandedIn(person) ? state : `${state} chua-nop`,
    hidden,
    status: statusOf(person),
    comments: COMMENT_WORDS[person.comments],
    standing: SHORT_STANDING_WORDS[standingOf(season, person)],
    official: person.official === 1 ? 'Chính thức' : 'Dự bị',
    notes: [
      ...(person.exemption ? [EXEMPTION_WORDS[person.exemption.kind]] : []),
      ...(asked && !hasHandedIn(person) ? [`Đã nhắc ${dayWords(asked, season.today)}`] : []),
    ],
    read: readPath(person, viewerMemberId),
  };
}

export function standingOf({ campaign }: BranchSeason, person: SeasonPerson) {
  const secretaryOfOwnBranch = person.roles.includes('secretary');
  return standingInCampaign({ standing: person.standing, secretaryOfOwnBranch }, campaign);
}

export function statusOf(person: SeasonPerson): Status {
  const state = stateOf(person);
  const kinds = {
    none: 'todo',
    draft: 'todo',
    returned: 'todo',
    submitted: 'doing',
    accepted: 'done',
    closed: 'done',
  } as const;
  return { kind: kinds[state], text: BOARD_STATE_WORDS[state] };
}

/** null while the review is with its author, and for one's own, which has its own page. */
export function readPath(person: SeasonPerson, viewerMemberId: string | null): string | null {
  if (!person.review || !hasHandedIn(person) || person.id === viewerMemberId) return null;
  return `/ban-kiem-diem/${person.review.id}/doc`;
}

/** "hôm nay", "ngày 20/11/2026". */
export function dayWords(at: string, today: string): string {
  return isToday(at, today) ? 'hôm nay' : `ngày ${formatDate(dayInHanoi(new Date(at)))}`;
}

/** Everybody who has still to hand in, but the leader himself: he knows. */
export function toBeAsked(board: Board): SeasonPerson[] {
  return board.here.filter((person) => !hasHandedIn(person) && person.id !== board.viewerMemberId);
}

function remindingOf(
  board: Board,
  returned: { typed: string; errors: FieldErrors } | null,
): Pick<BoardModel, 'reminding' | 'notReminding'> {
  const { season, reminders } = board;
  const open = toBeAsked(board);
  if (!board.leads || season.campaign.state !== 'open' || open.length === 0) {
    return { reminding: null, notReminding: null };
  }
  const count = open.filter(({ id }) => !isToday(reminders.get(id), season.today)).length;
  if (count === 0) return { reminding: null, notReminding: 'Hôm nay đã nhắc mọi đồng chí chưa nộp.' };
  const form = remindForm(season, `${boardPath(season.unit.id)}/nhac`, returned, {
    intro: `Từng đồng chí chưa nộp đọc ở trang chính của mình: “${whoAsks(season)} đề nghị đồng chí nộp bản kiểm điểm trước ngày …”. Mỗi đồng chí được nhắc nhiều nhất một lần một ngày.`,
    button: `Nhắc ${count} đồng chí chưa nộp`,
  });
  return { reminding: form, notReminding: null };
}

export function isToday(at: string | undefined, today: string): boolean {
  return at !== undefined && dayInHanoi(new Date(at)) === today;
}

export function whoAsks({ unit }: BranchSeason): string {
  return unit.has_branch_committee === 1 ? 'Chi ủy' : 'Chi bộ';
}

/** The campaign's own day stands there as long as it has not passed. */
export function remindForm(
  season: BranchSeason,
  action: string,
  returned: { typed: string; errors: FieldErrors } | null,
  words: { intro: string; button: string },
): RemindForm {
  const { campaign, today } = season;
  const passed = campaign.due_on < today;
  return {
    action: `${action}${queryOf(season)}`,
    ...words,
    day: lineField({
      name: 'truoc_ngay',
      label: 'Nộp trước ngày',
      hint: passed ? `Hạn của đợt (${formatDate(campaign.due_on)}) đã qua; đồng chí ghi ngày mới.` : null,
      value: returned?.typed ?? (passed ? '' : formatDate(campaign.due_on)),
      error: returned?.errors.truoc_ngay ?? null,
      inputMode: 'numeric',
      width: 'short',
    }),
    open: Boolean(returned?.errors.truoc_ngay),
  };
}

function filterForm(season: BranchSeason, filter: BoardFilter): BoardModel['filter'] {
  const states = [
    { value: '', text: 'Tất cả' },
    { value: 'chua-nop', text: 'Chưa nộp (cả đề nghị bổ sung)' },
    ...BOARD_STATES.map((state) => ({ value: state as string, text: BOARD_STATE_WORDS[state] })),
  ];
  const orders = [
    { value: 'chuc-vu', text: 'Chức vụ, rồi tên', chosen: filter.order === 'post' },
    { value: 'ten', text: 'Tên', chosen: filter.order === 'name' },
  ];
  const filtered = filter.search !== '' || filter.state !== '' || filter.order !== 'post';
  return {
    action: boardPath(season.unit.id),
    campaignId: campaignIdIn(season),
    search: filter.search,
    states: states.map((state) => ({ ...state, chosen: state.value === filter.state })),
    orders,
    clear: filtered ? `${boardPath(season.unit.id)}${queryOf(season)}` : null,
  };
}
