import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import type { RoleName } from '../../db/schema.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps, type NodeDeps } from '../../src/node/deps.ts';
import { ensureRehearsal } from '../../src/node/rehearsal.ts';
import { listen } from '../../src/node/serve.ts';
import { duePapers } from '../../src/records/queries.ts';
import { freePort } from '../helpers/browser.ts';
import { walkBoth } from '../helpers/side-by-side.ts';
import { type LiveWorker, startWorker } from '../helpers/workerd.ts';

/** The rehearsal's whole season on Node and, row for row the same, on D1: every page, paper and file says the same. */
let node: { origin: string; deps: NodeDeps; remove(): Promise<void> };
let worker: LiveWorker;
/** One for each kind of person, good on both. */
const cookies = new Map<string, string>();

beforeAll(async () => {
  const filled = fillNode();
  // While the one is filled, the other gets ready for its rows.
  worker = await startWorker({ copyOf: filled, rehearsal: true });
}, 180_000);

/** Returns its database once nothing is under way in it: codes of frozen papers are random, so all of them stand. */
async function fillNode(): Promise<string> {
  node = await startNode();
  for (const role of ['member', 'secretary', 'office', 'administrator', 'auditor'] as const) {
    const token = await sessionOf(role);
    if (token) cookies.set(role, `tu-soi-tap-huan=${token}`);
  }
  await vi.waitFor(
    async () => {
      if ((await papersUnderWay()) > 0) throw new Error('papers are still to be made');
    },
    { timeout: 90_000, interval: 200 },
  );
  return join(node.deps.config.dataDir, 'tu-soi.sqlite');
}

/** On SQLite, whatever engine the other tests of servers run on: its file is what the Worker gets. */
async function startNode(): Promise<typeof node> {
  const dataDir = mkdtempSync(join(tmpdir(), 'tu-soi-beside-'));
  const port = await freePort();
  const origin = `http://127.0.0.1:${port}`;
  const config = readConfig({ PORT: `${port}`, PUBLIC_ORIGIN: origin, LOG_LEVEL: 'silent' }, dataDir);
  const deps = await ensureRehearsal(await makeNodeDeps(config));
  const server = await listen(deps);
  const remove = async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true, force: true });
  };
  return { origin, deps, remove };
}

afterAll(async () => {
  await worker?.remove();
  await node?.remove();
});

async function papersUnderWay(): Promise<number> {
  const { db } = node.deps.store;
  const held = await db.selectFrom('paper').where('state', '=', 'working').select('id').execute();
  return held.length + (await duePapers(db, node.deps.now().toISOString(), 1)).length;
}

async function sessionOf(role: RoleName | 'member'): Promise<string | undefined> {
  const { deps } = node;
  const { db } = deps.store;
  const account =
    role === 'member'
      ? await db
          .selectFrom('review')
          .innerJoin('account', 'account.member_id', 'review.member_id')
          .where('review.state', '=', 'draft')
          .select('account.id')
          .executeTakeFirst()
      : await db.selectFrom('role').where('role', '=', role).select('account_id as id').executeTakeFirst();
  if (!account) return undefined;
  const token = newToken();
  const row = { id: deps.newId(), token, accountId: account.id, at: deps.now().toISOString(), address: 'test' };
  await deps.store.atomic([insertSession(db, sessionRow(row))]);
  return token;
}

test('whoever walks from link to link meets the same words, headers and papers', { timeout: 180_000 }, async () => {
  const asked = new Set<string>();
  const totals = { pages: 0, papers: 0, files: 0, patterns: new Set<string>() };
  const differences: string[] = [];
  const printedBefore = node.deps.pdf.numbers().bytes.count;
  for (const [who, cookie] of [...cookies, ['nobody', '']] as const) {
    const walked = await walkBoth(node, worker, cookie, asked);
    differences.push(...walked.differences.map((each) => `${who}: ${each}`));
    totals.pages += walked.pages;
    totals.papers += walked.papers;
    totals.files += walked.files;
    for (const pattern of walked.patterns) totals.patterns.add(pattern);
  }
  const printedAnew = node.deps.pdf.numbers().bytes.count - printedBefore;
  const told = { ...totals, patterns: totals.patterns.size, printedAnew };
  console.info(`the same on Node and in workerd: ${JSON.stringify(told)}`);
  expect(differences).toEqual([]);
  expect(totals.pages).toBeGreaterThan(60);
  expect(printedAnew).toBeGreaterThan(10);
});

test('about itself the Worker says who keeps the copies, and what prints', async () => {
  const headers = { cookie: cookies.get('administrator') ?? '' };
  const said = await (await fetch(`${worker.origin}/quan-tri/he-thong`, { headers })).text();
  expect(said).toContain('D1 của Cloudflare giữ mọi thời điểm của 30 ngày qua');
  expect(said).toContain('In được PDF bằng Browser Rendering của Cloudflare.');
  expect(said).not.toContain('Sao lưu ngay');
});
