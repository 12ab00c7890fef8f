import { describe, expect, test } from 'vitest';
import { browserFor, fakePdf, ORIGIN } from '../helpers/app.ts';
import { begin, tableContents, wordsOn } from '../helpers/author.ts';
import { officeWorld, type OfficeWorld } from '../helpers/office.ts';
import { type Person, seedCampaign } from '../helpers/people.ts';

const CODE = /[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}/;

function newCode(person: Person): string {
  return `/quan-tri/dang-vien/${person.memberId}/ma-moi`;
}

/** Somebody with a draft of an open campaign, and a clerk's request for a code. */
async function asked() {
  const it = await officeWorld();
  const campaignId = await seedCampaign(it.deps, it.office.committee);
  const author = await it.person('Đỗ Thị Ước');
  const browser = await it.as(author);
  const reviewId = await begin({ browser, campaignId });
  const answer = await it.desk.post(newCode(author), {});
  return { ...it, author, browser, campaignId, reviewId, request: answer.headers.get('location') ?? '' };
}

async function codesMade({ db }: OfficeWorld): Promise<number> {
  return (await db.selectFrom('one_time_code').select('id').execute()).length;
}

describe('a code for somebody who has a draft in hand', () => {
  test('waits for a second person, who reads who asks for whom and since when', async () => {
    const it = await asked();
    expect(it.request).toMatch(new RegExp(`^/chi-bo/${it.office.branch}/cap-ma/[0-9a-f-]{36}$`));
    expect(await codesMade(it)).toBe(0);
    expect((await it.browser.get('/danh-muc')).status).toBe(200);
    const secretary = await it.as(await it.person('Bí Thư Mẫu', { role: 'secretary' }));
    const words = wordsOn(await (await secretary.get(it.request)).text());
    for (const said of ['Đỗ Thị Ước', 'Trần Văn Phòng', '10:00:00 ngày 22/11/2026', 'Chờ xác nhận', 'Xác nhận cấp mã'])
      expect(words).toContain(said);
    const list = await (await secretary.get(`/chi-bo/${it.office.branch}/cap-ma`)).text();
    expect(list).toContain(`href="${it.request}"`);
    expect(await (await it.admin.get('/quan-tri')).text()).toContain(`href="${it.request}"`);
    expect(await (await it.desk.get('/quan-tri')).text()).not.toContain(`href="${it.request}"`);
    expect(await it.actions()).toEqual(['review-begun', 'code-asked']);
  });

  test.each([
    ['the secretary', 'secretary', 'branch'],
    ['the deputy', 'deputy', 'branch'],
    ['an administrator', 'administrator', 'committee'],
    ['another clerk', 'office', 'committee'],
  ] as const)('%s confirms; then the asker gets the code, once', async (_who, role, unit) => {
    const it = await asked();
    const second = await it.as(await it.person('Người Thứ Hai', { role, roleUnit: it.office[unit] }));
    expect((await second.post(`${it.request}/nhan`, {})).status).toBe(403);
    expect((await it.desk.post(`${it.request}/nhan`, {})).status).toBe(409);
    expect((await second.post(`${it.request}/dong-y`, {})).headers.get('location')).toBe(it.request);
    expect(await codesMade(it)).toBe(0);
    expect(await (await second.get(it.request)).text()).not.toContain('/nhan"');
    const slips = await Promise.all([it.desk.post(`${it.request}/nhan`, {}), it.desk.post(`${it.request}/nhan`, {})]);
    expect(slips.map(({ status }) => status).toSorted()).toEqual([200, 409]);
    const html = await (slips.find(({ status }) => status === 200) as Response).text();
    const code = CODE.exec(html)?.[0] ?? '';
    expect(code).not.toBe('');
    expect(await codesMade(it)).toBe(1);
    expect((await it.browser.get('/danh-muc')).headers.get('location')).toContain('/dang-nhap');
    const typed = { ten_dang_nhap: it.author.userName, mat_khau: code, ve: '' };
    expect((await browserFor(it.app, '').post('/dang-nhap', typed)).status).toBe(303);
    const steps = (await it.actions()).filter((action) => action.startsWith('code-'));
    expect(steps).toEqual(['code-asked', 'code-confirmed', 'code-made']);
  });

  test('is refused by the second person, and then there is none', async () => {
    const it = await asked();
    expect((await it.admin.post(`${it.request}/tu-choi`, {})).status).toBe(303);
    expect((await it.desk.post(`${it.request}/nhan`, {})).status).toBe(409);
    expect((await it.admin.post(`${it.request}/dong-y`, {})).status).toBe(409);
    expect(wordsOn(await (await it.desk.get(it.request)).text())).toContain('Đồng chí Lê Thị Quản Trị không đồng ý');
    expect(await codesMade(it)).toBe(0);
    expect((await it.actions()).filter((action) => action.startsWith('code-'))).toEqual(['code-asked', 'code-refused']);
    const again = await it.desk.post(newCode(it.author), {});
    expect(again.headers.get('location')).not.toBe(it.request);
  });

  test('is not confirmed by the asker, nor by the owner though he leads the branch', async () => {
    const it = await asked();
    expect((await it.desk.post(`${it.request}/dong-y`, {})).status).toBe(403);
    expect((await it.desk.post(`${it.request}/tu-choi`, {})).status).toBe(403);
    await it.db
      .insertInto('role')
      .values({ account_id: it.author.accountId, unit_id: it.office.branch, role: 'secretary' })
      .execute();
    expect((await it.browser.post(`${it.request}/dong-y`, {})).status).toBe(403);
    expect(await (await it.browser.get(it.request)).text()).not.toContain('/dong-y');
    const state = await it.db.selectFrom('code_request').select('state').execute();
    expect(state).toEqual([{ state: 'waiting' }]);
  });

  test('is nobody else’s business: it looks as if there were none', async () => {
    const it = await asked();
    const others = [
      await it.person('Đảng Viên Thường'),
      await it.person('Chi Ủy Viên', { role: 'committee_member' }),
      await it.person('Bí Thư Bên Cạnh', { unitId: it.office.otherBranch, role: 'secretary' }),
      await it.person('Quản Trị Láng Giềng', {
        unitId: it.office.foreignBranch,
        role: 'administrator',
        roleUnit: it.office.foreignCommittee,
      }),
    ];
    for (const person of others) {
      const browser = await it.as(person);
      expect((await browser.get(it.request)).status).toBe(404);
      expect((await browser.post(`${it.request}/dong-y`, {})).status).toBe(404);
    }
    const elsewhere = it.request.replace(it.office.branch, it.office.otherBranch);
    expect((await it.admin.get(elsewhere)).status).toBe(404);
    const state = await it.db.selectFrom('code_request').select('state').execute();
    expect(state).toEqual([{ state: 'waiting' }]);
  });

  test('asked for twice is one request, also when two ask in the same moment', async () => {
    const it = await asked();
    const again = await Promise.all([it.desk.post(newCode(it.author), {}), it.admin.post(newCode(it.author), {})]);
    expect(again.map((answer) => answer.headers.get('location'))).toEqual([it.request, it.request]);
    expect(await it.db.selectFrom('code_request').select('id').execute()).toHaveLength(1);
  });

  test('lapses after 48 hours, before the answer and after it', async () => {
    const it = await asked();
    it.clock.forward(48 * 60);
    const admin = await it.as(it.administrator);
    expect((await admin.post(`${it.request}/dong-y`, {})).status).toBe(409);
    expect(wordsOn(await (await admin.get(it.request)).text())).toContain('Đã quá hạn');
    const desk = await it.as(it.clerk);
    const second = (await desk.post(newCode(it.author), {})).headers.get('location') ?? '';
    expect(second).not.toBe(it.request);
    expect((await admin.post(`${second}/dong-y`, {})).status).toBe(303);
    it.clock.forward(48 * 60);
    expect((await (await it.as(it.clerk)).post(`${second}/nhan`, {})).status).toBe(409);
    expect(await codesMade(it)).toBe(0);
  });

  test('once the review is handed in, or its campaign has ended, the code is made at once', async () => {
    const it = await asked();
    await it.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const slip = await it.desk.post(newCode(it.author), {});
    expect(slip.status).toBe(200);
    expect(CODE.test(await slip.text())).toBe(true);
  });

  test('the office makes no code for an administrator: it would let it in as one', async () => {
    const it = await officeWorld();
    const answer = await it.desk.post(newCode(it.administrator), {});
    expect(answer.status).toBe(403);
    expect(await answer.text()).toContain('giữ nhiệm vụ ngoài phạm vi');
    expect(await codesMade(it)).toBe(0);
  });
});

describe('the slips of a branch', () => {
  async function branchOfFour() {
    const pdf = fakePdf();
    const it = await officeWorld({ pdf });
    const campaignId = await seedCampaign(it.deps, it.office.committee);
    const [fresh, known, author] = [
      await it.person('Người Mới Đến'),
      await it.person('Người Quen Việc'),
      await it.person('Người Đang Soạn'),
    ];
    await it.db.updateTable('account').set({ password: 'kept' }).where('id', '=', known.accountId).execute();
    await begin({ browser: await it.as(author), campaignId });
    const path = `/quan-tri/to-chuc/${it.office.branch}/phieu`;
    return { ...it, pdf, fresh, known, author, path };
  }

  /** Several boxes of one name, which a plain record cannot hold. */
  function sendChosen(it: OfficeWorld, path: string, cookie: string, chosen: readonly string[]) {
    const body = new URLSearchParams(chosen.map((id) => ['chon', id])).toString();
    const headers = { host: new URL(ORIGIN).host, origin: ORIGIN, cookie };
    const type = { 'content-type': 'application/x-www-form-urlencoded' };
    return Promise.resolve(
      it.app.request(`${ORIGIN}${path}.pdf`, { method: 'POST', body, headers: { ...headers, ...type } }),
    );
  }

  test('tick beforehand who has no password yet, and name who cannot get one here, and why', async () => {
    const it = await branchOfFour();
    const html = await (await it.admin.get(it.path)).text();
    const ticked = (person: Person) => new RegExp(`value="${person.memberId}"[^>]* checked`).test(html);
    expect([ticked(it.fresh), ticked(it.known)]).toEqual([true, false]);
    expect(html).not.toContain(`value="${it.author.memberId}"`);
    expect(wordsOn(html)).toContain('Người Đang Soạn: Đang soạn bản kiểm điểm: mã cần người thứ hai xác nhận');
    expect(wordsOn(html)).toContain('Lê Thị Quản Trị: Không ai tự cấp mã cho mình.');
  });

  test('are made for those chosen: codes as hashes only, sessions ended, each in the log', async () => {
    const it = await branchOfFour();
    const session = await it.as(it.known);
    const answer = await sendChosen(it, it.path, it.admin.cookie, [it.fresh.memberId, it.known.memberId]);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const printed = it.pdf.printed.at(-1) ?? '';
    const codes = printed.match(new RegExp(CODE, 'g')) ?? [];
    expect(codes).toHaveLength(2);
    const stored = JSON.stringify(await tableContents(it.deps.store, []));
    for (const code of codes) expect(stored).not.toContain(code);
    expect((await session.get('/danh-muc')).headers.get('location')).toContain('/dang-nhap');
    const logged = await it.db.selectFrom('audit').where('action', '=', 'code-made').select('subject_id').execute();
    expect(new Set(logged.map((row) => row.subject_id))).toEqual(new Set([it.fresh.accountId, it.known.accountId]));
    const typed = { ten_dang_nhap: it.fresh.userName, mat_khau: codes.find((_, at) => at === 0) ?? '', ve: '' };
    const order = printed.indexOf('Người Mới Đến') < printed.indexOf('Người Quen Việc');
    const own = order ? typed : { ...typed, mat_khau: codes[1] ?? '' };
    expect((await browserFor(it.app, '').post('/dang-nhap', own)).status).toBe(303);
  });

  test('pass over whoever has a draft, himself and strangers, whatever the form says, and name them on the paper', async () => {
    const it = await branchOfFour();
    const stranger = await it.person('Người Láng Giềng', { unitId: it.office.foreignBranch });
    const all = [it.fresh, it.author, it.administrator, stranger].map(({ memberId }) => memberId);
    expect((await sendChosen(it, it.path, it.admin.cookie, all)).status).toBe(200);
    const logged = await it.db.selectFrom('audit').where('action', '=', 'code-made').select('subject_id').execute();
    expect(logged).toEqual([{ subject_id: it.fresh.accountId }]);
    expect(it.pdf.printed.at(-1)).toContain('Người Đang Soạn: Đang soạn bản kiểm điểm');
    expect(it.pdf.printed.at(-1)).not.toContain('Người Láng Giềng');
  });

  test('for nobody are sent back, and when the paper cannot be made no code is', async () => {
    const it = await branchOfFour();
    const nobody = await sendChosen(it, it.path, it.admin.cookie, []);
    expect(nobody.status).toBe(422);
    expect(await nobody.text()).toContain('Đồng chí chọn ít nhất một người');
    it.pdf.render = () => Promise.reject(new Error('no browser'));
    expect((await sendChosen(it, it.path, it.admin.cookie, [it.fresh.memberId])).status).toBe(500);
    expect(await it.db.selectFrom('one_time_code').select('id').execute()).toEqual([]);
  });

  test('the newest of two prints is the one that counts', async () => {
    const it = await branchOfFour();
    await sendChosen(it, it.path, it.admin.cookie, [it.fresh.memberId]);
    await sendChosen(it, it.path, it.admin.cookie, [it.fresh.memberId]);
    const [first = '', second = ''] = it.pdf.printed.map((html) => CODE.exec(html)?.[0] ?? '');
    const enter = (mat_khau: string) =>
      browserFor(it.app, '').post('/dang-nhap', { ten_dang_nhap: it.fresh.userName, mat_khau, ve: '' });
    expect((await enter(first)).status).toBe(422);
    expect((await enter(second)).status).toBe(303);
  });

  test('of a committee there are none, and of a neighbour’s branch none that one could see', async () => {
    const it = await branchOfFour();
    for (const unit of [it.office.committee, it.office.foreignBranch]) {
      expect((await it.admin.get(`/quan-tri/to-chuc/${unit}/phieu`)).status).toBe(404);
      expect((await sendChosen(it, `/quan-tri/to-chuc/${unit}/phieu`, it.admin.cookie, [])).status).toBe(404);
    }
  });
});
