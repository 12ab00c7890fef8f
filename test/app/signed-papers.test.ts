import { describe, expect, test } from 'vitest';
import { tableContents, wordsOn } from '../helpers/author.ts';
import { accept, branchWorld, type BranchWorld, giveBack, handIn, logged, textAt } from '../helpers/branch.ts';
import { type Person, seedPerson } from '../helpers/people.ts';

interface SignedWorld extends BranchWorld {
  path: string;
  /** Reviews handed in on 22 November 2026. */
  reviews: string[];
}

async function signedWorld(): Promise<SignedWorld> {
  const world = await branchWorld();
  const colleague = await seedPerson(world.deps, world.office.branch, 'Trần Văn Mẫu');
  const reviews = [await handIn(world), await handIn(world, colleague), await handIn(world, world.secretary)];
  world.clock.forward(3 * 24 * 60);
  // Sessions have ended meanwhile.
  return {
    ...world,
    leader: await world.as(world.secretary),
    browser: await world.as(world.author),
    path: `/chi-bo/${world.office.branch}/ban-ky`,
    reviews,
  };
}

function post(world: SignedWorld, browser: SignedWorld['leader'], reviews: readonly string[], ngay: string, path = '') {
  return browser.post(`${world.path}${path}`, [
    ['dot', world.campaignId],
    ['ngay', ngay],
    ...reviews.map((id): [string, string] => ['ban', id]),
  ]);
}

async function kept({ deps }: SignedWorld): Promise<unknown[]> {
  return (await tableContents(deps.store)).signed_paper ?? [];
}

describe('the signed sheet that came back', () => {
  test('is recorded by the leader from the page where he reads, and its author sees the day', async () => {
    const world = await signedWorld();
    const id = world.reviews[0] ?? '';
    expect(await textAt(world.browser, '/cac-nam')).toContain('Chi bộ chưa ghi đã nhận bản giấy có chữ ký.');
    const html = await (await world.leader.get(`/ban-kiem-diem/${id}/doc`)).text();
    expect(html).toContain(`action="${world.path}"`);
    expect(html).toContain('value="25/11/2026"');
    const answer = await post(world, world.leader, [id], '24/11/2026');
    expect(answer.status).toBe(303);
    expect(await textAt(world.leader, answer.headers.get('location') ?? '')).toContain('Đã ghi nhận 1 bản giấy.');
    const words = 'Chi bộ đã nhận bản giấy có chữ ký ngày 24/11/2026.';
    expect(await textAt(world.browser, '/cac-nam')).toContain(words);
    const read = await (await world.leader.get(`/ban-kiem-diem/${id}/doc`)).text();
    expect(wordsOn(read)).toContain(words);
    expect(read).not.toContain('Đã nhận bản giấy</button>');
    expect(await logged(world.deps, 'signed-paper-recorded')).toEqual([
      {
        account_id: world.secretary.accountId,
        subject_kind: 'review',
        subject_id: id,
        unit_id: world.office.branch,
        detail: '2026-11-24',
      },
    ]);
  });

  test('is recorded for many at once, with one tick for all, the leader’s own among them', async () => {
    const world = await signedWorld();
    const ticked = await (await world.leader.get(`${world.path}?chon=tat-ca`)).text();
    expect(ticked.match(/type="checkbox"[^>]* checked/g)).toHaveLength(3);
    await post(world, world.leader, world.reviews.slice(0, 1), '23/11/2026');
    const answer = await post(world, world.leader, world.reviews, '25/11/2026');
    const page = await textAt(world.leader, answer.headers.get('location') ?? '');
    expect(page).toContain('Đã ghi nhận 2 bản giấy. 1 bản đã ghi từ trước nên giữ nguyên ngày cũ.');
    expect(page).toContain('Phạm Thị Tự Soi Nhận ngày 23/11/2026; đồng chí Lương Văn Bí Thư ghi.');
    expect(page).toContain('Trần Văn Mẫu Nhận ngày 25/11/2026');
    expect(page).not.toContain('Chưa nhận');
    expect(await kept(world)).toHaveLength(3);
  });

  test.each([
    ['a day to come', '26/11/2026', 'Ngày này ở tương lai. Đồng chí xem lại.'],
    ['a day before it was handed in', '21/11/2026', 'trước ngày đồng chí Phạm Thị Tự Soi'],
    ['no day', '', 'Đồng chí ghi ngày nhận bản giấy.'],
    ['no day of the calendar', '31/11/2026', 'Ngày ghi dạng ngày/tháng/năm'],
  ])('is not recorded on %s: the ticks and the day stay, nothing is half-written', async (_, day, sentence) => {
    const world = await signedWorld();
    const answer = await post(world, world.leader, world.reviews.slice(0, 2), day);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(wordsOn(html)).toContain(sentence);
    expect(html.match(/type="checkbox"[^>]* checked/g)).toHaveLength(2);
    expect(html).toContain(`name="ngay" type="text" value="${day}"`);
    expect(await kept(world)).toEqual([]);
  });

  test('is not recorded where nobody is ticked', async () => {
    const world = await signedWorld();
    const answer = await post(world, world.leader, [], '25/11/2026');
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('href="#danh-sach"');
    expect(await kept(world)).toEqual([]);
  });

  test('is recorded and taken back by the branch’s leaders only', async () => {
    const world = await signedWorld();
    const { otherBranch, committee } = world.office;
    const others: Person[] = [
      world.author,
      world.sits,
      await seedPerson(world.deps, otherBranch, 'Bí Thư Khác', { roles: [{ unitId: otherBranch, role: 'secretary' }] }),
      await seedPerson(world.deps, otherBranch, 'Văn Phòng', { roles: [{ unitId: committee, role: 'office' }] }),
      await seedPerson(world.deps, otherBranch, 'Quản Trị', { roles: [{ unitId: committee, role: 'administrator' }] }),
    ];
    for (const person of others) {
      const browser = await world.as(person);
      expect((await post(world, browser, world.reviews, '25/11/2026')).status).toBe(404);
      expect((await post(world, browser, world.reviews.slice(0, 1), '', '/rut')).status).toBe(404);
    }
    expect(await kept(world)).toEqual([]);
    expect((await post(world, await world.as(world.deputy), world.reviews, '25/11/2026')).status).toBe(303);
    // Another member of the chi ủy reads along, without a box to tick.
    const page = await (await (await world.as(world.sits)).get(world.path)).text();
    expect(wordsOn(page)).toContain('Trần Văn Mẫu Nhận ngày 25/11/2026');
    expect(page.slice(page.indexOf('<main'), page.indexOf('</main>'))).not.toMatch(/<form|type="checkbox"/);
  });

  test('of another branch’s member looks as if there were none', async () => {
    const world = await signedWorld();
    const other = await seedPerson(world.deps, world.office.otherBranch, 'Người Chi Bộ Khác');
    const foreign = await handIn(world, other);
    for (const path of ['', '/rut']) {
      expect((await post(world, world.leader, [foreign], '25/11/2026', path)).status).toBe(404);
    }
    expect((await post(world, world.leader, [...world.reviews, foreign], '25/11/2026')).status).toBe(404);
    expect(await kept(world)).toEqual([]);
  });

  test('is taken back with a row in the log; pressing twice takes back once', async () => {
    const world = await signedWorld();
    const [id = ''] = world.reviews;
    await post(world, world.leader, [id], '24/11/2026');
    const answer = await post(world, world.leader, [id], '', '/rut');
    expect(await textAt(world.leader, answer.headers.get('location') ?? '')).toContain('Đã rút.');
    expect((await post(world, world.leader, [id], '', '/rut')).status).toBe(303);
    expect(await kept(world)).toEqual([]);
    expect((await logged(world.deps, 'signed-paper-withdrawn')).map((row) => [row.subject_id, row.detail])).toEqual([
      [id, '2026-11-24'],
    ]);
    expect(await textAt(world.browser, '/cac-nam')).toContain('Chi bộ chưa ghi đã nhận bản giấy có chữ ký.');
    expect((await post(world, world.leader, [id], '25/11/2026')).status).toBe(303);
  });

  test('belongs to the version it was signed on: after a return a new sheet is waited for', async () => {
    const world = await signedWorld();
    const [id = ''] = world.reviews;
    await post(world, world.leader, [id], '24/11/2026');
    await giveBack(world.leader, id, 'Ghi rõ số liệu.');
    // With its author nothing can be recorded.
    expect((await post(world, world.leader, [id], '25/11/2026')).status).toBe(404);
    await world.browser.post(`/ban-kiem-diem/${id}/nop`, { 'NOP.reason': 'Đã bổ sung.', di: 'nop' });
    expect(await textAt(world.browser, '/cac-nam')).toContain('Chi bộ chưa ghi đã nhận bản giấy có chữ ký.');
    // Handed in again today: yesterday's sheet is another one.
    expect((await post(world, world.leader, [id], '24/11/2026')).status).toBe(422);
    expect((await post(world, world.leader, [id], '25/11/2026')).status).toBe(303);
  });

  test('may come back after the review was accepted', async () => {
    const world = await signedWorld();
    const [id = ''] = world.reviews;
    await accept(world.leader, id);
    expect((await post(world, world.leader, [id], '25/11/2026')).status).toBe(303);
    expect(await kept(world)).toHaveLength(1);
  });

  test('says so where nobody has handed in', async () => {
    const world = await branchWorld();
    const page = await textAt(world.leader, `/chi-bo/${world.office.branch}/ban-ky`);
    expect(page).toContain('Chưa có bản kiểm điểm nào được nộp.');
  });
});
