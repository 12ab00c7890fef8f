import type { Statement, Store } from '../deps.ts';
import type { SignedPaperTable } from '../../db/schema.ts';
import { guarded } from '../storage/statement.ts';

type Db = Store['db'];

/** Once for each record, and only while it is what stands handed in. */
export function insertSignedPaper(db: Db, row: SignedPaperTable): Statement {
  const names = ['record_id', 'came_on', 'account_id', 'at'] as const;
  const standing = db
    .selectFrom('record')
    .innerJoin('review', 'review.id', 'record.review_id')
    .select('record.id')
    .where('record.id', '=', row.record_id)
    .where('record.superseded', '=', 0)
    .where('review.state', 'in', ['submitted', 'accepted', 'closed']);
  return guarded(
    db
      .insertInto('signed_paper')
      .columns([...names])
      .expression(
        db
          .selectNoFrom((eb) => names.map((name) => eb.val(row[name]).as(name)))
          .where(({ exists }) => exists(standing)),
      )
      .onConflict((conflict) => conflict.column('record_id').doNothing()),
  );
}

/** Takes back what was recorded for that very day. */
export function removeSignedPaper(db: Db, recordId: string, cameOn: string): Statement {
  return guarded(db.deleteFrom('signed_paper').where('record_id', '=', recordId).where('came_on', '=', cameOn));
}
