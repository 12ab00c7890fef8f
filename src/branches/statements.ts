import type { ConclusionTable, ReminderTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';

type Db = Store['db'];

/**
 * Asks a member to hand in. Changes no row once he was asked since `dayBegan`, has handed in, is exempt, or the campaign
 * is not open.
 */
export function insertReminder(db: Db, row: ReminderTable, dayBegan: string): Statement {
  const columns = Object.keys(row) as (keyof ReminderTable)[];
  return guarded(
    db
      .insertInto('reminder')
      .columns(columns)
      .expression(
        db
          .selectFrom('campaign')
          .where('campaign.id', '=', row.campaign_id)
          .where('campaign.state', '=', 'open')
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('reminder as earlier')
                  .select('earlier.id')
                  .where('earlier.campaign_id', '=', row.campaign_id)
                  .where('earlier.member_id', '=', row.member_id)
                  .where('earlier.at', '>=', dayBegan),
              ),
            ),
          )
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('review')
                  .select('review.id')
                  .where('review.campaign_id', '=', row.campaign_id)
                  .where('review.member_id', '=', row.member_id)
                  .where('review.state', 'not in', ['draft', 'returned']),
              ),
            ),
          )
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('exemption')
                  .select('exemption.member_id')
                  .where('exemption.campaign_id', '=', row.campaign_id)
                  .where('exemption.member_id', '=', row.member_id)
                  .where('exemption.kind', '!=', 'elsewhere'),
              ),
            ),
          )
          .select((eb) => columns.map((column) => eb.val(row[column]).as(column))),
      ),
  );
}

type NewConclusion = Omit<ConclusionTable, 'withdrawn_at' | 'withdrawn_reason' | 'withdrawn_by'>;

/** Records what was concluded, while the campaign is open; the same words stand only once. */
export function insertConclusion(db: Db, row: NewConclusion): Statement {
  const columns = Object.keys(row) as (keyof NewConclusion)[];
  return guarded(
    db
      .insertInto('conclusion')
      .columns(columns)
      .expression(
        db
          .selectFrom('campaign')
          .where('campaign.id', '=', row.campaign_id)
          .where('campaign.state', '=', 'open')
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('conclusion as same')
                  .select('same.id')
                  .where('same.campaign_id', '=', row.campaign_id)
                  .where('same.member_id', '=', row.member_id)
                  .where('same.origin', '=', row.origin)
                  .where('same.text', '=', row.text)
                  .where('same.withdrawn_at', 'is', null),
              ),
            ),
          )
          .select((eb) => columns.map((column) => eb.val(row[column]).as(column))),
      ),
  );
}

/** Takes a conclusion back, unless it stands in a review that was handed in. */
export function withdrawConclusion(
  db: Db,
  id: string,
  withdrawn: { at: string; reason: string; by: string },
): Statement {
  return guarded(
    db
      .updateTable('conclusion')
      .set({ withdrawn_at: withdrawn.at, withdrawn_reason: withdrawn.reason, withdrawn_by: withdrawn.by })
      .where('id', '=', id)
      .where('withdrawn_at', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('review_item')
              .innerJoin('review', 'review.id', 'review_item.review_id')
              .select('review.id')
              .where('review_item.id', '=', id)
              .where('review_item.removed', '=', 0)
              .where('review.state', 'not in', ['draft', 'returned']),
          ),
        ),
      ),
  );
}
