import type { ExpressionBuilder, Insertable } from 'kysely';
import type { Database, DisciplineTable, HandUpStepTable, HandUpTable, RatingDecisionTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';
import type { RatingRow } from './queries.ts';

type Db = Store['db'];

interface Place {
  campaign_id: string;
  unit_id: string;
}

/** The branch's table while it may be written: the campaign is open and nothing is handed up. */
function openTable(db: Db, { campaign_id, unit_id }: Place) {
  return db
    .selectFrom('campaign')
    .select('campaign.id')
    .where('campaign.id', '=', campaign_id)
    .where('campaign.state', '=', 'open')
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('hand_up')
            .select('hand_up.unit_id')
            .where('hand_up.campaign_id', '=', campaign_id)
            .where('hand_up.unit_id', '=', unit_id),
        ),
      ),
    );
}

/** The row as a selection that is empty where `holds` does not. */
function rowIf<Row extends object>(
  db: Db,
  row: Row,
  holds: (eb: ExpressionBuilder<Database, never>) => ReturnType<ExpressionBuilder<Database, never>['and']>,
) {
  const columns = Object.keys(row) as (keyof Row & string)[];
  const values = db
    .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
    .where((eb) => holds(eb as unknown as ExpressionBuilder<Database, never>));
  return { columns, values };
}

/** Saves one row of the table over the version its writer saw; 0 is a row never saved. Anything else changes no row. */
export function saveRating(db: Db, row: RatingRow, baseVersion: number): Statement {
  const open = openTable(db, row);
  if (baseVersion === 0) {
    const { columns, values } = rowIf(db, { ...row, version: 1 }, (eb) => eb.and([eb.exists(open)]));
    return guarded(db.insertInto('rating').columns(columns).expression(values));
  }
  const { campaign_id, unit_id, subject, version: _version, ...said } = row;
  return guarded(
    db
      .updateTable('rating')
      .set({ ...said, version: baseVersion + 1 })
      .where('campaign_id', '=', campaign_id)
      .where('unit_id', '=', unit_id)
      .where('subject', '=', subject)
      .where('version', '=', baseVersion)
      .where(({ exists }) => exists(open)),
  );
}

/** Hands up what was read: `mark` is the sum of the rows' versions, so nobody's save slips in between. */
export function insertHandUp(db: Db, row: Insertable<HandUpTable>, mark: number): Statement {
  const sum = db
    .selectFrom('rating')
    .select(({ fn, val }) => fn.coalesce(fn.sum<number>('version'), val(0)).as('mark'))
    .where('campaign_id', '=', row.campaign_id)
    .where('unit_id', '=', row.unit_id);
  const { columns, values } = rowIf(db, row, (eb) => eb.and([eb.exists(openTable(db, row)), eb(sum, '=', mark)]));
  return guarded(db.insertInto('hand_up').columns(columns).expression(values));
}

export function insertHandUpStep(db: Db, row: Insertable<HandUpStepTable>): Statement {
  return guarded(db.insertInto('hand_up_step').values(row));
}

/** Opens the branch's table again; once a level is decided, only a new decision changes anything. */
export function deleteHandUp(db: Db, { campaign_id, unit_id }: Place): Statement {
  return guarded(
    db
      .deleteFrom('hand_up')
      .where('campaign_id', '=', campaign_id)
      .where('unit_id', '=', unit_id)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('rating_decision')
              .select('rating_decision.id')
              .where('rating_decision.campaign_id', '=', campaign_id)
              .where('rating_decision.unit_id', '=', unit_id),
          ),
        ),
      ),
  );
}

/**
 * Writes one decision. The first of a subject stands once (unique index), after the branch has handed up, and for a
 * person in one branch only. A later one replaces a decision that nothing has replaced yet (unique `replaces_id`). A
 * number names one document of its body: the same number with another day changes no row.
 */
export function insertDecision(db: Db, row: Insertable<RatingDecisionTable>): Statement {
  const { columns, values } = rowIf(db, row, (eb) =>
    eb.and([
      eb.exists(handUpOf(db, row)),
      eb.not(eb.exists(sameNumberOtherwise(db, row))),
      ...(row.replaces_id ? [] : [eb.not(eb.exists(decidedInAnotherBranch(db, row)))]),
    ]),
  );
  return guarded(db.insertInto('rating_decision').columns(columns).expression(values));
}

function handUpOf(db: Db, { campaign_id, unit_id }: Place) {
  return db
    .selectFrom('hand_up')
    .select('unit_id')
    .where('campaign_id', '=', campaign_id)
    .where('unit_id', '=', unit_id);
}

function sameNumberOtherwise(db: Db, row: Insertable<RatingDecisionTable>) {
  return db
    .selectFrom('rating_decision as other')
    .select('other.id')
    .where('other.campaign_id', '=', row.campaign_id)
    .where('other.number', '=', row.number)
    .where('other.body', '=', row.body)
    .where(({ eb, or }) =>
      or([
        eb('other.decided_on', '!=', row.decided_on),
        // A later decision is a document of its own, beside the one that decided first.
        eb('other.replaces_id', row.replaces_id ? 'is' : 'is not', null),
      ]),
    );
}

function decidedInAnotherBranch(db: Db, row: Insertable<RatingDecisionTable>) {
  return db
    .selectFrom('rating_decision as other')
    .innerJoin('member', 'member.id', 'other.subject')
    .select('other.id')
    .where('other.campaign_id', '=', row.campaign_id)
    .where('other.unit_id', '!=', row.unit_id)
    .where('other.subject', '=', row.subject);
}

/** One document stands once beside one name: the second of two clicks changes no row. */
export function insertDiscipline(db: Db, row: Insertable<DisciplineTable>): Statement {
  const same = db
    .selectFrom('discipline as other')
    .select('other.id')
    .where('other.campaign_id', '=', row.campaign_id)
    .where('other.unit_id', '=', row.unit_id)
    .where('other.member_id', row.member_id === null ? 'is' : '=', row.member_id ?? null)
    .where('other.document', '=', row.document)
    .where('other.withdrawn_at', 'is', null);
  const { columns, values } = rowIf(db, row, (eb) => eb.and([eb.not(eb.exists(same))]));
  return guarded(db.insertInto('discipline').columns(columns).expression(values));
}

export function withdrawDiscipline(db: Db, id: string, place: Place, at: string): Statement {
  return guarded(
    db
      .updateTable('discipline')
      .set({ withdrawn_at: at })
      .where('id', '=', id)
      .where('campaign_id', '=', place.campaign_id)
      .where('unit_id', '=', place.unit_id)
      .where('withdrawn_at', 'is', null),
  );
}
