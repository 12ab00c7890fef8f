import { describe, expect, test } from 'vitest';
import type { Deps } from '../../src/deps.ts';
import { createTestApp } from '../helpers/app.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

async function administration(overrides: Partial<Deps> = {}) {
  const test = await createTestApp(overrides);
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Lê Thị Quản Trị', {
    roles: [{ unitId: office.committee, role: 'administrator' }],
  });
  return { ...test, office, person, db: test.deps.store.db, admin: await test.as(person) };
}

type Administration = Awaited<ReturnType<typeof administration>>;

const NETWORK = { so_van_ban_mang: '12-CV/ĐU', ngay_van_ban_mang: '20/10/2026' };

function newCampaign(unitId: string, more: Record<string, string> = {}): Record<string, string> {
  return {
    to_chuc: unitId,
    nam: '2026',
    ten: '',
    mo_ngay: '22/11/2026',
    han_nop: '15/12/2026',
    danh_muc_a: 'a-27-v1',
    danh_muc_b: 'b-25-v1',
    mau_leader: '2a-2025',
    mau_no_post: '2b-2025',
    mau_outside: 'khong',
    so_van_ban_mang: '',
    ngay_van_ban_mang: '',
    so_quyet_dinh: '',
    ngay_quyet_dinh: '',
    ...more,
  };
}

async function campaigns({ db }: Administration) {
  return db.selectFrom('campaign').orderBy('id').selectAll().execute();
}

async function actionsLogged({ db }: Administration): Promise<string[]> {
  const rows = await db.selectFrom('audit').orderBy('id').select('action').execute();
  return rows.map((row) => row.action);
}

async function madeCampaign(it: Administration, more: Record<string, string> = {}): Promise<string> {
  const answer = await it.admin.post('/quan-tri/dot/moi', newCampaign(it.office.committee, more));
  expect(answer.status).toBe(303);
  return answer.headers.get('location') ?? '';
}

describe('making a campaign', () => {
  test('the form begins with this year and the newest of everything', async () => {
    const { admin } = await administration();
    const page = await (await admin.get('/quan-tri/dot/moi')).text();
    expect(page).toContain('value="2026"');
    expect(page).toContain('value="22/11/2026"');
    for (const id of ['a-27-v1', 'b-25-v1', '2a-2025', '2b-2025', '2c-2025']) {
      expect(page).toContain(`<option value="${id}" selected>`);
    }
  });

  test('pins its editions and forms, takes the usual title, and is not open yet', async () => {
    const it = await administration();
    const path = await madeCampaign(it);
    const [campaign] = await campaigns(it);
    expect(campaign).toMatchObject({
      unit_id: it.office.committee,
      year: 2026,
      title: 'Kiểm điểm, đánh giá, xếp loại năm 2026',
      state: 'preparing',
      opens_on: '2026-11-22',
      due_on: '2026-12-15',
      edition_a: 'a-27-v1',
      edition_b: 'b-25-v1',
      signs_required: 0,
      list_b_outside: 0,
    });
    const forms = await it.db.selectFrom('campaign_form').orderBy('standing').select(['standing', 'form_id']).execute();
    expect(forms).toEqual([
      { standing: 'leader', form_id: '2a-2025' },
      { standing: 'no_post', form_id: '2b-2025' },
    ]);
    const page = await (await it.admin.get(path)).text();
    expect(page).toContain('Đang chuẩn bị');
    expect(page).toContain('đối chiếu với văn bản gốc');
    expect(page).toContain('Chỉ thị 24-CT/TU, ngày 07-8-2023');
    expect(page).not.toContain('sau ngày 31/12');
    expect(await (await it.admin.get('/quan-tri')).text()).toContain('Xem và mở đợt');
    expect(await actionsLogged(it)).toEqual(['campaign-made']);
  });

  test('a last day after 31-12 is warned of, not refused', async () => {
    const it = await administration();
    const path = await madeCampaign(it, { han_nop: '15/01/2027' });
    expect(await (await it.admin.get(path)).text()).toContain('Hạn nộp 15/01/2027 sau ngày 31/12');
  });

  test.each([
    ['nam', '1999', 'từ 2025 đến 2027'],
    ['mo_ngay', '31/11/2026', 'Ngày ghi dạng ngày/tháng/năm'],
    ['han_nop', '2026', 'Ngày ghi dạng ngày/tháng/năm'],
    ['han_nop', '01/11/2026', 'Hạn nộp phải từ ngày bắt đầu trở đi.'],
    ['danh_muc_a', 'b-25-v1', 'Đồng chí chọn một phiên bản của danh mục 27 biểu hiện.'],
    ['danh_muc_b', 'khong-co', 'Đồng chí chọn một phiên bản của danh mục 25 biểu hiện.'],
    ['mau_no_post', '2a-2025', 'Đồng chí chọn một biểu mẫu trong danh sách.'],
    ['so_quyet_dinh', '45-QĐ/ĐU', 'Đồng chí ghi cả ngày của văn bản này.'],
    ['ngay_van_ban_mang', '20/10/2026', 'Đồng chí ghi cả số của văn bản này.'],
    ['bat_buoc_tra_loi', 'on', 'Ô này chỉ có đánh dấu hoặc để trống.'],
  ])('%s = %j is sent back with “%s”, the rest as it was typed', async (field, value, sentence) => {
    const it = await administration();
    const typed = newCampaign(it.office.committee, { ten: 'Đợt có tên riêng', [field]: value });
    const answer = await it.admin.post('/quan-tri/dot/moi', typed);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(page).toContain('value="Đợt có tên riêng"');
    expect(page).toContain('<option value="khong" selected>');
    expect(await campaigns(it)).toEqual([]);
  });

  test('some standing must have a form', async () => {
    const it = await administration();
    const none = { mau_leader: 'khong', mau_no_post: 'khong', mau_outside: 'khong' };
    const answer = await it.admin.post('/quan-tri/dot/moi', newCampaign(it.office.committee, none));
    expect(answer.status).toBe(422);
    expect(await answer.text()).toContain('Đồng chí chọn ít nhất một biểu mẫu');
  });

  test('a unit has one campaign a year, also when two posts race', async () => {
    const it = await administration();
    const post = () => it.admin.post('/quan-tri/dot/moi', newCampaign(it.office.committee));
    const answers = await Promise.all([post(), post()]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 422]);
    expect(await (await post()).text()).toContain('Tổ chức này đã có đợt kiểm điểm năm 2026');
    expect(await campaigns(it)).toHaveLength(1);
    expect(await it.db.selectFrom('campaign_form').selectAll().execute()).toHaveLength(2);
  });

  test('a neighbour’s unit looks as if it did not exist', async () => {
    const it = await administration();
    const answer = await it.admin.post('/quan-tri/dot/moi', newCampaign(it.office.foreignCommittee));
    expect(answer.status).toBe(404);
    expect(await campaigns(it)).toEqual([]);
  });
});

describe('opening a campaign', () => {
  test('a real one asks for the text on the network, keeps it, and opens', async () => {
    const it = await administration();
    const path = await madeCampaign(it);
    const refused = await it.admin.post(`${path}/mo`, { so_quyet_dinh: '45-QĐ/ĐU', ngay_quyet_dinh: '05/10/2026' });
    const page = await refused.text();
    expect(refused.status).toBe(422);
    expect(page).toContain('Đồng chí ghi số văn bản của cấp ủy về mạng được đặt hồ sơ.');
    expect(page).toContain('Đồng chí ghi ngày của văn bản về mạng được đặt hồ sơ.');
    expect(page).toContain('value="45-QĐ/ĐU"');
    expect((await campaigns(it))[0]?.state).toBe('preparing');

    expect((await it.admin.post(`${path}/mo`, NETWORK)).status).toBe(303);
    expect((await campaigns(it))[0]).toMatchObject({
      state: 'open',
      network_text_number: '12-CV/ĐU',
      network_text_date: '2026-10-20',
      wording_decision_number: '',
    });
    expect(await actionsLogged(it)).toEqual(['campaign-made', 'campaign-opened']);
    expect(await (await it.admin.get(path)).text()).toContain('12-CV/ĐU, ngày 20-10-2026');
  });

  test('what was written when it was made stands in the opening form', async () => {
    const it = await administration();
    const path = await madeCampaign(it, NETWORK);
    const page = await (await it.admin.get(path)).text();
    expect(page).toContain('value="12-CV/ĐU"');
    expect(page).toContain('value="20/10/2026"');
  });

  test('the rehearsal opens without any text', async () => {
    const it = await administration({ rehearsal: true });
    const path = await madeCampaign(it);
    expect((await it.admin.post(`${path}/mo`, {})).status).toBe(303);
    expect((await campaigns(it))[0]?.state).toBe('open');
  });

  test('it opens once, and a closed one never again', async () => {
    const it = await administration();
    const path = await madeCampaign(it);
    const answers = await Promise.all([it.admin.post(`${path}/mo`, NETWORK), it.admin.post(`${path}/mo`, NETWORK)]);
    expect(answers.map((answer) => answer.status).toSorted()).toEqual([303, 409]);
    expect((await it.admin.post(`${path}/ket-thuc`, {})).status).toBe(303);
    expect((await it.admin.post(`${path}/mo`, NETWORK)).status).toBe(409);
    expect((await campaigns(it))[0]).toMatchObject({ state: 'closed', version: 3 });
    expect(await actionsLogged(it)).toEqual(['campaign-made', 'campaign-opened', 'campaign-closed']);
  });
});

describe('closing a campaign', () => {
  test('only an open one ends', async () => {
    const it = await administration();
    const path = await madeCampaign(it);
    const answer = await it.admin.post(`${path}/ket-thuc`, {});
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Đợt kiểm điểm không còn ở trạng thái này');
    expect((await campaigns(it))[0]?.state).toBe('preparing');
  });

  test('another office’s campaign can be neither seen, opened nor closed', async () => {
    const it = await administration();
    const open = await seedCampaign(it.deps, it.office.foreignCommittee);
    const preparing = await seedCampaign(it.deps, it.office.foreignBranch, { state: 'preparing' });
    expect((await it.admin.get(`/quan-tri/dot/${open}`)).status).toBe(404);
    expect((await it.admin.post(`/quan-tri/dot/${open}/ket-thuc`, {})).status).toBe(404);
    expect((await it.admin.post(`/quan-tri/dot/${preparing}/mo`, NETWORK)).status).toBe(404);
    expect((await it.admin.get('/quan-tri/dot/khong-co')).status).toBe(404);
    expect((await campaigns(it)).map(({ state }) => state)).toEqual(['open', 'preparing']);
    expect(await actionsLogged(it)).toEqual(Array.from({ length: 4 }, () => 'access-refused'));
  });
});

describe('the decision to use our words', () => {
  const DECISION = { so_quyet_dinh: '45-QĐ/ĐU', ngay_quyet_dinh: '10/11/2026' };

  test('can be recorded once while the campaign is open, and is logged', async () => {
    const it = await administration();
    const id = await seedCampaign(it.deps, it.office.committee);
    const path = `/quan-tri/dot/${id}/quyet-dinh`;
    expect((await it.admin.post(path, DECISION)).status).toBe(303);
    expect((await campaigns(it))[0]).toMatchObject({
      wording_decision_number: '45-QĐ/ĐU',
      wording_decision_date: '2026-11-10',
    });
    expect((await actionsLogged(it)).at(-1)).toBe('wording-decided');
    expect((await it.admin.post(path, { ...DECISION, so_quyet_dinh: '46-QĐ/ĐU' })).status).toBe(409);
    expect((await campaigns(it))[0]?.wording_decision_number).toBe('45-QĐ/ĐU');
  });

  test('needs its number and its day, and another office’s campaign is not there', async () => {
    const it = await administration();
    const id = await seedCampaign(it.deps, it.office.committee);
    const answer = await it.admin.post(`/quan-tri/dot/${id}/quyet-dinh`, {
      so_quyet_dinh: '45-QĐ/ĐU',
      ngay_quyet_dinh: '',
    });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page).toContain('Đồng chí ghi ngày của quyết định.');
    expect(page).toContain('value="45-QĐ/ĐU"');
    const foreign = await seedCampaign(it.deps, it.office.foreignCommittee, { year: 2025 });
    expect((await it.admin.post(`/quan-tri/dot/${foreign}/quyet-dinh`, DECISION)).status).toBe(404);
    expect((await campaigns(it)).map((campaign) => campaign.wording_decision_number)).toEqual(['', '']);
  });
});
