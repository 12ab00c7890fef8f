import { describe, expect, test } from 'vitest';
import { loadCollective, loadReview } from '../../src/reviews/loaded.ts';
import { actionsLogged, actorFor, begin, formOn, tableContents, wordsOn, write } from '../helpers/author.ts';
import type { Browser } from '../helpers/app.ts';
import {
  beginCollectiveAs,
  type CollectiveWorld,
  collectiveWorld,
  completeCollective,
  completeReport,
} from '../helpers/collective.ts';
import { seedCampaign, seedPerson } from '../helpers/people.ts';
import { passReport, sendDraft } from '../../src/reviews/collective-moves.ts';

async function words(browser: Browser, path: string): Promise<string> {
  return wordsOn(await (await browser.get(path)).text());
}

describe('the page of the collective’s review', () => {
  test('says as what the branch reviews itself, and begins the report of the chi ủy', async () => {
    const here = await collectiveWorld();
    const browser = await here.as(here.secretary);
    const page = await words(browser, here.hub);
    expect(page).toContain('Báo cáo này là của Chi ủy Chi bộ Số 1 (3 đồng chí), trình hội nghị chi bộ.');
    expect(page).toContain('Bắt đầu báo cáo tập thể');
    expect(page).toContain('chưa phải nguyên văn. Văn phòng cần đối chiếu');
    const id = await beginCollectiveAs(browser, here.hub);
    const review = await loadCollective(here.deps, id);
    expect(review.row).toMatchObject({
      member_id: null,
      unit_id: here.office.branch,
      form_id: '01-2025',
      state: 'draft',
    });
    expect(review.content.head).toEqual({
      kind: 'collective',
      unit: 'Chi ủy Chi bộ Số 1',
      period: 'Từ ngày 01/01/2026 đến ngày 31/12/2026',
      membership: '4 (4 chính thức, 0 dự bị)',
      signer: 'Hoàng Văn Bí Thư',
      draftNumber: null,
    });
    expect(await words(browser, here.hub)).toContain('CHƯA GỬI Còn');
  });

  test('begins it once, however many leaders press the button', async () => {
    const here = await collectiveWorld();
    const [one, two] = [await here.as(here.secretary), await here.as(here.deputy)];
    const ids = await Promise.all([one, two, one].map((browser) => beginCollectiveAs(browser, here.hub)));
    expect(new Set(ids).size).toBe(1);
    expect((await tableContents(here.deps.store)).review).toHaveLength(1);
  });

  test('of a branch without chi ủy is the branch’s own, and says so', async () => {
    const here = await collectiveWorld({}, { branch: 'otherBranch' });
    const browser = await here.as(here.secretary);
    const page = await words(browser, here.hub);
    expect(page).toContain('Chi bộ không có chi ủy: bí thư (và phó bí thư) kiểm điểm cá nhân tại chi bộ');
    const id = await beginCollectiveAs(browser, here.hub);
    expect((await loadCollective(here.deps, id)).content).toMatchObject({
      head: { unit: 'Chi bộ Số 2' },
      unit: { hasBranchCommittee: false },
    });
  });

  test('of a chi ủy with fewer than three names the branch, and tells how to put the register right', async () => {
    const here = await collectiveWorld();
    await here.deps.store.db.deleteFrom('role').where('account_id', '=', here.committeeMember.accountId).execute();
    const page = await words(await here.as(here.secretary), here.hub);
    expect(page).toContain('Chi ủy trên hệ thống có 2 đồng chí.');
    expect(page).toContain('báo cáo này đứng tên Chi bộ Số 1');
    expect(page).toContain('báo văn phòng ghi nhiệm vụ chi ủy viên');
  });

  test('of a branch of two begins nothing: it is reviewed with the committee, and the page says what to do', async () => {
    const here = await collectiveWorld({}, { branch: 'otherBranch' });
    const few = { campaign: { settings: '{"fewestInCollective":5}' } };
    await here.deps.store.db.updateTable('campaign').set(few.campaign).execute();
    const browser = await here.as(here.secretary);
    const page = await words(browser, here.hub);
    expect(page).toContain('Chi bộ có 4 đảng viên. Tập thể dưới 5 người không kiểm điểm riêng');
    expect(page).toContain('gửi kết quả và hạn chế của chi bộ cho Đảng ủy phường Thử Nghiệm');
    expect(page).not.toContain('Bắt đầu báo cáo');
    const before = await tableContents(here.deps.store);
    const refused = await browser.post(`${here.hub}/bat-dau`, {});
    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('kiểm điểm cùng cấp ủy cấp trên');
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test.each([
    ['in a campaign that has ended', { state: 'closed' as const }, 'Đợt kiểm điểm này chưa mở hoặc đã kết thúc'],
    ['in a year before there was a form', { year: 2024 }, 'Năm này chưa có biểu mẫu kiểm điểm tập thể'],
  ])('begins nothing %s', async (_, campaign, sentence) => {
    const here = await collectiveWorld({}, { campaign });
    const browser = await here.as(here.secretary);
    expect(await words(browser, here.hub)).toContain(sentence);
    expect((await browser.post(`${here.hub}/bat-dau`, {})).status).toBe(409);
    expect((await tableContents(here.deps.store)).review).toEqual([]);
  });

  test('says so where there never was a campaign', async () => {
    const here = await collectiveWorld();
    const other = await seedPerson(here.deps, here.office.foreignBranch, 'Vũ Văn Láng Giềng', {
      roles: [{ unitId: here.office.foreignBranch, role: 'secretary' }],
    });
    const hub = `/chi-bo/${here.office.foreignBranch}/tap-the`;
    expect(await words(await here.as(other), hub)).toContain('Chưa có đợt kiểm điểm nào cho chi bộ này.');
    expect((await (await here.as(other)).post(`${hub}/bat-dau`, {})).status).toBe(404);
  });
});

describe('writing for the collective', () => {
  test('asks the 25 signs alone, of the collective, and no pledge', async () => {
    const here = await collectiveWorld();
    const browser = await here.as(here.committeeMember);
    const id = await beginCollectiveAs(browser, here.hub);
    const tasks = await words(browser, `/ban-kiem-diem/${id}`);
    expect(tasks).toContain('Kiểm điểm tập thể: Chi ủy Chi bộ Số 1');
    expect(tasks).toContain('Tự soi theo 25 biểu hiện');
    expect(tasks).not.toMatch(/27 biểu hiện|cam kết|CHƯA NỘP|Thông tin cá nhân/);
    const signs = await words(browser, `/ban-kiem-diem/${id}/ghi/bieu-hien-b-1`);
    expect(signs).toContain('Đây là lời tự nhận của tập thể, không phải kết luận.');
    expect(signs).toContain('Mỗi câu trả lời là lời tự nhận của tập thể');
    expect((await browser.get(`/ban-kiem-diem/${id}/ghi/bieu-hien-a-1`)).status).toBe(404);
    for (const paper of [`/ban-kiem-diem/${id}/ban-nhap.pdf?phu-luc=1`, '/bieu-mau/01-2025/mau-trong.pdf'])
      expect((await browser.get(paper)).headers.get('content-type'), paper).toBe('application/pdf');
    const head = await words(browser, `/ban-kiem-diem/${id}/ghi/tap-the`);
    expect(head).toContain('Tập thể: Chi ủy Chi bộ Số 1.');
    expect(head).not.toContain('Họ và tên');
    const saved = await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'A5', value: 'none', version: 0 });
    expect(saved.status).toBe(422);
  });

  test('withholds the signs whose words are not official, as for persons', async () => {
    const here = await collectiveWorld();
    const browser = await here.as(here.secretary);
    const id = await beginCollectiveAs(browser, here.hub);
    const signs = await words(browser, `/ban-kiem-diem/${id}/ghi/bieu-hien-b-1`);
    expect(signs).toContain('6. Chưa có nội dung chính thức');
    const answer = await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'B6', value: 'none', version: 0 });
    expect(answer.status).toBe(422);
    expect((await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'B1', value: 'none', version: 0 })).status).toBe(200);
  });

  test('by two leaders at once loses nothing: each field by itself, the same field with both texts', async () => {
    const here = await collectiveWorld();
    const [one, two] = [await here.as(here.secretary), await here.as(here.deputy)];
    const id = await beginCollectiveAs(one, here.hub);
    const path = `/ban-kiem-diem/${id}/ghi/muc-i`;
    const [first, second] = [await (await one.get(path)).text(), await (await two.get(path)).text()].map(formOn);
    expect((await one.post(path, { ...first, 'I.1': 'Bí thư viết I.1', 'I.2': 'Bí thư viết I.2' })).status).toBe(303);
    const clash = await two.post(path, { ...second, 'I.1': 'Phó bí thư viết I.1', 'I.3': 'Phó bí thư viết I.3' });
    expect(clash.status).toBe(409);
    const page = wordsOn(await clash.text());
    expect(page).toContain('Bí thư viết I.1');
    expect(page).toContain('Phó bí thư viết I.1');
    const { fields } = await loadCollective(here.deps, id);
    expect(['I.1', 'I.2', 'I.3'].map((key) => fields.get(key)?.value)).toEqual([
      'Bí thư viết I.1',
      'Bí thư viết I.2',
      'Phó bí thư viết I.3',
    ]);
    const logged = await actionsLogged(here.deps);
    expect(logged.filter((action) => action === 'review-edited')).toHaveLength(2);
  });

  test('is open to nobody but the branch’s leaders and its chi ủy, and leaves no trace of a try', async () => {
    const here = await collectiveWorld();
    const id = await beginCollectiveAs(await here.as(here.secretary), here.hub);
    const { committee, otherBranch } = here.office;
    const outsiders = [
      here.author,
      await seedPerson(here.deps, otherBranch, 'Bí Thư Chi Bộ Bên', {
        roles: [{ unitId: otherBranch, role: 'secretary' }],
      }),
      await seedPerson(here.deps, otherBranch, 'Văn Phòng', { roles: [{ unitId: committee, role: 'office' }] }),
      await seedPerson(here.deps, otherBranch, 'Quản Trị', { roles: [{ unitId: committee, role: 'administrator' }] }),
    ];
    const before = await tableContents(here.deps.store);
    for (const person of outsiders) {
      const browser = await here.as(person);
      expect((await browser.get(here.hub)).status, person.fullName).toBe(404);
      expect((await browser.post(`${here.hub}/bat-dau`, {})).status, person.fullName).toBe(404);
      expect((await browser.get(`/ban-kiem-diem/${id}`)).status, person.fullName).toBe(404);
      const typed = { key: 'I.1', value: 'Của người ngoài', version: 0 };
      expect((await browser.json(`/ban-kiem-diem/${id}/o`, typed)).status, person.fullName).toBe(404);
      expect((await browser.get(`/ban-kiem-diem/${id}/ban-nhap.pdf`)).status, person.fullName).toBe(404);
    }
    expect(await tableContents(here.deps.store)).toEqual(before);
  });

  test('is not the review of an account that is nobody’s member record', async () => {
    const here = await collectiveWorld();
    const id = await beginCollectiveAs(await here.as(here.secretary), here.hub);
    const nobody = await seedPerson(here.deps, here.office.branch, 'Tài Khoản Không Hồ Sơ', {
      roles: [{ unitId: here.office.committee, role: 'administrator' }],
    });
    await here.deps.store.db
      .updateTable('account')
      .set({ member_id: null })
      .where('id', '=', nobody.accountId)
      .execute();
    expect((await (await here.as(nobody)).get(`/ban-kiem-diem/${id}`)).status).toBe(404);
  });

  test('stays apart from a leader’s own review: home page, years, form, handing in', async () => {
    const here = await collectiveWorld();
    const browser = await here.as(here.secretary);
    const report = await completeReport(here);
    const own = await begin({ browser, campaignId: here.campaignId });
    expect(own).not.toBe(report);
    expect((await browser.get('/')).headers.get('location')).toBe(`/ban-kiem-diem/${own}`);
    expect((await loadReview(here.deps, own)).frame.form.id).toBe('2b-2025');
    await expect(loadReview(here.deps, report)).rejects.toThrow('no person’s');
    await expect(loadCollective(here.deps, own)).rejects.toThrow('no collective’s');
    const years = await words(browser, '/cac-nam');
    expect(years).toContain((await loadReview(here.deps, own)).row.reference);
    expect(years).not.toContain((await loadCollective(here.deps, report)).row.reference);
    const before = await tableContents(here.deps.store);
    for (const page of ['da-nop', 'ban-in.pdf', 'ban-in-phu-luc.pdf', 'cam-ket.pdf'])
      expect((await browser.get(`/ban-kiem-diem/${report}/${page}`)).status, page).toBe(404);
    expect((await browser.post(`/ban-kiem-diem/${report}/nop`, {})).status).toBe(404);
    expect(await tableContents(here.deps.store)).toEqual(before);
  });
});

describe('what comes with the report', () => {
  async function withLastYear(here: CollectiveWorld): Promise<void> {
    const { deps } = here;
    const lastCampaign = await seedCampaign(deps, here.office.committee, { year: 2025, title: 'Năm 2025' });
    const secretary = await here.as(here.secretary);
    const answer = await secretary.post(`${here.hub}/bat-dau?dot=${lastCampaign}`, {});
    const id = answer.headers.get('location')?.split('/').at(-1) ?? '';
    await completeCollective(deps, actorFor(here.secretary), id);
    const review = await loadCollective(deps, id);
    await sendDraft(deps, actorFor(here.secretary), review, { reason: '', meetingOn: '2026-12-05', lateReason: '' });
    await passReport(deps, actorFor(here.secretary), (await loadCollective(deps, id)).row, '2025-12-10');
    await deps.store.db.updateTable('campaign').set({ state: 'closed' }).where('id', '=', lastCampaign).execute();
  }

  test('last year’s shortcomings and measures, item by item, from the branch’s own report and nobody else’s', async () => {
    const here = await collectiveWorld();
    await withLastYear(here);
    const browser = await here.as(here.deputy);
    const id = await beginCollectiveAs(browser, here.hub);
    const { frame } = await loadCollective(here.deps, id);
    expect(
      frame.items.map(({ list, origin, sourceText, sourceYear }) => [list, origin, sourceText, sourceYear]),
    ).toEqual([
      ['III', 'own_shortcoming', 'Quý II không họp chuyên đề theo kế hoạch.', 2025],
      ['III', 'own_promise', 'Mỗi quý một chuyên đề, giao tên người chuẩn bị từ đầu quý.', 2025],
    ]);
    const page = await words(browser, `/ban-kiem-diem/${id}/ghi/muc-iii`);
    expect(page).toContain('Hạn chế, khuyết điểm tập thể đã tự nhận năm 2025');
    expect(page).toContain('Việc tập thể đã hứa làm năm 2025');
    const section = await words(browser, `/ban-kiem-diem/${id}/ghi/muc-i`);
    expect(section).toContain('Năm trước tập thể viết');
    const same = await browser.json(`/ban-kiem-diem/${id}/o`, {
      key: 'I.2',
      value: 'Đạt 11 trên 12 chỉ tiêu của nghị quyết chi bộ.',
      version: 0,
    });
    expect(await same.json()).toMatchObject({ sameAsLastYear: true });
    const own = await begin({ browser: await here.as(here.author), campaignId: here.campaignId });
    expect((await loadReview(here.deps, own)).frame.items).toEqual([]);
  });

  test('what was concluded and asked of the branch: there at once, gone when withdrawn, never to be edited', async () => {
    const here = await collectiveWorld();
    const { deps, campaignId } = here;
    const browser = await here.as(here.secretary);
    const id = await beginCollectiveAs(browser, here.hub);
    const about = { campaign_id: campaignId, account_id: here.secretary.accountId, at: deps.now().toISOString() };
    const [ours, theirs, asked] = [deps.newId(), deps.newId(), deps.newId()];
    const conclusion = { ...about, origin: 'branch' as const, source_year: 2025, withdrawn_at: null };
    await deps.store.db
      .insertInto('conclusion')
      .values([
        {
          ...conclusion,
          id: ours,
          member_id: null,
          unit_id: here.office.branch,
          text: 'Chậm phân công đảng viên mới.',
        },
        {
          ...conclusion,
          id: theirs,
          member_id: here.author.memberId,
          unit_id: here.office.branch,
          text: 'Về một người.',
        },
        { ...conclusion, id: deps.newId(), member_id: null, unit_id: here.office.otherBranch, text: 'Về chi bộ khác.' },
      ])
      .execute();
    await deps.store.db
      .insertInto('suggestion')
      .values({
        ...about,
        id: asked,
        member_id: null,
        unit_id: here.office.branch,
        text: 'Giải trình việc chậm thu đảng phí quý III.',
        source: 'Ban Thường vụ Đảng ủy',
        document_number: '12-CV/ĐU',
        document_date: '2026-11-05',
        withdrawn_at: null,
      })
      .execute();
    const three = await words(browser, `/ban-kiem-diem/${id}/ghi/muc-iii`);
    expect(three).toContain('Chi bộ đã kết luận năm 2025 Chậm phân công đảng viên mới.');
    expect(three).not.toMatch(/Về một người|Về chi bộ khác/);
    const four = await (await browser.get(`/ban-kiem-diem/${id}/ghi/muc-iv`)).text();
    expect(wordsOn(four)).toContain(
      'Gợi ý kiểm điểm của Ban Thường vụ Đảng ủy, 12-CV/ĐU, ngày 05-11-2026 Giải trình việc chậm thu đảng phí quý III.',
    );
    expect(four).not.toContain(`IV.${asked}.issue`);
    const check = await words(browser, `${here.hub}/gui`);
    expect(check).toContain('Nội dung 1: chưa ghi tình trạng khắc phục');
    expect(check).toContain('Vấn đề được gợi ý 1: chưa ghi giải trình');
    await write(browser, id, 'muc-iii', { [`III.${ours}.state`]: 'fixed' });
    await write(browser, id, 'muc-iv', { [`IV.${asked}.explanation`]: 'Đã thu đủ ngày 20/10.' });
    const { content } = await loadCollective(deps, id);
    expect(content.fields[`III.${ours}.state`]).toBe('fixed');
    expect(new Set(content.items.map(({ id: item }) => item))).toEqual(new Set([ours, asked]));
    await deps.store.db.updateTable('conclusion').set({ withdrawn_at: about.at }).where('id', '=', ours).execute();
    expect((await loadCollective(deps, id)).content.fields).not.toHaveProperty(`III.${ours}.state`);
    const forged = { key: `IV.${asked}.issue`, value: 'Sửa lời gợi ý', version: 0 };
    expect((await browser.json(`/ban-kiem-diem/${id}/o`, forged)).status).toBe(422);
  });
});
