import { describe, expect, test, vi } from 'vitest';
import {
  actionsLogged,
  type AuthorWorld,
  authorWorld,
  begin,
  beginComplete,
  judgeAs,
  submitAs,
  tableContents,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';

async function home({ browser }: Pick<AuthorWorld, 'browser'>, path = '/'): Promise<string> {
  return wordsOn(await (await browser.get(path)).text());
}

describe('the home page', () => {
  test('before a campaign opens says that there is none', async () => {
    const world = await authorWorld({}, { campaign: { state: 'preparing' } });
    expect(await home(world)).toContain('Chưa có đợt kiểm điểm nào đang mở');
    expect((await world.browser.post(`/dot/${world.campaignId}/bat-dau`, {})).status).toBe(409);
    expect((await tableContents(world.deps.store)).review).toEqual([]);
  });

  test('with an open one shows CHƯA NỘP, the due day, the form, and the button to begin', async () => {
    const world = await authorWorld();
    const words = await home(world);
    expect(words).toContain('CHƯA NỘP Hạn nộp: 15/12/2026. Biểu mẫu của đồng chí: Cá nhân không giữ chức vụ');
    expect(words).toContain('Bắt đầu bản kiểm điểm');
  });

  test('says that the due day has passed only once it has, by the days of Hà Nội', async () => {
    const world = await authorWorld();
    world.clock.now = new Date('2026-12-15T16:59:00Z');
    const onTheDay = await homeNow(world);
    world.clock.now = new Date('2026-12-15T17:01:00Z');
    const dayAfter = await homeNow(world);
    expect([onTheDay, dayAfter].map((words) => words.includes('đã quá hạn'))).toEqual([false, true]);
  });

  async function homeNow(world: AuthorWorld): Promise<string> {
    return home({ browser: await world.as(world.author) });
  }

  test('of an account that is no member’s has no review', async () => {
    const world = await authorWorld();
    await world.deps.store.db.updateTable('account').set({ member_id: null }).execute();
    expect(await home(world)).toContain('Tài khoản này không gắn với hồ sơ đảng viên nào');
    expect((await world.browser.post(`/dot/${world.campaignId}/bat-dau`, {})).status).toBe(404);
  });

  test('of a person whose standing has no form says whom to ask, and begins nothing', async () => {
    const world = await authorWorld();
    await world.deps.store.db.deleteFrom('campaign_form').where('standing', '=', 'no_post').execute();
    expect(await home(world)).toContain('chưa có biểu mẫu cho đối tượng kiểm điểm của đồng chí');
    expect((await world.browser.post(`/dot/${world.campaignId}/bat-dau`, {})).status).toBe(409);
  });
});

describe('beginning', () => {
  test('twice, or from two windows at once, makes one review', async () => {
    const world = await authorWorld();
    const ids = await Promise.all([begin(world), begin(world), begin(world)]);
    expect(new Set([...ids, await begin(world)]).size).toBe(1);
    expect((await tableContents(world.deps.store)).review).toHaveLength(1);
    expect(await actionsLogged(world.deps)).toEqual(['review-begun']);
    expect((await world.browser.get('/')).headers.get('location')).toBe(`/ban-kiem-diem/${ids[0]}`);
  });

  test('another committee’s campaign is not there', async () => {
    const world = await authorWorld();
    const foreign = await seedCampaign(world.deps, world.office.foreignCommittee);
    expect((await world.browser.post(`/dot/${foreign}/bat-dau`, {})).status).toBe(404);
    expect((await world.browser.post('/dot/khong-co/bat-dau', {})).status).toBe(404);
  });

  test('takes the personal data of the register, and another reference where one is taken', async () => {
    const world = await authorWorld();
    const drawn = [483_205, 483_205, 483_206];
    const real = crypto.getRandomValues.bind(crypto);
    const random = vi.spyOn(crypto, 'getRandomValues').mockImplementation((array) => {
      const forReference = array instanceof Uint32Array && array.length === 1;
      return forReference ? array.fill(drawn.shift() ?? 0) : real(array);
    });
    const other = await seedPerson(world.deps, world.office.branch, 'Lê Thị Trước');
    await begin({ browser: await world.as(other), campaignId: world.campaignId });
    const id = await begin(world);
    random.mockRestore();
    const references = (await tableContents(world.deps.store)).review?.map(
      (row) => (row as { reference: string }).reference,
    );
    expect(references).toEqual(['2026-483-205', '2026-483-206']);

    const page = await (await world.browser.get(`/ban-kiem-diem/${id}/ghi/ca-nhan`)).text();
    expect(page).toContain('value="Phạm Thị Tự Soi"');
    expect(page).toContain('value="19/05/1968"');
    expect(page).toContain('value="Phòng Thử Nghiệm"');
  });
});

describe('the task list', () => {
  test('names every step with its state, counts what is open, and links to it', async () => {
    const world = await authorWorld();
    const id = await begin(world);
    const html = await (await world.browser.get(`/ban-kiem-diem/${id}`)).text();
    const words = wordsOn(html);
    expect(words).toContain('CHƯA NỘP Nộp cho chi ủy Chi bộ Số 1 trước ngày 15/12/2026.');
    expect(words).toContain('Còn 8 mục chưa xong:');
    const steps = [
      ...html.matchAll(new RegExp(`<div class="task__name">\\s*<a href="/ban-kiem-diem/${id}/([^"]+)"`, 'g')),
    ];
    expect(steps.map(([, step]) => step)).toEqual([
      'ghi/ca-nhan',
      ...['a-1', 'a-2', 'a-3', 'b-1', 'b-2', 'b-3'].map((group) => `ghi/bieu-hien-${group}`),
      ...['i', 'ii', 'iii', 'iv', 'v', 'vi'].map((section) => `ghi/muc-${section}`),
      'ghi/phu-luc-pl',
      'ghi/ban-cam-ket',
      'ghi/tu-danh-gia',
      'kiem-tra',
    ]);
    expect(words).toContain('Thông tin cá nhân Đã ghi đủ');
    expect(words).toMatch(/II\. Né tránh, đùn đẩy, thiếu trách nhiệm Chờ nội dung chính thức/);
    expect(words).toContain('Kiểm tra và nộp Chưa đủ');
    for (const [, step] of steps) expect((await world.browser.get(`/ban-kiem-diem/${id}/${step}`)).status).toBe(200);
  });

  test('counts answered signs as one goes on', async () => {
    const world = await authorWorld();
    const id = await begin(world);
    await write(world.browser, id, 'bieu-hien-a-1', { A1: 'none', A2: 'none', A3: 'prevent' });
    const words = await home(world, `/ban-kiem-diem/${id}`);
    expect(words).toContain('Đã trả lời 3/9 Đang ghi');
  });

  test('says whom it goes to where the branch has no chi ủy', async () => {
    const world = await authorWorld({}, { branch: 'otherBranch' });
    const id = await beginComplete(world);
    expect(await home(world, `/ban-kiem-diem/${id}`)).toContain('Nộp cho bí thư Chi bộ Số 2 trước ngày');
    expect(await home(world, `/ban-kiem-diem/${id}/kiem-tra`)).toContain('Nộp cho bí thư chi bộ.');
  });

  test('is ready once nothing required is open', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    expect(await home(world, `/ban-kiem-diem/${id}`)).toContain('Kiểm tra và nộp Sẵn sàng');
  });
});

describe('last year’s review', () => {
  test('comes back as section III, item by item, in its author’s own words', async () => {
    const world = await authorWorld({}, { campaign: { year: 2025, title: 'Kiểm điểm năm 2025' } });
    const last = await beginComplete(world);
    await submitAs(world.deps, world.author, last);
    const [secretary, office] = [
      await seedPerson(world.deps, world.office.branch, 'Đỗ Văn Bí Thư'),
      await seedPerson(world.deps, world.office.branch, 'Đỗ Thị Văn Phòng'),
    ];
    const leads = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, secretary, leads, last, { move: 'accept' });
    const holds = [{ unitId: world.office.committee, role: 'office' as const }];
    await judgeAs(world.deps, office, holds, last, { move: 'close' });
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const campaignId = await seedCampaign(world.deps, world.office.committee);

    const id = await begin({ ...world, campaignId });
    const path = `/ban-kiem-diem/${id}/ghi/muc-iii`;
    const page = await (await world.browser.get(path)).text();
    const words = wordsOn(page);
    expect(words).toContain('Hạn chế, khuyết điểm đồng chí đã tự nhận năm 2025 Còn nể nang trong phê bình.');
    expect(words).toContain('Việc đồng chí đã hứa làm năm 2025 Góp ý thẳng thắn tại mỗi kỳ sinh hoạt.');
    expect(page).not.toMatch(/ checked[ >]/);
    expect(page).not.toContain('Bỏ mục này');
    const keys = [...page.matchAll(/name="(III\.[0-9a-f-]{36}\.state)" value="fixed"/g)].map(([, key]) => key ?? '');
    expect(keys).toHaveLength(2);

    await write(world.browser, id, 'muc-iii', { [keys[0] ?? '']: 'fixed', [keys[1] ?? '']: 'fixing' });
    const check = await home(world, `/ban-kiem-diem/${id}/kiem-tra`);
    expect(check).toContain('Còn nể nang trong phê bình. Tình trạng khắc phục: Đã khắc phục');
    expect(check).toContain('Tình trạng khắc phục: Đang khắc phục');
    expect(await home(world, `/ban-kiem-diem/${id}`)).toContain('Các năm khác Kiểm điểm năm 2025 Đã kết thúc đợt');
  });

  test('an item of last year cannot be taken out by a crafted post', async () => {
    const world = await authorWorld({}, { campaign: { year: 2025 } });
    const last = await beginComplete(world);
    await submitAs(world.deps, world.author, last);
    const id = await begin({ ...world, campaignId: await seedCampaign(world.deps, world.office.committee) });
    const before = (await tableContents(world.deps.store)).review_item;
    const carried = (before as { id: string; review_id: string; list: string }[]).find((item) => item.review_id === id);
    await write(world.browser, id, 'muc-iii', { bo: carried?.id ?? '' });
    expect(carried?.list).toBe('III');
    expect((await tableContents(world.deps.store)).review_item).toEqual(before);
  });

  test('that was never handed in brings nothing over', async () => {
    const world = await authorWorld({}, { campaign: { year: 2025, state: 'open' } });
    await beginComplete(world);
    const id = await begin({ ...world, campaignId: await seedCampaign(world.deps, world.office.committee) });
    const words = await home(world, `/ban-kiem-diem/${id}/ghi/muc-iii`);
    expect(words).toContain('Năm trước không có hạn chế, khuyết điểm hay lời hứa nào được ghi');
  });
});

test('a draft ends with its campaign: it is read, and neither written nor handed in any more', async () => {
  const world = await authorWorld();
  const id = await beginComplete(world);
  await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
  const before = await tableContents(world.deps.store);
  expect((await world.browser.get(`/ban-kiem-diem/${id}/ghi/muc-i`)).status).toBe(303);
  const late = await world.browser.post(`/ban-kiem-diem/${id}/ghi/muc-i`, { 'v:I.1': '1', 'I.1': 'Viết thêm.' });
  expect(late.status).toBe(409);
  expect((await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).status).toBe(409);
  expect(await tableContents(world.deps.store)).toEqual(before);
  expect(await home(world, `/ban-kiem-diem/${id}`)).toContain('Đợt kiểm điểm đã kết thúc');
});
