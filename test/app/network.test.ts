import { describe, expect, test } from 'vitest';
import { browserFor, createTestApp, ORIGIN } from '../helpers/app.ts';
import { authorWorld, begin } from '../helpers/author.ts';

/** The server on an office's own network: one name, plain HTTP or TLS before it, and nothing from elsewhere. */

describe('a page asked for under another name of the machine', () => {
  test.each(['192.168.1.20:2424', 'localhost:2424', 'tu-soi.test'])('%s moves to the public address', async (host) => {
    const { app } = await createTestApp();
    const answer = await browserFor(app, '').get('/dang-nhap?ve=%2Fdanh-muc', { host });
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe(`${ORIGIN}/dang-nhap?ve=%2Fdanh-muc`);
  });

  test('never leaves for another machine, whatever the path looks like', async () => {
    const { app } = await createTestApp();
    for (const path of ['//xau.example/a', '/\\xau.example', '/@xau.example', '/%2F%2Fxau.example']) {
      const answer = await app.request(
        new Request(`http://192.168.1.20:2424${path}`, { headers: { host: '192.168.1.20:2424' } }),
      );
      expect(new URL(answer.headers.get('location') ?? '').origin).toBe(ORIGIN);
    }
  });

  test('under the public name it is answered at once', async () => {
    const { app } = await createTestApp();
    expect((await browserFor(app, '').get('/dang-nhap')).status).toBe(200);
  });
});

describe('a form post', () => {
  test('passes at a LAN-like name over plain HTTP, with the headers a browser sends there', async () => {
    const world = await authorWorld();
    expect(ORIGIN).toMatch(/^http:\/\/tu-soi\.test/);
    // Plain HTTP is no secure context: Chromium sends Origin, and no Sec-Fetch-Site.
    expect(await begin(world)).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('passes behind a TLS proxy, where the request itself arrives as http', async () => {
    const publicOrigin = 'https://tu-soi.example';
    const plain = await createTestApp();
    const { app } = await createTestApp({ config: { ...plain.deps.config, publicOrigin } });
    const answer = await app.request('http://tu-soi.example/co-chu', {
      method: 'POST',
      body: 'co=21',
      headers: {
        host: 'tu-soi.example',
        origin: publicOrigin,
        'content-type': 'application/x-www-form-urlencoded',
      },
    });
    expect(answer.status).toBe(303);
    expect(answer.headers.get('strict-transport-security')).toContain('max-age');
  });

  test.each([
    ['another site', { origin: 'http://xau.example', 'sec-fetch-site': 'cross-site' }],
    ['another port of the same machine', { origin: 'http://tu-soi.test:8080', 'sec-fetch-site': 'same-site' }],
    ['a page without an origin', { origin: 'null' }],
    ['a page that hides where it comes from', { origin: '' }],
  ])('from %s is refused, and nothing happens', async (_from, headers) => {
    const world = await authorWorld();
    const answer = await world.browser.post(`/dot/${world.campaignId}/bat-dau`, {}, headers);
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('Yêu cầu không đến từ trang của hệ thống');
    expect(await world.deps.store.db.selectFrom('review').select('id').execute()).toEqual([]);
  });

  test('as JSON from another site is refused too', async () => {
    const world = await authorWorld();
    const id = await begin(world);
    const headers = { origin: 'http://xau.example', 'sec-fetch-site': 'cross-site' };
    const body = { key: 'V', value: 'Chữ của người khác.', version: 0 };
    const answer = await world.browser.json(`/ban-kiem-diem/${id}/o`, body, headers);
    expect(answer.status).toBe(403);
    expect((await world.browser.json(`/ban-kiem-diem/${id}/o`, body)).status).toBe(200);
  });
});

test('the text size is kept for the person who switched it, and for no other address', async () => {
  const world = await authorWorld();
  const answer = await world.browser.post('/co-chu', { co: '24' }, { referer: `${ORIGIN}/danh-muc` });
  expect(answer.headers.get('location')).toBe('/danh-muc');
  expect(answer.headers.getSetCookie()[0]).toMatch(/^co-chu=24;/);
  const page = await world.browser.get('/danh-muc', { cookie: `${world.browser.cookie}; co-chu=24` });
  expect(await page.text()).toContain('data-size="24"');
  expect((await world.browser.post('/co-chu', { co: '99' })).status).toBe(422);
  const foreign = await world.browser.post('/co-chu', { co: '18' }, { referer: 'http://xau.example//y' });
  expect(foreign.headers.get('location')).toBe('/');
});
