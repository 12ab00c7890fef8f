import { describe, expect, test } from 'vitest';
import { begin, tableContents } from '../helpers/author.ts';
import { branchWorld, type BranchWorld, exempt, giveBack, handIn, logged, textAt } from '../helpers/branch.ts';
import { seedPerson } from '../helpers/people.ts';

const ASKED = 'Chi ủy đề nghị đồng chí nộp bản kiểm điểm trước ngày 10/12/2026.';

function remindAll(world: BranchWorld, day = '10/12/2026', browser = world.leader): Promise<Response> {
  return browser.post(`/chi-bo/${world.office.branch}/nhac`, { truoc_ngay: day });
}

function remindOne(world: BranchWorld, memberId = world.author.memberId, day = '10/12/2026', browser = world.leader) {
  return browser.post(`/chi-bo/${world.office.branch}/dang-vien/${memberId}/nhac`, { truoc_ngay: day });
}

function reminders({ deps }: BranchWorld) {
  return deps.store.db.selectFrom('reminder').selectAll().orderBy('id').execute();
}

describe('asking to hand in', () => {
  test('reaches everybody who has not, and neither the leader himself, nor who is exempt or has handed in', async () => {
    const world = await branchWorld();
    const old = await seedPerson(world.deps, world.office.branch, 'Cụ Được Miễn');
    await exempt(world.deps, world.campaignId, old, 'excused');
    await handIn(world, world.sits);
    const answer = await remindAll(world);
    expect(answer.headers.get('location')).toBe(`/chi-bo/${world.office.branch}?nhac=2&roi=0`);
    const asked = (await reminders(world)).map((row) => row.member_id);
    expect(new Set(asked)).toEqual(new Set([world.author.memberId, world.deputy.memberId]));
    const log = await logged(world.deps, 'review-reminded');
    expect(log.map((row) => [row.account_id, row.subject_kind, row.unit_id])).toEqual(
      Array(2).fill([world.secretary.accountId, 'member', world.office.branch]),
    );
    const board = await textAt(world.leader, answer.headers.get('location') ?? '');
    expect(board).toContain('Đã nhắc 2 đồng chí.');
    expect(board).toContain('Hôm nay đã nhắc mọi đồng chí chưa nộp.');
    expect(board).toMatch(/Phạm Thị Tự Soi Đã nhắc hôm nay Chưa bắt đầu/);
  });

  test('is read at home before the first word, while writing, and no more once it is handed in', async () => {
    const world = await branchWorld();
    expect(await textAt(world.browser, '/')).not.toContain('đề nghị đồng chí nộp');
    await remindOne(world);
    expect(await textAt(world.browser, '/')).toContain(ASKED);
    const id = await begin(world);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}`)).toContain(ASKED);
    await handIn(world);
    expect(await textAt(world.browser, `/ban-kiem-diem/${id}`)).not.toContain('đề nghị đồng chí nộp');
  });

  test('comes from the chi bộ where there is no chi ủy', async () => {
    const world = await branchWorld({}, { branch: 'otherBranch' });
    await world.leader.post(`/chi-bo/${world.office.otherBranch}/nhac`, { truoc_ngay: '10/12/2026' });
    expect(await textAt(world.browser, '/')).toContain(
      'Chi bộ đề nghị đồng chí nộp bản kiểm điểm trước ngày 10/12/2026.',
    );
  });

  test('from before a return is done with; after it somebody may ask again', async () => {
    const world = await branchWorld();
    await remindOne(world);
    world.clock.forward(5);
    const id = await handIn(world);
    await giveBack(world.leader, id, 'Ghi rõ số liệu.');
    const home = `/ban-kiem-diem/${id}`;
    expect(await textAt(world.browser, home)).not.toContain('đề nghị đồng chí nộp');
    world.clock.forward(24 * 60);
    const leader = await world.as(world.secretary);
    await remindOne(world, world.author.memberId, '12/12/2026', leader);
    expect(await textAt(await world.as(world.author), home)).toContain('trước ngày 12/12/2026.');
  });

  test('happens once a day for each person, by the day of Hà Nội', async () => {
    const world = await branchWorld();
    world.clock.now = new Date('2026-11-24T16:50:00Z'); // 23:50 in Hà Nội
    const leader = await world.as(world.secretary);
    await remindOne(world, world.author.memberId, '10/12/2026', leader);
    const all = await remindAll(world, '10/12/2026', leader);
    expect(all.headers.get('location')).toContain('nhac=2&roi=1');
    expect((await remindOne(world, world.author.memberId, '10/12/2026', leader)).status).toBe(303);
    expect(await reminders(world)).toHaveLength(3);
    world.clock.forward(15); // 00:05 on the next day
    await remindAll(world, '10/12/2026', leader);
    expect(await reminders(world)).toHaveLength(6);
  });

  test('by two leaders in the same moment asks nobody twice', async () => {
    const world = await branchWorld();
    const deputy = await world.as(world.deputy);
    const [one, two] = await Promise.all([remindAll(world), remindAll(world, '10/12/2026', deputy)]);
    expect([one.status, two.status]).toEqual([303, 303]);
    const asked = (await reminders(world)).map((row) => row.member_id);
    expect(new Set(asked).size).toBe(asked.length);
    // Each leader is asked by the other.
    expect(asked).toHaveLength(4);
    expect(await logged(world.deps, 'review-reminded')).toHaveLength(4);
  });

  test.each([
    ['', 'Đồng chí ghi ngày cần nộp'],
    ['ngày mai', 'Ngày ghi dạng ngày/tháng/năm'],
    ['31/02/2027', 'Ngày ghi dạng ngày/tháng/năm'],
    ['21/11/2026', 'Ngày này đã qua.'],
  ])('with the day “%s” comes back as it was typed, and asks nobody', async (day, words) => {
    const world = await branchWorld();
    for (const answer of [await remindAll(world, day), await remindOne(world, world.author.memberId, day)]) {
      expect(answer.status).toBe(422);
      const html = await answer.text();
      expect(html).toContain(words);
      expect(html).toContain(`value="${day}"`);
    }
    expect(await reminders(world)).toEqual([]);
  });

  test('proposes the campaign’s own day while that has not passed, and then none', async () => {
    const world = await branchWorld();
    expect(await (await world.leader.get(`/chi-bo/${world.office.branch}`)).text()).toContain('value="15/12/2026"');
    world.clock.now = new Date('2026-12-16T03:00:00Z');
    const late = await (await (await world.as(world.secretary)).get(`/chi-bo/${world.office.branch}`)).text();
    expect(late).toContain('Hạn của đợt (15/12/2026) đã qua; đồng chí ghi ngày mới.');
    expect(late).not.toContain('value="15/12/2026"');
  });

  test('is refused for who has handed in, for oneself, out of season, by the rest of the chi ủy, and for other branches', async () => {
    const world = await branchWorld();
    await handIn(world);
    const stranger = await seedPerson(world.deps, world.office.otherBranch, 'Đồng chí Chi Bộ Bên');
    const before = await tableContents(world.deps.store);
    expect((await remindOne(world)).status).toBe(409);
    expect((await remindOne(world, world.secretary.memberId)).status).toBe(409);
    expect((await remindOne(world, stranger.memberId)).status).toBe(404);
    const sits = await world.as(world.sits);
    expect((await remindOne(world, world.deputy.memberId, '10/12/2026', sits)).status).toBe(404);
    expect((await remindAll(world, '10/12/2026', sits)).status).toBe(404);
    expect(await textAt(sits, `/chi-bo/${world.office.branch}/dang-vien/${world.deputy.memberId}`)).not.toContain(
      'Nhắc nộp',
    );
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect((await remindAll(world)).status).toBe(409);
    await world.deps.store.db.updateTable('campaign').set({ state: 'open' }).execute();
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('asks nobody who handed in while the leader was looking', async () => {
    const world = await branchWorld();
    await begin(world);
    expect(await textAt(world.leader, `/chi-bo/${world.office.branch}`)).toContain('Nhắc 3 đồng chí chưa nộp');
    await handIn(world);
    await remindAll(world);
    expect((await reminders(world)).map((row) => row.member_id)).not.toContain(world.author.memberId);
  });
});
