import { NOTICE_VERSION } from '../accounts/rules.ts';
import { acknowledgeNotice, insertAccount, insertRole } from '../accounts/statements.ts';
import { type BranchSeason, branchSeason } from '../branches/scope.ts';
import { dayInHanoi, isWorkingDay } from '../calendar.ts';
import type { Deps } from '../deps.ts';
import type { Actor, Viewer } from '../http/context.ts';
import { makeUnit } from '../units/commands.ts';
import { unitAndAbove } from '../units/queries.ts';
import { foldName } from '../units/rules.ts';
import { insertMember, insertUnit } from '../units/statements.ts';
import type { Rehearsal, RehearsalPerson } from './rehearsal-data.ts';

/** What every part of filling the rehearsal works with: its units and people, whoever acts, and the day of the act. */
export interface Filling {
  /** `now` is the rehearsal's own day; `daysAgo` and `at` set it to another for one act. */
  deps: Deps;
  rehearsal: Rehearsal;
  unitIds: ReadonlyMap<string, string>;
  people: ReadonlyMap<string, RehearsedPerson>;
}

export interface RehearsedPerson {
  memberId: string;
  accountId: string;
  person: RehearsalPerson;
}

const NOBODY: Actor = { accountId: null, address: 'tập huấn', requestId: 'tap-huan' };

/** Units and people with their accounts; nobody has a password, the printed links let them in. */
export async function makePeople(deps: Deps, rehearsal: Rehearsal): Promise<Filling> {
  const unitIds = await makeUnits(deps, rehearsal);
  const people = new Map<string, RehearsedPerson>();
  const { db } = deps.store;
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

async function makeUnits(deps: Deps, { root, committee, branches }: Rehearsal): Promise<Map<string, string>> {
  const { db } = deps.store;
  const rootId = deps.newId();
  const top = { id: rootId, parent_id: null, kind: 'committee' as const, has_branch_committee: 0, version: 1 };
  await deps.store.atomic([
    insertUnit(db, { ...top, name: root.name, paper_name: root.paperName.join('\n'), place: root.place }),
  ]);
  const ids = new Map([[root.key, rootId]]);
  async function below(parent: string, kind: 'committee' | 'branch', unit: Rehearsal['branches'][number]) {
    const parentId = ids.get(parent) as string;
    const [row] = await unitAndAbove(db, parentId);
    if (!row) throw new Error(`the rehearsal has no unit ${parent}`);
    const { name, place, hasBranchCommittee } = unit;
    const input = { parentId, kind, name, place, hasBranchCommittee, paperName: unit.paperName.join('\n') };
    ids.set(unit.key, await makeUnit(deps, NOBODY, row, input));
  }
  await below(root.key, 'committee', { ...committee, hasBranchCommittee: false });
  for (const branch of branches) await below(committee.key, 'branch', branch);
  return ids;
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

export function at(filling: Filling, instant: string): Filling {
  return { ...filling, deps: { ...filling.deps, now: () => new Date(instant) } };
}

export function before(filling: Filling, minutes: number): Filling {
  return at(filling, new Date(filling.deps.now().getTime() - minutes * 60_000).toISOString());
}

/** That many days before the rehearsal's own day, at an hour of Hà Nội ("08:30"). */
export function daysAgo(filling: Filling, days: number, hour = '08:30'): Filling {
  return at(filling, `${dayFrom(filling, -days)}T${hour}:00+07:00`);
}

/** The day so many days after the rehearsal's own. */
export function dayFrom({ deps }: Filling, days: number): string {
  return dayInHanoi(new Date(deps.now().getTime() + days * 86_400_000));
}

/**
 * So many days from the rehearsal's own, or a little further off where that day is a Saturday or Sunday: offices meet and
 * decide on working days, whenever the rehearsal is filled.
 */
export function officeDays(filling: Filling, days: number): number {
  const further = days < 0 ? -1 : 1;
  return (
    [0, 1, 2].map((more) => days + more * further).find((each) => isWorkingDay(dayFrom(filling, each), [])) ?? days
  );
}

/** The branch in the rehearsal's open campaign, on the filling's day. */
export async function seasonOf(filling: Filling, branch: string): Promise<BranchSeason> {
  const season = await branchSeason(filling.deps, unitId(filling, branch), undefined);
  if (!season) throw new Error(`the rehearsal has no campaign for ${branch}`);
  return season;
}

export function unitId({ unitIds }: Filling, key: string): string {
  const id = unitIds.get(key);
  if (!id) throw new Error(`the rehearsal has no unit ${key}`);
  return id;
}

export function known(filling: Filling, key: string): RehearsedPerson {
  const found = filling.people.get(key);
  if (!found) throw new Error(`the rehearsal has nobody ${key}`);
  return found;
}

/** Whoever works in the committee's office; he does not judge his own review. */
export function officePerson({ rehearsal }: Filling): RehearsalPerson {
  const found = rehearsal.people.find(({ roles }) => roles.some(({ role }) => role === 'office'));
  if (!found) throw new Error('the rehearsal has no office');
  return found;
}

export function actorFor(filling: Filling, key: string): Actor {
  return { ...NOBODY, accountId: known(filling, key).accountId };
}

export function viewerFor(filling: Filling, key: string): Viewer {
  const { accountId, memberId, person } = known(filling, key);
  return {
    accountId,
    sessionId: '',
    userName: person.userName,
    displayName: person.fullName,
    memberId,
    unitId: unitId(filling, person.branch),
    unitName: null,
    roles: person.roles.map((held) => ({ role: held.role, unitId: unitId(filling, held.unit) })),
    mustChoosePassword: false,
    mustAcknowledge: false,
    mustReadNotices: false,
  };
}
