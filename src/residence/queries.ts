import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { isReviewed } from '../branches/rules.ts';
import { type RosterRow, rosterOf } from '../units/queries.ts';
import { type Comments, commentsOf } from './rules.ts';

type Db = Kysely<Database>;

export interface CommentedPerson extends RosterRow {
  comments: Comments;
}

/** Everybody of a branch who is reviewed in a campaign, by post and name, with the state of the comments. */
export async function commentedPeople(db: Db, campaignId: string, unitId: string): Promise<CommentedPerson[]> {
  const [roster, stored, exemptions] = await Promise.all([
    rosterOf(db, unitId),
    db.selectFrom('residence_comment').where('campaign_id', '=', campaignId).selectAll().execute(),
    db.selectFrom('exemption').where('campaign_id', '=', campaignId).select(['member_id', 'kind']).execute(),
  ]);
  return roster
    .filter(({ id }) => isReviewed({ exemption: exemptions.find(({ member_id }) => member_id === id) ?? null }))
    .map((person) => {
      const row = stored.find(({ member_id }) => member_id === person.id);
      return { ...person, comments: commentsOf(person, row) };
    });
}

export type CommentCounts = Record<Comments['state'], number>;

/** Counts of each branch, in one query: an office may have two hundred of them. */
export async function commentCounts(db: Db, campaignId: string): Promise<ReadonlyMap<string, CommentCounts>> {
  const rows = await db
    .selectFrom('member')
    .leftJoin('residence_comment as noted', (join) =>
      join.onRef('noted.member_id', '=', 'member.id').on('noted.campaign_id', '=', campaignId),
    )
    .leftJoin('exemption', (join) =>
      join.onRef('exemption.member_id', '=', 'member.id').on('exemption.campaign_id', '=', campaignId),
    )
    .select(['member.unit_id', 'member.standing', 'noted.state', 'exemption.kind'])
    .execute();
  const counts = new Map<string, CommentCounts>();
  for (const { unit_id: unitId, standing, state, kind } of rows) {
    if (!isReviewed({ exemption: kind === null ? null : { kind } })) continue;
    const of = counts.get(unitId) ?? { open: 0, requested: 0, received: 0, exempt: 0 };
    of[state ?? commentsOf({ standing }, undefined).state] += 1;
    counts.set(unitId, of);
  }
  return counts;
}
