import type { Kysely } from 'kysely';
import type { Database } from '../../db/schema.ts';
import type { Statement } from '../deps.ts';
import { plain } from '../storage/statement.ts';

/** Isolates start side by side: whoever comes last writes the same. */
export function markShipped(db: Kysely<Database>, name: string): Statement {
  return plain(
    db
      .insertInto('setting')
      .values({ key: 'shipped', value: name })
      .onConflict((conflict) => conflict.column('key').doUpdateSet({ value: name })),
  );
}
