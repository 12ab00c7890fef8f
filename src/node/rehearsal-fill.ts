import { NOTICE_VERSION } from '../accounts/rules.ts';
import { acknowledgeNotice, insertAccount, insertRole } from '../accounts/statements.ts';
import { closeCampaign, insertCampaign, insertCampaignForm } from '../campaigns/statements.ts';
import { findCampaign } from '../campaigns/queries.ts';
import { newestForm, STANDINGS } from '../campaigns/rules.ts';
import { newestEditions } from '../catalogues/queries.ts';
import type { Deps } from '../deps.ts';
import { allForms } from '../forms/queries.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { beginReview } from '../reviews/begin.ts';
import { loadReview } from '../reviews/loaded.ts';
import { judgeReview, submitReview } from '../reviews/moving.ts';
import { addListItem, saveFields } from '../reviews/saving.ts';
import { insertItem } from '../reviews/statements.ts';
import { findMember } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { insertMember, insertUnit } from '../units/statements.ts';
import { type Rehearsal, type RehearsalPerson, storyOf, type WrittenReview, writeReview } from './rehearsal-data.ts';

/**
 * Fills the rehearsal through the product's own commands, with the clock set to the day each act is said to have
 * happened: what the commands would refuse, the rehearsal cannot hold.
 */
interface Filling {
  deps: Deps;
  rehearsal: Rehearsal;
  unitIds: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, { memberId: string; accountId: string; person: RehearsalPerson }>;
}

export async function fillRehearsal(deps: Deps, rehearsal: Rehearsal): Promise<void> {
  const filling = await makePeople(deps, rehearsal);
  const { yearBefore, lastYear, thisYear } = rehearsal.campaigns;
  const story = (person: RehearsalPerson) => storyOf(rehearsal, person);
  await fillClosedYear(filling, yearBefore, (person) => person.yearBefore && story(person)?.yearBefore);
  await fillClosedYear(filling, lastYear, (person) =>
    person.lastYear === 'closed' ? story(person)?.lastYear : undefined,
  );
  await fillThisYear(filling, await makeCampaign(filling, thisYear));
}

async function makePeople(deps: Deps, rehearsal: Rehearsal): Promise<Filling> {
  const { db } = deps.store;
  const { committee, branches } = rehearsal;
  const unitIds = new Map([committee, ...branches].map(({ key }) => [key, deps.newId()]));
  const committeeId = unitIds.get(committee.key) as string;
  await deps.store.atomic([
    insertUnit(db, unitRow(committeeId, null, { ...committee, hasBranchCommittee: false })),
    ...branches.map((branch) => insertUnit(db, unitRow(unitIds.get(branch.key) as string, committeeId, branch))),
  ]);
  const people = new Map<string, { memberId: string; accountId: string; person: RehearsalPerson }>();
  for (const person of rehearsal.people) {
    const [memberId, accountId] = [deps.newId(), deps.newId()];
    const at = deps.now().toISOString();
    await deps.store.atomic([
      insertMember(db, memberRow(memberId, unitIds.get(person.branch) as string, person)),
      insertAccount(db, {
        id: accountId,
        member_id: memberId,
        user_name: person.userName,
        display_name: person.fullName,
        password: null,
        disabled: 0,
        created_at: at,
        version: 1,
      }),
      acknowledgeNotice(db, accountId, NOTICE_VERSION, at),
      ...person.roles.map(({ role, unit }) =>
        insertRole(db, { account_id: accountId, unit_id: unitIds.get(unit) as string, role }),
      ),
    ]);
    people.set(person.key, { memberId, accountId, person });
  }
  return { deps, rehearsal, unitIds, people };
}

function unitRow(id: string, parentId: string | null, unit: Rehearsal['branches'][number]) {
  return {
    id,
    parent_id: parentId,
    kind: parentId ? ('branch' as const) : ('committee' as const),
    name: unit.name,
    paper_name: unit.paperName.join('\n'),
    place: unit.place,
    has_branch_committee: unit.hasBranchCommittee ? 1 : 0,
    version: 1,
  };
}

function memberRow(id: string, unitId: string, person: RehearsalPerson) {
  return {
    id,
    unit_id: unitId,
    full_name: person.fullName,
    folded_name: foldName(person.fullName),
    birth_date: person.birthDate,
    workplace: person.workplace,
    party_post: person.partyPost,
    government_post: person.governmentPost,
    union_post: person.unionPost,
    standing: person.standing,
    official: person.official ? 1 : 0,
    has_agency: person.hasAgency ? 1 : 0,
    card_number: '',
    residence: '',
    version: 1,
  };
}

async function makeCampaign(filling: Filling, plan: Rehearsal['campaigns']['thisYear']): Promise<string> {
  const { deps, unitIds, rehearsal } = filling;
  const { db } = deps.store;
  const [a, b] = await newestEditions(db);
  const id = deps.newId();
  const forms = await allForms(db);
  await deps.store.atomic([
    insertCampaign(db, {
      id,
      unit_id: unitIds.get(rehearsal.committee.key) as string,
      year: plan.year,
      title: plan.title,
      state: 'open',
      opens_on: plan.opensOn,
      due_on: plan.dueOn,
      edition_a: a.id,
      edition_b: b.id,
      network_text_number: '',
      network_text_date: null,
      wording_decision_number: '',
      wording_decision_date: null,
      signs_required: 0,
      list_b_outside: 0,
      retired_secretary_standing: 'outside',
      settings: '{}',
      version: 1,
    }),
    ...STANDINGS.flatMap((standing) => {
      const form = newestForm(forms, standing, plan.year);
      return form ? [insertCampaignForm(db, { campaign_id: id, standing, form_id: form.id })] : [];
    }),
  ]);
  return id;
}

/** A year that is over: everyone who wrote has been accepted and closed, and the campaign with them. */
async function fillClosedYear(
  filling: Filling,
  plan: Rehearsal['campaigns']['lastYear'],
  textOf: (person: RehearsalPerson) => Text | undefined,
): Promise<void> {
  const campaignId = await makeCampaign(filling, plan);
  for (const { person } of filling.people.values()) {
    const text = textOf(person);
    if (!text) continue;
    const submitted = at(filling, `${plan.year}-12-05T02:30:00Z`);
    const id = await writeOne(submitted, person, campaignId, text, textBefore(filling, person, plan.year));
    await submit(submitted, person, id);
    await judge(at(filling, `${plan.year}-12-12T03:00:00Z`), person, id, 'accept');
    await judge(at(filling, `${plan.closedOn}T09:00:00Z`), person, id, 'close');
  }
  const campaign = await findCampaign(filling.deps.store.db, campaignId);
  if (campaign) await filling.deps.store.atomic([closeCampaign(filling.deps.store.db, campaign)]);
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

async function fillThisYear(filling: Filling, campaignId: string): Promise<void> {
  for (const { person } of filling.people.values()) {
    const story = storyOf(filling.rehearsal, person);
    if (!story || person.thisYear.state === 'none') continue;
    const lastYear = textBefore(filling, person, filling.rehearsal.campaigns.thisYear.year);
    const plan = person.thisYear;
    const submitted = daysAgo(filling, plan.state === 'draft' ? 1 : plan.submittedDaysAgo);
    const unfinished = plan.state === 'draft' ? plan : undefined;
    const id = await writeOne(submitted, person, campaignId, story.thisYear, lastYear, unfinished);
    if (plan.state === 'draft') continue;
    await submit(submitted, person, id);
    if (plan.state === 'returned') await judge(daysAgo(filling, plan.movedDaysAgo), person, id, 'return', plan.remark);
    if (plan.state === 'accepted') await judge(daysAgo(filling, plan.movedDaysAgo), person, id, 'accept');
  }
}

function at(filling: Filling, instant: string): Filling {
  return { ...filling, deps: { ...filling.deps, now: () => new Date(instant) } };
}

function daysAgo(filling: Filling, days: number): Filling {
  return at(filling, new Date(filling.deps.now().getTime() - days * 86_400_000).toISOString());
}

type Text = Parameters<typeof writeReview>[0];
type LastYear = Parameters<typeof writeReview>[1]['lastYear'];
type Unfinished = Parameters<typeof writeReview>[1]['unfinished'];

/** Begins a review and types the text into it, entry by entry, as its author would. */
async function writeOne(
  filling: Filling,
  person: RehearsalPerson,
  campaignId: string,
  text: Text,
  lastYear: LastYear,
  unfinished?: Unfinished,
): Promise<string> {
  const { deps } = filling;
  const { db } = deps.store;
  const [campaign, member] = await Promise.all([
    findCampaign(db, campaignId),
    findMember(db, known(filling, person).memberId),
  ]);
  if (!campaign || !member) throw new Error('the rehearsal lost its campaign or member');
  const actor = actorFor(filling, person);
  const id = await beginReview(deps, actor, campaign, member);
  const editions = await newestEditions(db);
  const written = writeReview(text, { newId: deps.newId, editions, lastYear, ...(unfinished ? { unfinished } : {}) });
  const itemIds = await typeItems(filling, actor, id, written);
  const review = await loadReview(deps, id);
  const typed = Object.entries(written.fields).map(([key, value]) => ({
    key: withItemId(key, itemIds),
    value,
    version: 0,
  }));
  const outcomes = await saveFields(deps, actor, review, typed);
  const bad = outcomes.filter((outcome) => outcome.kind === 'invalid' || outcome.kind === 'conflict');
  if (bad.length > 0)
    throw new Error(`rehearsal text of ${person.key} was refused: ${JSON.stringify(bad.slice(0, 3))}`);
  return id;
}

/** Written id → id in the database: carried items are there already, the others are added. */
async function typeItems(
  filling: Filling,
  actor: Actor,
  id: string,
  written: WrittenReview,
): Promise<Map<string, string>> {
  const { deps } = filling;
  const begun = await loadReview(deps, id);
  const ids = new Map<string, string>();
  for (const [position, item] of written.items.entries()) {
    const carried = begun.frame.items.find((one) => one.list === item.list && one.sourceText === item.sourceText);
    if (carried && item.origin.startsWith('own_')) {
      ids.set(item.id, carried.id);
    } else if (item.origin === 'own_shortcoming' || item.origin === 'own_promise') {
      await deps.store.atomic([
        insertItem(deps.store.db, {
          id: item.id,
          review_id: id,
          list: item.list,
          position,
          origin: item.origin,
          source_text: item.sourceText,
          source_year: item.sourceYear,
          source_due: item.sourceDue,
          removed: 0,
          version: 1,
        }),
      ]);
      ids.set(item.id, item.id);
    } else if (item.origin !== 'suggested') {
      const added = await addListItem(deps, actor, await loadReview(deps, id), {
        list: item.list,
        origin: item.origin,
      });
      ids.set(item.id, added);
    }
  }
  return ids;
}

function withItemId(key: string, ids: ReadonlyMap<string, string>): string {
  return key.replace(/[0-9a-f-]{36}/, (id) => ids.get(id) ?? id);
}

async function submit(filling: Filling, person: RehearsalPerson, id: string): Promise<void> {
  const reason = 'Đã xem lại; danh mục này chi bộ chưa yêu cầu trả lời hết.';
  await submitReview(filling.deps, actorFor(filling, person), await loadReview(filling.deps, id), reason);
}

/** Done by whoever the rules let do it: the branch's leaders first, else the office. */
async function judge(
  filling: Filling,
  author: RehearsalPerson,
  id: string,
  move: 'return' | 'accept' | 'close',
  remark = '',
): Promise<void> {
  const judges = filling.rehearsal.people.filter(
    ({ key, roles }) =>
      key !== author.key &&
      roles.some(({ role, unit }) =>
        move === 'close' ? role === 'office' : ['secretary', 'deputy'].includes(role) && unit === author.branch,
      ),
  );
  const office = filling.rehearsal.people.filter(({ roles }) => roles.some(({ role }) => role === 'office'));
  const person = judges[0] ?? office.find(({ key }) => key !== author.key);
  if (!person) return;
  const review = await loadReview(filling.deps, id);
  await judgeReview(filling.deps, actorFor(filling, person), viewerFor(filling, person), review, { move, remark });
}

function known(filling: Filling, person: RehearsalPerson) {
  const found = filling.people.get(person.key);
  if (!found) throw new Error(`unknown person ${person.key}`);
  return found;
}

function actorFor(filling: Filling, person: RehearsalPerson): Actor {
  return { accountId: known(filling, person).accountId, address: 'tập huấn', requestId: 'tap-huan' };
}

function viewerFor(filling: Filling, person: RehearsalPerson): Viewer {
  const { accountId, memberId } = known(filling, person);
  return {
    accountId,
    sessionId: '',
    userName: person.userName,
    displayName: person.fullName,
    memberId,
    unitId: filling.unitIds.get(person.branch) ?? null,
    unitName: null,
    roles: person.roles.map(({ role, unit }) => ({ role, unitId: filling.unitIds.get(unit) as string })),
    mustChoosePassword: false,
    mustAcknowledge: false,
  };
}
