import type { Kysely } from 'kysely';
import type { Database, PreferenceKey, RoleName } from '../../db/schema.ts';
import { prepared } from '../storage/prepared.ts';

export interface SessionRow {
  session_id: string;
  created_at: string;
  seen_at: string;
  must_choose_password: number;
  account_id: string;
  user_name: string;
  display_name: string;
  member_id: string | null;
  unit_id: string | null;
  unit_name: string | null;
  roles: { unitId: string; role: RoleName }[];
  /** Whether the person has read the notice of this version. */
  acknowledged: boolean;
  /** Of `account_notice`. */
  unseen_notices: number;
  /** Who types in it for its owner; null in a session of one's own. */
  helper_account_id: string | null;
  helper_name: string | null;
  assistance_id: string | null;
  review_id: string | null;
}

const sessionQuery = prepared(
  ['tokenHash', 'noticeVersion'],
  (db, given: { tokenHash: string; noticeVersion: string }) =>
    db
      .selectFrom('session')
      .innerJoin('account', 'account.id', 'session.account_id')
      .leftJoin('member', 'member.id', 'account.member_id')
      .leftJoin('unit', 'unit.id', 'member.unit_id')
      .leftJoin('role', 'role.account_id', 'account.id')
      .leftJoin('notice_acknowledgement as notice', (join) =>
        join.onRef('notice.account_id', '=', 'account.id').on('notice.notice_version', '=', given.noticeVersion),
      )
      .leftJoin('account as helper', 'helper.id', 'session.helper_account_id')
      .leftJoin('assistance', (join) =>
        join.onRef('assistance.session_id', '=', 'session.id').on('assistance.ended_at', 'is', null),
      )
      .where('session.token_hash', '=', given.tokenHash)
      .where('account.disabled', '=', 0)
      // Locking the helper's account ends what he types elsewhere, too.
      .where((eb) => eb.or([eb('session.helper_account_id', 'is', null), eb('helper.disabled', '=', 0)]))
      .orderBy('role.unit_id')
      .orderBy('role.role')
      .select([
        'session.id as session_id',
        'session.created_at',
        'session.seen_at',
        'session.must_choose_password',
        'account.id as account_id',
        'account.user_name',
        'account.display_name',
        'account.member_id',
        'member.unit_id',
        'unit.name as unit_name',
        'role.unit_id as role_unit',
        'role.role',
        'notice.acknowledged_at',
        'session.helper_account_id',
        'helper.display_name as helper_name',
        'assistance.id as assistance_id',
        'assistance.review_id',
      ])
      .select((eb) =>
        eb
          .selectFrom('account_notice')
          .whereRef('account_notice.account_id', '=', 'account.id')
          .where('account_notice.seen_at', 'is', null)
          .select((count) => count.fn.countAll<number>().as('n'))
          .$asScalar()
          .$notNull()
          .as('unseen_notices'),
      ),
);

/** The session with all that a page must know of its person, in one query: every request asks it. */
export async function findSession(
  db: Kysely<Database>,
  tokenHash: string,
  noticeVersion: string,
): Promise<SessionRow | undefined> {
  const { rows } = await db.executeQuery(sessionQuery(db, { tokenHash, noticeVersion }));
  const [first] = rows;
  if (!first) return undefined;
  const { role_unit: _unit, role: _role, acknowledged_at: acknowledgedAt, ...session } = first;
  return {
    ...session,
    unseen_notices: Number(session.unseen_notices),
    roles: rows.flatMap(({ role_unit: unitId, role }) => (unitId && role ? [{ unitId, role }] : [])),
    acknowledged: acknowledgedAt !== null,
  };
}

export async function rolesOf(db: Kysely<Database>, accountId: string): Promise<{ unitId: string; role: RoleName }[]> {
  const rows = await db
    .selectFrom('role')
    .where('account_id', '=', accountId)
    .orderBy('unit_id')
    .orderBy('role')
    .select(['unit_id', 'role'])
    .execute();
  return rows.map(({ unit_id, role }) => ({ unitId: unit_id, role }));
}

export async function findAccountByName(db: Kysely<Database>, userName: string) {
  return db
    .selectFrom('account')
    .where('user_name', '=', userName)
    .where('disabled', '=', 0)
    .select(['id', 'user_name', 'password', 'version'])
    .executeTakeFirst();
}

export async function findAccount(db: Kysely<Database>, id: string) {
  return db.selectFrom('account').where('id', '=', id).selectAll().executeTakeFirst();
}

/** Every account with its duties, by user name. */
export async function allAccounts(db: Kysely<Database>) {
  const [accounts, roles, factors] = await Promise.all([
    db.selectFrom('account').orderBy('user_name').selectAll().execute(),
    db
      .selectFrom('role')
      .innerJoin('unit', 'unit.id', 'role.unit_id')
      .orderBy('unit.name')
      .orderBy('unit.id')
      .orderBy('role.role')
      .select(['role.account_id', 'role.role', 'unit.name as unit_name'])
      .execute(),
    db.selectFrom('second_factor').where('enabled_at', 'is not', null).select('account_id').execute(),
  ]);
  const secured = new Set(factors.map((factor) => factor.account_id));
  return accounts.map((account) => ({
    ...account,
    roles: roles.filter(({ account_id: holder }) => holder === account.id),
    factorOn: secured.has(account.id),
  }));
}

export async function findAccountOfMember(db: Kysely<Database>, memberId: string) {
  return db
    .selectFrom('account')
    .where('member_id', '=', memberId)
    .select(['id', 'user_name', 'display_name', 'disabled'])
    .executeTakeFirst();
}

/** Names that begin so, disabled accounts included: a user name is given once and for all. */
export async function userNamesFrom(db: Kysely<Database>, beginning: string): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('account')
    .where('user_name', '>=', beginning)
    .where('user_name', '<', `${beginning}~`)
    .select('user_name')
    .execute();
  return new Set(rows.map((row) => row.user_name));
}

export async function findCode(db: Kysely<Database>, codeHash: string) {
  return db.selectFrom('one_time_code').where('code_hash', '=', codeHash).selectAll().executeTakeFirst();
}

/** The sheet of codes by which others may type for this person: the newest one, while it is good for anything. */
export async function helpSheetOf(db: Kysely<Database>, accountId: string, now: string) {
  const codes = await db
    .selectFrom('one_time_code as code')
    .leftJoin('account as maker', 'maker.id', 'code.made_by')
    .where('code.account_id', '=', accountId)
    .where('code.purpose', '=', 'assisted_entry')
    .where('code.used_at', 'is', null)
    .where('code.expires_at', '>', now)
    .select(['code.created_at', 'code.expires_at', 'maker.display_name as maker'])
    .execute();
  const [first] = codes;
  return first ? { ...first, left: codes.length } : undefined;
}

export async function findAttempts(db: Kysely<Database>, key: string) {
  return db.selectFrom('attempt').where('key', '=', key).selectAll().executeTakeFirst();
}

export async function anyAdministrator(db: Kysely<Database>): Promise<boolean> {
  const row = await db.selectFrom('role').where('role', '=', 'administrator').select('account_id').executeTakeFirst();
  return row !== undefined;
}

/** Newest use first; some may be past their time and not yet cleared away. */
export async function sessionsOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('session')
    .leftJoin('account as helper', 'helper.id', 'session.helper_account_id')
    .where('session.account_id', '=', accountId)
    .orderBy('session.seen_at', 'desc')
    .orderBy('session.id', 'desc')
    .select([
      'session.id',
      'session.created_at',
      'session.seen_at',
      'session.address',
      'session.agent',
      'session.helper_account_id',
      'helper.display_name as helper_name',
    ])
    .execute();
}

/** Sessions used since an instant: how many, and nothing about whose. */
export async function countSessionsSince(db: Kysely<Database>, instant: string): Promise<number> {
  const { sessions } = await db
    .selectFrom('session')
    .where('seen_at', '>', instant)
    .select(({ fn }) => fn.countAll<number>().as('sessions'))
    .executeTakeFirstOrThrow();
  return Number(sessions);
}

export async function sessionTimes(db: Kysely<Database>, sessionId: string) {
  return db
    .selectFrom('session')
    .where('id', '=', sessionId)
    .select(['created_at', 'seen_at', 'helper_account_id'])
    .executeTakeFirst();
}

export async function ownerOfSession(db: Kysely<Database>, sessionId: string): Promise<string | null> {
  const row = await db.selectFrom('session').where('id', '=', sessionId).select('account_id').executeTakeFirst();
  return row?.account_id ?? null;
}

export async function findFactor(db: Kysely<Database>, accountId: string) {
  return db.selectFrom('second_factor').where('account_id', '=', accountId).selectAll().executeTakeFirst();
}

export async function findPending(db: Kysely<Database>, tokenHash: string) {
  return db.selectFrom('pending_sign_in').where('token_hash', '=', tokenHash).selectAll().executeTakeFirst();
}

export async function recoveryCodesLeft(db: Kysely<Database>, accountId: string): Promise<number> {
  const rows = await db
    .selectFrom('recovery_code')
    .where('account_id', '=', accountId)
    .where('used_at', 'is', null)
    .select('id')
    .execute();
  return rows.length;
}

/** Null where the person has never chosen. */
export async function preferenceOf(
  db: Kysely<Database>,
  accountId: string,
  key: PreferenceKey,
): Promise<string | null> {
  const row = await db
    .selectFrom('preference')
    .where('account_id', '=', accountId)
    .where('key', '=', key)
    .select('value')
    .executeTakeFirst();
  return row?.value ?? null;
}

/** What others did to an account, the newest first. */
export async function noticesOf(db: Kysely<Database>, accountId: string) {
  return db
    .selectFrom('account_notice')
    .where('account_id', '=', accountId)
    .orderBy('id', 'desc')
    .select(['id', 'kind', 'by_name', 'reason', 'at', 'seen_at'])
    .execute();
}
