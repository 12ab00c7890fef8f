import type { Kysely, Selectable } from 'kysely';
import type {
  CampaignState,
  CodeRequestTable,
  Database,
  ExemptionKind,
  MemberTable,
  ReviewState,
  RoleName,
  UnitTable,
} from '../../db/schema.ts';
import type { Viewer } from '../http/context.ts';
import type { PaperIssuer } from './print-issuer.ts';
import { byPostThenName } from './rules.ts';
import { type NearestPrint, printOf } from './settings.ts';

type Db = Kysely<Database>;

export type UnitRow = Selectable<UnitTable>;
export type MemberRow = Selectable<MemberTable>;

/** Deeper trees than this do not exist; the bound stops a loop in bad data. */
export const DEEPEST = 12;

export async function findUnit(db: Db, id: string): Promise<UnitRow | undefined> {
  return db.selectFrom('unit').where('id', '=', id).selectAll().executeTakeFirst();
}

export async function allUnits(db: Db): Promise<UnitRow[]> {
  return db.selectFrom('unit').orderBy('name').orderBy('id').selectAll().execute();
}

export async function findMember(db: Db, id: string): Promise<MemberRow | undefined> {
  return db.selectFrom('member').where('id', '=', id).selectAll().executeTakeFirst();
}

/** The same name and birth date in the same branch: taken for the same person. */
export interface SamePerson {
  unit_id: string;
  full_name: string;
  birth_date: string;
}

export async function findSamePerson(db: Db, person: SamePerson): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('member')
    .where('unit_id', '=', person.unit_id)
    .where('full_name', '=', person.full_name)
    .where('birth_date', '=', person.birth_date)
    .select('id')
    .executeTakeFirst();
}

/** The unit itself first, then every unit above it, up to the top of the tree. */
export async function unitAndAbove(db: Db, unitId: string): Promise<UnitRow[]> {
  const path: UnitRow[] = [];
  let next: string | null = unitId;
  while (next !== null && path.length < DEEPEST) {
    const unit: UnitRow | undefined = await findUnit(db, next);
    if (!unit) break;
    path.push(unit);
    next = unit.parent_id;
  }
  return path;
}

/** How these units print, those that have settings of their own; one query for a whole path. */
export async function printSettings(db: Db, unitIds: readonly string[]) {
  return db
    .selectFrom('print_setting')
    .where('unit_id', 'in', unitIds)
    .select(['unit_id', 'body', 'version'])
    .execute();
}

/** How the first unit of a path that runs up the tree prints. */
export async function printFor(db: Db, path: readonly UnitRow[]): Promise<NearestPrint> {
  const ids = path.map(({ id }) => id);
  return printOf(path, ids.length > 0 ? await printSettings(db, ids) : []);
}

/** A unit as its papers show it; null where there is none. */
export async function paperIssuer(db: Db, unitId: string | null): Promise<PaperIssuer | null> {
  const path = unitId === null ? [] : await unitAndAbove(db, unitId);
  const [unit, superior = null] = path;
  return unit ? { unit, superior, print: await printFor(db, path) } : null;
}

/** The units of a tree from these tops down, tops included, parents before children. */
export async function unitsBelow(db: Db, topIds: readonly string[]): Promise<UnitRow[]> {
  const all = await allUnits(db);
  const found: UnitRow[] = all.filter((unit) => topIds.includes(unit.id));
  for (let index = 0; index < found.length; index += 1) {
    const parent = found[index] as UnitRow;
    found.push(...all.filter((unit) => unit.parent_id === parent.id && !found.includes(unit)));
  }
  return found;
}

export async function memberCount(db: Db, unitId: string): Promise<number> {
  const row = await db
    .selectFrom('member')
    .where('unit_id', '=', unitId)
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .executeTakeFirst();
  return Number(row?.count ?? 0);
}

/** Accounts that hold one of the branch's leading roles, with whose member record they are. */
export async function leadersOf(db: Db, unitId: string) {
  return (
    db
      .selectFrom('role')
      .innerJoin('account', 'account.id', 'role.account_id')
      .where('role.unit_id', '=', unitId)
      .where('role.role', 'in', ['secretary', 'deputy'])
      // The secretary before his deputies.
      .orderBy('role.role', 'desc')
      .orderBy('account.id')
      .select(['role.role', 'account.member_id', 'account.display_name', 'account.id as account_id'])
      .execute()
  );
}

/** Accounts that hold a duty in the branch's own chi ủy: its secretary, deputies and other members. */
export async function committeeOf(db: Db, unitId: string) {
  return db
    .selectFrom('role')
    .innerJoin('account', 'account.id', 'role.account_id')
    .where('role.unit_id', '=', unitId)
    .where('role.role', 'in', ['secretary', 'deputy', 'committee_member'])
    .orderBy('role.role', 'desc')
    .orderBy('account.id')
    .select(['role.role', 'account.display_name', 'account.id as account_id'])
    .execute();
}

/** The leading roles of every branch at once: 200 branches are not asked one by one. */
export async function allLeaders(db: Db) {
  return db
    .selectFrom('role')
    .innerJoin('account', 'account.id', 'role.account_id')
    .where('role.role', 'in', ['secretary', 'deputy'])
    .orderBy('role.unit_id')
    .orderBy('role.role', 'desc')
    .orderBy('account.id')
    .select(['role.role', 'role.unit_id', 'account.member_id'])
    .execute();
}

/** The units a person keeps in order: those of an administrator's or office's role, and everything below them. */
export async function administeredUnits(db: Db, viewer: Pick<Viewer, 'roles'>): Promise<UnitRow[]> {
  const tops = viewer.roles
    .filter(({ role }) => role === 'administrator' || role === 'office')
    .map(({ unitId }) => unitId);
  return unitsBelow(db, tops);
}

/** One of them by its id; undefined also for a unit that stands elsewhere. */
export async function findAdministeredUnit(
  db: Db,
  viewer: Pick<Viewer, 'roles'>,
  unitId: string,
): Promise<UnitRow | undefined> {
  return (await administeredUnits(db, viewer)).find(({ id }) => id === unitId);
}

/** How many members each unit has; a unit without members is absent. */
export async function memberCounts(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('member')
    .groupBy('unit_id')
    .select((eb) => ['unit_id', eb.fn.countAll<number>().as('count')] as const)
    .execute();
  return new Map(rows.map((row) => [row.unit_id, Number(row.count)]));
}

export interface PersonRow extends MemberRow {
  account_id: string | null;
  user_name: string | null;
  disabled: number | null;
  /** 1 once the person has chosen a password. */
  has_password: number;
  /** 1 while the second factor is on. */
  has_factor: number;
  roles: { role: RoleName; unit_id: string }[];
}

/** A unit's people with their accounts: what an administrator sees of them, and nothing of what they write. */
export async function peopleOf(db: Db, unitId: string): Promise<PersonRow[]> {
  const [people, roles] = await Promise.all([
    db
      .selectFrom('member')
      .leftJoin('account', 'account.member_id', 'member.id')
      .leftJoin('second_factor', 'second_factor.account_id', 'account.id')
      .where('member.unit_id', '=', unitId)
      .orderBy('member.id')
      .selectAll('member')
      .select(['account.id as account_id', 'account.user_name', 'account.disabled'])
      .select((eb) =>
        eb.case().when('account.password', 'is not', null).then(eb.lit(1)).else(eb.lit(0)).end().as('has_password'),
      )
      .select((eb) =>
        eb
          .case()
          .when('second_factor.enabled_at', 'is not', null)
          .then(eb.lit(1))
          .else(eb.lit(0))
          .end()
          .as('has_factor'),
      )
      .execute(),
    db
      .selectFrom('role')
      .innerJoin('account', 'account.id', 'role.account_id')
      .innerJoin('member', 'member.id', 'account.member_id')
      .where('member.unit_id', '=', unitId)
      .orderBy('role.unit_id')
      .orderBy('role.role')
      .select(['role.account_id', 'role.role', 'role.unit_id'])
      .execute(),
  ]);
  return people.map((person) => ({
    ...person,
    has_password: Number(person.has_password),
    has_factor: Number(person.has_factor),
    roles: roles.filter((role) => role.account_id === person.account_id),
  }));
}

/** One member with his account, whatever branch he belongs to. */
export async function personOf(db: Db, memberId: string): Promise<PersonRow | undefined> {
  const member = await findMember(db, memberId);
  return member && (await peopleOf(db, member.unit_id)).find(({ id }) => id === memberId);
}

/** A member with the duties held in his own branch: what lists order by, and who leads. */
export interface RosterRow extends MemberRow {
  roles: RoleName[];
  account_id: string | null;
}

/** Everybody of a branch as its lists name them: by post, then tên, họ, đệm. */
export async function rosterOf(db: Db, unitId: string): Promise<RosterRow[]> {
  const people = await peopleOf(db, unitId);
  return people
    .map(({ user_name: _name, disabled: _disabled, has_password: _password, ...person }) => ({
      ...person,
      roles: person.roles.filter((held) => held.unit_id === unitId).map(({ role }) => role),
    }))
    .toSorted(byPostThenName);
}

/** Others whose card bears this number, wherever they are. */
export async function holdersOfCard(db: Db, cardNumber: string, except: string): Promise<MemberRow[]> {
  if (cardNumber === '') return [];
  return db
    .selectFrom('member')
    .where('card_number', '=', cardNumber)
    .where('id', '!=', except)
    .orderBy('id')
    .selectAll()
    .execute();
}

export interface ReviewInHand {
  id: string;
  state: ReviewState;
  version: number;
  unit_id: string;
  campaign_title: string;
  campaign_unit: string;
  campaign_state: CampaignState;
}

/** Where a person's reviews stand, the newest year first: states only. */
export async function reviewsOf(db: Db, memberId: string): Promise<ReviewInHand[]> {
  return db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .where('review.member_id', '=', memberId)
    .orderBy('campaign.year', 'desc')
    .orderBy('review.id', 'desc')
    .select(['review.id', 'review.state', 'review.version', 'review.unit_id'])
    .select([
      'campaign.title as campaign_title',
      'campaign.unit_id as campaign_unit',
      'campaign.state as campaign_state',
    ])
    .execute();
}

/** Who of a branch has a review of an open campaign in hand: a code for him needs a second person's word. */
export async function draftHolders(db: Db, unitId: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('review')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .innerJoin('member', 'member.id', 'review.member_id')
    .where('member.unit_id', '=', unitId)
    .where('review.state', 'in', ['draft', 'returned'])
    .where('campaign.state', '=', 'open')
    .select('member.id')
    .execute();
  return new Set(rows.map(({ id }) => id));
}

/** From which branch to which a person moved, the newest first. */
export async function movesOf(db: Db, memberId: string) {
  return db
    .selectFrom('member_move as move')
    .innerJoin('unit as old', 'old.id', 'move.from_unit_id')
    .innerJoin('unit as new', 'new.id', 'move.to_unit_id')
    .where('move.member_id', '=', memberId)
    .orderBy('move.moved_on', 'desc')
    .orderBy('move.id', 'desc')
    .select(['move.moved_on', 'move.reason', 'old.name as from_name', 'new.name as to_name'])
    .execute();
}

export async function exemptionsOf(
  db: Db,
  memberId: string,
): Promise<{ kind: ExemptionKind; reason: string; campaign_title: string }[]> {
  return db
    .selectFrom('exemption')
    .innerJoin('campaign', 'campaign.id', 'exemption.campaign_id')
    .where('exemption.member_id', '=', memberId)
    .orderBy('campaign.year', 'desc')
    .orderBy('campaign.id', 'desc')
    .select(['exemption.kind', 'exemption.reason', 'campaign.title as campaign_title'])
    .execute();
}

/** Somebody asks for a code for somebody who has a draft in hand. */
export interface CodeRequestRow {
  id: string;
  state: CodeRequestTable['state'];
  version: number;
  asked_by: string;
  asked_at: string;
  answered_at: string | null;
  asker_name: string;
  answerer_name: string | null;
  account_id: string;
  member_id: string;
  unit_id: string;
  full_name: string;
}

export async function findCodeRequest(db: Db, id: string): Promise<CodeRequestRow | undefined> {
  return codeRequests(db).where('request.id', '=', id).executeTakeFirst();
}

/** Those asked or answered since this instant that still lead to something, the newest first. */
export async function openCodeRequests(db: Db, since: string): Promise<CodeRequestRow[]> {
  return codeRequests(db)
    .where(({ eb, and, or }) =>
      or([
        and([eb('request.state', '=', 'waiting'), eb('request.asked_at', '>', since)]),
        and([eb('request.state', '=', 'confirmed'), eb('request.answered_at', '>', since)]),
      ]),
    )
    .orderBy('request.id', 'desc')
    .execute();
}

function codeRequests(db: Db) {
  return db
    .selectFrom('code_request as request')
    .innerJoin('account as owner', 'owner.id', 'request.account_id')
    .innerJoin('member', 'member.id', 'owner.member_id')
    .innerJoin('account as asker', 'asker.id', 'request.asked_by')
    .leftJoin('account as answerer', 'answerer.id', 'request.answered_by')
    .select(['request.id', 'request.state', 'request.version', 'request.asked_by', 'request.asked_at'])
    .select([
      'request.answered_at',
      'request.account_id',
      'member.id as member_id',
      'member.unit_id',
      'member.full_name',
    ])
    .select(['asker.display_name as asker_name', 'answerer.display_name as answerer_name']);
}
