import { describe, expect, test } from 'vitest';
import type { Deps, MachineFacts } from '../../src/deps.ts';
import { browserFor, createTestApp, fakePdf } from '../helpers/app.ts';
import { NOTHING_PRINTED } from '../helpers/nothing-printed.ts';
import { authorWorld, begin } from '../helpers/author.ts';
import { machine } from '../helpers/machine.ts';

/** What a watching program asks of the server, without a name and without a password. */
const HERE = { addressOf: () => '127.0.0.1' };

async function watched(overrides: Partial<Deps> = {}, facts: Partial<MachineFacts> = {}) {
  const test = await createTestApp({ machine: machine(facts), ...overrides });
  return { ...test, anybody: browserFor(test.app, '') };
}

describe('/healthz and /readyz', () => {
  test('say that all is well, under whatever name the machine was asked', async () => {
    const { app } = await watched();
    for (const host of ['tu-soi.test:2424', '127.0.0.1:2424', '192.168.1.20:2424']) {
      const alive = await app.request(`http://${host}/healthz`, { headers: { host } });
      expect([alive.status, await alive.text()]).toEqual([200, 'ok']);
      const ready = await app.request(`http://${host}/readyz`, { headers: { host } });
      expect(ready.status).toBe(200);
      expect(await ready.text()).toBe('cơ sở dữ liệu: đọc được\nghi dữ liệu: ghi được\nin PDF: sẵn sàng\n');
      expect(ready.headers.get('content-type')).toMatch(/^text\/plain;\s*charset=utf-8$/i);
    }
  });

  test.each<[string, Partial<Deps>, Partial<MachineFacts>, string]>([
    [
      'nearly no room on the disk',
      {},
      { disk: { freeBytes: 90_000_000, totalBytes: 9e9 } },
      'ghi dữ liệu: ổ đĩa SẮP ĐẦY',
    ],
    ['a folder that may not be written to', {}, { writable: false }, 'ghi dữ liệu: KHÔNG có quyền ghi'],
    [
      'no browser',
      { pdf: { ...fakePdf(), health: () => Promise.resolve({ ready: false, detail: 'ở /opt/bi-mat' }) } },
      {},
      'in PDF: KHÔNG in được',
    ],
  ])('%s is a 503 that names the part and gives nothing away', async (_what, overrides, facts, line) => {
    const { anybody } = await watched(overrides, facts);
    const answer = await anybody.get('/readyz');
    const text = await answer.text();
    expect(answer.status).toBe(503);
    expect(text.split('\n')).toContain(line);
    expect(text).not.toMatch(/\/opt|\d/);
    expect((await anybody.get('/healthz')).status).toBe(200);
  });

  test('a database that does not answer is a 503, and the process is still alive', async () => {
    const { anybody, deps } = await watched();
    const { schema } = deps.store.db;
    await schema.alterTable('audit_seal').renameTo('audit_seal_away').execute();
    const answer = await anybody.get('/readyz');
    await schema.alterTable('audit_seal_away').renameTo('audit_seal').execute();
    expect(answer.status).toBe(503);
    expect(await answer.text()).toContain('cơ sở dữ liệu: KHÔNG đọc được');
    expect(await (await anybody.get('/healthz')).text()).toBe('ok');
    expect((await anybody.get('/readyz')).status).toBe(200);
  });
});

describe('/metrics', () => {
  test('gives the numbers to a program on the machine itself, and no name and no id', async () => {
    const numbers = { ...NOTHING_PRINTED, active: 1, queued: 2, tookMs: { count: 7, usual: 1_500, worst: 9_000 } };
    const world = await authorWorld({ ...HERE, machine: machine(), pdf: { ...fakePdf(), numbers: () => numbers } });
    const review = await begin(world);
    await world.browser.get('/khong-co-trang-nay');
    const answer = await browserFor(world.app, '').get('/metrics');
    const text = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    const lines = text.split('\n');
    for (const line of [
      'tu_soi_requests_total{class="3xx"} 1',
      'tu_soi_requests_total{class="4xx"} 1',
      'tu_soi_requests_open 1',
      'tu_soi_sessions_open 1',
      'tu_soi_papers_waiting 0',
      'tu_soi_batch_items_waiting 0',
      'tu_soi_pdf_active 1',
      'tu_soi_pdf_queued 2',
      'tu_soi_pdf_printed_total 7',
      'tu_soi_pdf_print_seconds{measure="usual"} 1.5',
      'tu_soi_pdf_print_seconds{measure="worst"} 9',
      'tu_soi_pdf_browser_restarts_total 0',
      'tu_soi_memory_bytes 120000000',
      'tu_soi_uptime_seconds 3600',
      'tu_soi_disk_free_bytes 50000000000',
    ]) {
      expect(lines).toContain(line);
    }
    for (const secret of [review, world.author.accountId, world.author.userName, 'Phạm Thị']) {
      expect(text).not.toContain(secret);
    }
    // Every line is a comment or a number under a name: what the format's readers take.
    for (const line of lines.slice(0, -1)) {
      expect(line).toMatch(/^(# (HELP|TYPE) tu_soi_\w+ .+|tu_soi_\w+(\{\w+="[\w.]+"\})? \d+(\.\d+)?)$/);
    }
  });

  test('counts what is idle for half an hour as nobody’s', async () => {
    const world = await authorWorld({ ...HERE });
    world.clock.forward(31);
    expect(await (await browserFor(world.app, '').get('/metrics')).text()).toContain('tu_soi_sessions_open 0\n');
  });

  test('does not exist for anybody else, nor for somebody behind a proxy on this machine', async () => {
    const near = await watched(HERE);
    for (const name of ['x-forwarded-for', 'forwarded', 'x-real-ip', 'via']) {
      expect((await near.anybody.get('/metrics', { [name]: '127.0.0.1' })).status).toBe(404);
    }
    for (const address of ['10.0.0.9', '127.0.0.10', 'local', '::2']) {
      const far = await watched({ addressOf: () => address });
      expect((await far.anybody.get('/metrics')).status).toBe(404);
    }
    const six = await watched({ addressOf: () => '::1' });
    expect((await six.anybody.get('/metrics')).status).toBe(200);
  });
});
