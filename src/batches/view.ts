import { branchNav } from '../branches/rules.ts';
import type { BranchSeason } from '../branches/scope.ts';
import type { FieldErrors } from '../errors.ts';
import { errorSummary } from '../views/error-summary.ts';
import { formatDateTime, formatNumber } from '../views/formats.ts';
import type { OrderModel } from '../views/models/batches.ts';
import type { BranchNav } from '../views/models/branches.ts';
import type { Status } from '../views/models/parts.ts';
import { checkbox } from '../views/parts.ts';
import type { PaperKind, Plan } from './kind.ts';
import type { JobRow } from './queries.ts';
import { KEPT_DAYS } from './rules.ts';

/** The page on which papers are ordered. */

export function batchPath(unitId: string): string {
  return `/chi-bo/${unitId}/in`;
}

export function jobPath(job: Pick<JobRow, 'id' | 'unit_id'>): string {
  return `${batchPath(job.unit_id)}/${job.id}`;
}

/** The campaign is named in every address: the office has no open one of its own. */
export function navOf({ unit, campaign, campaigns }: BranchSeason, leads: boolean): BranchNav | null {
  if (!leads) return null;
  return branchNav(unit, 'papers', campaigns[0]?.id === campaign.id ? undefined : campaign.id);
}

export function orderPage(
  { season, leads }: { season: BranchSeason; leads: boolean },
  shown: {
    plans: readonly { kind: PaperKind; plan: Plan }[];
    running: (JobRow & { display_name: string }) | undefined;
    jobs: readonly JobRow[];
    accountId: string;
  },
  returned: { ticked: readonly string[]; errors: FieldErrors } | null = null,
): OrderModel {
  const { unit, campaign, campaigns } = season;
  const here = batchPath(unit.id);
  const there = shown.plans.filter(({ plan }) => plan.papers.length > 0);
  return {
    summary: errorSummary(returned?.errors ?? {}, false),
    nav: navOf(season, leads),
    unit: unit.name,
    campaign: campaign.title,
    campaigns: leads
      ? campaigns
          .filter(({ id }) => id !== campaign.id)
          .map(({ id, title }) => ({ text: title, href: `${here}?dot=${id}` }))
      : [],
    running: shown.running ? runningWords(shown.running, { accountId: shown.accountId, leads }) : null,
    form:
      there.length === 0 || shown.running
        ? null
        : {
            action: `${here}?dot=${campaign.id}`,
            kinds: there.map(({ kind, plan }) => kindBox(kind, plan, returned?.ticked)),
            error: returned?.errors.loai ?? null,
          },
    missing: shown.plans
      .filter(({ plan }) => plan.papers.length === 0)
      .map(({ kind, plan }) => `${kind.label}: ${plan.missing[0]?.why ?? 'chưa có bản nào'}.`),
    jobs: shown.jobs.map((job) => ({
      text: `Đặt in lúc ${formatDateTime(job.asked_at)}`,
      href: jobPath(job),
      status: statusOf(job),
    })),
    keptDays: KEPT_DAYS,
  };
}

/** Everything is ticked until somebody has chosen. */
function kindBox(kind: PaperKind, { papers, missing }: Plan, ticked: readonly string[] | undefined) {
  const lacking = missing.length > 0 && kind.each ? `Không có của ${formatNumber(missing.length)} đồng chí.` : '';
  return checkbox({
    id: `o-loai-${kind.key}`,
    name: 'loai',
    value: kind.key,
    label: kind.each ? `${kind.label} (${formatNumber(papers.length)})` : kind.label,
    hint: [kind.hint ?? '', lacking].filter(Boolean).join(' ') || null,
    checked: ticked?.includes(kind.key) ?? true,
  });
}

function runningWords(
  job: JobRow & { display_name: string },
  { accountId, leads }: { accountId: string; leads: boolean },
): OrderModel['running'] {
  const own = job.account_id === accountId;
  const whose = own ? 'Đồng chí' : `Đồng chí ${job.display_name}`;
  return {
    text: `${whose} đang in hồ sơ của chi bộ, đặt lúc ${formatDateTime(job.asked_at)}. Xong lần này mới đặt được lần khác.`,
    own: own ? jobPath(job) : null,
    cancel: !own && leads ? `${jobPath(job)}/huy` : null,
  };
}

export function statusOf(job: Pick<JobRow, 'state'>): Status {
  const words: Record<JobRow['state'], Status> = {
    running: { kind: 'doing', text: 'Đang in' },
    done: { kind: 'done', text: 'Đã xong' },
    failed: { kind: 'problem', text: 'Chưa xong được' },
    cancelled: { kind: 'todo', text: 'Đã hủy' },
  };
  return words[job.state];
}
