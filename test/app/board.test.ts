import { describe, expect, test } from 'vitest';
import { saveFields } from '../../src/reviews/saving.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { plain } from '../../src/storage/statement.ts';
import type { Browser } from '../helpers/app.ts';
import { actorFor, begin, wordsOn } from '../helpers/author.ts';
import { accept, branchWorld, exempt, giveBack, handIn, logged, move, textAt } from '../helpers/branch.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';

/** The names on the board that are shown, in their order. */
async function namesAt(browser: Browser, path: string): Promise<string[]> {
  return rowsOn(await (await browser.get(path)).text()).map(({ name }) => name);
}

function rowsOn(html: string): { name: string; words: string }[] {
  return [...html.matchAll(/<tr role="row" data-board-row[^>]*?( hidden)?>([\s\S]*?)<\/tr>/g)]
    .filter(([, hidden]) => !hidden)
    .map(([, , row = '']) => ({ name: wordsOn(/<a [^>]*>(.*?)<\/a>/.exec(row)?.[1] ?? ''), words: wordsOn(row) }));
}

function part(html: string, id: string): string {
  return wordsOn(html.slice(html.indexOf(`id="${id}"`)));
}

describe('the board of a branch', () => {
  test('tells of each member where he stands, and how many have handed in', async () => {
    const world = await branchWorld();
    const board = `/chi-bo/${world.office.branch}`;
    const [draft, returned, accepted] = await Promise.all(
      ['Ngô Thị Soạn', 'Vũ Văn Bổ Sung', 'Hồ Thị Xong'].map((name) =>
        seedPerson(world.deps, world.office.branch, name),
      ),
    );
    await handIn(world);
    await begin({ browser: await world.as(draft!), campaignId: world.campaignId });
    await giveBack(world.leader, await handIn(world, returned!), 'Ghi rõ số liệu.');
    await accept(world.leader, await handIn(world, accepted!));
    const html = await (await world.leader.get(board)).text();
    const states = Object.fromEntries(rowsOn(html).map(({ name, words }) => [name, words]));
    expect(states['Phạm Thị Tự Soi']).toContain('Đã nộp');
    expect(states['Ngô Thị Soạn']).toContain('Đang soạn');
    expect(states['Vũ Văn Bổ Sung']).toContain('Đề nghị bổ sung');
    expect(states['Hồ Thị Xong']).toContain('Đã tiếp nhận');
    expect(states['Đào Thị Phó']).toContain('Chưa bắt đầu');
    expect(wordsOn(html)).toContain('Đã nộp 2/7');
    expect(wordsOn(html)).toMatch(/Chưa bắt đầu: 3 Đang soạn: 1 Đã nộp: 1 Đề nghị bổ sung: 1 Đã tiếp nhận: 1/);
    // Only what was handed in can be opened, and nobody's results stand here.
    expect([...html.matchAll(/\/ban-kiem-diem\/[0-9a-f-]+\/doc/g)]).toHaveLength(2);
    expect(wordsOn(html)).not.toMatch(/Hoàn thành|xuất sắc|điểm\/100/);
  });

  test('is the same, letter by letter, whatever a member writes into his draft, and when', async () => {
    const world = await branchWorld();
    const id = await begin(world);
    const board = async () => (await world.leader.get(`/chi-bo/${world.office.branch}`)).text();
    const before = await board();
    world.clock.forward(20);
    const typed = [{ key: 'I.1', value: 'Câu chưa ai được đọc.', version: 0 }];
    await saveFields(world.deps, actorFor(world.author), await loadReview(world.deps, id), typed);
    expect(await board()).toBe(before);
    expect(before).not.toContain(id);
  });

  test('stands by post and then by name, or by name alone', async () => {
    const world = await branchWorld();
    const board = `/chi-bo/${world.office.branch}`;
    await seedPerson(world.deps, world.office.branch, 'Trần Văn An');
    await seedPerson(world.deps, world.office.branch, 'Lê Thị An');
    expect(await namesAt(world.leader, board)).toEqual([
      'Lương Văn Bí Thư',
      'Đào Thị Phó',
      'Bùi Văn Ủy Viên',
      'Lê Thị An',
      'Trần Văn An',
      'Phạm Thị Tự Soi',
    ]);
    expect((await namesAt(world.leader, `${board}?xep=ten`)).slice(0, 2)).toEqual(['Lê Thị An', 'Trần Văn An']);
  });

  test('finds a name with or without its marks, and keeps to one state', async () => {
    const world = await branchWorld();
    const board = `/chi-bo/${world.office.branch}`;
    await handIn(world);
    for (const typed of ['tu soi', 'Tự Soi', 'PHAM soi', 'soi']) {
      expect(await namesAt(world.leader, `${board}?${new URLSearchParams({ tim: typed })}`)).toEqual([
        'Phạm Thị Tự Soi',
      ]);
    }
    expect(await namesAt(world.leader, `${board}?tim=dao`)).toEqual(['Đào Thị Phó']);
    expect(await namesAt(world.leader, `${board}?tt=submitted`)).toEqual(['Phạm Thị Tự Soi']);
    expect(await namesAt(world.leader, `${board}?tt=chua-nop`)).not.toContain('Phạm Thị Tự Soi');
    expect(await namesAt(world.leader, `${board}?tt=la-gi&xep=sai&tim=`)).toHaveLength(4);
    const nobody = await textAt(world.leader, `${board}?tim=khong+co+ai`);
    expect(nobody).toContain('Đang hiện 0 trong 4 đồng chí Không có đồng chí nào khớp.');
  });

  test('sets apart who is exempt, with the word for it, and counts without them', async () => {
    const world = await branchWorld();
    const [old, away] = [
      await seedPerson(world.deps, world.office.branch, 'Cụ Được Miễn'),
      await seedPerson(world.deps, world.office.branch, 'Đặng Ở Xa'),
    ];
    await exempt(world.deps, world.campaignId, old, 'excused', 'Tuổi cao, sức yếu');
    await exempt(world.deps, world.campaignId, away, 'elsewhere', 'Đi học tập trung');
    const html = await (await world.leader.get(`/chi-bo/${world.office.branch}`)).text();
    expect(rowsOn(html).map(({ name }) => name)).not.toContain('Cụ Được Miễn');
    expect(rowsOn(html).find(({ name }) => name === 'Đặng Ở Xa')?.words).toContain('Sinh hoạt tạm thời ở nơi khác');
    expect(wordsOn(html)).toContain('Đã nộp 0/5');
    expect(part(html, 'dung-rieng')).toContain(
      'Cụ Được Miễn : Được miễn công tác và sinh hoạt đảng. Tuổi cao, sức yếu',
    );
  });

  test('sets apart who moved in mid-campaign, at both ends, until he comes back', async () => {
    const world = await branchWorld();
    const { branch, otherBranch } = world.office;
    const stays = await seedPerson(world.deps, branch, 'Mạc Đã Xong');
    await accept(world.leader, await handIn(world, stays));
    await handIn(world);
    await move(world.deps, world.author, otherBranch);
    await move(world.deps, stays, otherBranch);
    const roles = [{ unitId: otherBranch, role: 'secretary' as const }];
    const there = await world.as(await seedPerson(world.deps, otherBranch, 'Bí Thư Bên Kia', { roles }));
    const old = await (await world.leader.get(`/chi-bo/${branch}`)).text();
    expect(rowsOn(old).map(({ name }) => name)).toEqual(['Lương Văn Bí Thư', 'Đào Thị Phó', 'Bùi Văn Ủy Viên']);
    expect(part(old, 'dung-rieng')).toContain('Phạm Thị Tự Soi : Đã chuyển sang Chi bộ Số 2. Kiểm điểm ở nơi mới.');
    expect(part(old, 'dung-rieng')).toContain('Mạc Đã Xong : Đã chuyển sang Chi bộ Số 2.');
    const now = await (await there.get(`/chi-bo/${otherBranch}`)).text();
    expect(rowsOn(now).find(({ name }) => name === 'Phạm Thị Tự Soi')?.words).toContain('Đã nộp');
    expect(part(now, 'dung-rieng')).toContain('Mạc Đã Xong : Mới chuyển đến từ Chi bộ Số 1. Đã kiểm điểm ở nơi cũ.');
    await move(world.deps, { ...world.author, unitId: otherBranch }, branch, '2026-11-21');
    const back = await (await world.leader.get(`/chi-bo/${branch}`)).text();
    expect(rowsOn(back).map(({ name }) => name)).toContain('Phạm Thị Tự Soi');
    expect(part(back, 'dung-rieng')).not.toContain('Phạm Thị Tự Soi');
  });

  test('shows the comments from the place of residence, the standing, and who is probationary', async () => {
    const world = await branchWorld();
    const { db } = world.deps.store;
    const comments = { campaign_id: world.campaignId, member_id: world.author.memberId, state: 'received' as const };
    const days = { requested_on: '2026-11-05', received_on: '2026-11-18', note: '', version: 1 };
    await world.deps.store.atomic([
      plain(db.insertInto('residence_comment').values({ ...comments, ...days })),
      plain(db.updateTable('member').set({ official: 0 }).where('id', '=', world.author.memberId)),
    ]);
    const html = await (await world.leader.get(`/chi-bo/${world.office.branch}`)).text();
    const rows = Object.fromEntries(rowsOn(html).map(({ name, words }) => [name, words]));
    expect(rows['Phạm Thị Tự Soi']).toMatch(/Đã nhận Không giữ chức vụ Dự bị/);
    expect(rows['Đào Thị Phó']).toMatch(/Chưa gửi yêu cầu Không giữ chức vụ Chính thức/);
    await db.updateTable('member').set({ standing: 'outside' }).where('id', '=', world.deputy.memberId).execute();
    // Nothing noted: the board says what the page "Nơi cư trú" says of somebody who belongs where he lives.
    const again = rowsOn(await (await world.leader.get(`/chi-bo/${world.office.branch}`)).text());
    expect(again.find(({ name }) => name === 'Đào Thị Phó')?.words).toContain('Không phải lấy');
  });

  test('leads the secretary to codes for those who cannot type or sign in, and nobody else', async () => {
    const world = await branchWorld();
    const path = `/chi-bo/${world.office.branch}`;
    const html = await (await world.leader.get(path)).text();
    for (const codes of [`${path}/nhap-giup`, `${path}/cap-ma`]) {
      expect(html).toContain(`href="${codes}"`);
      expect((await world.leader.get(codes)).status).toBe(200);
    }
    expect(await (await (await world.as(world.sits)).get(path)).text()).not.toContain('Mã cho đảng viên');
  });

  test('is of one person, of four hundred, and of nobody', async () => {
    const world = await branchWorld();
    const { otherBranch, branch } = world.office;
    const roles = [{ unitId: otherBranch, role: 'secretary' as const }];
    const alone = await world.as(await seedPerson(world.deps, otherBranch, 'Một Mình', { roles }));
    expect(await textAt(alone, `/chi-bo/${otherBranch}`)).toContain('Đã nộp 0/1');
    for (let number = 1; number <= 396; number += 1) {
      await seedPerson(world.deps, branch, `Nguyễn Văn ${number} ${'Dài'.repeat(number === 396 ? 20 : 1)}`);
    }
    expect(await namesAt(world.leader, `/chi-bo/${branch}`)).toHaveLength(400);
    const roleOnly = await seedPerson(world.deps, branch, 'Lãnh Đạo Nơi Trống');
    await world.deps.store.db.deleteFrom('role').where('unit_id', '=', otherBranch).execute();
    await world.deps.store.db
      .updateTable('member')
      .set({ unit_id: branch })
      .where('unit_id', '=', otherBranch)
      .execute();
    await world.deps.store.db
      .insertInto('role')
      .values({ account_id: roleOnly.accountId, unit_id: otherBranch, role: 'secretary' })
      .execute();
    const empty = await textAt(await world.as(roleOnly), `/chi-bo/${otherBranch}`);
    expect(empty).toContain('Chưa có đảng viên nào kiểm điểm ở chi bộ trong đợt này.');
  });

  test('of an earlier year can still be looked at, another office’s year not; without any year it says so', async () => {
    const world = await branchWorld();
    const board = `/chi-bo/${world.office.branch}`;
    const earlier = await seedCampaign(world.deps, world.office.committee, {
      year: 2025,
      title: 'Kiểm điểm năm 2025',
      state: 'closed',
    });
    const foreign = await seedCampaign(world.deps, world.office.foreignCommittee);
    const html = await (await world.leader.get(board)).text();
    expect(html).toContain(`href="${board}?dot&#x3D;${earlier}"`);
    const then = await textAt(world.leader, `${board}?dot=${earlier}`);
    expect(then).toContain('Kiểm điểm năm 2025');
    expect(then).toContain('đợt đã kết thúc');
    expect(then).not.toContain('Nhắc nộp');
    expect((await world.leader.get(`${board}?dot=${foreign}`)).status).toBe(404);
    await world.deps.store.db.updateTable('campaign').set({ state: 'preparing' }).execute();
    expect(await textAt(world.leader, board)).toContain('Chưa có đợt kiểm điểm nào cho chi bộ.');
  });

  test('is the chi ủy’s: a plain member, another branch and the administrator find nothing, and it is logged', async () => {
    const world = await branchWorld();
    const board = `/chi-bo/${world.office.branch}`;
    const roles = [{ unitId: world.office.committee, role: 'administrator' as const }];
    const administrator = await seedPerson(world.deps, world.office.branch, 'Quản Trị', { roles });
    expect((await (await world.as(world.sits)).get(board)).status).toBe(200);
    for (const person of [world.author, administrator]) {
      expect((await (await world.as(person)).get(board)).status).toBe(404);
    }
    expect(await logged(world.deps, 'access-refused')).toHaveLength(2);
  });
});
