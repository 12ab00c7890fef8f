import { describe, expect, test } from 'vitest';
import { insertMembers } from '../../src/imports/statements.ts';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { insertReview } from '../../src/reviews/statements.ts';
import { actionsLogged, judgeAs, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';
import {
  changeMember,
  countBallots,
  decideAll,
  handIn,
  handUpAs,
  propose,
  proposeAll,
  type RatingWorld,
  ratingWorld,
  rowPath,
  watchDatabase,
} from '../helpers/ratings.ts';

async function allBallots(world: RatingWorld): Promise<void> {
  const people = [world.secretary, world.deputy, world.sitting, world.member].map(({ memberId }) => memberId);
  await countBallots(world, Object.fromEntries([COLLECTIVE, ...people].map((subject) => [subject, { good: 4 }])));
}

/** The branch's review of itself, as its own pages would leave it. */
async function collectiveHandsIn(world: RatingWorld): Promise<void> {
  const at = world.deps.now().toISOString();
  const row = { id: world.deps.newId(), campaign_id: world.campaignId, member_id: null, unit_id: world.office.branch };
  const state = { form_id: '2b-2025', state: 'submitted' as const, version: 2, submissions: 1, reference: 'TT-1' };
  const times = { created_at: at, submitted_at: at, state_at: at };
  await world.deps.store.atomic([insertReview(world.deps.store.db, { ...row, ...state, ...times })]);
}

describe('handing up', () => {
  test('names what is missing, and goes with a reason only', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { chi_bo: 'excellent', ly_do: 'Nhất trí cao.' });
    const words = wordsOn(await (await browser.get(world.table)).text());
    expect(words).toContain('Chưa có mức chi bộ đề xuất: Tập thể Chi bộ Số 1, Lê Văn Thư, Ngô Thị Phó, Đỗ Văn Ủy.');
    expect(words).toContain('Chưa có kết quả kiểm phiếu: Tập thể Chi bộ Số 1');
    expect(words).toContain('Vượt tỷ lệ tối đa: Cá nhân không giữ chức vụ lãnh đạo, quản lý: hiện tại 1 > 0');
    const before = await tableContents(world.deps.store);
    const refused = await browser.post(`${world.table}/chuyen`, { ly_do: '  ' });
    expect(refused.status).toBe(422);
    expect(unescaped(await refused.text())).toContain('Đồng chí ghi ngắn gọn lý do vẫn chuyển.');
    expect(await tableContents(world.deps.store)).toEqual(before);
    expect((await handUpAs(world, world.secretary)).status).toBe(303);
    expect((await tableContents(world.deps.store)).hand_up_step).toMatchObject([
      { kind: 'handed', reason: 'Họp chi bộ trên giấy.' },
    ]);
    expect(await actionsLogged(world.deps)).toContain('rating-handed-up');
  });

  test('asks for no reason where nothing is missing', async () => {
    const world = await ratingWorld();
    for (const person of [world.secretary, world.deputy, world.sitting, world.member]) {
      await changeMember(world, person, { standing: 'no_post' });
      await handIn(world, person);
    }
    await collectiveHandsIn(world);
    await allBallots(world);
    await proposeAll(world);
    const browser = await world.as(world.secretary);
    const page = await (await browser.get(world.table)).text();
    expect(page).not.toContain('name="ly_do"');
    expect(wordsOn(page)).not.toContain('Trước khi chuyển, xin đồng chí xem');
    expect((await browser.post(`${world.table}/chuyen`, {})).status).toBe(303);
    expect((await tableContents(world.deps.store)).hand_up_step).toMatchObject([{ kind: 'handed', reason: '' }]);
  });

  test('closes the table: neither leader changes a row any more, nor hands up twice', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    const before = await handUpAs(world, world.secretary);
    expect(before.headers.get('location')).toContain(world.table);
    const browser = await world.as(world.deputy);
    const page = await (await browser.get(world.table)).text();
    expect(page).not.toContain('Ghi mức');
    expect(page).not.toContain('/chuyen');
    expect(wordsOn(page)).toContain('Đồng chí Lê Văn Thư chuyển bảng đề xuất lên Đảng ủy phường Thử Nghiệm lúc');
    const held = await tableContents(world.deps.store);
    const late = await browser.post(rowPath(world, world.member), { chi_bo: 'completed', v: '1', ly_do: 'Sửa lại.' });
    expect(late.status).toBe(409);
    expect(unescaped(await late.text())).toContain('Bảng đề xuất đã chuyển lên cấp trên');
    expect((await handUpAs(world, world.deputy)).status).toBe(409);
    expect(await tableContents(world.deps.store)).toEqual(held);
  });

  test('is refused to who only sits in the chi ủy, to members, to the office and to administrators', async () => {
    const world = await ratingWorld();
    const before = await tableContents(world.deps.store);
    for (const person of [world.sitting, world.member, world.clerk, world.administrator]) {
      expect((await handUpAs(world, person)).status).toBe(404);
    }
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('is over once the campaign is', async () => {
    const world = await ratingWorld();
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const page = await (await (await world.as(world.secretary)).get(world.table)).text();
    expect(page).not.toContain('Ghi mức');
    expect((await handUpAs(world, world.secretary)).status).toBe(409);
    expect((await tableContents(world.deps.store)).hand_up).toEqual([]);
  });
});

describe('giving back', () => {
  test('takes a reason, opens the table again and says why', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const clerk = await world.as(world.clerk);
    expect((await clerk.post(`${world.officeBranch}/tra-lai`, { ly_do: ' ' })).status).toBe(422);
    expect((await tableContents(world.deps.store)).hand_up).toHaveLength(1);
    expect((await clerk.post(`${world.officeBranch}/tra-lai`, { ly_do: 'Thiếu phiếu.' })).status).toBe(303);
    const browser = await world.as(world.secretary);
    const page = wordsOn(await (await browser.get(world.table)).text());
    expect(page).toContain('Đồng chí Vũ Thị Phòng (văn phòng cấp ủy) trả lại bảng lúc');
    expect(page).toContain('Lý do: Thiếu phiếu.');
    const saved = await propose(world, browser, world.member, { chi_bo: 'completed', ly_do: 'Theo phiếu.' });
    expect(saved.status).toBe(303);
    expect((await handUpAs(world, world.deputy)).status).toBe(303);
    const kinds = (await tableContents(world.deps.store)).hand_up_step as { kind: string }[];
    expect(kinds.map(({ kind }) => kind)).toEqual(['handed', 'given_back', 'handed']);
    expect(await actionsLogged(world.deps)).toContain('rating-given-back');
  });

  test('is refused before a hand-up, after a decision, and to everybody but the office', async () => {
    const world = await ratingWorld();
    const clerk = await world.as(world.clerk);
    const path = `${world.officeBranch}/tra-lai`;
    expect((await clerk.post(path, { ly_do: 'Thiếu phiếu.' })).status).toBe(409);
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    for (const person of [world.secretary, world.administrator, world.member]) {
      expect((await (await world.as(person)).post(path, { ly_do: 'Thiếu phiếu.' })).status).toBe(404);
    }
    await decideAll(world);
    const after = await clerk.post(path, { ly_do: 'Thiếu phiếu.' });
    expect(after.status).toBe(409);
    expect(unescaped(await after.text())).toContain('mọi thay đổi là một quyết định xếp loại lại');
    expect((await tableContents(world.deps.store)).hand_up).toHaveLength(1);
  });
});

describe('an unusual branch', () => {
  test('of one person has a table of two lines and an arithmetic that holds', async () => {
    const world = await ratingWorld();
    const alone = await seedPerson(world.deps, world.office.otherBranch, 'Tô Văn Một', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    // The two of the office belong to another branch in this test.
    for (const person of [world.clerk, world.administrator]) {
      await changeMember(world, person, { unit_id: world.office.foreignBranch });
    }
    const browser = await world.as(alone);
    const table = `/chi-bo/${world.office.otherBranch}/xep-loai`;
    const saved = await browser.post(`${table}/muc/${alone.memberId}`, {
      chi_bo: 'excellent',
      ly_do: 'Tự nhận.',
      v: '0',
    });
    expect(saved.status).toBe(303);
    const page = wordsOn(await (await browser.get(table)).text());
    expect(page).toContain('hiện tại 1 > 0 (20 % của 0, làm tròn xuống); trong 1 người nhiều nhất 0.');
    expect(page.match(/Điều kiện để xem xét/g)).toHaveLength(2);
    expect((await browser.post(`${table}/chuyen`, { ly_do: 'Chi bộ một người.' })).status).toBe(303);
  });

  test('of 400 has a line for each, asks the database no more than a small one, and hands up as any other', async () => {
    const world = await ratingWorld();
    const { db } = world.deps.store;
    const like = await db.selectFrom('member').where('id', '=', world.member.memberId).selectAll().executeTakeFirst();
    const people = Array.from({ length: 396 }, (_, index) => ({
      ...(like as NonNullable<typeof like>),
      id: `m${index + 1}`,
      full_name: `Người Thứ ${'ABCDEFGHIK'[(index + 1) % 10]} ${index + 1}`,
      birth_date: '1970',
      card_number: '',
    }));
    await world.deps.store.atomic(insertMembers(db, people));
    const watch = watchDatabase(world);
    const page = await (await (await watch.as(world.secretary)).get(world.table)).text();
    // However many people: the whole page in a few dozen questions.
    expect(watch.answers.length).toBeLessThan(50);
    expect(page.match(/<tr class="levels__line">/g)).toHaveLength(401);
    expect((await handUpAs(world, world.secretary)).status).toBe(303);
  });
});

describe('a person who moves to another branch in mid-campaign', () => {
  async function moved(world: RatingWorld): Promise<void> {
    const { memberId } = world.member;
    await changeMember(world, world.member, { unit_id: world.office.otherBranch });
    await world.deps.store.db
      .updateTable('review')
      .set({ unit_id: world.office.otherBranch })
      .where('member_id', '=', memberId)
      .where('state', '<>', 'accepted')
      .execute();
  }

  test('is rated where the review went, and the old branch is told that its level no longer counts', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { chi_bo: 'good', ly_do: 'Thống nhất.' });
    await moved(world);
    const page = await (await browser.get(world.table)).text();
    expect(page).not.toContain(`id="dong-${world.member.memberId}"`);
    expect(wordsOn(page)).toContain('Không còn trong danh sách này');
    expect(wordsOn(page)).toContain('Phạm Thị Viên. Mức đã ghi ở đây giữ lại nhưng không tính.');
    expect((await browser.get(rowPath(world, world.member))).status).toBe(404);
    const there = await seedPerson(world.deps, world.office.otherBranch, 'Cao Thị Hai', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    const other = await (await (await world.as(there)).get(`/chi-bo/${world.office.otherBranch}/xep-loai`)).text();
    expect(other).toContain(`id="dong-${world.member.memberId}"`);
    expect(other).not.toContain('>Tốt</td>');
  });

  test('stays in the branch that accepted the review', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    const leads = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, world.secretary, leads, review, { move: 'accept' });
    await moved(world);
    const page = await (await (await world.as(world.secretary)).get(world.table)).text();
    expect(page).toContain(`id="dong-${world.member.memberId}"`);
  });

  test('once decided is not decided a second time in the new branch', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    await decideAll(world);
    await moved(world);
    const there = await seedPerson(world.deps, world.office.otherBranch, 'Cao Thị Hai', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    const browser = await world.as(there);
    const table = `/chi-bo/${world.office.otherBranch}/xep-loai`;
    expect(await (await browser.get(table)).text()).not.toContain(`id="dong-${world.member.memberId}"`);
    await browser.post(`${table}/chuyen`, { ly_do: 'Họp trên giấy.' });
    const clerk = await world.as(world.clerk);
    const path = `/quan-tri/dot/${world.campaignId}/xep-loai/chi-bo/${world.office.otherBranch}`;
    const answer = await clerk.post(`${path}/quyet-dinh`, {
      so: '46-QĐ/ĐU',
      ngay: '21/11/2026',
      noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm',
      [`muc-${world.member.memberId}`]: 'completed',
      buoc: '2',
      xac_nhan: '1',
    });
    expect(answer.status).toBe(422);
    expect((await tableContents(world.deps.store)).rating_decision).toHaveLength(5);
    // The old branch keeps its line, with the decision.
    const old = await (await (await world.as(world.secretary)).get(world.table)).text();
    expect(old).toContain(`id="dong-${world.member.memberId}"`);
  });
});
