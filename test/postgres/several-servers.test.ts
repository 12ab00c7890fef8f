import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { unzipSync } from 'fflate';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { verifyLog } from '../../src/audit/sealing.ts';
import type { Manifest } from '../../src/batches/manifest.ts';
import { sha256Hex } from '../../src/canonical.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps, type NodeDeps } from '../../src/node/deps.ts';
import { fakePdf } from '../helpers/app.ts';
import { freePort, freshFolder } from '../helpers/commands.ts';
import { type HandedInBranch, handedInBranch } from '../helpers/handed-in-branch.ts';
import { createDatabase, type TestDatabase } from '../helpers/postgres.ts';

/** Several server processes over one database: what one of them is told all of them know, and the work is shared. */
const SERVER = fileURLToPath(new URL('../helpers/shared-server.ts', import.meta.url));
const PEOPLE = 16;
const KINDS = ['kiem-diem', 'phu-luc', 'danh-muc'];
const PAPER_MS = 150;
/** Papers a process may have in hand at once: two of an order, one of those right after submission. */
const IN_HAND = 3;
const LONG = 120_000;

interface Server {
  origin: string;
  child: ChildProcess;
  /** One entry a print: what was printed. */
  printed: () => string[];
  get(path: string, cookie?: string): Promise<Response>;
  post(path: string, body: string, cookie?: string): Promise<Response>;
}

describe('two server processes over one database', () => {
  let database: TestDatabase;
  let deps: NodeDeps;
  let branch: HandedInBranch;
  const running: Server[] = [];

  beforeAll(async () => {
    database = await createDatabase();
    deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: database.url }, '/tmp'), {
      pdf: fakePdf(),
    });
    branch = await handedInBranch(deps, PEOPLE);
  }, LONG);

  afterEach(async () => {
    for (const server of running.splice(0)) await killed(server);
  });

  afterAll(async () => {
    await deps.store.close();
    await database.drop();
  });

  async function start(): Promise<Server> {
    const port = await freePort();
    const origin = `http://127.0.0.1:${port}`;
    const child = spawn(process.execPath, [SERVER, freshFolder(), String(port), String(PAPER_MS)], {
      env: { ...process.env, DATABASE_URL: database.url },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let heard = '';
    child.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
    const headers = (cookie = '') => ({ origin, cookie, 'content-type': 'application/x-www-form-urlencoded' });
    const server: Server = {
      origin,
      child,
      printed: () => [...heard.matchAll(/^printed (\w+)$/gm)].map(([, what = '']) => what),
      get: (path, cookie) => fetch(`${origin}${path}`, { headers: { cookie: cookie ?? '' }, redirect: 'manual' }),
      post: (path, body, cookie) =>
        fetch(`${origin}${path}`, { method: 'POST', headers: headers(cookie), body, redirect: 'manual' }),
    };
    running.push(server);
    while (!heard.includes('listening')) {
      if (child.exitCode !== null) throw new Error('the server ended before it listened');
      await pause(20);
    }
    return server;
  }

  async function count(table: 'batch_item' | 'audit_seal' | 'paper', state?: string): Promise<number> {
    let rows = deps.store.db.selectFrom(table).select(({ fn }) => fn.countAll<number>().as('n'));
    if (state) rows = rows.where('state' as never, '=', state as never);
    return (await rows.executeTakeFirstOrThrow()).n;
  }

  it(
    'one is killed in the middle of an order, the other ends it: nothing twice, and the log holds',
    { timeout: LONG },
    async () => {
      const [first, second] = [await start(), await start()];
      const answer = await first.post(
        `/chi-bo/${branch.unit}/in`,
        KINDS.map((kind) => `loai=${kind}`).join('&'),
        branch.cookie,
      );
      const job = answer.headers.get('location') ?? '';
      // Both have had a part of the work, and the one that dies holds some of it.
      await eventually(async () => first.printed().length > 2 && second.printed().length > 2);
      while ((await count('batch_item', 'working')) < IN_HAND) await pause(5);
      first.child.kill('SIGKILL');
      await once(first.child, 'exit');
      const doneBefore = await count('batch_item', 'done');
      expect(doneBefore).toBeLessThan(PEOPLE * KINDS.length);
      // What the dead one holds is nobody else's before its lease is out.
      await eventually(async () => (await count('batch_item', 'waiting')) === 0);
      const held = await count('batch_item', 'working');
      expect(held).toBeGreaterThan(0);
      second.child.kill('SIGUSR2');
      const zip = await eventually(async () => {
        const file = await second.get(`${job}/ho-so.zip`, branch.cookie);
        return file.status === 200 ? new Uint8Array(await file.arrayBuffer()) : null;
      });
      const files = unzipSync(zip);
      const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
      expect(manifest.files).toHaveLength(PEOPLE * KINDS.length);
      expect(manifest.notPrinted).toEqual([]);
      for (const { name, sha256 } of manifest.files) expect(sha256Hex(files[name] ?? new Uint8Array())).toBe(sha256);
      // Every paper came out of one printer only; but the dead one may have printed what it could not hand in any more.
      const twice = repeated([...first.printed(), ...second.printed()]);
      expect(twice.length).toBeLessThanOrEqual(IN_HAND);
      expect(repeated(second.printed())).toEqual([]);
      const lines = await deps.store.db
        .selectFrom('audit')
        .where('action', '=', 'paper-printed')
        .where('subject_kind', '=', 'review')
        .select('subject_id')
        .execute();
      expect(new Set(lines.map((line) => line.subject_id)).size).toBe(lines.length);
      expect(lines).toHaveLength(PEOPLE - 1);
      await eventually(async () => (await verifyLog(deps)).unsealed === 0);
      const verdict = await verifyLog(deps);
      expect(verdict.faults).toEqual([]);
      expect(verdict.sealed).toBeGreaterThan(PEOPLE);
    },
  );

  it('whoever signs in at one is known to the other, and signed out at both', async () => {
    const [first, second] = [await start(), await start()];
    const cookie = branch.cookie;
    const page = `/chi-bo/${branch.unit}`;
    expect((await first.get(page, cookie)).status).toBe(200);
    expect((await second.get(page, cookie)).status).toBe(200);
    expect((await first.post('/dang-xuat', '', cookie)).status).toBe(303);
    expect((await second.get(page, cookie)).headers.get('location')).toMatch(/^\/dang-nhap/);
  });

  it('guesses are counted together, at whichever server they are made', async () => {
    const servers = [await start(), await start()];
    const guess = (at: number) =>
      servers[at % 2]?.post('/dang-nhap', `ten_dang_nhap=${branch.leader.userName}&mat_khau=doan-mo-${at}`);
    const answers: (number | undefined)[] = [];
    for (let at = 0; at < 8; at += 1) answers.push((await guess(at))?.status);
    expect(answers).toEqual([422, 422, 422, 422, 422, 422, 429, 429]);
  });

  it('both may start on a new database at once', { timeout: LONG }, async () => {
    const fresh = await createDatabase();
    try {
      const config = readConfig({ LOG_LEVEL: 'silent', DATABASE_URL: fresh.url }, freshFolder());
      const opened = await Promise.all([1, 2, 3].map(() => makeNodeDeps(config, { pdf: fakePdf() })));
      const forms = await opened[0]?.store.db.selectFrom('form_version').select('id').execute();
      expect(new Set(forms?.map(({ id }) => id)).size).toBe(forms?.length);
      await Promise.all(opened.map(({ store }) => store.close()));
    } finally {
      await fresh.drop();
    }
  });
});

async function killed({ child }: Server): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function repeated(words: readonly string[]): string[] {
  return words.filter((word, at) => words.indexOf(word) !== at);
}

async function eventually<Result>(look: () => Promise<Result | null | false>): Promise<Result> {
  for (;;) {
    const found = await look();
    if (found) return found;
    await pause(50);
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
