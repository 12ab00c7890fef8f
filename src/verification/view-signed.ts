import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { dayInHanoi } from '../calendar.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDate } from '../views/formats.ts';
import type { SignedModel } from '../views/models/verification.ts';
import { checkbox, lineField } from '../views/parts.ts';
import type { HandedInRow } from './queries.ts';
import { signedPath } from './rules.ts';

export function signedPage(
  about: { season: BranchSeason; sheets: readonly HandedInRow[]; leads: boolean },
  shown: { all?: boolean; ticked?: ReadonlySet<string>; day?: string; errors?: FieldErrors; done?: string | null } = {},
): SignedModel {
  const { season, sheets, leads } = about;
  const { unit, campaign, today } = season;
  const { all = false, ticked = new Set<string>(), errors = {}, done = null } = shown;
  const path = signedPath(unit.id);
  const out = sheets.filter(({ came_on }) => came_on === null);
  return {
    summary: summaryOf(errors),
    done,
    nav: branchNav(unit, 'board', campaign.id),
    campaign: campaign.title,
    form:
      leads && out.length > 0
        ? {
            action: path,
            campaignId: campaign.id,
            all:
              out.length > 1
                ? { text: `Đánh dấu cả ${out.length} đồng chí`, href: `${path}?dot=${campaign.id}&chon=tat-ca` }
                : null,
            error: errors.ban ?? null,
            sheets: out.map((row) => ({
              tick: checkbox({
                name: 'ban',
                id: `o-ban-${row.id}`,
                value: row.id,
                label: row.full_name,
                checked: all || ticked.has(row.id),
              }),
              note: handedInOn(row),
            })),
            day: dayField(shown.day ?? formatDate(today), errors),
          }
        : null,
    open: leads ? [] : out.map((row) => ({ name: row.full_name, note: handedInOn(row) })),
    back: sheets
      .filter(({ came_on }) => came_on !== null)
      .map((row) => ({
        name: row.full_name,
        note: `Nhận ngày ${formatDate(row.came_on ?? '')}; đồng chí ${row.recorded_by ?? ''} ghi.`,
        takeBack: leads ? { action: `${path}/rut`, review: row.id, campaignId: campaign.id } : null,
      })),
    nobody: sheets.length === 0,
  };
}

function handedInOn({ frozen_at }: HandedInRow): string {
  return `nộp ngày ${formatDate(dayInHanoi(new Date(frozen_at)))}`;
}

function dayField(value: string, errors: FieldErrors) {
  return lineField({
    name: 'ngay',
    label: 'Ngày nhận bản giấy',
    hint: 'Ngày/tháng/năm.',
    value,
    error: errors.ngay ?? null,
    inputMode: 'numeric',
    width: 'short',
  });
}

/** The list has no control of its own name: its fault leads to the list. */
function summaryOf(errors: FieldErrors) {
  const summary = errorSummary(errors);
  return (
    summary && {
      ...summary,
      errors: summary.errors.map((one) => (one.href === '#o-ban' ? { ...one, href: '#danh-sach' } : one)),
    }
  );
}
