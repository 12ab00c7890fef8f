import { sql } from 'kysely';
import type { Store } from '../../src/deps.ts';
import type { SqliteStore } from '../../src/storage/sqlite.ts';

/** What a database is, in the same words whatever engine it is on; the migrator's own tables are left out. */
export type Schema = Record<string, TableShape>;

export interface TableShape {
  columns: { name: string; type: string; nullable: boolean; default: string | null }[];
  primaryKey: string[];
  /** Unique constraints have no name of ours; the rest are indexes. */
  indexes: { name: string | null; columns: string[]; unique: boolean; where: string | null }[];
  foreignKeys: { columns: string[]; table: string; references: string[]; onDelete: string }[];
  /** The values that each check lists. */
  checks: string[][];
}

export function schemaOfFile({ file }: Pick<SqliteStore, 'file'>): Schema {
  const tables = file
    .prepare("select name, sql from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name")
    .all() as { name: string; sql: string }[];
  const where = file.prepare("select sql from sqlite_master where type = 'index' and name = ?").pluck();
  const pragma = <Row>(what: string, name: string) => file.pragma(`${what}("${name}")`) as Row[];
  return schemaOf(tables, ({ name: table, sql: made }) => {
    const columns = pragma<{ name: string; type: string; notnull: number; dflt_value: string | null; pk: number }>(
      'table_info',
      table,
    );
    const keys = columns.filter(({ pk }) => pk > 0).toSorted((a, b) => a.pk - b.pk);
    const foreign = pragma<{ id: number; seq: number; table: string; from: string; to: string; on_delete: string }>(
      'foreign_key_list',
      table,
    );
    return {
      columns: columns.map(({ name, type, notnull, dflt_value: given, pk }) => ({
        name,
        type: type.toLowerCase(),
        // SQLite alone would take null in a primary key; nothing of ours writes one.
        nullable: notnull === 0 && pk === 0,
        default: given,
      })),
      primaryKey: keys.map(({ name }) => name),
      indexes: pragma<{ name: string; unique: number; origin: 'c' | 'u' | 'pk' }>('index_list', table)
        .filter(({ origin }) => origin !== 'pk')
        .map(({ name, unique, origin }) => ({
          name: origin === 'c' ? name : null,
          columns: pragma<{ name: string }>('index_info', name).map((column) => column.name),
          unique: unique === 1,
          where: / where (.*)$/is.exec((where.get(name) as string | null) ?? '')?.[1]?.trim() ?? null,
        })),
      foreignKeys: [...Map.groupBy(foreign, ({ id }) => id).values()].map((rows) => ({
        columns: rows.map(({ from }) => from),
        table: rows[0]?.table ?? '',
        references: rows.map(({ to }) => to),
        onDelete: (rows[0]?.on_delete ?? '').toLowerCase(),
      })),
      checks: checksIn(made).map(literals),
    };
  });
}

interface PostgresTable {
  name: string;
  columns: (TableShape['columns'][number] & { collation: string | null })[];
  primary_key: string[] | null;
  indexes: TableShape['indexes'];
  foreign_keys: TableShape['foreignKeys'];
  checks: string[];
}

/** Their names, in their order. */
function columnsIn(columns: string, table: string) {
  return sql.raw(`(select json_agg(a.attname order by k.place) from unnest(${columns}) with ordinality as k(number, place)
    join pg_attribute a on a.attrelid = ${table} and a.attnum = k.number)`);
}

export async function schemaOfPostgres({ db }: Pick<Store, 'db'>): Promise<Schema> {
  const { rows } = await sql<PostgresTable>`
    select c.relname as name,
      (select json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'nullable', not a.attnotnull,
          'default', pg_get_expr(d.adbin, d.adrelid), 'collation', l.collname) order by a.attnum)
        from pg_attribute a
        left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        left join pg_collation l on l.oid = a.attcollation
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select ${columnsIn('p.conkey', 'p.conrelid')} from pg_constraint p
        where p.conrelid = c.oid and p.contype = 'p') as primary_key,
      (select coalesce(json_agg(json_build_object(
          'name', case when u.oid is null then n.relname end, 'columns', ${columnsIn('i.indkey', 'i.indrelid')},
          'unique', i.indisunique, 'where', pg_get_expr(i.indpred, i.indrelid))), '[]')
        from pg_index i join pg_class n on n.oid = i.indexrelid
        left join pg_constraint u on u.conindid = i.indexrelid and u.contype = 'u'
        where i.indrelid = c.oid and not i.indisprimary) as indexes,
      (select coalesce(json_agg(json_build_object(
          'columns', ${columnsIn('f.conkey', 'f.conrelid')}, 'table', t.relname,
          'references', ${columnsIn('f.confkey', 'f.confrelid')},
          'onDelete', case f.confdeltype when 'a' then 'no action' when 'c' then 'cascade' when 'n' then 'set null'
            when 'r' then 'restrict' else 'set default' end)), '[]')
        from pg_constraint f join pg_class t on t.oid = f.confrelid
        where f.conrelid = c.oid and f.contype = 'f') as foreign_keys,
      (select coalesce(json_agg(pg_get_constraintdef(k.oid)), '[]') from pg_constraint k
        where k.conrelid = c.oid and k.contype = 'c') as checks
    from pg_class c
    where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace
    order by c.relname collate "C"`.execute(db);
  return schemaOf(rows, (row) => ({
    columns: row.columns.map(({ name, type, nullable, default: given, collation }) => ({
      name,
      type:
        { 'text:C': 'text', bigint: 'integer' }[collation === null ? type : `${type}:${collation}`] ??
        `${type} ${collation}`,
      nullable,
      default: given,
    })),
    primaryKey: row.primary_key ?? [],
    indexes: row.indexes,
    foreignKeys: row.foreign_keys,
    checks: row.checks.map(literals),
  }));
}

function schemaOf<Row extends { name: string }>(rows: readonly Row[], shape: (row: Row) => TableShape): Schema {
  const ours = rows.filter(({ name }) => !name.startsWith('kysely_'));
  return Object.fromEntries(ours.map((row) => [row.name, plainly(shape(row))]));
}

/** Each engine writes an expression back in its own way, and lists what has no order in its own. */
function plainly(table: TableShape): TableShape {
  return {
    ...table,
    columns: table.columns.map((column) => ({ ...column, default: column.default && plainExpression(column.default) })),
    indexes: byText(table.indexes.map((index) => ({ ...index, where: index.where && plainExpression(index.where) }))),
    foreignKeys: byText(table.foreignKeys),
    checks: byText(table.checks),
  };
}

function plainExpression(text: string): string {
  return text
    .replaceAll(/::\w+|[()"]/g, '')
    .replaceAll(/\b(IS|NOT|NULL|AND|OR|IN)\b/g, (word) => word.toLowerCase())
    .trim();
}

function byText<Item>(items: readonly Item[]): Item[] {
  return items.toSorted((left, right) => (JSON.stringify(left) < JSON.stringify(right) ? -1 : 1));
}

function literals(expression: string): string[] {
  return [...expression.matchAll(/'((?:[^']|'')*)'/g)].map(([, value = '']) => value).toSorted();
}

/** What stands between the brackets of every `check (…)`. */
function checksIn(made: string): string[] {
  return [...made.matchAll(/\bcheck\s*\(/gi)].map(({ index, 0: opening }) => {
    let [depth, end] = [1, index + opening.length];
    for (; depth > 0 && end < made.length; end += 1) depth += { '(': 1, ')': -1 }[made[end] ?? ''] ?? 0;
    return made.slice(index, end);
  });
}
