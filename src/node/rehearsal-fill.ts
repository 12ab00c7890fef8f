import { endCampaign } from '../campaigns/commands.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { newestEditions } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { loadReview } from '../reviews/loaded.ts';
import { judgeReview, submitReview } from '../reviews/moving.ts';
import { beginReview } from '../reviews/begin.ts';
import { findMember } from '../units/queries.ts';
import { answerSuggestions, giveCriteria } from './rehearsal-answers.ts';
import { fillBranch } from './rehearsal-branch.ts';
import { openRehearsalCampaign } from './rehearsal-campaign.ts';
import {
  ownText,
  type Rehearsal,
  type RehearsalPerson,
  type RehearsalReviewText,
  storyOf,
  writeReview,
} from './rehearsal-data.ts';
import {
  actorFor,
  at,
  before,
  daysAgo,
  type Filling,
  known,
  makePeople,
  officePerson,
  viewerFor,
} from './rehearsal-filling.ts';
import { type Help, helpAuthor, signedWith } from './rehearsal-help.ts';
import { prepareSeason, remindAuthors } from './rehearsal-office.ts';
import type { RehearsalSeason } from './rehearsal-season-data.ts';
import { typeReview } from './rehearsal-typing.ts';

/**
 * Fills the rehearsal through the product's own commands, with the clock set to the day each act is said to have
 * happened: what the commands would refuse, the rehearsal cannot hold. Without a season there are only the authors.
 */
export async function fillRehearsal(
  deps: Deps,
  rehearsal: Rehearsal,
  season: RehearsalSeason | null = null,
): Promise<void> {
  const { yearBefore, lastYear, thisYear } = rehearsal.campaigns;
  const filling = await makePeople({ ...deps, now: ownDay(deps, thisYear.year) }, rehearsal);
  const story = (person: RehearsalPerson) => storyOf(rehearsal, person);
  await fillClosedYear(filling, yearBefore, (person) => person.yearBefore && story(person)?.yearBefore);
  await fillClosedYear(filling, lastYear, (person) =>
    person.lastYear === 'closed' ? story(person)?.lastYear : undefined,
  );
  const opens = daysAgo(filling, OPEN_DAYS, '08:00');
  const campaignId = await openRehearsalCampaign(opens, thisYear, season?.office);
  if (season) await prepareSeason(filling, season.office);
  await fillThisYear(filling, campaignId, season);
  if (!season) return;
  await remindAuthors(filling, season.office);
  for (const branch of season.branches) await fillBranch(filling, branch);
}

/** The campaign has run for so long on the rehearsal's own day: whatever happened in it fits in. */
const OPEN_DAYS = 21;

/** The rehearsal's own day: today, kept within its campaign's year so that it can be filled at any time. */
function ownDay({ now }: Deps, year: number): () => Date {
  const [first, last] = [new Date(`${year}-02-02T03:00:00Z`), new Date(`${year}-12-18T03:00:00Z`)];
  return () => (now() < first ? first : now() > last ? last : now());
}

/** A year that is over: everyone who wrote has been accepted, and closed with the campaign. */
async function fillClosedYear(
  filling: Filling,
  plan: Rehearsal['campaigns']['lastYear'],
  textOf: (person: RehearsalPerson) => RehearsalReviewText | undefined,
): Promise<void> {
  const opens = at(filling, `${plan.opensOn}T01:00:00Z`);
  const campaignId = await openRehearsalCampaign(opens, plan);
  for (const { person } of filling.people.values()) {
    const text = textOf(person);
    if (!text) continue;
    const submitted = at(filling, `${plan.year}-12-05T02:30:00Z`);
    const id = await writeOne(submitted, person, campaignId, {
      text,
      lastYear: textBefore(filling, person, plan.year),
    });
    await submit(submitted, person, id);
    await judge(at(filling, `${plan.year}-12-12T03:00:00Z`), person, id, 'accept');
  }
  const ends = at(filling, `${plan.closedOn}T09:00:00Z`);
  const campaign = await findCampaign(filling.deps.store.db, campaignId);
  if (campaign) await endCampaign(ends.deps, actorFor(ends, officePerson(ends).key), campaign);
}

/** What section III of that year takes over; null for someone who wrote nothing the year before. */
function textBefore({ rehearsal }: Filling, person: RehearsalPerson, year: number): LastYear {
  const story = storyOf(rehearsal, person);
  const { yearBefore, lastYear } = rehearsal.campaigns;
  if (year > lastYear.year)
    return story && person.lastYear === 'closed' ? { year: lastYear.year, text: story.lastYear } : null;
  const text = year > yearBefore.year && person.yearBefore ? story?.yearBefore : undefined;
  return text ? { year: yearBefore.year, text } : null;
}

async function fillThisYear(filling: Filling, campaignId: string, season: RehearsalSeason | null): Promise<void> {
  const people = [...filling.people.values()].map(({ person }) => person);
  for (const [index, person] of people.entries()) {
    const story = storyOf(filling.rehearsal, person);
    const plan = person.thisYear;
    if (!story || plan.state === 'none') continue;
    const submitted = daysAgo(filling, plan.state === 'draft' ? 1 : plan.submittedDaysAgo, eveningHour(index));
    const lastYear = textBefore(filling, person, filling.rehearsal.campaigns.thisYear.year);
    const help =
      'helpedBy' in plan && plan.helpedBy
        ? await helpAuthor(before(submitted, SITTING_MINUTES), person.key, plan.helpedBy)
        : null;
    const id = await writeOne(submitted, person, campaignId, {
      text: ownText(story, person),
      lastYear,
      help,
      ...(plan.state === 'draft' ? { unfinished: plan } : {}),
    });
    await giveCriteria(submitted, person, id);
    if (season) await answerSuggestions(submitted, person, id, season.office);
    if (plan.state === 'draft') continue;
    await submit(submitted, person, id, help);
    if (plan.state === 'returned') await judge(daysAgo(filling, plan.movedDaysAgo), person, id, 'return', plan.remark);
    if (plan.state === 'accepted') await judge(daysAgo(filling, plan.movedDaysAgo), person, id, 'accept');
  }
}

/** How long the two sat there. */
const SITTING_MINUTES = 55;

/** People write after work, one after the other. */
function eveningHour(index: number): string {
  return `${19 + (index % 3)}:${String((index * 7) % 60).padStart(2, '0')}`;
}

type LastYear = Parameters<typeof writeReview>[1]['lastYear'];

interface Written {
  text: RehearsalReviewText;
  lastYear: LastYear;
  unfinished?: Extract<RehearsalPerson['thisYear'], { state: 'draft' }>;
  help?: Help | null;
}

/** Begins a review and types the text into it, entry by entry, as its author would, or whoever types for him. */
async function writeOne(
  filling: Filling,
  person: RehearsalPerson,
  campaignId: string,
  { text, lastYear, unfinished, help }: Written,
): Promise<string> {
  const { deps } = filling;
  const { db } = deps.store;
  const [campaign, member] = await Promise.all([
    findCampaign(db, campaignId),
    findMember(db, known(filling, person.key).memberId),
  ]);
  if (!campaign || !member) throw new Error('the rehearsal lost its campaign or member');
  const actor = help?.actor ?? actorFor(filling, person.key);
  const id = await beginReview(deps, actor, campaign, member);
  await help?.name(id);
  const editions = await newestEditions(db);
  const written = writeReview(text, { newId: deps.newId, editions, lastYear, ...(unfinished ? { unfinished } : {}) });
  await typeReview(filling, actor, id, written);
  return id;
}

async function submit(filling: Filling, person: RehearsalPerson, id: string, help?: Help | null): Promise<void> {
  const reason = 'Đã xem lại; danh mục này chi bộ chưa yêu cầu trả lời hết.';
  const review = await loadReview(filling.deps, id);
  const actor = help?.actor ?? actorFor(filling, person.key);
  const signed = help ? await signedWith(filling, help, review) : [];
  await submitReview(filling.deps, actor, review, reason, signed);
}

/** Done by whoever the rules let do it: the branch's leaders first, else the office. */
async function judge(
  filling: Filling,
  author: RehearsalPerson,
  id: string,
  move: 'return' | 'accept',
  remark = '',
): Promise<void> {
  const others = filling.rehearsal.people.filter(({ key }) => key !== author.key);
  const leader = others.find(({ roles }) =>
    roles.some(({ role, unit }) => ['secretary', 'deputy'].includes(role) && unit === author.branch),
  );
  const person = leader ?? officePerson(filling);
  const review = await loadReview(filling.deps, id);
  const viewer = viewerFor(filling, person.key);
  await judgeReview(filling.deps, actorFor(filling, person.key), viewer, review, { move, remark });
}
