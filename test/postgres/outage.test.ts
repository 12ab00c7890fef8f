import { tmpdir } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps, type NodeDeps } from '../../src/node/deps.ts';
import { browserFor, fakePdf, ORIGIN } from '../helpers/app.ts';

import { type HandedInBranch, handedInBranch } from '../helpers/handed-in-branch.ts';
import { createDatabase, type TestDatabase } from '../helpers/postgres.ts';

/** A database server that goes away takes nobody's words with it, and needs nobody to restart ours when it is back. */
let database: TestDatabase;
let deps: NodeDeps;
let branch: HandedInBranch;
let page: string;

beforeAll(async () => {
  database = await createDatabase();
  const config = readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: database.url, PUBLIC_ORIGIN: ORIGIN }, tmpdir());
  deps = await makeNodeDeps(config, { pdf: fakePdf() });
  branch = await handedInBranch(deps, 2);
  page = `/chi-bo/${branch.unit}`;
}, 60_000);

afterAll(async () => {
  await deps.store.close();
  await database.drop();
});

it('its connections are cut: the next page comes over new ones', async () => {
  const browser = browserFor(createApp(deps), branch.cookie);
  expect((await browser.get(page)).status).toBe(200);
  await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameOf(database)}'`);
  const answers: number[] = [];
  while (answers.at(-1) !== 200 && answers.length < 10) {
    answers.push((await browser.get(page)).status);
    await pause(20);
  }
  expect(answers.at(-1)).toBe(200);
  // Who was just being answered may be told to come back, but never that something broke.
  expect(answers.every((status) => status === 200 || status === 503)).toBe(true);
});

it('it is away for a while: everybody is told to wait, nothing is half written, and then all goes on', async () => {
  const browser = browserFor(createApp(deps), branch.cookie);
  await onServer(`alter database ${nameOf(database)} allow_connections false`);
  await onServer(`select pg_terminate_backend(pid) from pg_stat_activity where datname = '${nameOf(database)}'`);
  const seen = await eventuallyRefused(() => browser.get(page));
  expect(seen.status).toBe(503);
  expect(Number(seen.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(await seen.text()).toContain('Máy chủ chưa nối được với cơ sở dữ liệu');
  expect((await browser.get('/readyz')).status).toBe(503);
  expect((await browser.get('/healthz')).status).toBe(200);
  const order = await browser.post(`${page}/in`, [['loai', 'kiem-diem']]);
  expect(order.status).toBe(503);

  await onServer(`alter database ${nameOf(database)} allow_connections true`);
  expect((await browser.get(page)).status).toBe(200);
  expect(await deps.store.db.selectFrom('batch_job').select('id').execute()).toEqual([]);
  expect((await browser.post(`${page}/in`, [['loai', 'kiem-diem']])).status).toBe(303);
});

async function eventuallyRefused(look: () => Promise<Response>): Promise<Response> {
  for (let tries = 0; tries < 20; tries += 1) {
    const answer = await look();
    if (answer.status !== 200) return answer;
  }
  throw new Error('still answered');
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: process.env.TEST_DATABASE_URL });
  await client.connect();
  await client.query(statement);
  await client.end();
}

function nameOf({ url }: TestDatabase): string {
  return new URL(url).pathname.slice(1);
}
