import { findAttempts } from '../accounts/queries.ts';
import { ATTEMPT_WINDOW_MINUTES } from '../accounts/rules.ts';
import { countAttempt, forgetOldAttempts, uncountAttempt } from '../accounts/statements.ts';
import { logRow } from '../audit/statements.ts';
import { sha256Hex } from '../canonical.ts';
import type { Deps, Statement } from '../deps.ts';
import { AppError } from '../errors.ts';
import type { Actor } from '../http/context.ts';
import { CODES_PER_ACCOUNT, FILES_PER_ADDRESS } from './rules.ts';

type LimitDeps = Pick<Deps, 'store' | 'now' | 'newId'>;

/** Files from one address. Returns what gives the attempt back after a yes. Throws `too-many-attempts`. */
export function countFile(deps: LimitDeps, actor: Actor): Promise<Statement> {
  return countOrThrow(deps, actor, `verify-address:${actor.address}`, FILES_PER_ADDRESS);
}

/** Codes of one person, from whatever address. */
export function countCode(deps: LimitDeps, actor: Actor): Promise<Statement> {
  return countOrThrow(deps, actor, `verify-account:${actor.accountId}`, CODES_PER_ACCOUNT);
}

/** Counted before it is answered, so that many at once cannot slip under; as at sign-in, keys are digests. */
async function countOrThrow(deps: LimitDeps, actor: Actor, name: string, most: number): Promise<Statement> {
  const { db } = deps.store;
  const key = sha256Hex(name);
  const now = deps.now();
  const windowStart = new Date(now.getTime() - ATTEMPT_WINDOW_MINUTES * 60_000).toISOString();
  await deps.store.atomic([forgetOldAttempts(db, windowStart), countAttempt(db, key, now.toISOString(), windowStart)]);
  const counted = await findAttempts(db, key);
  if (!counted || counted.failures <= most) return uncountAttempt(db, key);
  if (counted.failures === most + 1) {
    const subject = { kind: 'route' as const, id: null };
    await deps.store.atomic([logRow(deps, actor, { action: 'verification-limited', subject })]);
  }
  const opensAt = Date.parse(counted.window_start) + ATTEMPT_WINDOW_MINUTES * 60_000;
  throw new AppError('too-many-attempts', {
    hint: `Đã thử quá nhiều lần. Đồng chí đợi ${ATTEMPT_WINDOW_MINUTES} phút rồi thử lại.`,
    retryAfterSeconds: Math.max(1, Math.ceil((opensAt - now.getTime()) / 1000)),
  });
}
