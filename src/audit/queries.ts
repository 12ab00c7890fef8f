import type { Kysely, Selectable } from 'kysely';
import type { AuditSealTable, AuditTable, Database } from '../../db/schema.ts';

/** D1 takes 100 parameters a statement. */
const CHUNK = 90;

export interface Reading {
  review_id: string;
  account_id: string;
  display_name: string;
  /** Opened on screen, printed, or its paper verified. */
  action: 'review-viewed' | 'paper-printed' | 'paper-verified';
  detail: string;
  at: string;
}

/** Who but their owner read these reviews on screen or on paper, the newest first. */
export async function readingsByOthers(
  db: Kysely<Database>,
  reviewIds: readonly string[],
  ownerMemberId: string,
): Promise<Reading[]> {
  const readings: Reading[] = [];
  for (let start = 0; start < reviewIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('audit')
      .innerJoin('account', 'account.id', 'audit.account_id')
      .where('audit.subject_kind', '=', 'review')
      .where('audit.subject_id', 'in', reviewIds.slice(start, start + CHUNK))
      .where('audit.action', 'in', ['review-viewed', 'paper-printed', 'paper-verified'])
      .where((eb) => eb.or([eb('account.member_id', 'is', null), eb('account.member_id', '!=', ownerMemberId)]))
      .orderBy('audit.at', 'desc')
      .orderBy('audit.id', 'desc')
      .select([
        'audit.subject_id as review_id',
        'audit.account_id',
        'account.display_name',
        'audit.action',
        'audit.detail',
        'audit.at',
      ])
      .execute();
    readings.push(...(rows as Reading[]));
  }
  return readings;
}

export type AuditRow = Selectable<AuditTable>;
export type SealRow = Selectable<AuditSealTable>;

/** The newest seal; undefined before the first. */
export async function lastSeal(db: Kysely<Database>): Promise<SealRow | undefined> {
  return db.selectFrom('audit_seal').orderBy('seq', 'desc').limit(1).selectAll().executeTakeFirst();
}

/** Lines written before an instant that bear no seal yet, the oldest first. */
export async function unsealedLines(db: Kysely<Database>, before: string, most: number): Promise<AuditRow[]> {
  return db
    .selectFrom('audit')
    .leftJoin('audit_seal', 'audit_seal.audit_id', 'audit.id')
    .where('audit_seal.seq', 'is', null)
    .where('audit.at', '<', before)
    .orderBy('audit.id')
    .limit(most)
    .selectAll('audit')
    .execute();
}

/** Seals after one, each with its line; `line` is null where the line is gone. */
export async function sealedLines(
  db: Kysely<Database>,
  after: number,
  most: number,
): Promise<{ seal: SealRow; line: AuditRow | null }[]> {
  const seals = await db
    .selectFrom('audit_seal')
    .where('seq', '>', after)
    .orderBy('seq')
    .limit(most)
    .selectAll()
    .execute();
  const lines = new Map<string, AuditRow>();
  for (let start = 0; start < seals.length; start += CHUNK) {
    const ids = seals.slice(start, start + CHUNK).map((seal) => seal.audit_id);
    const rows = await db.selectFrom('audit').where('id', 'in', ids).selectAll().execute();
    for (const row of rows) lines.set(row.id, row);
  }
  return seals.map((seal) => ({ seal, line: lines.get(seal.audit_id) ?? null }));
}

/** Who stands behind the accounts of some lines: user name and name. */
export async function namesOf(
  db: Kysely<Database>,
  accountIds: readonly string[],
): Promise<ReadonlyMap<string, { userName: string; name: string }>> {
  const names = new Map<string, { userName: string; name: string }>();
  for (let start = 0; start < accountIds.length; start += CHUNK) {
    const rows = await db
      .selectFrom('account')
      .where('id', 'in', accountIds.slice(start, start + CHUNK))
      .select(['id', 'user_name', 'display_name'])
      .execute();
    for (const row of rows) names.set(row.id, { userName: row.user_name, name: row.display_name });
  }
  return names;
}

/** A page of the log in the order of its lines. */
export async function logPage(db: Kysely<Database>, after: string, most: number): Promise<AuditRow[]> {
  return db.selectFrom('audit').where('id', '>', after).orderBy('id').limit(most).selectAll().execute();
}

/** The newest line; undefined in a log that nobody has written to. */
export async function lastLine(db: Kysely<Database>): Promise<AuditRow | undefined> {
  return db.selectFrom('audit').orderBy('id', 'desc').limit(1).selectAll().executeTakeFirst();
}

export async function countLines(db: Kysely<Database>): Promise<number> {
  const { lines } = await db
    .selectFrom('audit')
    .select(({ fn }) => fn.countAll<number>().as('lines'))
    .executeTakeFirstOrThrow();
  return lines;
}

export async function sealNumbered(db: Kysely<Database>, seq: number): Promise<SealRow | undefined> {
  return db.selectFrom('audit_seal').where('seq', '=', seq).selectAll().executeTakeFirst();
}
