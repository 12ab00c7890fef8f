import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newToken } from '../../src/accounts/secrets.ts';
import { insertSession, sessionRow } from '../../src/accounts/statements.ts';
import { logRow } from '../../src/audit/statements.ts';
import { verifyLog } from '../../src/audit/sealing.ts';
import { findCampaign } from '../../src/campaigns/queries.ts';
import { beginReview } from '../../src/reviews/begin.ts';
import { findMember } from '../../src/units/queries.ts';
import { actorFor, formOn, submitAs } from '../helpers/author.ts';
import { type Office, type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { readPdf } from '../helpers/pdf-reader.ts';
import { completeReview } from '../helpers/reviews.ts';
import { type LiveWorker, startWorker, wranglerEnvironment } from '../helpers/workerd.ts';

/** What goes on beside the requests, and who must not get in, in workerd with local D1, queue and browser. */
let live: LiveWorker;
let office: Office;
let campaignId: string;

beforeAll(async () => {
  live = await startWorker();
  office = await seedOffice(live.deps);
  campaignId = await seedCampaign(live.deps, office.committee);
}, 120_000);

afterAll(() => live.remove());

interface Author {
  person: Person;
  cookie: string;
  reviewId: string;
}

async function authorWithEverythingWritten(fullName: string): Promise<Author> {
  const { deps } = live;
  const person = await seedPerson(deps, office.branch, fullName);
  const [campaign, member] = await Promise.all([
    findCampaign(deps.store.db, campaignId),
    findMember(deps.store.db, person.memberId),
  ]);
  if (!campaign || !member) throw new Error('the office is not seeded');
  const reviewId = await beginReview(deps, actorFor(person), campaign, member);
  await completeReview(deps, actorFor(person), reviewId);
  return { person, reviewId, cookie: await signedIn(person) };
}

/** `hours` ago. */
async function signedIn({ accountId }: Person, hours = 0): Promise<string> {
  const { deps } = live;
  const token = newToken();
  const at = new Date(deps.now().getTime() - hours * 3_600_000).toISOString();
  const row = sessionRow({ id: deps.newId(), token, accountId, at, address: 'test' });
  await deps.store.atomic([insertSession(deps.store.db, row)]);
  return `tu-soi=${token}`;
}

function get(path: string, cookie = ''): Promise<Response> {
  return fetch(`${live.origin}${path}`, { headers: { cookie }, redirect: 'manual' });
}

function post(path: string, cookie: string, fields: Record<string, string>, headers: Record<string, string> = {}) {
  const body = new URLSearchParams(fields);
  return fetch(`${live.origin}${path}`, {
    method: 'POST',
    redirect: 'manual',
    body,
    headers: { cookie, origin: live.origin, ...headers },
  });
}

async function paperStates(reviewId: string): Promise<string[]> {
  const rows = await live.deps.store.db
    .selectFrom('paper')
    .innerJoin('record', 'record.id', 'paper.record_id')
    .where('record.review_id', '=', reviewId)
    .select('paper.state')
    .execute();
  return rows.map(({ state }) => state);
}

describe('papers', () => {
  test('are made after the submission by the queue, before anybody asks for one', async () => {
    const { reviewId, cookie } = await authorWithEverythingWritten('Phạm Thị Hàng Đợi');
    const check = await (await get(`/ban-kiem-diem/${reviewId}/kiem-tra`, cookie)).text();
    const answer = await post(`/ban-kiem-diem/${reviewId}/nop`, cookie, { ...formOn(check), di: 'nop' });
    expect(answer.status).toBe(303);
    await expect.poll(() => paperStates(reviewId), { timeout: 20_000 }).toEqual(['ready']);
    await expect.poll(() => live.output(), { timeout: 20_000 }).toMatch(/QUEUE tu-soi-work 1\/1/);
  });

  test('whose message was lost are made by the run of the minute, and are whole', async () => {
    const { person, reviewId, cookie } = await authorWithEverythingWritten('Ngô Văn Mất Tin');
    // By its command, past the Worker: nobody sends a message.
    await submitAs(live.deps, person, reviewId);
    expect(await paperStates(reviewId)).toEqual(['waiting']);
    expect(await live.runSchedule()).toBe(200);
    await expect.poll(() => paperStates(reviewId), { timeout: 20_000 }).toEqual(['ready']);
    const answer = await get(`/ban-kiem-diem/${reviewId}/ban-in.pdf`, cookie);
    const paper = await readPdf(new Uint8Array(await answer.arrayBuffer()));
    expect(paper.text).toContain('Ngô Văn Mất Tin');
    expect(paper.tagged).toBe(true);
    expect(new Set(paper.pages.flatMap(({ runs }) => runs.map(({ font }) => font.split('-')[0])))).toEqual(
      new Set(['Tinos']),
    );
  });
});

describe('the log', () => {
  test('a stretch of work that fails is asked for again, and nothing of the log is lost by it', async () => {
    const { cookie, person } = await authorWithEverythingWritten('Vũ Thị Thử Lại');
    // Old enough to be sealed at once.
    const earlier = { ...live.deps, now: () => new Date(Date.now() - 60_000) };
    const subject = { kind: 'account' as const, id: person.accountId };
    await live.deps.store.atomic([logRow(earlier, actorFor(person), { action: 'sign-in', subject })]);
    await behindItsBack("create trigger broken before insert on audit_seal begin select raise(abort, 'broken'); end");
    await post('/co-chu', cookie, { co: '21' });
    await expect.poll(() => live.output(), { timeout: 20_000 }).toMatch(/QUEUE tu-soi-work 0\/1/);
    expect(live.output()).toContain('sealing the log');
    await behindItsBack('drop trigger broken');
    // A line is sealed once it is five seconds old.
    await expect
      .poll(
        async () => {
          await live.runSchedule();
          return (await verifyLog(live.deps)).unsealed;
        },
        { timeout: 30_000, interval: 1_000 },
      )
      .toBe(0);
    const verdict = await verifyLog(live.deps);
    expect(verdict.faults).toEqual([]);
    expect(verdict.sealed).toBeGreaterThan(5);
  });
});

async function behindItsBack(sql: string): Promise<void> {
  const query = { sql, parameters: [], query: {} as never, queryId: {} as never };
  await live.deps.store.atomic([{ query, guard: false }]);
}

describe('who must not get in', () => {
  test('a body of another type, a post from elsewhere, a record of somebody else', async () => {
    const { reviewId, cookie } = await authorWithEverythingWritten('Lý Thị Giữ Kín');
    const other = await authorWithEverythingWritten('Tô Văn Tò Mò');
    const path = `/ban-kiem-diem/${reviewId}/ghi/muc-v`;
    const plain = await fetch(`${live.origin}${path}`, {
      method: 'POST',
      body: 'V=x',
      headers: { cookie, origin: live.origin, 'content-type': 'text/plain' },
    });
    expect(plain.status).toBe(415);
    const foreign = await post(path, cookie, { V: 'x' }, { origin: 'https://noi-khac.example' });
    expect(foreign.status).toBe(403);
    expect(await foreign.text()).toContain('không đến từ trang của hệ thống');
    for (const stolen of [path, `/ban-kiem-diem/${reviewId}/ban-nhap.pdf`])
      expect((await get(stolen, other.cookie)).status).toBe(404);
    expect((await post(path, other.cookie, { V: 'x' })).status).toBe(404);
    expect((await get(path, cookie)).status).toBe(200);
  });

  test('a session that has rested for an hour leads to the sign-in page', async () => {
    const person = await seedPerson(live.deps, office.branch, 'Mai Văn Nghỉ');
    const answer = await get('/', await signedIn(person, 1));
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toMatch(/^\/dang-nhap/);
    expect((await get('/', await signedIn(person))).status).toBe(200);
  });

  test('the log has the address that Cloudflare saw, and no other word about it is believed', async () => {
    const tried = { ten_dang_nhap: 'khong.co.ai', mat_khau: 'không phải' };
    const headers = { 'cf-connecting-ip': '203.0.113.7', 'x-forwarded-for': '198.51.100.9' };
    await post('/dang-nhap', '', tried, headers);
    const rows = await live.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'sign-in-failed')
      .select('address')
      .execute();
    expect(rows.map(({ address }) => address)).toEqual(['203.0.113.7']);
  });
});

describe('a search', () => {
  test('for more letters than a pattern may have in D1 finds the same people', async () => {
    const clerk = await seedPerson(live.deps, office.branch, 'Tạ Thị Văn Phòng', {
      roles: [{ unitId: office.committee, role: 'office' }],
    });
    const long = 'Công Tằng Tôn Nữ Thị Hoàng Phương Trang Đài Các Tiểu Thư Diễm Hương';
    await seedPerson(live.deps, office.branch, long);
    const path = `/quan-tri/dot/${campaignId}/mien?tim=${encodeURIComponent(long)}`;
    const answer = await get(path, await signedIn(clerk));
    expect(answer.status).toBe(200);
    expect((await answer.text()).split(long).length).toBeGreaterThan(2);
  });
});

describe('who keeps the Worker', () => {
  test(
    'makes the first administrator from his own machine, by a link that is good once',
    { timeout: 90_000 },
    async () => {
      const first = await atHisMachine(['first-link']);
      const link = /http:\S+\/thiet-lap\/\S+/.exec(first.said)?.[0] ?? '';
      expect((await get(link.slice(live.origin.length))).status).toBe(200);
      const password = 'mùa thu Hà Nội 2026';
      const made = await post(link.slice(live.origin.length), '', {
        lien_ket: link.slice(link.lastIndexOf('/') + 1),
        to_chuc: 'Đảng ủy phường Thử Mây',
        ho_ten: 'Trần Văn Quản Trị',
        ten_dang_nhap: 'quan.tri',
        mat_khau_moi: password,
        nhap_lai: password,
      });
      expect([made.status, made.headers.get('set-cookie')]).toEqual([303, expect.stringMatching(/HttpOnly/i)]);
      expect((await get(link.slice(live.origin.length))).status).toBe(410);
      const second = await atHisMachine(['first-link']);
      expect(second).toMatchObject({ code: 1, said: expect.stringContaining('Đã có người quản trị') });
      const accounts = await atHisMachine(['user', 'list']);
      expect(accounts).toMatchObject({ code: 0, said: expect.stringContaining('quan.tri') });
    },
  );
});

async function atHisMachine(words: string[]): Promise<{ code: number | null; said: string }> {
  const where = ['--local', '--persist-to', live.state];
  const env = { ...wranglerEnvironment(live.state), PUBLIC_ORIGIN: live.origin };
  const child = spawn(process.execPath, ['src/node/launch.mjs', 'src/node.ts', 'worker', ...words, ...where], { env });
  const said: string[] = [];
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (text: Buffer) => said.push(String(text)));
  const [code] = (await once(child, 'exit')) as [number | null];
  return { code, said: said.join('') };
}
