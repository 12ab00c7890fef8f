import type { Insertable } from 'kysely';
import type { BranchSummaryTable, SummaryTextTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';

type Db = Store['db'];

/** Stands in the list of the hand-up itself; a second one for the same branch breaks the list. */
export function insertSummary(db: Db, row: Insertable<BranchSummaryTable>): Statement {
  return guarded(db.insertInto('branch_summary').values(row));
}

/** In the list of a give-back, after its guard. A branch that handed up before there were summaries has none. */
export function deleteSummary(db: Db, { campaign_id, unit_id }: { campaign_id: string; unit_id: string }): Statement {
  return plain(db.deleteFrom('branch_summary').where('campaign_id', '=', campaign_id).where('unit_id', '=', unit_id));
}

/** Saves one text over the version its writer saw; 0 is a text never saved. Anything else changes no row. */
export function saveSummaryText(db: Db, row: Insertable<SummaryTextTable>, baseVersion: number): Statement {
  if (baseVersion === 0) {
    const fresh = db.insertInto('summary_text').values({ ...row, version: 1 });
    return guarded(fresh.onConflict((conflict) => conflict.columns(['campaign_id', 'unit_id', 'key']).doNothing()));
  }
  return guarded(
    db
      .updateTable('summary_text')
      .set({ value: row.value, saved_at: row.saved_at, version: baseVersion + 1 })
      .where('campaign_id', '=', row.campaign_id)
      .where('unit_id', '=', row.unit_id)
      .where('key', '=', row.key)
      .where('version', '=', baseVersion),
  );
}
