import { markAttendance } from '../meetings/attending.ts';
import { endMeeting, planMeeting } from '../meetings/commands.ts';
import { levelColumn, saveCounts } from '../meetings/counting.ts';
import { gather, type Gathered, presentOf } from '../meetings/gathered.ts';
import { findMeeting } from '../meetings/queries.ts';
import { saveNotes } from '../meetings/saving.ts';
import { actorFor, dayFrom, daysAgo, type Filling, known, seasonOf } from './rehearsal-filling.ts';
import type { RehearsalBranch } from './rehearsal-season-data.ts';

type Meeting = RehearsalBranch['meeting'];
type Held = NonNullable<Meeting['held']>;

export async function planRehearsalMeeting(filling: Filling, { branch, meeting }: RehearsalBranch): Promise<void> {
  const then = daysAgo(filling, meeting.plannedDaysAgo, '10:30');
  const name = (key: string) => known(then, key).person.fullName;
  const plan = {
    held_on: dayFrom(filling, meeting.inDays),
    starts_at: meeting.startsAt,
    place: meeting.place,
    chair: name(meeting.chair),
    clerk: name(meeting.clerk),
    content: meeting.content,
    entered_after: 0,
  };
  const actor = actorFor(then, meeting.by);
  await planMeeting(then.deps, actor, await seasonOf(then, branch), null, { version: 0, plan });
}

/** The evening itself: who is there, what is said, the ballots, the end. */
export async function holdMeeting(filling: Filling, { branch, meeting }: RehearsalBranch, held: Held): Promise<void> {
  const evening = daysAgo(filling, -meeting.inDays, meeting.startsAt);
  const actor = actorFor(evening, meeting.by);
  const { deps } = evening;
  const subjectOf = (key: string) => (key === 'meeting' || key === 'collective' ? key : known(filling, key).memberId);

  const called = await gatherNow(evening, branch);
  const away = new Map(held.away.map((one) => [known(filling, one.person).memberId, one]));
  const marks = called.attendees.map(({ memberId: key }) => {
    const { presence = 'present' as const, reason = '' } = away.get(key) ?? {};
    return { key, version: 0, touched: true, typed: { presence, reason } };
  });
  assertSaved(await markAttendance(deps, actor, called, marks));

  const notes = Object.entries(held.notes).flatMap(([subject, texts]) =>
    Object.entries(texts).map(([note, value]) => ({ key: `${subjectOf(subject)}.${note}`, value, version: 0 })),
  );
  assertSaved(await saveNotes(deps, actor, await gatherNow(evening, branch), notes));

  const counted = await gatherNow(evening, branch);
  const rows = Object.entries(held.ballots).map(([subject, votes]) => {
    return {
      key: subjectOf(subject),
      version: 0,
      touched: true,
      typed: typedCount(counted, subjectOf(subject), votes),
    };
  });
  assertSaved(await saveCounts(deps, actor, counted, rows));

  const night = daysAgo(filling, -meeting.inDays, held.notes['meeting']?.['ended'] ?? meeting.startsAt);
  const over = await gatherNow(night, branch);
  await endMeeting(night.deps, actor, over, over.meeting.version);
}

/** Everybody who may vote got a ballot and gave it back; what no level has was not valid. */
function typedCount(gathered: Gathered, key: string, votes: Partial<Record<string, number>>) {
  const { official } = presentOf(gathered);
  const levels = gathered.subjects.find((subject) => subject.key === key)?.levels ?? [];
  const valid = Object.values(votes).reduce<number>((sum, number = 0) => sum + number, 0);
  const cells = levels.map((level) => [levelColumn(level.key), String(votes[level.key] ?? 0)]);
  const totals = { issued: official, returned: official, valid, invalid: official - valid };
  const typed = Object.entries(totals).map(([column, number]) => [column, String(number)]);
  return Object.fromEntries([...typed, ...cells]) as Record<string, string>;
}

async function gatherNow(filling: Filling, branch: string): Promise<Gathered> {
  const season = await seasonOf(filling, branch);
  const meeting = await findMeeting(filling.deps.store.db, season.campaign.id, season.unit.id);
  if (!meeting) throw new Error(`${branch} has planned no meeting`);
  return gather(filling.deps, season, meeting);
}

function assertSaved(outcomes: readonly { kind: string }[]): void {
  const bad = outcomes.filter(({ kind }) => kind !== 'saved' && kind !== 'unchanged');
  if (bad.length > 0) throw new Error(`the rehearsal's meeting was refused: ${JSON.stringify(bad.slice(0, 3))}`);
}
