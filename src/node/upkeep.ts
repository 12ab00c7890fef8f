import { type ChildProcess, spawn } from 'node:child_process';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Config } from '../config.ts';
import type { Deps, Upkeep, UpkeepKind } from '../deps.ts';
import { newestRuns } from '../operation/queries.ts';
import { backupIsDue } from '../operation/rules.ts';
import { plainWords } from './explain.ts';
import { readPassphrase } from './passphrase.ts';

const PROGRAM = fileURLToPath(new URL('../node.ts', import.meta.url));
const LOOK_EVERY_MS = 30_000;

/** Runs the commands an operator would: the key of the passphrase takes a second of work and 256 MB that no page should wait for. */
export function upkeepOn(config: Config): Upkeep {
  let current: { kind: UpkeepKind; child: ChildProcess; ended: Promise<void> } | undefined;
  return {
    folder: config.backup.dir,
    at: config.backup.at ?? null,
    hindrance: () => hindranceOf(config),
    running: () => current?.kind ?? null,
    run: (kind) => {
      if (current) return current.ended;
      const child = spawn(process.execPath, [PROGRAM, kind], {
        env: { ...process.env, ...environmentOf(config) },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()).once('error', () => resolve()));
      current = { kind, child, ended: ended.then(() => void (current = undefined)) };
      return current.ended;
    },
    stop: () => void current?.child.kill(),
  };
}

function hindranceOf({ backup }: Config): string | null {
  try {
    readPassphrase(backup);
    return null;
  } catch (error) {
    return plainWords(error) ?? 'Không đọc được mật khẩu sao lưu.';
  }
}

function environmentOf({ dataDir, databaseUrl, backup }: Config): NodeJS.ProcessEnv {
  return {
    DATA_DIR: dataDir,
    DATABASE_URL: databaseUrl ?? '',
    BACKUP_DIR: backup.dir,
    BACKUP_KEEP: String(backup.keep),
    BACKUP_AT: backup.at ?? '',
    BACKUP_PASSPHRASE: backup.passphrase ?? '',
    BACKUP_PASSPHRASE_FILE: backup.passphraseFile ?? '',
  };
}

/** Makes the daily copy until the signal; one that fell into a time when the machine was off is made at the next start. */
export async function backUpDaily(deps: Deps, signal: AbortSignal): Promise<void> {
  const { upkeep } = deps;
  if (!upkeep?.at) return;
  let triedAt: Date | null = null;
  while (!signal.aborted) {
    try {
      const { backup, goodBackup } = await newestRuns(deps.store.db);
      const tried = [triedAt, backup && new Date(backup.at)].filter((at) => at instanceof Date);
      const lastTried = tried.length > 0 ? new Date(Math.max(...tried.map((at) => at.getTime()))) : null;
      const now = deps.now();
      const due = backupIsDue({ at: upkeep.at, now, lastGood: goodBackup ? new Date(goodBackup.at) : null, lastTried });
      // Without a passphrase every try would only fail; the pages say so at each visit.
      if (due && upkeep.hindrance() === null) {
        triedAt = now;
        await upkeep.run('backup');
      }
    } catch (error) {
      deps.log.error({ cause: error }, 'daily backup');
    }
    await pause(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
  }
}
