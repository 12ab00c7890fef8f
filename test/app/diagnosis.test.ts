import { describe, expect, test } from 'vitest';
import type { RoleName } from '../../db/schema.ts';
import { sealLog } from '../../src/audit/sealing.ts';
import { readConfig } from '../../src/config.ts';
import type { Deps, MachineFacts } from '../../src/deps.ts';
import { createTestApp, ORIGIN } from '../helpers/app.ts';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { machine } from '../helpers/machine.ts';
import { seedOffice, seedPerson } from '../helpers/people.ts';

/** The page on which an administrator sees what his machine and network have wrong, and what to do. */
const PAGE = '/quan-tri/he-thong';

async function office(overrides: Partial<Deps> = {}, facts: Partial<MachineFacts> = {}) {
  const test = await createTestApp({ machine: machine(facts), ...overrides });
  const seeded = await seedOffice(test.deps);
  const as = async (role: RoleName) => {
    const roles = [{ unitId: seeded.committee, role }];
    return test.as(await seedPerson(test.deps, seeded.branch, 'Vũ Văn Máy', { roles }));
  };
  return { ...test, role: as, browser: await as('administrator') };
}

/** The lines of one check: what it is about, its word, what was found, what to do. */
function check(page: string, label: string): string {
  const from = page.slice(page.indexOf(`<dt>${label} `));
  return wordsOn(from.slice(0, from.indexOf('</div>')));
}

function trusting(env: Record<string, string>): Partial<Deps> {
  return { config: readConfig({ PUBLIC_ORIGIN: ORIGIN, ...env }, 'data') };
}

test('on a machine in order every check has its word, and nothing is to be mended', async () => {
  const { browser } = await office();
  const page = await (await browser.get(PAGE)).text();
  expect(page).toContain('Không thấy điều gì phải xử lý.');
  expect(page).not.toContain('Cần xử lý<');
  expect(check(page, 'Địa chỉ của máy chủ')).toContain('Đúng');
  expect(check(page, 'Máy chủ trung gian')).toContain('Không dùng proxy; yêu cầu này đến thẳng từ 10.0.0.9.');
  expect(check(page, 'Đồng hồ')).toContain('10:00:00 ngày 22/11/2026, giờ Hà Nội.');
  expect(check(page, 'Múi giờ')).toContain('Etc/UTC');
  expect(check(page, 'Phông chữ của bản in')).toContain('Đủ 4 tệp');
  expect(check(page, 'Ổ đĩa dữ liệu')).toContain('Còn trống 46,6 GB trong 232,8 GB.');
  expect(check(page, 'Cơ sở dữ liệu')).toContain('11,8 MB');
  expect(check(page, 'Phiên bản')).toContain('Tự soi 0.1.0, Node 24.21.0, linux x64.');
});

describe('what is wrong is named with what to do', () => {
  const cases: [string, Partial<Deps>, Partial<MachineFacts>, Record<string, string>, string, string][] = [
    [
      'a proxy nobody was told of',
      {},
      {},
      { 'x-forwarded-for': '10.1.2.3' },
      'Máy chủ trung gian',
      'hãy đặt TRUSTED_PROXY=10.0.0.9',
    ],
    [
      'a proxy that is not the one we were told of',
      trusting({ TRUSTED_PROXY: '10.0.0.2' }),
      {},
      { 'x-forwarded-for': '10.1.2.3' },
      'Máy chủ trung gian',
      'TRUSTED_PROXY là 10.0.0.2',
    ],
    [
      'a proxy that says nothing',
      trusting({ TRUSTED_PROXY: '10.0.0.9' }),
      {},
      {},
      'Máy chủ trung gian',
      'cho proxy gửi X-Forwarded-For',
    ],
    ['https before a plain address', {}, {}, { 'x-forwarded-proto': 'https' }, 'Địa chỉ', 'kể cả phần đầu https://'],
    ['a font that is gone', {}, { paperFonts: { present: 3, missing: ['x.ttf'] } }, {}, 'Phông chữ', 'chạy lại npm ci'],
    ['a folder closed to us', {}, { writable: false }, {}, 'Ổ đĩa', 'trả quyền đọc, ghi'],
    [
      'a disk nearly full',
      {},
      { disk: { freeBytes: 100 * 1024 ** 2, totalBytes: 1024 ** 4 } },
      {},
      'Ổ đĩa',
      'Còn trống 100 MB trong 1 TB. Hãy dọn ổ đĩa',
    ],
  ];

  test.each(cases)('%s', async (_what, overrides, facts, headers, label, words) => {
    const { browser } = await office(overrides, facts);
    const page = await (await browser.get(PAGE, headers)).text();
    expect(wordsOn(page)).toContain('Có 1 điều chưa đúng.');
    const line = check(
      page,
      page
        .split('<dt>')
        .find((rest) => rest.startsWith(label))
        ?.split(' <')[0] ?? '',
    );
    expect(line).toContain('Cần xử lý');
    expect(line).toContain(words);
  });

  test('a trusted proxy with its word is right', async () => {
    const { browser } = await office(trusting({ TRUSTED_PROXY: '10.0.0.9' }));
    const page = await (await browser.get(PAGE, { 'x-forwarded-for': '10.1.2.3' })).text();
    expect(check(page, 'Máy chủ trung gian (proxy)')).toMatch(/Đúng TRUSTED_PROXY là 10\.0\.0\.9/);
  });

  test('a clock that was put back', async () => {
    const { browser, clock } = await office();
    await browser.get('/quan-tri/to-chuc/khong-co');
    clock.forward(-10);
    const page = await (await browser.get(PAGE)).text();
    expect(check(page, 'Đồng hồ')).toMatch(/Cần xử lý 09:50:00.*đã có dòng ghi lúc 10:00:00/);
  });
});

describe('the log on it', () => {
  test('tells how many lines are sealed, and the last seal to be noted', async () => {
    const { browser, deps, clock } = await office();
    for (let time = 0; time < 3; time += 1) await browser.get('/quan-tri/to-chuc/khong-co');
    clock.forward(1);
    await sealLog(deps);
    const { seq, hash } = (await tableContents(deps.store, [])).audit_seal?.at(-1) as { seq: number; hash: string };
    const page = await (await browser.get(PAGE)).text();
    expect(check(page, 'Sổ nhật ký')).toContain(`${seq} dòng, đã niêm phong hết. Niêm phong cuối: ${seq}:${hash}`);
    await browser.get('/quan-tri/to-chuc/khong-co');
    expect(check(await (await browser.get(PAGE)).text(), 'Sổ nhật ký')).toContain('1 dòng mới chưa niêm phong');
  });

  test('says so when nobody seals, and when lines are gone', async () => {
    const { browser, deps, clock } = await office();
    for (let time = 0; time < 3; time += 1) await browser.get('/quan-tri/to-chuc/khong-co');
    clock.forward(6);
    expect(check(await (await browser.get(PAGE)).text(), 'Sổ nhật ký')).toMatch(/Cần xử lý.*quá 5 phút/);
    await sealLog(deps);
    const first = deps.store.db.selectFrom('audit').orderBy('id').limit(2).select('id');
    await deps.store.db.deleteFrom('audit').where('id', 'in', first).execute();
    expect(check(await (await browser.get(PAGE)).text(), 'Sổ nhật ký')).toMatch(/Cần xử lý.*Thiếu 2 dòng/);
  });
});

test('shows the reader’s own request, without what lets him in and without numbers of people', async () => {
  const { browser } = await office();
  const sent = { authorization: 'Basic bi-mat', 'x-note': 'the 001085012345', 'user-agent': 'May <cu>' };
  const page = await (await browser.get(PAGE, sent)).text();
  const headers = wordsOn(page.slice(page.indexOf('<details>')));
  expect(headers).toContain('cookie (đã che)');
  expect(headers).toContain('authorization (đã che)');
  expect(headers).toContain('x-note the 00…45');
  expect(page).toContain('May &lt;cu&gt;');
  for (const secret of [browser.cookie.split('=')[1] ?? '', 'bi-mat', '001085012345']) {
    expect(page).not.toContain(secret);
  }
});

test.each<RoleName>(['office', 'auditor', 'secretary'])('is closed to %s, and the attempt is logged', async (role) => {
  const { role: as, deps } = await office();
  const answer = await (await as(role)).get(PAGE);
  expect(answer.status).toBe(403);
  expect(await answer.text()).not.toContain('PUBLIC_ORIGIN');
  const last = (await tableContents(deps.store, [])).audit?.at(-1) as { action: string; detail: string };
  expect([last.action, last.detail]).toEqual(['access-refused', `GET ${PAGE}`]);
});
