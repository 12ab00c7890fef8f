import type { Kysely, Selectable } from 'kysely';
import type { CampaignTable, Database, Standing } from '../../db/schema.ts';
import { standingInCampaign } from './rules.ts';

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
