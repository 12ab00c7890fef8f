import { leadsBranch } from '../branches/rules.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { AppError, notFound } from '../errors.ts';
import { type AppContext, viewerOf } from '../http/context.ts';
import { findHandUp } from '../ratings/queries.ts';
import { type LoadedReport, loadReport } from './loaded.ts';

type ScopeDeps = Pick<Deps, 'store' | 'now'>;

/** A branch's report as its pages find it. Who may come at all is the access table's business. */
export interface ReportHere {
  season: BranchSeason;
  report: LoadedReport | null;
  /** Its secretary or deputy writes; who else comes here reads. */
  leads: boolean;
  /** Of the branch's chi ủy, and not an office that reads what was handed up. */
  sits: boolean;
}

/**
 * null without any campaign. The office reads once the branch has handed up: before that the report looks to it as if
 * it did not exist.
 */
export async function reportHere(deps: ScopeDeps, c: AppContext): Promise<ReportHere | null> {
  const unitId = c.req.param('unit') ?? '';
  const season = await branchSeason(deps, unitId, c.req.query('dot'));
  if (!season) return null;
  const viewer = viewerOf(c);
  const sits = viewer.roles.some(
    (held) => held.unitId === unitId && ['secretary', 'deputy', 'committee_member'].includes(held.role),
  );
  if (!sits && !(await findHandUp(deps.store.db, season.campaign.id, unitId))) throw notFound('not handed up yet');
  return { season, report: await loadReport(deps, season), leads: leadsBranch(viewer, unitId), sits };
}

/** Throws `not-allowed-now` where there is no campaign, or no report in it. */
export async function begunReport(deps: ScopeDeps, c: AppContext): Promise<ReportHere & { report: LoadedReport }> {
  const here = await reportHere(deps, c);
  if (here?.report) return { ...here, report: here.report };
  throw new AppError('not-allowed-now', {
    message: 'no report is begun',
    hint: 'Chi bộ chưa lập báo cáo của đợt này. Bí thư hoặc phó bí thư bấm “Lập báo cáo” ở trang Báo cáo trước.',
  });
}
