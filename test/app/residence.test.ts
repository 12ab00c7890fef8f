import { describe, expect, test } from 'vitest';
import { fakePdf } from '../helpers/app.ts';
import { formOn, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { officeWorld } from '../helpers/campaign-office.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { seedExemption } from '../helpers/season.ts';

/** "Chi bộ Số 2": a secretary and one more at work, one retired. */
async function world(campaign: Parameters<typeof officeWorld>[0] = { state: 'open' }) {
  const pdf = fakePdf();
  const it = await officeWorld(campaign, { pdf });
  const { otherBranch, foreignBranch } = it.office;
  const secretary = await seedPerson(it.deps, otherBranch, 'Đặng Thị Bí Thư', {
    roles: [{ unitId: otherBranch, role: 'secretary' }],
  });
  const worker = await seedPerson(it.deps, otherBranch, 'Trần Văn Cơ Quan');
  const retired = await seedPerson(it.deps, otherBranch, 'Ngô Thị Hưu', { standing: 'outside' });
  const foreigner = await seedPerson(it.deps, foreignBranch, 'Vũ Láng Giềng');
  await it.db
    .updateTable('member')
    .set({ residence: 'Chi bộ Tổ dân phố số 5' })
    .where('id', '=', worker.memberId)
    .execute();
  const path = `${it.path}/cu-tru`;
  return { ...it, pdf, secretary, worker, retired, foreigner, path, branch: `${path}?chi-bo=${otherBranch}` };
}

type World = Awaited<ReturnType<typeof world>>;

/** Name and state of everybody on a page of a branch, in its order. */
function listed(page: string): string[] {
  return [...page.matchAll(/<li class="ticks__row">([\s\S]*?)<\/li>/g)].map(([, row = '']) => {
    const name = /<label[^>]*>([^<]*)</.exec(row)?.[1];
    const state = /<span class="status[^>]*>([^<]*)</.exec(row)?.[1];
    return unescaped(`${name}: ${state}`);
  });
}

async function stateOn(it: World): Promise<string[]> {
  return listed(await (await it.browser.get(it.branch)).text());
}

/** Ticks people as the page shows them now and presses a button. */
async function press(it: World, people: readonly Person[], fields: Record<string, string>): Promise<Response> {
  const page = await (await it.browser.get(it.branch)).text();
  const values = [...page.matchAll(/name="dong_chi" value="([^"]+)"/g)].map(([, value = '']) => value);
  const ticked = people.map(({ memberId }) => values.find((value) => value.startsWith(memberId)) ?? `${memberId}:0`);
  return it.browser.post(it.path, [
    ['chi_bo', it.office.otherBranch],
    ...Object.entries({ ngay: '22/11/2026', ...fields }),
    ...ticked.map((value): [string, string] => ['dong_chi', value]),
  ]);
}

describe('comments of the place of residence', () => {
  test('begin as not asked for, and members outside the political system are exempt by default, which is said', async () => {
    const it = await world();
    expect(await stateOn(it)).toEqual([
      'Đặng Thị Bí Thư: Chưa gửi',
      'Ngô Thị Hưu: Được miễn: sinh hoạt ngay nơi cư trú',
      'Trần Văn Cơ Quan: Chưa gửi',
    ]);
    const page = wordsOn(await (await it.browser.get(it.branch)).text());
    expect(page).toContain('thường sinh hoạt ngay nơi cư trú nên mặc định được miễn');
    expect(page).toContain('Chi bộ Tổ dân phố số 5');
    expect(page).toContain('Chưa ghi cấp ủy nơi cư trú: thư để dấu chấm');
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('Chi bộ Số 2 2 0 0 1');
  });

  test('are noted for many at once as sent, then as received, each with its day and in the log', async () => {
    const it = await world();
    expect(
      (await press(it, [it.secretary, it.worker], { viec: 'gui', ngay: '20/11/2026' })).headers.get('location'),
    ).toBe(it.branch);
    expect(await stateOn(it)).toEqual([
      'Đặng Thị Bí Thư: Đã gửi ngày 20/11/2026',
      'Ngô Thị Hưu: Được miễn: sinh hoạt ngay nơi cư trú',
      'Trần Văn Cơ Quan: Đã gửi ngày 20/11/2026',
    ]);
    expect((await press(it, [it.worker], { viec: 'nhan' })).status).toBe(303);
    expect((await stateOn(it))[2]).toBe('Trần Văn Cơ Quan: Đã nhận ngày 22/11/2026');
    const row = await it.db
      .selectFrom('residence_comment')
      .where('member_id', '=', it.worker.memberId)
      .selectAll()
      .executeTakeFirst();
    expect(row).toMatchObject({
      state: 'received',
      requested_on: '2026-11-20',
      received_on: '2026-11-22',
      note: '',
      version: 2,
    });
    const logged = await it.db.selectFrom('audit').orderBy('id').selectAll().execute();
    expect(logged.map(({ action, subject_id, detail }) => [action, subject_id, detail])).toEqual([
      ['residence-comment-noted', it.secretary.memberId, 'requested'],
      ['residence-comment-noted', it.worker.memberId, 'requested'],
      ['residence-comment-noted', it.worker.memberId, 'received'],
    ]);
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('Chi bộ Số 2 0 1 1 1');
    expect(wordsOn(await (await it.browser.get(`/quan-tri/dot/${it.campaignId}`)).text())).toContain('Đã nhận 1/2');
  });

  test('somebody exempt by default can be asked about, another exempted with a reason, and all of it taken back', async () => {
    const it = await world();
    await press(it, [it.retired], { viec: 'gui' });
    await press(it, [it.worker], { viec: 'mien', ly_do: 'Cư trú ngay tại cơ quan.' });
    expect((await stateOn(it)).slice(1)).toEqual([
      'Ngô Thị Hưu: Đã gửi ngày 22/11/2026',
      'Trần Văn Cơ Quan: Được miễn: Cư trú ngay tại cơ quan.',
    ]);
    expect((await press(it, [it.retired, it.worker, it.secretary], { viec: 'bo' })).status).toBe(303);
    expect((await stateOn(it)).slice(1)).toEqual([
      'Ngô Thị Hưu: Được miễn: sinh hoạt ngay nơi cư trú',
      'Trần Văn Cơ Quan: Chưa gửi',
    ]);
    expect(await it.db.selectFrom('residence_comment').selectAll().execute()).toEqual([]);
  });

  test('links tick everybody in one state, without a script', async () => {
    const it = await world();
    await press(it, [it.worker], { viec: 'gui' });
    const page = unescaped(await (await it.browser.get(it.branch)).text());
    expect(page).toContain(`href="${it.branch}&chon=chua-gui">Đánh dấu 1 đồng chí chưa gửi`);
    const ticked = await (await it.browser.get(`${it.branch}&chon=da-gui`)).text();
    expect([...ticked.matchAll(/value="([^":]+):\d+"[^>]* checked/g)].map(([, id]) => id)).toEqual([
      it.worker.memberId,
    ]);
  });

  test('are not asked for of whoever is not reviewed', async () => {
    const it = await world();
    await seedExemption(it.deps, it.campaignId, it.worker, 'excused');
    await seedExemption(it.deps, it.campaignId, it.secretary, 'elsewhere');
    const page = await (await it.browser.get(it.branch)).text();
    expect(listed(page)).toHaveLength(2);
    expect(page).not.toContain('Trần Văn Cơ Quan');
    expect(wordsOn(page)).toContain('Không có trong danh sách: 1 đồng chí không kiểm điểm trong đợt.');
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('Chi bộ Số 2 1 0 0 1');
  });
});

describe('what cannot be noted is sent back, with the ticks as they were', () => {
  test.each<[Record<string, string>, string]>([
    [{ viec: 'gui', ngay: '23/11/2026' }, 'Ngày này ở tương lai.'],
    [{ viec: 'nhan', ngay: '' }, 'Đồng chí ghi ngày.'],
    [{ viec: 'nhan', ngay: 'hôm nay' }, 'Ngày ghi dạng ngày/tháng/năm'],
    [{ viec: 'mien', ly_do: ' ' }, 'Đồng chí ghi lý do miễn.'],
    [{ viec: 'xong' }, 'Đồng chí bấm một trong các nút'],
  ])('%j: “%s”', async (fields, sentence) => {
    const it = await world();
    const answer = await press(it, [it.worker], fields);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect([...page.matchAll(/value="([^":]+):\d+"[^>]* checked/g)].map(([, id]) => id)).toEqual([it.worker.memberId]);
    expect(formOn(page).ngay).toBe(fields.ngay ?? '22/11/2026');
    expect(await it.db.selectFrom('residence_comment').selectAll().execute()).toEqual([]);
  });

  test('nobody ticked, and comments that came before they were asked for', async () => {
    const it = await world();
    const nobody = await press(it, [], { viec: 'gui' });
    expect(nobody.status).toBe(422);
    expect(await nobody.text()).toContain('Đồng chí đánh dấu ít nhất một người trong danh sách.');
    await press(it, [it.worker, it.secretary], { viec: 'gui', ngay: '20/11/2026' });
    const early = await press(it, [it.worker, it.secretary], { viec: 'nhan', ngay: '19/11/2026' });
    expect(early.status).toBe(422);
    expect(await early.text()).toContain(
      'Ngày nhận không thể trước ngày gửi: đồng chí Trần Văn Cơ Quan, Đặng Thị Bí Thư.',
    );
    expect((await stateOn(it))[2]).toBe('Trần Văn Cơ Quan: Đã gửi ngày 20/11/2026');
  });
});

describe('two at once', () => {
  test('a double click notes once, and both are led on', async () => {
    const it = await world();
    const body = (): [string, string][] => [
      ['chi_bo', it.office.otherBranch],
      ['viec', 'gui'],
      ['ngay', '22/11/2026'],
      ['dong_chi', `${it.worker.memberId}:0`],
    ];
    const answers = await Promise.all([it.browser.post(it.path, body()), it.browser.post(it.path, body())]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const [row] = await it.db.selectFrom('residence_comment').selectAll().execute();
    expect(row?.version).toBe(1);
    expect(await it.db.selectFrom('audit').selectAll().execute()).toHaveLength(1);
  });

  test('over a page that is out of date nobody of the list is noted', async () => {
    const it = await world();
    await press(it, [it.worker], { viec: 'nhan' });
    const answer = await it.browser.post(it.path, [
      ['chi_bo', it.office.otherBranch],
      ['viec', 'gui'],
      ['ngay', '22/11/2026'],
      ['dong_chi', `${it.secretary.memberId}:0`],
      ['dong_chi', `${it.worker.memberId}:0`],
    ]);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('lần này chưa ghi cho ai');
    expect(await stateOn(it)).toContain('Đặng Thị Bí Thư: Chưa gửi');
    expect(await stateOn(it)).toContain('Trần Văn Cơ Quan: Đã nhận ngày 22/11/2026');
  });
});

describe('request letters', () => {
  const LETTERS = { tra_loi_truoc: '10/12/2026' };

  test('are one PDF for everybody ticked, logged, and note nothing by themselves', async () => {
    const it = await world();
    const answer = await it.browser.post(`${it.path}/thu.pdf`, [
      ['chi_bo', it.office.otherBranch],
      ...Object.entries(LETTERS),
      ['dong_chi', `${it.worker.memberId}:0`],
      ['dong_chi', `${it.secretary.memberId}:0`],
    ]);
    expect(answer.headers.get('content-type')).toBe('application/pdf');
    const paper = wordsOn(it.pdf.printed[0] ?? '');
    expect(paper.match(/GIẤY ĐỀ NGHỊ/g)).toHaveLength(2);
    expect(paper).toContain('Kính gửi: Chi bộ Tổ dân phố số 5');
    expect(paper).toContain('Kính gửi: Cấp ủy ………');
    expect(paper).toContain('trước ngày 10 tháng 12 năm 2026');
    expect(paper).toContain('T/M CHI BỘ BÍ THƯ Đặng Thị Bí Thư');
    expect(await it.db.selectFrom('residence_comment').selectAll().execute()).toEqual([]);
    const [row] = await it.db.selectFrom('audit').selectAll().execute();
    expect(row).toMatchObject({
      action: 'paper-printed',
      subject_id: it.office.otherBranch,
      detail: 'residence-letters 2',
    });
  });

  test.each<[string, [string, string][], string]>([
    ['for nobody', [['tra_loi_truoc', '10/12/2026']], 'Đồng chí đánh dấu ít nhất một người'],
    [
      'until a day that is over',
      [
        ['tra_loi_truoc', '21/11/2026'],
        ['dong_chi', 'worker'],
      ],
      'Ngày này đã qua.',
    ],
    [
      'without a day',
      [
        ['tra_loi_truoc', ''],
        ['dong_chi', 'worker'],
      ],
      'Đồng chí ghi ngày cần có nhận xét.',
    ],
  ])('%s are not printed', async (_what, fields, sentence) => {
    const it = await world();
    const body = fields.map(([name, value]): [string, string] => [
      name,
      value === 'worker' ? `${it.worker.memberId}:0` : value,
    ]);
    const answer = await it.browser.post(`${it.path}/thu.pdf`, [['chi_bo', it.office.otherBranch], ...body]);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain(sentence);
    expect(it.pdf.printed).toEqual([]);
  });
});

describe('the branch’s own leaders', () => {
  async function leader(role: 'secretary' | 'committee_member' = 'secretary') {
    const it = await world();
    const { otherBranch } = it.office;
    const person =
      role === 'secretary'
        ? it.secretary
        : await seedPerson(it.deps, otherBranch, 'Chi Ủy Viên', { roles: [{ unitId: otherBranch, role }] });
    const own = `/chi-bo/${otherBranch}/cu-tru`;
    const browser = await it.as(person);
    const receive = (people: readonly Person[], fields: Record<string, string> = {}) =>
      browser.post(own, [
        ...Object.entries({ dot: it.campaignId, ngay: '22/11/2026', ...fields }),
        ...people.map(({ memberId }): [string, string] => ['dong_chi', `${memberId}:0`]),
      ]);
    return { ...it, own, leader: browser, receive };
  }

  test.each(['secretary', 'committee_member'] as const)('(%s) note that comments have come', async (role) => {
    const it = await leader(role);
    expect(listed(await (await it.leader.get(it.own)).text())).toContain('Trần Văn Cơ Quan: Chưa gửi');
    expect((await it.receive([it.worker])).headers.get('location')).toBe(`${it.own}?dot=${it.campaignId}`);
    expect(listed(await (await it.leader.get(it.own)).text())).toContain('Trần Văn Cơ Quan: Đã nhận ngày 22/11/2026');
  });

  test('note nothing else, whatever button is sent', async () => {
    const it = await leader();
    await it.receive([it.worker], { viec: 'mien', ly_do: 'Thôi.' });
    expect((await it.db.selectFrom('residence_comment').selectAll().execute())[0]?.state).toBe('received');
    const page = await (await it.leader.get(it.own)).text();
    expect(page).not.toContain('thu.pdf');
    expect(page).not.toContain('Được miễn</button>');
    expect((await it.receive([])).status).toBe(422);
    expect((await it.receive([it.secretary], { ngay: '01/01/2027' })).status).toBe(422);
  });

  test('of a branch that has no campaign yet are told so', async () => {
    const it = await leader();
    await it.db.updateTable('campaign').set({ state: 'preparing' }).execute();
    expect(await (await it.leader.get(it.own)).text()).toContain('Chi bộ chưa có đợt kiểm điểm nào.');
    expect((await it.receive([it.worker])).status).toBe(404);
    expect((await it.receive([it.worker], { dot: '' })).status).toBe(409);
  });

  test('reach nobody of another branch, and a member reaches none', async () => {
    const it = await leader();
    const before = await tableContents(it.deps.store);
    expect((await it.receive([it.clerk])).status).toBe(404);
    expect((await it.receive([it.foreigner])).status).toBe(404);
    expect((await it.receive([it.worker], { dot: it.foreignCampaign })).status).toBe(404);
    expect((await it.leader.get(`/chi-bo/${it.office.branch}/cu-tru`)).status).toBe(404);
    expect((await (await it.as(it.worker)).get(it.own)).status).toBe(404);
    expect(await tableContents(it.deps.store)).toEqual(before);
  });
});

describe('another office, and a campaign that is over', () => {
  test('see and note nothing', async () => {
    const it = await world();
    const before = await tableContents(it.deps.store);
    const { foreignBranch, committee } = it.office;
    expect((await it.browser.get(`${it.path}?chi-bo=${foreignBranch}`)).status).toBe(404);
    expect((await it.browser.get(`${it.path}?chi-bo=${committee}`)).status).toBe(404);
    const foreign = `/quan-tri/dot/${it.foreignCampaign}/cu-tru`;
    expect((await it.browser.get(foreign)).status).toBe(404);
    expect((await it.browser.post(foreign, { chi_bo: foreignBranch, viec: 'gui' })).status).toBe(404);
    expect((await press(it, [it.foreigner], { viec: 'gui' })).status).toBe(404);
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test('closed: what was noted can be read and not changed', async () => {
    const it = await world();
    await press(it, [it.worker], { viec: 'gui' });
    await it.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const page = await (await it.browser.get(it.branch)).text();
    expect(listed(page)).toContain('Trần Văn Cơ Quan: Đã gửi ngày 22/11/2026');
    expect(page).toContain('Đợt đã kết thúc nên không ghi thêm được.');
    expect((await press(it, [it.worker], { viec: 'nhan' })).status).toBe(409);
  });
});
