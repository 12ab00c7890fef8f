import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { readConfig } from '../../src/config.ts';
import { makeNodeDeps } from '../../src/node/deps.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { openSqlite } from '../../src/storage/sqlite.ts';
import { findMember } from '../../src/units/queries.ts';
import { fakePdf } from '../helpers/app.ts';
import { actorFor } from '../helpers/author.ts';
import { freePort, freshFolder } from '../helpers/commands.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { join } from 'node:path';

/** A server that is told to stop while people work: what they have sent is answered, and it ends within its deadline. */
const SERVER = fileURLToPath(new URL('../helpers/stopped-server.ts', import.meta.url));

async function author(dataDir: string): Promise<{ cookie: string; reviewId: string }> {
  const deps = await makeNodeDeps(readConfig({ LOG_LEVEL: 'silent' }, dataDir), { pdf: fakePdf() });
  const office = await seedOffice(deps);
  const campaign = await findCampaign(deps.store.db, await seedCampaign(deps, office.committee));
  const person = await seedPerson(deps, office.branch, 'Trần Thị Đang Gõ');
  const member = await findMember(deps.store.db, person.memberId);
  if (!campaign || !member) throw new Error('not seeded');
  const reviewId = await beginReview(deps, actorFor(person), campaign, member);
  const token = newToken();
  const at = deps.now().toISOString();
  const session = sessionRow({ id: deps.newId(), token, accountId: person.accountId, at, address: 'test' });
  await deps.store.atomic([insertSession(deps.store.db, session)]);
  await deps.store.close();
  return { cookie: `tu-soi=${token}`, reviewId };
}

async function serving(takes: string) {
  const folder = freshFolder();
  const { cookie, reviewId } = await author(folder);
  const port = await freePort();
  const child = spawn(process.execPath, [SERVER, folder, String(port), takes], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  const ended = once(child, 'exit').then(([code]) => code as number | null);
  async function until(words: string): Promise<void> {
    while (!printed.includes(words)) await once(child.stdout, 'data');
  }
  await until('listening');
  const origin = `http://127.0.0.1:${port}`;
  const print = () => fetch(`${origin}/ban-kiem-diem/${reviewId}/ban-nhap.pdf`, { headers: { cookie } });
  return { folder, port, origin, cookie, reviewId, child, ended, until, print, printed: () => printed };
}

/** A save of which half has arrived; `finish` sends the rest and gives the whole answer. */
async function halfASave(here: Awaited<ReturnType<typeof serving>>) {
  const body = JSON.stringify({ key: 'I.1', value: 'Còn đang gửi', version: 0 });
  const head = [
    `POST /ban-kiem-diem/${here.reviewId}/o HTTP/1.1`,
    `Host: 127.0.0.1:${here.port}`,
    `Origin: ${here.origin}`,
    `Cookie: ${here.cookie}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(body)}`,
  ];
  const socket = connect(here.port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`);
  let answer = '';
  socket.on('data', (chunk: Buffer) => (answer += chunk.toString()));
  const closed = once(socket, 'close');
  return async () => {
    socket.write(body.slice(10));
    await closed;
    return answer;
  };
}

test('a paper being printed and a save half sent are answered, then it ends and says so', async () => {
  const here = await serving('1500');
  const finish = await halfASave(here);
  const paper = here.print();
  await here.until('printing');
  const start = performance.now();
  here.child.kill('SIGTERM');
  await here.until('Đang dừng: làm nốt những việc đang dở, lâu nhất 10 giây.');
  await pause(300);
  // Nobody new is let in meanwhile.
  await expect(fetch(`${here.origin}/healthz`)).rejects.toThrow();
  const saved = await finish();
  expect(saved).toMatch(/^HTTP\/1\.1 200 /);
  expect(saved).toContain('"version":1');
  const printed = await paper;
  expect([printed.status, await printed.text()]).toEqual([200, '%PDF-fake']);
  expect(await here.ended).toBe(0);
  expect(performance.now() - start).toBeLessThan(10_000);
  expect(here.printed()).toContain('Đã dừng. Việc đang dở đều đã xong.');
  const store = openSqlite(join(here.folder, 'tu-soi.sqlite'));
  const value = store.file.prepare("select value from review_field where key = 'I.1'").pluck().get();
  const drafts = store.file.prepare("select count(*) from audit where action = 'draft-printed'").pluck().get();
  store.file.close();
  expect([value, drafts]).toEqual(['Còn đang gửi', 1]);
}, 60_000);

test('a paper that never ends and a reader who never finishes hold it for its deadline and no longer', async () => {
  const here = await serving('stuck');
  await halfASave(here);
  const paper = here.print().then(
    () => 'answered',
    () => 'cut off',
  );
  await here.until('printing');
  const start = performance.now();
  here.child.kill('SIGTERM');
  expect(await here.ended).toBe(0);
  const took = performance.now() - start;
  expect(took).toBeGreaterThan(9_000);
  expect(took).toBeLessThan(16_000);
  expect(here.printed()).toContain('Có việc quá lâu nên bị ngắt');
  expect(await paper).toBe('cut off');
}, 60_000);
