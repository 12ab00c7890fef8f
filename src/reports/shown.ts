import type { BranchSeason } from '../branches/scope.ts';
import type { Deps } from '../deps.ts';
import { leadersOf } from '../units/queries.ts';
import { REPORT_KIND, type Signer } from './commands.ts';
import { checkFacts } from './facts.ts';
import { draftContent } from './loaded.ts';
import { lastNumber, stepsOf, termOf } from './queries.ts';
import { findingsOf } from './rules.ts';
import type { TextOutcome } from './saving.ts';
import type { ReportHere } from './scope.ts';
import type { ReportShown } from './view.ts';

type ShownDeps = Pick<Deps, 'store'>;

/** Everything the report's page shows. */
export async function gatherShown(
  deps: ShownDeps,
  here: ReportHere,
  outcomes: readonly TextOutcome[],
): Promise<ReportShown> {
  const { db } = deps.store;
  const { season, report, leads, sits } = here;
  const [content, findings, steps, signers, proposed] = await Promise.all([
    report ? report.content : sits ? draftContent(deps, season, new Map(), 1) : null,
    sits ? checkFacts(deps, season).then((facts) => findingsOf(facts).length) : 0,
    report ? stepsOf(db, report.row.id) : [],
    leads ? signersOf(deps, season) : [],
    proposedNumber(deps, here),
  ]);
  return { season, report, content, leads, sits, findings, steps, signers, proposed, outcomes };
}

/** Who may have signed: whom the print settings mean first, then the secretary, then the deputies. */
export async function signersOf({ store }: ShownDeps, { unit, print }: BranchSeason): Promise<Signer[]> {
  const leaders = await leadersOf(store.db, unit.id);
  const of = (role: 'secretary' | 'deputy', post: string) =>
    leaders
      .filter((leader) => leader.role === role)
      .map(({ account_id: accountId, display_name: name }) => ({ accountId, name, post }));
  const all = [...of('secretary', 'BÍ THƯ'), ...of('deputy', 'PHÓ BÍ THƯ')];
  const meant = ({ name, post }: Signer) => (print?.signer ? name === print.signer : post === print?.post);
  return [...all.filter(meant), ...all.filter((signer) => !meant(signer))];
}

/** The number it had before it was opened again, else the one after the last of the branch's term. */
async function proposedNumber(
  { store: { db } }: ShownDeps,
  { season, report }: ReportHere,
): Promise<ReportShown['proposed']> {
  const kept = await termOf(db, season.unit.id);
  const running = kept && kept.first_year <= season.campaign.year && season.campaign.year <= kept.last_year + 1;
  if (!kept || !running) return { number: 1, first: '', last: '' };
  const term = `${kept.first_year}-${kept.last_year}`;
  const before = report?.editions[0];
  const last = await lastNumber(db, { unitId: season.unit.id, kind: REPORT_KIND, term });
  const number = before?.term === term ? before.number : last + 1;
  return { number, first: String(kept.first_year), last: String(kept.last_year) };
}
