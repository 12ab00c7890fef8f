import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import DatabaseFile from 'better-sqlite3';
import { expect, test } from 'vitest';
import { dayInHanoi } from '../../src/calendar.ts';
import { sha256Hex } from '../../src/canonical.ts';
import { formatDate } from '../../src/views/formats.ts';
import { createSqliteTestApp } from '../helpers/app.ts';
import { actorFor, begin, formOn } from '../helpers/author.ts';
import { freePort } from '../helpers/commands.ts';
import { loadServer, says } from '../helpers/killing.ts';
import { cellsTyped, markPresent, type MeetingWorld, meetingWorld, plan } from '../helpers/meetings.ts';
import { completeReview } from '../helpers/reviews.ts';

/** `KILL_SECONDS=600 npm run test:long -- test/storage/killed-work` is the long run. */
const SECONDS = Number(process.env['KILL_SECONDS'] ?? 14);
/** From the first request on its way to the end of the process. Seven hand-ins and seven counts take 100 to 200 ms. */
const MOMENT_MS = 200;
const VOTES = [7, 7, 7, 0, 2, 5, 0, 0];

interface Act {
  /** A review handed in, or the ballots of one person counted. */
  kind: 'hand-in' | 'count';
  id: string;
  cookie: string;
  acknowledged: boolean;
}

interface Tally {
  kills: number;
  acknowledged: Record<Act['kind'], number>;
  stood: number;
  vanished: number;
  wrong: string[];
}

test(
  `killed for ${SECONDS} s while reviews are handed in and ballots counted: each is whole or not there, and none that was acknowledged is missing`,
  { timeout: (SECONDS + 90) * 1000 },
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tu-soi-killed-work-'));
    const tally: Tally = { kills: 0, acknowledged: { 'hand-in': 0, count: 0 }, stood: 0, vanished: 0, wrong: [] };
    let next: ChildProcess | undefined;
    try {
      const { acts, branch, database } = await prepare();
      const port = await freePort();
      const begun = performance.now();
      // On a busy machine it takes longer until both ends were met.
      const isTime = () => performance.now() - begun < (metBoth(tally) ? SECONDS : SECONDS + 45) * 1000;
      while (isTime() && tally.wrong.length === 0) {
        const dataDir = mkdtempSync(join(folder, 'life-'));
        writeFileSync(join(dataDir, 'tu-soi.sqlite'), database);
        next ??= loadServer(dataDir, port);
        const server = next;
        next = undefined;
        await says(server, 'loaded');
        server.stdin?.write('go\n');
        await says(server, 'listening');
        const tried = acts.map((act) => ({ ...act, acknowledged: false }));
        await liveAndDie(server, { origin: `http://127.0.0.1:${port}`, branch, tried });
        tally.kills += 1;
        compare(join(dataDir, 'tu-soi.sqlite'), tried, tally);
        rmSync(dataDir, { recursive: true, force: true });
      }
    } finally {
      next?.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    }
    console.log('killed during hand-ins and counts:', JSON.stringify(tally));
    expect(tally.wrong).toEqual([]);
    expect(tally.kills).toBeGreaterThan(1);
    // Both ends were met: the moments lay inside the work.
    for (const number of Object.values(tally.acknowledged)) expect(number).toBeGreaterThan(0);
    expect(tally.vanished).toBeGreaterThan(0);
  },
);

function metBoth({ kills, acknowledged, vanished }: Tally): boolean {
  return kills > 1 && vanished > 0 && Object.values(acknowledged).every((number) => number > 0);
}

async function prepare(): Promise<{ acts: Act[]; branch: string; database: Buffer }> {
  const on = await createSqliteTestApp();
  const world = await meetingWorld({ members: 5, on });
  world.clock.now = new Date();
  // Signed in by today's clock, as the servers to be killed go by it.
  const today: MeetingWorld = { ...world, chair: await world.as(world.secretary), clerk: await world.as(world.deputy) };
  await plan(today, { ngay: formatDate(dayInHanoi(world.clock.now)) });
  await markPresent(today);
  const acts: Act[] = [];
  for (const person of [world.secretary, world.deputy, ...world.members]) {
    const browser = await world.as(person);
    const id = await begin({ browser, campaignId: world.campaignId });
    await completeReview(world.deps, actorFor(person), id);
    acts.push({ kind: 'hand-in', id, cookie: browser.cookie, acknowledged: false });
    acts.push({ kind: 'count', id: person.memberId, cookie: today.chair.cookie, acknowledged: false });
  }
  return { acts, branch: world.office.branch, database: on.deps.store.file.serialize() };
}

interface Life {
  origin: string;
  branch: string;
  tried: Act[];
}

async function liveAndDie(server: ChildProcess, { origin, branch, tried }: Life): Promise<void> {
  const forms = new Map<Act, Record<string, string>>();
  for (const act of tried.filter(({ kind }) => kind === 'hand-in')) {
    const page = await fetch(`${origin}/ban-kiem-diem/${act.id}/kiem-tra`, { headers: { cookie: act.cookie } });
    forms.set(act, formOn(await page.text()));
  }
  const running = tried.map((act) =>
    act.kind === 'hand-in' ? handIn(origin, act, forms.get(act)) : count(origin, branch, act),
  );
  await new Promise((resolve) => setTimeout(resolve, Math.random() * MOMENT_MS));
  server.kill('SIGKILL');
  await Promise.all([once(server, 'exit'), ...running.map((one) => one.catch(() => undefined))]);
}

async function handIn(origin: string, act: Act, form: Record<string, string> = {}): Promise<void> {
  const answer = await fetch(`${origin}/ban-kiem-diem/${act.id}/nop`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded', origin, cookie: act.cookie },
    body: new URLSearchParams({ ...form, 'v:NOP.reason': '0', 'NOP.reason': 'đã xem lại', di: 'nop' }),
  });
  act.acknowledged = answer.headers.get('location')?.endsWith('/da-nop') ?? false;
}

async function count(origin: string, branch: string, act: Act): Promise<void> {
  const answer = await fetch(`${origin}/chi-bo/${branch}/hop/kiem-phieu/o`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin, cookie: act.cookie },
    body: JSON.stringify({ subject: act.id, version: 0, typed: cellsTyped(VOTES) }),
  });
  act.acknowledged = answer.status === 200;
}

function compare(path: string, tried: readonly Act[], tally: Tally): void {
  const file = new DatabaseFile(path);
  try {
    if (file.pragma('integrity_check', { simple: true }) !== 'ok') tally.wrong.push('the database is broken');
    for (const act of tried) {
      const parts = act.kind === 'hand-in' ? partsOfHandIn(file, act.id) : partsOfCount(file, act.id);
      const stands = parts.every(Boolean);
      if (!stands && parts.some(Boolean)) tally.wrong.push(`half a ${act.kind}: ${JSON.stringify(parts)}`);
      if (act.acknowledged && !stands) tally.wrong.push(`an acknowledged ${act.kind} is missing`);
      if (act.acknowledged) tally.acknowledged[act.kind] += 1;
      else if (stands) tally.stood += 1;
      else tally.vanished += 1;
    }
  } finally {
    file.close();
  }
}

function partsOfHandIn(file: DatabaseFile.Database, id: string): boolean[] {
  const one = (sql: string) => file.prepare(sql).pluck().get(id);
  const text = file
    .prepare('select body from record_part join record on record.id = record_id where review_id = ? order by part')
    .pluck()
    .all(id)
    .join('');
  return [
    one('select state from review where id = ?') === 'submitted',
    one('select sha256 from record where review_id = ?') === sha256Hex(text),
    one('select count(*) from paper join record on record.id = record_id where review_id = ?') !== 0,
    one("select count(*) from review_step where review_id = ? and to_state = 'submitted'") === 1,
    one("select count(*) from audit where subject_id = ? and action = 'review-submitted'") === 1,
  ];
}

function partsOfCount(file: DatabaseFile.Database, subject: string): boolean[] {
  const valid = file.prepare('select valid from ballot_count where subject = ?').pluck().get(subject);
  const votes = file.prepare('select sum(votes) from ballot_votes where subject = ?').pluck().get(subject);
  return [valid === VOTES[2], votes === VOTES[2]];
}
