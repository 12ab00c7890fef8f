import { describe, expect, test } from 'vitest';
import { openCampaignFor } from '../../src/campaigns/queries.ts';
import { dayInHanoi } from '../../src/calendar.ts';
import { makePerson } from '../../src/units/commands.ts';
import { personForm } from '../../src/units/input.ts';
import { findUnit, type UnitRow } from '../../src/units/queries.ts';
import { createTestApp } from '../helpers/app.ts';
import { actorFor, begin, unescaped, wordsOn } from '../helpers/author.ts';
import { seedCampaign, seedOffice, seedPerson } from '../helpers/people.ts';

async function administration() {
  const test = await createTestApp();
  const office = await seedOffice(test.deps);
  const person = await seedPerson(test.deps, office.branch, 'Lê Thị Quản Trị', {
    roles: [{ unitId: office.committee, role: 'administrator' }],
  });
  const admin = await test.as(person);
  const record = (more: Record<string, string> = {}) =>
    admin.post('/quan-tri/dang-vien/moi', { ...DO_THI_UOC, to_chuc: office.branch, ...more });
  const members = () => test.deps.store.db.selectFrom('member').select('id').execute();
  return { ...test, office, person, admin, record, members };
}

const DO_THI_UOC = {
  ho_ten: 'Đỗ Thị Ước',
  ngay_sinh: '2/9/1960',
  don_vi: 'Trường Tiểu học Thử Nghiệm',
  doi_tuong: 'no_post',
  chinh_thuc: '1',
  ten_dang_nhap: '',
  nhiem_vu: 'khong',
};

describe('recording a member', () => {
  test('with a double click makes one person, and the second answer says where a new code comes from', async () => {
    const it = await administration();
    const answers = await Promise.all([it.record(), it.record()]);
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 422]);
    const html = await (answers.find(({ status }) => status === 422) as Response).text();
    const words = wordsOn(html);
    expect(words).toContain('Chi bộ Số 1 đã có đồng chí Đỗ Thị Ước, sinh 02/09/1960.');
    expect(words).toContain('vào Chi bộ Số 1, bấm “Cấp mã mới” ở dòng của đồng chí ấy');
    expect(unescaped(html)).toContain('value="Trường Tiểu học Thử Nghiệm"');
    expect(html).not.toContain('do.thi.uoc2');
    expect(await it.members()).toHaveLength(2);
    const branch = await it.admin.get(`/quan-tri/to-chuc/${it.office.branch}`);
    expect(wordsOn(await branch.text())).toContain('Cấp mã mới cho đồng chí Đỗ Thị Ước');
  });

  test('once more under another user name is refused as well', async () => {
    const it = await administration();
    await it.record();
    const again = await it.record({ ten_dang_nhap: 'uoc.khac' });
    expect(again.status).toBe(422);
    const html = await again.text();
    expect(wordsOn(html)).toContain('đã có đồng chí Đỗ Thị Ước');
    expect(html).toContain('value="uoc.khac"');
    expect(await it.members()).toHaveLength(2);
  });

  test('under two user names in the same moment makes one person and one account', async () => {
    const it = await administration();
    const branch = (await findUnit(it.deps.store.db, it.office.branch)) as UnitRow;
    const form = personForm(dayInHanoi(it.deps.now()));
    const make = (ten_dang_nhap: string) =>
      makePerson(
        it.deps,
        actorFor(it.person),
        branch,
        form.parse({ ...DO_THI_UOC, to_chuc: branch.id, ten_dang_nhap }),
      );
    const outcomes = await Promise.allSettled([make('uoc.mot'), make('uoc.hai')]);
    const refused = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason as unknown);
    expect(refused).toMatchObject([{ code: 'invalid-input', fields: { ho_ten: expect.stringContaining('đã có') } }]);
    expect(await it.members()).toHaveLength(2);
    expect(await it.deps.store.db.selectFrom('account').select('id').execute()).toHaveLength(2);
  });

  test('of the same name is fine with another birth date, or in another branch', async () => {
    const it = await administration();
    await it.record();
    const namesakes = [
      await it.record({ ngay_sinh: '3/9/1960', ten_dang_nhap: 'do.thi.uoc2' }),
      await it.record({ to_chuc: it.office.otherBranch, ten_dang_nhap: 'do.thi.uoc3' }),
    ];
    expect(namesakes.map(({ status }) => status)).toEqual([200, 200]);
    expect(await it.members()).toHaveLength(4);
  });
});

describe('two open campaigns', () => {
  test('of one year: the nearest unit’s goes first, whichever was made first', async () => {
    const { deps, office } = await administration();
    const { db } = deps.store;
    const ofCommittee = await seedCampaign(deps, office.committee);
    const ofBranch = await seedCampaign(deps, office.branch);
    expect((await openCampaignFor(db, [office.branch, office.committee], '2026-11-22'))?.id).toBe(ofBranch);
    expect((await openCampaignFor(db, [office.committee, office.branch], '2026-11-22'))?.id).toBe(ofCommittee);
    await db.updateTable('campaign').set({ state: 'closed' }).where('id', '=', ofBranch).execute();
    expect((await openCampaignFor(db, [office.branch, office.committee], '2026-11-22'))?.id).toBe(ofCommittee);
  });

  test('of one unit: the newest year', async () => {
    const { deps, office } = await administration();
    await seedCampaign(deps, office.committee, { year: 2025 });
    const newest = await seedCampaign(deps, office.committee, { year: 2026 });
    expect((await openCampaignFor(deps.store.db, [office.branch, office.committee], '2026-11-22'))?.id).toBe(newest);
  });

  test('a review of the committee’s does not stand in the way of the branch’s own', async () => {
    const { deps, office, admin } = await administration();
    const first = await seedCampaign(deps, office.committee);
    const review = await begin({ browser: admin, campaignId: first });
    expect((await admin.get('/')).headers.get('location')).toBe(`/ban-kiem-diem/${review}`);
    const own = await seedCampaign(deps, office.branch, { title: 'Kiểm điểm riêng của chi bộ' });
    const home = await admin.get('/');
    expect(home.status).toBe(200);
    expect(await home.text()).toContain(`action="/dot/${own}/bat-dau"`);
  });
});
