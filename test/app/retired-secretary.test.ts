import { describe, expect, test } from 'vitest';
import { insertCampaignForm } from '../../src/campaigns/statements.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { createTestApp } from '../helpers/app.ts';
import { actionsLogged, begin, tableContents, wordsOn } from '../helpers/author.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

/** Whose form a retired branch secretary gets: the committee's choice, and its correction after the campaign was made. */
async function desk(state: 'preparing' | 'open' | 'closed' = 'open') {
  const test = await createTestApp();
  const { deps } = test;
  const office = await seedOffice(deps);
  const campaignId = await seedCampaign(deps, office.committee, { state });
  const roles = [{ unitId: office.committee, role: 'administrator' as const }];
  const admin = await test.as(await seedPerson(deps, office.branch, 'Lê Thị Quản Trị', { roles }));
  const path = `/quan-tri/dot/${campaignId}`;
  return {
    ...test,
    office,
    campaignId,
    admin,
    path,
    campaign: async () =>
      deps.store.db.selectFrom('campaign').where('id', '=', campaignId).selectAll().executeTakeFirst(),
    choose: (standing: string, version = 1) =>
      admin.post(`${path}/bi-thu-nghi-huu`, { bi_thu_nghi_huu: standing, phien_ban: String(version) }),
    page: async () => wordsOn(await (await admin.get(path)).text()),
    /** A secretary of a residential branch who has retired, with his review begun. */
    begun: async (unitId: string, name: string) => {
      const secretary = [{ unitId, role: 'secretary' as const }];
      const person = await seedPerson(deps, unitId, name, { roles: secretary, standing: 'outside' });
      return begin({ browser: await test.as(person), campaignId });
    },
  };
}

type Desk = Awaited<ReturnType<typeof desk>>;

async function formOf(here: Desk, reviewId: string): Promise<string> {
  return (await loadReview(here.deps, reviewId)).row.form_id;
}

describe('the choice can be corrected', () => {
  test.each(['preparing', 'open'] as const)('while the campaign is %s, and that is logged', async (state) => {
    const here = await desk(state);
    expect(await here.page()).toContain('Bí thư chi bộ đã nghỉ hưu Mẫu của đảng viên không làm việc');
    const answer = await here.choose('leader');
    expect(answer.headers.get('location')).toBe(`${here.path}#bi-thu-nghi-huu`);
    expect(await here.campaign()).toMatchObject({ retired_secretary_standing: 'leader', version: 2, state });
    expect(await here.page()).toContain('Bí thư chi bộ đã nghỉ hưu Mẫu của người giữ chức vụ lãnh đạo, quản lý');
    const [row] = (
      (await tableContents(here.deps.store, [])).audit as { action: string; subject_id: string; detail: string }[]
    ).slice(-1);
    expect(row).toMatchObject({ action: 'retired-secretary-set', subject_id: here.campaignId, detail: 'leader' });
  });

  test('reviews begun keep their form, whoever begins later gets the new one, and the page tells how many, not whose', async () => {
    const here = await desk();
    expect(await here.page()).toContain('Chưa có bí thư chi bộ đã nghỉ hưu nào bắt đầu');
    const before = await here.begun(here.office.branch, 'Hoàng Văn Hưu');
    await here.choose('leader');
    const after = await here.begun(here.office.otherBranch, 'Đinh Thị Hưu');
    expect([await formOf(here, before), await formOf(here, after)]).toEqual(['2c-2025', '2a-2025']);
    const plain = await seedPerson(here.deps, here.office.branch, 'Lý Văn Ngoài', { standing: 'outside' });
    await begin({ browser: await here.as(plain), campaignId: here.campaignId });
    const page = await here.page();
    expect(page).toContain(
      'Đã có 2 bản kiểm điểm của bí thư chi bộ đã nghỉ hưu được bắt đầu: các bản ấy giữ nguyên mẫu',
    );
    expect(page).not.toMatch(/Hoàng Văn Hưu|Đinh Thị Hưu/);
  });

  test('chosen as it stands, nothing is written', async () => {
    const here = await desk();
    expect((await here.choose('outside')).status).toBe(303);
    expect(await here.campaign()).toMatchObject({ version: 1 });
    expect(await actionsLogged(here.deps)).not.toContain('retired-secretary-set');
  });
});

describe('the choice stays as it is', () => {
  test('after the campaign has ended: the page offers nothing, and a post is refused', async () => {
    const here = await desk('closed');
    expect(await here.page()).not.toContain('Đổi mẫu');
    expect((await here.choose('leader')).status).toBe(409);
    expect(await here.campaign()).toMatchObject({ retired_secretary_standing: 'outside', version: 1 });
  });

  test('when the campaign was changed after the page was opened', async () => {
    const here = await desk();
    await here.deps.store.db.updateTable('campaign').set({ version: 2 }).execute();
    const answer = await here.choose('leader', 1);
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('đồng chí mở lại trang để xem');
    expect(await here.campaign()).toMatchObject({ retired_secretary_standing: 'outside', version: 2 });
    expect(await actionsLogged(here.deps)).not.toContain('retired-secretary-set');
  });

  test('of two administrators who opened the page together, the second is told that the other was first', async () => {
    const here = await desk();
    expect((await here.choose('leader', 1)).status).toBe(303);
    expect((await here.choose('outside', 1)).status).toBe(409);
    expect(await here.campaign()).toMatchObject({ retired_secretary_standing: 'leader', version: 2 });
  });

  test('where the campaign has no form for that standing, and the page says so beside the choice', async () => {
    const here = await desk('preparing');
    const none = await seedCampaign(here.deps, here.office.branch, { year: 2025, state: 'preparing' });
    await here.deps.store.db.deleteFrom('campaign_form').where('campaign_id', '=', none).execute();
    const form = { campaign_id: none, standing: 'outside' as const, form_id: '2c-2025' };
    await here.deps.store.atomic([insertCampaignForm(here.deps.store.db, form)]);
    const answer = await here.admin.post(`/quan-tri/dot/${none}/bi-thu-nghi-huu`, {
      bi_thu_nghi_huu: 'leader',
      phien_ban: '1',
    });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain('<a href="#o-bi_thu_nghi_huu">Đợt này không dùng biểu mẫu cho đối tượng ấy');
    expect(page).toContain('<details open>');
    expect(page).toMatch(/value="leader"[^>]* checked>/);
    // What stands in the other forms of the page is still there.
    expect(page).toContain('value="12-CV/ĐU"');
  });

  test.each<Record<string, string>>([
    { bi_thu_nghi_huu: 'no_post', phien_ban: '1' },
    { bi_thu_nghi_huu: 'leader', phien_ban: 'x' },
    { bi_thu_nghi_huu: 'leader' },
  ])('for %j', async (typed) => {
    const here = await desk();
    expect((await here.admin.post(`${here.path}/bi-thu-nghi-huu`, typed)).status).toBe(422);
    expect(await here.campaign()).toMatchObject({ version: 1 });
  });

  test('for another office’s administrator, to whom the campaign does not exist', async () => {
    const here = await desk();
    const roles = [{ unitId: here.office.foreignCommittee, role: 'administrator' as const }];
    const other = await here.as(await seedPerson(here.deps, here.office.foreignBranch, 'Vũ Thị Khác', { roles }));
    const typed = { bi_thu_nghi_huu: 'leader', phien_ban: '1' };
    expect((await other.post(`${here.path}/bi-thu-nghi-huu`, typed)).status).toBe(404);
    expect(await here.campaign()).toMatchObject({ version: 1 });
  });
});
