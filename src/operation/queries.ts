import type { Kysely, Selectable } from 'kysely';
import type { BackupRunTable, Database } from '../../db/schema.ts';

export type RunRow = Selectable<BackupRunTable>;

/** The last run of each kind, and the last that went through; undefined before the first. */
export interface NewestRuns {
  backup: RunRow | undefined;
  goodBackup: RunRow | undefined;
  drill: RunRow | undefined;
  goodDrill: RunRow | undefined;
}

export async function newestRuns(db: Kysely<Database>): Promise<NewestRuns> {
  const newest = (kind: RunRow['kind'], least: number) =>
    db
      .selectFrom('backup_run')
      .where('kind', '=', kind)
      .where('ok', '>=', least)
      .orderBy('at', 'desc')
      .orderBy('id', 'desc')
      .limit(1)
      .selectAll()
      .executeTakeFirst();
  const [backup, goodBackup, drill, goodDrill] = await Promise.all([
    newest('backup', 0),
    newest('backup', 1),
    newest('drill', 0),
    newest('drill', 1),
  ]);
  return { backup, goodBackup, drill, goodDrill };
}
