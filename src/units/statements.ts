import type { Expression, Insertable, Updateable } from 'kysely';
import type { CodeRequestTable, MemberMoveTable, MemberTable, RoleTable, UnitTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';
import { DEEPEST } from './queries.ts';
import { BRANCH_DUTIES } from './rules.ts';

type Db = Store['db'];

/** A row as its reader saw it: whoever was first has raised the version. */
export interface Seen {
  id: string;
  version: number;
}

export function insertUnit(db: Db, row: Insertable<UnitTable>): Statement {
  return guarded(db.insertInto('unit').values(row));
}

/** Like `insertUnit`, but the second of two posts of one form changes no row: a name stands once under its parent. */
export function insertUnitOnce(db: Db, row: Insertable<UnitTable> & { parent_id: string }): Statement {
  const twin = db.selectFrom('unit').select('id').where('parent_id', '=', row.parent_id).where('name', '=', row.name);
  const { columns, values } = unless(db, row, twin);
  return guarded(db.insertInto('unit').columns(columns).expression(values));
}

/** Changes a unit over the version its reader saw. A name that stands under the parent already changes no row. */
export function updateUnit(
  db: Db,
  unit: Seen,
  changes: Pick<UnitTable, 'parent_id' | 'name' | 'paper_name' | 'place' | 'has_branch_committee'>,
): Statement {
  const twin = db
    .selectFrom('unit as twin')
    .select('twin.id')
    .where('twin.parent_id', 'is not distinct from', changes.parent_id)
    .where('twin.name', '=', changes.name)
    .where('twin.id', '!=', unit.id);
  return guarded(
    db
      .updateTable('unit')
      .set({ ...changes, version: unit.version + 1 })
      .where('id', '=', unit.id)
      .where('version', '=', unit.version)
      .where(({ not, exists }) => not(exists(twin))),
  );
}

/**
 * Stops the list unless the unit, `height` levels high, may hang below this parent: a committee that does not itself hang
 * below the unit, and not too deep. Stands before the move, which it knows nothing of.
 */
export function mayHangBelow(db: Db, unitId: string, parentId: string, height: number): Statement {
  const above = () =>
    db
      .withRecursive('above', (cte) =>
        cte
          .selectFrom('unit')
          .select(['unit.id', 'unit.parent_id'])
          .where('unit.id', '=', parentId)
          .union(
            cte
              .selectFrom('unit')
              .innerJoin('above', 'above.parent_id', 'unit.id')
              .select(['unit.id', 'unit.parent_id']),
          ),
      )
      .selectFrom('above');
  return guarded(
    db
      .updateTable('unit')
      .set(({ ref }) => ({ version: ref('version') }))
      .where('id', '=', parentId)
      .where('kind', '=', 'committee')
      .where(({ not, exists }) => not(exists(above().select('above.id').where('above.id', '=', unitId))))
      .where(
        above().select(({ fn }) => fn.countAll<number>().as('levels')),
        '<=',
        DEEPEST - height,
      ),
  );
}

export function insertMember(db: Db, row: Insertable<MemberTable>): Statement {
  return guarded(db.insertInto('member').values(row));
}

/** Like `insertMember`, but a person who is recorded in the branch already changes no row (`findSamePerson`). */
export function insertMemberOnce(db: Db, row: Insertable<MemberTable>): Statement {
  const { columns, values } = unless(db, row, samePerson(db, row));
  return guarded(db.insertInto('member').columns(columns).expression(values));
}

/**
 * Changes a member over the version its reader saw. No row changes when somebody of the branch is recorded so already,
 * or when a person who holds a duty of the branch would become probationary.
 */
export function updateMember(
  db: Db,
  member: Seen & { unit_id: string },
  changes: Omit<Updateable<MemberTable>, 'id' | 'unit_id' | 'version'> & { full_name: string; birth_date: string },
): Statement {
  const same = samePerson(db, { ...changes, unit_id: member.unit_id }).where('same.id', '!=', member.id);
  const duties = db
    .selectFrom('role')
    .innerJoin('account', 'account.id', 'role.account_id')
    .select('role.role')
    .where('account.member_id', '=', member.id)
    .where('role.role', 'in', BRANCH_DUTIES);
  const query = db
    .updateTable('member')
    .set({ ...changes, version: member.version + 1 })
    .where('id', '=', member.id)
    .where('version', '=', member.version)
    .where(({ not, exists }) => not(exists(same)));
  return guarded(changes.official === 0 ? query.where(({ not, exists }) => not(exists(duties))) : query);
}

/** What the pages call the person by is his name in the register. */
export function renameAccount(db: Db, memberId: string, displayName: string): Statement {
  return plain(db.updateTable('account').set({ display_name: displayName }).where('member_id', '=', memberId));
}

/** Moves a person between branches, unless he is recorded in the new one already. */
export function moveMember(
  db: Db,
  member: Seen & { unit_id: string; full_name: string; birth_date: string },
  unitId: string,
): Statement {
  return guarded(
    db
      .updateTable('member')
      .set({ unit_id: unitId, version: member.version + 1 })
      .where('id', '=', member.id)
      .where('version', '=', member.version)
      .where('unit_id', '=', member.unit_id)
      .where(({ not, exists }) => not(exists(samePerson(db, { ...member, unit_id: unitId })))),
  );
}

export function insertMove(db: Db, row: Insertable<MemberMoveTable>): Statement {
  return guarded(db.insertInto('member_move').values(row));
}

/** The review follows its author; whoever judges it in the same moment finds it changed. */
export function takeReviewAlong(db: Db, review: Seen, unitId: string): Statement {
  return guarded(
    db
      .updateTable('review')
      .set({ unit_id: unitId, version: review.version + 1 })
      .where('id', '=', review.id)
      .where('version', '=', review.version)
      .where('state', 'in', ['draft', 'submitted', 'returned']),
  );
}

/** A duty of a branch, given only while its holder is an official member there. */
export function insertBranchDuty(db: Db, row: Insertable<RoleTable>, memberId: string): Statement {
  const belongs = db
    .selectFrom('member')
    .select('id')
    .where('id', '=', memberId)
    .where('unit_id', '=', row.unit_id)
    .where('official', '=', 1);
  const columns = ['account_id', 'unit_id', 'role'] as const;
  const values = db
    .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
    .where(({ exists }) => exists(belongs));
  return guarded(db.insertInto('role').columns(columns).expression(values));
}

export function deleteRole(db: Db, row: RoleTable): Statement {
  return guarded(
    db
      .deleteFrom('role')
      .where('account_id', '=', row.account_id)
      .where('unit_id', '=', row.unit_id)
      .where('role', '=', row.role),
  );
}

/** Stops the list when the owner of the account has begun a review of an open campaign in the meantime. */
export function noDraftInHand(db: Db, accountId: string): Statement {
  return guarded(
    db
      .updateTable('account')
      .set(({ ref }) => ({ version: ref('version') }))
      .where('id', '=', accountId)
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('review')
              .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
              .select('review.id')
              .whereRef('review.member_id', '=', 'account.member_id')
              .where('review.state', 'in', ['draft', 'returned'])
              .where('campaign.state', '=', 'open'),
          ),
        ),
      ),
  );
}

/** One request at a time waits for an account; `since` is when an older one has lapsed. */
export function insertCodeRequest(db: Db, row: Insertable<CodeRequestTable>, since: string): Statement {
  const waiting = db
    .selectFrom('code_request')
    .select('id')
    .where('account_id', '=', row.account_id)
    .where(({ eb, and, or }) =>
      or([
        and([eb('state', '=', 'waiting'), eb('asked_at', '>', since)]),
        and([eb('state', '=', 'confirmed'), eb('answered_at', '>', since)]),
      ]),
    );
  const { columns, values } = unless(db, row, waiting);
  return guarded(db.insertInto('code_request').columns(columns).expression(values));
}

/** Answered once, in time, and by nobody who asked. */
export function answerCodeRequest(
  db: Db,
  request: Seen,
  answer: { state: 'confirmed' | 'refused'; by: string; at: string; since: string },
): Statement {
  return guarded(
    db
      .updateTable('code_request')
      .set({ state: answer.state, answered_by: answer.by, answered_at: answer.at, version: request.version + 1 })
      .where('id', '=', request.id)
      .where('version', '=', request.version)
      .where('state', '=', 'waiting')
      .where('asked_by', '!=', answer.by)
      .where('asked_at', '>', answer.since),
  );
}

/** The code is taken once, by whoever asked, and in time. */
export function takeCodeRequest(db: Db, request: Seen, asker: string, since: string): Statement {
  return guarded(
    db
      .updateTable('code_request')
      .set({ state: 'used', version: request.version + 1 })
      .where('id', '=', request.id)
      .where('version', '=', request.version)
      .where('state', '=', 'confirmed')
      .where('asked_by', '=', asker)
      .where('answered_at', '>', since),
  );
}

function samePerson(db: Db, person: { unit_id: string; full_name: string; birth_date: string }) {
  return db
    .selectFrom('member as same')
    .select('same.id')
    .where('same.unit_id', '=', person.unit_id)
    .where('same.full_name', '=', person.full_name)
    .where('same.birth_date', '=', person.birth_date);
}

/** The row as a selection that is empty when `there` finds something. */
function unless<Row extends object>(db: Db, row: Row, there: Expression<unknown>) {
  const columns = Object.keys(row) as (keyof Row & string)[];
  const values = db
    .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
    .where(({ not, exists }) => not(exists(there)));
  return { columns, values };
}

/** A unit's print settings over the version that was seen; 0 is none of its own yet. */
export function savePrintSettings(
  db: Db,
  seen: number,
  row: { unit_id: string; body: string; account_id: string; at: string },
): Statement {
  if (seen === 0) {
    const first = { ...row, version: 1 };
    return guarded(
      db
        .insertInto('print_setting')
        .values(first)
        .onConflict((conflict) => conflict.column('unit_id').doNothing()),
    );
  }
  return guarded(
    db
      .updateTable('print_setting')
      .set({ ...row, version: seen + 1 })
      .where('unit_id', '=', row.unit_id)
      .where('version', '=', seen),
  );
}

/** From then on the unit prints as the one above it. */
export function dropPrintSettings(db: Db, unitId: string): Statement {
  return guarded(db.deleteFrom('print_setting').where('unit_id', '=', unitId));
}
