import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import DatabaseFile from 'better-sqlite3';
import { migrations } from '../../db/migrations/index.ts';
import { tablesIn } from './sqlite-store.ts';

/** What a database file that nobody else has open is like. */
export interface Examination {
  /** Empty when the file is sound. */
  faults: string[];
  counts: Record<string, number>;
  /** Every migration it has been through, in order. */
  migrations: string[];
  rehearsal: boolean;
  sealHead: { seq: number; hash: string } | null;
}

/** The file is a single one afterwards: what stood beside it as a journal is in it. */
export function examineDatabase(path: string): Examination {
  const file = new DatabaseFile(path, { fileMustExist: true });
  try {
    file.pragma('journal_mode = delete');
    const integrity = file.pragma('integrity_check') as { integrity_check: string }[];
    const dangling = file.pragma('foreign_key_check') as { table: string }[];
    const tables = tablesIn(file);
    const has = (table: string) => tables.includes(table);
    return {
      faults: [
        ...integrity.map((row) => row.integrity_check).filter((words) => words !== 'ok'),
        ...dangling.map(({ table }) => `foreign key in ${table}`),
      ],
      counts: Object.fromEntries(
        tables.map((name) => [name, file.prepare(`select count(*) from "${name}"`).pluck().get() as number]),
      ),
      migrations: has('kysely_migration') ? migrationsOf(file) : [],
      rehearsal: has('setting')
        ? file.prepare("select value from setting where key = 'mode'").pluck().get() === 'rehearsal'
        : false,
      sealHead: has('audit_seal')
        ? ((file.prepare('select seq, hash from audit_seal order by seq desc limit 1').get() as
            Examination['sealHead'] | undefined) ?? null)
        : null,
    };
  } finally {
    file.close();
  }
}

function migrationsOf(file: DatabaseFile.Database): string[] {
  return file.prepare('select name from kysely_migration order by name').pluck().all() as string[];
}

/** Migrations this program does not know: the database belongs to a newer one. */
export function unknownMigrations(names: readonly string[]): string[] {
  return names.filter((name) => !(name in migrations));
}

export async function sha256OfFile(path: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const chunk of createReadStream(path)) {
    hash.update(chunk as Buffer);
    bytes += (chunk as Buffer).length;
  }
  return { sha256: hash.digest('hex'), bytes };
}
