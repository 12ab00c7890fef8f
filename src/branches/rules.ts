import type { ExemptionKind } from '../../db/schema.ts';
import type { Viewer } from '../http/context.ts';
import type { BranchNav } from '../views/models/branches.ts';

/** Why a person stands apart, in the rules' own words (forms.md §6). */
export const EXEMPTION_WORDS: Record<ExemptionKind, string> = {
  excused: 'Được miễn công tác và sinh hoạt đảng',
  suspended: 'Bị đình chỉ sinh hoạt đảng',
  new: 'Mới kết nạp chưa đủ 6 tháng',
  elsewhere: 'Sinh hoạt tạm thời ở nơi khác',
  outside_tool: 'Không đưa lên hệ thống này',
};

/** Who is away for a while is still reviewed and rated by his own branch, after written comments. */
export function isReviewed(person: { exemption: { kind: ExemptionKind } | null }): boolean {
  return person.exemption === null || person.exemption.kind === 'elsewhere';
}

/**
 * As what a branch reviews itself beside its members' own reviews (forms.md §3; 43-HD/BTCTW):
 * `committee`: its chi ủy, T/M CHI ỦY signs · `branch`: the branch itself, where there is no chi ủy or one of too few;
 * its secretary (and deputy) then review at the branch as persons, and the branch rates itself · `superior`: a branch of
 * too few is reviewed with the committee above it and has no review of its own.
 */
export type Collective =
  { of: 'committee' } | { of: 'branch'; because: 'no-committee' | 'few-in-committee' } | { of: 'superior' };

/** `fewest`: how many people make a collective, a setting of the campaign (three, unless the committee says otherwise). */
export function collectiveOf(
  branch: { hasCommittee: boolean; inCommittee: number; members: number },
  fewest: number,
): Collective {
  if (branch.hasCommittee && branch.inCommittee >= fewest) return { of: 'committee' };
  if (branch.members < fewest) return { of: 'superior' };
  return { of: 'branch', because: branch.hasCommittee ? 'few-in-committee' : 'no-committee' };
}

/** "Chi ủy Chi bộ Số 1", "Chi bộ Số 2". */
export function collectiveName(unitName: string, collective: Collective): string {
  return collective.of === 'committee' ? `Chi ủy ${unitName}` : unitName;
}

/** Its secretary or deputy: who acts for the branch, where other members of the chi ủy read. */
export function leadsBranch(viewer: Pick<Viewer, 'roles'>, unitId: string): boolean {
  return viewer.roles.some((held) => held.unitId === unitId && (held.role === 'secretary' || held.role === 'deputy'));
}

const BRANCH_PAGES = [
  { page: 'board', text: 'Theo dõi', path: '' },
  { page: 'collective', text: 'Kiểm điểm tập thể', path: '/tap-the' },
  { page: 'residence', text: 'Nơi cư trú', path: '/cu-tru' },
  { page: 'meeting', text: 'Họp chi bộ', path: '/hop' },
  { page: 'ratings', text: 'Xếp loại', path: '/xep-loai' },
  { page: 'report', text: 'Báo cáo', path: '/bao-cao' },
  { page: 'papers', text: 'In hồ sơ', path: '/in' },
] as const;

export type BranchPage = (typeof BRANCH_PAGES)[number]['page'];

/** The way between a branch's pages; `campaignId` only where it is not the one shown anyway. */
export function branchNav(unit: { id: string; name: string }, current: BranchPage, campaignId?: string): BranchNav {
  const query = campaignId ? `?dot=${campaignId}` : '';
  return {
    label: unit.name,
    links: BRANCH_PAGES.map(({ page, text, path }) => ({
      text,
      href: `/chi-bo/${unit.id}${path}${query}`,
      current: page === current,
    })),
  };
}
