import { describe, expect, test } from 'vitest';
import { actorFor, begin, judgeAs, submitAs, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { formAt, officeWorld, type OfficeWorld } from '../helpers/office.ts';
import { type Person, seedCampaign } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

function pathOf(person: Person, rest = ''): string {
  return `/quan-tri/dang-vien/${person.memberId}${rest}`;
}

async function memberNow({ db }: OfficeWorld, person: Person) {
  return db.selectFrom('member').where('id', '=', person.memberId).selectAll().executeTakeFirstOrThrow();
}

describe('the page of one person', () => {
  test('shows the register, the duties, the account and an exemption, and the log says it was read', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước', { role: 'deputy' });
    const campaign_id = await seedCampaign(it.deps, it.office.committee);
    await it.db
      .insertInto('exemption')
      .values({
        campaign_id,
        member_id: person.memberId,
        kind: 'suspended',
        reason: 'Quyết định số 12',
        account_id: it.clerk.accountId,
        at: '2026-11-20T00:00:00.000Z',
        version: 1,
      })
      .execute();
    const words = wordsOn(await (await it.desk.get(pathOf(person))).text());
    for (const said of ['Đỗ Thị Ước', '19/05/1968', 'Phó bí thư chi bộ', person.userName, 'Chưa đăng nhập lần đầu'])
      expect(words).toContain(said);
    expect(words).toContain('Bị đình chỉ sinh hoạt đảng. Lý do: Quyết định số 12');
    expect(await it.actions()).toEqual(['members-read']);
    const list = await (await it.desk.get(`/quan-tri/to-chuc/${it.office.branch}`)).text();
    expect(list).toContain(`href="${pathOf(person)}"`);
  });

  test('one’s own page is no reading of somebody else’s record', async () => {
    const it = await officeWorld();
    expect((await it.admin.get(pathOf(it.administrator))).status).toBe(200);
    expect(await it.actions()).toEqual([]);
  });

  test('of another office looks as if it did not exist', async () => {
    const it = await officeWorld();
    const stranger = await it.person('Người Láng Giềng', { unitId: it.office.foreignBranch });
    for (const rest of ['', '/sua', '/chuyen']) expect((await it.admin.get(pathOf(stranger, rest))).status).toBe(404);
    for (const rest of ['/sua', '/chuyen', '/nhiem-vu/giao', '/nhiem-vu/thoi'])
      expect((await it.admin.post(pathOf(stranger, rest), { ho_ten: 'Người Khác' })).status).toBe(404);
    expect((await memberNow(it, stranger)).full_name).toBe('Người Láng Giềng');
  });
});

describe('changing a person', () => {
  const TYPED = {
    ho_ten: 'Đỗ Thị Ước Nguyện',
    ngay_sinh: '2/9/1960',
    don_vi: 'Trường Tiểu học',
    chuc_vu_dang: 'Chi ủy viên',
    chuc_vu_chinh_quyen: 'Giáo viên',
    chuc_vu_doan_the: 'Tổ trưởng công đoàn',
    doi_tuong: 'leader',
    chinh_thuc: '0',
    so_the: '00 123 456',
    noi_cu_tru: 'Đảng ủy phường Hoa Sữa',
  };

  test('everything the register holds is stored, zeros in front of a card number too, and the account follows the name', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const { co_co_quan: _ticked, ...form } = await formAt(it.desk, pathOf(person, '/sua'), TYPED);
    expect((await it.desk.post(pathOf(person, '/sua'), form)).headers.get('location')).toBe(pathOf(person));
    expect(await memberNow(it, person)).toMatchObject({
      full_name: 'Đỗ Thị Ước Nguyện',
      folded_name: 'do thi uoc nguyen',
      birth_date: '1960-09-02',
      party_post: 'Chi ủy viên',
      standing: 'leader',
      official: 0,
      has_agency: 0,
      card_number: '00123456',
      residence: 'Đảng ủy phường Hoa Sữa',
      version: 2,
    });
    const account = it.db.selectFrom('account').where('id', '=', person.accountId).select('display_name');
    expect(await account.executeTakeFirst()).toEqual({ display_name: 'Đỗ Thị Ước Nguyện' });
    expect(await it.actions()).toEqual(['member-changed']);
  });

  test.each([
    ['so_the', '1234567', 'Số thẻ đảng viên gồm 8 đến 12 chữ số'],
    ['so_the', '1234567890123', 'Số thẻ đảng viên gồm 8 đến 12 chữ số'],
    ['so_the', '=12345678', 'Số thẻ đảng viên gồm 8 đến 12 chữ số'],
    ['ho_ten', '=HYPERLINK("http://x";"An")', 'Họ và tên chỉ gồm chữ'],
    ['ho_ten', 'ạ'.repeat(81), 'ô này nhận nhiều nhất 80 chữ'],
    ['ngay_sinh', '2027', 'Ngày sinh không thể ở tương lai'],
  ])('%s = %j is sent back with “%s”, the rest as it was typed', async (field, value, sentence) => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const before = await tableContents(it.deps.store);
    const form = await formAt(it.desk, pathOf(person, '/sua'), { ...TYPED, chinh_thuc: '1', [field]: value });
    const answer = await it.desk.post(pathOf(person, '/sua'), form);
    const html = await answer.text();
    expect(answer.status).toBe(422);
    expect(html).toContain(sentence);
    expect(unescaped(html)).toContain('value="Trường Tiểu học"');
    expect(unescaped(html)).toContain(`value="${value}"`);
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test('two people on one form: the second sees both words and nothing is overwritten; then he may', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const path = pathOf(person, '/sua');
    const [first, second] = [
      await formAt(it.admin, path, { don_vi: 'Bản của quản trị' }),
      await formAt(it.desk, path, { don_vi: 'Bản của văn phòng' }),
    ];
    expect((await it.admin.post(path, first)).status).toBe(303);
    const answer = await it.desk.post(path, second);
    const html = await answer.text();
    expect(answer.status).toBe(409);
    expect(unescaped(html)).toContain('value="Bản của văn phòng"');
    expect(wordsOn(html)).toContain('Người khác vừa ghi: “Bản của quản trị”.');
    expect((await memberNow(it, person)).workplace).toBe('Bản của quản trị');
    // A mistake in between does not forget which version was seen.
    expect((await it.desk.post(path, { ...second, ho_ten: '' })).status).toBe(422);
    const stale = /name="phien_ban" value="(\d+)"/.exec(
      await (await it.desk.post(path, { ...second, ho_ten: '' })).text(),
    );
    expect(stale?.[1]).toBe('1');
    const seen = /name="phien_ban" value="(\d+)"/.exec(html)?.[1] ?? '';
    expect((await it.desk.post(path, { ...second, phien_ban: seen })).status).toBe(303);
    expect((await memberNow(it, person)).workplace).toBe('Bản của văn phòng');
  });

  test('two clicks, or two people who write the same, leave one change', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const path = pathOf(person, '/sua');
    const form = await formAt(it.admin, path, { don_vi: 'Trường mới' });
    const answers = await Promise.all([it.admin.post(path, form), it.desk.post(path, form)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await memberNow(it, person)).version).toBe(2);
    expect(await it.actions()).toEqual(['member-changed']);
  });

  test('a namesake of the branch and another’s card are named; a stranger’s card is not', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const other = await it.person('Lý Thị Hai');
    const stranger = await it.person('Người Láng Giềng', { unitId: it.office.foreignBranch });
    await it.db.updateTable('member').set({ card_number: '11112222' }).where('id', '=', other.memberId).execute();
    await it.db.updateTable('member').set({ card_number: '33334444' }).where('id', '=', stranger.memberId).execute();
    const path = pathOf(person, '/sua');
    const send = async (typed: Record<string, string>) => {
      const answer = await it.desk.post(path, await formAt(it.desk, path, typed));
      return [answer.status, wordsOn(await answer.text())] as const;
    };
    const [status, words] = await send({ ho_ten: 'Lý Thị Hai' });
    expect([status, words]).toEqual([422, expect.stringContaining('Chi bộ đã có đồng chí Lý Thị Hai')]);
    expect((await send({ so_the: '11112222' }))[1]).toContain('Số thẻ này đang ghi cho đồng chí Lý Thị Hai');
    const foreign = (await send({ so_the: '33334444' }))[1];
    expect(foreign).toContain('cho một đồng chí ở tổ chức khác');
    expect(foreign).not.toContain('Láng Giềng');
  });

  test('who holds a duty of the branch cannot be written down as probationary', async () => {
    const it = await officeWorld();
    const secretary = await it.person('Bí Thư Mẫu', { role: 'secretary' });
    const path = pathOf(secretary, '/sua');
    const answer = await it.desk.post(path, await formAt(it.desk, path, { chinh_thuc: '0' }));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Cho thôi nhiệm vụ trước');
    expect((await memberNow(it, secretary)).official).toBe(1);
  });
});

describe('duties', () => {
  async function rolesNow({ db }: OfficeWorld, person: Person) {
    const rows = await db.selectFrom('role').where('account_id', '=', person.accountId).selectAll().execute();
    return rows.map(({ role, unit_id: unit }) => ({ role, unit }));
  }

  test('are given in the own branch and taken back, each with its log row; a double click does it once', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const give = () => it.desk.post(pathOf(person, '/nhiem-vu/giao'), { nhiem_vu: 'secretary', noi_nhiem_vu: '' });
    expect((await Promise.all([give(), give()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await rolesNow(it, person)).toEqual([{ role: 'secretary', unit: it.office.branch }]);
    const take = () =>
      it.desk.post(pathOf(person, '/nhiem-vu/thoi'), { nhiem_vu: 'secretary', noi_nhiem_vu: it.office.branch });
    expect((await Promise.all([take(), take()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await rolesNow(it, person)).toEqual([]);
    expect(await it.actions()).toEqual(['role-given', 'role-taken']);
  });

  test('the office gives and takes neither administrators nor auditors; an administrator does', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    for (const nhiem_vu of ['administrator', 'auditor']) {
      const typed = { nhiem_vu, noi_nhiem_vu: it.office.committee };
      const refused = await it.desk.post(pathOf(person, '/nhiem-vu/giao'), typed);
      expect(refused.status).toBe(422);
      expect(await refused.text()).toContain('do quản trị của cấp ấy giao');
      expect((await it.admin.post(pathOf(person, '/nhiem-vu/giao'), typed)).status).toBe(303);
      expect((await it.desk.post(pathOf(person, '/nhiem-vu/thoi'), typed)).status).toBe(403);
      expect(await rolesNow(it, person)).toEqual([{ role: nhiem_vu, unit: it.office.committee }]);
      expect((await it.admin.post(pathOf(person, '/nhiem-vu/thoi'), typed)).status).toBe(303);
    }
    expect(await (await it.desk.get(pathOf(person))).text()).not.toContain('value="administrator"');
    expect(await (await it.admin.get(pathOf(person))).text()).toContain('value="administrator"');
  });

  test('nor does the office make an administrator out of a new person', async () => {
    const it = await officeWorld();
    const form = await formAt(it.desk, '/quan-tri/dang-vien/moi', {
      to_chuc: it.office.branch,
      ho_ten: 'Người Mới',
      ngay_sinh: '1980',
      doi_tuong: 'no_post',
      chinh_thuc: '1',
      nhiem_vu: 'administrator',
      noi_nhiem_vu: it.office.committee,
    });
    const answer = await it.desk.post('/quan-tri/dang-vien/moi', form);
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('do quản trị của cấp ấy giao');
    expect(await it.db.selectFrom('member').where('full_name', '=', 'Người Mới').selectAll().execute()).toEqual([]);
  });

  test('nobody changes his own', async () => {
    const it = await officeWorld();
    const give = { nhiem_vu: 'secretary', noi_nhiem_vu: '' };
    const take = { nhiem_vu: 'administrator', noi_nhiem_vu: it.office.committee };
    const before = await rolesNow(it, it.administrator);
    for (const [rest, form] of [
      ['giao', give],
      ['thoi', take],
    ] as const) {
      const answer = await it.admin.post(pathOf(it.administrator, `/nhiem-vu/${rest}`), form);
      expect(answer.status).toBe(403);
      expect(await answer.text()).toContain('Không ai tự thay đổi nhiệm vụ của mình');
    }
    expect(await rolesNow(it, it.administrator)).toEqual(before);
    expect(await (await it.admin.get(pathOf(it.administrator))).text()).not.toContain('/nhiem-vu/giao');
  });

  test('nobody gives one outside his reach, and what stands there is hidden', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const typed = { nhiem_vu: 'office', noi_nhiem_vu: it.office.foreignCommittee };
    expect((await it.admin.post(pathOf(person, '/nhiem-vu/giao'), typed)).status).toBe(404);
    const local = await it.as(await it.person('Văn Phòng Chi Bộ', { role: 'office' }));
    const above = { nhiem_vu: 'office', noi_nhiem_vu: it.office.committee };
    expect((await local.post(pathOf(person, '/nhiem-vu/giao'), above)).status).toBe(404);
    expect(await rolesNow(it, person)).toEqual([]);
    const clerk = await it.person('Văn Phòng Đảng Ủy', { role: 'office', roleUnit: it.office.committee });
    expect((await local.post(pathOf(clerk, '/nhiem-vu/thoi'), above)).status).toBe(403);
    expect(await rolesNow(it, clerk)).toHaveLength(1);
  });

  test('in a branch are for its own official members', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const elsewhere = { nhiem_vu: 'secretary', noi_nhiem_vu: it.office.otherBranch };
    expect((await it.admin.post(pathOf(person, '/nhiem-vu/giao'), elsewhere)).status).toBe(422);
    await it.db.updateTable('member').set({ official: 0 }).where('id', '=', person.memberId).execute();
    const answer = await it.admin.post(pathOf(person, '/nhiem-vu/giao'), { nhiem_vu: 'deputy', noi_nhiem_vu: '' });
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Đảng viên dự bị không giữ nhiệm vụ này');
    expect(await rolesNow(it, person)).toEqual([]);
  });
});

describe('moving to another branch in mid-campaign', () => {
  const MOVE = { ngay: '20/11/2026', ly_do: 'Chuyển nơi ở' };

  async function moved(it: OfficeWorld, person: Person, more: Record<string, string> = {}) {
    const path = pathOf(person, '/chuyen');
    const form = await formAt(it.desk, path, { ...MOVE, den: it.office.otherBranch, ...more });
    const check = await it.desk.post(path, form);
    return { path, form, check, confirm: () => it.desk.post(path, { ...form, xac_nhan: '1' }) };
  }

  /** A person with a review in this state; the world must have its campaign. */
  async function withReview(it: OfficeWorld, name: string, campaignId: string, state: string) {
    const person = await it.person(name);
    const id = await begin({ browser: await it.as(person), campaignId });
    if (state === 'draft') return { person, id };
    await completeReview(it.deps, actorFor(person), id);
    await submitAs(it.deps, person, id);
    const leader = await it.person(`Bí Thư của ${name}`, { role: 'secretary' });
    const roles = [{ unitId: it.office.branch, role: 'secretary' as const }];
    if (state === 'returned') await judgeAs(it.deps, leader, roles, id, { move: 'return', remark: 'Bổ sung mục VI.' });
    if (state === 'accepted') await judgeAs(it.deps, leader, roles, id, { move: 'accept' });
    return { person, id };
  }

  test.each([
    ['draft', true],
    ['submitted', true],
    ['returned', true],
    ['accepted', false],
  ])('a review that is %s goes along: %s; the page says so first', async (state, along) => {
    const it = await officeWorld();
    const campaignId = await seedCampaign(it.deps, it.office.committee);
    const { person, id } = await withReview(it, 'Đỗ Thị Ước', campaignId, state);
    const before = await tableContents(it.deps.store);
    const { check, confirm } = await moved(it, person);
    const words = wordsOn(await check.text());
    expect(words).toContain(along ? 'đi theo sang Chi bộ Số 2.' : 'ở lại Chi bộ Số 1.');
    expect(await tableContents(it.deps.store)).toEqual(before);
    expect((await confirm()).headers.get('location')).toBe(pathOf(person));
    const review = it.db.selectFrom('review').where('id', '=', id).select(['unit_id', 'state']);
    expect(await review.executeTakeFirst()).toEqual({
      unit_id: along ? it.office.otherBranch : it.office.branch,
      state,
    });
    expect((await memberNow(it, person)).unit_id).toBe(it.office.otherBranch);
    const moves = await it.db.selectFrom('member_move').selectAll().execute();
    expect(moves).toMatchObject([
      {
        member_id: person.memberId,
        from_unit_id: it.office.branch,
        to_unit_id: it.office.otherBranch,
        moved_on: '2026-11-20',
        reason: 'Chuyển nơi ở',
        account_id: it.clerk.accountId,
      },
    ]);
    expect(await it.actions()).toContain('member-moved');
    const page = wordsOn(await (await it.desk.get(pathOf(person))).text());
    expect(page).toContain('20/11/2026: Từ Chi bộ Số 1 sang Chi bộ Số 2. Lý do: Chuyển nơi ở');
  });

  test('a review whose campaign does not reach the new branch stays to be finished', async () => {
    const it = await officeWorld();
    const campaignId = await seedCampaign(it.deps, it.office.branch);
    const { person, id } = await withReview(it, 'Đỗ Thị Ước', campaignId, 'draft');
    const { check, confirm } = await moved(it, person);
    expect(wordsOn(await check.text())).toContain('ở lại Chi bộ Số 1.');
    await confirm();
    const review = it.db.selectFrom('review').where('id', '=', id).select('unit_id');
    expect(await review.executeTakeFirst()).toEqual({ unit_id: it.office.branch });
  });

  test('duties in the old branch end, others stay', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước', { role: 'deputy' });
    await it.db
      .insertInto('role')
      .values({ account_id: person.accountId, unit_id: it.office.committee, role: 'auditor' })
      .execute();
    const { check, confirm } = await moved(it, person);
    expect(wordsOn(await check.text())).toContain('Nhiệm vụ Phó bí thư chi bộ ở Chi bộ Số 1 kết thúc.');
    await confirm();
    const roles = it.db.selectFrom('role').where('account_id', '=', person.accountId).select('role');
    expect(await roles.execute()).toEqual([{ role: 'auditor' }]);
    expect(await it.actions()).toEqual(['role-taken', 'member-moved']);
  });

  test('a double click moves once', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const { confirm } = await moved(it, person);
    const answers = await Promise.all([confirm(), confirm()]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect(await it.db.selectFrom('member_move').selectAll().execute()).toHaveLength(1);
  });

  test('what changed since the page was read is shown again before anything is done', async () => {
    const it = await officeWorld();
    const campaignId = await seedCampaign(it.deps, it.office.committee);
    const person = await it.person('Đỗ Thị Ước');
    const { confirm } = await moved(it, person);
    await it.db.updateTable('member').set({ version: 2 }).where('id', '=', person.memberId).execute();
    await begin({ browser: await it.as(person), campaignId });
    const answer = await confirm();
    const words = wordsOn(await answer.text());
    expect(answer.status).toBe(409);
    expect(words).toContain('vừa thay đổi nên chưa chuyển');
    expect(words).toContain('đang soạn, đi theo sang Chi bộ Số 2.');
    expect((await memberNow(it, person)).unit_id).toBe(it.office.branch);
  });

  test.each([
    ['den', '', 'Đồng chí chọn chi bộ mới.'],
    ['ngay', '23/11/2026', 'Ngày chuyển chưa tới'],
    ['ngay', '31/02/2026', 'Ngày ghi dạng ngày/tháng/năm'],
    ['ngay', '', 'Đồng chí ghi ngày chuyển.'],
    ['ly_do', '', 'Đồng chí ghi lý do chuyển'],
  ])('%s = %j comes back with “%s”', async (field, value, sentence) => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    const { check } = await moved(it, person, { [field]: value });
    expect(check.status).toBe(422);
    expect(await check.text()).toContain(sentence);
    expect((await memberNow(it, person)).unit_id).toBe(it.office.branch);
  });

  test('not to a committee, not to where a namesake is, not to somebody else’s branch', async () => {
    const it = await officeWorld();
    const person = await it.person('Đỗ Thị Ước');
    await it.person('Đỗ Thị Ước', { unitId: it.office.otherBranch });
    const namesake = await moved(it, person);
    expect(namesake.check.status).toBe(422);
    expect(await namesake.check.text()).toContain('Chi bộ Số 2 đã có đồng chí Đỗ Thị Ước');
    expect((await moved(it, person, { den: it.office.committee })).check.status).toBe(422);
    expect((await moved(it, person, { den: it.office.foreignBranch })).check.status).toBe(404);
    expect((await memberNow(it, person)).unit_id).toBe(it.office.branch);
  });

  test('nobody so ends his own duties', async () => {
    const it = await officeWorld();
    const self = await it.person('Bí Thư Kiêm Văn Phòng', { role: 'secretary' });
    await it.db
      .insertInto('role')
      .values({ account_id: self.accountId, unit_id: it.office.committee, role: 'office' })
      .execute();
    const browser = await it.as(self);
    const path = pathOf(self, '/chuyen');
    const form = await formAt(browser, path, { ...MOVE, den: it.office.otherBranch, xac_nhan: '1' });
    expect((await browser.post(path, form)).status).toBe(403);
    expect((await memberNow(it, self)).unit_id).toBe(it.office.branch);
  });
});
