import { describe, expect, test } from 'vitest';
import { actionsLogged, actorFor, begin, formOn, submitAs, tableContents, wordsOn } from '../helpers/author.ts';
import { officeWorld, type OfficeWorld } from '../helpers/campaign-office.ts';
import { type Person, seedPerson } from '../helpers/people.ts';
import { completeReview } from '../helpers/reviews.ts';
import { seedExemption, seedSuggestion } from '../helpers/season.ts';

async function withPeople(campaign: Parameters<typeof officeWorld>[0] = { state: 'open' }) {
  const it = await officeWorld(campaign);
  const member = await seedPerson(it.deps, it.office.otherBranch, 'Đặng Thị Hòa', { birthDate: '1958' });
  const namesake = await seedPerson(it.deps, it.office.branch, 'Nguyễn Hoà Bình');
  const foreigner = await seedPerson(it.deps, it.office.foreignBranch, 'Trần Thị Hòa Láng Giềng');
  return { ...it, member, namesake, foreigner };
}

type World = Awaited<ReturnType<typeof withPeople>>;

function exemptions({ db }: OfficeWorld) {
  return db.selectFrom('exemption').selectAll().execute();
}

function exempt(it: World, person: Person, more: Record<string, string> = {}) {
  const typed = { dong_chi: person.memberId, loai: 'excused', ly_do: 'Quyết định 05-QĐ/ĐU.', ...more };
  return it.browser.post(`${it.path}/mien`, typed);
}

describe('looking for a person', () => {
  test.each(['hòa', 'hoà', 'HOA', 'hoa ', 'thi  hoa', 'đặng thị', 'dang thi hoa'])(
    'finds “%s” with or without marks, in the campaign’s own branches only',
    async (query) => {
      const it = await withPeople();
      for (const page of ['mien', 'goi-y']) {
        const words = wordsOn(
          await (await it.browser.get(`${it.path}/${page}?tim=${encodeURIComponent(query)}`)).text(),
        );
        expect(words).toContain('Đặng Thị Hòa sinh 1958, Chi bộ Số 2');
        expect(words).not.toContain('Láng Giềng');
      }
    },
  );

  test.each([
    ['%', 'Đồng chí gõ ít nhất 2 chữ cái.'],
    ['a', 'Đồng chí gõ ít nhất 2 chữ cái.'],
    ['%%%', 'Đồng chí gõ ít nhất 2 chữ cái.'],
    ['khong ai ca', 'Không thấy ai có họ tên như vậy'],
  ])('“%s” is answered plainly', async (query, sentence) => {
    const it = await withPeople();
    expect(await (await it.browser.get(`${it.path}/mien?tim=${encodeURIComponent(query)}`)).text()).toContain(sentence);
  });
});

describe('who stands apart in a campaign', () => {
  test('is recorded with a reason and listed, and the log says who did it', async () => {
    const it = await withPeople();
    const chosen = await (await it.browser.get(`${it.path}/mien?dong-chi=${it.member.memberId}`)).text();
    expect(wordsOn(chosen)).toContain('Ghi cho đồng chí Đặng Thị Hòa');
    expect(formOn(chosen)).toMatchObject({ dong_chi: it.member.memberId });
    expect((await exempt(it, it.member)).headers.get('location')).toBe(`${it.path}/mien`);
    expect(await exemptions(it)).toMatchObject([
      {
        member_id: it.member.memberId,
        kind: 'excused',
        reason: 'Quyết định 05-QĐ/ĐU.',
        account_id: it.clerk.accountId,
      },
    ]);
    const words = wordsOn(await (await it.browser.get(`${it.path}/mien`)).text());
    expect(words).toContain('Đặng Thị Hòa Chi bộ Số 2 Được miễn công tác và sinh hoạt đảng Quyết định 05-QĐ/ĐU.');
    const [row] = await it.db.selectFrom('audit').selectAll().execute();
    expect(row).toMatchObject({
      action: 'exemption-recorded',
      subject_kind: 'member',
      subject_id: it.member.memberId,
      detail: 'excused',
    });
    expect(wordsOn(await (await it.browser.get(it.path)).text())).toContain('1 đồng chí');
  });

  test.each(['excused', 'suspended', 'new', 'elsewhere', 'outside_tool'])('takes the case %s', async (kind) => {
    const it = await withPeople({ state: 'preparing' });
    expect((await exempt(it, it.member, { loai: kind })).status).toBe(303);
    expect((await exemptions(it))[0]?.kind).toBe(kind);
  });

  test.each<[Record<string, string>, string]>([
    [{ loai: 'khac' }, 'Đồng chí chọn một trường hợp.'],
    [{ ly_do: ' ' }, 'Đồng chí ghi lý do'],
  ])('%j comes back with the person and the words', async (wrong, sentence) => {
    const it = await withPeople();
    const answer = await exempt(it, it.member, { ly_do: 'Lý do gõ dở', ...wrong });
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(page).toContain('Đặng Thị Hòa');
    expect(formOn(page).ly_do).toBe(wrong.ly_do ?? 'Lý do gõ dở');
    expect(await exemptions(it)).toEqual([]);
  });

  test('a second click is fine, another case for the same person is told what to do', async () => {
    const it = await withPeople();
    const answers = await Promise.all([exempt(it, it.member), exempt(it, it.member)]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    const other = await exempt(it, it.member, { loai: 'suspended' });
    expect(other.status).toBe(422);
    expect(await other.text()).toContain('Muốn đổi thì rút lần ghi ấy trước.');
    expect(await exemptions(it)).toHaveLength(1);
    expect(await actionsLogged(it.deps)).toEqual(['exemption-recorded']);
  });

  test('is taken back, also by two clicks at once', async () => {
    const it = await withPeople();
    await exempt(it, it.member);
    const page = await (await it.browser.get(`${it.path}/mien`)).text();
    const form = { phien_ban: formOn(page).phien_ban ?? '' };
    const post = () => it.browser.post(`${it.path}/mien/${it.member.memberId}/rut`, form);
    expect((await Promise.all([post(), post()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await exemptions(it)).toEqual([]);
    expect(await actionsLogged(it.deps)).toEqual(['exemption-recorded', 'exemption-withdrawn']);
  });

  test('in a closed campaign nobody can be added or taken back', async () => {
    const it = await withPeople({ state: 'open' });
    await exempt(it, it.member);
    await it.browser.post(`${it.path}/ket-thuc`, {});
    expect((await exempt(it, it.namesake)).status).toBe(409);
    expect((await it.browser.post(`${it.path}/mien/${it.member.memberId}/rut`, { phien_ban: '1' })).status).toBe(409);
    expect(await exemptions(it)).toHaveLength(1);
    const page = await (await it.browser.get(`${it.path}/mien`)).text();
    expect(page).not.toContain('Thêm một đồng chí');
    expect(page).not.toContain('/rut');
  });

  test('somebody of another office is not there, and the attempt is logged', async () => {
    const it = await withPeople();
    const before = await tableContents(it.deps.store);
    expect((await exempt(it, it.foreigner)).status).toBe(404);
    expect((await it.browser.get(`${it.path}/mien?dong-chi=${it.foreigner.memberId}`)).status).toBe(404);
    expect((await it.browser.post(`${it.path}/mien/${it.foreigner.memberId}/rut`, { phien_ban: '1' })).status).toBe(
      404,
    );
    expect((await it.browser.get(`/quan-tri/dot/${it.foreignCampaign}/mien`)).status).toBe(404);
    expect(await tableContents(it.deps.store)).toEqual(before);
    expect(await actionsLogged(it.deps)).toEqual(Array.from({ length: 4 }, () => 'access-refused'));
  });
});

const SUGGESTION = {
  noi_dung: 'Việc chậm giải quyết hồ sơ quý II.',
  nguon: 'Ban Thường vụ Đảng ủy phường',
  so_van_ban: '12-CV/ĐU',
  ngay_van_ban: '05/11/2026',
};

async function suggest(it: World, asked: Record<string, string>, more: Record<string, string> = {}): Promise<Response> {
  const query = asked.chi_bo ? `chi-bo=${asked.chi_bo}` : `dong-chi=${asked.dong_chi}`;
  const form = formOn(await (await it.browser.get(`${it.path}/goi-y?${query}`)).text());
  return it.browser.post(`${it.path}/goi-y`, { ...form, ...SUGGESTION, ...more });
}

function suggestions({ db }: OfficeWorld) {
  return db.selectFrom('suggestion').orderBy('id').selectAll().execute();
}

describe('a suggestion', () => {
  test('is made for a person or for a branch, with who asks and by which document', async () => {
    const it = await withPeople();
    expect((await suggest(it, { dong_chi: it.member.memberId })).headers.get('location')).toBe(`${it.path}/goi-y`);
    expect((await suggest(it, { chi_bo: it.office.branch }, { so_van_ban: '', ngay_van_ban: '' })).status).toBe(303);
    expect(await suggestions(it)).toMatchObject([
      {
        member_id: it.member.memberId,
        unit_id: null,
        text: SUGGESTION.noi_dung,
        document_number: '12-CV/ĐU',
        document_date: '2026-11-05',
      },
      { member_id: null, unit_id: it.office.branch, document_number: '', document_date: null },
    ]);
    const words = wordsOn(await (await it.browser.get(`${it.path}/goi-y`)).text());
    expect(words).toContain('Đồng chí Đặng Thị Hòa (Chi bộ Số 2)');
    expect(words).toContain('Ban Thường vụ Đảng ủy phường, 12-CV/ĐU, ngày 05-11-2026');
    expect(words).toContain('Tập thể Chi bộ Số 1');
    const logged = await it.db.selectFrom('audit').orderBy('id').selectAll().execute();
    expect(logged.map(({ action, subject_kind, subject_id }) => [action, subject_kind, subject_id])).toEqual([
      ['suggestion-made', 'member', it.member.memberId],
      ['suggestion-made', 'unit', it.office.branch],
    ]);
  });

  test.each([
    [{ noi_dung: '' }, 'Đồng chí ghi vấn đề cần giải trình.'],
    [{ nguon: '' }, 'Đồng chí ghi ai gợi ý'],
    [{ ngay_van_ban: '' }, 'Đồng chí ghi cả ngày của văn bản, hoặc để trống cả hai.'],
    [{ so_van_ban: '' }, 'Đồng chí ghi cả số của văn bản, hoặc để trống cả hai.'],
  ])('%j comes back with everything typed', async (wrong, sentence) => {
    const it = await withPeople();
    const answer = await suggest(it, { dong_chi: it.member.memberId }, wrong);
    const page = await answer.text();
    expect(answer.status).toBe(422);
    expect(page).toContain(sentence);
    expect(formOn(page)).toMatchObject({ ...SUGGESTION, ...wrong, dong_chi: it.member.memberId });
    expect(await suggestions(it)).toEqual([]);
  });

  test('sent twice is one suggestion', async () => {
    const it = await withPeople();
    const form = formOn(await (await it.browser.get(`${it.path}/goi-y?dong-chi=${it.member.memberId}`)).text());
    const post = () => it.browser.post(`${it.path}/goi-y`, { ...form, ...SUGGESTION });
    expect((await Promise.all([post(), post()])).map(({ status }) => status)).toEqual([303, 303]);
    expect(await suggestions(it)).toHaveLength(1);
  });

  test('for somebody who has handed in says what becomes of it', async () => {
    const it = await withPeople();
    const id = await begin({ browser: await it.as(it.member), campaignId: it.campaignId });
    await completeReview(it.deps, actorFor(it.member), id);
    await submitAs(it.deps, it.member, id);
    const words = wordsOn(await (await it.browser.get(`${it.path}/goi-y?dong-chi=${it.member.memberId}`)).text());
    expect(words).toContain('Bản kiểm điểm năm nay của đồng chí ấy: Đã nộp.');
    expect(words).toContain('giải trình tại cuộc họp, hoặc chi ủy trả lại để bổ sung');
  });

  test('is taken back, twice without harm, and never in a closed campaign', async () => {
    const it = await withPeople();
    await suggest(it, { dong_chi: it.member.memberId });
    const [made] = await suggestions(it);
    const path = `${it.path}/goi-y/${made?.id}/rut`;
    const answers = await Promise.all([it.browser.post(path, {}), it.browser.post(path, {})]);
    expect(answers.map(({ status }) => status)).toEqual([303, 303]);
    expect((await suggestions(it))[0]?.withdrawn_at).toBe('2026-11-22T03:00:00.000Z');
    expect(await actionsLogged(it.deps)).toEqual(['suggestion-made', 'suggestion-withdrawn']);
    expect(wordsOn(await (await it.browser.get(`${it.path}/goi-y`)).text())).toContain('Chưa có gợi ý nào.');

    await suggest(it, { dong_chi: it.member.memberId });
    await it.browser.post(`${it.path}/ket-thuc`, {});
    const second = (await suggestions(it))[1];
    expect((await it.browser.post(`${it.path}/goi-y/${second?.id}/rut`, {})).status).toBe(409);
    expect((await suggestions(it))[1]?.withdrawn_at).toBeNull();
  });

  test('cannot reach into another office', async () => {
    const it = await withPeople();
    const foreign = await seedSuggestion(it.deps, it.foreignCampaign, { member: it.foreigner, by: it.foreigner });
    await seedExemption(it.deps, it.foreignCampaign, it.foreigner, 'excused');
    const before = await tableContents(it.deps.store);
    const ma = it.deps.newId();
    expect(
      (await it.browser.post(`${it.path}/goi-y`, { ...SUGGESTION, ma, dong_chi: it.foreigner.memberId })).status,
    ).toBe(404);
    expect(
      (await it.browser.post(`${it.path}/goi-y`, { ...SUGGESTION, ma, chi_bo: it.office.foreignBranch })).status,
    ).toBe(404);
    expect((await it.browser.post(`${it.path}/goi-y/${foreign}/rut`, {})).status).toBe(404);
    expect((await it.browser.post(`/quan-tri/dot/${it.foreignCampaign}/goi-y/${foreign}/rut`, {})).status).toBe(404);
    expect((await it.browser.get(`${it.path}/goi-y?chi-bo=${it.office.foreignBranch}`)).status).toBe(404);
    expect(await tableContents(it.deps.store)).toEqual(before);
  });
});
