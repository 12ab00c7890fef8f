import { collectiveReview, seasonPeople } from '../branches/queries.ts';
import type { BranchSeason } from '../branches/scope.ts';
import { dayInHanoi } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import { countsOf, findMeeting } from '../meetings/queries.ts';
import { type CapGroup, capGroups, capLine } from '../ratings/cap.ts';
import { type BranchTable, currentDecision, loadTable } from '../ratings/table.ts';
import { sendingsOf } from '../reviews/queries.ts';
import { DATE_KEY } from './content.ts';
import { hasCollective, ownSubjects } from './loaded.ts';
import { editionsOf, findField, findReport, presentAt } from './queries.ts';
import type { CheckedDates, CheckedSubject, CheckFacts } from './rules.ts';
import { proposedLevel, type RatedSubject } from './statistics.ts';

type FactDeps = Pick<Deps, 'store'>;

/** What is looked at before the report is compiled, out of what is recorded. */
export async function checkFacts(deps: FactDeps, season: BranchSeason): Promise<CheckFacts> {
  const { db } = deps.store;
  const { campaign, unit, superior } = season;
  const [table, people, meeting, collective] = await Promise.all([
    loadTable(deps, { unit, superior, campaign }),
    seasonPeople(db, campaign.id, unit.id),
    findMeeting(db, campaign.id, unit.id),
    hasCollective(deps, season),
  ]);
  const [counts, present, dates] = await Promise.all([
    meeting ? countsOf(db, meeting.id) : new Map<string, never>(),
    meeting ? presentAt(db, meeting.id) : null,
    checkedDates(deps, season, table, meeting?.held_on || null),
  ]);
  const commentsOf = new Map(people.map(({ id, comments }) => [id, comments]));
  return {
    subjects: ownSubjects(table, collective).map((subject): CheckedSubject => {
      const comments = subject.kind === 'person' ? (commentsOf.get(subject.subject) ?? null) : null;
      return { ...checked(subject), count: counts.get(subject.subject) ?? null, comments };
    }),
    present,
    caps: capsOf(table).map((group) => ({ over: group.reading.over, words: capLine(group, table.settings.cap) })),
    dates,
  };
}

function checked(subject: RatedSubject): Omit<CheckedSubject, 'count' | 'comments'> {
  const { kind, name, place, levels, review, stated } = subject;
  const state = stated ? 'handed-in' : review?.state === 'returned' ? 'returned' : review ? 'draft' : 'none';
  return {
    subject: subject.subject,
    kind,
    name,
    head: place === 'head',
    levels,
    review: state,
    level: proposedLevel(subject),
  };
}

/** In this branch alone, and by what it proposes itself. */
function capsOf({ subjects, settings }: BranchTable): CapGroup[] {
  const levels = subjects.map((subject) => ({
    kind: subject.kind,
    standing: subject.standing,
    head: subject.place === 'head',
    level: proposedLevel(subject),
  }));
  return capGroups(levels, settings);
}

async function checkedDates(
  { store: { db } }: FactDeps,
  { campaign, unit }: BranchSeason,
  table: BranchTable,
  meetingOn: string | null,
): Promise<CheckedDates> {
  const [collective, report] = await Promise.all([
    collectiveReview(db, campaign.id, unit.id),
    findReport(db, campaign.id, unit.id),
  ]);
  const [sendings, typed, editions] = await Promise.all([
    collective ? sendingsOf(db, collective.id) : [],
    report ? findField(db, report.id, DATE_KEY) : undefined,
    report ? editionsOf(db, report.id) : [],
  ]);
  const day = (instant: string) => dayInHanoi(new Date(instant));
  const decided = table.subjects.flatMap((subject) => currentDecision(subject)?.decided_on ?? []);
  return {
    year: campaign.year,
    dueOn: campaign.due_on,
    meetingOn,
    draftsSentOn: sendings.map(({ sent_at: at }) => day(at)),
    draftDays: table.settings.draftDays,
    daysOff: table.settings.daysOff,
    handedUpOn: table.handedAt ? day(table.handedAt) : null,
    decidedOn: decided.toSorted()[0] ?? null,
    reportOn: (report?.state === 'signed' ? editions[0]?.signed_on : typed?.value) || null,
  };
}
