import { type Kysely, sql, type Transaction } from 'kysely';
import type { Database } from '../../db/schema.ts';
import { canonicalJson, sha256Hex } from '../canonical.ts';
import type { Statement } from '../deps.ts';

/** What Kysely keeps for itself; each database has its own. */
const MIGRATOR_TABLES = new Set(['kysely_migration', 'kysely_migration_lock']);
/** Rows may hold a megabyte each. */
const ROWS_AT_ONCE = 20;

type Db = Kysely<Database>;
type Row = Record<string, string | number | null>;

/** A whole table in two words: how many rows, and one hash of them all, in whatever order they come. */
export interface TableContent {
  table: string;
  rows: number;
  sha256: string;
}

/** Tables differ after copying; what was written has been taken back. */
export class CopyDiffers extends Error {
  override readonly name = 'CopyDiffers';
  readonly tables: string[];

  constructor(tables: string[]) {
    super(`the copy differs in ${tables.join(', ')}`);
    this.tables = tables;
  }
}

export interface Side {
  db: Db;
  engine: 'sqlite' | 'postgres';
}

/**
 * Copies every row of these tables from one database to another of the same shape, whose rows give way: the tables that the
 * migrations have made in the new one, whatever else somebody has put beside them in the old.
 * The source is read as it is at one moment. What was written is read back and compared before it counts: all or nothing.
 * Throws `CopyDiffers`.
 */
export async function copyEverything(
  source: Side,
  target: Side,
  tables: readonly string[],
  /** Writes that belong to the copy. */
  then: (target: Db) => readonly Statement[] = () => [],
): Promise<TableContent[]> {
  const ours = contentTables(tables);
  return atOneMoment(source.db, async (from) =>
    target.db.transaction().execute(async (to) => {
      await empty(to, target.engine, ours);
      const sent: TableContent[] = [];
      for (const table of ours) sent.push(await copyTable(from, to, table));
      const differing: string[] = [];
      for (const content of sent) {
        const arrived = await contentOf(to, content.table);
        if (arrived.rows !== content.rows || arrived.sha256 !== content.sha256) differing.push(content.table);
      }
      if (differing.length > 0) throw new CopyDiffers(differing);
      for (const { query } of then(to)) await to.executeQuery(query);
      return sent;
    }),
  );
}

/** Those that hold what people have entered, and what we have of it. */
export function contentTables(tables: readonly string[]): string[] {
  return tables.filter((table) => !MIGRATOR_TABLES.has(table));
}

/** Whether no row stands in any of them. */
export async function isEmpty(db: Db, tables: readonly string[]): Promise<boolean> {
  for (const table of contentTables(tables)) {
    if (await anyTables(db).selectFrom(table).selectAll().limit(1).executeTakeFirst()) return false;
  }
  return true;
}

/** SQLite reads as of the moment its transaction began without being told. */
function atOneMoment<Result>(db: Db, work: (db: Transaction<Database>) => Promise<Result>): Promise<Result> {
  return db.transaction().setIsolationLevel('repeatable read').execute(work);
}

/** Rows refer to rows of tables that come later: who refers to nobody is found only at the end. */
async function empty(db: Db, engine: Side['engine'], tables: readonly string[]): Promise<void> {
  if (engine === 'sqlite') {
    await sql`pragma defer_foreign_keys = on`.execute(db);
    for (const table of tables) await sql`delete from ${sql.table(table)}`.execute(db);
  } else {
    await sql`set constraints all deferred`.execute(db);
    await sql`truncate ${sql.join(tables.map((table) => sql.table(table)))}`.execute(db);
  }
}

async function copyTable(from: Db, to: Db, table: string): Promise<TableContent> {
  const sum = summing(table);
  let waiting: Row[] = [];
  async function write(): Promise<void> {
    if (waiting.length > 0) await into(to, table).values(waiting).execute();
    waiting = [];
  }
  for await (const row of rowsOf(from, table)) {
    sum.add(row);
    waiting.push(row);
    if (waiting.length === ROWS_AT_ONCE) await write();
  }
  await write();
  return sum.content();
}

async function contentOf(db: Db, table: string): Promise<TableContent> {
  const sum = summing(table);
  for await (const row of rowsOf(db, table)) sum.add(row);
  return sum.content();
}

/** The rows' hashes are added up: two engines need not agree on an order. */
function summing(table: string): { add(row: Row): void; content(): TableContent } {
  let rows = 0;
  let sum = 0n;
  return {
    add(row) {
      rows += 1;
      sum = (sum + BigInt(`0x${sha256Hex(canonicalJson(row))}`)) % 2n ** 256n;
    },
    content: () => ({ table, rows, sha256: sum.toString(16).padStart(64, '0') }),
  };
}

function rowsOf(db: Db, table: string): AsyncIterableIterator<Row> {
  return anyTables(db).selectFrom(table).selectAll().stream(ROWS_AT_ONCE);
}

function into(db: Db, table: string) {
  return anyTables(db).insertInto(table);
}

/** Here tables are names that the database itself gave, not ones the schema knows. */
function anyTables(db: Db): Kysely<Record<string, Row>> {
  return db as unknown as Kysely<Record<string, Row>>;
}
