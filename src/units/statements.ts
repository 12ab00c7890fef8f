import type { Expression, Insertable } from 'kysely';
import type { MemberTable, UnitTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded } from '../storage/statement.ts';

type Db = Store['db'];

export function insertUnit(db: Db, row: Insertable<UnitTable>): Statement {
  return guarded(db.insertInto('unit').values(row));
}

/** Like `insertUnit`, but the second of two posts of one form changes no row: a name stands once under its parent. */
export function insertUnitOnce(db: Db, row: Insertable<UnitTable> & { parent_id: string }): Statement {
  const twin = db.selectFrom('unit').select('id').where('parent_id', '=', row.parent_id).where('name', '=', row.name);
  const { columns, values } = unless(db, row, twin);
  return guarded(db.insertInto('unit').columns(columns).expression(values));
}

export function insertMember(db: Db, row: Insertable<MemberTable>): Statement {
  return guarded(db.insertInto('member').values(row));
}

/** Like `insertMember`, but a person who is recorded in the branch already changes no row (`findSamePerson`). */
export function insertMemberOnce(db: Db, row: Insertable<MemberTable>): Statement {
  const same = db
    .selectFrom('member')
    .select('id')
    .where('unit_id', '=', row.unit_id)
    .where('full_name', '=', row.full_name)
    .where('birth_date', '=', row.birth_date);
  const { columns, values } = unless(db, row, same);
  return guarded(db.insertInto('member').columns(columns).expression(values));
}

/** The row as a selection that is empty when `there` finds something. */
function unless<Row extends object>(db: Db, row: Row, there: Expression<unknown>) {
  const columns = Object.keys(row) as (keyof Row & string)[];
  const values = db
    .selectNoFrom((eb) => columns.map((column) => eb.val(row[column]).as(column)))
    .where(({ not, exists }) => not(exists(there)));
  return { columns, values };
}
