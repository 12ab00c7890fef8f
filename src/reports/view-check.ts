import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { settingsOf } from '../campaigns/settings.ts';
import { capRuleWords } from '../ratings/cap.ts';
import type { CheckGroup, CheckLine, ReportCheckModel } from '../views/models/reports.ts';
import { reportPaths } from './place.ts';
import type { CheckFacts, Finding, FindingKind, FindingPlace } from './rules.ts';

/** Findings by kind, each with the way to its place. */

const KINDS: readonly { kind: FindingKind; heading: string; hint: string | null }[] = [
  { kind: 'review', heading: 'Bản kiểm điểm chưa nộp', hint: null },
  { kind: 'ballot', heading: 'Chưa có kết quả kiểm phiếu', hint: null },
  {
    kind: 'sum',
    heading: 'Số phiếu không khớp',
    hint: 'Đối chiếu với số đảng viên chính thức có mặt; đảng viên dự bị không biểu quyết (Điều lệ Đảng, Điều 3).',
  },
  {
    kind: 'residence',
    heading: 'Chưa có nhận xét của cấp ủy nơi cư trú',
    hint: 'Quy định 213-QĐ/TW.',
  },
  { kind: 'level', heading: 'Chưa ghi mức đề xuất', hint: null },
  {
    kind: 'head',
    heading: 'Mức của người đứng đầu cao hơn mức của tập thể',
    hint: 'Quy định 366-QĐ/TW, Điều 11.',
  },
  { kind: 'cap', heading: 'Vượt tỷ lệ xuất sắc', hint: null },
  { kind: 'date', heading: 'Ngày tháng', hint: null },
];

/** More than these of one kind stand behind a click. */
const SHOWN = 8;

export function checkPage(season: BranchSeason, facts: CheckFacts, findings: readonly Finding[]): ReportCheckModel {
  const paths = reportPaths(season);
  const groups = KINDS.map((each) =>
    groupOf(
      each,
      findings.filter(({ kind }) => kind === each.kind),
      paths,
    ),
  );
  const found = groups.filter((group) => group !== null);
  return {
    nav: branchNav(season.unit, 'report', season.campaign.id),
    lead: season.campaign.title,
    count:
      findings.length === 0
        ? 'Không thấy chỗ nào thiếu hoặc không khớp.'
        : `Còn ${findings.length} chỗ, thuộc ${found.length} loại. Không chỗ nào chặn việc lập báo cáo.`,
    none: findings.length === 0,
    groups: found,
    caps: facts.caps.map(({ words }) => `${words}.`),
    capRule: capRuleWords(settingsOf(season.campaign).cap),
    back: { text: 'Về trang Báo cáo', href: paths.page },
  };
}

type Paths = ReturnType<typeof reportPaths>;

function groupOf(
  { kind, heading, hint }: (typeof KINDS)[number],
  findings: readonly Finding[],
  paths: Paths,
): CheckGroup | null {
  if (findings.length === 0) return null;
  const lines = findings.map(({ text, place }): CheckLine => ({ text, ...wayTo(place, paths) }));
  const rest = lines.length > SHOWN + 1 ? lines.slice(SHOWN) : [];
  return {
    id: `soat-${kind}`,
    heading: `${heading} (${findings.length})`,
    hint,
    first: rest.length > 0 ? lines.slice(0, SHOWN) : lines,
    rest: rest.length > 0 ? { summary: `Xem ${rest.length} chỗ nữa`, lines: rest } : null,
  };
}

function wayTo(place: FindingPlace, paths: Paths): Pick<CheckLine, 'href' | 'act'> {
  switch (place.at) {
    case 'person':
      return { href: paths.person(place.subject), act: 'Xem và nhắc' };
    case 'rating':
      return { href: paths.rating(place.subject), act: 'Ghi mức' };
    case 'ballot':
      return { href: paths.ballot(place.subject), act: 'Xem kiểm phiếu' };
    case 'collective':
      return { href: paths.collective, act: 'Xem báo cáo tập thể' };
    case 'residence':
      return { href: paths.residence, act: 'Xem nơi cư trú' };
    case 'ratings':
      return { href: paths.ratings, act: 'Xem bảng xếp loại' };
    case 'meeting':
      return { href: paths.meeting, act: 'Xem cuộc họp' };
    case 'attendance':
      return { href: paths.attendance, act: 'Điểm danh' };
    case 'plan':
      return { href: paths.plan, act: 'Xem ngày họp' };
    case 'board':
      return { href: paths.board, act: 'Xem hạn của đợt' };
    case 'report':
      return { href: paths.page, act: 'Xem ngày báo cáo' };
  }
}
