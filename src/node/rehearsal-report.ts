import { beginReport, signReport } from '../reports/commands.ts';
import { type LoadedReport, loadReport } from '../reports/loaded.ts';
import { saveTexts } from '../reports/saving.ts';
import { signersOf } from '../reports/shown.ts';
import { actorFor, dayFrom, daysAgo, type Filling, known, seasonOf } from './rehearsal-filling.ts';
import type { RehearsalBranch } from './rehearsal-season-data.ts';

type Report = NonNullable<RehearsalBranch['report']>;

/** The branch writes its report after the proposals, and notes it as signed where it has come so far. */
export async function reportBranch(filling: Filling, branch: string, report: Report): Promise<void> {
  const then = daysAgo(filling, report.daysAgo, '20:30');
  const actor = actorFor(then, report.by);
  await beginReport(then.deps, actor, await seasonOf(then, branch));
  const fields = Object.entries(report.texts).map(([key, value]) => ({ key, value, version: 0 }));
  const outcomes = await saveTexts(then.deps, actor, await reportOf(then, branch), fields);
  const refused = outcomes.filter(({ kind }) => kind !== 'saved');
  if (refused.length > 0) throw new Error(`the rehearsal's report was not saved: ${JSON.stringify(refused)}`);
  if (report.signed) await sign(filling, branch, report, report.signed);
}

async function sign(filling: Filling, branch: string, { by }: Report, signed: NonNullable<Report['signed']>) {
  const then = daysAgo(filling, signed.daysAgo, '08:30');
  const report = await reportOf(then, branch);
  const { accountId } = known(then, by);
  const signer = (await signersOf(then.deps, report.season)).find((one) => one.accountId === accountId);
  if (!signer) throw new Error(`${by} does not sign for ${branch}`);
  const { number, term } = signed;
  const typed = { version: report.row.version, number, term, signedOn: dayFrom(then, 0), signer: accountId };
  await signReport(then.deps, actorFor(then, by), report, typed, signer);
}

async function reportOf(filling: Filling, branch: string): Promise<LoadedReport> {
  const report = await loadReport(filling.deps, await seasonOf(filling, branch));
  if (!report) throw new Error(`${branch} has no report`);
  return report;
}
