import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseFile from 'better-sqlite3';
import { expect, test } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findMember } from '../../src/units/queries.ts';
import { fakePdf } from '../helpers/app.ts';
import { freePort } from '../helpers/commands.ts';
import { loadServer, says } from '../helpers/killing.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

const KILLS = 100;
const LEAST_BETWEEN = 80;
/** Two data folders side by side, as there are two cores. */
const LANES = 2;
/** Each its own stream of saves: the next goes out when the last is answered. */
const KEYS = ['I.1', 'I.2', 'I.3', 'II.2'];
/** A life lasts some saves, and a moment within the next ones: a save takes two to ten milliseconds. */
const MOST_SAVES = 12;
const MOMENT_MS = 10;

interface Count {
  kills: number;
  /** Kills with at least one request on its way and unanswered. */
  between: number;
  acknowledged: number;
  /** Unanswered saves that stood, and that left nothing. */
  stood: number;
  vanished: number;
  wrong: string[];
}

test(
  `killed ${KILLS} times during saves, every acknowledged save is there, and none twice`,
  { timeout: 300_000 },
  async () => {
    const start = performance.now();
    const lanes = await Promise.all(Array.from({ length: LANES }, () => killInLane(KILLS / LANES)));
    const sum = (of: (count: Count) => number) => lanes.reduce((all, lane) => all + of(lane), 0);
    const all = {
      kills: sum((lane) => lane.kills),
      between: sum((lane) => lane.between),
      acknowledged: sum((lane) => lane.acknowledged),
      stood: sum((lane) => lane.stood),
      vanished: sum((lane) => lane.vanished),
      seconds: Math.round((performance.now() - start) / 100) / 10,
    };
    console.log('killed during saves:', JSON.stringify(all));
    expect(lanes.flatMap((lane) => lane.wrong)).toEqual([]);
    expect(all.kills).toBe(KILLS);
    expect(all.between).toBeGreaterThanOrEqual(LEAST_BETWEEN);
    expect(all.acknowledged).toBeGreaterThan(KILLS);
    // Both ends of an unanswered save were met: the moments really lay inside it.
    expect(all.vanished).toBeGreaterThan(0);
    expect(all.stood).toBeGreaterThan(0);
  },
);

async function killInLane(kills: number): Promise<Count> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-killed-'));
  const count: Count = { kills: 0, between: 0, acknowledged: 0, stood: 0, vanished: 0, wrong: [] };
  let waiting: ChildProcess | undefined;
  try {
    const { cookie, reviewId } = await prepare(dataDir);
    const port = await freePort();
    const fields = KEYS.map((key) => ({ key, version: 0, value: '', tried: null as string | null }));
    waiting = loadServer(dataDir, port);
    while (count.kills < kills) {
      const server: ChildProcess = waiting;
      await says(server, 'loaded');
      server.stdin?.write('go\n');
      await says(server, 'listening');
      waiting = loadServer(dataDir, port);
      const life = { over: false };
      const streams = fields.map((field) => keepSaving(field, { port, cookie, reviewId, life, count }));
      const wanted = count.acknowledged + Math.random() * MOST_SAVES;
      while (count.acknowledged < wanted && count.wrong.length === 0) await pause(1);
      await pause(Math.random() * MOMENT_MS);
      life.over = true;
      count.between += fields.some((field) => field.tried !== null) ? 1 : 0;
      count.kills += 1;
      server.kill('SIGKILL');
      await Promise.all([once(server, 'exit'), ...streams]);
      compare(join(dataDir, 'tu-soi.sqlite'), reviewId, fields, count);
    }
    return count;
  } finally {
    waiting?.kill('SIGKILL');
    rmSync(dataDir, { recursive: true, force: true });
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

interface Field {
  key: string;
  /** As acknowledged, or as found after a kill. */
  version: number;
  value: string;
  /** On its way and unanswered. */
  tried: string | null;
}

interface Stream {
  port: number;
  cookie: string;
  reviewId: string;
  life: { over: boolean };
  count: Count;
}

async function keepSaving(field: Field, { port, cookie, reviewId, life, count }: Stream): Promise<void> {
  const origin = `http://127.0.0.1:${port}`;
  while (!life.over) {
    const value = `Lần thứ ${field.version + 1}, ${Math.random()}`;
    field.tried = value;
    try {
      const answer = await fetch(`${origin}/ban-kiem-diem/${reviewId}/o`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin, cookie },
        body: JSON.stringify({ key: field.key, value, version: field.version }),
      });
      const body = (await answer.json()) as { version: number };
      if (answer.status !== 200) count.wrong.push(`${field.key}: ${answer.status} over version ${field.version}`);
      if (answer.status === 200 && body.version !== field.version + 1)
        count.wrong.push(`${field.key}: answered ${body.version} over ${field.version}`);
      Object.assign(field, { version: body.version, value, tried: null });
      count.acknowledged += 1;
    } catch {
      return;
    }
  }
}

/** What stands after the kill: the acknowledged save, or the one that was on its way, whole. */
function compare(path: string, reviewId: string, fields: Field[], count: Count): void {
  const file = new DatabaseFile(path);
  try {
    if (file.pragma('integrity_check', { simple: true }) !== 'ok') count.wrong.push('the database is broken');
    const find = file.prepare('select value, version from review_field where review_id = ? and key = ?');
    for (const field of fields) {
      const found = find.get(reviewId, field.key) as { value: string; version: number } | undefined;
      const { version, value } = found ?? { version: 0, value: '' };
      const isAcknowledged = version === field.version && value === field.value;
      const isTried = field.tried !== null && version === field.version + 1 && value === field.tried;
      if (!isAcknowledged && !isTried)
        count.wrong.push(`${field.key}: ${version} "${value}" stored, ${field.version} "${field.value}" acknowledged`);
      if (isTried) count.stood += 1;
      else if (field.tried !== null) count.vanished += 1;
      Object.assign(field, { version, value, tried: null });
    }
    // Written in the same list as the first save, and once in ten minutes: with the first save it is there, and never twice.
    const saved = fields.some((field) => field.version > 0);
    const logged = file.prepare("select count(*) from audit where action = 'review-edited'").pluck().get();
    if (logged !== (saved ? 1 : 0)) count.wrong.push(`${String(logged)} log rows, saved: ${saved}`);
  } finally {
    file.close();
  }
}

async function prepare(dataDir: string): Promise<{ cookie: string; reviewId: string }> {
  const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, dataDir), { pdf: fakePdf() });
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee);
  const author = await seedPerson(deps, office.branch, 'Trần Thị Mất Điện');
  const campaign = await findCampaign(deps.store.db, campaignId);
  const member = await findMember(deps.store.db, author.memberId);
  if (!campaign || !member) throw new Error('not seeded');
  const actor = { accountId: author.accountId, address: 'test', requestId: 'test' };
  const reviewId = await beginReview(deps, actor, campaign, member);
  const token = newToken();
  const at = deps.now().toISOString();
  await deps.store.atomic([
    insertSession(
      deps.store.db,
      sessionRow({ id: deps.newId(), token, accountId: author.accountId, at, address: 'test' }),
    ),
  ]);
  await deps.store.close();
  return { cookie: `tu-soi=${token}`, reviewId };
}
