import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseFile from 'better-sqlite3';
import { hashSecret, newToken } from '../../src/accounts/secrets.ts';
import { insertSession } from '../../src/accounts/statements.ts';
import { createApp } from '../../src/app.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findMember } from '../../src/units/queries.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

/**
 * A save through the whole server against a bare insert with the same durability, both measured in turn in one run.
 * `node src/node/launch.mjs test/bench/save.ts [rounds]`; exit 1 above the target.
 */
const TARGET = 3;
const rounds = Number(process.argv[2] ?? 400);
const WARM_UP = 60;
const TEXT = 'Hoàn thành 12 trên 12 nhiệm vụ được giao trong năm, đúng hạn. '.repeat(8);

const folder = mkdtempSync(join(tmpdir(), 'tu-soi-bench-'));
try {
  const save = await openServer();
  const insert = openBare();
  const times: { save: number[]; insert: number[] } = { save: [], insert: [] };
  for (let round = 0; round < WARM_UP + rounds; round += 1) {
    const value = `${TEXT}${round}`;
    const saved = await timed(() => save(value, round));
    const inserted = await timed(() => insert(value, round));
    if (round < WARM_UP) continue;
    times.save.push(saved);
    times.insert.push(inserted);
  }
  const ratio = middle(times.save) / middle(times.insert);
  console.log(`saves: ${rounds}`);
  console.log(`a save through the server:  ${show(times.save)}`);
  console.log(`a bare durable insert:      ${show(times.insert)}`);
  console.log(`ratio of the medians:       ${ratio.toFixed(2)} (target ≤ ${TARGET})`);
  process.exitCode = ratio <= TARGET ? 0 : 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

async function openServer(): Promise<(value: string, version: number) => Promise<void>> {
  const config = readConfig({ LOG_LEVEL: 'silent' }, join(folder, 'server'));
  const deps = await makeNodeDeps(config);
  const app = createApp(deps);
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const author = await seedPerson(deps, office.branch, 'Ngô Thị Đo');
  const campaign = await findCampaign(deps.store.db, campaignId);
  const member = await findMember(deps.store.db, author.memberId);
  if (!campaign || !member) throw new Error('not seeded');
  const actor = { accountId: author.accountId, address: 'bench', requestId: 'bench' };
  const reviewId = await beginReview(deps, actor, campaign, member);
  // A review with everything written is the slowest to load.
  await completeReview(deps, actor, reviewId);
  const token = newToken();
  const at = deps.now().toISOString();
  const session = {
    id: deps.newId(),
    token_hash: hashSecret(token),
    account_id: author.accountId,
    created_at: at,
    seen_at: at,
    address: 'bench',
    agent: 'bench',
    must_choose_password: 0,
  };
  await deps.store.atomic([insertSession(deps.store.db, session)]);
  const origin = config.publicOrigin;
  const headers = {
    host: new URL(origin).host,
    origin,
    cookie: `tu-soi=${token}`,
    'content-type': 'application/json',
  };
  return async (value, round) => {
    // completeReview has saved the field once.
    const body = JSON.stringify({ key: 'I.2', value, version: round + 1 });
    // As every browser says it; without it the body would be counted first, which no save in use ever is.
    const sent = { ...headers, 'content-length': String(Buffer.byteLength(body)) };
    const answer = await app.request(`${origin}/ban-kiem-diem/${reviewId}/o`, { method: 'POST', headers: sent, body });
    if (answer.status !== 200) throw new Error(`not saved: ${answer.status} ${await answer.text()}`);
  };
}

function openBare(): (value: string, version: number) => Promise<void> {
  const file = new DatabaseFile(join(folder, 'bare.sqlite'));
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.exec('create table field (id integer primary key, value text not null, version integer not null)');
  const insert = file.prepare('insert into field (value, version) values (?, ?)');
  return (value, version) => {
    insert.run(value, version);
    return Promise.resolve();
  };
}

async function timed(act: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await act();
  return performance.now() - start;
}

function middle(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[Math.floor(times.length / 2)] ?? 0;
}

function show(times: readonly number[]): string {
  const late = times.toSorted((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? 0;
  return `median ${middle(times).toFixed(2)} ms, 95 % ≤ ${late.toFixed(2)} ms`;
}
