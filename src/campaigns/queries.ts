import { type Kysely, type Selectable, sql } from 'kysely';
import type {
  CampaignState,
  CampaignTable,
  Database,
  ExemptionKind,
  ReviewState,
  Standing,
  SuggestionTable,
} from '../../db/schema.ts';
import { AppError } from '../errors.ts';
import { standingInCampaign } from './rules.ts';
import { CriteriaBody, settingsOf } from './settings.ts';

type Db = Kysely<Database>;

export type CampaignRow = Selectable<CampaignTable>;

export async function findCampaign(db: Db, id: string): Promise<CampaignRow | undefined> {
  return db.selectFrom('campaign').where('id', '=', id).selectAll().executeTakeFirst();
}

/**
 * The campaign a branch takes part in on this day, of all the open ones of the units above it; `unitIds` come nearest
 * first. The newest year goes before an older one left open, and in one year the nearest unit's before its committee's.
 */
export async function openCampaignFor(
  db: Db,
  unitIds: readonly string[],
  today: string,
): Promise<CampaignRow | undefined> {
  if (unitIds.length === 0) return undefined;
  const open = await db
    .selectFrom('campaign')
    .where('unit_id', 'in', unitIds)
    .where('state', '=', 'open')
    .where('opens_on', '<=', today)
    .selectAll()
    .execute();
  const distance = ({ unit_id }: CampaignRow) => unitIds.indexOf(unit_id);
  return open.toSorted((left, right) => right.year - left.year || distance(left) - distance(right))[0];
}

/** Which form a person gets follows from the campaign and the standing, never from the form's letter. */
export async function formIdFor(
  db: Db,
  campaign: Pick<CampaignRow, 'id' | 'retired_secretary_standing'>,
  member: { id: string; unit_id: string; standing: Standing },
): Promise<string | undefined> {
  const secretary = await db
    .selectFrom('role')
    .innerJoin('account', 'account.id', 'role.account_id')
    .where('account.member_id', '=', member.id)
    .where('role.unit_id', '=', member.unit_id)
    .where('role.role', '=', 'secretary')
    .select('role.role')
    .executeTakeFirst();
  const person = { standing: member.standing, secretaryOfOwnBranch: secretary !== undefined };
  const row = await db
    .selectFrom('campaign_form')
    .where('campaign_id', '=', campaign.id)
    .where('standing', '=', standingInCampaign(person, campaign))
    .select('form_id')
    .executeTakeFirst();
  return row?.form_id;
}

/** How many retired secretaries have begun their review of a campaign: a number, and nothing of whose. */
export async function retiredSecretariesBegun(db: Db, campaignId: string): Promise<number> {
  const row = await db
    .selectFrom('review')
    .innerJoin('member', 'member.id', 'review.member_id')
    .where('review.campaign_id', '=', campaignId)
    .where('member.standing', '=', 'outside')
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('role')
          .innerJoin('account', 'account.id', 'role.account_id')
          .whereRef('account.member_id', '=', 'member.id')
          .whereRef('role.unit_id', '=', 'member.unit_id')
          .where('role.role', '=', 'secretary')
          .select('role.role'),
      ),
    )
    .select(({ fn }) => fn.countAll<number>().as('begun'))
    .executeTakeFirst();
  return Number(row?.begun ?? 0);
}

/** The form of each standing; a standing without one takes no part. */
export async function formIdsOf(db: Db, campaignId: string): Promise<Partial<Record<Standing, string>>> {
  const rows = await db
    .selectFrom('campaign_form')
    .where('campaign_id', '=', campaignId)
    .orderBy('standing')
    .select(['standing', 'form_id'])
    .execute();
  return Object.fromEntries(rows.map((row) => [row.standing, row.form_id]));
}

export async function campaignOfYear(db: Db, unitId: string, year: number): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('campaign')
    .where('unit_id', '=', unitId)
    .where('year', '=', year)
    .select('id')
    .executeTakeFirst();
}

/** A tree may have more units than D1 takes parameters (100), and campaigns are few: the tree sorts them out. */
export async function campaignsOf(db: Db, unitIds: readonly string[]): Promise<CampaignRow[]> {
  const rows = await db.selectFrom('campaign').orderBy('year', 'desc').orderBy('id', 'desc').selectAll().execute();
  return rows.filter((row) => unitIds.includes(row.unit_id));
}

export interface CampaignStep {
  from_state: CampaignState;
  to_state: CampaignState;
  reason: string;
  at: string;
  display_name: string;
}

/** Every change of a campaign's state, and every change while it was open, the newest first. */
export async function stepsOfCampaign(db: Db, campaignId: string): Promise<CampaignStep[]> {
  return db
    .selectFrom('campaign_step')
    .innerJoin('account', 'account.id', 'campaign_step.account_id')
    .where('campaign_step.campaign_id', '=', campaignId)
    .orderBy('campaign_step.id', 'desc')
    .select([
      'campaign_step.from_state',
      'campaign_step.to_state',
      'campaign_step.reason',
      'campaign_step.at',
      'account.display_name',
    ])
    .execute();
}

/** What the office has prepared for a campaign, in numbers. */
export interface Preparations {
  exemptions: number;
  suggestions: number;
  requested: number;
  received: number;
}

export async function preparationsOf(db: Db, campaignId: string): Promise<Preparations> {
  const count = (rows: { count: number } | undefined) => Number(rows?.count ?? 0);
  const [exemptions, suggestions, comments] = await Promise.all([
    db
      .selectFrom('exemption')
      .where('campaign_id', '=', campaignId)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst(),
    db
      .selectFrom('suggestion')
      .where('campaign_id', '=', campaignId)
      .where('withdrawn_at', 'is', null)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirst(),
    db
      .selectFrom('residence_comment')
      .where('campaign_id', '=', campaignId)
      .groupBy('state')
      .select((eb) => ['state', eb.fn.countAll<number>().as('count')] as const)
      .execute(),
  ]);
  const inState = (state: string) => count(comments.find((row) => row.state === state));
  return {
    exemptions: count(exemptions),
    suggestions: count(suggestions),
    requested: inState('requested'),
    received: inState('received'),
  };
}

/** How many reviews of a campaign stand in which state: counts alone, no names. */
export async function reviewCounts(db: Db, campaignId: string): Promise<Partial<Record<ReviewState, number>>> {
  const rows = await db
    .selectFrom('review')
    .where('campaign_id', '=', campaignId)
    .groupBy('state')
    .select((eb) => ['state', eb.fn.countAll<number>().as('count')] as const)
    .execute();
  return Object.fromEntries(rows.map(({ state, count }) => [state, Number(count)]));
}

export interface CriteriaSet extends CriteriaBody {
  id: string;
  unitId: string;
  name: string;
  sha256: string;
}

/** Read and checked once: a set is only ever inserted, so it cannot go stale. */
const knownSets = new WeakMap<Db, Map<string, CriteriaSet>>();

/** Throws `not-found`. */
export async function criteriaSetOrThrow(db: Db, id: string): Promise<CriteriaSet> {
  const sets = knownSets.get(db) ?? new Map<string, CriteriaSet>();
  knownSets.set(db, sets);
  const before = sets.get(id);
  if (before) return before;
  const row = await db.selectFrom('criteria_set').where('id', '=', id).selectAll().executeTakeFirst();
  if (!row) throw new AppError('not-found', { message: `no criteria set ${id}` });
  const body = CriteriaBody.parse(JSON.parse(row.body));
  const set = { id, unitId: row.unit_id, name: row.name, sha256: row.sha256, ...body };
  sets.set(id, set);
  return set;
}

/** The sets of these units, the newest first. */
export async function criteriaSetsOf(db: Db, unitIds: readonly string[]): Promise<CriteriaSet[]> {
  const rows = await db.selectFrom('criteria_set').orderBy('id', 'desc').select(['id', 'unit_id']).execute();
  const own = rows.filter(({ unit_id }) => unitIds.includes(unit_id));
  return Promise.all(own.map(({ id }) => criteriaSetOrThrow(db, id)));
}

/** The set that splits the points of a standing in a campaign; undefined where they are not split. */
export async function criteriaFor(
  db: Db,
  campaign: Pick<CampaignRow, 'settings'>,
  standing: Standing | 'collective',
): Promise<CriteriaSet | undefined> {
  if (standing === 'collective' || campaign.settings === '{}') return undefined;
  const id = settingsOf(campaign).criteria[standing];
  return id === undefined ? undefined : criteriaSetOrThrow(db, id);
}

export async function storedCriteria(db: Db, unitId: string, sha256: string): Promise<{ id: string } | undefined> {
  return db
    .selectFrom('criteria_set')
    .where('unit_id', '=', unitId)
    .where('sha256', '=', sha256)
    .select('id')
    .executeTakeFirst();
}

export interface ApartRow {
  member_id: string;
  full_name: string;
  branch: string;
  kind: ExemptionKind;
  reason: string;
  version: number;
}

/** Everybody who stands apart in a campaign, with branch and reason, by name. */
export async function exemptionsOf(db: Db, campaignId: string): Promise<ApartRow[]> {
  return db
    .selectFrom('exemption')
    .innerJoin('member', 'member.id', 'exemption.member_id')
    .innerJoin('unit', 'unit.id', 'member.unit_id')
    .where('exemption.campaign_id', '=', campaignId)
    .orderBy('member.folded_name')
    .orderBy('member.id')
    .select([
      'exemption.member_id',
      'member.full_name',
      'unit.name as branch',
      'exemption.kind',
      'exemption.reason',
      'exemption.version',
    ])
    .execute();
}

export async function findExemption(
  db: Db,
  campaignId: string,
  memberId: string,
): Promise<{ kind: ExemptionKind; reason: string; version: number } | undefined> {
  return db
    .selectFrom('exemption')
    .where('campaign_id', '=', campaignId)
    .where('member_id', '=', memberId)
    .select(['kind', 'reason', 'version'])
    .executeTakeFirst();
}

export type SuggestionRow = Selectable<SuggestionTable>;

/** Everything suggested in a campaign, the withdrawn too, in the order in which it was made, with whom it is for. */
export async function suggestionsOf(db: Db, campaignId: string) {
  return db
    .selectFrom('suggestion')
    .leftJoin('member', 'member.id', 'suggestion.member_id')
    .leftJoin('unit as home', 'home.id', 'member.unit_id')
    .leftJoin('unit as collective', 'collective.id', 'suggestion.unit_id')
    .where('suggestion.campaign_id', '=', campaignId)
    .orderBy('suggestion.id')
    .selectAll('suggestion')
    .select(['member.full_name', 'home.name as home_name', 'collective.name as collective_name'])
    .execute();
}

export type NamedSuggestion = Awaited<ReturnType<typeof suggestionsOf>>[number];

/** What one person, or one branch as a collective, is asked to explain; the withdrawn too. */
export async function suggestionsFor(
  db: Db,
  campaignId: string,
  whom: { member: string } | { unit: string },
): Promise<SuggestionRow[]> {
  const [column, id] = 'member' in whom ? (['member_id', whom.member] as const) : (['unit_id', whom.unit] as const);
  return db
    .selectFrom('suggestion')
    .where('campaign_id', '=', campaignId)
    .where(column, '=', id)
    .orderBy('id')
    .selectAll()
    .execute();
}

/** People of any branch whose folded name holds these letters, by name. */
export async function peopleNamed(db: Db, folded: string) {
  const pattern = `%${folded.replaceAll(/[%_\\]/g, '\\$&')}%`;
  return db
    .selectFrom('member')
    .innerJoin('unit', 'unit.id', 'member.unit_id')
    .where(({ ref }) => sql<boolean>`${ref('member.folded_name')} like ${pattern} escape '\\'`)
    .orderBy('member.folded_name')
    .orderBy('member.id')
    .select(['member.id', 'member.full_name', 'member.birth_date', 'member.unit_id', 'unit.name as branch'])
    .execute();
}
