import { handUp, proposeRating } from '../ratings/commands.ts';
import { chosenLevels, decideAgain, decideRatings } from '../ratings/deciding.ts';
import { COLLECTIVE } from '../ratings/rules.ts';
import type { RatedSubject } from '../ratings/subjects.ts';
import { type BranchTable, currentDecision, loadTable } from '../ratings/table.ts';
import { unitAndAbove } from '../units/queries.ts';
import { actorFor, dayFrom, daysAgo, type Filling, known, officeDays, seasonOf } from './rehearsal-filling.ts';
import { reportBranch } from './rehearsal-report.ts';
import type { RehearsalBranch } from './rehearsal-season-data.ts';

type Ratings = NonNullable<RehearsalBranch['ratings']>;
type Decision = NonNullable<RehearsalBranch['decision']>;

/** The branch proposes a level for each after its meeting, and hands the table up with a reason for what stands out. */
export async function rateBranch(
  filling: Filling,
  branch: string,
  ratings: Ratings,
  report: RehearsalBranch['report'],
): Promise<void> {
  const then = daysAgo(filling, ratings.daysAgo, '20:00');
  const actor = actorFor(then, ratings.by);
  for (const [key, line] of Object.entries(ratings.lines)) {
    const table = await tableOf(then, branch);
    const subject = subjectIn(table, subjectKey(filling, key));
    await proposeRating(then.deps, actor, table, subject, {
      agencyLevel: line.agency ?? '',
      committeeLevel: line.committee ?? '',
      massBodyLevel: line.massBody ?? '',
      branchLevel: line.level,
      reason: line.reason ?? '',
      quarters: line.quarters ?? '',
      tasksDone: subject.kind === 'collective' ? ratings.tasksDone : '',
      version: 0,
    });
  }
  if (report) await reportBranch(filling, branch, report);
  const up = daysAgo(filling, ratings.handedUpDaysAgo, '11:05');
  await handUp(up.deps, actorFor(up, ratings.by), await tableOf(up, branch), ratings.handUpReason);
}

/** The committee decides on one document, and once more on another where something came out afterwards. */
export async function decideBranch(filling: Filling, branch: string, decision: Decision): Promise<void> {
  const { body, number, reason } = decision;
  const then = daysAgo(filling, -officeDays(filling, -decision.daysAgo), '15:00');
  const table = await tableOf(then, branch);
  const levels = table.subjects.map(({ subject, rating }) => [subject, rating?.branch_level ?? ''] as const);
  const otherwise = Object.entries(decision.otherwise).map(
    ([key, level]) => [subjectKey(filling, key), level] as const,
  );
  const chosen = chosenLevels(table, new Map([...levels, ...otherwise]));
  const document = { number, decidedOn: dayFrom(then, 0), body, reason, confirmed: true };
  await decideRatings(then.deps, actorFor(then, decision.by), table, document, chosen);

  const { again } = decision;
  const later = daysAgo(filling, -officeDays(filling, -again.daysAgo), '16:20');
  const decided = await tableOf(later, branch);
  const subject = subjectIn(decided, subjectKey(filling, again.person));
  await decideAgain(later.deps, actorFor(later, decision.by), decided, subject, {
    number: again.number,
    decidedOn: dayFrom(later, 0),
    body,
    level: again.level,
    reason: again.reason,
    replaces: currentDecision(subject)?.id ?? '',
  });
}

async function tableOf(filling: Filling, branch: string): Promise<BranchTable> {
  const { campaign, unit } = await seasonOf(filling, branch);
  const [, superior = null] = await unitAndAbove(filling.deps.store.db, unit.id);
  return loadTable(filling.deps, { unit, superior, campaign });
}

function subjectIn({ subjects }: BranchTable, key: string): RatedSubject {
  const found = subjects.find(({ subject }) => subject === key);
  if (!found) throw new Error(`nobody ${key} is rated there`);
  return found;
}

function subjectKey(filling: Filling, key: string): string {
  return key === COLLECTIVE ? COLLECTIVE : known(filling, key).memberId;
}
