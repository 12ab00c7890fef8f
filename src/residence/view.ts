import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import type { FieldErrors } from '../errors.ts';
import type { UnitRow } from '../units/queries.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { Link } from '../views/models/layout.ts';
import type {
  ResidenceBranchModel,
  ResidenceOverviewModel,
  ResidenceOwnBranchModel,
  ResidencePeople,
} from '../views/models/residence.ts';
import { checkbox, lineField, textField } from '../views/parts.ts';
import type { CommentCounts, CommentedPerson } from './queries.ts';
import { type Comments, commentWords, STATE_NAMES } from './rules.ts';

/** Who was asked about, and whose comments have come → plain models. */

type Typed = Record<string, string>;

const NONE: CommentCounts = { open: 0, requested: 0, received: 0, exempt: 0 };

export function overviewPage(
  campaign: CampaignRow,
  branches: readonly UnitRow[],
  counts: ReadonlyMap<string, CommentCounts>,
): ResidenceOverviewModel {
  return {
    campaign: campaign.title,
    sheets: [sheetLink(`/quan-tri/dot/${campaign.id}/cu-tru.xlsx`)],
    branches: branches.map(({ id, name }) => ({
      text: name,
      href: `/quan-tri/dot/${campaign.id}/cu-tru?chi-bo=${id}`,
      ...(counts.get(id) ?? NONE),
    })),
  };
}

/** What is ticked: everybody in one state, or those who were ticked when the page came back. */
export interface Picked {
  state: string | undefined;
  ticked: ReadonlySet<string>;
}

const PICKS: Record<string, Comments['state']> = { 'chua-gui': 'open', 'da-gui': 'requested', 'da-nhan': 'received' };

/** Told where the letters are printed. */
const NOT_KNOWN = 'Chưa ghi cấp ủy nơi cư trú: thư để dấu chấm';

function peopleList(
  people: readonly CommentedPerson[],
  members: number,
  path: string,
  picked: Picked,
  error: string | null,
  unknown: string,
  sheet: string,
): ResidencePeople {
  const wanted = PICKS[picked.state ?? ''];
  const count = (state: Comments['state']) => people.filter(({ comments }) => comments.state === state).length;
  return {
    error,
    picks: Object.entries(PICKS)
      .filter(([, state]) => count(state) > 0)
      .map(([name, state]) => ({
        text: `Đánh dấu ${count(state)} đồng chí ${STATE_NAMES[state].toLocaleLowerCase('vi')}`,
        href: `${path}${path.includes('?') ? '&' : '?'}chon=${name}`,
      })),
    notReviewed: members - people.length,
    sheets: people.length > 0 ? [sheetLink(sheet)] : [],
    people: people.map(({ id, full_name, residence, comments }) => ({
      tick: checkbox({
        name: 'dong_chi',
        id: `o-dong_chi-${id}`,
        value: `${id}:${comments.version}`,
        label: full_name,
        checked: picked.ticked.has(id) || comments.state === wanted,
      }),
      state: comments.state,
      words: commentWords(comments),
      note: residence || unknown,
    })),
  };
}

export interface BranchShown {
  campaign: CampaignRow;
  branch: UnitRow;
  people: readonly CommentedPerson[];
  /** All members of the branch. */
  members: number;
  picked: Picked;
  /** The day in Hà Nội. */
  today: string;
}

export function branchPage(shown: BranchShown, typed: Typed = {}, errors: FieldErrors = {}): ResidenceBranchModel {
  const { campaign, branch, people, members, picked, today } = shown;
  const path = `/quan-tri/dot/${campaign.id}/cu-tru`;
  return {
    summary: summaryOf(errors),
    branch: branch.name,
    back: { text: 'Các chi bộ khác', href: path },
    action: path,
    letters: `${path}/thu.pdf`,
    unitId: branch.id,
    list: peopleList(
      people,
      members,
      `${path}?chi-bo=${branch.id}`,
      picked,
      errors.dong_chi ?? null,
      NOT_KNOWN,
      `${path}.xlsx?chi-bo=${branch.id}`,
    ),
    mayNote: campaign.state !== 'closed',
    day: dayField('Ngày gửi hoặc ngày nhận', typed, errors, today),
    reason: textField({
      name: 'ly_do',
      label: 'Lý do miễn',
      hint: 'Chỉ ghi khi bấm “Được miễn”.',
      value: typed.ly_do ?? '',
      error: errors.ly_do ?? null,
      rows: 2,
      optional: true,
    }),
    until: lineField({
      name: 'tra_loi_truoc',
      label: 'Đề nghị trả lời trước ngày',
      hint: 'In trong thư. Ngày/tháng/năm.',
      value: typed.tra_loi_truoc ?? formatDate(campaign.due_on),
      error: errors.tra_loi_truoc ?? null,
      width: 'medium',
    }),
  };
}

export interface OwnBranchShown extends Omit<BranchShown, 'campaign' | 'branch'> {
  season: BranchSeason;
}

export function ownBranchPage(
  shown: OwnBranchShown,
  typed: Typed = {},
  errors: FieldErrors = {},
): ResidenceOwnBranchModel {
  const { season, people, members, picked, today } = shown;
  const { unit, campaign } = season;
  const path = `/chi-bo/${unit.id}/cu-tru`;
  return {
    summary: summaryOf(errors),
    nav: branchNav(unit, 'residence', campaign.id),
    campaign: campaign.title,
    campaignId: campaign.id,
    action: path,
    list: peopleList(
      people,
      members,
      `${path}?dot=${campaign.id}`,
      picked,
      errors.dong_chi ?? null,
      '',
      `${path}.xlsx?dot=${campaign.id}`,
    ),
    mayNote: campaign.state !== 'closed',
    day: dayField('Ngày nhận', typed, errors, today),
  };
}

/** A branch whose committee has made no campaign yet. */
export function noSeasonPage(unit: UnitRow, today: string): ResidenceOwnBranchModel {
  return {
    summary: null,
    nav: branchNav(unit, 'residence'),
    campaign: null,
    campaignId: '',
    action: `/chi-bo/${unit.id}/cu-tru`,
    list: { error: null, picks: [], people: [], notReviewed: 0, sheets: [] },
    mayNote: false,
    day: dayField('Ngày nhận', {}, {}, today),
  };
}

function sheetLink(href: string): Link {
  return { text: 'Tải bảng (.xlsx)', href };
}

function dayField(label: string, typed: Typed, errors: FieldErrors, today: string) {
  return lineField({
    name: 'ngay',
    label,
    hint: 'Ngày/tháng/năm.',
    value: typed.ngay ?? formatDate(today),
    error: errors.ngay ?? null,
    width: 'medium',
  });
}

/** The list has no control of its own name: its fault leads to the list. */
function summaryOf(errors: FieldErrors) {
  const summary = errorSummary(errors);
  return (
    summary && {
      ...summary,
      errors: summary.errors.map((one) => (one.href === '#o-dong_chi' ? { ...one, href: '#danh-sach' } : one)),
    }
  );
}
