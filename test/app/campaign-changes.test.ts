import { describe, expect, test } from 'vitest';
import { editionOrThrow } from '../../src/catalogues/queries.ts';
import { insertEdition } from '../../src/catalogues/statements.ts';
import {
  judgeAs,
  actionsLogged,
  actorFor,
  begin,
  formOn,
  submitAs,
  tableContents,
  unescaped,
  wordsOn,
} from '../helpers/author.ts';
import { writingAtOnce } from '../helpers/at-once.ts';
import { campaignRow, officeWorld, type OfficeWorld } from '../helpers/campaign-office.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';

async function formsOf({ db, campaignId }: OfficeWorld): Promise<Record<string, string>> {
  const rows = await db.selectFrom('campaign_form').where('campaign_id', '=', campaignId).selectAll().execute();
  return Object.fromEntries(rows.map((row) => [row.standing, row.form_id]));
}

/** As collation makes one: every word official. */
async function storeCollated({ deps, db }: OfficeWorld): Promise<void> {
  const shipped = await editionOrThrow(db, 'b-25-v1');
  const groups = shipped.groups.map((group) => ({
    ...group,
    titleProvisional: false,
    signs: group.signs.map(({ no, seeAlso }) => ({
      no,
      seeAlso,
      text: `Nguyên văn ${no}.`,
      provenance: 'official' as const,
    })),
  }));
  const collation = {
    by: 'Lê Thị Văn Phòng',
    unit: 'Đảng ủy',
    at: '2026-11-20T03:00:00.000Z',
    document: { kind: 'Chỉ thị', number: '24-CT/TU', date: '2023-08-07' },
    from: shipped.id,
  };
  const body = JSON.stringify({ ...shipped, id: 'b-25-doi-chieu-2', edition: 2, groups, collation });
  const row = { id: 'b-25-doi-chieu-2', list: 'B' as const, edition: 2, body, sha256: 'x', stored_at: '2026-11-20' };
  await deps.store.atomic([insertEdition(db, row)]);
}

describe('a campaign in preparation', () => {
  test('can be given other days, lists, forms and choices until it opens', async () => {
    const it = await officeWorld();
    const form = formOn(await (await it.browser.get(`${it.path}/sua`)).text());
    expect(form).toMatchObject({ mo_ngay: '01/11/2026', han_nop: '15/12/2026' });
    const answer = await it.browser.post(`${it.path}/sua`, {
      ...form,
      ten: 'Đợt cuối năm',
      han_nop: '20/12/2026',
      danh_muc_a: 'a-27-v1',
      danh_muc_b: 'b-25-v1',
      mau_leader: '2a-2025',
      mau_no_post: '2b-2025',
      mau_outside: 'khong',
      bat_buoc_tra_loi: '1',
      bi_thu_nghi_huu: 'leader',
    });
    expect(answer.headers.get('location')).toBe(it.path);
    expect(await campaignRow(it)).toMatchObject({
      title: 'Đợt cuối năm',
      due_on: '2026-12-20',
      signs_required: 1,
      retired_secretary_standing: 'leader',
      state: 'preparing',
      version: 2,
    });
    expect(await formsOf(it)).toEqual({ leader: '2a-2025', no_post: '2b-2025' });
    expect(await actionsLogged(it.deps)).toEqual(['campaign-changed']);
  });

  test.each([
    ['han_nop', '01/10/2026', 'Hạn nộp phải từ ngày bắt đầu trở đi.'],
    ['danh_muc_a', 'b-25-v1', 'Đồng chí chọn một phiên bản của danh mục 27 biểu hiện.'],
    ['mau_no_post', '02a-2023', 'không có hiệu lực cuối năm 2026'],
  ])('%s = %j comes back with “%s” and changes nothing', async (field, value, sentence) => {
    const it = await officeWorld();
    const before = await tableContents(it.deps.store);
    const typed = {
      ten: 'Tên gõ dở',
      mo_ngay: '01/11/2026',
      han_nop: '15/12/2026',
      danh_muc_a: 'a-27-v1',
      danh_muc_b: 'b-25-v1',
      mau_leader: '2a-2025',
      mau_no_post: '2b-2025',
      mau_outside: 'khong',
      [field]: value,
    };
    const answer = await it.browser.post(`${it.path}/sua`, typed);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page).ten).toBe('Tên gõ dở');
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test('that has opened meanwhile keeps its lists and forms', async () => {
    const it = await officeWorld({ state: 'open' });
    const before = await tableContents(it.deps.store);
    expect((await it.browser.get(`${it.path}/sua`)).headers.get('location')).toBe(it.path);
    const typed = {
      ten: '',
      mo_ngay: '01/11/2026',
      han_nop: '15/12/2026',
      danh_muc_a: 'a-27-v1',
      danh_muc_b: 'b-25-v1',
      mau_leader: '2a-2025',
      mau_no_post: '2b-2025',
      mau_outside: 'khong',
    };
    const answer = await it.browser.post(`${it.path}/sua`, typed);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Đợt đã mở: danh mục và biểu mẫu giữ nguyên đến hết đợt.');
    expect(await tableContents(it.deps.store)).toEqual(before);
  });
});

describe('a list collated after the campaign was made', () => {
  test('is proposed first, and taken over while the campaign is prepared', async () => {
    const it = await officeWorld();
    const first = await (await it.browser.get(it.path)).text();
    const before = wordsOn(first);
    expect(unescaped(first)).toContain(`/quan-tri/danh-muc/b/doi-chieu?dot=${it.campaignId}`);
    expect(before).toContain('Đối chiếu 25 biểu hiện : còn 20 biểu hiện soạn tạm');
    expect(before).not.toContain('Dùng phiên bản vừa đối chiếu');
    await storeCollated(it);
    const page = await (await it.browser.get(it.path)).text();
    expect(wordsOn(page)).toContain('Dùng phiên bản vừa đối chiếu của 25 biểu hiện');
    expect((await it.browser.post(`${it.path}/danh-muc`, { danh_muc: 'b-25-doi-chieu-2' })).status).toBe(303);
    expect(await campaignRow(it)).toMatchObject({ edition_a: 'a-27-v1', edition_b: 'b-25-doi-chieu-2' });
    const after = wordsOn(await (await it.browser.get(it.path)).text());
    expect(after).not.toContain('Đối chiếu 25 biểu hiện');
    expect(after).toContain('Phiên bản 2 (đã đối chiếu với văn bản gốc)');
    expect(await actionsLogged(it.deps)).toEqual(['campaign-changed']);
  });

  test('is the first choice of a new campaign', async () => {
    const it = await officeWorld();
    await storeCollated(it);
    expect(await (await it.browser.get('/quan-tri/dot/moi')).text()).toContain(
      '<option value="b-25-doi-chieu-2" selected>',
    );
  });

  test('does not reach a campaign that was opened', async () => {
    const it = await officeWorld({ state: 'open' });
    await storeCollated(it);
    const page = wordsOn(await (await it.browser.get(it.path)).text());
    expect(page).toContain('Đợt đã mở giữ phiên bản đang dùng đến hết đợt');
    expect(page).not.toContain('Dùng phiên bản vừa đối chiếu');
    expect((await it.browser.post(`${it.path}/danh-muc`, { danh_muc: 'b-25-doi-chieu-2' })).status).toBe(409);
    expect((await campaignRow(it)).edition_b).toBe('b-25-v1');
  });

  test('an edition that does not exist, and a foreign campaign, are refused', async () => {
    const it = await officeWorld();
    expect((await it.browser.post(`${it.path}/danh-muc`, { danh_muc: 'b-25-v9' })).status).toBe(422);
    const foreign = `/quan-tri/dot/${it.foreignCampaign}/danh-muc`;
    expect((await it.browser.post(foreign, { danh_muc: 'b-25-v1' })).status).toBe(404);
  });
});

describe('the last day of an open campaign', () => {
  test('moves with a reason, which the campaign keeps', async () => {
    const it = await officeWorld({ state: 'open' });
    const answer = await it.browser.post(`${it.path}/han-nop`, {
      han_nop: '05/01/2027',
      ly_do: 'Chi bộ Số 2 họp muộn.',
    });
    expect(answer.status).toBe(303);
    expect((await campaignRow(it)).due_on).toBe('2027-01-05');
    const page = wordsOn(await (await it.browser.get(it.path)).text());
    expect(page).toContain('Hạn nộp 05/01/2027 sau ngày 31/12');
    expect(page).toContain(
      'Đổi khi đợt đang mở: đồng chí Lê Thị Văn Phòng, 10:00:00 ngày 22/11/2026. Lý do: Chi bộ Số 2 họp muộn.',
    );
    expect(await actionsLogged(it.deps)).toEqual(['campaign-changed']);
  });

  test.each([
    [{ han_nop: '05/01/2027', ly_do: ' ' }, 'Đồng chí ghi lý do đổi hạn nộp.'],
    [{ han_nop: '01/10/2026', ly_do: 'Vì vậy.' }, 'Hạn nộp phải từ ngày bắt đầu trở đi.'],
    [{ han_nop: 'mai', ly_do: 'Vì vậy.' }, 'Ngày ghi dạng ngày/tháng/năm'],
  ])('%j comes back: “%s”', async (typed, sentence) => {
    const it = await officeWorld({ state: 'open' });
    const answer = await it.browser.post(`${it.path}/han-nop`, typed);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page)).toMatchObject({ han_nop: typed.han_nop });
    expect((await campaignRow(it)).due_on).toBe('2026-12-15');
  });

  test('of two changes at once the second is told, and nothing is half-written', async () => {
    const it = await officeWorld({ state: 'open' });
    const browser = writingAtOnce(it, it.browser);
    const post = (day: string) => browser.post(`${it.path}/han-nop`, { han_nop: day, ly_do: 'Gia hạn.' });
    const answers = await Promise.all([post('20/12/2026'), post('21/12/2026')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    expect(await it.db.selectFrom('campaign_step').selectAll().execute()).toHaveLength(1);
    expect((await campaignRow(it)).version).toBe(2);
  });
});

/** An office whose open campaign holds one review in each state. */
async function withReviews() {
  const it = await officeWorld({ state: 'open' });
  const secretary = await seedPerson(it.deps, it.office.branch, 'Bí Thư', {
    roles: [{ unitId: it.office.branch, role: 'secretary' }],
  });
  const roles = [{ unitId: it.office.branch, role: 'secretary' as const }];
  const people: Record<string, { person: Person; reviewId: string }> = {};
  for (const state of ['draft', 'submitted', 'returned', 'accepted']) {
    const person = await seedPerson(it.deps, it.office.branch, `Đồng Chí ${state}`);
    const reviewId = await begin({ browser: await it.as(person), campaignId: it.campaignId });
    people[state] = { person, reviewId };
    if (state === 'draft') continue;
    await completeReview(it.deps, actorFor(person), reviewId);
    await submitAs(it.deps, person, reviewId);
    if (state === 'accepted') await judgeAs(it.deps, secretary, roles, reviewId, { move: 'accept' });
    if (state === 'returned')
      await judgeAs(it.deps, secretary, roles, reviewId, { move: 'return', remark: 'Bổ sung.' });
  }
  const states = async () => {
    const rows = await it.db.selectFrom('review').orderBy('id').select(['state']).execute();
    return rows.map(({ state }) => state);
  };
  return { ...it, people, states };
}

describe('closing a campaign', () => {
  test('is warned of with counts and no names, and closes what was accepted, with its step', async () => {
    const it = await withReviews();
    const page = await (await it.browser.get(it.path)).text();
    const words = wordsOn(page);
    expect(words).toContain('Đã tiếp nhận, sẽ kết thúc cùng đợt 1');
    expect(words).toContain('Đã nộp mà chưa tiếp nhận 1');
    expect(words).toContain('Đang được đề nghị bổ sung 1');
    expect(words).toContain('Đang soạn, chưa nộp 1');
    expect(words).not.toContain('Đồng Chí');

    expect((await it.browser.post(`${it.path}/ket-thuc`, {})).status).toBe(303);
    expect(await it.states()).toEqual(['draft', 'submitted', 'returned', 'closed']);
    const closed = it.people.accepted?.reviewId ?? '';
    const steps = await it.db
      .selectFrom('review_step')
      .where('review_id', '=', closed)
      .orderBy('id')
      .selectAll()
      .execute();
    expect(steps.at(-1)).toMatchObject({ from_state: 'accepted', to_state: 'closed', account_id: it.clerk.accountId });
    const others = await it.db.selectFrom('review_step').where('to_state', '=', 'closed').select('review_id').execute();
    expect(others).toEqual([{ review_id: closed }]);
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('Chưa tiếp nhận 1 bản đã nộp');
    expect((await actionsLogged(it.deps)).at(-1)).toBe('campaign-closed');
  });

  test('leaves the reviews of every other campaign alone', async () => {
    const it = await withReviews();
    await it.db.updateTable('review').set({ campaign_id: it.foreignCampaign }).execute();
    await it.browser.post(`${it.path}/ket-thuc`, {});
    expect(await it.states()).toEqual(['draft', 'submitted', 'returned', 'accepted']);
  });

  test('twice at once closes once', async () => {
    const it = await withReviews();
    const answers = await Promise.all([
      it.browser.post(`${it.path}/ket-thuc`, {}),
      it.browser.post(`${it.path}/ket-thuc`, {}),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    const steps = await it.db.selectFrom('review_step').where('to_state', '=', 'closed').selectAll().execute();
    expect(steps).toHaveLength(1);
  });
});

describe('opening a campaign', () => {
  test('stands in its history, and asks for no decision on our words where every word is official', async () => {
    const it = await officeWorld();
    await storeCollated(it);
    await it.browser.post(`${it.path}/danh-muc`, { danh_muc: 'b-25-doi-chieu-2' });
    const network = { so_van_ban_mang: '12-CV/ĐU', ngay_van_ban_mang: '20/10/2026' };
    expect((await it.browser.post(`${it.path}/mo`, network)).status).toBe(303);
    const words = wordsOn(await (await it.browser.get(it.path)).text());
    expect(words).toContain('Mở đợt: đồng chí Lê Thị Văn Phòng, 10:00:00 ngày 22/11/2026.');
    expect(words).not.toContain('Ghi quyết định của cấp ủy');
  });
});

describe('opening a closed campaign again', () => {
  test('gives the drafts back to their authors, with the reason kept; what was closed stays closed', async () => {
    const it = await withReviews();
    const { person, reviewId } = it.people.draft as { person: Person; reviewId: string };
    const author = await it.as(person);
    const write = () =>
      author.json(`/ban-kiem-diem/${reviewId}/o`, { key: 'I.1', value: `Lúc ${Math.random()}`, version: 0 });
    await it.browser.post(`${it.path}/ket-thuc`, {});
    expect((await write()).status).toBe(409);

    const refused = await it.browser.post(`${it.path}/mo-lai`, { ly_do: '  ' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Đồng chí ghi lý do mở lại đợt.');
    expect((await campaignRow(it)).state).toBe('closed');

    expect((await it.browser.post(`${it.path}/mo-lai`, { ly_do: 'Còn hai đồng chí chưa nộp.' })).status).toBe(303);
    expect((await write()).status).toBe(200);
    expect(await it.states()).toEqual(['draft', 'submitted', 'returned', 'closed']);
    const page = wordsOn(await (await it.browser.get(it.path)).text());
    expect(page).toContain(
      'Mở lại đợt: đồng chí Lê Thị Văn Phòng, 10:00:00 ngày 22/11/2026. Lý do: Còn hai đồng chí chưa nộp.',
    );
    expect(page).toContain('Kết thúc đợt: đồng chí Lê Thị Văn Phòng');
    expect(await actionsLogged(it.deps)).toContain('campaign-reopened');
  });

  test('is for a closed one only, once, and not for a neighbour’s', async () => {
    const it = await officeWorld({ state: 'open' });
    const reason = { ly_do: 'Vì vậy.' };
    expect((await it.browser.post(`${it.path}/mo-lai`, reason)).status).toBe(409);
    await it.browser.post(`${it.path}/ket-thuc`, {});
    const answers = await Promise.all([
      it.browser.post(`${it.path}/mo-lai`, reason),
      it.browser.post(`${it.path}/mo-lai`, reason),
    ]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    expect((await it.browser.post(`/quan-tri/dot/${it.foreignCampaign}/mo-lai`, reason)).status).toBe(404);
  });
});
