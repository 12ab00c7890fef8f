import { describe, expect, test } from 'vitest';
import { actionsLogged, formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { exempt, markPresent, meetingWorld, PLAN, plan, send } from '../helpers/meetings.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';

describe('before a meeting is planned', () => {
  test('its leaders are told what will be there, and how to begin', async () => {
    const { chair, path } = await meetingWorld();
    const page = await (await chair.get(path())).text();
    expect(wordsOn(page)).toContain('Chưa có kế hoạch họp.');
    expect(page).toContain(`href="${path('/ke-hoach')}"`);
  });

  test('every other page says what to do first', async () => {
    const { chair, path } = await meetingWorld();
    for (const page of ['/diem-danh', '/trinh-chieu', '/kiem-phieu', '/giay-moi.pdf', '/bien-ban.pdf']) {
      const answer = await chair.get(path(page));
      expect([page, answer.status]).toEqual([page, 409]);
      expect(wordsOn(await answer.text())).toContain('Đồng chí lập kế hoạch ở trang Họp chi bộ trước.');
    }
  });

  test('a branch without any campaign is told whom to ask', async () => {
    const { deps, chair, path } = await meetingWorld();
    await deps.store.db.deleteFrom('campaign_form').execute();
    await deps.store.db.deleteFrom('campaign').execute();
    const answer = await chair.get(path());
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('Đồng chí hỏi văn phòng đảng ủy.');
  });
});

describe('the plan', () => {
  test('of the day, hour, place, chair and clerk is kept and shown', async () => {
    const world = await meetingWorld();
    await plan(world, { gio: '8h30' });
    const words = wordsOn(await (await world.chair.get(world.path())).text());
    expect(words).toContain('08 giờ 30, ngày 05/12/2026');
    for (const typed of [PLAN.dia_diem, PLAN.chu_tri, PLAN.thu_ky]) expect(words).toContain(typed);
    expect(await actionsLogged(world.deps)).toContain('meeting-planned');
  });

  test('starts with the secretary as chair and a usual agenda, and nothing else', async () => {
    const { chair, path } = await meetingWorld();
    const form = formOn(await (await chair.get(path('/ke-hoach'))).text());
    expect(form).toMatchObject({ chu_tri: 'Nguyễn Thị Bí Thư', ngay: '', gio: '', dia_diem: '' });
    expect(form.noi_dung).toContain('Bỏ phiếu đánh giá, xếp loại chất lượng năm 2026.');
  });

  test.each([
    ['no day', { ngay: '' }, 'Đồng chí ghi ngày họp.'],
    ['a day that does not exist', { ngay: '31/11/2026' }, 'Ngày ghi dạng ngày/tháng/năm'],
    ['a slip in the year', { ngay: '05/12/2062' }, 'phải trong năm 2026 hoặc 2027'],
    ['an hour that does not exist', { gio: '25:00' }, 'Giờ ghi dạng giờ:phút'],
    ['an hour in words', { gio: 'sáng sớm' }, 'Giờ ghi dạng giờ:phút'],
    ['no place', { dia_diem: ' ' }, 'Đồng chí ghi địa điểm họp.'],
    ['no chair', { chu_tri: '' }, 'Đồng chí ghi họ và tên người chủ trì.'],
    ['a chair of 81 letters', { chu_tri: 'ạ'.repeat(81) }, 'ô này nhận nhiều nhất 80 chữ'],
    ['a day gone by, unmarked', { ngay: '04/12/2026' }, 'Ngày 04/12/2026 đã qua.'],
    ['a future day marked as held', { ngay: '06/12/2026', nhap_sau: '1' }, 'chưa tới nên chưa thể nhập lại sau'],
  ])('with %s comes back as it was typed, and nothing is stored', async (_what, typed, words) => {
    const { deps, chair, path } = await meetingWorld();
    const answer = await chair.post(path('/ke-hoach'), { ...PLAN, ...typed });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(wordsOn(page)).toContain(words);
    expect(formOn(page)).toMatchObject({ ...PLAN, ...typed });
    expect((await tableContents(deps.store)).meeting).toEqual([]);
  });

  test('of a meeting held earlier is taken when its leaders say so, and says so', async () => {
    const world = await meetingWorld();
    await plan(world, { ngay: '20/11/2026', nhap_sau: '1' });
    expect(wordsOn(await (await world.chair.get(world.path())).text())).toContain('Nhập lại sau khi họp');
  });

  test('can still be put right after its day, without that mark', async () => {
    const world = await meetingWorld();
    await plan(world);
    world.clock.forward(3 * 24 * 60);
    const answer = await send(await world.as(world.secretary), world.path('/ke-hoach'), { dia_diem: 'Trụ sở phường' });
    expect(answer.status).toBe(303);
  });

  test('later than 31-12 warns and is stored', async () => {
    const world = await meetingWorld();
    await plan(world, { ngay: '04/01/2027' });
    expect(wordsOn(await (await world.chair.get(world.path())).text())).toContain('sau ngày 31/12/2026');
  });

  test('of a branch without an official member warns that there can be no quorum', async () => {
    const world = await meetingWorld();
    await world.deps.store.db.updateTable('member').set({ official: 0 }).execute();
    const words = wordsOn(await (await world.chair.get(world.path('/ke-hoach'))).text());
    expect(words).toContain('chưa có đảng viên chính thức nào phải dự');
  });

  test('made twice by a double click is one meeting', async () => {
    const { deps, chair, path } = await meetingWorld();
    const answers = await Promise.all([chair.post(path('/ke-hoach'), PLAN), chair.post(path('/ke-hoach'), PLAN)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await tableContents(deps.store)).meeting).toHaveLength(1);
  });

  test('changed by two leaders at once shows the second what the first has stored, and overwrites nothing unasked', async () => {
    const world = await meetingWorld();
    await plan(world);
    const [mine, theirs] = [
      formOn(await (await world.chair.get(world.path('/ke-hoach'))).text()),
      formOn(await (await world.clerk.get(world.path('/ke-hoach'))).text()),
    ];
    expect((await world.clerk.post(world.path('/ke-hoach'), { ...theirs, dia_diem: 'Trụ sở phường' })).status).toBe(
      303,
    );
    const answer = await world.chair.post(world.path('/ke-hoach'), { ...mine, dia_diem: 'Trường học' });
    expect(answer.status).toBe(409);
    const page = await answer.text();
    expect(wordsOn(page)).toContain('Địa điểm Trụ sở phường');
    expect(formOn(page).dia_diem).toBe('Trường học');
    expect((await world.chair.post(world.path('/ke-hoach'), formOn(page))).status).toBe(303);
    expect(wordsOn(await (await world.chair.get(world.path())).text())).toContain('Trường học');
  });

  test('cannot be moved into the future once somebody is marked', async () => {
    const world = await meetingWorld();
    await plan(world);
    await markPresent(world);
    const answer = await send(world.chair, world.path('/ke-hoach'), { ngay: '12/12/2026' });
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain('ngày họp không thể ở tương lai');
  });

  test('of an ended campaign is closed to everybody', async () => {
    const world = await meetingWorld();
    await plan(world);
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const answer = await send(world.chair, world.path('/ke-hoach'), { dia_diem: 'Trường học' });
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('Đợt kiểm điểm đã kết thúc');
  });
});

describe('a meeting in the future', () => {
  test.each([
    ['/diem-danh', {}],
    ['/kiem-phieu', {}],
    ['/trinh-chieu', { 'meeting.opening': 'Trước ngày họp', 'v:meeting.opening': '0' }],
  ])('takes nothing at %s and says from when', async (page, typed) => {
    const world = await meetingWorld();
    await plan(world, { ngay: '06/12/2026' });
    expect(wordsOn(await (await world.chair.get(world.path(page))).text())).toContain('chưa diễn ra');
    const before = await tableContents(world.deps.store);
    const row = { [`v:${world.secretary.memberId}`]: '0', [`p:${world.secretary.memberId}`]: 'present' };
    const answer = await world.chair.post(world.path(page), { ...row, ...typed });
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('Cuộc họp ngày 06/12/2026 chưa diễn ra');
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('can be shown: its leaders try the projector the day before', async () => {
    const world = await meetingWorld();
    await plan(world, { ngay: '06/12/2026' });
    expect((await world.chair.get(world.path('/trinh-chieu'))).status).toBe(200);
  });
});

describe('the end of a meeting', () => {
  async function closing() {
    const world = await meetingWorld();
    await plan(world);
    await markPresent(world);
    const page = await (await world.chair.get(world.path())).text();
    return { ...world, page, version: formOn(page).phien_ban ?? '' };
  }

  test('tells what is still open, and closes none the less', async () => {
    const world = await closing();
    expect(wordsOn(world.page)).toMatch(/chưa có kết quả kiểm phiếu: Tập thể chi bộ; Nguyễn Thị Bí Thư/);
    expect((await world.chair.post(world.path('/ket-thuc'), { phien_ban: world.version })).status).toBe(303);
    const words = wordsOn(await (await world.chair.get(world.path())).text());
    expect(words).toContain('Cuộc họp đã kết thúc lúc 08:00:00 ngày 05/12/2026');
    expect(await actionsLogged(world.deps)).toContain('meeting-closed');
  });

  test('freezes attendance, texts and counts', async () => {
    const world = await closing();
    const forms = await Promise.all(
      ['/diem-danh', '/kiem-phieu', '/trinh-chieu'].map(async (page) => {
        return [page, formOn(await (await world.clerk.get(world.path(page))).text())] as const;
      }),
    );
    await world.chair.post(world.path('/ket-thuc'), { phien_ban: world.version });
    const before = await tableContents(world.deps.store);
    const { memberId } = world.secretary;
    for (const [page, form] of forms) {
      const typed = { [`p:${memberId}`]: 'absent', [`${memberId}.issued`]: '1', 'meeting.opening': 'Muộn.' };
      const answer = await world.clerk.post(world.path(page), { ...form, ...typed });
      expect([page, answer.status]).toEqual([page, 409]);
      expect(wordsOn(await answer.text())).toContain('Cuộc họp đã kết thúc');
    }
    const saved = await world.clerk.json(world.path('/o'), { key: 'meeting.opening', value: 'Muộn.', version: 0 });
    expect([saved.status, ((await saved.json()) as { code: string }).code]).toEqual([409, 'not-allowed-now']);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('is undone when something was saved in the same moment', async () => {
    const world = await closing();
    const { db } = world.deps.store;
    await db.updateTable('meeting').set({ version: 9 }).execute();
    const answer = await world.chair.post(world.path('/ket-thuc'), { phien_ban: world.version });
    expect(answer.status).toBe(409);
    expect((await db.selectFrom('meeting').select('state').executeTakeFirstOrThrow()).state).toBe('held');
  });

  test('needs attendance first', async () => {
    const world = await meetingWorld();
    await plan(world);
    const answer = await world.chair.post(world.path('/ket-thuc'), { phien_ban: '1' });
    expect(answer.status).toBe(409);
    expect(wordsOn(await answer.text())).toContain('Đồng chí điểm danh trước.');
  });

  test('is a leader’s: another member of the chi ủy may write but neither close nor reopen', async () => {
    const world = await closing();
    const { deps, members, office } = world;
    const [sitting] = members;
    if (!sitting) throw new Error('no member');
    await deps.store.db
      .insertInto('role')
      .values({ account_id: sitting.accountId, unit_id: office.branch, role: 'committee_member' })
      .execute();
    const browser = await world.as(sitting);
    expect(await (await browser.get(world.path())).text()).not.toContain('Kết thúc và khóa biên bản');
    expect((await browser.post(world.path('/ket-thuc'), { phien_ban: world.version })).status).toBe(404);
    const saved = await browser.json(world.path('/o'), { key: 'meeting.opening', value: 'Khai mạc.', version: 0 });
    expect(saved.status).toBe(200);
  });

  test('is taken back with a reason, which is kept and shown', async () => {
    const world = await closing();
    await world.chair.post(world.path('/ket-thuc'), { phien_ban: world.version });
    const form = formOn(await (await world.chair.get(world.path())).text());
    const refused = await world.chair.post(world.path('/mo-lai'), { ...form, ly_do: '  ' });
    expect(refused.status).toBe(422);
    expect(wordsOn(await refused.text())).toContain('Đồng chí ghi lý do mở lại cuộc họp.');
    expect((await world.chair.post(world.path('/mo-lai'), { ...form, ly_do: 'Ghi sai số phiếu.' })).status).toBe(303);
    const words = wordsOn(await (await world.chair.get(world.path())).text());
    expect(words).toContain('Lý do: Ghi sai số phiếu.');
    expect(await actionsLogged(world.deps)).toContain('meeting-reopened');
    expect((await send(world.clerk, world.path('/trinh-chieu'), { 'meeting.opening': 'Lại ghi được.' })).status).toBe(
      303,
    );
  });

  test('keeps its lists of people, whoever is renamed, promoted, exempt, gone or new afterwards', async () => {
    const world = await closing();
    await world.chair.post(world.path('/ket-thuc'), { phien_ban: world.version });
    const look = async () => {
      const pages = ['/diem-danh', '/kiem-phieu'].map(async (page) => (await world.chair.get(world.path(page))).text());
      return (await Promise.all(pages)).map(wordsOn);
    };
    const before = await look();
    expect(before[0]).toContain('Chính thức 5 5 5 0 0 0 Dự bị 1 1 1');
    const { deps, office, probationary, members } = world;
    const [gone, excused] = members;
    const { db } = deps.store;
    await db.updateTable('member').set({ official: 1 }).where('id', '=', probationary.memberId).execute();
    await db.updateTable('member').set({ full_name: 'Tên Mới' }).where('id', '=', probationary.memberId).execute();
    await db
      .updateTable('member')
      .set({ unit_id: office.otherBranch })
      .where('id', '=', gone?.memberId ?? '')
      .execute();
    if (excused) await exempt(world, excused, 'suspended');
    await seedPerson(deps, office.branch, 'Người Mới Đến');
    expect(await look()).toEqual(before);
  });
});

test('who is exempt is no subject of the meeting; who is elsewhere for a while is', async () => {
  const world = await meetingWorld();
  const [excused, elsewhere] = world.members;
  if (!excused || !elsewhere) throw new Error('no members');
  await exempt(world, excused, 'excused');
  await exempt(world, elsewhere, 'elsewhere');
  await plan(world);
  await markPresent(world);
  const words = wordsOn(await (await world.chair.get(world.path('/kiem-phieu'))).text());
  expect(words).not.toContain(excused.fullName);
  expect(words).toContain(elsewhere.fullName);
});

describe('another year, asked for by ?dot=', () => {
  test('keeps to that campaign on every page and in every form', async () => {
    const world = await meetingWorld();
    const { deps, office, chair, path } = world;
    const next = await seedCampaign(deps, office.committee, { year: 2027 });
    const asked = `?dot=${world.campaignId}`;
    // The newest open year is the usual one.
    expect(wordsOn(await (await chair.get(path())).text())).toContain('Họp chi bộ kiểm điểm năm 2027');
    expect((await chair.post(path(`/ke-hoach${asked}`), PLAN)).headers.get('location')).toBe(path(asked));
    expect(await deps.store.db.selectFrom('meeting').select('campaign_id').execute()).toEqual([
      { campaign_id: world.campaignId },
    ]);
    for (const page of ['', '/diem-danh', '/trinh-chieu', '/kiem-phieu']) {
      const html = await (await chair.get(path(`${page}${asked}`))).text();
      const links = [...html.matchAll(/(?:href|action|data-autosave|data-count)="([^"]*\/hop[^"]*)"/g)].map(
        ([, link]) => link,
      );
      const elsewhere = links.filter((link) => !link?.includes(world.campaignId) && !link?.includes(next));
      // The form for ballots is a GET: it carries the campaign in a field.
      expect([page, elsewhere.filter((link) => !link?.endsWith('/phieu.pdf'))]).toEqual([page, []]);
    }
    expect(formOn(await (await chair.get(path(asked))).text()).dot).toBe(world.campaignId);
  });

  test('of somebody else’s committee looks as if there were none', async () => {
    const world = await meetingWorld();
    const foreign = await seedCampaign(world.deps, world.office.foreignCommittee);
    for (const page of ['', '/ke-hoach', '/trinh-chieu']) {
      expect((await world.chair.get(world.path(`${page}?dot=${foreign}`))).status).toBe(404);
    }
    expect(await actionsLogged(world.deps)).toContain('access-refused');
  });
});
