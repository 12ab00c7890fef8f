import type { Insertable } from 'kysely';
import type {
  BranchKitTable,
  CommitteeKeyTable,
  Database,
  ExchangeFileTable,
  OpenedKitTable,
  RollUpExportTable,
  RollUpImportTable,
} from '../../db/schema.ts';
import type { Statement, Store } from '../deps.ts';
import { toBase64 } from '../files/base64.ts';
import { guarded, plain } from '../storage/statement.ts';
import { chunks } from './queries.ts';

type Db = Store['db'];

/** Two offices of one committee that issue their first kit at once keep one key between them. */
export function insertCommitteeKey(db: Db, row: Insertable<CommitteeKeyTable>): Statement {
  return plain(
    db
      .insertInto('committee_key')
      .values(row)
      .onConflict((conflict) => conflict.column('unit_id').doNothing()),
  );
}

/** Makes the kit before worthless, if it is still the one its replacer saw. */
export function revokeKit(db: Db, id: string, at: string): Statement {
  return guarded(
    db.updateTable('branch_kit').set({ revoked_at: at }).where('id', '=', id).where('revoked_at', 'is', null),
  );
}

/** Of two at once the second breaks the unique index: one branch, one good kit. Only while the campaign is open. */
export function insertKit(db: Db, row: Insertable<BranchKitTable>): Statement {
  const columns = Object.keys(row) as (keyof BranchKitTable)[];
  return guarded(
    db
      .insertInto('branch_kit')
      .columns(columns)
      .expression(
        db
          .selectFrom('campaign')
          .where('campaign.id', '=', row.campaign_id)
          .where('campaign.state', '=', 'open')
          .select((eb) => columns.map((column) => eb.val(row[column] ?? null).as(column))),
      ),
  );
}

/** The kit is still the good one when the list is written. */
export function kitIsCurrent(db: Db, id: string): Statement {
  return guarded(
    db.updateTable('branch_kit').set({ revoked_at: null }).where('id', '=', id).where('revoked_at', 'is', null),
  );
}

export function insertOpenedKit(db: Db, row: Insertable<OpenedKitTable>): Statement {
  return guarded(db.insertInto('opened_kit').values(row));
}

/** The next file of a kit, while the branch has handed up. Its number is taken once. */
export function insertExport(
  db: Db,
  row: Insertable<RollUpExportTable>,
  place: { campaign_id: string; unit_id: string; handed_at: string },
): Statement {
  const columns = Object.keys(row) as (keyof RollUpExportTable)[];
  return guarded(
    db
      .insertInto('roll_up_export')
      .columns(columns)
      .expression(
        db
          .selectFrom('hand_up')
          .where('campaign_id', '=', place.campaign_id)
          .where('unit_id', '=', place.unit_id)
          .where('handed_at', '=', place.handed_at)
          .select((eb) => columns.map((column) => eb.val(row[column]).as(column))),
      ),
  );
}

export function insertImport(db: Db, row: Insertable<RollUpImportTable>): Statement {
  return guarded(db.insertInto('roll_up_import').values(row));
}

/** Three quarters of 1 MB: base64 of it stays under 1 MB a row. */
const PART_BYTES = 720_000;

export function insertFile(db: Db, row: Insertable<ExchangeFileTable>, bytes: Uint8Array): Statement[] {
  const count = Math.max(1, Math.ceil(bytes.length / PART_BYTES));
  return [
    guarded(db.insertInto('exchange_file').values(row)),
    ...Array.from({ length: count }, (_, part) => {
      const body = toBase64(bytes.subarray(part * PART_BYTES, (part + 1) * PART_BYTES));
      return guarded(db.insertInto('exchange_file_part').values({ file_id: row.id, part, body }));
    }),
  ];
}

/** A file that was sent is used up by its confirmation, once. */
export function useFile(db: Db, id: string): Statement[] {
  return [
    plain(db.deleteFrom('exchange_file_part').where('file_id', '=', id)),
    guarded(db.deleteFrom('exchange_file').where('id', '=', id)),
  ];
}

/** Bytes nobody needs any more: of a revoked kit, of a file that a newer one has replaced. */
export function dropFile(db: Db, id: string): Statement[] {
  return [
    plain(db.deleteFrom('exchange_file_part').where('file_id', '=', id)),
    plain(db.deleteFrom('exchange_file').where('id', '=', id)),
  ];
}

/** What was sent and never confirmed (minimum data), and what this person sent before. */
export function dropSentFiles(db: Db, kind: 'kit-sent' | 'roll-up-sent', by: string, before: string): Statement[] {
  const stale = db
    .selectFrom('exchange_file')
    .where('kind', '=', kind)
    .where(({ eb, or }) => or([eb('account_id', '=', by), eb('at', '<', before)]))
    .select('id');
  return [
    plain(db.deleteFrom('exchange_file_part').where('file_id', 'in', stale)),
    plain(
      db
        .deleteFrom('exchange_file')
        .where('kind', '=', kind)
        .where(({ eb, or }) => or([eb('account_id', '=', by), eb('at', '<', before)])),
    ),
  ];
}

/** As many rows a statement as its parameters allow. */
export function insertRows<Table extends keyof Database>(
  db: Db,
  table: Table,
  rows: readonly Insertable<Database[Table]>[],
): Statement[] {
  const columns = Math.max(1, Object.keys(rows[0] ?? {}).length);
  return chunks(rows, Math.max(1, Math.floor(90 / columns))).map((part) =>
    plain(db.insertInto(table).values(part as never)),
  );
}

/** Like `insertRows`, where a row that stands already stays as it is. */
export function insertMissing<Table extends keyof Database>(
  db: Db,
  table: Table,
  rows: readonly Insertable<Database[Table]>[],
): Statement[] {
  const columns = Math.max(1, Object.keys(rows[0] ?? {}).length);
  return chunks(rows, Math.max(1, Math.floor(90 / columns))).map((part) =>
    plain(
      db
        .insertInto(table)
        .values(part as never)
        .onConflict((conflict) => conflict.doNothing()),
    ),
  );
}

/**
 * Stops the list unless this database holds nothing but the committee its first administrator has named. He keeps his
 * duty, from now on for the branch of the kit; the named committee goes, because the kit brings the real one.
 */
export function giveWayTo(db: Db, root: string, administrator: string): Statement[] {
  const nobody = db.selectFrom('member').select('id');
  const nothing = db.selectFrom('campaign').select('id');
  const others = db.selectFrom('unit as other').select('other.id').where('other.id', '!=', root);
  return [
    guarded(
      db
        .updateTable('unit')
        .set(({ ref }) => ({ version: ref('version') }))
        .where('id', '=', root)
        .where(({ and, not, exists }) => and([not(exists(nobody)), not(exists(nothing)), not(exists(others))])),
    ),
    plain(db.deleteFrom('role').where('unit_id', '=', root).where('account_id', '!=', administrator)),
    guarded(
      db
        .deleteFrom('role')
        .where('unit_id', '=', root)
        .where('account_id', '=', administrator)
        .where('role', '=', 'administrator'),
    ),
    plain(db.deleteFrom('role').where('unit_id', '=', root)),
    guarded(db.deleteFrom('unit').where('id', '=', root)),
  ];
}

/** The branch has handed up by file: once, and while the campaign is open. */
export function insertHandUpByFile(
  db: Db,
  row: { campaign_id: string; unit_id: string; handed_at: string; account_id: string },
): Statement {
  return guarded(
    db
      .insertInto('hand_up')
      .columns(['campaign_id', 'unit_id', 'handed_at', 'account_id'])
      .expression(
        db
          .selectFrom('campaign')
          .where('campaign.id', '=', row.campaign_id)
          .where('campaign.state', '=', 'open')
          .select((eb) => [
            eb.val(row.campaign_id).as('campaign_id'),
            eb.val(row.unit_id).as('unit_id'),
            eb.val(row.handed_at).as('handed_at'),
            eb.val(row.account_id).as('account_id'),
          ]),
      ),
  );
}

/** A review as the branch froze it; one that an earlier file brought moves on, one begun here stops the list (unique keys). */
export function takeReview(db: Db, row: Insertable<Database['review']>): Statement {
  const { state, submissions, submitted_at, state_at } = row;
  return guarded(
    db
      .insertInto('review')
      .values(row)
      .onConflict((conflict) =>
        conflict
          .column('id')
          .doUpdateSet((eb) => ({
            state,
            submissions,
            submitted_at: submitted_at ?? null,
            state_at,
            version: eb('review.version', '+', 1),
          }))
          .where('review.campaign_id', '=', row.campaign_id)
          .where('review.unit_id', '=', row.unit_id),
      ),
  );
}

/** Handed in with an earlier file and not with this one: it is back with its author. */
export function takeBackReviews(db: Db, reviewIds: readonly string[], at: string): Statement[] {
  return chunks(reviewIds).flatMap((ids) => [
    plain(
      db
        .updateTable('review')
        .set((eb) => ({ state: 'returned', state_at: at, version: eb('version', '+', 1) }))
        .where('id', 'in', ids)
        .where('state', 'in', ['submitted', 'accepted']),
    ),
    plain(db.updateTable('record').set({ superseded: 1 }).where('review_id', 'in', ids)),
  ]);
}

/** Makes room for what a newer file says of these reviews; records stay, the earlier ones superseded. */
export function clearReviews(db: Db, reviewIds: readonly string[]): Statement[] {
  return chunks(reviewIds).flatMap((ids) => [
    plain(db.deleteFrom('review_field').where('review_id', 'in', ids)),
    plain(db.deleteFrom('review_item').where('review_id', 'in', ids)),
    plain(db.updateTable('record').set({ superseded: 1 }).where('review_id', 'in', ids)),
  ]);
}

/** The record that stands for its review from now on; `part` rows follow by `insertMissing`. */
export function takeRecord(db: Db, row: Insertable<Database['record']>): Statement {
  return guarded(
    db
      .insertInto('record')
      .values({ ...row, superseded: 0 })
      .onConflict((conflict) =>
        conflict.column('id').doUpdateSet({ superseded: 0 }).where('record.sha256', '=', row.sha256),
      ),
  );
}

export function clearRatings(db: Db, place: { campaign_id: string; unit_id: string }): Statement {
  return plain(
    db.deleteFrom('rating').where('campaign_id', '=', place.campaign_id).where('unit_id', '=', place.unit_id),
  );
}

/** The meeting's own row, and nothing left of what an earlier file said under it. */
export function takeMeeting(db: Db, row: Insertable<Database['meeting']>): Statement[] {
  const { id, campaign_id: _campaign, unit_id: _unit, ...said } = row;
  const under = [
    'meeting_attendance',
    'meeting_field',
    'meeting_subject',
    'meeting_roster',
    'ballot_votes',
    'ballot_count',
  ] as const;
  return [
    guarded(
      db
        .insertInto('meeting')
        .values(row)
        .onConflict((conflict) => conflict.column('id').doUpdateSet(said).where('meeting.unit_id', '=', row.unit_id)),
    ),
    ...under.map((table) => plain(db.deleteFrom(table).where('meeting_id', '=', id))),
  ];
}

export function takeComment(db: Db, row: Insertable<Database['residence_comment']>): Statement {
  const { state, requested_on, received_on, note } = row;
  return guarded(
    db
      .insertInto('residence_comment')
      .values(row)
      .onConflict((conflict) =>
        conflict.columns(['campaign_id', 'member_id']).doUpdateSet((eb) => ({
          state,
          requested_on: requested_on ?? null,
          received_on: received_on ?? null,
          note,
          version: eb('residence_comment.version', '+', 1),
        })),
      ),
  );
}
