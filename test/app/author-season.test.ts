import { describe, expect, test } from 'vitest';
import type { ExemptionKind } from '../../db/schema.ts';
import { findRecord, recordText } from '../../src/records/queries.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { loadReview } from '../../src/reviews/loaded.ts';
import { submitReview } from '../../src/reviews/moving.ts';
import { fakePdf } from '../helpers/app.ts';
import {
  actorFor,
  authorWorld,
  begin,
  beginComplete,
  formOn,
  handIn,
  judgeAs,
  wordsOn,
  write,
} from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';
import { seedExemption, seedSuggestion } from '../helpers/season.ts';

/** What the office says about a person, as the person meets it. */
async function world() {
  const pdf = fakePdf();
  const it = await authorWorld({ pdf });
  const text = async (path: string) => (await it.browser.get(path)).text();
  const suggest = (more: Parameters<typeof seedSuggestion>[3] = {}) =>
    seedSuggestion(it.deps, it.campaignId, { member: it.author, by: it.author }, more);
  const withdraw = (id: string) =>
    it.deps.store.db
      .updateTable('suggestion')
      .set({ withdrawn_at: it.deps.now().toISOString() })
      .where('id', '=', id)
      .execute();
  return { ...it, db: it.deps.store.db, pdf, text, suggest, withdraw };
}

type World = Awaited<ReturnType<typeof world>>;

async function frozen({ db }: World, id: string, submission = 1): Promise<ReviewContent> {
  const record = await findRecord(db, id, submission);
  if (!record) throw new Error('nothing frozen');
  return JSON.parse(await recordText(db, record)) as ReviewContent;
}

const NOT_REVIEWED: [ExemptionKind, string][] = [
  ['excused', 'Được miễn công tác và sinh hoạt đảng'],
  ['suspended', 'Bị đình chỉ sinh hoạt đảng'],
  ['new', 'Mới kết nạp chưa đủ 6 tháng'],
  ['outside_tool', 'Không đưa lên hệ thống này'],
];

describe('a person who is not reviewed in this campaign', () => {
  test.each(NOT_REVIEWED)('(%s) is told so on the home page, and cannot begin', async (kind, words) => {
    const it = await world();
    await seedExemption(it.deps, it.campaignId, it.author, kind);
    const home = wordsOn(await it.text('/'));
    expect(home).toContain(`Đồng chí không phải viết bản kiểm điểm trên hệ thống trong đợt này: ${words}.`);
    expect(home).toContain('Quyết định 05-QĐ/ĐU, ngày 01-3-2026.');
    expect(home).not.toContain('Bắt đầu bản kiểm điểm');
    const answer = await it.browser.post(`/dot/${it.campaignId}/bat-dau`, {});
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain(words);
    expect(await it.db.selectFrom('review').selectAll().execute()).toEqual([]);
  });

  test('but is only away for a while goes on like everybody', async () => {
    const it = await world();
    await seedExemption(it.deps, it.campaignId, it.author, 'elsewhere');
    expect(await it.text('/')).toContain('Bắt đầu bản kiểm điểm');
    const id = await beginComplete(it);
    expect((await handIn(it.browser, id, '')).status).toBe(303);
  });

  test('keeps what was begun before, and cannot hand it in', async () => {
    const it = await world();
    const id = await beginComplete(it);
    await seedExemption(it.deps, it.campaignId, it.author, 'excused');
    const home = wordsOn(await it.text(`/ban-kiem-diem/${id}`));
    expect(home).toContain('Phần đồng chí đã viết vẫn còn');
    expect(home).not.toMatch(/CHƯA NỘP|mục chưa ghi đủ/);
    const check = await it.text(`/ban-kiem-diem/${id}/kiem-tra`);
    expect(wordsOn(check)).toContain('không nộp được');
    expect(check).not.toContain('Nộp bản kiểm điểm</button>');
    const answer = await handIn(it.browser, id, 'vẫn nộp');
    expect(answer.status).toBe(409);
    expect(await answer.text()).toContain('Được miễn công tác và sinh hoạt đảng');
    expect((await it.db.selectFrom('review').select('state').executeTakeFirst())?.state).toBe('draft');
    expect(await it.db.selectFrom('record').selectAll().execute()).toEqual([]);
  });

  test('excused in the very moment of handing in is not handed in either', async () => {
    const it = await world();
    const id = await beginComplete(it);
    const review = await loadReview(it.deps, id);
    // As if it happened between the look at the register and the writing of the list.
    const atomic = it.deps.store.atomic.bind(it.deps.store);
    const store = {
      ...it.deps.store,
      atomic: async (statements: Parameters<typeof atomic>[0]) => {
        await seedExemption({ ...it.deps, store: { ...it.deps.store, atomic } }, it.campaignId, it.author, 'excused');
        return atomic(statements);
      },
    };
    await expect(submitReview({ ...it.deps, store }, actorFor(it.author), review, '')).rejects.toMatchObject({
      code: 'not-allowed-now',
      hint: expect.stringContaining('Được miễn công tác và sinh hoạt đảng') as string,
    });
    expect((await it.db.selectFrom('review').select('state').executeTakeFirst())?.state).toBe('draft');
  });

  test('is reviewed again once that is taken back', async () => {
    const it = await world();
    await seedExemption(it.deps, it.campaignId, it.author, 'excused');
    await it.db.deleteFrom('exemption').execute();
    expect(await it.text('/')).toContain('Bắt đầu bản kiểm điểm');
    expect(await begin(it)).not.toBe('');
  });
});

describe('a suggestion', () => {
  test('is seen on the home page before and after the review has begun, by nobody else', async () => {
    const it = await world();
    await it.suggest();
    const colleague = await seedPerson(it.deps, it.office.branch, 'Người Khác');
    const words =
      'Đồng chí được gợi ý kiểm điểm Việc chậm giải quyết hồ sơ quý II. (Ban Thường vụ Đảng ủy phường, 12-CV/ĐU, ngày 05-11-2026)';
    expect(wordsOn(await it.text('/'))).toContain(words);
    expect(await (await (await it.as(colleague)).get('/')).text()).not.toContain('gợi ý kiểm điểm');
    const id = await begin(it);
    const home = await it.text(`/ban-kiem-diem/${id}`);
    expect(wordsOn(home)).toContain(words);
    expect(home).toContain(`href="/ban-kiem-diem/${id}/ghi/muc-iv"`);
  });

  test('stands in section IV as an issue to explain, its words not to be changed or taken out', async () => {
    const it = await world();
    const id = await begin(it);
    const suggestion = await it.suggest();
    const page = await it.text(`/ban-kiem-diem/${id}/ghi/muc-iv`);
    expect(wordsOn(page)).toContain(
      'Gợi ý kiểm điểm của Ban Thường vụ Đảng ủy phường, 12-CV/ĐU, ngày 05-11-2026 Việc chậm giải quyết hồ sơ quý II.',
    );
    expect(formOn(page)).toMatchObject({ [`IV.${suggestion}.explanation`]: '', [`IV.${suggestion}.cause`]: '' });
    expect(formOn(page)).not.toHaveProperty(`IV.${suggestion}.issue`);
    expect(page).not.toContain(`name="bo" value="${suggestion}"`);
    const change = await it.browser.json(`/ban-kiem-diem/${id}/o`, {
      key: `IV.${suggestion}.issue`,
      value: 'Việc khác.',
      version: 0,
    });
    expect(change.status).toBe(422);
    await it.browser.post(`/ban-kiem-diem/${id}/ghi/muc-iv`, { ...formOn(page), bo: suggestion });
    expect(await it.text(`/ban-kiem-diem/${id}/ghi/muc-iv`)).toContain('Việc chậm giải quyết hồ sơ quý II.');
  });

  test('unexplained keeps the review from being handed in; explained it is frozen and printed', async () => {
    const it = await world();
    const id = await beginComplete(it);
    const suggestion = await it.suggest();
    const check = wordsOn(await it.text(`/ban-kiem-diem/${id}/kiem-tra`));
    expect(check).toContain('Vấn đề được gợi ý 1: chưa ghi giải trình');
    expect((await handIn(it.browser, id, 'vẫn nộp')).status).toBe(422);

    const key = `IV.${suggestion}.explanation`;
    const saved = await it.browser.json(`/ban-kiem-diem/${id}/o`, {
      key,
      value: 'Hồ sơ chuyển muộn từ phòng khác.',
      version: 0,
    });
    expect(saved.status).toBe(200);
    expect((await handIn(it.browser, id, '')).status).toBe(303);
    const content = await frozen(it, id);
    expect(content.fields[key]).toBe('Hồ sơ chuyển muộn từ phòng khác.');
    expect(content.items.find((item) => item.id === suggestion)).toMatchObject({
      list: 'IV',
      origin: 'suggested',
      sourceText: 'Việc chậm giải quyết hồ sơ quý II.',
      suggestion: { by: 'Ban Thường vụ Đảng ủy phường, 12-CV/ĐU, ngày 05-11-2026', withdrawn: false },
    });
    await it.browser.get(`/ban-kiem-diem/${id}/ban-in.pdf`);
    expect(wordsOn(it.pdf.printed.at(-1) ?? '')).toContain(
      'Việc chậm giải quyết hồ sơ quý II. (Gợi ý của Ban Thường vụ Đảng ủy phường, 12-CV/ĐU, ngày 05-11-2026) - Giải trình: Hồ sơ chuyển muộn từ phòng khác.',
    );
  });

  test('stands beside the issues that the author wrote himself', async () => {
    const it = await world();
    const id = await begin(it);
    await it.suggest();
    await it.browser.post(`/ban-kiem-diem/${id}/ghi/muc-iv`, { them: 'IV:written' });
    const page = wordsOn(await it.text(`/ban-kiem-diem/${id}/ghi/muc-iv`));
    expect(page).toContain('Vấn đề được gợi ý 1 Gợi ý kiểm điểm của');
    expect(page).toContain('Vấn đề được gợi ý 2 Vấn đề được gợi ý');
  });

  test('taken back before anything was written is gone; after that the author’s words stay, and nothing is asked', async () => {
    const it = await world();
    const id = await beginComplete(it);
    const [unwritten, written] = [await it.suggest({ text: 'Việc một.' }), await it.suggest({ text: 'Việc hai.' })];
    await it.browser.json(`/ban-kiem-diem/${id}/o`, { key: `IV.${written}.cause`, value: 'Do bất cẩn.', version: 0 });
    await it.withdraw(unwritten);
    await it.withdraw(written);
    const page = wordsOn(await it.text(`/ban-kiem-diem/${id}/ghi/muc-iv`));
    expect(page).not.toContain('Việc một.');
    expect(page).toContain(
      'Gợi ý kiểm điểm đã rút: đồng chí không phải giải trình nữa, phần đã viết vẫn còn Việc hai.',
    );
    expect(page).toContain('Do bất cẩn.');
    expect(wordsOn(await it.text(`/ban-kiem-diem/${id}`))).not.toContain('Đồng chí được gợi ý kiểm điểm');
    await write(it.browser, id, 'muc-iv', { [`IV.${written}.explanation`]: 'Đã xin lỗi.' });
    expect((await handIn(it.browser, id, '')).status).toBe(303);
    expect((await frozen(it, id)).fields[`IV.${written}.explanation`]).toBe('Đã xin lỗi.');
  });

  test('made after the review was handed in is no part of it, and is told on the home page', async () => {
    const it = await world();
    const id = await beginComplete(it);
    await handIn(it.browser, id, '');
    it.clock.forward(5);
    const late = await it.suggest();
    const page = wordsOn(await it.text(`/ban-kiem-diem/${id}`));
    expect(page).toContain('Cấp ủy gợi ý sau khi đồng chí đã nộp.');
    expect(page).toContain('Việc chậm giải quyết hồ sơ quý II.');
    expect((await loadReview(it.deps, id)).content.items.some((item) => item.id === late)).toBe(false);

    // Given back for it, the review asks about it.
    const secretary = await seedPerson(it.deps, it.office.branch, 'Bí Thư');
    const roles = [{ unitId: it.office.branch, role: 'secretary' as const }];
    await judgeAs(it.deps, secretary, roles, id, { move: 'return', remark: 'Giải trình thêm ở mục IV.' });
    expect(wordsOn(await it.text(`/ban-kiem-diem/${id}/kiem-tra`))).toContain(
      'Vấn đề được gợi ý 1: chưa ghi giải trình',
    );
  });

  test('of another campaign, or for the branch, asks this person nothing', async () => {
    const it = await world();
    await seedSuggestion(it.deps, it.campaignId, { unit: it.office.branch, by: it.author });
    const id = await beginComplete(it);
    expect(await it.text(`/ban-kiem-diem/${id}`)).not.toContain('Đồng chí được gợi ý kiểm điểm');
    expect((await handIn(it.browser, id, '')).status).toBe(303);
  });
});
