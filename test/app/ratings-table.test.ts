import { describe, expect, test } from 'vitest';
import { findRecord, recordText, type RecordRow } from '../../src/records/queries.ts';
import type { ReviewContent } from '../../src/reviews/content.ts';
import { COLLECTIVE } from '../../src/ratings/rules.ts';
import { actionsLogged, formOn, judgeAs, tableContents, unescaped, wordsOn } from '../helpers/author.ts';
import { seedPerson } from '../helpers/people.ts';
import {
  changeMember,
  countBallots,
  earlierMatter,
  exempt,
  handIn,
  propose,
  ratingWorld,
  rowPath,
  watchDatabase,
} from '../helpers/ratings.ts';

async function namesIn(html: string): Promise<string[]> {
  return [...html.matchAll(/<th scope="row" id="dong-[^"]*">([^<]*)/g)].map(([, name = '']) => unescaped(name));
}

describe('the table of proposals', () => {
  test('lists the collective first, then people by post and name, whatever their levels', async () => {
    const world = await ratingWorld();
    await seedPerson(world.deps, world.office.branch, 'Bùi Văn An');
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { chi_bo: 'excellent', ly_do: 'Nhất trí cao.' });
    await propose(world, browser, world.secretary, { chi_bo: 'not-completed', ly_do: 'Tự nhận.' });
    const names = await namesIn(await (await browser.get(world.table)).text());
    expect(names).toEqual([
      'Tập thể Chi bộ Số 1',
      'Lê Văn Thư',
      'Ngô Thị Phó',
      'Đỗ Văn Ủy',
      'Bùi Văn An',
      'Phạm Thị Viên',
    ]);
  });

  test('leaves out who is suspended, and keeps who is away for a while', async () => {
    const world = await ratingWorld();
    const away = await seedPerson(world.deps, world.office.branch, 'Mai Văn Xa');
    await exempt(world, world.member, 'suspended');
    await exempt(world, away, 'elsewhere');
    const page = await (await (await world.as(world.secretary)).get(world.table)).text();
    expect(await namesIn(page)).not.toContain('Phạm Thị Viên');
    expect(await namesIn(page)).toContain('Mai Văn Xa');
    expect(page).toContain('Sinh hoạt tạm thời ở nơi khác');
  });

  test('shows the level a person proposes only once the review is handed in, and no more after it came back', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    const selfOf = async () =>
      /Phạm Thị Viên.*?<\/th>\s*<td data-label="Tự nhận">([^<]*)<\/td>/s.exec(
        unescaped(await (await browser.get(world.table)).text()),
      )?.[1];
    expect(await selfOf()).toBe('Chưa nộp');
    const review = await handIn(world, world.member);
    expect(await selfOf()).toBe('Tốt');
    const record = await findRecord(world.deps.store.db, review, 1);
    const frozen = JSON.parse(await recordText(world.deps.store.db, record as RecordRow)) as ReviewContent;
    expect(frozen.fields['B.II']).toBe('good');
    const leads = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, world.secretary, leads, review, { move: 'return', remark: 'Ghi rõ mục II.' });
    expect(await selfOf()).toBe('Đang bổ sung');
  });

  test('shows the votes as they stand and which level has enough of them', async () => {
    const world = await ratingWorld();
    await countBallots(world, {
      [world.member.memberId]: { excellent: 1, good: 3 },
      [world.deputy.memberId]: { excellent: 2, good: 2 },
    });
    const page = wordsOn(await (await (await world.as(world.secretary)).get(world.table)).text());
    expect(page).toMatch(/Phạm Thị Viên .*? Xuất sắc: 1 Tốt: 3 \(đủ phiếu\)/);
    expect(page).toMatch(/Ngô Thị Phó .*? Xuất sắc: 2 Tốt: 2 (?!\(đủ)/);
    expect(page).toContain('Mức được đề xuất cần quá 1/2 số đảng viên chính thức được triệu tập.');
  });

  test('says what the cap allows, in both readings, and that it holds where levels are approved', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    for (const person of [world.member, world.sitting]) {
      await propose(world, browser, person, { chi_bo: 'excellent', ly_do: 'Nhất trí cao.' });
    }
    const page = wordsOn(await (await browser.get(world.table)).text());
    expect(page).toContain(
      'Cá nhân không giữ chức vụ lãnh đạo, quản lý : hiện tại 2 > 0 (20 % của 0, làm tròn xuống); trong 2 người nhiều nhất 0.',
    );
    expect(page).toContain('Tỷ lệ chính thức tính ở cấp xét duyệt, trên tất cả chi bộ; tập thể chi bộ cũng tính riêng');
  });

  test('has no column for a chi ủy where there is none, and asks nobody without an agency for its level', async () => {
    const world = await ratingWorld();
    const alone = await seedPerson(world.deps, world.office.otherBranch, 'Tô Văn Một', {
      roles: [{ unitId: world.office.otherBranch, role: 'secretary' }],
    });
    await changeMember(world, alone, { has_agency: 0 });
    const browser = await world.as(alone);
    const table = `/chi-bo/${world.office.otherBranch}/xep-loai`;
    expect(await (await browser.get(table)).text()).not.toContain('<th scope="col">Chi ủy</th>');
    const row = await (await browser.get(`${table}/muc/${alone.memberId}`)).text();
    expect(row).not.toContain('name="co_quan"');
    expect(row).not.toContain('name="chi_uy"');
    expect(row).toContain('name="chi_bo"');
  });

  test('is empty of campaigns where none was ever made', async () => {
    const world = await ratingWorld({}, { state: 'preparing' });
    const answer = await (await world.as(world.secretary)).get(world.table);
    expect(answer.status).toBe(200);
    expect(await answer.text()).toContain('Chi bộ chưa có đợt kiểm điểm nào');
  });
});

describe('a row', () => {
  test('is saved by itself, and leads on to the next', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const browser = await world.as(world.deputy);
    const saved = await propose(world, browser, world.sitting, { chi_bo: '', di: 'tiep' });
    expect(saved.headers.get('location')).toContain(`/muc/${world.member.memberId}`);
    const last = await propose(world, browser, world.member, {
      co_quan: 'good',
      chi_uy: 'good',
      doan_the: 'good',
      chi_bo: 'good',
      quy: 'none',
    });
    expect([last.status, last.headers.get('location')]).toEqual([303, `${world.table}?dot=${world.campaignId}`]);
    const page = wordsOn(await (await browser.get(rowPath(world, world.member))).text());
    expect(page).toContain('Cơ quan, đơn vị xếp loại: Hoàn thành tốt nhiệm vụ.');
    expect(page).toContain('Đánh giá theo quý: không có quý nào không hoàn thành nhiệm vụ.');
    expect(await actionsLogged(world.deps)).toContain('rating-proposed');
  });

  test('with a level that is no level of the form is refused, and nothing is written', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    const before = await tableContents(world.deps.store);
    const answer = await propose(world, browser, world.member, { chi_bo: 'siêu hạng', ly_do: 'Chữ đã gõ.' });
    expect(answer.status).toBe(422);
    const page = await answer.text();
    expect(unescaped(page)).toContain('Đồng chí chọn một mức trong danh sách, hoặc để trống.');
    expect(page).toContain('Chữ đã gõ.');
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('is written by leaders only: a chi ủy member sees it without a form, and cannot send one', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.sitting);
    const page = await (await browser.get(rowPath(world, world.member))).text();
    expect(page).not.toContain('name="chi_bo"');
    expect(page).not.toContain('Ghi kỷ luật');
    const before = await tableContents(world.deps.store);
    expect((await browser.post(rowPath(world, world.member), { chi_bo: 'good', v: '0' })).status).toBe(404);
    expect(await tableContents(world.deps.store)).toEqual(before);
  });

  test('saved by two leaders at once comes back with both, and the second save goes over the first knowingly', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const [one, other] = [await world.as(world.secretary), await world.as(world.deputy)];
    const path = rowPath(world, world.member);
    const opened = formOn(await (await one.get(path)).text());
    expect((await propose(world, other, world.member, { chi_bo: 'completed', ly_do: 'Theo phiếu.' })).status).toBe(303);
    const answer = await one.post(path, { ...opened, chi_bo: 'good', ly_do: 'Theo chi ủy.' });
    expect(answer.status).toBe(409);
    const html = await answer.text();
    const words = wordsOn(html);
    expect(words).toContain('Mức chi bộ đề xuất Hoàn thành tốt nhiệm vụ Hoàn thành nhiệm vụ');
    expect(words).toContain('Theo chi ủy. Theo phiếu.');
    const again = await one.post(path, { ...formOn(html), chi_bo: 'good' });
    expect(again.status).toBe(303);
    expect((await tableContents(world.deps.store)).rating).toMatchObject([
      { branch_level: 'good', reason: 'Theo chi ủy.', version: 2 },
    ]);
  });

  test('first saved by two leaders at once is no loss either', async () => {
    const world = await ratingWorld();
    const [one, other] = [await world.as(world.secretary), await world.as(world.deputy)];
    const typed = { chi_bo: 'good', ly_do: 'Thống nhất.', v: '0' };
    const answers = [await one.post(rowPath(world, world.member), typed)];
    answers.push(await other.post(rowPath(world, world.member), { ...typed, chi_bo: 'completed' }));
    expect(answers.map(({ status }) => status)).toEqual([303, 409]);
    expect((await tableContents(world.deps.store)).rating).toMatchObject([{ branch_level: 'good', version: 1 }]);
  });

  test('of somebody who is not in this branch does not exist', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    expect((await browser.get(`${world.table}/muc/${world.clerk.memberId}`)).status).toBe(404);
    expect((await browser.post(`${world.table}/muc/khong-co`, { chi_bo: 'good', v: '0' })).status).toBe(404);
  });
});

describe('conditions to be weighed', () => {
  test('say the points, last year’s matters and tasks as the author gave them, each with its source', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    await earlierMatter(world, review, 'fixed', 'Họp muộn.');
    await earlierMatter(world, review, 'fixing', 'Còn nể nang.');
    await earlierMatter(world, review, 'unfixed', 'Chưa học tin học.');
    const page = wordsOn(await (await (await world.as(world.secretary)).get(rowPath(world, world.member))).text());
    expect(page).toContain(
      'Tự chấm 88,5/100 điểm: khoảng điểm của mức Hoàn thành tốt nhiệm vụ (từ 70 đến dưới 90 điểm). (bản kiểm điểm đã nộp, phần tự đánh giá)',
    );
    expect(page).toContain('3 hạn chế, điều đã hứa của kỳ trước: 1 đã khắc phục, 1 đang khắc phục, 1 chưa khắc phục.');
    expect(page).toContain('Còn nể nang. Đang khắc phục');
    expect(page).toContain('Đánh giá theo quý: chưa có dữ liệu.');
  });

  test('warn with the article, ask for a reason, keep it, and never refuse', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const browser = await world.as(world.secretary);
    const refused = await propose(world, browser, world.member, { chi_bo: 'excellent' });
    expect(refused.status).toBe(422);
    const words = wordsOn(await refused.text());
    expect(words).toContain('Tự chấm 88,5 điểm; mức Hoàn thành xuất sắc nhiệm vụ ứng với từ 90 điểm trở lên.');
    expect(words).toContain('(Quy định 366-QĐ/TW, Điều 11)');
    expect((await tableContents(world.deps.store)).rating).toEqual([]);
    const reason = 'Có sáng kiến được thành phố khen.';
    expect((await propose(world, browser, world.member, { chi_bo: 'excellent', ly_do: reason })).status).toBe(303);
    expect((await tableContents(world.deps.store)).rating).toMatchObject([{ branch_level: 'excellent', reason }]);
  });

  test('stand in the table too, under each name, counted where something is to be weighed', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { chi_bo: 'excellent', ly_do: 'Nhất trí.' });
    const html = await (await browser.get(world.table)).text();
    expect(html.match(/<summary>Điều kiện để xem xét/g)).toHaveLength(5);
    expect(wordsOn(html)).toContain('Điều kiện để xem xét Phạm Thị Viên : 1 điều cần cân nhắc');
  });

  test('of a review that came back after the level was entered say so', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    const browser = await world.as(world.secretary);
    await propose(world, browser, world.member, { chi_bo: 'good' });
    const leads = [{ unitId: world.office.branch, role: 'secretary' as const }];
    await judgeAs(world.deps, world.secretary, leads, review, { move: 'return', remark: 'Ghi rõ mục II.' });
    const page = wordsOn(await (await browser.get(rowPath(world, world.member))).text());
    expect(page).toContain('Bản kiểm điểm đã được đề nghị bổ sung và chưa nộp lại');
    expect(page).toContain('Hoàn thành tốt nhiệm vụ');
    expect(page).not.toContain('Tự chấm');
  });

  test('never read an answer to a sign: none leaves the database for any of these pages', async () => {
    const world = await ratingWorld();
    const review = await handIn(world, world.member);
    const marked = 'DẤU CỦA BIỂU HIỆN';
    const { db } = world.deps.store;
    const fields = await db.selectFrom('review_field').where('review_id', '=', review).select('key').execute();
    const signs = fields.map(({ key }) => key).filter((key) => /^[AB][0-9]/.test(key));
    expect(signs.length).toBeGreaterThan(20);
    await db
      .updateTable('review_field')
      .set({ value: marked })
      .where('review_id', '=', review)
      .where('key', 'in', signs)
      .execute();
    const watch = watchDatabase(world);
    const browser = await watch.as(world.secretary);
    for (const path of [world.table, rowPath(world, world.member), `${world.table}/danh-sach.pdf`]) {
      const answer = await browser.get(path);
      expect(answer.status).toBe(200);
      expect(await answer.text()).not.toContain(marked);
    }
    await browser.post(rowPath(world, world.member), { chi_bo: 'excellent', v: '0', ly_do: 'Nhất trí.' });
    expect(watch.answers.some((rows) => rows.includes('"28.5"'))).toBe(true);
    expect(watch.answers.filter((rows) => rows.includes(marked))).toHaveLength(0);
    // The watch itself works: the author's own page does read them.
    const author = await watch.as(world.member);
    await author.get(`/ban-kiem-diem/${review}`);
    expect(watch.answers.filter((rows) => rows.includes(marked)).length).toBeGreaterThan(0);
  });
});

describe('the log', () => {
  test('tells the author who opened his line, and that the table was seen and printed', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const browser = await world.as(world.sitting);
    await browser.get(world.table);
    await browser.get(`${world.table}/danh-sach.pdf`);
    await browser.get(rowPath(world, world.member));
    expect(await actionsLogged(world.deps)).toEqual(
      expect.arrayContaining(['ratings-viewed', 'paper-printed', 'review-viewed']),
    );
    const years = wordsOn(await (await (await world.as(world.member)).get('/cac-nam')).text());
    expect(years).toContain('Đồng chí Đỗ Văn Ủy (chi ủy viên), đọc trên màn hình lúc');
  });

  test('has no reader where the author opens his own line, or nothing is handed in', async () => {
    const world = await ratingWorld();
    await changeMember(world, world.secretary, { standing: 'no_post' });
    await handIn(world, world.secretary);
    const browser = await world.as(world.secretary);
    await browser.get(rowPath(world, world.secretary));
    await browser.get(rowPath(world, world.member));
    expect(await actionsLogged(world.deps)).not.toContain('review-viewed');
  });
});

describe('a discipline', () => {
  const typed = { hinh_thuc: 'reprimand', so_ky_luat: '12 - QĐ/UBKT', ngay_ky_luat: '05/06/2026', lien_quan: '1' };

  test('recorded by a leader stands beside the name and warns; withdrawn it warns no more', async () => {
    const world = await ratingWorld();
    await handIn(world, world.member);
    const browser = await world.as(world.secretary);
    const path = rowPath(world, world.member);
    expect((await browser.post(`${path}/ky-luat`, typed)).status).toBe(303);
    await propose(world, browser, world.member, { chi_bo: 'good', ly_do: 'Đã tự báo cáo và khắc phục.' });
    const html = await (await browser.get(path)).text();
    expect(wordsOn(html)).toContain(
      'Khiển trách ngày 05-6-2026, theo 12-QĐ/UBKT, liên quan đến chức trách, nhiệm vụ: thuộc trường hợp xếp Không hoàn thành nhiệm vụ.',
    );
    const withdraw = /action="([^"]*\/rut[^"]*)"/.exec(html)?.[1] ?? '';
    expect((await browser.post(unescaped(withdraw), {})).status).toBe(303);
    expect(wordsOn(await (await browser.get(path)).text())).not.toContain('thuộc trường hợp xếp Không hoàn thành');
    expect((await tableContents(world.deps.store)).discipline).toHaveLength(1);
    expect(await actionsLogged(world.deps)).toEqual(
      expect.arrayContaining(['discipline-recorded', 'discipline-withdrawn']),
    );
  });

  test('of the future, without a number or of another kind is refused with the words kept', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    const bad = { hinh_thuc: 'dissolution', so_ky_luat: '', ngay_ky_luat: '05/06/2027', lien_quan: '' };
    const answer = await browser.post(`${rowPath(world, world.member)}/ky-luat`, bad);
    expect(answer.status).toBe(422);
    const html = await answer.text();
    for (const sentence of [
      'Đồng chí chọn hình thức kỷ luật.',
      'Đồng chí ghi số của quyết định kỷ luật.',
      'Ngày quyết định không thể ở tương lai.',
      'Đồng chí chọn: có liên quan',
    ]) {
      expect(unescaped(html)).toContain(sentence);
    }
    expect(html).toContain('value="05/06/2027"');
    expect((await tableContents(world.deps.store)).discipline).toEqual([]);
  });

  test('sent twice by a double click stands once', async () => {
    const world = await ratingWorld();
    const browser = await world.as(world.secretary);
    const path = `${rowPath(world, world.member)}/ky-luat`;
    expect((await browser.post(path, typed)).status).toBe(303);
    const twice = await browser.post(path, typed);
    expect(twice.status).toBe(422);
    expect(unescaped(await twice.text())).toContain('Quyết định kỷ luật này đã ghi ở đây rồi.');
    expect((await tableContents(world.deps.store)).discipline).toHaveLength(1);
  });

  test('is recorded and withdrawn by nobody who only sits in the chi ủy', async () => {
    const world = await ratingWorld();
    const sitting = await world.as(world.sitting);
    expect((await sitting.post(`${rowPath(world, world.member)}/ky-luat`, typed)).status).toBe(404);
    await (await world.as(world.secretary)).post(`${rowPath(world, COLLECTIVE)}/ky-luat`, typed);
    const [row] = (await tableContents(world.deps.store)).discipline as { id: string }[];
    expect((await sitting.post(`${rowPath(world, COLLECTIVE)}/ky-luat/${row?.id}/rut`, {})).status).toBe(404);
    expect((await tableContents(world.deps.store)).discipline).toMatchObject([{ member_id: null, withdrawn_at: null }]);
  });
});
