import type { RoleName } from '../../db/schema.ts';
import { ROLE_WORDS } from '../accounts/rules.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { CAMPAIGN_STATE_WORDS, usualYear } from '../campaigns/rules.ts';
import type { PdfHealth } from '../deps.ts';
import type { Viewer } from '../http/context.ts';
import type { Worry } from '../operation/rules.ts';
import type { WaitingReview } from '../reviews/queries.ts';
import { formatDate } from '../views/formats.ts';
import type { CodeOffer, OverviewModel, SlipModel, UnitModel, UnitNode } from '../views/models/admin.ts';
import type { Link } from '../views/models/layout.ts';
import type { Task } from '../views/models/parts.ts';
import type { Slip } from './codes.ts';
import type { CodeRequestRow, PersonRow, UnitRow } from './queries.ts';
import { byName, KIND_WORDS, type NextStep, nextStep, SHORT_STANDING_WORDS, type Tree, treesOf } from './rules.ts';

/** Rows → plain models of the administrator's reading pages. */

interface Overview {
  units: readonly UnitRow[];
  counts: ReadonlyMap<string, number>;
  campaigns: readonly CampaignRow[];
  /** Requests for a code that the viewer may answer, or use. */
  requests: readonly CodeRequestRow[];
  pdf: PdfHealth;
  /** The gravest fault of the copies of the data; null for who does not keep the server running. */
  worry: Worry | null;
  today: string;
  /** Keeps the server running and its accounts, and so may fill it from a kit. */
  administers: boolean;
  /** null for who is no office. */
  waiting: readonly WaitingReview[] | null;
}

export function overviewPage(shown: Overview): OverviewModel {
  const { units, counts, campaigns, requests, pdf, today, waiting } = shown;
  const people = units.reduce((sum, unit) => sum + (counts.get(unit.id) ?? 0), 0);
  const branches = units.filter((unit) => unit.kind === 'branch').length;
  const preparing = campaigns.find((campaign) => campaign.state === 'preparing');
  const unitName = (id: string) => units.find((unit) => unit.id === id)?.name ?? '';
  return {
    next: nextWords(nextStep({ branches, people, campaigns }), preparing, today),
    openKit:
      shown.administers && units.length === 1 && branches === 0 && campaigns.length === 0
        ? { text: 'Mở bộ cài của đảng ủy', href: '/quan-tri/mo-bo-cai' }
        : null,
    waiting:
      waiting &&
      waiting.map((review) => ({
        who: review.full_name,
        unit: review.unit_name,
        submittedAt: review.submitted_at ?? '',
        href: `/ban-kiem-diem/${review.id}/doc`,
      })),
    requests: requests.map((request) => ({
      text:
        request.state === 'confirmed'
          ? `Đã có xác nhận: nhận mã cho đồng chí ${request.full_name}`
          : `Đồng chí ${request.asker_name} đề nghị cấp mã cho đồng chí ${request.full_name}`,
      href: `/chi-bo/${request.unit_id}/cap-ma/${request.id}`,
    })),
    units: treesOf(units).map((tree) => unitNode(tree, counts)),
    people,
    campaigns:
      campaigns.length === 0
        ? null
        : {
            groups: [
              {
                id: 'cac-dot',
                title: 'Đợt kiểm điểm',
                tasks: campaigns.map((row) => campaignTask(row, unitName(row.unit_id))),
              },
            ],
          },
    pdf: { ready: pdf.ready, detail: pdf.detail, status: shown.administers ? '/quan-tri/he-thong' : null },
    worry: shown.worry,
  };
}

function nextWords(step: NextStep, preparing: CampaignRow | undefined, today: string): OverviewModel['next'] {
  if (step === 'first-branch') {
    return {
      text: 'Chưa có chi bộ nào. Mỗi đảng viên sinh hoạt ở một chi bộ, nên đồng chí lập chi bộ trước.',
      action: { text: 'Lập chi bộ đầu tiên', href: '/quan-tri/to-chuc/moi' },
    };
  }
  if (step === 'first-person') {
    return {
      text: 'Chưa có đảng viên nào. Ghi xong mỗi đồng chí, hệ thống cho một phiếu có tên đăng nhập và mã dùng một lần.',
      action: { text: 'Ghi đảng viên đầu tiên', href: '/quan-tri/dang-vien/moi' },
    };
  }
  if (step === 'first-campaign') {
    return {
      text: 'Chưa có đợt kiểm điểm nào, nên đảng viên chưa ghi được bản kiểm điểm.',
      action: { text: `Lập đợt kiểm điểm năm ${usualYear(today)}`, href: '/quan-tri/dot/moi' },
    };
  }
  if (step === null || !preparing) return null;
  return {
    text: 'Đợt kiểm điểm đã lập nhưng chưa mở, nên đảng viên chưa ghi được bản kiểm điểm.',
    action: { text: 'Xem và mở đợt', href: `/quan-tri/dot/${preparing.id}` },
  };
}

function unitNode({ unit, below }: Tree<UnitRow>, counts: ReadonlyMap<string, number>): UnitNode {
  const members = counts.get(unit.id) ?? 0;
  return {
    name: unit.name,
    href: unitPath(unit.id),
    note: unit.kind === 'branch' ? `${KIND_WORDS.branch}, ${members} đảng viên` : KIND_WORDS.committee,
    below: below.map((tree) => unitNode(tree, counts)),
  };
}

function campaignTask(campaign: CampaignRow, unitName: string): Task {
  const kind = campaign.state === 'preparing' ? 'todo' : campaign.state === 'open' ? 'doing' : 'done';
  return {
    text: campaign.title,
    href: `/quan-tri/dot/${campaign.id}`,
    note: `${unitName}. Hạn nộp ${formatDate(campaign.due_on)}.`,
    status: { kind, text: CAMPAIGN_STATE_WORDS[campaign.state] },
  };
}

export function unitPage(
  unit: UnitRow,
  people: readonly PersonRow[],
  units: readonly UnitRow[],
  codes: CodesHere,
  /** The member whose second factor has just been switched off. */
  switchedOff?: string,
): UnitModel {
  const isBranch = unit.kind === 'branch';
  const helped = people.find((person) => person.id === switchedOff && person.has_factor === 0);
  return {
    name: unit.name,
    done: helped
      ? `Đã tắt đăng nhập hai bước của đồng chí ${helped.full_name}. Lần đăng nhập tới, đồng chí ấy sẽ được báo.`
      : null,
    facts: [
      { label: 'Loại', value: KIND_WORDS[unit.kind] },
      { label: 'Tên trên văn bản', value: unit.paper_name },
      { label: 'Nơi ghi trước ngày tháng', value: unit.place },
      ...(isBranch ? [{ label: 'Chi ủy', value: unit.has_branch_committee ? 'Có chi ủy' : 'Không có chi ủy' }] : []),
    ],
    actions: [
      { text: 'Sửa tổ chức', href: `${unitPath(unit.id)}/sua` },
      { text: 'Thiết lập in', href: `${unitPath(unit.id)}/in-an` },
      { text: 'Nhập danh sách từ tệp', href: `${unitPath(unit.id)}/nhap` },
      ...(isBranch && people.length > 0 ? [{ text: 'In phiếu đăng nhập', href: `${unitPath(unit.id)}/phieu` }] : []),
      ...(isBranch && people.length > 0 ? [{ text: 'In phiếu nhập giúp', href: `/chi-bo/${unit.id}/nhap-giup` }] : []),
    ],
    newPerson: isBranch ? `/quan-tri/dang-vien/moi?to-chuc=${unit.id}` : null,
    people: people.toSorted(byName).map((person) => personLine(person, unit, units, codes)),
  };
}

function personLine(
  person: PersonRow,
  unit: UnitRow,
  units: readonly UnitRow[],
  codes: CodesHere,
): UnitModel['people'][number] {
  return {
    name: person.full_name,
    href: personPath(person.id),
    standing: SHORT_STANDING_WORDS[person.standing],
    official: person.official ? 'Chính thức' : 'Dự bị',
    userName: person.user_name ?? 'Chưa có tài khoản',
    duties: person.roles.map(({ role, unit_id }) => dutyWords(ROLE_WORDS[role], unit_id, unit, units)),
    account: accountWords(person),
    newCode:
      person.account_id === codes.viewer.accountId ? null : codeOffer(person, codes.reach, codes.drafts.has(person.id)),
    factorOff:
      person.has_factor === 1 && codes.viewer.accountId !== person.account_id && person.disabled !== 1
        ? factorOffPath(person.id)
        : null,
  };
}

export function personPath(memberId: string): string {
  return `/quan-tri/dang-vien/${memberId}`;
}

export type Reach = (duty: { role: RoleName; unitId: string }) => boolean;

/** What decides about a code for somebody of a branch: who asks, how far he reaches, who has a draft in hand. */
export interface CodesHere {
  viewer: Viewer;
  reach: Reach;
  drafts: ReadonlySet<string>;
}

/** How a code for somebody else is asked for, and what follows; null where none can be made. */
export function codeOffer(person: PersonRow, reach: Reach, hasDraft: boolean): CodeOffer | null {
  const roles = person.roles.map(({ role, unit_id: unitId }) => ({ role, unitId }));
  if (person.account_id === null || person.disabled === 1 || !roles.every(reach)) return null;
  const action = `${personPath(person.id)}/ma-moi`;
  if (hasDraft) {
    return {
      action,
      button: 'Đề nghị cấp mã',
      consequence:
        'Đồng chí này đang soạn bản kiểm điểm, nên việc cấp mã cần một người thứ hai xác nhận. Xác nhận rồi đồng chí mới nhận được mã.',
    };
  }
  return {
    action,
    button: 'Cấp mã và hiện phiếu',
    consequence: 'Các phiên đang mở sẽ kết thúc, mã cũ hết hiệu lực. Mật khẩu và bài viết giữ nguyên.',
  };
}

export function factorOffPath(memberId: string): string {
  return `/quan-tri/dang-vien/${memberId}/tat-hai-buoc`;
}

/** A duty in another unit than one's own says where. */
export function dutyWords(words: string, unitId: string, own: UnitRow, units: readonly UnitRow[]): string {
  if (unitId === own.id) return words;
  return `${words} (${units.find((unit) => unit.id === unitId)?.name ?? 'tổ chức khác'})`;
}

export function accountWords(person: PersonRow): string {
  if (person.account_id === null) return '';
  if (person.disabled === 1) return 'Đang khóa';
  if (person.has_password !== 1) return 'Chưa đăng nhập lần đầu';
  return person.has_factor === 1 ? 'Đã có mật khẩu; đăng nhập hai bước' : 'Đã có mật khẩu';
}

export function slipPage(slip: Slip, address: string, unit: UnitRow, isNew: boolean): SlipModel {
  const another: Link = { text: 'Ghi đảng viên khác', href: `/quan-tri/dang-vien/moi?to-chuc=${unit.id}` };
  return {
    ...slip,
    address,
    unit: { text: `Về ${unit.name}`, href: unitPath(unit.id) },
    another: isNew ? another : null,
  };
}

export function unitPath(unitId: string): string {
  return `/quan-tri/to-chuc/${unitId}`;
}
