import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import DatabaseFile from 'better-sqlite3';
import { unzipSync } from 'fflate';
import { expect, test } from 'vitest';
import { sha256Hex } from '../../src/canonical.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { fakePdf } from '../helpers/app.ts';
import { type HandedInBranch, handedInBranch } from '../helpers/handed-in-branch.ts';
import type { Manifest } from '../../src/batches/manifest.ts';

/** An order of papers outlives its server: killed again and again in its middle, it ends with every paper once. */
const SERVER = fileURLToPath(new URL('../helpers/killed-batch.ts', import.meta.url));
const PEOPLE = 12;
const KILLS = 4;
const PAPER_MS = 60;

test(
  'a server killed in the middle of an order goes on with it: every paper there once, nothing logged twice',
  { timeout: 120_000 },
  async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-killed-batch-'));
    let server: ChildProcess | undefined;
    try {
      const { cookie, unit } = await prepare(dataDir);
      const port = await freePort();
      const origin = `http://127.0.0.1:${port}`;
      const headers = { origin, cookie, 'content-type': 'application/x-www-form-urlencoded' };
      let job = '';
      const moments: number[] = [];
      for (let life = 0; life <= KILLS; life += 1) {
        server = await start(dataDir, port);
        if (life === 0) {
          const body = 'loai=kiem-diem&loai=phu-luc&loai=danh-muc';
          const answer = await fetch(`${origin}/chi-bo/${unit}/in`, {
            method: 'POST',
            headers,
            body,
            redirect: 'manual',
          });
          job = answer.headers.get('location') ?? '';
        }
        if (life === KILLS) break;
        const done = doneIn(dataDir);
        while (doneIn(dataDir) < done + 3) await pause(40);
        await pause(Math.random() * PAPER_MS);
        moments.push(doneIn(dataDir));
        server.kill('SIGKILL');
        await once(server, 'exit');
      }
      // Each kill really lay inside the order.
      expect(moments.every((done) => done > 0 && done < PEOPLE * 3)).toBe(true);
      let answer = await fetch(`${origin}${job}/ho-so.zip`, { headers: { cookie }, redirect: 'manual' });
      while (answer.status === 303) {
        await pause(200);
        answer = await fetch(`${origin}${job}/ho-so.zip`, { headers: { cookie }, redirect: 'manual' });
      }
      expect(answer.status).toBe(200);
      const files = unzipSync(new Uint8Array(await answer.arrayBuffer()));
      const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json'])) as Manifest;
      expect(manifest.files).toHaveLength(PEOPLE * 3);
      expect(manifest.notPrinted).toEqual([]);
      expect(Object.keys(files)).toHaveLength(PEOPLE * 3 + 2);
      for (const { name, sha256 } of manifest.files) expect(sha256Hex(files[name] ?? new Uint8Array())).toBe(sha256);
      server?.kill('SIGKILL');
      if (server) await once(server, 'exit');
      const file = new DatabaseFile(join(dataDir, 'tu-soi.sqlite'));
      const count = (sql: string) => file.prepare(sql).pluck().get();
      expect(file.pragma('integrity_check', { simple: true })).toBe('ok');
      expect(count('select count(*) from batch_file')).toBe(2);
      expect(count("select count(*) from batch_item where state = 'done'")).toBe(PEOPLE * 3);
      // Each colleague's record is read once for this order, the leader's own by nobody else.
      expect(count("select count(*) from audit where action = 'paper-printed' and subject_kind = 'review'")).toBe(
        PEOPLE - 1,
      );
      // Nothing half-way is left of the files that were begun before a kill.
      expect(
        count(
          'select count(*) from batch_part where owner_id not in (select id from batch_item union select id from batch_file)',
        ),
      ).toBe(0);
      file.close();
    } finally {
      server?.kill('SIGKILL');
      rmSync(dataDir, { recursive: true, force: true });
    }
  },
);

async function prepare(dataDir: string): Promise<HandedInBranch> {
  const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, dataDir), { pdf: fakePdf() });
  try {
    return await handedInBranch(deps, PEOPLE);
  } finally {
    await deps.store.close();
  }
}

/** Read beside the server, as another process may. */
function doneIn(dataDir: string): number {
  const file = new DatabaseFile(join(dataDir, 'tu-soi.sqlite'), { readonly: true, timeout: 5_000 });
  try {
    return Number(file.prepare("select count(*) from batch_item where state = 'done'").pluck().get());
  } finally {
    file.close();
  }
}

async function start(dataDir: string, port: number): Promise<ChildProcess> {
  const child = spawn(process.execPath, [SERVER, dataDir, String(port), String(PAPER_MS)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  let heard = '';
  child.stdout.on('data', (chunk: Buffer) => (heard += chunk.toString()));
  child.stdin.write('go\n');
  while (!heard.includes('listening')) {
    if (child.exitCode !== null) throw new Error('the server ended before it listened');
    await pause(10);
  }
  return child;
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
