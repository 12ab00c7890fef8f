import { recordConclusion, remind } from '../branches/commands.ts';
import { seasonPeople } from '../branches/queries.ts';
import { makeSuggestion, recordExemption } from '../campaigns/apart.ts';
import type { CampaignRow } from '../campaigns/queries.ts';
import { noteForSeveral } from '../residence/commands.ts';
import { commentedPeople } from '../residence/queries.ts';
import type { Noting } from '../residence/rules.ts';
import { findMember } from '../units/queries.ts';
import {
  actorFor,
  dayFrom,
  daysAgo,
  type Filling,
  known,
  officePerson,
  seasonOf,
  unitId,
} from './rehearsal-filling.ts';
import type { RehearsalOffice } from './rehearsal-season-data.ts';

/** The day after the campaign opened: who stands apart and who has what to explain is known before anybody writes. */
const PREPARED_DAYS_AGO = 20;

/** What the office and the branches do before and while the authors write. */
export async function prepareSeason(filling: Filling, office: RehearsalOffice): Promise<void> {
  const then = daysAgo(filling, PREPARED_DAYS_AGO, '09:15');
  const { deps } = then;
  const clerk = actorFor(then, officePerson(then).key);
  const { campaign } = await seasonOf(then, officePerson(then).branch);
  for (const { person, kind, reason } of office.exemptions) {
    await recordExemption(deps, clerk, campaign, await memberOf(then, person), { loai: kind, ly_do: reason });
  }
  for (const { person, text, source, number, date } of office.suggestions) {
    const suggestion = { id: deps.newId(), text, source, number, date };
    await makeSuggestion(deps, clerk, campaign, { member: await memberOf(then, person) }, suggestion);
  }
  for (const one of office.residence) await noteComments(filling, campaign, one);
  for (const { person, by, from, text, year, daysAgo: days } of office.conclusions) {
    const told = daysAgo(filling, days, '10:00');
    const season = await seasonOf(told, known(filling, person).person.branch);
    const people = await seasonPeople(deps.store.db, campaign.id, season.unit.id);
    const about = people.find(({ id }) => id === known(filling, person).memberId);
    if (!about) throw new Error(`the rehearsal's branch has nobody ${person}`);
    await recordConclusion(told.deps, actorFor(told, by), season, about, { cap: from, noi_dung: text, nam: year });
  }
}

/** The secretary's reminder: everybody of the branch who has still to hand in. */
export async function remindAuthors(filling: Filling, office: RehearsalOffice): Promise<void> {
  for (const { branch, by, daysAgo: days } of office.reminders) {
    const then = daysAgo(filling, days, '16:40');
    const season = await seasonOf(then, branch);
    const { memberId } = known(filling, by);
    const people = async () =>
      (await seasonPeople(then.deps.store.db, season.campaign.id, season.unit.id)).filter(
        ({ id, exemption }) => id !== memberId && exemption === null,
      );
    await remind(then.deps, actorFor(then, by), season, people, season.campaign.due_on);
  }
}

async function noteComments(
  filling: Filling,
  campaign: CampaignRow,
  noted: RehearsalOffice['residence'][number],
): Promise<void> {
  const then = daysAgo(filling, noted.daysAgo, '14:00');
  const { deps } = then;
  const branch = unitId(then, noted.branch);
  const wanted = noted.people === 'all' ? null : noted.people.map((key) => known(then, key).memberId);
  const people = (await commentedPeople(deps.store.db, campaign.id, branch)).filter(({ id, comments }) =>
    wanted ? wanted.includes(id) : comments.state !== 'exempt',
  );
  const chosen = people.map((person) => ({ person, seen: person.comments.version }));
  const noting: Noting =
    noted.act === 'exempt' ? { act: 'exempt', note: noted.note } : { act: noted.act, day: dayFrom(then, 0) };
  await noteForSeveral(deps, actorFor(then, officePerson(then).key), campaign, branch, chosen, noting);
}

async function memberOf(filling: Filling, key: string) {
  const member = await findMember(filling.deps.store.db, known(filling, key).memberId);
  if (!member) throw new Error(`the rehearsal has no member ${key}`);
  return member;
}
