import { describe, expect, test } from 'vitest';
import { browserFor } from '../helpers/app.ts';
import { actorFor, begin, submitAs, tableContents, wordsOn } from '../helpers/author.ts';
import {
  accept,
  branchWorld,
  type BranchWorld,
  giveBack,
  handIn,
  logged,
  stateOf,
  textAt,
  versionRead,
} from '../helpers/branch.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

const REMARK = 'Mục I.2 ghi rõ số liệu từng quý.\nMục VI thêm thời hạn.';

async function steps({ deps }: BranchWorld, reviewId: string): Promise<string[]> {
  const rows = await deps.store.db
    .selectFrom('review_step')
    .where('review_id', '=', reviewId)
    .orderBy('id')
    .select('to_state')
    .execute();
  return rows.map((row) => row.to_state);
}

function officeOf(world: BranchWorld, name = 'Trịnh Văn Phòng'): Promise<Person> {
  const roles = [{ unitId: world.office.committee, role: 'office' as const }];
  return seedPerson(world.deps, world.office.otherBranch, name, { roles });
}

describe('accepting', () => {
  test('says before and after what comes of it, and is seen by the author with who and when', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const before = await textAt(world.leader, `/ban-kiem-diem/${id}/doc`);
    expect(before).toContain('Đồng chí Phạm Thị Tự Soi không sửa được nữa; bản này dùng khi chi bộ họp kiểm điểm');
    world.clock.forward(5);
    const answer = await accept(world.leader, id);
    expect(answer.headers.get('location')).toBe(`/ban-kiem-diem/${id}/ket-qua`);
    const after = await textAt(world.leader, `/ban-kiem-diem/${id}/ket-qua`);
    expect(after).toContain('Đã tiếp nhận bản kiểm điểm của đồng chí Phạm Thị Tự Soi');
    expect(after).toContain('Đồng chí Lương Văn Bí Thư, lúc 10:05:00 ngày 22/11/2026.');
    expect(await stateOf(world, id)).toBe('accepted');
    expect((await logged(world.deps, 'review-accepted')).map((row) => row.account_id)).toEqual([
      world.secretary.accountId,
    ]);
    const own = await textAt(world.browser, `/ban-kiem-diem/${id}`);
    expect(own).toContain('Quá trình Nộp , đồng chí Phạm Thị Tự Soi, lúc 10:00:00 ngày 22/11/2026');
    expect(own).toContain('Tiếp nhận , đồng chí Lương Văn Bí Thư, lúc 10:05:00 ngày 22/11/2026');
    // Still read, and nothing is left to choose.
    expect(await textAt(world.leader, `/ban-kiem-diem/${id}/doc`)).not.toContain('chọn một trong hai');
  });

  test('twice by a double click is one act', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const ban = await versionRead(world.leader, id);
    const click = () => world.leader.post(`/ban-kiem-diem/${id}/tiep-nhan`, { ban });
    const answers = await Promise.all([click(), click(), click()]);
    expect(answers.map((answer) => answer.headers.get('location'))).toEqual(
      Array(3).fill(`/ban-kiem-diem/${id}/ket-qua`),
    );
    expect(await steps(world, id)).toEqual(['draft', 'submitted', 'accepted']);
    expect(await logged(world.deps, 'review-accepted')).toHaveLength(1);
  });
});

describe('asking for more', () => {
  test('gives the review back to its author with the remark, and says so to both', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const answer = await giveBack(world.leader, id, REMARK);
    const after = await textAt(world.leader, answer.headers.get('location') ?? '');
    expect(after).toContain('Đã đề nghị đồng chí Phạm Thị Tự Soi bổ sung');
    expect(after).toContain('Trong lúc đó không ai khác đọc được bản này. Khi nộp lại, bản này lại chờ tiếp nhận.');
    expect(after).not.toContain('Đọc bản kiểm điểm này');
    const home = await textAt(world.browser, `/ban-kiem-diem/${id}`);
    expect(home).toContain(
      'Đồng chí Lương Văn Bí Thư đề nghị bổ sung: Mục I.2 ghi rõ số liệu từng quý. Mục VI thêm thời hạn.',
    );
    expect(home).toContain('Quá trình Nộp , đồng chí Phạm Thị Tự Soi');
    expect(home).toContain('Đề nghị bổ sung , đồng chí Lương Văn Bí Thư');
    expect(await stateOf(world, id)).toBe('returned');
  });

  test.each([
    ['nothing', '', 'Đồng chí ghi rõ điều cần bổ sung'],
    ['only spaces', '  \n ', 'Đồng chí ghi rõ điều cần bổ sung'],
    ['too much', 'Dài quá. '.repeat(500), 'ô này nhận nhiều nhất 4.000 chữ'],
    ['letters that no paper prints', 'Việc \uF0B7 một', 'không in được trên giấy'],
  ])('with %s in the remark comes back with the words as they were, and moves nothing', async (_, remark, words) => {
    const world = await branchWorld();
    const id = await handIn(world);
    const before = await tableContents(world.deps.store);
    const answer = await giveBack(world.leader, id, remark);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    expect(html).toContain(words);
    if (remark.trim()) expect(html).toContain(remark.trim().slice(0, 60));
    expect(html).toContain('Có 1 chỗ cần xem lại');
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('twice by a double click is one act', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const ban = await versionRead(world.leader, id);
    const click = () => world.leader.post(`/ban-kiem-diem/${id}/bo-sung`, { ban, dieu_bo_sung: REMARK });
    const answers = await Promise.all([click(), click()]);
    expect(answers.map((answer) => answer.status)).toEqual([303, 303]);
    expect(await steps(world, id)).toEqual(['draft', 'submitted', 'returned']);
  });

  test('after the session has ended keeps the remark on the page that says so', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const ban = await versionRead(world.leader, id);
    const answer = await browserFor(world.app, '').post(`/ban-kiem-diem/${id}/bo-sung`, { ban, dieu_bo_sung: REMARK });
    expect(answer.status).toBe(401);
    const html = await answer.text();
    expect(html).toContain('Phiên làm việc đã hết');
    expect(html).toContain('Mục I.2 ghi rõ số liệu từng quý.');
    expect(await stateOf(world, id)).toBe('submitted');
  });
});

describe('two leaders at once', () => {
  test.each([
    ['accepts', 'accepted'],
    ['asks for more', 'returned'],
  ])('one %s and wins, the other is told who it was, with his own remark before him', async (act, state) => {
    const world = await branchWorld();
    const id = await handIn(world);
    const deputy = await world.as(world.deputy);
    const ban = await versionRead(deputy, id);
    await (act === 'accepts' ? accept(world.leader, id) : giveBack(world.leader, id, 'Bí thư ghi trước.'));
    const late = await deputy.post(`/ban-kiem-diem/${id}/bo-sung`, { ban, dieu_bo_sung: REMARK });
    expect(late.status).toBe(409);
    const words = wordsOn(await late.text());
    expect(words).toContain('Việc đồng chí vừa bấm không được thực hiện: đồng chí khác đã làm trước.');
    expect(words).toContain('Mục I.2 ghi rõ số liệu từng quý. Mục VI thêm thời hạn.');
    expect(words).toContain('Đồng chí Lương Văn Bí Thư, lúc 10:00:00 ngày 22/11/2026.');
    const alsoLate = await deputy.post(`/ban-kiem-diem/${id}/tiep-nhan`, { ban });
    expect(alsoLate.status).toBe(409);
    // An empty remark opens nothing that somebody else has judged meanwhile.
    const empty = await deputy.post(`/ban-kiem-diem/${id}/bo-sung`, { ban, dieu_bo_sung: '' });
    expect(empty.status).toBe(409);
    expect(await empty.text()).not.toContain('Giữ gìn phẩm chất');
    expect(await steps(world, id)).toEqual(['draft', 'submitted', state]);
  });

  test('in the very same moment: one act is done', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const deputy = await world.as(world.deputy);
    const ban = await versionRead(deputy, id);
    const answers = await Promise.all([
      world.leader.post(`/ban-kiem-diem/${id}/tiep-nhan`, { ban }),
      deputy.post(`/ban-kiem-diem/${id}/bo-sung`, { ban, dieu_bo_sung: REMARK }),
    ]);
    expect(answers.map((answer) => answer.status).sort()).toEqual([303, 409]);
    expect(await steps(world, id)).toHaveLength(3);
  });

  test('nobody accepts what he has not read: handed in again meanwhile, it is to be read again', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const deputy = await world.as(world.deputy);
    const ban = await versionRead(deputy, id);
    await giveBack(world.leader, id, REMARK);
    await submitAs(world.deps, world.author, id);
    const answer = await deputy.post(`/ban-kiem-diem/${id}/tiep-nhan`, { ban });
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('Đồng chí Phạm Thị Tự Soi đã nộp lại sau khi đồng chí mở trang.');
    expect(await stateOf(world, id)).toBe('submitted');
    expect((await accept(deputy, id)).status).toBe(303);
  });
});

describe('who judges', () => {
  const post = async (world: BranchWorld, person: Person, id: string) => {
    const browser = await world.as(person);
    const version = (await world.deps.store.db.selectFrom('review').where('id', '=', id).select('version').execute())[0]
      ?.version;
    return (await browser.post(`/ban-kiem-diem/${id}/tiep-nhan`, { ban: String(version) })).status;
  };

  test('secretary and deputies, not the rest of the chi ủy, who still reads and is told who does', async () => {
    const world = await branchWorld();
    const id = await handIn(world);
    const sits = await textAt(await world.as(world.sits), `/ban-kiem-diem/${id}/doc`);
    expect(sits).toContain('Bí thư hoặc phó bí thư chi bộ đọc rồi tiếp nhận, hoặc đề nghị bổ sung.');
    expect(sits).not.toContain('chọn một trong hai');
    expect(await post(world, world.sits, id)).toBe(404);
    expect(await post(world, await officeOf(world), id)).toBe(404);
    expect(await stateOf(world, id)).toBe('submitted');
    expect(await post(world, world.deputy, id)).toBe(303);
  });

  test('nobody his own: the secretary’s is the deputy’s to accept', async () => {
    const world = await branchWorld();
    const id = await handIn(world, world.secretary);
    expect((await world.leader.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(404);
    expect(await post(world, world.secretary, id)).toBe(404);
    const board = await (await world.leader.get(`/chi-bo/${world.office.branch}`)).text();
    expect(board).not.toContain(`/ban-kiem-diem/${id}/doc`);
    const office = await officeOf(world);
    expect(await textAt(await world.as(office), '/quan-tri')).not.toContain('chờ văn phòng tiếp nhận');
    expect(await post(world, office, id)).toBe(404);
    expect(await post(world, world.deputy, id)).toBe(303);
  });

  test.each(['secretary', 'deputy'] as const)(
    'the office, where the %s’s review has nobody else in the branch; it waits on the office’s page',
    async (role) => {
      const world = await branchWorld();
      const [author, other] = role === 'secretary' ? [world.secretary, world.deputy] : [world.deputy, world.secretary];
      await world.deps.store.db.deleteFrom('role').where('account_id', '=', other.accountId).execute();
      const id = await handIn(world, author);
      const colleague = await handIn(world);
      const office = await world.as(await officeOf(world));
      const list = await (await office.get('/quan-tri')).text();
      expect(wordsOn(list)).toContain(`Bản kiểm điểm chờ văn phòng tiếp nhận`);
      expect(wordsOn(list)).toContain(`Đồng chí ${author.fullName} Chi bộ Số 1. Nộp lúc 10:00:00 ngày 22/11/2026.`);
      expect(list).toContain(`/ban-kiem-diem/${id}/doc`);
      expect(list).not.toContain(colleague);
      expect((await office.get(`/ban-kiem-diem/${colleague}/doc`)).status).toBe(404);
      expect((await giveBack(office, id, REMARK)).status).toBe(303);
      expect((await office.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(404);
      await submitAs(world.deps, author, id);
      const done = await accept(office, id);
      expect(await textAt(office, done.headers.get('location') ?? '')).toContain('Đã tiếp nhận bản kiểm điểm');
      expect(await textAt(office, '/quan-tri')).not.toContain('chờ văn phòng tiếp nhận');
    },
  );

  test('the office for a branch of one; never an administrator, nor the office of another committee', async () => {
    const world = await branchWorld();
    const { otherBranch, foreignCommittee, committee } = world.office;
    const alone = await seedPerson(world.deps, otherBranch, 'Một Mình');
    const id = await handIn(world, alone);
    const roleAt = (unitId: string, role: 'office' | 'administrator') =>
      seedPerson(world.deps, world.office.branch, `Người ${role}`, { roles: [{ unitId, role }] });
    for (const person of [await roleAt(foreignCommittee, 'office'), await roleAt(committee, 'administrator')]) {
      const browser = await world.as(person);
      expect((await browser.get(`/ban-kiem-diem/${id}/doc`)).status).toBe(404);
      expect(await post(world, person, id)).toBe(404);
      expect(await textAt(browser, '/quan-tri')).not.toContain('Một Mình');
    }
    const office = await roleAt(committee, 'office');
    expect(await textAt(await world.as(office), '/quan-tri')).toContain('Đồng chí Một Mình Chi bộ Số 2.');
    expect(await post(world, office, id)).toBe(303);
  });

  test('the office never its own: a clerk who is the one member of his branch waits for another clerk', async () => {
    const world = await branchWorld();
    const clerk = await officeOf(world, 'Văn Phòng Một Mình');
    const id = await begin({ browser: await world.as(clerk), campaignId: world.campaignId });
    await completeReview(world.deps, actorFor(clerk), id);
    await submitAs(world.deps, clerk, id);
    expect(await textAt(await world.as(clerk), '/quan-tri')).not.toContain('chờ văn phòng tiếp nhận');
    expect(await post(world, clerk, id)).toBe(404);
    const roles = [{ unitId: world.office.committee, role: 'office' as const }];
    const other = await seedPerson(world.deps, world.office.branch, 'Văn Phòng Khác', { roles });
    expect(await post(world, other, id)).toBe(303);
  });
});
