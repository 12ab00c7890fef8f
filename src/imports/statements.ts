import type { Insertable } from 'kysely';
import type { AccountTable, MemberImportTable, MemberTable } from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { guarded, plain } from '../storage/statement.ts';
import { chunks, type RegisterMark } from './queries.ts';

type Db = Store['db'];

interface Seen {
  id: string;
  version: number;
}

export function insertImport(db: Db, row: Insertable<MemberImportTable>): Statement {
  return guarded(db.insertInto('member_import').values(row));
}

/** The next step of an import that is under way, over the version its reader saw. */
export function updateImport(db: Db, seen: Seen, body: string): Statement {
  return guarded(
    db
      .updateTable('member_import')
      .set({ body, version: seen.version + 1 })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('state', '=', 'read'),
  );
}

/** Ends an import: once, and only while the register is the one its rows were judged against. */
export function finishImport(
  db: Db,
  seen: Seen,
  done: { body: string; at: string; register: RegisterMark },
): Statement {
  return guarded(
    db
      .updateTable('member_import')
      .set({ state: 'done', body: done.body, done_at: done.at, version: seen.version + 1 })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('state', '=', 'read')
      .where(({ eb, selectFrom }) =>
        eb(
          selectFrom('member').select(({ fn }) => fn.countAll<number>().as('people')),
          '=',
          done.register.people,
        ),
      )
      .where(({ eb, selectFrom }) =>
        eb(
          selectFrom('member').select(({ fn }) => fn.coalesce(fn.sum<number>('version'), eb.lit(0)).as('versions')),
          '=',
          done.register.versions,
        ),
      ),
  );
}

/** Nothing is left of an import that was given up before it wrote anything. */
export function dropImport(db: Db, seen: Seen): Statement {
  return guarded(
    db
      .deleteFrom('member_import')
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('state', '=', 'read'),
  );
}

/** Lists that somebody left lying half-way (minimum data). */
export function dropStaleImports(db: Db, before: string): Statement {
  return plain(db.deleteFrom('member_import').where('state', '=', 'read').where('at', '<', before));
}

/** The same file sent once more, a double click among others, takes the place of the first. */
export function dropTwinImport(db: Db, twin: { unitId: string; accountId: string; fileName: string }): Statement {
  return plain(
    db
      .deleteFrom('member_import')
      .where('state', '=', 'read')
      .where('unit_id', '=', twin.unitId)
      .where('account_id', '=', twin.accountId)
      .where('file_name', '=', twin.fileName),
  );
}

/** As many rows a statement as its parameters allow. */
function rowsPerStatement(row: object): number {
  return Math.max(1, Math.floor(90 / Object.keys(row).length));
}

export function insertMembers(db: Db, rows: readonly Insertable<MemberTable>[]): Statement[] {
  return chunks(rows, rowsPerStatement(rows[0] ?? {})).map((part) => plain(db.insertInto('member').values(part)));
}

export function insertAccounts(db: Db, rows: readonly Insertable<AccountTable>[]): Statement[] {
  return chunks(rows, rowsPerStatement(rows[0] ?? {})).map((part) => plain(db.insertInto('account').values(part)));
}

export function insertImportRows(db: Db, importId: string, memberIds: readonly string[]): Statement[] {
  const rows = memberIds.map((id) => ({ import_id: importId, member_id: id }));
  return chunks(rows, 45).map((part) => plain(db.insertInto('member_import_row').values(part)));
}

/**
 * Takes people and their accounts out again. The account goes only while nobody has used it; then the member, who is held
 * by whatever points at him. What stays although it should have gone is counted by `assertTakenBack`.
 */
export function takeBack(db: Db, members: readonly { id: string; account_id: string }[]): Statement[] {
  return chunks(members).flatMap((part) => {
    const accounts = part.map(({ account_id: id }) => id);
    const unused = db
      .deleteFrom('account')
      .where('id', 'in', accounts)
      .where('password', 'is', null)
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('role').select('role.role').whereRef('role.account_id', '=', 'account.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('session').select('session.id').whereRef('session.account_id', '=', 'account.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(
          exists(
            selectFrom('one_time_code')
              .select('one_time_code.id')
              .whereRef('one_time_code.account_id', '=', 'account.id'),
          ),
        ),
      );
    const left = db
      .deleteFrom('member')
      .where(
        'id',
        'in',
        part.map(({ id }) => id),
      )
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('account').select('account.id').whereRef('account.member_id', '=', 'member.id'))),
      )
      .where(({ not, exists, selectFrom }) =>
        not(exists(selectFrom('review').select('review.id').whereRef('review.member_id', '=', 'member.id'))),
      );
    // Codes on slips that nobody has used go with their account, and so does the word that they were made.
    const told = db.deleteFrom('account_notice').where('account_id', 'in', accounts).where('seen_at', 'is', null);
    const codes = db.deleteFrom('one_time_code').where('account_id', 'in', accounts).where('used_at', 'is', null);
    return [plain(codes), plain(told), plain(unused), plain(left)];
  });
}

/** Marks an import as undone, if exactly as many of its people are left as were to stay. */
export function finishUndo(db: Db, seen: Seen, undone: { body: string; staying: number }): Statement {
  return guarded(
    db
      .updateTable('member_import')
      .set({ state: 'undone', body: undone.body, version: seen.version + 1 })
      .where('id', '=', seen.id)
      .where('version', '=', seen.version)
      .where('state', '=', 'done')
      .where(({ eb, selectFrom }) =>
        eb(
          selectFrom('member_import_row')
            .innerJoin('member', 'member.id', 'member_import_row.member_id')
            .where('member_import_row.import_id', '=', seen.id)
            .select(({ fn }) => fn.countAll<number>().as('left')),
          '=',
          undone.staying,
        ),
      ),
  );
}
