import { countLines, lastLine, lastSeal, type SealRow, unsealedLines } from '../audit/queries.ts';
import type { Deps, MachineFacts } from '../deps.ts';
import type { AppContext } from '../http/context.ts';
import { maskNumbers } from '../http/masking.ts';

/** What is looked at for the diagnostics page, before anything is judged (checks.ts). */
export interface Findings {
  now: Date;
  facts: MachineFacts;
  network: Network;
  log: LogFindings;
}

export interface Network {
  publicOrigin: string;
  host: string | undefined;
  /** The other end of the connection. */
  peer: string;
  trustedProxy: string | undefined;
  forwardedFor: string | undefined;
  forwardedProto: string | undefined;
}

export interface LogFindings {
  lines: number;
  seal: SealRow | null;
  newestAt: string | null;
  /** A line has waited for its seal for so long that nobody seems to seal. */
  overdue: boolean;
}

const SEALED_WITHIN_MS = 5 * 60_000;

/** null where the runtime tells nothing of its machine. */
export async function findings(deps: Deps, c: AppContext): Promise<Findings | null> {
  if (!deps.machine) return null;
  const now = deps.now();
  return {
    now,
    facts: await deps.machine.facts(),
    network: {
      publicOrigin: deps.config.publicOrigin,
      host: c.req.header('host'),
      peer: deps.addressOf(c.env, undefined),
      trustedProxy: deps.config.trustedProxy,
      forwardedFor: c.req.header('x-forwarded-for'),
      forwardedProto: c.req.header('x-forwarded-proto'),
    },
    log: await logFindings(deps, now),
  };
}

async function logFindings({ store: { db } }: Deps, now: Date): Promise<LogFindings> {
  const before = new Date(now.getTime() - SEALED_WITHIN_MS).toISOString();
  const [lines, seal, newest, waiting] = await Promise.all([
    countLines(db),
    lastSeal(db),
    lastLine(db),
    unsealedLines(db, before, 1),
  ]);
  return { lines: Number(lines), seal: seal ?? null, newestAt: newest?.at ?? null, overdue: waiting.length > 0 };
}

const HIDDEN = new Set(['cookie', 'authorization', 'proxy-authorization']);
const LONGEST = 300;

/** The request's own headers by name; what lets somebody in is not shown, and numbers of people are masked. */
export function shownHeaders(headers: Headers): { name: string; value: string }[] {
  return [...headers]
    .map(([name, value]) => ({ name, value: HIDDEN.has(name) ? '(đã che)' : maskNumbers(value).slice(0, LONGEST) }))
    .sort((one, other) => (one.name < other.name ? -1 : 1));
}
