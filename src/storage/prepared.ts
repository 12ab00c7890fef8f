import type { Compilable, CompiledQuery, Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';

type Db = Kysely<Database>;
type Given = Readonly<Record<string, string | number | null>>;

/** Stands for a value while the SQL is being made; no value of ours begins so. */
const MARK = '\u0001given:';

/**
 * A query whose SQL is made once for each database. Building and compiling a query costs more than running it, and the
 * few that typing asks every few seconds are the same but for their values.
 * `build` gets a mark in place of each value it is `given`, so it must pass them on and decide nothing by them.
 */
export function prepared<Row, Values extends Given>(
  names: readonly (keyof Values & string)[],
  build: (db: Db, given: { [Name in keyof Values]: Values[Name] }) => Compilable<Row>,
): (db: Db, values: Values) => CompiledQuery<Row> {
  const made = new WeakMap<Db, CompiledQuery<Row>>();
  const marks = Object.fromEntries(names.map((name) => [name, `${MARK}${name}`])) as unknown as Values;
  return (db, values) => {
    const query = made.get(db) ?? build(db, marks).compile();
    made.set(db, query);
    return {
      ...query,
      parameters: query.parameters.map((parameter) =>
        typeof parameter === 'string' && parameter.startsWith(MARK) ? values[parameter.slice(MARK.length)] : parameter,
      ),
    };
  };
}
