import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';
import type { Comments } from './rules.ts';

type Db = Store['db'];

interface Noted {
  campaignId: string;
  memberId: string;
  /** The version its noter saw; 0 is nothing noted yet. */
  seen: number;
}

/** Notes one person's comments over the version that was seen, while the campaign is not over. */
export function noteComments(db: Db, { campaignId, memberId, seen }: Noted, to: Omit<Comments, 'version'>): Statement {
  const columns = {
    state: to.state as 'requested' | 'received' | 'exempt',
    requested_on: to.requestedOn,
    received_on: to.receivedOn,
    note: to.note,
    version: seen + 1,
  };
  if (seen > 0) {
    return guarded(
      db
        .updateTable('residence_comment')
        .set(columns)
        .where('campaign_id', '=', campaignId)
        .where('member_id', '=', memberId)
        .where('version', '=', seen)
        .where(({ exists }) => exists(notClosed(db, campaignId))),
    );
  }
  const row = { campaign_id: campaignId, member_id: memberId, ...columns };
  const names = Object.keys(row) as (keyof typeof row)[];
  return guarded(
    db
      .insertInto('residence_comment')
      .columns(names)
      .expression(
        db
          .selectNoFrom((eb) => names.map((name) => eb.val(row[name]).as(name)))
          .where(({ exists }) => exists(notClosed(db, campaignId))),
      ),
  );
}

/** Takes back what was noted for one person. */
export function forgetComments(db: Db, { campaignId, memberId, seen }: Noted): Statement {
  return guarded(
    db
      .deleteFrom('residence_comment')
      .where('campaign_id', '=', campaignId)
      .where('member_id', '=', memberId)
      .where('version', '=', seen)
      .where(({ exists }) => exists(notClosed(db, campaignId))),
  );
}

function notClosed(db: Db, campaignId: string) {
  return db.selectFrom('campaign').select('id').where('id', '=', campaignId).where('state', '!=', 'closed');
}
