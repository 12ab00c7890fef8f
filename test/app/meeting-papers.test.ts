import { describe, expect, test } from 'vitest';
import { formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { cells, markPresent, type MeetingWorld, meetingWorld, plan, send } from '../helpers/meetings.ts';
import { seedPerson } from '../helpers/people.ts';

async function planned(): Promise<MeetingWorld> {
  const world = await meetingWorld();
  await plan(world);
  return world;
}

describe('the papers of a meeting', () => {
  test.each([
    ['/giay-moi.pdf', 'giay-moi-2026.pdf', 'invitation'],
    ['/giay-moi.pdf?moi=tung-nguoi', 'giay-moi-2026.pdf', 'invitation each'],
    ['/bien-ban.pdf', 'bien-ban-2026.pdf', 'minutes'],
    ['/bien-ban-kiem-phieu.pdf', 'bien-ban-kiem-phieu-2026.pdf', 'count'],
    ['/phieu.pdf', 'phieu-danh-gia-2026.pdf', 'ballots 5'],
    ['/phieu.pdf?ban=12', 'phieu-danh-gia-2026.pdf', 'ballots 12'],
  ])('%s is a PDF, and its print is logged', async (page, name, detail) => {
    const world = await planned();
    const answer = await world.chair.get(world.path(page));
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    expect(answer.headers.get('content-disposition')).toContain(name);
    const rows = (await tableContents(world.deps.store, [])).audit as {
      action: string;
      subject_kind: string;
      detail: string;
    }[];
    expect(rows.at(-1)).toMatchObject({ action: 'paper-printed', subject_kind: 'meeting', detail });
  });

  test('are linked from the page of the meeting, the minutes as a draft until it is closed', async () => {
    const world = await planned();
    const page = await (await world.chair.get(world.path())).text();
    for (const paper of [
      '/giay-moi.pdf',
      '/giay-moi.pdf?moi=tung-nguoi',
      '/bien-ban.pdf',
      '/bien-ban-kiem-phieu.pdf',
    ]) {
      expect(page).toContain(`href="${world.path(paper).replaceAll('=', '&#x3D;')}"`);
    }
    expect(wordsOn(page)).toContain('Biên bản họp chi bộ (dự thảo)');
  });

  test('ballots: as many as official members are present, once it is known who is', async () => {
    const world = await planned();
    expect(formOn(await (await world.chair.get(world.path())).text()).ban).toBe('5');
    await markPresent(world, { [world.deputy.memberId]: 'excused' });
    expect(formOn(await (await world.chair.get(world.path())).text()).ban).toBe('4');
  });

  test.each([
    ['0', 'Số bản ghi bằng số, ít nhất là 1'],
    ['-3', 'Số bản ghi bằng số, ít nhất là 1'],
    ['mười', 'Số bản ghi bằng số, ít nhất là 1'],
    ['', 'Số bản ghi bằng số, ít nhất là 1'],
    ['1001', 'In nhiều nhất 1000 bản một lần.'],
    ['99999999999', 'Số bản ghi bằng số, ít nhất là 1'],
  ])('ballots in “%s” copies: the form comes back with what was typed and the reason', async (ban, words) => {
    const world = await planned();
    const answer = await world.chair.get(world.path(`/phieu.pdf?ban=${encodeURIComponent(ban)}`));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(wordsOn(page)).toContain(words);
    expect(formOn(page).ban).toBe(ban);
  });
});

describe('a branch of one', () => {
  test('plans, marks, counts and closes like any other', async () => {
    const world = await meetingWorld();
    const { db } = world.deps.store;
    const alone = await seedPerson(world.deps, world.office.otherBranch, 'Đỗ Thị Một Mình', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    const here = {
      ...world,
      chair: await world.as(alone),
      path: (page = '') => `/chi-bo/${world.office.otherBranch}/hop${page}`,
    };
    await plan(here);
    await send(here.chair, here.path('/diem-danh'), { [`p:${alone.memberId}`]: 'present' });
    const counts = {
      ...cells('collective', [1, 1, 1, 0, 0, 1, 0, 0]),
      ...cells(alone.memberId, [1, 1, 1, 0, 0, 1, 0, 0]),
    };
    expect((await send(here.chair, here.path('/kiem-phieu'), counts)).status).toBe(303);
    const words = wordsOn(await (await here.chair.get(here.path('/kiem-phieu'))).text());
    expect(words).toContain('hơn một nửa của 1 đảng viên chính thức phải dự, tức 1 phiếu');
    expect(words).toContain('Hoàn thành tốt nhiệm vụ: 1/1, cần 1');
    const form = formOn(await (await here.chair.get(here.path())).text());
    expect((await here.chair.post(here.path('/ket-thuc'), { phien_ban: form.phien_ban ?? '' })).status).toBe(303);
    expect(await db.selectFrom('meeting').select('state').execute()).toEqual([{ state: 'closed' }]);
  });
});

/** As large as the largest branch an office has, with a name as long as a name may be. */
describe('a branch of four hundred', () => {
  const LONG_NAME = 'Công Tằng Tôn Nữ Hoàng Thị Phương Thảo Nguyên Khánh Linh Bích Ngọc Diễm Quỳnh An';

  async function large(): Promise<MeetingWorld> {
    const world = await meetingWorld();
    const { db } = world.deps.store;
    const [one] = await db.selectFrom('member').selectAll().where('id', '=', world.secretary.memberId).execute();
    if (!one) throw new Error('no secretary');
    const rows = Array.from({ length: 394 }, (_, index) => ({
      ...one,
      id: world.deps.newId(),
      full_name: index === 0 ? LONG_NAME : `Nguyễn Văn Thứ ${String(index).padStart(3, '0')}`,
    }));
    for (const row of rows) await db.insertInto('member').values(row).execute();
    await plan(world);
    return world;
  }

  test('is shown in pages that load in a moment, and every list names it whole', async () => {
    const world = await large();
    for (const page of ['', '/diem-danh', '/kiem-phieu', '/trinh-chieu']) {
      const started = performance.now();
      const html = await (await world.chair.get(world.path(page))).text();
      expect([page, performance.now() - started < 3_000]).toEqual([page, true]);
      expect([page, html.length < 300_000]).toEqual([page, true]);
    }
    const last = wordsOn(await (await world.chair.get(world.path('/diem-danh?trang=4'))).text());
    expect(last).toContain('301–400');
    const all = await Promise.all(
      [1, 2, 3, 4].map(async (page) =>
        wordsOn(await (await world.chair.get(world.path(`/diem-danh?trang=${page}`))).text()),
      ),
    );
    expect(all.filter((page) => page.includes(LONG_NAME))).toHaveLength(1);
  });

  test('is marked page by page, and a page out of range is the last one', async () => {
    const world = await large();
    for (const page of [1, 2, 3, 4]) {
      const path = world.path(`/diem-danh?trang=${page}`);
      const proposed = await (await send(world.chair, path, { viec: 'co_mat' })).text();
      const answer = await world.chair.post(path, { ...formOn(proposed), viec: 'luu' });
      expect(answer.headers.get('location')).toContain(`trang=${page}`);
    }
    const words = wordsOn(await (await world.chair.get(world.path('/diem-danh?trang=99'))).text());
    expect(words).toContain('Chính thức 399 399 399 0 0 0');
    const form = formOn(await (await world.chair.get(world.path())).text());
    const started = performance.now();
    expect((await world.chair.post(world.path('/ket-thuc'), { phien_ban: form.phien_ban ?? '' })).status).toBe(303);
    expect(performance.now() - started).toBeLessThan(3_000);
  });

  test('asks the office to copy one ballot instead of printing all of them', async () => {
    const world = await large();
    const answer = await world.chair.get(world.path('/phieu.pdf?ban=399'));
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain('Đồng chí in 1 bản rồi sao chụp');
    expect((await world.chair.get(world.path('/phieu.pdf?ban=1'))).status).toBe(200);
  });
});
