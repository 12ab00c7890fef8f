import type { ExemptionKind } from '../../db/schema.ts';
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

const BRANCH_PAGES = [
  { page: 'board', text: 'Theo dõi', path: '' },
  { page: 'collective', text: 'Kiểm điểm tập thể', path: '/tap-the' },
  { page: 'residence', text: 'Nơi cư trú', path: '/cu-tru' },
  { page: 'meeting', text: 'Họp chi bộ', path: '/hop' },
  { page: 'ratings', text: 'Xếp loại', path: '/xep-loai' },
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
