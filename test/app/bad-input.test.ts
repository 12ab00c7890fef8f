import { describe, expect, test } from 'vitest';
import { ORIGIN } from '../helpers/app.ts';
import { type AuthorWorld, authorWorld, begin, formOn, tableContents, wordsOn, write } from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';

interface Desk extends AuthorWorld {
  id: string;
  path: string;
}

async function desk(rehearsal = false): Promise<Desk> {
  const world = await authorWorld({ rehearsal });
  const id = await begin(world);
  return { ...world, id, path: `/ban-kiem-diem/${id}` };
}

/** Posts bytes as they are, past every helper that would encode them well. */
function raw(here: Desk, path: string, body: BodyInit, headers: Record<string, string> = {}): Promise<Response> {
  const common = { host: new URL(ORIGIN).host, origin: ORIGIN, cookie: here.browser.cookie };
  const type = { 'content-type': 'application/x-www-form-urlencoded' };
  return Promise.resolve(
    here.app.request(`${ORIGIN}${path}`, { method: 'POST', body, headers: { ...common, ...type, ...headers } }),
  );
}

async function isHelpfulPage(answer: Response, status: number): Promise<string> {
  expect(answer.status).toBe(status);
  expect(answer.headers.get('content-type')).toContain('text/html');
  const page = await answer.text();
  expect(page).toContain('<html lang="vi"');
  expect(wordsOn(page)).toMatch(/Đồng chí|đồng chí/);
  return page;
}

const LONG = 'Chữ '.repeat(5_000);

describe('what a field cannot take comes back as it was typed, with the reason at the field', () => {
  test.each([
    [
      'a text of 20,001 letters',
      'muc-v',
      'V',
      `${LONG}x`,
      'Nội dung dài 20.001 chữ; ô này nhận nhiều nhất 20.000 chữ.',
    ],
    ['a control character', 'muc-v', 'V', 'Có \u0007 chuông', 'Có ký tự điều khiển ẩn trong nội dung.'],
    ['a NUL', 'muc-v', 'V', 'Có \u0000 rỗng', 'Có ký tự điều khiển ẩn trong nội dung.'],
    ['a birth date in the future', 'ca-nhan', 'H.birthDate', '23/11/2026', 'Ngày sinh không thể ở tương lai.'],
    ['a birth year in the future', 'ca-nhan', 'H.birthDate', '2027', 'Ngày sinh không thể ở tương lai.'],
    ['a day that does not exist', 'ca-nhan', 'H.birthDate', '31/02/1970', 'Ngày sinh ghi dạng ngày/tháng/năm'],
    ['a birth date of long ago', 'ca-nhan', 'H.birthDate', '1/1/1899', 'Năm sinh phải từ 1900 trở đi.'],
    ['a name of 81 letters', 'ca-nhan', 'H.fullName', 'ạ'.repeat(81), 'ô này nhận nhiều nhất 80 chữ'],
    ['30,5 of 30 points', 'tu-danh-gia', 'B.I.1', '30,5', 'Điểm ở mục này nhiều nhất là 30.'],
    ['70,01 of 70 points', 'tu-danh-gia', 'B.I.2', '70,01', 'Điểm ở mục này nhiều nhất là 70.'],
    ['points below nothing', 'tu-danh-gia', 'B.I.1', '-1', 'Điểm ghi bằng số'],
    ['points with three decimals', 'tu-danh-gia', 'B.I.1', '27,555', 'Điểm ghi bằng số'],
    ['points in words', 'tu-danh-gia', 'B.I.1', 'hai mươi', 'Điểm ghi bằng số'],
    ['points as 1e1', 'tu-danh-gia', 'B.I.1', '1e1', 'Điểm ghi bằng số'],
  ])('%s', async (_what, slug, key, typed, words) => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    const page = await isHelpfulPage(await write(here.browser, here.id, slug, { [key]: typed }), 422);
    expect(wordsOn(page)).toContain(words);
    expect(page).toContain(`href="#o-${key.replaceAll('.', '-')}"`);
    // HTML itself turns a NUL into the replacement letter; every other letter stays.
    expect(formOn(page)[key]?.replaceAll('\uFFFD', '\u0000')).toBe(typed);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test.each([
    ['exactly 20,000 letters', 'muc-v', 'V', LONG.slice(0, 19_999) + '.', LONG.slice(0, 19_999) + '.'],
    ['letters composed apart (NFD)', 'muc-v', 'V', 'Tiếng Việt'.normalize('NFD'), 'Tiếng Việt'],
    ['Windows line breaks', 'muc-v', 'V', 'một\r\nhai\rba', 'một\nhai\nba'],
    ['a letter the paper cannot print', 'muc-v', 'V', 'Rất tốt 👍', 'Rất tốt 👍'],
    ['the very day', 'ca-nhan', 'H.birthDate', '22/11/2026', '2026-11-22'],
    ['full points', 'tu-danh-gia', 'B.I.1', '30,00', '30'],
    ['a name with spaces around', 'ca-nhan', 'H.fullName', '  Phạm   Thị Soi ', 'Phạm   Thị Soi'],
  ])('but %s is fine', async (_what, slug, key, typed, stored) => {
    const here = await desk();
    expect((await write(here.browser, here.id, slug, { [key]: typed })).status).toBe(303);
    const fields = (await tableContents(here.deps.store)).review_field as { key: string; value: string }[];
    expect(fields.find((field) => field.key === key)?.value).toBe(stored);
  });
});

describe('a field this review does not have is not written', () => {
  test.each(['B26', 'A0', 'A28', 'C1', 'A5.nothing', 'H.branch', 'H.memberId', 'II.1', 'state', 'I.4', 'B.III'])(
    '%s',
    async (key) => {
      const here = await desk(true);
      const before = await tableContents(here.deps.store);
      const answer = await here.browser.post(`${here.path}/ghi/muc-v`, { [key]: 'none', [`v:${key}`]: '0' });
      expect(answer.status).toBe(key === 'state' ? 303 : 422);
      expect(await tableContents(here.deps.store)).toEqual(before);
      expect((await here.browser.json(`${here.path}/o`, { key, value: 'none', version: 0 })).status).toBe(422);
      expect(await tableContents(here.deps.store)).toEqual(before);
    },
  );

  test('a sign whose words are withheld in a real campaign is one of them; in rehearsal it is not', async () => {
    for (const [rehearsal, status] of [
      [false, 422],
      [true, 200],
    ] as const) {
      const here = await desk(rehearsal);
      const answer = await here.browser.json(`${here.path}/o`, { key: 'B6', value: 'none', version: 0 });
      expect(answer.status).toBe(status);
    }
  });

  test('an answer its sign does not offer is none', async () => {
    const here = await desk();
    for (const [key, value] of Object.entries({ A1: 'outside-duty', A2: 'maybe', 'B.II': 'best' })) {
      const answer = await here.browser.json(`${here.path}/o`, { key, value, version: 0 });
      expect([key, answer.status]).toEqual([key, 422]);
    }
    expect((await here.browser.json(`${here.path}/o`, { key: 'A8', value: 'outside-duty', version: 0 })).status).toBe(
      200,
    );
  });

  test.each([
    ['a list the form does not have', { them: 'IX:written' }],
    ['a conclusion of the branch where only the author writes', { them: 'II.1:branch' }],
    ['own words where only conclusions stand', { them: 'III:written' }],
    ['no list at all', { them: '<script>' }],
    ['an entry that is no id', { bo: '1 or 1=1' }],
    ['a way to go that is none', { di: 'https://xau.example' }],
  ])('nor is %s', async (_what, button) => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    await isHelpfulPage(await here.browser.post(`${here.path}/ghi/muc-ii`, button), 422);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('another review’s entry is nobody’s here', async () => {
    const here = await desk();
    const other = await seedPerson(here.deps, here.office.branch, 'Lê Thị Bên Cạnh');
    const theirs = await here.as(other);
    const id = await begin({ browser: theirs, campaignId: here.campaignId });
    await write(theirs, id, 'muc-vi', { them: 'VI:written' });
    const [item] = (await tableContents(here.deps.store)).review_item as { id: string }[];
    const before = await tableContents(here.deps.store);
    const key = `VI.${item?.id}.text`;
    expect((await here.browser.json(`${here.path}/o`, { key, value: 'Xen vào.', version: 0 })).status).toBe(422);
    await here.browser.post(`${here.path}/ghi/muc-vi`, { bo: item?.id ?? '' });
    expect(await tableContents(here.deps.store)).toEqual(before);
  });
});

describe('a body that is none of ours', () => {
  const SAVED = 'v%3AV=0&V=Xin';

  test.each([
    ['a broken percent sign', 'v%3AV=0&V=100%', 400],
    ['broken UTF-8 behind percent signs', 'v%3AV=0&V=%E1%BA', 400],
    ['broken UTF-8 as it is', new Uint8Array([0x76, 0x25, 0x33, 0x41, 0x56, 0x3d, 0x30, 0x26, 0x56, 0x3d, 0xff]), 400],
    ['more than two megabytes', `v%3AV=0&V=${'x'.repeat(2 * 1024 * 1024)}`, 413],
  ])('with %s is answered by a page, and nothing is written', async (_what, body, status) => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    await isHelpfulPage(await raw(here, `${here.path}/ghi/muc-v`, body), status);
    expect(await tableContents(here.deps.store)).toEqual(before);
    expect((await raw(here, `${here.path}/ghi/muc-v`, SAVED)).status).toBe(303);
  });

  test.each(['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencodedx'])(
    'as %s is answered 415',
    async (type) => {
      const here = await desk();
      await isHelpfulPage(await raw(here, `${here.path}/ghi/muc-v`, SAVED, { 'content-type': type }), 415);
      await isHelpfulPage(await raw(here, `${here.path}/nop`, 'di=nop', { 'content-type': type }), 415);
    },
  );

  test('broken JSON is answered 400, and JSON over the limit 413', async () => {
    const here = await desk();
    const json = { 'content-type': 'application/json' };
    const broken = await raw(here, `${here.path}/o`, '{"key":', json);
    expect([broken.status, ((await broken.json()) as { code: string }).code]).toEqual([400, 'bad-request']);
    const bytes = new Uint8Array([...new TextEncoder().encode('{"key":"V","value":"'), 0xff, 0x22, 0x7d]);
    expect((await raw(here, `${here.path}/o`, bytes, json)).status).toBe(400);
    const film = JSON.stringify({ key: 'V', value: 'x'.repeat(2 * 1024 * 1024), version: 0 });
    expect((await raw(here, `${here.path}/o`, film, json)).status).toBe(413);
  });

  test('a version that is no number saves nothing', async () => {
    const here = await desk();
    const before = await tableContents(here.deps.store);
    for (const version of ['x', '-1', '1e9', ''])
      await here.browser.post(`${here.path}/ghi/muc-v`, { V: 'Xin', 'v:V': version });
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('names of JavaScript’s own are names like any other', async () => {
    const here = await desk();
    const body = '__proto__=x&constructor=y&v%3A__proto__=0&v%3AV=0&V=Xin';
    expect((await raw(here, `${here.path}/ghi/muc-v`, body)).status).toBe(303);
  });
});

describe('an address that is none of ours', () => {
  test.each([
    '/ban-kiem-diem/1',
    '/ban-kiem-diem/%E1%BA',
    '/ban-kiem-diem/%',
    `/ban-kiem-diem/${'a'.repeat(2_000)}`,
    "/ban-kiem-diem/' or 1=1 --",
    '/danh-muc/khong-co',
    '/khong-co-trang-nay',
    '/assets/fonts/..%2f..%2fpackage.json',
  ])('%s is answered 404 by a page', async (path) => {
    const here = await desk();
    await isHelpfulPage(await here.browser.get(path), 404);
  });

  test.each(['/ban-kiem-diem/%00', '/ban-kiem-diem/x%00y/ghi/muc-v', '/danh-muc?bo=%00', '/khong-co%00'])(
    '%s names what no database holds: it is answered 400 by a page',
    async (path) => {
      const here = await desk();
      await isHelpfulPage(await here.browser.get(path), 400);
    },
  );

  test('an id that no page of ours has sent, with NUL in it, is the sender’s fault, and nothing is written', async () => {
    const here = await desk();
    const clerk = await seedPerson(here.deps, here.office.branch, 'Trần Văn Phòng', {
      roles: [{ unitId: here.office.committee, role: 'office' }],
    });
    const office = await here.as(clerk);
    const before = await tableContents(here.deps.store);
    for (const field of ['dong_chi', 'chi_bo']) {
      const answer = await office.post(`/quan-tri/dot/${here.campaignId}/goi-y`, { [field]: 'a\u0000b' });
      expect([400, 404]).toContain(answer.status);
      await isHelpfulPage(answer, answer.status);
    }
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('a step that does not exist is not found, and odd parameters of a good one are passed over', async () => {
    const here = await desk();
    await isHelpfulPage(await here.browser.get(`${here.path}/ghi/muc-ix`), 404);
    for (const query of ['?ve=https://xau.example', '?bo=%3Cscript%3E', '?ve=%', '?bo=%E1%BA']) {
      const page = await (await here.browser.get(`${here.path}/ghi/muc-v${query}`)).text();
      expect(page).not.toMatch(/xau\.example|<script>/);
      expect(formOn(page).ve).toBe('');
    }
  });

  test('somebody else’s review is not found, and the log says who reached for which', async () => {
    const here = await desk();
    const other = await seedPerson(here.deps, here.office.branch, 'Lê Thị Bên Cạnh');
    const theirs = await here.as(other);
    await isHelpfulPage(await theirs.get(`${here.path}/ghi/muc-v`), 404);
    expect((await theirs.json(`${here.path}/o`, { key: 'V', value: 'Xen vào.', version: 0 })).status).toBe(404);
    await theirs.get('/ban-kiem-diem/khong-co');
    const logged = await here.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'access-refused')
      .orderBy('id')
      .select(['account_id', 'subject_kind', 'subject_id', 'detail'])
      .execute();
    expect(logged.map((row) => [row.account_id, row.subject_kind, row.subject_id, row.detail])).toEqual([
      [other.accountId, 'review', here.id, 'GET /ban-kiem-diem/:review/ghi/:step'],
      [other.accountId, 'review', here.id, 'POST /ban-kiem-diem/:review/o'],
      [other.accountId, 'route', null, 'GET /ban-kiem-diem/:review'],
    ]);
  });
});

describe('after the session has ended', () => {
  test('a post is answered 401 with the typed text on the page, and nothing else of the form', async () => {
    const here = await desk();
    const form = formOn(await (await here.browser.get(`${here.path}/ghi/muc-i`)).text());
    here.clock.forward(31);
    const typed = { ...form, 'I.1': 'Viết cả buổi chiều: "trích" <b>.\nDòng hai.', 'I.2': 'Câu thứ hai.', di: 'tiep' };
    const answer = await here.browser.post(`${here.path}/ghi/muc-i`, typed);
    const page = await isHelpfulPage(answer, 401);
    const kept = [...page.matchAll(/<textarea[^>]*>\n([^<]*)<\/textarea>/g)].map(([, text]) => text ?? '');
    expect(kept.map((text) => wordsOn(text))).toEqual(['Viết cả buổi chiều: "trích" <b>. Dòng hai.', 'Câu thứ hai.']);
    expect(page).toContain('action="/dang-nhap/luu-tiep"');
    expect(page).not.toContain('<b>');
  });

  test('a password is never shown again', async () => {
    const here = await desk();
    here.clock.forward(31);
    const typed = { mat_khau_cu: 'bí mật cũ', mat_khau_moi: 'bí mật mới', nhap_lai: 'bí mật mới' };
    const page = await isHelpfulPage(await here.browser.post('/mat-khau', typed), 401);
    expect(page).not.toContain('bí mật');
  });
});
