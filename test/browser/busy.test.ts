import { afterAll, beforeAll, expect, test } from 'vitest';
import { hashSecret, newToken } from '../../src/accounts/secrets.ts';
import { insertSession } from '../../src/accounts/statements.ts';
import { type LiveServer, startServer } from '../helpers/browser.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

/** A whole office prints at the same minute. */
let live: LiveServer;
let cookie: string;

beforeAll(async () => {
  live = await startServer();
  const { deps } = live;
  const office = await seedOffice(deps);
  const person = await seedPerson(deps, office.branch, 'Lê Thị In');
  const token = newToken();
  const at = deps.now().toISOString();
  const session = { id: deps.newId(), token_hash: hashSecret(token), account_id: person.accountId };
  await deps.store.atomic([
    insertSession(deps.store.db, {
      ...session,
      created_at: at,
      seen_at: at,
      address: 'test',
      agent: 'test',
      must_choose_password: 0,
    }),
  ]);
  cookie = `tu-soi=${token}`;
});

afterAll(() => live.remove());

interface Answer {
  status: number;
  retryAfter: number;
  text: string;
}

async function ask(): Promise<Answer> {
  const answer = await fetch(`${live.origin}/danh-muc/to-roi.pdf`, { headers: { cookie } });
  return { status: answer.status, retryAfter: Number(answer.headers.get('retry-after')), text: await answer.text() };
}

test(
  'fifty prints at once: each gets its paper or an honest "busy" with when to come back',
  { timeout: 120_000 },
  async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, ask));
    const papers = answers.filter(({ status }) => status === 200);
    const busy = answers.filter(({ status }) => status === 503);
    expect(papers.length + busy.length).toBe(50);
    expect(papers.length).toBeGreaterThan(0);
    expect(busy.length).toBeGreaterThan(0);
    for (const answer of busy) {
      expect(answer.retryAfter).toBeGreaterThan(0);
      expect(answer.text).toMatch(/đang in nhiều bản cùng lúc/);
    }
    for (const answer of papers) expect(answer.text.startsWith('%PDF-')).toBe(true);
    // Whoever comes back gets it: nothing of the rush is left behind.
    expect((await ask()).status).toBe(200);
    expect(live.deps.pdf.numbers()).toMatchObject({ active: 0, queued: 0 });
  },
);
