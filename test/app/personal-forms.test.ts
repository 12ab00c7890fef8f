import { describe, expect, test } from 'vitest';
import type { CampaignTable, Standing } from '../../db/schema.ts';
import { insertCampaign, insertCampaignForm } from '../../src/campaigns/statements.ts';
import type { Deps } from '../../src/deps.ts';
import { fillRehearsal } from '../../src/node/rehearsal-fill.ts';
import { readRehearsal } from '../../src/node/rehearsal.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { type Browser, createTestApp, fakePdf } from '../helpers/app.ts';
import { actorFor, authorWorld, begin, beginComplete, submitAs, wordsOn } from '../helpers/author.ts';
import { type Person, seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';
import { writePledge } from '../helpers/reviews.ts';

/** Which form a person gets, the forms of 2023 as they were, the retired secretary, and the pledge beside the form. */

async function rehearsed() {
  const pdf = fakePdf();
  const it = await createTestApp({ rehearsal: true, pdf });
  await fillRehearsal(it.deps, await readRehearsal());
  const { db } = it.deps.store;
  const reviewOf = async (userName: string, year: number) => {
    const row = await db
      .selectFrom('review')
      .innerJoin('campaign', 'campaign.id', 'review.campaign_id')
      .innerJoin('account', 'account.member_id', 'review.member_id')
      .where('account.user_name', '=', userName)
      .where('campaign.year', '=', year)
      .select(['review.id', 'review.form_id', 'account.id as accountId'])
      .executeTakeFirstOrThrow();
    return { ...row, browser: await it.as({ accountId: row.accountId } as Person) };
  };
  return { ...it, pdf, reviewOf };
}

describe('the rehearsal of 2024', () => {
  test('stands on the forms of 2023, a year later on those of 2025; each year prints as it was', async () => {
    const it = await rehearsed();
    for (const [userName, then, later, label, boxes] of [
      ['nguyenvanthu', '02b-2023', '2a-2025', 'Mẫu 02B-HD KĐ.ĐG 2023', 6],
      ['vuthithuchanh', '02a-2023', '2b-2025', 'Mẫu 02A-HD KĐ.ĐG 2023', 3],
      ['hovanthu', '02a-2023', '2c-2025', 'Mẫu 02A-HD KĐ.ĐG 2023', 3],
    ] as const) {
      const of2024 = await it.reviewOf(userName, 2024);
      const of2025 = await it.reviewOf(userName, 2025);
      expect([of2024.form_id, of2025.form_id]).toEqual([then, later]);
      it.pdf.printed.length = 0;
      for (const { id, browser } of [of2024, of2025]) {
        expect((await browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`)).status).toBe(200);
      }
      const [paper = '', after = ''] = it.pdf.printed;
      expect(wordsOn(paper)).toContain('BẢN KIỂM ĐIỂM CÁ NHÂN Năm 2024');
      expect(paper).toContain(label);
      expect(paper).not.toMatch(/NỘI DUNG TỰ ĐÁNH GIÁ|\/100/);
      expect(paper.match(/Tự đánh giá về cấp độ thực hiện:/g)).toHaveLength(boxes);
      expect(paper.match(/<ul class="boxes row">/g)).toHaveLength(boxes);
      expect(wordsOn(paper)).toContain('VII. Tự nhận mức xếp loại chất lượng 1. Xếp loại cán bộ, công chức, viên chức');
      expect(wordsOn(after)).toContain('BẢN KIỂM ĐIỂM, TỰ ĐÁNH GIÁ, XẾP LOẠI CÁ NHÂN Năm 2025');
      expect(after).not.toContain('Tự đánh giá về cấp độ thực hiện');
      const carried = (await loadReview(it.deps, of2025.id)).frame.items.filter((item) => item.sourceYear === 2024);
      expect(carried.map(({ list, origin }) => [list, origin])).toEqual([
        ['III', 'own_shortcoming'],
        ['III', 'own_promise'],
      ]);
      expect(wordsOn(after)).toContain('Tự nhận tại kỳ kiểm điểm năm 2024');
    }
  });
});

const standings: [Standing, string, string][] = [
  ['leader', '02b-2023', '02B'],
  ['no_post', '02a-2023', '02A'],
  ['outside', '02a-2023', '02A'],
];

describe('a campaign of 2024', () => {
  const old = { clock: () => new Date('2025-01-10T03:00:00.000Z') };

  async function administration() {
    const it = await createTestApp({ now: old.clock });
    const office = await seedOffice(it.deps);
    const person = await seedPerson(it.deps, office.branch, 'Lê Thị Quản Trị', {
      roles: [{ unitId: office.committee, role: 'administrator' }],
    });
    return { ...it, office, admin: await it.as(person) };
  }

  const chosen = (unitId: string, more: Record<string, string> = {}) => ({
    to_chuc: unitId,
    nam: '2024',
    ten: '',
    mo_ngay: '10/01/2025',
    han_nop: '15/01/2025',
    danh_muc_a: 'a-27-v1',
    danh_muc_b: 'b-25-v1',
    mau_leader: '02b-2023',
    mau_no_post: '02a-2023',
    mau_outside: '02a-2023',
    ...more,
  });

  test('is offered the forms of 2023, whatever their letters, and pins them', async () => {
    const { admin, office, deps } = await administration();
    const page = await (await admin.get('/quan-tri/dot/moi')).text();
    expect(page.match(/<option value="02a-2023" selected>/g)).toHaveLength(2);
    expect(page.match(/<option value="02b-2023" selected>/g)).toHaveLength(1);
    expect(page).not.toMatch(/<option value="2[abc]-2025" selected>/);
    expect((await admin.post('/quan-tri/dot/moi', chosen(office.committee))).status).toBe(303);
    const forms = await deps.store.db.selectFrom('campaign_form').orderBy('standing').selectAll().execute();
    expect(forms.map(({ standing, form_id }) => [standing, form_id])).toEqual([
      ['leader', '02b-2023'],
      ['no_post', '02a-2023'],
      ['outside', '02a-2023'],
    ]);
  });

  test('refuses a form of 2025, and says which one it is', async () => {
    const { admin, office, deps } = await administration();
    const answer = await admin.post('/quan-tri/dot/moi', chosen(office.committee, { mau_no_post: '2b-2025' }));
    expect(answer.status).toBe(422);
    expect(wordsOn(await answer.text())).toContain('không có hiệu lực cuối năm 2024: đồng chí chọn mẫu 02A.');
    expect(await deps.store.db.selectFrom('campaign').selectAll().execute()).toEqual([]);
  });

  test('keeps the forms chosen when the year was mistyped', async () => {
    const { admin, office } = await administration();
    const answer = await admin.post('/quan-tri/dot/moi', chosen(office.committee, { nam: '1924' }));
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(page.match(/<option value="02[ab]-2023" selected>/g)).toHaveLength(3);
  });

  test.each(standings)('gives somebody %s the form %s, with boxes to choose', async (standing, formId, code) => {
    const it = await createTestApp({ now: old.clock });
    const office = await seedOffice(it.deps);
    const author = await seedPerson(it.deps, office.branch, 'Phạm Thị Năm Trước', { standing });
    const campaignId = await seed2024(it.deps, office.committee);
    const browser = await it.as(author);
    const id = await begin({ browser, campaignId });
    const review = await loadReview(it.deps, id);
    expect([review.frame.form.id, review.frame.form.code]).toEqual([formId, code]);
    const page = await (await browser.get(`/ban-kiem-diem/${id}/ghi/muc-i`)).text();
    expect(wordsOn(page)).toContain('Tự đánh giá về cấp độ thực hiện (mục I.1)');
    const { status } = await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.1.level', value: 'good', version: 0 });
    expect(status).toBe(200);
    const bad = await browser.json(`/ban-kiem-diem/${id}/o`, { key: 'I.2.level', value: 'rat-tot', version: 0 });
    expect(bad.status).toBe(422);
    const check = wordsOn(await (await browser.get(`/ban-kiem-diem/${id}/kiem-tra`)).text());
    expect(check).toContain('Chưa chọn ở mục I.2: tự đánh giá về cấp độ thực hiện');
    expect(check).toContain('Chưa chọn mức: xếp loại đảng viên');
    expect(check).not.toContain('Chưa chọn ở mục I.1');
    const levels = await (await browser.get(`/ban-kiem-diem/${id}/ghi/tu-danh-gia`)).text();
    expect(levels).toContain('name="VII.1"');
    expect(levels).toContain('name="VII.2"');
  });
});

async function seed2024(deps: Deps, unitId: string): Promise<string> {
  const { db } = deps.store;
  const id = deps.newId();
  const row: CampaignTable = {
    id,
    unit_id: unitId,
    year: 2024,
    title: 'Kiểm điểm năm 2024',
    state: 'open',
    opens_on: '2024-11-11',
    due_on: '2025-01-15',
    edition_a: 'a-27-v1',
    edition_b: 'b-25-v1',
    network_text_number: '',
    network_text_date: null,
    wording_decision_number: '',
    wording_decision_date: null,
    signs_required: 0,
    list_b_outside: 0,
    retired_secretary_standing: 'outside',
    settings: '{}',
    version: 1,
  };
  const forms = standings.map(([standing, form_id]) => insertCampaignForm(db, { campaign_id: id, standing, form_id }));
  await deps.store.atomic([insertCampaign(db, row), ...forms]);
  return id;
}

describe('a retired secretary', () => {
  async function formGiven(setting: 'leader' | 'outside', roleAt: 'branch' | 'otherBranch' | null) {
    const world = await authorWorld({}, { campaign: { retired_secretary_standing: setting }, standing: 'outside' });
    if (roleAt) {
      const role = { account_id: world.author.accountId, unit_id: world.office[roleAt], role: 'secretary' as const };
      await world.deps.store.db.insertInto('role').values(role).execute();
    }
    const start = wordsOn(await (await world.browser.get('/')).text());
    const form = (await loadReview(world.deps, await begin(world))).frame.form;
    expect(start).toContain(form.name);
    return form.id;
  }

  test.each([
    ['leader', 'branch', '2a-2025'],
    ['outside', 'branch', '2c-2025'],
    ['leader', 'otherBranch', '2c-2025'],
    ['leader', null, '2c-2025'],
  ] as const)('with the setting %s and the role at %s gets %s', async (setting, roleAt, formId) => {
    expect(await formGiven(setting, roleAt)).toBe(formId);
  });

  test('is asked about in plain words when a campaign is made, shown on it, and refused beside the two', async () => {
    const it = await createTestApp();
    const office = await seedOffice(it.deps);
    const person = await seedPerson(it.deps, office.branch, 'Lê Thị Quản Trị', {
      roles: [{ unitId: office.committee, role: 'administrator' }],
    });
    const admin = await it.as(person);
    const page = await (await admin.get('/quan-tri/dot/moi')).text();
    expect(page).toContain('Bí thư chi bộ đã nghỉ hưu (không làm việc trong hệ thống chính trị) dùng mẫu nào');
    const typed = {
      to_chuc: office.committee,
      nam: '2026',
      mo_ngay: '22/11/2026',
      han_nop: '15/12/2026',
      danh_muc_a: 'a-27-v1',
      danh_muc_b: 'b-25-v1',
      mau_leader: '2a-2025',
      mau_no_post: '2b-2025',
      mau_outside: '2c-2025',
    };
    const refused = await admin.post('/quan-tri/dot/moi', { ...typed, bi_thu_nghi_huu: 'no_post' });
    expect(refused.status).toBe(422);
    const made = await admin.post('/quan-tri/dot/moi', { ...typed, bi_thu_nghi_huu: 'leader' });
    expect(made.status).toBe(303);
    const [row] = await it.deps.store.db.selectFrom('campaign').select('retired_secretary_standing').execute();
    expect(row?.retired_secretary_standing).toBe('leader');
    const shown = wordsOn(await (await admin.get(made.headers.get('location') ?? '')).text());
    expect(shown).toContain('Bí thư chi bộ đã nghỉ hưu Mẫu của người giữ chức vụ lãnh đạo, quản lý');
  });
});

describe('the pledge', () => {
  const pledge = (deps: Deps, person: Person, reviewId: string, text: string) =>
    writePledge(deps, actorFor(person), reviewId, text);

  const paper = (browser: Browser, id: string) => browser.get(`/ban-kiem-diem/${id}/cam-ket.pdf`);

  test('is a step that may be left out, and then there is no paper of it', async () => {
    const world = await authorWorld();
    const id = await beginComplete(world);
    const tasks = wordsOn(await (await world.browser.get(`/ban-kiem-diem/${id}`)).text());
    expect(tasks).toContain('Bản cam kết năm sau Nếu có');
    expect(tasks).not.toContain('Bản cam kết năm 2027 (PDF)');
    expect((await paper(world.browser, id)).status).toBe(404);
    expect((await world.browser.post(`/ban-kiem-diem/${id}/nop`, { di: 'nop' })).status).toBe(303);
    expect((await paper(world.browser, id)).status).toBe(404);
  });

  test('is stamped while a draft, frozen with the review, and never seen by anybody else', async () => {
    const pdf = fakePdf();
    const world = await authorWorld({ pdf });
    const id = await beginComplete(world);
    await pledge(world.deps, world.author, id, 'Đọc mỗi tháng một tài liệu.');
    expect((await paper(world.browser, id)).headers.get('content-type')).toBe('application/pdf');
    expect(pdf.printed[0]).toContain('content: "BẢN NHÁP"');
    expect(wordsOn(pdf.printed[0] ?? '')).toContain('BẢN CAM KẾT TU DƯỠNG, RÈN LUYỆN, PHẤN ĐẤU Năm 2027');
    await submitAs(world.deps, world.author, id);
    const confirmation = await (await world.browser.get(`/ban-kiem-diem/${id}/da-nop`)).text();
    expect(confirmation).toContain('Bản cam kết năm 2027 (PDF)');
    const first = await (await paper(world.browser, id)).text();
    expect(pdf.printed[1]).not.toContain('BẢN NHÁP');
    expect(wordsOn(pdf.printed[1] ?? '')).toContain('Đọc mỗi tháng một tài liệu.');
    expect(wordsOn(pdf.printed[1] ?? '')).toContain('NGƯỜI CAM KẾT (Ký, ghi rõ họ tên) Phạm Thị Tự Soi');
    expect(await (await paper(world.browser, id)).text()).toBe(first);
    expect(pdf.printed).toHaveLength(2);
    await world.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    expect(pdf.printed[2]).not.toContain('Đọc mỗi tháng một tài liệu.');
    const secretary = await seedPerson(world.deps, world.office.branch, 'Lê Văn Bí Thư', {
      roles: [{ unitId: world.office.branch, role: 'secretary' }],
    });
    expect((await paper(await world.as(secretary), id)).status).toBe(404);
    expect((await paper(await world.as(null), id)).status).toBe(303);
  });

  test('of last year stands above the field that reports on it, in the next year only, and nowhere in III', async () => {
    const world = await authorWorld({}, { campaign: { year: 2025, title: 'Năm trước' } });
    const last = await beginComplete(world);
    await pledge(world.deps, world.author, last, 'Giữ <lời> hứa với bà con.');
    await submitAs(world.deps, world.author, last);
    await world.deps.store.db.updateTable('campaign').set({ state: 'closed' }).execute();
    const campaignId = await seedCampaign(world.deps, world.office.committee);
    const id = await begin({ browser: world.browser, campaignId });
    const page = await (await world.browser.get(`/ban-kiem-diem/${id}/ghi/muc-i`)).text();
    expect(page.split('Bản cam kết của đồng chí cho năm kiểm điểm')).toHaveLength(2);
    expect(page).toContain('Giữ &lt;lời&gt; hứa với bà con.');
    expect(page.indexOf('Giữ &lt;lời&gt;')).toBeGreaterThan(page.indexOf('name="I.2"'));
    expect(page.indexOf('Giữ &lt;lời&gt;')).toBeLessThan(page.indexOf('name="I.3"'));
    const { items } = (await loadReview(world.deps, id)).frame;
    expect(items.map((item) => item.sourceText)).not.toContain('Giữ <lời> hứa với bà con.');
    expect(JSON.stringify((await loadReview(world.deps, id)).content)).not.toContain('với bà con');
  });
});
