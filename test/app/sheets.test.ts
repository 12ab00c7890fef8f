import { describe, expect, test } from 'vitest';
import type { TestApp } from '../helpers/app.ts';
import { tableContents } from '../helpers/author.ts';
import { branchWorld, exempt, handIn } from '../helpers/branch.ts';
import { officeWorld } from '../helpers/campaign-office.ts';
import { cells, markPresent, meetingWorld, plan, send } from '../helpers/meetings.ts';
import { seedPerson } from '../helpers/people.ts';
import { countBallots, decideAll, handUpAs, proposeAll, ratingWorld } from '../helpers/ratings.ts';
import { seedCriteria, seedExemption } from '../helpers/season.ts';
import { sheetIn } from '../helpers/sheet-reader.ts';

async function lastLogged({ deps }: Pick<TestApp, 'deps'>): Promise<unknown> {
  return ((await tableContents(deps.store, [])).audit as object[]).at(-1);
}

function column(rows: readonly (readonly string[])[], label: string): string[] {
  const at = rows[0]?.indexOf(label) ?? -1;
  if (at < 0) throw new Error(`no column ${label} in ${rows[0]?.join(', ')}`);
  return rows.slice(1).map((row) => row[at] ?? '');
}

describe('the board’s tables', () => {
  test('say states as the page does, and nothing finer', async () => {
    const world = await branchWorld();
    const { branch } = world.office;
    await handIn(world);
    const path = `/chi-bo/${branch}`;
    const page = await (await world.leader.get(path)).text();
    expect(page).toContain(`href="${path}/theo-doi.xlsx"`);
    const rows = await sheetIn(await world.leader.get(`${path}/theo-doi.xlsx`));
    expect(rows[0]).toEqual([
      'Stt',
      'Họ và tên',
      'Chức vụ',
      'Đảng viên',
      'Đối tượng',
      'Bản kiểm điểm',
      'Nhận xét nơi cư trú',
      'Ghi chú',
    ]);
    const names = column(rows, 'Họ và tên');
    expect(column(rows, 'Bản kiểm điểm')[names.indexOf(world.author.fullName)]).toBe('Đã nộp');
    for (const name of names) expect(page).toContain(name);
    expect(await lastLogged(world)).toMatchObject({
      action: 'table-downloaded',
      subject_kind: 'unit',
      subject_id: branch,
      detail: 'board',
    });
  });

  test('of who has not handed in has the rows of the paper, those who need not at the end', async () => {
    const world = await branchWorld();
    const { branch } = world.office;
    const old = await seedPerson(world.deps, branch, 'Cụ Được Miễn');
    await exempt(world.deps, world.campaignId, old, 'excused', '=1+1 tuổi cao');
    await handIn(world);
    const rows = await sheetIn(await world.leader.get(`/chi-bo/${branch}/chua-nop.xlsx`));
    expect(column(rows, 'Họ và tên')).not.toContain(world.author.fullName);
    const last = rows.at(-1) ?? [];
    expect([last[1], last[4], last[5]]).toEqual([
      'Cụ Được Miễn',
      '=1+1 tuổi cao',
      'Không kiểm điểm tại chi bộ trong đợt này',
    ]);
    expect(column(rows, 'Stt')).toEqual(rows.slice(1).map((_, index) => String(index + 1)));
    expect(await lastLogged(world)).toMatchObject({ action: 'table-downloaded', detail: 'not-handed-in' });
  });
});

describe('the tables of a meeting', () => {
  test('attendance with reasons, and ballots as numbers that can be summed', async () => {
    const world = await meetingWorld();
    await plan(world);
    await markPresent(world, { [world.deputy.memberId]: 'excused' });
    const attendance = await sheetIn(await world.chair.get(world.path('/diem-danh.xlsx')));
    const at = column(attendance, 'Họ và tên').indexOf(world.deputy.fullName);
    expect(column(attendance, 'Điểm danh')[at]).toBe('Vắng có lý do');
    expect(await lastLogged(world)).toMatchObject({
      action: 'table-downloaded',
      subject_kind: 'meeting',
      detail: 'attendance',
    });
    const page = await (await world.chair.get(world.path('/diem-danh'))).text();
    expect(page).toContain(`href="${world.path('/diem-danh.xlsx')}"`);

    await send(world.chair, world.path('/kiem-phieu'), cells(world.deputy.memberId, [4, 4, 4, 0, 1, 3, 0, 0]));
    const counts = await sheetIn(await world.chair.get(world.path('/kiem-phieu.xlsx')));
    const row = counts[column(counts, 'Họ và tên').indexOf(world.deputy.fullName) + 1] ?? [];
    expect(row.slice(3, 11)).toEqual(['4', '4', '4', '0', '1', '3', '0', '0']);
    expect(await lastLogged(world)).toMatchObject({ action: 'table-downloaded', detail: 'count' });
  });
});

describe('the list of levels', () => {
  test('is the branch’s before the hand-up, and the office’s after it, with the decision’s day', async () => {
    const world = await ratingWorld();
    await countBallots(world, { [world.member.memberId]: { excellent: 1, good: 3 } });
    await proposeAll(world);
    const leader = await world.as(world.secretary);
    const page = await (await leader.get(world.table)).text();
    expect(page).toMatch(/xep-loai\/danh-sach\.xlsx\?dot/);
    const proposed = await sheetIn(await leader.get(`${world.table}/danh-sach.xlsx`));
    expect(new Set(column(proposed, 'Chi bộ đề xuất'))).toEqual(new Set(['Hoàn thành tốt nhiệm vụ']));
    expect(proposed[0]).not.toContain('Ngày quyết định');
    const at = column(proposed, 'Họ và tên').indexOf(world.member.fullName);
    expect(column(proposed, 'Phiếu: Hoàn thành tốt nhiệm vụ')[at]).toBe('3');
    expect(column(proposed, 'Phiếu hợp lệ')[at]).toBe('4');
    expect(await lastLogged(world)).toMatchObject({ action: 'table-downloaded', detail: 'proposals' });

    const clerk = await world.as(world.clerk);
    expect((await clerk.get(`${world.officeAll}/danh-sach.xlsx`)).status).toBe(404);
    await handUpAs(world, world.secretary);
    await decideAll(world);
    for (const path of [`${world.officeAll}/danh-sach.xlsx`, `${world.officeBranch}/danh-sach.xlsx`]) {
      const rows = await sheetIn(await clerk.get(path));
      expect(column(rows, 'Họ và tên')).toContain(world.member.fullName);
      for (const day of column(rows, 'Ngày quyết định')) expect(day).toMatch(/^\d\d\/\d\d\/2026$/);
      expect(await lastLogged(world)).toMatchObject({ action: 'table-downloaded', detail: 'ratings' });
    }
  });
});

describe('the office’s tables', () => {
  test('who stands apart, with the reason as it was typed', async () => {
    const it = await officeWorld();
    const person = await seedPerson(it.deps, it.office.branch, 'Cụ Được Miễn');
    await seedExemption(it.deps, it.campaignId, person, 'excused');
    const page = await (await it.browser.get(`${it.path}/mien`)).text();
    expect(page).toContain(`href="${it.path}/mien.xlsx"`);
    const rows = await sheetIn(await it.browser.get(`${it.path}/mien.xlsx`));
    expect(column(rows, 'Họ và tên')).toEqual(['Cụ Được Miễn']);
    expect(await lastLogged(it)).toMatchObject({
      action: 'table-downloaded',
      subject_kind: 'campaign',
      detail: 'exemptions',
    });
  });

  test('comments from the place of residence: all branches as counts, one branch by name', async () => {
    const it = await officeWorld();
    await seedPerson(it.deps, it.office.otherBranch, 'Trần Văn Cơ Quan');
    const all = await sheetIn(await it.browser.get(`${it.path}/cu-tru.xlsx`));
    const at = column(all, 'Chi bộ').indexOf('Chi bộ Số 2');
    expect(column(all, 'Chưa gửi')[at]).toBe('1');
    const one = await sheetIn(await it.browser.get(`${it.path}/cu-tru.xlsx?chi-bo=${it.office.otherBranch}`));
    expect(column(one, 'Họ và tên')).toEqual(['Trần Văn Cơ Quan']);
    expect(column(one, 'Tình trạng')).toEqual(['Chưa gửi']);
    const foreign = await it.browser.get(`${it.path}/cu-tru.xlsx?chi-bo=${it.office.foreignBranch}`);
    expect(foreign.status).toBe(404);
  });

  test('of a set of criteria, whose points add up to 30 and 70', async () => {
    const it = await officeWorld();
    const id = await seedCriteria(it.deps, it.office.committee);
    const page = await (await it.browser.get(`/quan-tri/tieu-chi/${id}`)).text();
    expect(page).toContain(`href="/quan-tri/tieu-chi/${id}/bang.xlsx"`);
    const rows = await sheetIn(await it.browser.get(`/quan-tri/tieu-chi/${id}/bang.xlsx`));
    const sum = column(rows, 'Điểm tối đa').reduce((total, points) => total + Number(points.replace(',', '.')), 0);
    expect(sum).toBe(30);
    expect(await lastLogged(it)).toMatchObject({ action: 'table-downloaded', detail: `criteria ${id}` });
  });
});

test('a branch’s own leaders see which comments came, without the places', async () => {
  const world = await branchWorld();
  const path = `/chi-bo/${world.office.branch}/cu-tru`;
  expect(await (await world.leader.get(path)).text()).toContain(`href="${path}.xlsx`);
  const rows = await sheetIn(await world.leader.get(`${path}.xlsx`));
  expect(rows[0]).not.toContain('Cấp ủy nơi cư trú');
  expect(column(rows, 'Họ và tên')).toContain(world.author.fullName);
  expect(await lastLogged(world)).toMatchObject({ action: 'table-downloaded', detail: 'residence' });
});
