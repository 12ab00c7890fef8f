import { logRow } from '../audit/statements.ts';
import type { Deps, Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { findAttempts } from './queries.ts';
import { ATTEMPT_WINDOW_MINUTES, ATTEMPTS_PER_ACCOUNT, ATTEMPTS_PER_ADDRESS } from './rules.ts';
import { hashSecret } from './secrets.ts';
import { countAttempt, forgetAttempts, forgetOldAttempts, uncountAttempt } from './statements.ts';

/**
 * Limits on guessing, per address and per account. An attempt is counted before it is judged, so that many at once
 * cannot slip under. Keys are hashes: people type passwords into the box for the name.
 */
type AttemptDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Counts one attempt; returns what takes it back after a success. Throws `too-many-attempts`. */
export async function countOrThrow(deps: AttemptDeps, actor: Actor, userName: string): Promise<Statement[]> {
  const { db } = deps.store;
  const address = hashSecret(`address:${actor.address}`);
  const account = hashSecret(`account:${userName.toLowerCase()}`);
  // A closed address leaves the accounts alone: nobody is locked out by somebody else's trying.
  await countOne(deps, actor, address, ATTEMPTS_PER_ADDRESS);
  await countOne(deps, actor, account, ATTEMPTS_PER_ACCOUNT);
  return [forgetAttempts(db, account), uncountAttempt(db, address)];
}

async function countOne(deps: AttemptDeps, actor: Actor, key: string, most: number): Promise<void> {
  const { db } = deps.store;
  const now = deps.now();
  const windowStart = new Date(now.getTime() - ATTEMPT_WINDOW_MINUTES * 60_000).toISOString();
  await deps.store.atomic([forgetOldAttempts(db, windowStart), countAttempt(db, key, now.toISOString(), windowStart)]);
  const counted = await findAttempts(db, key);
  if (!counted || counted.failures <= most) return;
  if (counted.failures === most + 1) {
    await deps.store.atomic([
      logRow(deps, actor, { action: 'sign-in-limited', subject: { kind: 'account', id: null } }),
    ]);
  }
  const opensAt = Date.parse(counted.window_start) + ATTEMPT_WINDOW_MINUTES * 60_000;
  throw new AppError('too-many-attempts', {
    hint: `Đã thử quá nhiều lần. Đồng chí đợi ${ATTEMPT_WINDOW_MINUTES} phút rồi thử lại, hoặc báo văn phòng cấp mã mới.`,
    retryAfterSeconds: Math.max(1, Math.ceil((opensAt - now.getTime()) / 1000)),
  });
}
