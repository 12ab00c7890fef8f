import { describe, expect, test } from 'vitest';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { insertDecision } from '../../src/ratings/statements.ts';
import { actionsLogged, formOn, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';
import {
  decideAll,
  decisionFields,
  exempt,
  handIn,
  handUpAs,
  propose,
  proposeAll,
  type RatingWorld,
  ratingWorld,
} from '../helpers/ratings.ts';

async function handedUp(more: Parameters<typeof ratingWorld>[1] = {}): Promise<RatingWorld> {
  const world = await ratingWorld({}, more);
  await proposeAll(world);
  await handUpAs(world, world.secretary);
  return world;
}

const again = {
  muc: 'completed',
  so: '52-QĐ/ĐU',
  ngay: '22/11/2026',
  noi: 'Ban Thường vụ Đảng ủy phường Thử Nghiệm',
  ly_do: 'Theo kết luận kiểm tra ngày 21-11-2026.',
};

async function decideAgain(world: RatingWorld, more: Record<string, string> = {}): Promise<Response> {
  const clerk = await world.as(world.clerk);
  const path = `${world.officeBranch}/muc/${world.member.memberId}`;
  const { thay = '' } = formOn(await (await clerk.get(path)).text());
  return clerk.post(`${path}/quyet-dinh-lai`, { thay, ...again, ...more });
}

interface Decision {
  id: string;
  subject: string;
  level: string;
  number: string;
  reason: string;
  replaces_id: string | null;
}

async function decisions(world: RatingWorld): Promise<Decision[]> {
  return (await tableContents(world.deps.store)).rating_decision as Decision[];
}

describe('the office', () => {
  test('sees which branches have handed up, and nothing of a branch that has not', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    const clerk = await world.as(world.clerk);
    const before = wordsOn(await (await clerk.get(world.officeAll)).text());
    expect(before).toContain('0/2 chi bộ đã chuyển bảng đề xuất.');
    expect(await (await clerk.get(world.officeBranch)).text()).not.toContain('Phạm Thị Viên');
    expect((await clerk.get(`${world.officeBranch}/muc/${world.member.memberId}`)).status).toBe(404);
    expect((await clerk.get(`${world.officeBranch}/danh-sach.pdf`)).status).toBe(404);
    await handUpAs(world, world.secretary);
    expect(wordsOn(await (await clerk.get(world.officeAll)).text())).toContain('1/2 chi bộ đã chuyển');
    expect(wordsOn(await (await clerk.get(world.officeBranch)).text())).toContain('Phạm Thị Viên');
  });

  test('records a discipline as the leaders do, once the branch has handed up, and takes it back', async () => {
    const world = await handedUp();
    const clerk = await world.as(world.clerk);
    const path = `${world.officeBranch}/muc/${world.member.memberId}`;
    const typed = { hinh_thuc: 'warning', so_ky_luat: '31-QĐ/UBKT', ngay_ky_luat: '01/09/2026', lien_quan: '0' };
    expect((await clerk.post(`${path}/ky-luat`, { ...typed, lien_quan: '' })).status).toBe(422);
    expect((await clerk.post(`${path}/ky-luat`, typed)).status).toBe(303);
    const row = await (
      await (await world.as(world.secretary)).get(`${world.table}/muc/${world.member.memberId}`)
    ).text();
    expect(wordsOn(row)).toContain('Cảnh cáo ngày 01-9-2026, theo 31-QĐ/UBKT, không liên quan');
    const withdraw = /action="([^"]*\/rut)"/.exec(await (await clerk.get(path)).text())?.[1] ?? '';
    expect((await clerk.post(withdraw, {})).status).toBe(303);
    expect((await clerk.post(withdraw, {})).status).toBe(404);
    expect((await tableContents(world.deps.store)).discipline).toMatchObject([
      { withdrawn_at: expect.any(String) as string },
    ]);
  });

  test('reads levels and reasons, and no word of anybody’s review', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    await proposeAll(world);
    await handUpAs(world, world.secretary);
    const clerk = await world.as(world.clerk);
    for (const path of [world.officeBranch, `${world.officeBranch}/muc/${world.member.memberId}`]) {
      const words = wordsOn(await (await clerk.get(path)).text());
      expect(words).toContain('Chi bộ đã thảo luận và thống nhất.');
      expect(words).toMatch(/Tốt|Hoàn thành tốt/);
      expect(words).not.toContain('Còn nể nang');
      expect(words).not.toContain('88,5');
    }
  });

  test('decides in two steps: the proposals stand there, and nothing is written until confirmed', async () => {
    const world = await handedUp();
    const clerk = await world.as(world.clerk);
    const html = await (await clerk.get(world.officeBranch)).text();
    expect(html.match(/<option value="good" selected>/g)).toHaveLength(5);
    const before = await tableContents(world.deps.store);
    const first = await clerk.post(`${world.officeBranch}/quyet-dinh`, decisionFields(world));
    expect(first.status).toBe(200);
    const confirm = await first.text();
    expect(wordsOn(confirm)).toContain('Chưa ghi gì cả');
    expect(await tableContents(world.deps.store)).toEqual(before);
    const unticked = await clerk.post(`${world.officeBranch}/quyet-dinh`, formOn(confirm));
    expect(unticked.status).toBe(422);
    expect(unescaped(await unticked.text())).toContain('Đồng chí đối chiếu rồi đánh dấu ô này');
    expect(await tableContents(world.deps.store)).toEqual(before);
    const done = await clerk.post(`${world.officeBranch}/quyet-dinh`, { ...formOn(confirm), xac_nhan: '1' });
    expect(done.status).toBe(303);
    expect((await decisions(world)).map(({ level, number }) => [level, number])).toEqual(
      Array.from({ length: 5 }, () => ['good', '45-QĐ/ĐU']),
    );
    expect(await actionsLogged(world.deps)).toContain('rating-decided');
    expect(wordsOn(await (await clerk.get(world.officeBranch)).text())).toContain('Đã có quyết định');
  });

  test('goes back to put something right, with everything still there', async () => {
    const world = await handedUp();
    const clerk = await world.as(world.clerk);
    const typed = decisionFields(world, { [`muc-${world.member.memberId}`]: 'completed', so: '47-QĐ/ĐU' });
    const back = await clerk.post(`${world.officeBranch}/quyet-dinh`, { ...typed, buoc: '2', sua: '1' });
    const html = await back.text();
    expect(html).toContain('value="47-QĐ/ĐU"');
    expect(html.match(/<option value="completed" selected>/g)).toHaveLength(1);
    expect(await decisions(world)).toEqual([]);
  });

  test('leaves some for another document', async () => {
    const world = await handedUp();
    const none = { [`muc-${world.member.memberId}`]: '' };
    const clerk = await world.as(world.clerk);
    const confirm = await clerk.post(`${world.officeBranch}/quyet-dinh`, decisionFields(world, none));
    expect(wordsOn(await confirm.text())).toContain('Chưa quyết định lần này: Phạm Thị Viên.');
    expect((await decideAll(world, none)).status).toBe(303);
    expect(await decisions(world)).toHaveLength(4);
    const rest = Object.fromEntries(
      [COLLECTIVE, world.secretary.memberId, world.deputy.memberId, world.sitting.memberId].map((id) => [
        `muc-${id}`,
        '',
      ]),
    );
    expect((await decideAll(world, { ...rest, so: '46-QĐ/ĐU', ngay: '22/11/2026' })).status).toBe(303);
    expect((await decisions(world)).map(({ number }) => number)).toEqual([
      ...Array<string>(4).fill('45-QĐ/ĐU'),
      '46-QĐ/ĐU',
    ]);
  });

  test('is warned with the sum over all branches, gives a reason, and is never stopped by it', async () => {
    const world = await handedUp();
    const clerk = await world.as(world.clerk);
    const typed = decisionFields(world, { [`muc-${COLLECTIVE}`]: 'good' }, 'excellent');
    const confirm = wordsOn(await (await clerk.post(`${world.officeBranch}/quyet-dinh`, typed)).text());
    expect(confirm).toContain(
      'Cá nhân không giữ chức vụ lãnh đạo, quản lý : hiện tại 2 > 0 (20 % của 0, làm tròn xuống); trong 2 người nhiều nhất 0.',
    );
    expect(confirm).toContain(
      'Tập thể chi bộ : hiện tại 0 ≤ 0 (20 % của 1, làm tròn xuống); trong 1 tập thể nhiều nhất 0.',
    );
    expect(confirm).toContain('(khác đề xuất)');
    const refused = await decideAll(world, typed);
    expect(refused.status).toBe(422);
    expect(await decisions(world)).toEqual([]);
    expect((await decideAll(world, { ...typed, ly_do: 'Ban Thường vụ xem xét từng trường hợp.' })).status).toBe(303);
    expect((await decisions(world)).map(({ level }) => level).sort()).toEqual([
      'excellent',
      'excellent',
      'excellent',
      'excellent',
      'good',
    ]);
    expect((await decisions(world))[0]?.reason).toBe('Ban Thường vụ xem xét từng trường hợp.');
  });

  test('reckons the cap over all branches that have handed up, each person where he stands, and nobody exempt', async () => {
    const world = await handedUp();
    const there = await seedPerson(world.deps, world.office.otherBranch, 'Cao Thị Hai', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    const other = await world.as(there);
    const table = `/chi-bo/${world.office.otherBranch}/xep-loai`;
    const best = { chi_bo: 'excellent', ly_do: 'Nhất trí cao.', v: '0' };
    for (const subject of [COLLECTIVE, there.memberId, world.clerk.memberId, world.administrator.memberId]) {
      expect((await other.post(`${table}/muc/${subject}`, best)).status).toBe(303);
    }
    const clerk = await world.as(world.clerk);
    const caps = async () => wordsOn(await (await clerk.get(world.officeAll)).text());
    const others = 'Cá nhân không giữ chức vụ lãnh đạo, quản lý : hiện tại';
    // Not handed up: not counted.
    expect(await caps()).toContain(`${others} 0 ≤ 0 (20 % của 2, làm tròn xuống); trong 2 người nhiều nhất 0.`);
    await other.post(`${table}/chuyen`, { ly_do: 'Họp trên giấy.' });
    expect(await caps()).toContain(`${others} 3 > 0 (20 % của 2, làm tròn xuống); trong 5 người nhiều nhất 0.`);
    expect(await caps()).toContain('Tập thể chi bộ : hiện tại 1 > 0 (20 % của 1, làm tròn xuống)');
    await exempt(world, world.administrator, 'suspended');
    expect(await caps()).toContain(`${others} 2 > 0 (20 % của 2, làm tròn xuống)`);
  });

  test('comes here from the campaign’s page; an administrator finds no way there', async () => {
    const world = await handedUp();
    const page = `/quan-tri/dot/${world.campaignId}`;
    expect(await (await (await world.as(world.clerk)).get(page)).text()).toContain(`href="${world.officeAll}"`);
    expect(await (await (await world.as(world.administrator)).get(page)).text()).not.toContain('/xep-loai');
  });

  const BAD: { name: string; typed: Record<string, string>; says: string }[] = [
    { name: 'a day in the future', typed: { ngay: '23/11/2026' }, says: 'Ngày quyết định không thể ở tương lai' },
    {
      name: 'a day before the campaign',
      typed: { ngay: '20/11/2025' },
      says: 'không thể trước ngày mở đợt (01/11/2026)',
    },
    { name: 'a day that is none', typed: { ngay: '31/02/2026' }, says: 'Ngày ghi dạng ngày/tháng/năm' },
    { name: 'no number', typed: { so: ' ' }, says: 'Đồng chí ghi số của quyết định' },
    { name: 'a number without a figure', typed: { so: 'QĐ/ĐU' }, says: 'phải có chữ số' },
    { name: 'no body', typed: { noi: '' }, says: 'Đồng chí ghi cơ quan quyết định' },
    {
      name: 'a level of another form',
      typed: { 'muc-collective': 'sieu-hang' },
      says: 'Đồng chí chọn một mức trong danh sách',
    },
    { name: 'a line that is not there', typed: { 'muc-khong-co': 'good' }, says: 'không còn trong danh sách' },
  ];

  test.each(BAD)('with $name is sent back with the words kept, and nothing is written', async ({ typed, says }) => {
    const world = await handedUp();
    const before = await tableContents(world.deps.store);
    const answer = await decideAll(world, typed);
    expect(answer.status).toBe(422);
    const html = unescaped(await answer.text());
    expect(html).toContain(says);
    if (typed.noi === undefined) expect(html).toContain('value="Ban Thường vụ Đảng ủy phường Thử Nghiệm"');
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('decides nothing before the hand-up, nothing twice, and one number for one day only', async () => {
    const world = await ratingWorld();
    await proposeAll(world);
    expect((await decideAll(world)).status).toBe(409);
    await handUpAs(world, world.secretary);
    await decideAll(world, { [`muc-${world.member.memberId}`]: '' });
    const twice = await decideAll(world);
    expect(twice.status).toBe(422);
    expect(unescaped(await twice.text())).toContain('Lê Văn Thư đã có quyết định');
    const rest = Object.fromEntries(
      [COLLECTIVE, world.secretary.memberId, world.deputy.memberId, world.sitting.memberId].map((id) => [
        `muc-${id}`,
        '',
      ]),
    );
    const clash = await decideAll(world, { ...rest, ngay: '22/11/2026' });
    expect(clash.status).toBe(422);
    expect(unescaped(await clash.text())).toContain('Số 45-QĐ/ĐU đã dùng cho quyết định xếp loại ngày 21/11/2026');
    expect(await decisions(world)).toHaveLength(4);
  });

  test('cannot decide one person twice even when two lists are written in the same moment', async () => {
    const world = await handedUp();
    const { store, newId } = world.deps;
    const row = (number: string) =>
      insertDecision(store.db, {
        id: newId(),
        campaign_id: world.campaignId,
        unit_id: world.office.branch,
        subject: world.member.memberId,
        level: 'good',
        number,
        decided_on: '2026-11-21',
        body: 'Ban Thường vụ',
        reason: '',
        replaces_id: null,
        account_id: world.clerk.accountId,
        at: '2026-11-22T03:00:00.000Z',
      });
    const [one, other] = [row('45-QĐ/ĐU'), row('46-QĐ/ĐU')];
    await store.atomic([one]);
    await expect(store.atomic([other])).rejects.toThrow('unique');
    expect(await decisions(world)).toMatchObject([{ number: '45-QĐ/ĐU' }]);
  });

  test('is the office alone: administrators, leaders and members neither see nor decide', async () => {
    const world = await handedUp();
    const before = await tableContents(world.deps.store);
    for (const person of [world.administrator, world.secretary, world.member]) {
      const browser = await world.as(person);
      expect((await browser.get(world.officeAll)).status).toBe(403);
      expect((await browser.get(world.officeBranch)).status).toBe(404);
      const answer = await browser.post(`${world.officeBranch}/quyet-dinh`, decisionFields(world));
      expect(answer.status).toBe(404);
    }
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('of another campaign finds no branch of this one there', async () => {
    const world = await handedUp();
    const foreign = await seedCampaign(world.deps, world.office.foreignCommittee);
    const clerk = await world.as(world.clerk);
    expect((await clerk.get(`/quan-tri/dot/${foreign}/xep-loai`)).status).toBe(404);
    const mixed = `/quan-tri/dot/${foreign}/xep-loai/chi-bo/${world.office.branch}`;
    expect((await clerk.get(mixed)).status).toBe(404);
  });
});

describe('a later decision', () => {
  test('replaces the first with a reason, and both stay to be read', async () => {
    const world = await handedUp();
    await decideAll(world);
    expect((await decideAgain(world)).status).toBe(303);
    const [first, later] = (await decisions(world)).filter(({ subject }) => subject === world.member.memberId);
    expect(later).toMatchObject({ level: 'completed', replaces_id: first?.id, reason: again.ly_do });
    const clerk = await world.as(world.clerk);
    const words = wordsOn(await (await clerk.get(`${world.officeBranch}/muc/${world.member.memberId}`)).text());
    expect(words).toMatch(/Hoàn thành nhiệm vụ Quyết định số 52-QĐ\/ĐU.*Hoàn thành tốt nhiệm vụ \(đã được thay\)/);
  });

  const BAD: { name: string; typed: Record<string, string>; says: string }[] = [
    { name: 'without a reason', typed: { ly_do: ' ' }, says: 'Đồng chí ghi lý do xếp loại lại' },
    { name: 'to the level that stands', typed: { muc: 'good' }, says: 'Mức này là mức đang có' },
    { name: 'to no level', typed: { muc: '' }, says: 'Đồng chí chọn mức xếp loại lại' },
    {
      name: 'under the number of the first',
      typed: { so: '45-QĐ/ĐU', ngay: '21/11/2026' },
      says: 'Số 45-QĐ/ĐU đã dùng',
    },
    { name: 'of an earlier day', typed: { ngay: '20/11/2026' }, says: 'không thể trước ngày của quyết định được thay' },
    { name: 'of the future', typed: { ngay: '24/12/2026' }, says: 'không thể ở tương lai' },
  ];

  test.each(BAD)('$name is sent back, and nothing is written', async ({ typed, says }) => {
    const world = await handedUp();
    await decideAll(world);
    const before = await tableContents(world.deps.store);
    const answer = await decideAgain(world, typed);
    expect(answer.status).toBe(422);
    expect(unescaped(await answer.text())).toContain(says);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('written from a page that is older than another one changes nothing', async () => {
    const world = await handedUp();
    await decideAll(world);
    const [first] = (await decisions(world)).filter(({ subject }) => subject === world.member.memberId);
    await decideAgain(world);
    const late = await decideAgain(world, { thay: first?.id ?? '', so: '53-QĐ/ĐU', muc: 'excellent' });
    expect(late.status).toBe(409);
    expect(unescaped(await late.text())).toContain('Vừa có quyết định khác được ghi trước');
    expect(await decisions(world)).toHaveLength(6);
  });

  test('can be made after the campaign is over', async () => {
    const world = await handedUp();
    await decideAll(world);
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    expect((await decideAgain(world)).status).toBe(303);
  });

  test('is made by nobody but the office', async () => {
    const world = await handedUp();
    await decideAll(world);
    for (const person of [world.administrator, world.secretary, world.member]) {
      const path = `${world.officeBranch}/muc/${world.member.memberId}/quyet-dinh-lai`;
      expect((await (await world.as(person)).post(path, again)).status).toBe(404);
    }
    expect(await decisions(world)).toHaveLength(5);
  });
});

describe('the person', () => {
  test('finds the own level with the decision’s number and date at home, and nobody else’s', async () => {
    const world = await handedUp();
    const review = await handIn(world, world.member);
    await decideAll(world, { [`muc-${world.deputy.memberId}`]: 'completed', ly_do: 'Xem xét riêng.' });
    const browser = await world.as(world.member);
    const words = wordsOn(await (await browser.get(`/ban-kiem-diem/${review}`)).text());
    expect(words).toContain('Kết quả xếp loại');
    expect(words).toContain('Hoàn thành tốt nhiệm vụ Quyết định số 45-QĐ/ĐU, ngày 21-11-2026, của Ban Thường vụ');
    expect(words).not.toContain('Xem xét riêng.');
    // Without a review the start page has it.
    const other = wordsOn(await (await (await world.as(world.deputy)).get('/')).text());
    expect(other).toContain('Hoàn thành nhiệm vụ Quyết định số 45-QĐ/ĐU');
    expect(other).not.toContain('Hoàn thành tốt nhiệm vụ Quyết định');
  });

  test('sees both when a level was changed, with the reason', async () => {
    const world = await handedUp();
    await decideAll(world);
    await decideAgain(world);
    const words = wordsOn(await (await (await world.as(world.member)).get('/')).text());
    expect(words).toContain('Lý do: Theo kết luận kiểm tra ngày 21-11-2026.');
    expect(words).toMatch(/Hoàn thành nhiệm vụ Quyết định số 52.*Hoàn thành tốt nhiệm vụ \(đã được thay\)/);
  });

  test('sees nothing before a decision, whatever the branch proposes', async () => {
    const world = await handedUp();
    expect(await (await (await world.as(world.member)).get('/')).text()).not.toContain('Kết quả xếp loại');
  });

  test('prints the own notice, which is logged, and nobody else’s', async () => {
    const world = await handedUp();
    await decideAll(world);
    const browser = await world.as(world.member);
    const path = /href="(\/xep-loai\/[^"]*thong-bao\.pdf)"/.exec(await (await browser.get('/')).text())?.[1] ?? '';
    const answer = await browser.get(path);
    expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/pdf']);
    const printed = await world.deps.store.db
      .selectFrom('audit')
      .where('action', '=', 'paper-printed')
      .select(['account_id', 'subject_kind', 'subject_id', 'detail'])
      .execute();
    expect(printed).toEqual([
      {
        account_id: world.member.accountId,
        subject_kind: 'member',
        subject_id: world.member.memberId,
        detail: 'notice',
      },
    ]);
    for (const person of [world.deputy, world.secretary, world.clerk, world.administrator]) {
      expect((await (await world.as(person)).get(path)).status).toBe(404);
    }
  });
});

test('a branch’s proposals stay what they were when the committee decides otherwise', async () => {
  const world = await handedUp();
  await decideAll(world, { [`muc-${world.member.memberId}`]: 'completed', ly_do: 'Xem xét riêng.' });
  const browser = await world.as(world.secretary);
  const row = wordsOn(await (await browser.get(`${world.table}/muc/${world.member.memberId}`)).text());
  expect(row).toContain('Mức chi bộ đề xuất Hoàn thành tốt nhiệm vụ');
  expect(row).toContain('Hoàn thành nhiệm vụ Quyết định số 45-QĐ/ĐU');
  // Why the committee did so is its own; only a later decision carries its reason to the branch.
  expect(row).not.toContain('Xem xét riêng.');
  const refused = await propose(world, browser, world.member, { chi_bo: 'good', v: '1', ly_do: 'x' });
  expect(refused.status).toBe(409);
});
