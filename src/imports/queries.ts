import type { Kysely, Selectable } from 'kysely';
import type { Database, MemberImportTable } from '../../db/schema.ts';
import { ImportBody, type ImportContent } from './content.ts';
import type { RegisteredPerson } from './duplicates.ts';

type Db = Kysely<Database>;

export type ImportRow = Omit<Selectable<MemberImportTable>, 'body'>;

/** D1 takes 100 parameters a statement. */
export const CHUNK = 90;

export function chunks<Item>(items: readonly Item[], size = CHUNK): Item[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, at) => items.slice(at * size, (at + 1) * size));
}

export async function findImport(db: Db, id: string): Promise<(ImportRow & { content: ImportContent }) | undefined> {
  const row = await db.selectFrom('member_import').where('id', '=', id).selectAll().executeTakeFirst();
  if (!row) return undefined;
  const { body, ...rest } = row;
  return { ...rest, content: ImportBody.parse(JSON.parse(body)) };
}

/** Imports of one unit, the newest first, without what is in them. */
export async function importsOf(db: Db, unitId: string): Promise<ImportRow[]> {
  return db
    .selectFrom('member_import')
    .where('unit_id', '=', unitId)
    .orderBy('id', 'desc')
    .select(['id', 'unit_id', 'account_id', 'file_name', 'state', 'at', 'done_at', 'version'])
    .execute();
}

/** The people of these units as far as doubles are told by. */
export async function registeredIn(
  db: Db,
  units: readonly { id: string; name: string }[],
): Promise<RegisteredPerson[]> {
  const names = new Map(units.map(({ id, name }) => [id, name]));
  const rows = await db
    .selectFrom('member')
    .orderBy('id')
    .select(['unit_id', 'full_name', 'birth_date', 'card_number'])
    .execute();
  return rows.flatMap((row) => {
    const branch = names.get(row.unit_id);
    if (branch === undefined) return [];
    return [{ fullName: row.full_name, birthDate: row.birth_date, cardNumber: row.card_number, branch }];
  });
}

/** Changes with every person who is made, changed or taken out: a list judged against one mark holds while it stands. */
export interface RegisterMark {
  people: number;
  versions: number;
}

export async function registerMark(db: Db): Promise<RegisterMark> {
  const row = await db
    .selectFrom('member')
    .select(({ fn }) => [fn.countAll<number>().as('people'), fn.sum<number | null>('version').as('versions')])
    .executeTakeFirst();
  return { people: Number(row?.people ?? 0), versions: Number(row?.versions ?? 0) };
}

/** Every user name there is: a name is given once and for all. */
export async function allUserNames(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('account').select('user_name').execute();
  return new Set(rows.map((row) => row.user_name));
}

export interface ImportedMember {
  id: string;
  unit_id: string;
  full_name: string;
  version: number;
  account_id: string;
  password: string | null;
}

/** The people an import made who are still there. */
export async function membersOf(db: Db, importId: string): Promise<ImportedMember[]> {
  return db
    .selectFrom('member_import_row as row')
    .innerJoin('member', 'member.id', 'row.member_id')
    .innerJoin('account', 'account.member_id', 'member.id')
    .where('row.import_id', '=', importId)
    .orderBy('member.id')
    .select(['member.id', 'member.unit_id', 'member.full_name', 'member.version'])
    .select(['account.id as account_id', 'account.password'])
    .execute();
}

/** Accounts among these that somebody has signed in with, or that hold a duty. */
export async function usedAccounts(
  db: Db,
  accountIds: readonly string[],
): Promise<{ signedIn: ReadonlySet<string>; onDuty: ReadonlySet<string> }> {
  const [signedIn, onDuty] = [new Set<string>(), new Set<string>()];
  for (const chunk of chunks(accountIds)) {
    const codes = db.selectFrom('one_time_code').where('account_id', 'in', chunk).where('used_at', 'is not', null);
    for (const row of await codes.select('account_id').execute()) signedIn.add(row.account_id ?? '');
    const sessions = db.selectFrom('session').where('account_id', 'in', chunk);
    for (const row of await sessions.select('account_id').execute()) signedIn.add(row.account_id);
    const roles = db.selectFrom('role').where('account_id', 'in', chunk);
    for (const row of await roles.select('account_id').execute()) onDuty.add(row.account_id);
  }
  return { signedIn, onDuty };
}

/** Whatever else may point at a member; each of them keeps him. */
const OF_MEMBERS = [
  'exemption',
  'suggestion',
  'residence_comment',
  'reminder',
  'conclusion',
  'discipline',
  'meeting_attendance',
  'member_move',
] as const;

/** Members among these who have a review, or about whom something was written. */
export async function usedMembers(
  db: Db,
  memberIds: readonly string[],
): Promise<{ reviewed: ReadonlySet<string>; written: ReadonlySet<string> }> {
  const [reviewed, written] = [new Set<string>(), new Set<string>()];
  for (const chunk of chunks(memberIds)) {
    const reviews = db.selectFrom('review').where('member_id', 'in', chunk).select('member_id');
    for (const row of await reviews.execute()) reviewed.add(row.member_id ?? '');
    for (const table of OF_MEMBERS) {
      const rows = await db.selectFrom(table).where('member_id', 'in', chunk).select('member_id').execute();
      for (const row of rows) written.add(row.member_id ?? '');
    }
    const ratings = db.selectFrom('rating').where('subject', 'in', chunk).select('subject');
    for (const row of await ratings.execute()) written.add(row.subject);
    const decisions = db.selectFrom('rating_decision').where('subject', 'in', chunk).select('subject');
    for (const row of await decisions.execute()) written.add(row.subject);
    const ballots = db.selectFrom('ballot_count').where('subject', 'in', chunk).select('subject');
    for (const row of await ballots.execute()) written.add(row.subject);
  }
  return { reviewed, written };
}
