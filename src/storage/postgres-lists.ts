import type { Kysely } from 'kysely';
import { setTimeout as pause } from 'node:timers/promises';
import type { Database } from '../../db/schema.ts';
import { LostGuard, type Statement } from '../deps.ts';
import { storageBusy, storageFull, storageUnreachable } from './faults.ts';

/** How often a list is run again that another one, at work at the same time, has stopped. */
const MOST_RUNS = 12;
/** Milliseconds before the second run; twice as long before each further one, up to the longest. */
const FIRST_PAUSE_MS = 4;
const LONGEST_PAUSE_MS = 400;

/**
 * Runs a list in one serializable transaction. Nothing is read in between, so a list that the server stops in favour of
 * another may simply be run again: its guards say whether it still holds.
 */
export async function runList(db: Kysely<Database>, statements: readonly Statement[]): Promise<void> {
  for (let run = 1; ; run += 1) {
    try {
      return await runOnce(db, statements);
    } catch (error) {
      if (!isStopped(error)) throw asOurs(error);
      if (run === MOST_RUNS) throw storageBusy('other lists were first again and again', error);
      await pause(Math.random() * Math.min(FIRST_PAUSE_MS * 2 ** run, LONGEST_PAUSE_MS));
    }
  }
}

function runOnce(db: Kysely<Database>, statements: readonly Statement[]): Promise<void> {
  return db
    .transaction()
    .setIsolationLevel('serializable')
    .execute(async (transaction) => {
      for (const { query, guard } of statements) {
        const { numAffectedRows } = await transaction.executeQuery(query);
        if (guard && numAffectedRows !== 1n) throw new LostGuard(`${numAffectedRows} rows instead of 1: ${query.sql}`);
      }
    });
}

/** SQLSTATE: serialization_failure and deadlock_detected. */
function isStopped(error: unknown): boolean {
  return ['40001', '40P01'].includes(stateOf(error));
}

/** The driver's errors in our words; what is not known stays as it is. */
function asOurs(error: unknown): unknown {
  const state = stateOf(error);
  // Somebody else has taken the same name or place. Any other broken constraint is a fault of ours.
  if (state === '23505') return new LostGuard('a unique constraint refused the list', { cause: error });
  if (['55P03', '57014'].includes(state)) return storageBusy('another list held the rows for too long', error);
  if (['53100', '53200'].includes(state)) return storageFull('the database server has no room left', error);
  if (isUnreachable(error)) return storageUnreachable(error);
  return error;
}

/** 08: connection, 57P: shutting down or starting, 53300: too many connections; the rest are the network's own. */
export function isUnreachable(error: unknown): boolean {
  return (
    /^(08|57P|53300|25P03|ECONN|ENOTFOUND|EAI_AGAIN|ETIMEDOUT|EHOSTUNREACH|EPIPE)/.test(stateOf(error)) ||
    /Connection terminated|timeout exceeded when trying to connect/.test(String(error))
  );
}

function stateOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' ? code : '';
}
