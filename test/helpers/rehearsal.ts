import { storeShippedEditions } from '../../src/catalogues/commands.ts';
import { storeShippedForms } from '../../src/forms/commands.ts';
import type { NodeStore } from '../../src/node/node-store.ts';
import { ensureRehearsal, rehearsalLinks } from '../../src/node/rehearsal.ts';
import { type Browser, browserFor, cookieFrom, createTestApp, fakePdf, ORIGIN } from './app.ts';
import type { Person } from './people.ts';
import { type PreparedDatabase, prepareDatabase } from './prepared-database.ts';

/** The whole rehearsal as `npm run demo` fills it, on the tests' own day, and the ways in that it prints. */
export async function rehearsed() {
  const pdf = fakePdf();
  const it = await createTestApp({ rehearsal: true, pdf }, await (filled ??= prepareDatabase(fill)));
  const { db } = it.deps.store;
  const links = await rehearsalLinks(it.deps);
  return {
    ...it,
    pdf,
    links,
    /** Whoever opens the link printed for this role. */
    async enter(role: string): Promise<Browser> {
      const link = links.find((one) => one.role === role);
      if (!link) throw new Error(`no link for ${role}`);
      return browserFor(it.app, cookieFrom(await browserFor(it.app, '').post(link.url.slice(ORIGIN.length), {})));
    },
    async personNamed(fullName: string): Promise<Browser> {
      const account = await db
        .selectFrom('account')
        .where('display_name', '=', fullName)
        .select('id')
        .executeTakeFirstOrThrow();
      return it.as({ accountId: account.id } as Person);
    },
    async branchNamed(part: string): Promise<string> {
      const unit = await db
        .selectFrom('unit')
        .where('name', 'like', `%${part}%`)
        .select('id')
        .executeTakeFirstOrThrow();
      return unit.id;
    },
    async campaign(): Promise<string> {
      const row = await db.selectFrom('campaign').where('year', '=', 2026).select('id').executeTakeFirstOrThrow();
      return row.id;
    },
  };
}

let filled: Promise<PreparedDatabase> | undefined;

async function fill(store: NodeStore): Promise<void> {
  const { deps } = await createTestApp({ rehearsal: true });
  await storeShippedEditions({ ...deps, store });
  await storeShippedForms({ ...deps, store });
  await ensureRehearsal({ ...deps, store });
}

/** A rehearsal filled at another moment. */
export async function rehearsedAt(now?: string) {
  const it = await createTestApp({ rehearsal: true });
  if (now) it.clock.now = new Date(now);
  await ensureRehearsal(it.deps);
  return it;
}
