import { describe, expect, test } from 'vitest';
import { settingsOf } from '../../src/campaigns/settings.ts';
import { writingAtOnce } from '../helpers/at-once.ts';
import { actionsLogged, formOn, tableContents, wordsOn } from '../helpers/author.ts';
import { campaignRow, officeWorld, type OfficeWorld } from '../helpers/campaign-office.ts';
import { seedPerson } from '../helpers/people.ts';
import { CRITERIA, seedCriteria } from '../helpers/season.ts';

/** The settings form as it stands, select boxes included. */
async function settingsForm(it: OfficeWorld): Promise<Record<string, string>> {
  const page = await (await it.browser.get(`${it.path}/thiet-lap`)).text();
  const selected = [...page.matchAll(/<select[^>]* name="([^"]+)"[\s\S]*?<\/select>/g)].map(([box, name = '']) => [
    name,
    /<option value="([^"]*)" selected>/.exec(box)?.[1] ?? '',
  ]);
  return { ...formOn(page), ...Object.fromEntries(selected) };
}

async function settings(it: OfficeWorld) {
  return settingsOf(await campaignRow(it));
}

describe('the settings of a campaign', () => {
  test('begin as the rules usually are, with an example of what follows', async () => {
    const it = await officeWorld();
    expect(await settingsForm(it)).toMatchObject({
      ty_le: '20',
      lam_tron: 'down',
      nguoi_dung_dau: '1',
      nhom_leader: '1',
      nhom_no_post: '2',
      nhom_outside: '2',
      hop_phan: '2',
      hop_tren: '3',
      gui_du_thao: '3',
      tieu_chi_no_post: 'khong',
    });
    const words = wordsOn(await (await it.browser.get(`${it.path}/thiet-lap`)).text());
    expect(words).toContain('5 đồng chí mức tốt → nhiều nhất 1 đồng chí mức xuất sắc');
    expect(words).toContain('13 đồng chí mức tốt → nhiều nhất 2 đồng chí mức xuất sắc');
    expect(words).toContain('chi bộ 12 đảng viên phải có mặt ít nhất 8 đồng chí');
    expect(words).not.toContain('Lý do đổi khi đợt đang mở');
  });

  test('are set as the committee decided, and the example follows', async () => {
    const it = await officeWorld();
    const set = await seedCriteria(it.deps, it.office.committee);
    const answer = await it.browser.post(`${it.path}/thiet-lap`, {
      ...(await settingsForm(it)),
      ty_le: '25',
      so_qd_ty_le: '15-QĐ/TU',
      ngay_qd_ty_le: '01/12/2026',
      lam_tron: 'half-up',
      nguoi_dung_dau: '0',
      nhom_3: 'Đảng viên nghỉ hưu',
      nhom_outside: '3',
      hop_phan: '3',
      hop_tren: '4',
      dat_trong: 'present',
      gui_du_thao: '5',
      ngay_nghi: '25/11/2026; 24/11/2026',
      tap_the_it_nhat: '4',
      tieu_chi_no_post: set,
    });
    expect(answer.headers.get('location')).toBe(it.path);
    expect(await settings(it)).toMatchObject({
      cap: {
        percent: 25,
        decisionNumber: '15-QĐ/TU',
        decisionDate: '2026-12-01',
        rounding: 'half-up',
        headCounts: false,
      },
      groups: [
        { key: 'leaders', standings: ['leader'] },
        { key: 'others', standings: ['no_post'] },
        { key: 'third', name: 'Đảng viên nghỉ hưu', standings: ['outside'] },
      ],
      quorum: { parts: 3, of: 4 },
      pass: { parts: 1, of: 2, among: 'present' },
      criteria: { no_post: set },
      draftDays: 5,
      daysOff: ['2026-11-24', '2026-11-25'],
      fewestInCollective: 4,
    });
    const words = wordsOn(await (await it.browser.get(`${it.path}/thiet-lap`)).text());
    expect(words).toContain('5 đồng chí mức tốt → nhiều nhất 1 đồng chí');
    expect(words).toContain('13 đồng chí mức tốt → nhiều nhất 3 đồng chí');
    expect(await actionsLogged(it.deps)).toEqual(['campaign-changed']);
    expect(await it.db.selectFrom('campaign_step').selectAll().execute()).toEqual([]);
  });

  test('count answers to the signs only where a decision is recorded, and the log says since when', async () => {
    const it = await officeWorld();
    const path = `${it.path}/thiet-lap`;
    expect((await settings(it)).signTotals).toBeNull();
    const decision = { tong_hop: '1', so_qd_tong_hop: '15-QĐ/ĐU', ngay_qd_tong_hop: '20/10/2026' };
    await it.browser.post(path, { ...(await settingsForm(it)), ...decision });
    expect((await settings(it)).signTotals).toEqual({ decisionNumber: '15-QĐ/ĐU', decisionDate: '2026-10-20' });
    expect(await settingsForm(it)).toMatchObject(decision);
    await it.browser.post(path, { ...(await settingsForm(it)), tong_hop: '0' });
    expect((await settings(it)).signTotals).toBeNull();
    const rows = await it.db.selectFrom('audit').where('action', '=', 'campaign-changed').select('detail').execute();
    expect(rows.map(({ detail }) => detail).toSorted()).toEqual([
      'settings sign-totals-off',
      'settings sign-totals-on',
    ]);
  });

  test.each([
    [{ ty_le: '25' }, 'Mức 25 % phải có quyết định của cấp có thẩm quyền'],
    [{ ty_le: '25', so_qd_ty_le: '15-QĐ/TU' }, 'Đồng chí ghi ngày của quyết định.'],
    [{ ty_le: '30' }, 'Đồng chí chọn 20 % hoặc 25 %.'],
    [{ hop_phan: '4' }, 'Tỷ lệ dự họp không thể quá tất cả'],
    [{ dat_phan: '0' }, 'Tỷ lệ phiếu ghi bằng số nguyên'],
    [{ nhom_2: ' ' }, 'Đồng chí đặt tên cho nhóm 2.'],
    [{ nhom_outside: '3' }, 'Đồng chí đặt tên cho nhóm 3.'],
    [{ nhom_leader: '4' }, 'Đồng chí chọn nhóm cho đối tượng này.'],
    [{ gui_du_thao: '31' }, 'Số ngày làm việc ghi bằng số nguyên từ 0 đến 30.'],
    [{ ngay_nghi: '24/11/2026, mai' }, 'Ngày nghỉ ghi dạng ngày/tháng/năm, cách nhau bằng dấu phẩy, ví dụ'],
    [{ tap_the_it_nhat: '0' }, 'Số người ít nhất của một tập thể ghi bằng số nguyên từ 1 đến 30.'],
    [{ tong_hop: '1' }, 'Chỉ tổng hợp khi có quyết định của cấp ủy: đồng chí ghi số.'],
    [{ tong_hop: '1', so_qd_tong_hop: '15-QĐ/ĐU' }, 'Đồng chí ghi ngày của quyết định.'],
    [{ tieu_chi_leader: 'khong-co' }, 'Đồng chí chọn một bộ tiêu chí trong danh sách.'],
  ])('%j is sent back with “%s”, the rest as typed', async (wrong, sentence) => {
    const it = await officeWorld();
    const before = await tableContents(it.deps.store);
    const typed = { ...(await settingsForm(it)), nhom_1: 'Nhóm gõ tay', ...wrong };
    const answer = await it.browser.post(`${it.path}/thiet-lap`, typed);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page).nhom_1).toBe('Nhóm gõ tay');
    expect(await tableContents(it.deps.store)).toEqual(before);
  });

  test('of a neighbour’s set of criteria nothing can be chosen', async () => {
    const it = await officeWorld();
    const foreign = await seedCriteria(it.deps, it.office.foreignCommittee, { name: 'Bộ của láng giềng' });
    expect(await (await it.browser.get(`${it.path}/thiet-lap`)).text()).not.toContain('Bộ của láng giềng');
    const answer = await it.browser.post(`${it.path}/thiet-lap`, {
      ...(await settingsForm(it)),
      tieu_chi_leader: foreign,
    });
    expect(answer.status).toBe(422);
    expect((await settings(it)).criteria).toEqual({});
  });

  test('of an open campaign change only with a reason, which is kept', async () => {
    const it = await officeWorld({ state: 'open' });
    const form = { ...(await settingsForm(it)), lam_tron: 'half-up' };
    const refused = await it.browser.post(`${it.path}/thiet-lap`, { ...form, ly_do: '' });
    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('Đồng chí ghi lý do đổi khi đợt đang mở.');
    expect((await settings(it)).cap.rounding).toBe('down');
    expect((await it.browser.post(`${it.path}/thiet-lap`, { ...form, ly_do: 'Hướng dẫn mới.' })).status).toBe(303);
    expect((await settings(it)).cap.rounding).toBe('half-up');
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('Lý do: Hướng dẫn mới.');
    expect(await actionsLogged(it.deps)).toEqual(['campaign-changed']);
  });

  test('of a closed campaign can be read and not changed; a neighbour’s are not there', async () => {
    const it = await officeWorld({ state: 'closed' });
    const page = await (await it.browser.get(`${it.path}/thiet-lap`)).text();
    expect(page).toContain('Đợt đã kết thúc nên không đổi được.');
    expect(page).not.toContain('Lưu thiết lập');
    expect((await it.browser.post(`${it.path}/thiet-lap`, await settingsForm(it))).status).toBe(409);
    expect((await it.browser.get(`/quan-tri/dot/${it.foreignCampaign}/thiet-lap`)).status).toBe(404);
    expect((await it.browser.post(`/quan-tri/dot/${it.foreignCampaign}/thiet-lap`, {})).status).toBe(404);
  });

  test('of two saves at once one stands', async () => {
    const it = await officeWorld();
    const form = await settingsForm(it);
    const browser = writingAtOnce(it, it.browser);
    const post = (days: string) => browser.post(`${it.path}/thiet-lap`, { ...form, gui_du_thao: days });
    const answers = await Promise.all([post('4'), post('5')]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([303, 409]);
    expect((await campaignRow(it)).version).toBe(2);
  });
});

const TYPED = {
  ten: 'Bộ tiêu chí cán bộ',
  chung: 'Tư tưởng chính trị: 10\nĐạo đức, lối sống: 12,5\nTổ chức kỷ luật: 7,5',
  ket_qua: 'Khối lượng, tiến độ nhiệm vụ\t40\nChất lượng, sản phẩm\t30',
};

describe('a set of criteria', () => {
  test('is read back before it is stored for good', async () => {
    const it = await officeWorld();
    const typed = { ...TYPED, to_chuc: it.office.committee };
    const preview = await (await it.browser.post('/quan-tri/tieu-chi/moi', { ...typed, buoc: 'xem' })).text();
    expect(wordsOn(preview)).toContain('2 Đạo đức, lối sống 12,5');
    expect(wordsOn(preview)).toContain('5 Chất lượng, sản phẩm 30');
    expect(await it.db.selectFrom('criteria_set').selectAll().execute()).toEqual([]);

    const answer = await it.browser.post('/quan-tri/tieu-chi/moi', { ...typed, buoc: 'luu' });
    const [row] = await it.db.selectFrom('criteria_set').selectAll().execute();
    expect(answer.headers.get('location')).toBe(`/quan-tri/tieu-chi/${row?.id}`);
    expect(row).toMatchObject({ unit_id: it.office.committee, name: 'Bộ tiêu chí cán bộ' });
    expect(JSON.parse(row?.body ?? '')).toEqual(CRITERIA);
    expect(await actionsLogged(it.deps)).toEqual(['criteria-stored']);
    expect(wordsOn(await (await it.browser.get('/quan-tri/tieu-chi')).text())).toContain(
      'Bộ tiêu chí cán bộ Đảng ủy phường Thử Nghiệm, 5 tiêu chí',
    );
    expect(wordsOn(await (await it.browser.get(`/quan-tri/tieu-chi/${row?.id}`)).text())).toContain('Cộng 70');
  });

  test.each([
    [{ chung: 'Tư tưởng 29' }, 'Các dòng cộng lại được 29 điểm; nhóm này phải đúng 30, còn thiếu 1.'],
    [{ ket_qua: 'Nhiệm vụ 70\nThêm 0,5' }, 'được 70,5 điểm; nhóm này phải đúng 70, đang thừa 0,5.'],
    [{ chung: '' }, 'Đồng chí ghi các tiêu chí của nhóm 30 điểm.'],
    [{ ten: ' ' }, 'Đồng chí đặt tên cho bộ tiêu chí.'],
  ])('%j is told: “%s”, and nothing typed is lost', async (wrong, sentence) => {
    const it = await officeWorld();
    const typed = { ...TYPED, to_chuc: it.office.committee, ...wrong };
    const answer = await it.browser.post('/quan-tri/tieu-chi/moi', { ...typed, buoc: 'luu' });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page)).toMatchObject({ chung: typed.chung, ket_qua: typed.ket_qua });
    expect(await it.db.selectFrom('criteria_set').selectAll().execute()).toEqual([]);
  });

  test('is stored once by a double click, and copied into a new one', async () => {
    const it = await officeWorld();
    const typed = { ...TYPED, to_chuc: it.office.committee, buoc: 'luu' };
    const answers = await Promise.all([
      it.browser.post('/quan-tri/tieu-chi/moi', typed),
      it.browser.post('/quan-tri/tieu-chi/moi', typed),
    ]);
    const [first, second] = answers.map((answer) => answer.headers.get('location') ?? '');
    expect(second).toBe(first);
    expect(await it.db.selectFrom('criteria_set').selectAll().execute()).toHaveLength(1);
    const copy = await (await it.browser.get(`/quan-tri/tieu-chi/moi?tu=${first?.split('/').at(-1)}`)).text();
    expect(formOn(copy)).toMatchObject({ ten: '', chung: TYPED.chung });
  });

  test('of a neighbour can be neither seen, copied nor made', async () => {
    const it = await officeWorld();
    const foreign = await seedCriteria(it.deps, it.office.foreignCommittee);
    expect((await it.browser.get(`/quan-tri/tieu-chi/${foreign}`)).status).toBe(404);
    expect((await it.browser.get(`/quan-tri/tieu-chi/moi?tu=${foreign}`)).status).toBe(404);
    const answer = await it.browser.post('/quan-tri/tieu-chi/moi', {
      ...TYPED,
      to_chuc: it.office.foreignCommittee,
      buoc: 'luu',
    });
    expect(answer.status).toBe(404);
    expect(await it.db.selectFrom('criteria_set').selectAll().execute()).toHaveLength(1);
    const secretary = await seedPerson(it.deps, it.office.branch, 'Bí Thư', {
      roles: [{ unitId: it.office.branch, role: 'secretary' }],
    });
    expect((await (await it.as(secretary)).get('/quan-tri/tieu-chi')).status).toBe(403);
  });
});
