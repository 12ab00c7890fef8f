import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { beginReview } from '../../src/reviews/begin.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { findMember } from '../../src/units/queries.ts';
import { createTestApp } from '../helpers/app.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

const ROUNDS = 200;
const RACER = fileURLToPath(new URL('../helpers/race-process.ts', import.meta.url));

it('two processes saving the same fields from the same version: each field is won once, and the loser leaves nothing', async () => {
  const { deps, databasePath } = await createTestApp();
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const author = await seedPerson(deps, office.branch, 'Lê Văn Đua');
  const campaign = await findCampaign(deps.store.db, campaignId);
  const member = await findMember(deps.store.db, author.memberId);
  if (!campaign || !member) throw new Error('not seeded');
  const actor = { accountId: author.accountId, address: 'test', requestId: 'test' };
  const reviewId = await beginReview(deps, actor, campaign, member);

  const racers = ['mot', 'hai'].map((name) => startRacer([databasePath, reviewId, String(ROUNDS), name]));
  await Promise.all(racers.map((racer) => racer.ready));
  for (const racer of racers) racer.child.stdin?.write('go\n');
  const [first = [], second = []] = await Promise.all(racers.map((racer) => racer.won));

  expect([...first, ...second].toSorted((a, b) => a - b)).toEqual(Array.from({ length: ROUNDS }, (_, round) => round));
  const rows = await deps.store.db
    .selectFrom('setting')
    .where('value', '=', 'dependent')
    .select('key')
    .orderBy('key')
    .execute();
  const expected = [...first.map((round) => `mot-${round}`), ...second.map((round) => `hai-${round}`)].toSorted();
  expect(rows.map((row) => row.key).toSorted()).toEqual(expected);
  const fields = await deps.store.db
    .selectFrom('review_field')
    .where('review_id', '=', reviewId)
    .where('key', 'like', 'A%')
    .select('version')
    .execute();
  expect(fields.map((field) => field.version)).toEqual(Array.from({ length: ROUNDS }, () => 1));
});

interface Racer {
  child: ChildProcess;
  ready: Promise<unknown>;
  won: Promise<number[]>;
}

function startRacer(words: string[]): Racer {
  const child = spawn(process.execPath, [RACER, ...words], { stdio: ['pipe', 'pipe', 'inherit'] });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ready = once(child.stdout, 'data');
  const won = once(child, 'exit').then(() => JSON.parse(printed.split('\n')[1] ?? '') as number[]);
  return { child, ready, won };
}
