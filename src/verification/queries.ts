import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { allLeaders, memberCounts, unitsBelow } from '../units/queries.ts';
import type { Viewer } from '../http/context.ts';

type Db = Kysely<Database>;

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;

/** A sheet is found by the digest of its bytes or by the code it was frozen with. */
export type Sought = { sha256: string } | { code: string };

/** A frozen paper with everything that decides who may hear of it; the standing record before one that was replaced. */
export async function findFrozen(db: Db, sought: Sought) {
  return db
    .selectFrom('paper')
    .innerJoin('record', 'record.id', 'paper.record_id')
    .innerJoin('review', 'review.id', 'record.review_id')
    .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
    .innerJoin('unit', 'unit.id', 'review.unit_id')
    .leftJoin('member', 'member.id', 'review.member_id')
    .leftJoin('hand_up', (join) =>
      join.onRef('hand_up.campaign_id', '=', 'review.campaign_id').onRef('hand_up.unit_id', '=', 'review.unit_id'),
    )
    .leftJoin('signed_paper', 'signed_paper.record_id', 'record.id')
    .where('paper.state', '=', 'ready')
    .where((eb) => ('code' in sought ? eb('paper.code', '=', sought.code) : eb('paper.sha256', '=', sought.sha256)))
    .orderBy('record.superseded')
    .orderBy('paper.id')
    .select(['paper.id', 'paper.variant', 'paper.made_at', 'paper.code', 'record.superseded', 'record.submission'])
    .select(['review.id as review_id', 'review.member_id', 'review.unit_id', 'review.state', 'review.reference'])
    .select(['campaign.title', 'unit.name as unit_name', 'member.full_name', 'hand_up.handed_at'])
    .select(['record.frozen_at', 'signed_paper.came_on'])
    .executeTakeFirst();
}

export type FrozenRow = NonNullable<Awaited<ReturnType<typeof findFrozen>>>;

/**
 * What anybody's relation to any review is decided from. The same questions are asked whatever was sought, so that the
 * time of an answer tells nothing.
 */
export async function circumstancesOf(db: Db, viewer: Pick<Viewer, 'roles'>) {
  const tops = viewer.roles.filter(({ role }) => role === 'office').map(({ unitId }) => unitId);
  const [units, leaders, members] = await Promise.all([unitsBelow(db, tops), allLeaders(db), memberCounts(db)]);
  return { below: new Set(units.map(({ id }) => id).filter((id) => !tops.includes(id))), leaders, members };
}

export type Circumstances = Awaited<ReturnType<typeof circumstancesOf>>;

/** Every review that stands handed in at a branch in a campaign, and when its signed sheet came back. */
export async function handedInAt(db: Db, campaignId: string, unitId: string) {
  return db
    .selectFrom('review')
    .innerJoin('member', 'member.id', 'review.member_id')
    .innerJoin('record', (join) =>
      join.onRef('record.review_id', '=', 'review.id').onRef('record.submission', '=', 'review.submissions'),
    )
    .leftJoin('signed_paper', 'signed_paper.record_id', 'record.id')
    .leftJoin('account', 'account.id', 'signed_paper.account_id')
    .where('review.campaign_id', '=', campaignId)
    .where('review.unit_id', '=', unitId)
    .where('review.state', 'in', ['submitted', 'accepted', 'closed'])
    .where('record.superseded', '=', 0)
    .orderBy('review.id')
    .select(['review.id', 'member.full_name', 'record.id as record_id', 'record.frozen_at'])
    .select(['signed_paper.came_on', 'account.display_name as recorded_by'])
    .execute();
}

export type HandedInRow = Awaited<ReturnType<typeof handedInAt>>[number];

/** Of each review as it stands handed in: the codes of its papers, and when the signed sheet came back. */
export async function paperStandings(
  db: Db,
  reviewIds: readonly string[],
): Promise<ReadonlyMap<string, PaperStanding>> {
  const standings = new Map<string, PaperStanding>();
  for (let start = 0; start < reviewIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('review')
      .innerJoin('record', (join) =>
        join.onRef('record.review_id', '=', 'review.id').onRef('record.submission', '=', 'review.submissions'),
      )
      .leftJoin('paper', (join) => join.onRef('paper.record_id', '=', 'record.id').on('paper.state', '=', 'ready'))
      .leftJoin('signed_paper', 'signed_paper.record_id', 'record.id')
      .where('review.id', 'in', reviewIds.slice(start, start + CHUNK))
      .where('record.superseded', '=', 0)
      .orderBy('paper.id')
      .select(['review.id', 'paper.variant', 'paper.code', 'signed_paper.came_on'])
      .execute();
    for (const { id, variant, code, came_on: cameOn } of rows) {
      const codes = standings.get(id)?.codes ?? [];
      const more = variant !== null && code !== null ? [{ variant, code }] : [];
      standings.set(id, { cameOn, codes: [...codes, ...more] });
    }
  }
  return standings;
}

export interface PaperStanding {
  /** YYYY-MM-DD; null while the signed sheet is not back. */
  cameOn: string | null;
  codes: { variant: string; code: string }[];
}
